#include "core/runtime/net/net_sys.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigset_t is not in <csignal>
#include <unistd.h>

#include <cerrno>
#include <ctime>

#include "core/runtime/api_call.h"

namespace gmp::rt::sys {
namespace {

// Not inlined: who calls it twice may have changed threads in between, and the compiler believes that errno's place
// stays the same within a function.
template <class Call>
[[gnu::noinline]] auto keepingErrno(Call&& call) {
  const ApiCall here;  // it stays on this thread until errno is read
  const int before = errno;
  auto result = call();
  if (result < 0) result = -errno;
  errno = before;
  return result;
}

}  // namespace

ssize_t read(int fd, void* to, std::size_t size) {
  return keepingErrno([&] { return ::read(fd, to, size); });
}

ssize_t write(int fd, const void* from, std::size_t size) {
  sigset_t pipe, before;
  ::sigemptyset(&pipe);
  ::sigaddset(&pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
  const ssize_t result = keepingErrno([&] { return ::write(fd, from, size); });
  if (result == -EPIPE && ::sigismember(&before, SIGPIPE) == 0) {
    // It came to this very thread, and stays until it is taken.
    const timespec now{};
    keepingErrno([&] { return ::sigtimedwait(&pipe, nullptr, &now); });
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return result;
}

ssize_t receive(int fd, void* to, std::size_t size) {
  return keepingErrno([&] { return ::recv(fd, to, size, 0); });
}

ssize_t send(int fd, const void* from, std::size_t size) {
  return keepingErrno([&] { return ::send(fd, from, size, MSG_NOSIGNAL); });
}

ssize_t receiveFrom(int fd, void* to, std::size_t size, sockaddr_storage& from) {
  socklen_t length = sizeof from;
  return keepingErrno([&] { return ::recvfrom(fd, to, size, 0, reinterpret_cast<sockaddr*>(&from), &length); });
}

ssize_t sendTo(int fd, const void* data, std::size_t size, const sockaddr* to, socklen_t length) {
  return keepingErrno([&] { return ::sendto(fd, data, size, MSG_NOSIGNAL, to, length); });
}

int openSocket(int family, int type) {
  return keepingErrno([&] { return ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); });
}

int setOption(int fd, int level, int option) {
  const int on = 1;
  return keepingErrno([&] { return ::setsockopt(fd, level, option, &on, sizeof on); });
}

int bindTo(int fd, const sockaddr* address, socklen_t length) {
  return keepingErrno([&] { return ::bind(fd, address, length); });
}

int startListening(int fd) {
  // The kernel bounds it by its somaxconn.
  return keepingErrno([&] { return ::listen(fd, 65535); });
}

int localAddress(int fd, sockaddr_storage& address) {
  socklen_t length = sizeof address;
  return keepingErrno([&] { return ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length); });
}

int accept(int fd) {
  return keepingErrno([&] { return ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); });
}

int connect(int fd, const sockaddr* address, socklen_t length) {
  return keepingErrno([&] { return ::connect(fd, address, length); });
}

int connected(int fd) {
  int error = 0;
  socklen_t length = sizeof error;
  if (const int result = keepingErrno([&] { return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length); });
      result < 0)
    return result;
  if (error == EINPROGRESS || error == EALREADY || error == EINTR) return -EAGAIN;
  if (error != 0 && error != EISCONN) return -error;
  // No error may also mean that nothing has happened yet.
  sockaddr_storage peer;
  length = sizeof peer;
  const int result = keepingErrno([&] { return ::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &length); });
  return result == -ENOTCONN ? -EAGAIN : result;
}

int readyFor(int fd, short events) {
  pollfd one{fd, events, 0};
  const int count = keepingErrno([&] { return ::poll(&one, 1, 0); });
  return count == 0 ? -EAGAIN : count;
}

int openPipe(int (&ends)[2]) {
  return keepingErrno([&] { return ::pipe2(ends, O_CLOEXEC | O_NONBLOCK); });
}

int makeNonBlocking(int fd) {
  const int flags = keepingErrno([&] { return ::fcntl(fd, F_GETFL); });
  if (flags < 0 || (flags & O_NONBLOCK) != 0) return flags;
  return keepingErrno([&] { return ::fcntl(fd, F_SETFL, flags | O_NONBLOCK); });
}

void closeFd(int fd) {
  // Not tried again: on Linux it is closed whatever close says.
  keepingErrno([&] { return ::close(fd); });
}

}  // namespace gmp::rt::sys
