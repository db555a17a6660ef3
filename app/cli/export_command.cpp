#include <QGuiApplication>
#include <QLocale>
#include <QTranslator>
#include <algorithm>
#include <array>
#include <filesystem>

#include "app/cli/command.h"
#include "app/cli/lane_globs.h"
#include "app/cli/values.h"
#include "app/scene/export_picture.h"
#include "app/session/session.h"
#include "core/base/message.h"

namespace gmpscope::app {

namespace {

enum class View { Timeline, Board };

// All that the options say.
struct Request {
  std::string trace;
  std::string out;
  View view = View::Timeline;
  ExportOptions picture;
  std::vector<std::string> lanes;  // patterns; none: all
  std::optional<Nanos> at;
  std::string language = "en";
};

constexpr int kLargestSide = 16'384;

// One of a few words.
template <class Value, std::size_t N>
Result<Value> oneOf(std::string_view option, std::string_view given,
                    const std::array<std::pair<std::string_view, Value>, N>& words) {
  std::string known;
  for (const auto& [word, value] : words) {
    if (word == given) return value;
    known += (known.empty() ? "" : ", ") + std::string(word);
  }
  return wrongValue(option, given, "one of " + known);
}

Status takeGroups(std::string_view list, ExportOptions& picture) {
  constexpr std::array<std::pair<std::string_view, LaneKind>, kLaneKinds> kGroups{
      {{"cores", LaneKind::Core},
       {"processors", LaneKind::Processor},
       {"threads", LaneKind::Thread},
       {"goroutines", LaneKind::Goroutine}}};
  picture.groups.fill(GroupMode::Hidden);
  while (true) {
    const std::size_t comma = list.find(',');
    const auto group = oneOf("--group", list.substr(0, comma), kGroups);
    if (!group) return group.error();
    picture.groups[static_cast<std::size_t>(group.value())] = GroupMode::Open;
    if (comma == std::string_view::npos) return Nothing{};
    list.remove_prefix(comma + 1);
  }
}

Status takeOut(const Options& options, Request& request) {
  request.out = options.value("--out");
  if (request.out.empty()) return Error{"--out", "", "expected FILE.png"};
  std::string extension = std::filesystem::path(request.out).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (extension == ".svg" || extension == ".pdf")
    return Error{request.out, "", extension + " is not yet in this version"};
  if (extension != ".png") return wrongValue("--out", request.out, "a file that ends in .png");
  return Nothing{};
}

Status takePicture(const Options& options, Request& request) {
  ExportOptions& picture = request.picture;
  if (options.has("--size")) {
    const auto size = parseSize("--size", options.value("--size"), kLargestSide);
    if (!size) return size.error();
    picture.size = QSize(size.value().first, size.value().second);
  }
  if (options.has("--scale")) {
    const auto scale = parseReal("--scale", options.value("--scale"), 0.25, 8);
    if (!scale) return scale.error();
    picture.scale = scale.value();
  }
  if (options.has("--range")) {
    const auto range = parseRange("--range", options.value("--range"));
    if (!range) return range.error();
    picture.range = TimeRange{range.value().first, range.value().second};
  }
  if (options.has("--group")) {
    if (auto groups = takeGroups(options.value("--group"), picture); !groups) return groups;
  }
  if (options.has("--theme")) {
    constexpr std::array<std::pair<std::string_view, Theme>, 3> kThemes{
        {{"light", Theme::Light}, {"dark", Theme::Dark}, {"print", Theme::Print}}};
    const auto theme = oneOf("--theme", options.value("--theme"), kThemes);
    if (!theme) return theme.error();
    picture.theme = theme.value();
  }
  picture.title = QString::fromStdString(options.value("--title"));
  return Nothing{};
}

Result<Request> requestFrom(const Options& options) {
  Request request;
  const auto trace = onlyOperand(options, "TRACE");
  if (!trace) return trace.error();
  request.trace = trace.value();
  if (auto taken = takeOut(options, request); !taken) return taken.error();
  if (auto taken = takePicture(options, request); !taken) return taken.error();
  if (options.has("--view")) {
    constexpr std::array<std::pair<std::string_view, View>, 2> kViews{
        {{"timeline", View::Timeline}, {"board", View::Board}}};
    const auto view = oneOf("--view", options.value("--view"), kViews);
    if (!view) return view.error();
    request.view = view.value();
  }
  if (options.has("--lanes")) {
    request.lanes = splitGlobs(options.value("--lanes"));
    if (request.lanes.empty())
      return wrongValue("--lanes", options.value("--lanes"), "patterns of lanes, such as P*,M0,'G1 *'");
  }
  if (options.has("--at")) {
    const auto at = parseTime("--at", options.value("--at"));
    if (!at) return at.error();
    request.at = at.value();
  }
  if (options.has("--lang")) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kLanguages{{{"en", "en"}, {"ru", "ru"}}};
    const auto language = oneOf("--lang", options.value("--lang"), kLanguages);
    if (!language) return language.error();
    request.language = language.value();
  }
  return request;
}

// Qt remarks on its surroundings (no XDG_RUNTIME_DIR) that are no concern of someone who draws a file.
void sayWhatIsCritical(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type == QtCriticalMsg || type == QtFatalMsg) message("{}", text.toStdString());
}

// Fonts need an application, and it no display.
class Drawing {
 public:
  explicit Drawing(const std::string& language) : application_(prepare(), arguments_) {
    QLocale::setDefault(QLocale(language == "ru" ? QLocale::Russian : QLocale::English));
    if (translator_.load(QStringLiteral(":/i18n/gmpscope_%1.qm").arg(QString::fromStdString(language)))) {
      QCoreApplication::installTranslator(&translator_);
    } else if (language != "en") {
      message("no texts in language '{}': the picture's are English", language);
    }
  }

 private:
  int& prepare() {
    qInstallMessageHandler(sayWhatIsCritical);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return count_;
  }

  // The application keeps references to them.
  char name_[9] = "gmpscope";
  char* arguments_[2] = {name_, nullptr};
  int count_ = 1;
  QGuiApplication application_;
  QTranslator translator_;
};

Status draw(Request request, const analysis::TraceModel& model) {
  if (!request.lanes.empty()) {
    if (auto kept = keepLanes(model, request.lanes, request.picture); !kept) return kept;
  }
  const Drawing drawing(request.language);
  const QString out = QString::fromStdString(request.out);
  if (request.view == View::Timeline) return exportTimeline(model, request.picture, out);
  // The end of a run shows an empty board; its middle is likelier to be what someone wants to see.
  return exportBoard(model, request.at.value_or(model.edge() / 2), request.picture, out);
}

// No more of the trace than the picture shows.
Result<std::unique_ptr<Session>> open(const Request& request) {
  const auto& range = request.picture.range;
  if (request.view == View::Timeline && range) return Session::openPart(request.trace, range->from, range->to);
  if (request.view == View::Board && request.at) return Session::openPart(request.trace, *request.at, *request.at + 1);
  return Session::open(request.trace);
}

int execute(const Options& options, const Surroundings&) {
  const auto request = requestFrom(options);
  if (!request) return wrongInput(kExportCommand, request.error());
  const auto opened = open(request.value());
  if (!opened) return wrongInput(kExportCommand, opened.error());
  const Session& session = *opened.value();
  if (const std::string warning = session.warning(); !warning.empty()) message("{}", warning);
  const auto drawn = draw(request.value(), session.model());
  if (drawn) return kDone;
  // The scene knows its options without their dashes.
  Error error = drawn.error();
  if (const std::string option = "--" + error.place; options.has(option)) {
    error.file = option;
    error.place = "'" + options.value(option) + "'";
  }
  return wrongInput(kExportCommand, error);
}

}  // namespace

const Command kExportCommand{
    .name = "export",
    .operands = "TRACE",
    .summary = "Draw a trace into a file; needs no display",
    .details = "Times take units (1.5ms, 200us) and count from the start of the trace.",
    .options = {{"--out", "FILE.png", "the picture (.svg and .pdf: not yet in this version)"},
                {"--view", "VIEW", "timeline (the default) or board"},
                {"--size", "WxH", "in logical pixels; the default is 1600 wide and as high as all lanes need"},
                {"--scale", "S", "device pixels per logical pixel, 0.25 to 8; the default is 1"},
                {"--range", "FROM..TO", "the part of the trace to draw; the default is all that is in it"},
                {"--at", "T", "the instant that the board shows; the default is the middle"},
                {"--lanes", "GLOB,...", "the lanes to draw, by name: cpu0, P*, M?, 'G17 *'"},
                {"--group", "GROUP,...", "of cores, processors, threads, goroutines: those to draw"},
                {"--theme", "THEME", "light (the default), dark or print"},
                {"--title", "TEXT", "instead of the preset's name"},
                {"--lang", "LANG", "en (the default) or ru"}},
    .execute = execute,
};

}  // namespace gmpscope::app
