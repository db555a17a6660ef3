#include "core/runtime/net/net_address.h"

#include <gmp/runtime.hpp>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>

#include "core/runtime/api_call.h"

namespace gmp::rt {
namespace {

class LookupCategory final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "getaddrinfo"; }
  [[nodiscard]] std::string message(int value) const override { return ::gai_strerror(value); }
};

const std::error_category& lookupCategory() {
  static const LookupCategory category;
  return category;
}

template <class Sockaddr>
Address addressOf(const Sockaddr& from) {
  Address address;
  std::memcpy(&address.storage, &from, sizeof from);
  address.length = sizeof from;
  return address;
}

Address addressV4(std::uint32_t bits, std::uint16_t port) {
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(port);
  in.sin_addr.s_addr = htonl(bits);
  return addressOf(in);
}

Address addressV6(const in6_addr& bits, std::uint16_t port) {
  sockaddr_in6 in{};
  in.sin6_family = AF_INET6;
  in.sin6_port = htons(port);
  in.sin6_addr = bits;
  return addressOf(in);
}

bool isNumber(const std::string& host) {
  in6_addr bits;
  return ::inet_pton(AF_INET, host.c_str(), &bits) == 1 ||
         ::inet_pton(AF_INET6, host.substr(0, host.find('%')).c_str(), &bits) == 1;
}

// Also numbers: only it knows scopes ("fe80::1%eth0"), and those it takes without asking anyone.
std::vector<Address> lookUp(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;  // else each address comes three times
  addrinfo* found = nullptr;
  int systemError = 0;
  int error = 0;
  const auto ask = [&] {
    const int before = errno;
    error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    systemError = errno;
    errno = before;
  };
  if (isNumber(host)) hints.ai_flags = AI_NUMERICHOST;
  // Names may take long, and other goroutines shall run meanwhile.
  if (isNumber(host) || currentM() == nullptr) {
    const ApiCall here;  // it stays on this thread until errno is read
    ask();
  } else {
    blocking(ask);
  }
  if (error == EAI_SYSTEM) throw std::system_error(systemError, std::system_category(), "gmp: looking up " + host);
  if (error != 0) throw std::system_error(error, lookupCategory(), "gmp: looking up " + host);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  std::vector<Address> result;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (each->ai_family == AF_INET) {
      const auto& in = *reinterpret_cast<const sockaddr_in*>(each->ai_addr);
      result.push_back(addressV4(ntohl(in.sin_addr.s_addr), port));
    } else if (each->ai_family == AF_INET6) {
      sockaddr_in6 in = *reinterpret_cast<const sockaddr_in6*>(each->ai_addr);
      in.sin6_port = htons(port);
      result.push_back(addressOf(in));
    }
  }
  if (result.empty()) throw std::system_error(EAI_NONAME, lookupCategory(), "gmp: looking up " + host);
  return result;
}

}  // namespace

std::vector<Address> resolve(std::string_view host, std::uint16_t port) {
  if (host.empty()) return {addressV4(INADDR_ANY, port)};
  if (host == "localhost") return {addressV4(INADDR_LOOPBACK, port), addressV6(in6addr_loopback, port)};
  return lookUp(std::string(host), port);
}

Address resolveOne(std::string_view host, std::uint16_t port, int family) {
  for (const Address& address : resolve(host, port))
    if (address.family() == family) return address;
  throw std::system_error(std::make_error_code(std::errc::address_family_not_supported),
                          "gmp: " + std::string(host) + " has no address of the socket's family");
}

Endpoint endpointOf(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  Endpoint endpoint;
  if (address.ss_family == AF_INET) {
    const auto& in = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
    endpoint.port = ntohs(in.sin_port);
  } else {
    const auto& in = reinterpret_cast<const sockaddr_in6&>(address);
    ::inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof text);
    endpoint.port = ntohs(in.sin6_port);
  }
  endpoint.host = text;
  return endpoint;
}

}  // namespace gmp::rt
