#include "app/cli/control_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <utility>

#include "core/base/duration_text.h"
#include "core/trace/writer/event.h"
#include "core/workload/knobs.h"

namespace gmpscope::app {

namespace {

constexpr std::int64_t kMostSteps = 1'000'000;
constexpr Nanos kFastest = 1'000'000, kSlowest = 2'000'000'000;
constexpr std::string_view kExpected =
    "expected at TIME, wait TIME, pause, resume, step [N] [P], step until steal|handoff|preempt|g NUMBER, slow TIME, "
    "gomaxprocs N or knob NAME=VALUE";

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  line = line.substr(0, line.find('#'));
  constexpr std::string_view kSpace = " \t\r";
  while (true) {
    const std::size_t begin = line.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(kSpace), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

std::optional<std::uint32_t> whole(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

// One line's words, the first of which is taken already.
class LineParser {
 public:
  explicit LineParser(std::vector<std::string_view> words) : words_(std::move(words)) {}

  // Nothing: see expected().
  std::optional<ControlCommand> parse() {
    const std::string_view word = take();
    bool sound = false;
    if (word == "at")
      sound = time(ControlWord::At, 0, INT64_MAX);
    else if (word == "wait")
      sound = time(ControlWord::Wait, 0, INT64_MAX);
    else if (word == "slow")
      sound = time(ControlWord::Slow, kFastest, kSlowest);
    else if (word == "pause" || word == "resume")
      sound = just(word == "pause" ? ControlWord::Pause : ControlWord::Resume);
    else if (word == "step")
      sound = words_.size() > at_ && words_[at_] == "until" ? stepUntil() : step();
    else if (word == "gomaxprocs")
      sound = procs();
    else if (word == "knob")
      sound = knob();
    if (sound && at_ < words_.size()) {
      expected_ = fmt::format("expected nothing after it, not '{}'", words_[at_]);
      sound = false;
    }
    return sound ? std::optional(command_) : std::nullopt;
  }
  [[nodiscard]] const std::string& expected() const { return expected_; }

 private:
  [[nodiscard]] bool more() const { return at_ < words_.size(); }
  std::string_view take() { return more() ? words_[at_++] : std::string_view(); }
  bool wrong(std::string expected) {
    expected_ = std::move(expected);
    return false;
  }
  bool just(ControlWord word) {
    command_.word = word;
    return true;
  }

  bool time(ControlWord word, Nanos least, Nanos most) {
    command_.word = word;
    const auto time = parseDuration(take());
    if (!time) return wrong(fmt::format("expected {}", kDurationForm));
    if (*time < least || *time > most)
      return wrong(fmt::format("expected a time from {} to {}", durationText(least), durationText(most)));
    command_.time = *time;
    return true;
  }
  bool step() {
    command_.word = ControlWord::Step;
    if (!more()) return true;
    const auto count = whole(take(), 1, kMostSteps);
    if (!count) return wrong(fmt::format("expected a number of steps from 1 to {}, or until", kMostSteps));
    command_.count = *count;
    if (!more()) return true;
    command_.p = whole(take(), 0, trace::Event::kNoP - 1);
    return command_.p.has_value() || wrong("expected the number of a P");
  }
  bool stepUntil() {
    command_.word = ControlWord::StepUntil;
    take();
    const std::string_view goal = take();
    if (goal == "steal")
      command_.goal = StepGoal::Steal;
    else if (goal == "handoff")
      command_.goal = StepGoal::HandOff;
    else if (goal == "preempt")
      command_.goal = StepGoal::Preempt;
    else if (goal != "g")
      return wrong("expected steal, handoff, preempt or g NUMBER");
    if (goal != "g") return true;
    command_.goal = StepGoal::Goroutine;
    const auto goid = whole(take(), 1, UINT32_MAX);
    if (!goid) return wrong("expected the number of a goroutine");
    command_.count = *goid;
    return true;
  }
  bool procs() {
    command_.word = ControlWord::Procs;
    const auto count = whole(take(), 1, trace::Event::kNoP - 1);
    if (!count) return wrong(fmt::format("expected a number from 1 to {}", trace::Event::kNoP - 1));
    command_.count = *count;
    return true;
  }
  bool knob() {
    command_.word = ControlWord::Knob;
    const auto knob = workload::parseKnob(take());
    if (!knob) return wrong(knob.error().expected);
    if (!trace::changesLive(knob.value().first))
      return wrong(fmt::format("expected a knob that may change while the run goes on, not {}",
                               trace::info(knob.value().first).name));
    command_.knob = knob.value().first;
    command_.value = knob.value().second;
    return true;
  }

  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
  ControlCommand command_;
  std::string expected_{kExpected};
};

}  // namespace

Result<std::optional<ControlCommand>> parseControlLine(const std::string& file, int number, std::string_view line) {
  auto words = wordsOf(line);
  if (words.empty()) return std::optional<ControlCommand>();
  LineParser parser(std::move(words));
  if (const auto command = parser.parse()) return command;
  return Error{fmt::format("{}:{}", file, number), "", parser.expected()};
}

Result<std::vector<ControlCommand>> readControlScript(const std::string& file) {
  std::ifstream in(file);
  if (!in) return Error{file, "", fmt::format("expected a file to read: {}", std::strerror(errno))};
  std::vector<ControlCommand> commands;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto command = parseControlLine(file, number, line);
    if (!command) return command.error();
    if (command.value()) commands.push_back(*command.value());
  }
  if (in.bad()) return Error{file, "", "expected a file to read"};
  return commands;
}

}  // namespace gmpscope::app
