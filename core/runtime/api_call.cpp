#include "core/runtime/api_call.h"

#include <gmp/runtime.hpp>

#include <stdexcept>
#include <string>

#include "core/runtime/preempt.h"
#include "core/runtime/sched.h"
#include "core/runtime/user_text.h"

namespace gmp::rt {

GMPSCOPE_NEVER_PREEMPTED M* enterRuntime() {
  M* m = currentM();
  if (m == nullptr || m->curg == nullptr) return nullptr;
  std::atomic<std::uint32_t>& reasons = m->curg->noPreempt;
  reasons.store(reasons.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  return m;
}

void leaveRuntime(G& g) {
  if (g.noPreempt.load(std::memory_order_relaxed) == 1) {
    M& m = *currentM();  // stays the same: there still is a reason
    // Relaxed: a request that isn't seen now is seen at the next call, or comes as a signal.
    if (m.p->preempt.load(std::memory_order_relaxed)) [[unlikely]]
      yieldPreempted(m, PreemptedHow::AtCall);
  }
  std::atomic_signal_fence(std::memory_order_seq_cst);
  g.noPreempt.store(g.noPreempt.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
}

void ApiCall::throwOutside(const char* operation) {
  const M* m = currentM();
  throw std::logic_error(std::string("gmp::") + operation + " called " +
                         (m != nullptr && m->calling != nullptr ? "inside gmp::blocking" : "outside any goroutine"));
}

}  // namespace gmp::rt

namespace gmp {

NoPreempt::NoPreempt() noexcept { rt::enterRuntime(); }
NoPreempt::~NoPreempt() {
  // The count isn't zero, so the goroutine stays where it is.
  if (rt::M* m = rt::currentM(); m != nullptr && m->curg != nullptr) rt::leaveRuntime(*m->curg);
}

}  // namespace gmp
