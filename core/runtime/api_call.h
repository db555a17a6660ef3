#pragma once
// A call of the public interface by a goroutine. While it lasts the goroutine isn't preempted; if that was asked for
// meanwhile, it yields at the end of the call.

#include "core/runtime/m.h"
#include "core/runtime/p.h"
#include "core/runtime/preempt_count.h"

namespace gmp::rt {

// One reason more not to preempt the calling goroutine, which therefore stays on the M that is returned. Null outside
// any goroutine; that call too must be left.
inline M* enterRuntime() {
  forbidPreemption();
  M* m = currentM();
  return m != nullptr && m->curg != nullptr ? m : nullptr;
}

// Yields, since that was asked for.
void yieldAtCall(M& m);

// One reason less; the last one yields if that was asked for.
inline void leaveRuntime() {
  if (preemptCount() == 1) [[likely]] {
    M* m = currentM();  // stays the same: there still is a reason
    // Relaxed: a request that isn't seen now is seen at the next call, or comes as a signal.
    if (m != nullptr && m->p->preempt.load(std::memory_order_relaxed)) [[unlikely]]
      yieldAtCall(*m);
  }
  allowPreemption();
}

class ApiCall {
 public:
  // May be outside any goroutine.
  ApiCall() : m_(enterRuntime()) {}
  // Throws std::logic_error outside any goroutine.
  explicit ApiCall(const char* operation) : ApiCall() { require(operation); }
  ~ApiCall() { leaveRuntime(); }
  ApiCall(const ApiCall&) = delete;
  ApiCall& operator=(const ApiCall&) = delete;

  // Until the goroutine leaves it. Null outside.
  [[nodiscard]] M* maybe() const { return m_; }
  [[nodiscard]] M& m() const { return *m_; }
  // Throws std::logic_error outside any goroutine.
  void require(const char* operation) const {
    if (m_ == nullptr) [[unlikely]]
      throwOutside(operation);
  }

 private:
  [[noreturn]] static void throwOutside(const char* operation);

  M* m_;
};

}  // namespace gmp::rt
