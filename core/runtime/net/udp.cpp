// UDP: datagrams from and to anyone.

#include <gmp/net.hpp>

#include "core/runtime/net/net_address.h"
#include "core/runtime/net/net_error.h"
#include "core/runtime/net/net_fd.h"
#include "core/runtime/net/net_sys.h"

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

UdpSocket UdpSocket::bind(std::string_view host, std::uint16_t port) {
  constexpr const char* kName = "UdpSocket::bind";
  const Address address = resolve(host, port).front();
  detail::FdHandle fd(static_cast<int>(checked(kName, sys::openSocket(address.family(), SOCK_DGRAM))));
  checked(kName, sys::bindTo(fd.number(), address.get(), address.length));
  sockaddr_storage bound;
  checked(kName, sys::localAddress(fd.number(), bound));
  return {std::move(fd), endpointOf(bound).port, address.family()};
}

std::size_t UdpSocket::send_to(const void* data, std::size_t size, std::string_view host, std::uint16_t port) {
  constexpr const char* kName = "UdpSocket::send_to";
  detail::NetFd& socket = fd_.get(kName);
  const Address address = resolveOne(host, port, family_);
  return checked(kName, socket.perform(kName, Direction::Write, [&](int fd) {
    return sys::sendTo(fd, data, size, address.get(), address.length);
  }));
}

std::size_t UdpSocket::recv_from(void* to, std::size_t size, Endpoint* from) {
  constexpr const char* kName = "UdpSocket::recv_from";
  sockaddr_storage sender;
  const std::size_t length = checked(kName, fd_.get(kName).perform(kName, Direction::Read, [&](int fd) {
    return sys::receiveFrom(fd, to, size, sender);
  }));
  if (from != nullptr) *from = endpointOf(sender);
  return length;
}

}  // namespace gmp
