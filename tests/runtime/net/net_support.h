#pragma once
// What tests of sockets and other descriptors share.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/runtime/m.h"
#include "core/runtime/sched.h"
#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {

// What the operation throws; none if it doesn't.
template <class F>
std::error_code errorOf(F&& f) {
  try {
    f();
  } catch (const std::system_error& e) {
    return e.code();
  }
  return {};
}

// False: the stream ended before.
template <class Stream>
bool readAll(Stream& stream, void* to, std::size_t size) {
  auto* bytes = static_cast<char*>(to);
  while (size > 0) {
    const std::size_t n = stream.read(bytes, size);
    if (n == 0) return false;
    bytes += n;
    size -= n;
  }
  return true;
}

struct Pair {
  gmp::TcpStream client, server;
};

inline Pair connectedPair(std::string_view host = "127.0.0.1") {
  auto listener = gmp::TcpListener::listen(host, 0);
  auto client = gmp::TcpStream::connect(host, listener.port());
  return {std::move(client), listener.accept()};
}

inline bool isWaiting(const trace::Event& event) {
  return event.kind() == trace::EventKind::GBlock && event.c == static_cast<std::uint32_t>(trace::WaitReason::Network);
}
inline std::uint64_t waitsIn(const RunRecord& record) {
  return static_cast<std::uint64_t>(std::count_if(record.events.begin(), record.events.end(),
                                                  [](const OrderedEvent& e) { return isWaiting(e.event); }));
}

// In a goroutine.
inline gmp::rt::Netpoll& poller() { return gmp::rt::currentM()->sched.netpoll; }

// Until so many goroutines wait for the network.
inline void waitForWaiters(std::uint32_t count) {
  yieldWhile([&] { return poller().waiters() < count; });
}

}  // namespace gmpscope::test
