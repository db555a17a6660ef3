#include "core/runtime/ends/stack_overflow.h"

#include <execinfo.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>

#include "core/base/check.h"
#include "core/runtime/ends/goroutine_report.h"
#include "core/runtime/process_handler.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

constexpr std::size_t kStackBytes = 128 * 1024;  // the report unwinds and makes text
constexpr std::size_t kGuardBytes = 4096;
constexpr unsigned kReportSeconds = 2;

ProcessHandler& handler() {
  static ProcessHandler one(SIGSEGV);
  return one;
}

bool inGuard(const StackRecord& stack, const char* address) {
  return address >= stack.low - kGuardBytes && address < stack.low;
}

[[noreturn]] void reportOverflow(M& m, G& g) {
  char text[160];
  const int length =
      std::snprintf(text, sizeof text,
                    "runtime: goroutine stack exceeds its %zu bytes\nfatal error: stack overflow\n\n", g.stack->size);
  static_cast<void>(!::write(STDERR_FILENO, text, static_cast<std::size_t>(length)));
  // What follows takes memory, and the goroutine may have been in the middle of malloc: then the alarm ends it.
  ::signal(SIGALRM, SIG_DFL);
  ::alarm(kReportSeconds);
  report(goroutineHeader(m.sched, g, "running") + stackHere());
  ::_exit(2);
}

void onFault(int signal, siginfo_t* info, void* context) {
  M* m = currentM();
  if (m != nullptr && m->curg != nullptr && m->curg->stack != nullptr &&
      inGuard(*m->curg->stack, static_cast<const char*>(info->si_addr)))
    reportOverflow(*m, *m->curg);
  if (handler().passOn(signal, info, context)) return;
  // It happens again, and ends the process as it would have without us.
  ::signal(signal, SIG_DFL);
}

}  // namespace

void SignalStack::use() {
  // Not initialised, so that only what a handler touches is taken.
  memory_.reset(new std::byte[kStackBytes]);  // NOLINT(modernize-make-unique)
  stack_t ours{};
  ours.ss_sp = memory_.get();
  ours.ss_size = kStackBytes;
  GMPSCOPE_CHECK(::sigaltstack(&ours, &before_) == 0);
}

void SignalStack::putBack() {
  ::sigaltstack(&before_, nullptr);
  memory_.reset();
}

void installOverflowHandler() {
  // The unwinder is loaded at its first use, which isn't possible on the way down.
  void* frame = nullptr;
  ::backtrace(&frame, 1);
  handler().install(onFault, SA_ONSTACK);
}
void removeOverflowHandler() { handler().remove(); }

}  // namespace gmp::rt
