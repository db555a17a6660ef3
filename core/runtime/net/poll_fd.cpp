// Any pollable descriptor, and pipes.

#include <gmp/net.hpp>

#include <poll.h>

#include <algorithm>
#include <chrono>

#include "core/runtime/net/net_error.h"
#include "core/runtime/net/net_fd.h"
#include "core/runtime/net/net_sys.h"

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

detail::FdHandle::FdHandle(int fd) : fd_(new NetFd(fd)) {}

int detail::FdHandle::number() const noexcept { return fd_ != nullptr ? fd_->number() : -1; }

detail::NetFd& detail::FdHandle::get(const char* operation) const {
  if (fd_ == nullptr) checked(operation, -EBADF);
  return *fd_;
}

void detail::FdHandle::setDeadline(const char* operation, time_point when) const {
  const auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count();
  checked(operation,
          get(operation).setDeadline(operation, when == time_point{} ? kNever : std::min<Deadline>(nanos, kForEver)));
}

void detail::FdHandle::close() {
  if (fd_ != nullptr) fd_->close();
}

void detail::FdHandle::reset() noexcept {
  if (fd_ == nullptr) return;
  fd_->close();
  std::exchange(fd_, nullptr)->release();
}

PollFd::PollFd(int fd) : fd_(fd) { checked("PollFd", sys::makeNonBlocking(fd)); }

std::size_t PollFd::read(void* to, std::size_t size) {
  constexpr const char* kName = "PollFd::read";
  return checked(kName,
                 fd_.get(kName).perform(kName, Direction::Read, [=](int fd) { return sys::read(fd, to, size); }));
}

std::size_t PollFd::write(const void* from, std::size_t size) {
  constexpr const char* kName = "PollFd::write";
  checked(kName, fd_.get(kName).writeAll(kName, from, size, sys::write));
  return size;
}

void PollFd::wait_readable() {
  constexpr const char* kName = "PollFd::wait_readable";
  checked(kName,
          fd_.get(kName).perform(kName, Direction::Read, [](int fd) { return sys::readyFor(fd, POLLIN | POLLRDHUP); }));
}

void PollFd::wait_writable() {
  constexpr const char* kName = "PollFd::wait_writable";
  checked(kName, fd_.get(kName).perform(kName, Direction::Write, [](int fd) { return sys::readyFor(fd, POLLOUT); }));
}

namespace {

struct Ends {
  int fd[2];
};

Ends openPipe() {
  Ends ends{};
  checked("Pipe", sys::openPipe(ends.fd));
  return ends;
}

}  // namespace

Pipe::Pipe() : Pipe(openPipe().fd) {}

}  // namespace gmp
