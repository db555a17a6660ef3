// How a run ends other than by main's return: deadlock, panic, and goexit's unwinding. Reports are written with
// write(2), in Go's words.

#include <cxxabi.h>
#include <unistd.h>
#include <unwind.h>

#include <cstdlib>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <typeinfo>

#include "core/base/check.h"
#include "core/runtime/api_call.h"
#include "core/runtime/ends/goroutine_report.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// Handlers are process-wide; runs may overlap.
struct TerminateHandler {
  std::mutex mutex;
  int users = 0;
  std::terminate_handler before = nullptr;
};
TerminateHandler& terminateHandler() {
  static TerminateHandler handler;
  return handler;
}

std::string currentExceptionText() {
  const std::exception_ptr current = std::current_exception();
  if (current == nullptr) return "std::terminate called";
  try {
    std::rethrow_exception(current);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    return std::string("an exception of type ") + (type != nullptr ? type->name() : "unknown");
  }
}

// An exception found no handler in its goroutine: we are called where it was thrown, nothing is unwound yet.
[[noreturn]] void onTerminate() {
  M* m = enterRuntime();  // it never returns to its own code
  if (m == nullptr) {
    if (terminateHandler().before != nullptr) terminateHandler().before();
    std::abort();
  }
  G& g = *m->curg;
  report("panic: " + currentExceptionText() + "\n\n" + goroutineHeader(m->sched, g, "running") + stackHere());
  m->trace.begin();
  tell(*m, EventKind::Panic, g);
  m->trace.end();
  endRun(*m, 2);
  abandonM(*m);
}

struct GoexitException {
  _Unwind_Exception header{};
};

void goexitSwallowed(_Unwind_Reason_Code, _Unwind_Exception*) {
  report("fatal error: goexit was caught by catch (...) and not rethrown\n");
  std::abort();
}

_Unwind_Reason_Code unwindStep(int, _Unwind_Action actions, _Unwind_Exception_Class, _Unwind_Exception* exception,
                               _Unwind_Context*, void*) {
  if ((actions & _UA_END_OF_STACK) == 0) return _URC_NO_REASON;
  delete reinterpret_cast<GoexitException*>(exception);
  endUnwound(*currentM());
}

}  // namespace

void installPanicHandler() {
  TerminateHandler& handler = terminateHandler();
  const std::lock_guard guard(handler.mutex);
  if (handler.users++ == 0) handler.before = std::set_terminate(onTerminate);
}

void removePanicHandler() {
  TerminateHandler& handler = terminateHandler();
  const std::lock_guard guard(handler.mutex);
  if (--handler.users == 0) std::set_terminate(handler.before);
}

void reportFatal(const std::string& text) {
  report(text);
  ::_exit(2);
}

void endRun(M& m, int code) {
  Sched& sched = m.sched;
  const gmpscope::SpinGuard guard(sched.lock);
  if (sched.over()) return;
  sched.exitCode = code;
  if ((sched.gate.load(std::memory_order_relaxed) & kHeld) != 0) {
    m.trace.begin();
    endHold(m);
    m.trace.end();
  }
  // The code is under the lock. Seq_cst: who enters a system call says so and then looks at the gate, see leaveBehind.
  sched.gate.fetch_or(kRunOver, std::memory_order_seq_cst);
  wakeAll(sched);
}

void reportDeadlock(M& m) {
  Sched& sched = m.sched;
  m.trace.begin();
  m.trace.put(EventKind::Deadlock, trace::Event::kNoP);
  m.trace.end();
  std::string text = sched.mainExited ? "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n"
                                      : "fatal error: all goroutines are asleep - deadlock!\n";
  text += allGoroutines(m);
  report(text);
  endRun(m, 2);
}

}  // namespace gmp::rt

namespace gmp {

void goexit() {
  // Not to be preempted any more, also in the destructors on the way: nothing takes this back.
  if (rt::enterRuntime() == nullptr) {
    rt::allowPreemption();
    throw std::logic_error("gmp::goexit called outside any goroutine");
  }
  auto* exception = new rt::GoexitException;
  exception->header.exception_cleanup = rt::goexitSwallowed;
  rt::forgetFrames();
  _Unwind_ForcedUnwind(&exception->header, rt::unwindStep, nullptr);
  gmpscope::checkFailed("goexit could not unwind", __FILE__, __LINE__);
}

}  // namespace gmp
