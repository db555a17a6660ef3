#include "core/runtime/errand.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/stop_world.h"

namespace gmp::rt {
namespace {

void carryOut(const ProcsRequest& request) {
  constexpr std::uint32_t kMost = std::numeric_limits<int>::max();
  (void)gomaxprocs(static_cast<int>(std::min(request.count, kMost)));
}

void carryOut(const KnobRequest& request) {
  const ApiCall call("a knob's change");
  const WorldStop world(call.m(), StopCause::Knob);
  M& m = world.m();
  m.trace.begin();
  {
    const gmpscope::SpinGuard guard(m.sched.lock);
    changeKnob(m, request.knob, request.value);
  }
  m.trace.end();
}

void sayDone() {
  const ApiCall call("an errand's end");
  Sched& sched = call.m().sched;
  const gmpscope::SpinGuard guard(sched.lock);
  --sched.openErrands;
  wakeNote(*sched.sysmon);
}

}  // namespace

void startErrands(M& m) {
  Sched& sched = m.sched;
  std::vector<Errand> errands;
  {
    const gmpscope::SpinGuard guard(sched.lock);
    errands.swap(sched.errands);
    sched.gate.fetch_and(~kErrand, std::memory_order_relaxed);
  }
  for (const Errand& errand : errands) {
    auto task = [errand] {
      std::visit([](const auto& request) { carryOut(request); }, errand);
      sayDone();
    };
    using Task = decltype(task);
    createGoroutine(m, detail::TaskOf<Task>::kOps, &task, "control");
  }
}

}  // namespace gmp::rt
