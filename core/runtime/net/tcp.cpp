// TCP: streams and listeners.

#include <gmp/net.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <cstdlib>

#include "core/runtime/net/net_address.h"
#include "core/runtime/net/net_error.h"
#include "core/runtime/net/net_fd.h"
#include "core/runtime/net/net_sys.h"

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

namespace {

detail::FdHandle openTcp(const char* operation, const Address& address) {
  return detail::FdHandle(static_cast<int>(checked(operation, sys::openSocket(address.family(), SOCK_STREAM))));
}

// Small writes go out at once, as Go's do.
void dontDelay(const char* operation, int fd) { checked(operation, sys::setOption(fd, IPPROTO_TCP, TCP_NODELAY)); }

// 0 or -errno.
ssize_t connectTo(const char* operation, detail::NetFd& socket, const Address& address) {
  const ssize_t begun = sys::connect(socket.number(), address.get(), address.length);
  // Interrupted, it goes on all the same.
  if (begun != -EINPROGRESS && begun != -EINTR) return begun;
  return socket.perform(operation, Direction::Write, sys::connected);
}

}  // namespace

TcpStream TcpStream::connect(std::string_view host, std::uint16_t port) {
  constexpr const char* kName = "TcpStream::connect";
  { const ApiCall inside(kName); }
  ssize_t result = 0;
  for (const Address& address : resolve(host, port)) {
    detail::FdHandle fd = openTcp(kName, address);
    result = connectTo(kName, fd.get(kName), address);
    if (result < 0) continue;
    dontDelay(kName, fd.number());
    return TcpStream(std::move(fd));
  }
  checked(kName, result);
  std::abort();  // there is at least one address
}

std::size_t TcpStream::read(void* to, std::size_t size) {
  constexpr const char* kName = "TcpStream::read";
  if (size == 0) return 0;
  return checked(kName, fd_.get(kName).readStream(kName, size, [=](int fd) { return sys::receive(fd, to, size); }));
}

std::size_t TcpStream::write(const void* from, std::size_t size) {
  constexpr const char* kName = "TcpStream::write";
  checked(kName, fd_.get(kName).writeAll(kName, from, size, sys::send));
  return size;
}

TcpListener TcpListener::listen(std::string_view host, std::uint16_t port) {
  constexpr const char* kName = "TcpListener::listen";
  const Address address = resolve(host, port).front();
  detail::FdHandle fd = openTcp(kName, address);
  checked(kName, sys::setOption(fd.number(), SOL_SOCKET, SO_REUSEADDR));
  checked(kName, sys::bindTo(fd.number(), address.get(), address.length));
  checked(kName, sys::startListening(fd.number()));
  sockaddr_storage bound;
  checked(kName, sys::localAddress(fd.number(), bound));
  return {std::move(fd), endpointOf(bound).port};
}

TcpStream TcpListener::accept() {
  constexpr const char* kName = "TcpListener::accept";
  const auto acceptOne = [](int fd) {
    int accepted = -ECONNABORTED;
    // Gone before it was accepted: the next, please.
    while (accepted == -ECONNABORTED) accepted = sys::accept(fd);
    return accepted;
  };
  const auto accepted = static_cast<int>(checked(kName, fd_.get(kName).perform(kName, Direction::Read, acceptOne)));
  detail::FdHandle fd(accepted);
  dontDelay(kName, accepted);
  return TcpStream(std::move(fd));
}

}  // namespace gmp
