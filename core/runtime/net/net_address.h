#pragma once
// Hosts and ports as socket addresses.

#include <gmp/net.hpp>

#include <sys/socket.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace gmp::rt {

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;

  [[nodiscard]] int family() const { return storage.ss_family; }
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// What a host's name stands for, not empty, in the order to try; "" the wildcard address. Throws std::system_error.
// Blocks the thread for a name that must be looked up.
std::vector<Address> resolve(std::string_view host, std::uint16_t port);
// Only those of a family; throws std::errc::address_family_not_supported if there is none.
Address resolveOne(std::string_view host, std::uint16_t port, int family);

Endpoint endpointOf(const sockaddr_storage& address);

}  // namespace gmp::rt
