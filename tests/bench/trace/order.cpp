#include <cstdio>

#include "core/base/check.h"
#include "core/trace/reader/linearizer.h"
#include "tests/bench/trace/measured.h"
#include "tests/bench/trace/parts.h"
#include "tests/bench/trace/recorded_run.h"

namespace gmpscope::bench {

namespace {

constexpr double kAim = 5e6;  // events a second

void order(const Looks& looks) {
  trace::Linearizer linearizer({0, 1.0}, {});
  for (const Look& look : looks) {
    for (const Look::Part& part : look.parts) linearizer.add({part.m, part.epoch, part.events});
    linearizer.advance(look.frontier);
  }
  linearizer.finish({}, 0, true);
  GMPSCOPE_CHECK(linearizer.violationCount() == 0 && linearizer.waiting() == 0);
}

}  // namespace

bool benchOrder() {
  bool reached = true;
  std::printf("order and rules: M events/s, aim %.1f\n", kAim / 1e6);
  std::printf("%4s %12s %10s %10s\n", "P", "events", "best", "median");
  for (const int procs : {1, 2, 4}) {
    const Looks looks = record(procs, mixedWork);
    const std::uint64_t events = eventsOf(looks);
    const Rates rates = measured(static_cast<double>(events), [&] { order(looks); });
    reached = reached && rates.best >= kAim;
    std::printf("%4d %12llu %10.2f %10.2f   %s\n", procs, static_cast<unsigned long long>(events), rates.best / 1e6,
                rates.median / 1e6, rates.best >= kAim ? "reached" : "missed");
  }
  return reached;
}

}  // namespace gmpscope::bench
