#include "app/models/workbench.h"

#include "app/scene/time_scale.h"

namespace gmpscope::app {
namespace {

constexpr auto kTourPreset = "work-stealing";
constexpr double kTourSeconds = 2;

}  // namespace

Workbench::Workbench(QObject* parent) : QObject(parent) {
  connect(&run_, &RunController::changed, this, &Workbench::modeChanged);
  connect(&view_, &ViewController::stateChanged, this, &Workbench::modeChanged);
  connect(&control_, &RunControl::changed, this, &Workbench::modeChanged);
  connect(&view_, &ViewController::selectionChanged, this, &Workbench::tellSelection);
  connect(&run_, &RunController::ticked, this, &Workbench::watchMode);
  connect(&run_, &RunController::said, this, &Workbench::say);
  connect(&exporter_, &ExportController::said, this, &Workbench::say);
  connect(&run_, &RunController::opened, &recent_, &RecentTraces::add);
  connect(&run_, &RunController::saved, &recent_, &RecentTraces::add);
  connect(&run_, &RunController::replaced, this, &Workbench::dismissMessage);
  connect(&run_, &RunController::ended, this, [this] {
    if (std::exchange(tour_, false)) view_.showFirstSteal();
  });
  connect(&language_, &Language::changed, this, [this] {
    run_.retranslate();
    control_.retranslate();
    emit modeChanged();
  });
  connect(&library_, &LibraryModel::chosenChanged, this, [this] {
    const auto* preset = library_.preset();
    if (preset != nullptr) run_.setGomaxprocs(preset->defaultGomaxprocs > 0 ? preset->defaultGomaxprocs : run_.cores());
  });
}

Workbench::~Workbench() = default;

Workbench::Mode Workbench::mode() const {
  if (!run_.present()) return run_.loading() ? Mode::Reading : Mode::Empty;
  if (control_.standsStill()) return Mode::Paused;
  if (run_.live()) return view_.held() ? Mode::Held : control_.slow() ? Mode::Slow : Mode::Live;
  return run_.replay() ? Mode::Replay : Mode::Ended;
}

void Workbench::tellSelection() {
  if (!run_.session()) return control_.setSelected(0, {}, {});
  const auto look = run_.session()->model().look();
  const auto span = view_.selectedSpan();
  const auto g = view_.selectedGoroutine();
  std::optional<std::uint32_t> p;
  if (span && span->detail.processor != trace::Event::kNoP) p = span->detail.processor;
  if (!g) return control_.setSelected(0, {}, p);
  const analysis::TraceModel& model = run_.session()->model();
  control_.setSelected(static_cast<std::uint32_t>(model.goroutine(*g).goid), QString::fromStdString(model.label(*g)),
                       p);
}

void Workbench::watchMode() {
  if (std::exchange(mode_, mode()) != mode_) emit modeChanged();
}

void Workbench::runChosen() {
  const auto* preset = library_.preset();
  if (preset == nullptr) return;
  tour_ = false;
  RunRequest request;
  request.preset = preset->id;
  request.settings = parameters_.settings();
  request.gomaxprocs = run_.gomaxprocs();
  run_.start(request, library_.chosenTitle());
}

void Workbench::runTour() {
  RunRequest request;
  request.preset = kTourPreset;
  request.seconds = kTourSeconds;
  runGiven(request);
  tour_ = run_.live();
}

void Workbench::runGiven(const RunRequest& request) {
  tour_ = false;
  if (library_.choose(QString::fromStdString(request.preset))) {
    const Status applied = parameters_.apply(request.settings);
    if (!applied) {
      say(QString::fromStdString(applied.error().text()), true);
      return;
    }
  }
  if (request.gomaxprocs > 0) run_.setGomaxprocs(request.gomaxprocs);
  run_.start(request, library_.titleOf(request.preset));
}

void Workbench::dismissMessage() { say({}, false); }

void Workbench::say(const QString& text, bool error) {
  message_ = text;
  messageIsError_ = error;
  emit messageChanged();
}

}  // namespace gmpscope::app
