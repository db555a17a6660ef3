#include "app/cli/control_run.h"

#include <poll.h>
#include <unistd.h>

#include "core/base/message.h"

namespace gmpscope::app {
namespace {

// Who is in foreign code for so long isn't waited for.
constexpr auto kPatience = std::chrono::seconds(5);

}  // namespace

ControlRun::ControlRun(Session& session, std::vector<ControlCommand> commands, bool listens)
    : session_(session),
      began_(Clock::now()),
      commands_(commands.begin(), commands.end()),
      listens_(listens),
      since_(began_) {}

void ControlRun::advance() {
  if (listens_) listen();
  for (;;) {
    if (!current_) {
      if (commands_.empty()) return;
      current_ = commands_.front();
      commands_.pop_front();
      begin(*current_);
    }
    if (!finished()) return;
    current_.reset();
    since_ = Clock::now();
  }
}

void ControlRun::listen() {
  pollfd in{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  while (listens_ && ::poll(&in, 1, 0) > 0) {
    char text[512];
    const ssize_t got = ::read(STDIN_FILENO, text, sizeof text);
    if (got <= 0) {
      listens_ = false;
      if (!typed_.empty()) takeLine(typed_);
      return;
    }
    typed_.append(text, static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = typed_.find('\n')) != std::string::npos; typed_.erase(0, end + 1))
      takeLine(typed_.substr(0, end));
  }
}

// Whoever types may try again.
void ControlRun::takeLine(const std::string& line) {
  const auto command = parseControlLine("stdin", ++line_, line);
  if (!command)
    message("{}", command.error().text());
  else if (command.value())
    commands_.push_back(*command.value());
}

void ControlRun::begin(const ControlCommand& command) {
  waits_ = Waits::No;
  before_ = session_.controlWatch().counts();
  switch (command.word) {
    case ControlWord::At:
    case ControlWord::Wait:
      break;
    case ControlWord::Pause:
      session_.pause();
      if (!held_) waits_ = Waits::Pause;
      held_ = true;
      break;
    case ControlWord::Resume:
      session_.resume();
      held_ = false;
      break;
    case ControlWord::Step:
      stepOnce(command.count, command.p);
      break;
    case ControlWord::StepUntil:
      session_.controlWatch().watchGoroutine(command.goal == StepGoal::Goroutine ? command.count : 0);
      session_.pause();
      if (!held_) waits_ = Waits::Pause;
      held_ = true;
      break;
    case ControlWord::Slow:
      session_.slow(command.time);
      held_ = true;
      break;
    case ControlWord::Procs:
      session_.setProcs(command.count);
      break;
    case ControlWord::Knob:
      session_.setKnob(command.knob, command.value);
      break;
  }
  goalBefore_ = reached(before_);
}

void ControlRun::stepOnce(std::uint32_t times, std::optional<std::uint32_t> p) {
  before_ = session_.controlWatch().counts();
  session_.step(times, p);
  held_ = true;
  waits_ = Waits::Step;
  awaited_ = times;
  since_ = Clock::now();
}

std::uint64_t ControlRun::reached(const ControlCounts& counts) const {
  switch (current_->goal) {
    case StepGoal::Steal:
      return counts.steals;
    case StepGoal::HandOff:
      return counts.handOffs;
    case StepGoal::Preempt:
      return counts.preemptions;
    case StepGoal::Goroutine:
      return counts.ofGoroutine;
  }
  return 0;
}

bool ControlRun::finished() {
  const auto now = Clock::now();
  if (current_->word == ControlWord::At) return now - began_ >= std::chrono::nanoseconds(current_->time);
  if (current_->word == ControlWord::Wait) return now - since_ >= std::chrono::nanoseconds(current_->time);
  const ControlCounts counts = session_.controlWatch().counts();
  const bool over = waits_ == Waits::No || (waits_ == Waits::Pause && counts.held > before_.held) ||
                    (waits_ == Waits::Step && counts.steps >= before_.steps + awaited_ && counts.held > before_.held);
  if (!over && now - since_ < kPatience) return false;
  if (current_->word != ControlWord::StepUntil) return true;
  // What happened before all stood isn't what was asked for.
  if (waits_ == Waits::Step && reached(counts) > goalBefore_) return true;
  if (waits_ != Waits::Step) goalBefore_ = reached(counts);
  stepOnce(1, std::nullopt);
  return false;
}

}  // namespace gmpscope::app
