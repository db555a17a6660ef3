#include "core/runtime/ends/quit.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

#include "core/runtime/ends/goroutine_report.h"
#include "core/runtime/process_handler.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

ProcessHandler& handler() {
  static ProcessHandler one(SIGQUIT);
  return one;
}

// The sysmons of the runs that there are; more than these at once aren't told. A thread that has ended meanwhile isn't
// found. Seq_cst with `came`: a sysmon that begins writes its number and then looks whether the signal came; the
// handler does the reverse.
std::array<std::atomic<pid_t>, 16> sysmons;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

std::atomic<bool> came{false};

void onQuit(int signal, siginfo_t*, void*) {
  M* m = currentM();
  if (m != nullptr && m == m->sched.sysmon) {
    m->sched.quitting.store(true, std::memory_order_relaxed);  // this very thread looks at it
    m->note.store(1, std::memory_order_relaxed);
    return;
  }
  came.store(true, std::memory_order_seq_cst);
  for (const auto& each : sysmons)
    if (const pid_t tid = each.load(std::memory_order_seq_cst); tid != 0)
      ::syscall(SYS_tgkill, ::getpid(), tid, signal);
}

}  // namespace

void installQuitHandler() { handler().install(onQuit, SA_RESTART | SA_ONSTACK, ProcessHandler::Over::DefaultOnly); }
void removeQuitHandler() { handler().remove(); }

void listenForQuit(M& sysmon) {
  const pid_t tid = sysmon.tid.load(std::memory_order_relaxed);
  for (auto& each : sysmons) {
    pid_t free = 0;
    if (each.compare_exchange_strong(free, tid, std::memory_order_seq_cst)) break;
  }
  if (came.load(std::memory_order_seq_cst)) sysmon.sched.quitting.store(true, std::memory_order_relaxed);
}

void stopListeningForQuit() {
  const pid_t mine = ::gettid();
  for (auto& each : sysmons) {
    pid_t expected = mine;
    if (each.compare_exchange_strong(expected, 0, std::memory_order_relaxed)) return;
  }
}

void dumpAndQuit(M& sysmon) {
  report("SIGQUIT: quit\n" + allGoroutines(sysmon));
  ::_exit(2);
}

}  // namespace gmp::rt
