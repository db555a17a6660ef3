#pragma once
// A call of the public interface by a goroutine. While it lasts the goroutine isn't preempted; if that was asked for
// meanwhile, it yields at the end of the call.

#include "core/runtime/m.h"

namespace gmp::rt {

// The calling goroutine's M, with one more reason not to preempt the goroutine; null outside any. In one function that
// is never preempted: between finding the M and saying so the goroutine could be moved to another.
M* enterRuntime();
// One reason less; the last one yields if that was asked for.
void leaveRuntime(G& g);

class ApiCall {
 public:
  // May be outside any goroutine.
  ApiCall() : m_(enterRuntime()), g_(m_ != nullptr ? m_->curg : nullptr) {}
  // Throws std::logic_error outside any goroutine.
  explicit ApiCall(const char* operation) : ApiCall() { require(operation); }
  ~ApiCall() {
    if (g_ != nullptr) leaveRuntime(*g_);
  }
  ApiCall(const ApiCall&) = delete;
  ApiCall& operator=(const ApiCall&) = delete;

  // Until the goroutine leaves it. Null outside.
  [[nodiscard]] M* maybe() const { return m_; }
  [[nodiscard]] M& m() const { return *m_; }
  // Throws std::logic_error outside any goroutine.
  void require(const char* operation) const {
    if (g_ == nullptr) throwOutside(operation);
  }

 private:
  [[noreturn]] static void throwOutside(const char* operation);

  M* m_;
  G* g_;
};

}  // namespace gmp::rt
