#include "core/runtime/api_call.h"

#include <gmp/runtime.hpp>

#include <stdexcept>
#include <string>

#include "core/runtime/preempt.h"

namespace gmp::rt {

void yieldAtCall(M& m) { yieldPreempted(m, PreemptedHow::AtCall); }

void ApiCall::throwOutside(const char* operation) {
  const M* m = currentM();
  throw std::logic_error(std::string("gmp::") + operation + " called " +
                         (m != nullptr && m->calling != nullptr ? "inside gmp::blocking" : "outside any goroutine"));
}

}  // namespace gmp::rt

namespace gmp {

NoPreempt::NoPreempt() noexcept { rt::forbidPreemption(); }
NoPreempt::~NoPreempt() { rt::leaveRuntime(); }

}  // namespace gmp
