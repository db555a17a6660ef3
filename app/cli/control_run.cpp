#include "app/cli/control_run.h"

#include <poll.h>
#include <unistd.h>

#include "core/base/message.h"

namespace gmpscope::app {

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
      session_.step(command.count, command.p);
      held_ = true;
      waits_ = Waits::Step;
      break;
    case ControlWord::StepUntil:
      stepUntil_.emplace(session_, command.goal, command.count, held_);
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
}

bool ControlRun::finished() {
  const auto now = Clock::now();
  if (current_->word == ControlWord::At) return now - began_ >= std::chrono::nanoseconds(current_->time);
  if (current_->word == ControlWord::Wait) return now - since_ >= std::chrono::nanoseconds(current_->time);
  if (stepUntil_) {
    if (!stepUntil_->advance()) return false;
    stepUntil_.reset();
    return true;
  }
  const ControlCounts counts = session_.controlWatch().counts();
  const bool over =
      waits_ == Waits::No || (waits_ == Waits::Pause && counts.held > before_.held) ||
      (waits_ == Waits::Step && counts.steps >= before_.steps + current_->count && counts.held > before_.held);
  return over || now - since_ >= StepUntil::kPatience;
}

}  // namespace gmpscope::app
