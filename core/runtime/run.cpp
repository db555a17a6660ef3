// A run from its first to its last moment.

#include <gmp/runtime.hpp>

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <vector>

#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/runtime/cpu_limit.h"
#include "core/runtime/ends/quit.h"
#include "core/runtime/preempt.h"
#include "core/runtime/preempt_count.h"
#include "core/runtime/sched.h"
#include "core/runtime/traced_run.h"

namespace __cxxabiv1 {
struct __cxa_eh_globals;
extern "C" __cxa_eh_globals* __cxa_get_globals() noexcept;
}  // namespace __cxxabiv1

namespace gmp::rt {
namespace {

using trace::EventKind;

constexpr std::uint32_t kSysmonId = 1;

std::uint32_t procsFor(const Options& options) {
  if (options.gomaxprocs > 0) return std::min(static_cast<std::uint32_t>(options.gomaxprocs), PSlab::kMax);
  return defaultProcs();
}

std::uint32_t newRunTag() {
  const auto tag = static_cast<std::uint32_t>(gmpscope::ticksNow() >> 4);
  return tag != 0 ? tag : 1;
}

// All Ps go to the idle list, P0 last; the first M takes it.
void start(M& m) {
  Sched& sched = m.sched;
  m.trace.begin();
  m.trace.put(EventKind::RunStart, trace::Event::kNoP, 0, sched.procCount());
  tellKnobs(m);
  m.trace.put(EventKind::MStart, trace::Event::kNoP, 0, static_cast<std::uint32_t>(::gettid()));
  m.trace.end();
  for (std::uint32_t i = sched.procCount(); i > 0; --i) {
    const gmpscope::SpinGuard guard(sched.lock);
    m.trace.begin();
    m.p = &sched.ps[i - 1];
    releaseP(m);
    m.trace.end();
  }
  const gmpscope::SpinGuard guard(sched.lock);
  m.trace.begin();
  acquireIdleP(m);
  m.trace.end();
}

void createMain(M& m, std::function<void()>& mainFn) {
  P& p = *m.p;
  G& g = m.sched.gs.fresh();
  auto task = [&mainFn] { mainFn(); };
  using Task = decltype(task);
  g.task = &detail::TaskOf<Task>::kOps;
  ::new (static_cast<void*>(g.closure)) Task(task);
  g.isMain = true;
  p.nextGoid = m.sched.nextGoid.fetch_add(16, std::memory_order_relaxed);
  p.goidEnd = p.nextGoid + 16;
  g.goid = p.nextGoid++;
  p.alive.store(1, std::memory_order_relaxed);
  m.trace.begin();
  putRunnable(m, g, EventKind::GCreate, 0, static_cast<std::uint32_t>(g.goid));
  m.trace.end();
}

void join(Sched& sched, std::size_t number) {
  M* m = nullptr;
  {
    const gmpscope::SpinGuard guard(sched.lock);
    m = sched.ms[number].get();
  }
  // Listed first and made then, by a thread that may come after it in the list.
  while (!m->created.load(std::memory_order_acquire)) ::sched_yield();
  pthread_join(m->thread, nullptr);
}

// The gate is up: nobody enters a system call any more. Who is in one keeps what is left of the run for itself; its
// events are all written. Returns for each M whether it was left.
std::vector<bool> leaveBehind(M& m, const std::shared_ptr<Sched>& sched) {
  std::vector<M*> ms;
  {
    const gmpscope::SpinGuard guard(sched->lock);
    for (const auto& each : sched->ms) ms.push_back(each.get());
  }
  std::vector<bool> left(ms.size());
  for (std::size_t i = kSysmonId + 1; i < ms.size(); ++i) {
    M& other = *ms[i];
    SystemCall inside = SystemCall::Inside;
    if (other.systemCall.load(std::memory_order_seq_cst) != inside) continue;
    other.left = sched;
    left[i] = other.systemCall.compare_exchange_strong(inside, SystemCall::Left, std::memory_order_seq_cst);
    if (!left[i]) {
      other.left.reset();
      continue;
    }
    other.trace.detach();
    pthread_detach(other.thread);
    m.trace.begin();
    m.trace.put(EventKind::MLeft, trace::Event::kNoP, 0, static_cast<std::uint32_t>(i));
    m.trace.end();
  }
  return left;
}

// Ms whose last threads have ended before the run.
void detachEnded(Sched& sched) {
  const gmpscope::SpinGuard guard(sched.lock);
  for (M* m : sched.endedMs) m->trace.detach();
}

// M1, before anything runs.
void startSysmon(M& m) {
  Sched& sched = m.sched;
  {
    const gmpscope::SpinGuard guard(sched.lock);
    sched.ms.push_back(std::make_unique<M>(sched, kSysmonId, sched.knobs));
    sched.sysmon = sched.ms.back().get();
  }
  m.trace.begin();
  m.trace.put(EventKind::MSpawn, trace::Event::kNoP, 0, kSysmonId, 0);
  m.trace.end();
  createThread(*sched.sysmon, sysmonMain);
}

void stopSysmon(Sched& sched) {
  sched.sysmonStops.store(true, std::memory_order_release);
  wakeNote(*sched.sysmon);
  join(sched, kSysmonId);
}

}  // namespace

Sched::Sched(const Options& options, trace::Arena* traceArena, Control* controlledBy)
    : knobs(options),
      runTag(newRunTag()),
      arena(traceArena),
      control(controlledBy),
      ps(procsFor(options), knobs.queueSize),
      stacks(knobs.stackSize),
      pins(knobs.pinned),
      timerMask(PSlab::kMax) {
  setProcs(ps.made());
  world.release(nullptr);
}

Sched::~Sched() = default;

void startThread(M& m) {
  gmp_rt_current_m = &m;
  m.asleep = false;
  setPreemptCount(1);
  m.core = -1;  // an M that outlived its thread was pinned, this thread isn't
  m.tid.store(::gettid(), std::memory_order_release);
  m.signalStack.use();
  openToPreemption(m);
  // The kernel may let a sleep last longer by this; by default 50 µs.
  m.callersTimerSlack = ::prctl(PR_GET_TIMERSLACK);
  ::prctl(PR_SET_TIMERSLACK, 1UL);
  m.errnoAt = &errno;
  m.exceptionStateAt = reinterpret_cast<void**>(__cxxabiv1::__cxa_get_globals());
  adoptThreadStack(m.g0Stack);
  m.trace.attach(m.sched.arena, m.id);
}

void endThread(M& m) {
  m.trace.begin();
  const std::uint32_t p = m.p != nullptr ? m.p->id : trace::Event::kNoP;
  m.trace.put(EventKind::MExit, p, 0, static_cast<std::uint32_t>(m.trace.written()),
              (m.asleep ? 1U : 0U) | (m.spinning ? 2U : 0U) | (m.hadThread || m.tie == Tie::Ends ? 4U : 0U));
  m.trace.end();
  // The M may get another thread; otherwise the run's end does it.
  if (m.hadThread)
    m.trace.rest();
  else
    m.trace.detach();
  closeToPreemption(m);
  m.signalStack.putBack();
  m.sched.pins.release();
  if (m.callersTimerSlack > 0) ::prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(m.callersTimerSlack));
  gmp_rt_current_m = nullptr;
  setPreemptCount(0);
}

int runTraced(const Options& options, gmpscope::trace::Arena* arena, std::function<void()> mainFn, Control* control) {
  if (currentM() != nullptr) throw std::logic_error("gmp::run called from inside a goroutine");
  const int callersErrno = errno;
  installPanicHandler();
  installPreemptHandler();
  installOverflowHandler();
  installQuitHandler();
  int code = 0;
  {
    const auto shared = std::make_shared<Sched>(options, arena, control);
    Sched& sched = *shared;
    M* m = nullptr;
    {
      const gmpscope::SpinGuard guard(sched.lock);
      sched.ms.push_back(std::make_unique<M>(sched, 0, sched.knobs));
      m = sched.ms.back().get();
    }
    startThread(*m);
    void* callersExceptions[2] = {m->exceptionStateAt[0], m->exceptionStateAt[1]};
    start(*m);
    startSysmon(*m);
    createMain(*m, mainFn);
    sched.begun.store(true, std::memory_order_release);
    if (control != nullptr) wakeNote(*sched.sysmon);
    scheduleLoop(*m);
    const std::vector<bool> left = leaveBehind(*m, shared);
    endThread(*m);
    m->exceptionStateAt[0] = callersExceptions[0];
    m->exceptionStateAt[1] = callersExceptions[1];
    // The gate is up: no M joins the list any more.
    for (std::size_t i = kSysmonId + 1; i < left.size(); ++i)
      if (!left[i]) join(sched, i);
    detachEnded(sched);
    {
      const gmpscope::SpinGuard guard(sched.lock);
      code = sched.exitCode;
    }
    stopSysmon(sched);
    for (std::uint32_t i = 0; i < sched.procCount(); ++i) sched.ps[i].timers.abandon();
  }
  removeQuitHandler();
  removeOverflowHandler();
  removePreemptHandler();
  removePanicHandler();
  errno = callersErrno;
  return code;
}

}  // namespace gmp::rt

namespace gmp {

int run(Options options, std::function<void()> main_fn) { return rt::runTraced(options, nullptr, std::move(main_fn)); }
int run(std::function<void()> main_fn) { return run(Options{}, std::move(main_fn)); }

}  // namespace gmp
