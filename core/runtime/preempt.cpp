#include "core/runtime/preempt.h"

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "core/runtime/preempt_count.h"
#include "core/runtime/process_handler.h"
#include "core/runtime/sched.h"
#include "core/runtime/user_text.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// As Go: rarely used, ignored by default, and debuggers pass it on.
constexpr int kSignal = SIGURG;
// The handler's own frames, a scheduling step, and the next signal's frame.
constexpr std::size_t kRoom = 16 * 1024;
// What the kernel keeps of a signal mask in a frame; glibc's sigset_t is longer than that.
constexpr std::size_t kKernelMaskBytes = 8;

ProcessHandler& handler() {
  static ProcessHandler one(kSignal);
  return one;
}

PreemptRefusal refusal(const M& m, std::uintptr_t pc, const char* frame) {
  const G* g = m.curg;
  if (g == nullptr) return PreemptRefusal::NoGoroutine;
  if (preemptCount() != 0) return PreemptRefusal::InRuntime;
  if (!inUserText(pc)) return PreemptRefusal::OtherCode;
  const StackRecord& stack = *g->stack;
  if (frame < stack.low + kRoom || frame >= stack.low + stack.size) return PreemptRefusal::NoRoom;
  return PreemptRefusal::None;
}

// The thread that returns through this frame is another than the one that was interrupted: the kernel would give it
// the other's mask and alternate stack.
void adoptFrame(ucontext_t& context) {
  sigset_t mask;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  std::memcpy(&context.uc_sigmask, &mask, kKernelMaskBytes);
  ::sigaltstack(nullptr, &context.uc_stack);
}

sigset_t ourSignal() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, kSignal);
  return set;
}

// Until it has decided the signal is blocked: a second one would be judged by where the handler is, and not by what the
// first one interrupted. Never preempted afterwards: a signal on the way out would leave the frame as another M adopted
// it.
GMPSCOPE_NEVER_PREEMPTED void onSignal(int signal, siginfo_t* info, void* raw) {
  M* m = currentM();
  if (m == nullptr) {
    handler().passOn(signal, info, raw);
    return;
  }
  // Release: pairs with the exchange in requestPreempt, the next request may be signalled.
  m->signalled.store(false, std::memory_order_release);
  P* p = m->p;
  if (p == nullptr) return;
  // Acquire: pairs with the release in requestPreempt. Neither: meant for one who has left already.
  const bool asked = p->preempt.load(std::memory_order_acquire);
  const bool holds = mustHold(*m);
  if (!asked && !holds) return;
  auto& context = *static_cast<ucontext_t*>(raw);
  const PreemptRefusal why = refusal(*m, static_cast<std::uintptr_t>(context.uc_mcontext.gregs[REG_RIP]),
                                     static_cast<const char*>(__builtin_frame_address(0)));
  if (why != PreemptRefusal::None) {
    if (!asked) return;
    // Only this thread writes it; its next step tells.
    const std::uint32_t seen = m->refused.load(std::memory_order_relaxed);
    m->refused.store(((seen + 1) & 0xff'ffffU) | static_cast<std::uint32_t>(why) << 24, std::memory_order_relaxed);
    return;
  }
  const int interruptedErrno = *m->errnoAt;
  forbidPreemption();
  if (holds) hold(*m, HeldAt::OwnCode);
  M* now = m;
  if (p->preempt.load(std::memory_order_acquire)) {
    // The next goroutine of this thread may have to be preempted too.
    const sigset_t ours = ourSignal();
    ::pthread_sigmask(SIG_UNBLOCK, &ours, nullptr);
    yieldPreempted(*m, PreemptedHow::BySignal);
    now = currentM();
    if (now != m) adoptFrame(context);
  }
  *now->errnoAt = interruptedErrno;
  allowPreemption();
}

}  // namespace

void installPreemptHandler() {
  findUserText();
  // On the goroutine's own stack, so that it can be left from inside.
  handler().install(onSignal, SA_RESTART);
}
void removePreemptHandler() { handler().remove(); }

void openToPreemption(M& m) {
  m.signalled.store(false, std::memory_order_release);  // an M's former thread leaves it set
  const sigset_t ours = ourSignal();
  ::pthread_sigmask(SIG_UNBLOCK, &ours, &m.callersMask);
}

void closeToPreemption(M& m) {
  // Whoever sets the flag may signal, so from here on nobody else does; what is on its way is awaited, since to us it
  // would mean nothing any more, and to a later thread of this number neither.
  while (m.signalled.exchange(true, std::memory_order_acq_rel)) ::sched_yield();
  ::pthread_sigmask(SIG_SETMASK, &m.callersMask, nullptr);
}

void signalToHold(M& target) {
  // One signal at a time: the handler says when it has seen it.
  if (target.signalled.exchange(true, std::memory_order_acq_rel)) return;
  ::syscall(SYS_tgkill, ::getpid(), target.tid.load(std::memory_order_relaxed), kSignal);
}

void requestPreempt(M& m, P& p, PreemptCause cause, bool bySignal, std::uint32_t tick) {
  M* target = p.m.load(std::memory_order_acquire);
  if (target == nullptr) return;
  // Stamped before anybody can see the request: what it leads to comes later.
  m.trace.begin();
  // Release: pairs with the handler's acquire.
  const bool asked = p.preempt.exchange(true, std::memory_order_release);
  // One signal at a time: the handler says when it has seen it.
  const bool signals = bySignal && !target->signalled.exchange(true, std::memory_order_acq_rel);
  if (!asked || signals)
    m.trace.put(EventKind::PPreemptAsk, p.id, 0, target->id, static_cast<std::uint32_t>(cause), tick,
                (signals ? 1U : 0U) | (asked ? 2U : 0U));
  m.trace.end();
  if (signals) ::syscall(SYS_tgkill, ::getpid(), target->tid.load(std::memory_order_relaxed), kSignal);
}

void yieldPreempted(M& m, PreemptedHow how) {
  G& g = *m.curg;
  m.p->preempt.store(false, std::memory_order_relaxed);  // done; a new request starts anew
  m.trace.begin();
  const std::uint32_t gate = m.sched.gate.load(std::memory_order_relaxed) & kTakesPs;
  g.status = (gate & kRunOver) != 0 ? GStatus::Stopped : GStatus::Runnable;
  if (gate == kStopping) {
    putNext(m, g, EventKind::GPreemptNext, static_cast<std::uint32_t>(how), 0);
  } else {
    const gmpscope::SpinGuard guard(m.sched.lock);
    tell(m, EventKind::GPreempt, g, m.sched.global.tail(), static_cast<std::uint32_t>(how));
    m.sched.global.put(g.slot);
  }
  leaveM(m, nullptr);
}

void tellRefusals(M& m) {
  const std::uint32_t refused = m.refused.exchange(0, std::memory_order_relaxed);
  if (refused != 0) m.trace.put(EventKind::PreemptRefused, m.p->id, 0, refused >> 24, refused & 0xff'ffffU);
}

}  // namespace gmp::rt
