#include "app/worker/starter.h"

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>

#include "app/session/worker_protocol.h"
#include "core/base/message.h"

namespace gmpscope::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGrace = std::chrono::milliseconds(500);
constexpr auto kLongestPoll = std::chrono::seconds(3600);
constexpr std::uint64_t kLongestInterval = 3'600'000'000'000;

// So many bytes, or false once the other end has hung up.
bool readAll(int fd, void* to, std::size_t size) {
  auto* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t got = ::read(fd, at, size);
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    if (got < 0) continue;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}
bool readByte(int fd, char& byte) { return readAll(fd, &byte, 1); }

// Nothing: it isn't one.
std::optional<gmp::rt::ControlRequest> requestOf(const WorkerControl& message) {
  const auto number = static_cast<std::uint32_t>(std::min<std::uint64_t>(message.value, ~0U));
  switch (message.kind) {
    case WorkerControlKind::Pause:
      return gmp::rt::PauseRequest{};
    case WorkerControlKind::Resume:
      return gmp::rt::ResumeRequest{};
    case WorkerControlKind::Step:
      return gmp::rt::StepRequest{number, std::nullopt};
    case WorkerControlKind::StepP:
      return gmp::rt::StepRequest{number, message.which};
    case WorkerControlKind::Slow:
      return gmp::rt::SlowRequest{static_cast<std::int64_t>(std::min<std::uint64_t>(message.value, kLongestInterval))};
    case WorkerControlKind::Procs:
      return gmp::rt::ProcsRequest{number};
    case WorkerControlKind::Knob:
      if (message.which >= trace::kKnobs) return std::nullopt;
      return gmp::rt::KnobRequest{static_cast<trace::Knob>(message.which), message.value};
  }
  return std::nullopt;
}

}  // namespace

bool Starter::waitForGo() {
  char byte = 0;
  while (readByte(socket_.get(), byte)) {
    if (byte == kWorkerGo) return true;
  }
  return false;
}

void Starter::watch(workload::StopFlag& stop, gmp::rt::Control& control, std::chrono::duration<double> time) {
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
  // Signals are for the runtime's threads: ours starts with all of them blocked.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this, &stop, &control, end] { run(stop, control, end); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Starter::~Starter() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  ::shutdown(socket_.get(), SHUT_RD);  // wakes the thread if it reads
  thread_.join();
}

void Starter::run(workload::StopFlag& stop, gmp::rt::Control& control, Clock::time_point end) {
  ::pthread_setname_np(::pthread_self(), "gmp-starter");
  while (true) {
    const News news = wait(control, end);
    if (news == News::Ending) return;
    stop.request();
    control.abandon();  // a run that is held can't come to its end
    if (news == News::TimeIsOver) end = Clock::time_point::max();
    if (news == News::HungUp) {
      leaveIfStuck();
      return;
    }
  }
}

Starter::News Starter::wait(gmp::rt::Control& control, Clock::time_point end) {
  while (true) {
    const auto left = end - Clock::now();
    if (left <= Clock::duration::zero()) return News::TimeIsOver;
    // Rounded up, so that it doesn't wake before the time.
    const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(std::min<Clock::duration>(left, kLongestPoll));
    pollfd socket{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&socket, 1, static_cast<int>(timeout.count())) <= 0) continue;
    char byte = 0;
    const bool read = readByte(socket_.get(), byte);
    {
      const std::lock_guard lock(mutex_);
      if (ending_) return News::Ending;
    }
    if (!read || (byte == kWorkerControl && !passOn(control))) return News::HungUp;
    if (byte == kWorkerStop) return News::Stop;
  }
}

// False: the other end has hung up.
bool Starter::passOn(gmp::rt::Control& control) {
  WorkerControl message;
  if (!readAll(socket_.get(), &message, sizeof message)) return false;
  if (const auto request = requestOf(message)) control.request(*request);
  return true;
}

void Starter::leaveIfStuck() {
  std::unique_lock lock(mutex_);
  if (wake_.wait_for(lock, kGrace, [this] { return ending_; })) return;
  message("gmp-worker: whoever started it has gone, and the run doesn't end by itself");
  ::_exit(kWorkerAbandoned);
}

}  // namespace gmpscope::app
