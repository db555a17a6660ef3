#include "app/worker/starter.h"

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "app/session/worker_protocol.h"
#include "core/base/message.h"

namespace gmpscope::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGrace = std::chrono::milliseconds(500);
constexpr auto kLongestPoll = std::chrono::seconds(3600);

// One byte, or nothing once the other end has hung up.
bool readByte(int fd, char& byte) {
  while (true) {
    const ssize_t got = ::read(fd, &byte, 1);
    if (got == 1) return true;
    if (got == 0 || errno != EINTR) return false;
  }
}

}  // namespace

bool Starter::waitForGo() {
  char byte = 0;
  while (readByte(socket_.get(), byte)) {
    if (byte == kWorkerGo) return true;
  }
  return false;
}

void Starter::watch(workload::StopFlag& stop, std::chrono::duration<double> time) {
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
  // Signals are for the runtime's threads: ours starts with all of them blocked.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this, &stop, end] { run(stop, end); });
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

void Starter::run(workload::StopFlag& stop, Clock::time_point end) {
  ::pthread_setname_np(::pthread_self(), "gmp-starter");
  while (true) {
    const News news = wait(end);
    if (news == News::Ending) return;
    stop.request();
    if (news == News::TimeIsOver) end = Clock::time_point::max();
    if (news == News::HungUp) {
      leaveIfStuck();
      return;
    }
  }
}

Starter::News Starter::wait(Clock::time_point end) {
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
    if (!read) return News::HungUp;
    if (byte == kWorkerStop) return News::Stop;
  }
}

void Starter::leaveIfStuck() {
  std::unique_lock lock(mutex_);
  if (wake_.wait_for(lock, kGrace, [this] { return ending_; })) return;
  message("gmp-worker: whoever started it has gone, and the run doesn't end by itself");
  ::_exit(kWorkerAbandoned);
}

}  // namespace gmpscope::app
