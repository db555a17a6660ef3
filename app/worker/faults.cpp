#include "app/worker/faults.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <gmp/gmp.hpp>

namespace gmpscope::app {

namespace {

constexpr std::array<std::pair<std::string_view, Fault>, 5> kFaults{{
    {"deadlock", Fault::Deadlock},
    {"panic", Fault::Panic},
    {"abort", Fault::Abort},
    {"segv", Fault::Segv},
    {"hang", Fault::Hang},
}};

constexpr auto kStrikesAfter = std::chrono::milliseconds(50);

void strike(Fault fault, workload::StopFlag& stop) {
  switch (fault) {
    case Fault::None:
      break;
    case Fault::Deadlock:
      stop.request();
      break;
    case Fault::Panic:
      throw std::runtime_error("this panic was asked for");
    case Fault::Abort:
      std::abort();
    case Fault::Segv: {
      // An address in the page that is never mapped; not null itself, which a sanitizer would stop before the kernel
      // does. Volatile twice: the compiler may not know the address, nor take the store away.
      volatile int* volatile nowhere = reinterpret_cast<volatile int*>(64);
      *nowhere = 1;
      break;
    }
    case Fault::Hang:
      // Computes for ever, deaf to all requests. The volatile keeps the compiler from taking the loop away.
      for (volatile unsigned turns = 0;;) turns = turns + 1;
  }
}

}  // namespace

std::optional<Fault> faultOf(std::string_view word) {
  for (const auto& [name, fault] : kFaults) {
    if (name == word) return fault;
  }
  return std::nullopt;
}

void withFault(Fault fault, workload::StopFlag& stop, const std::function<void()>& body) {
  if (fault != Fault::None) {
    gmp::go_named("fault", [fault, &stop] {
      gmp::sleep_for(kStrikesAfter);
      strike(fault, stop);
    });
  }
  body();
  // Main must not be quicker than the fault. For a deadlock this is the fault.
  if (fault != Fault::None) (void)gmp::Chan<int>(0).recv();
}

}  // namespace gmpscope::app
