// sysmon: a thread without P that watches the others: who has run for a whole slice, and whose P is needed while it is
// in a system call. It sleeps 20 µs between looks while there is something to do,
// longer and longer (up to 10 ms) while there isn't, and until it is woken while all Ps are idle.

#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/futex.h"
#include "core/runtime/controller.h"
#include "core/runtime/ends/quit.h"
#include "core/runtime/preempt.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

constexpr Deadline kLongest = 10'000'000;
constexpr int kPatientRounds = 50;  // before the sleeps grow
// A goroutine that was asked to leave and is still there was in libc or another library. It may be there nearly all of
// its time, so it is asked often.
constexpr Deadline kAskAgain = 100'000;
constexpr Deadline kPatience = 10'000'000;
// While all Ps are busy nobody else asks the network.
constexpr Deadline kPollPeriod = 10'000'000;
constexpr Deadline kDeepSleep = 60'000'000'000;
// Once the run is over: how often the goroutines that are left are asked to stop, and how long it may take.
constexpr Deadline kStopPeriod = 100'000;
constexpr Deadline kStopTime = 1'000'000'000;
constexpr std::uint32_t kStopAttempts = 100;

// Whether a wake-up came before the time was over. It is used up.
void sleepFor(M& m, Deadline nanos) {
  const Deadline until = monotonicNow() + nanos;
  const timespec deadline = asTimespec(until);
  // Acquire: pairs with the waker's release.
  while (m.note.load(std::memory_order_acquire) == 0)
    if (!gmpscope::futexWait(m.note, 0, &deadline)) break;
  m.note.store(0, std::memory_order_relaxed);
}

class Sysmon {
 public:
  explicit Sysmon(M& m) : m_(m), sched_(m.sched), controller_(m, m.sched.control) {}

  void loop() {
    // Relaxed: only a hint to look; what it guards is under the lock.
    while (!sched_.sysmonStops.load(std::memory_order_relaxed)) {
      createThreadless(sched_);
      if (sched_.quitting.load(std::memory_order_relaxed)) quit();
      if (sched_.over()) {
        stopRunning();
        sleepFor(m_, kStopPeriod);
        continue;
      }
      if (controller_.look()) {
        watchStep();
        sleepFor(m_, controller_.pause());
        continue;
      }
      if (allIdle()) {
        quiet_ = 0;
        continue;
      }
      look();
      ++quiet_;
      poll();
      sleepFor(m_, pause());
    }
    if (sched_.quitting.load(std::memory_order_relaxed)) dumpAndQuit(m_);
  }

 private:
  struct Watch {
    std::uint32_t tick = ~0U;  // none is so large
    Deadline since = 0;        // that tick was seen first
    std::uint32_t call = 0;    // of the system call seen last
    Deadline callSince = 0;
  };

  // Never longer than a slice: it would be overrun.
  [[nodiscard]] Deadline pause() const {
    if (asked_) return std::max<Deadline>(kAskAgain, sched_.knobs.sysmonPeriod);
    const Deadline shortest = sched_.knobs.sysmonPeriod;
    if (quiet_ <= kPatientRounds) return shortest;
    const int doublings = std::min(quiet_ - kPatientRounds, 16);
    return std::max(shortest, std::min({shortest << doublings, kLongest, Deadline{sched_.knobs.slice}}));
  }

  // True: all were idle, and it slept until one wasn't, or long.
  bool allIdle() {
    sched_.lock.lock();
    const bool idle = sched_.idlePs.size() == sched_.procCount() && !sched_.over();
    sched_.sysmonWaits = idle;
    sched_.lock.unlock();
    if (!idle) return false;
    m_.trace.rest();
    sleepFor(m_, kDeepSleep);
    const gmpscope::SpinGuard guard(sched_.lock);
    sched_.sysmonWaits = false;
    return true;
  }

  void look() {
    const Deadline now = sched_.clock.now();
    asked_ = false;
    const std::uint32_t procs = sched_.procCount();
    if (watches_.size() < procs) watches_.resize(procs);
    for (std::uint32_t i = 0; i < procs; ++i) {
      P& p = sched_.ps[i];
      Watch& watch = watches_[i];
      if (p.idle.load(std::memory_order_relaxed)) {
        watch.tick = ~0U;
        continue;
      }
      const bool usedUp = sliceUsedUp(p, watch, now);
      // Relaxed: the compare-and-swap that takes it decides.
      const std::uint32_t call = p.syscallTick.load(std::memory_order_relaxed);
      if (call % 2 != 0) lookAtCall(p, watch, call, usedUp, now);
    }
  }

  // The run is held, and one M may go on: also for no longer than a slice.
  void watchStep() {
    P* p = controller_.stepping();
    if (p == nullptr) return;
    if (watches_.size() <= p->id) watches_.resize(p->id + 1);
    sliceUsedUp(*p, watches_[p->id], sched_.clock.now());
  }

  // Who has run for a whole slice is asked to leave; in a system call without a signal, for when it comes back.
  bool sliceUsedUp(P& p, Watch& watch, Deadline now) {
    const std::uint32_t tick = p.tick();
    if (tick != watch.tick) {
      watch.tick = tick;
      // Read anew: with the time at which this look began, one that has begun since would seem older than it is.
      watch.since = sched_.clock.now();
    }
    if (now - watch.since < sched_.knobs.slice) return false;
    const bool running = p.running.load(std::memory_order_relaxed);
    const bool calling = p.syscallTick.load(std::memory_order_relaxed) % 2 != 0;
    if (running || calling) requestPreempt(m_, p, PreemptCause::Slice, running && sched_.knobs.asyncPreemption, tick);
    asked_ = asked_ || (running && sched_.knobs.asyncPreemption);
    return true;
  }

  // A P in a system call is taken at the second look, or at once with its slice used up; but not as long as nothing
  // waits in its queue and somebody else could run what comes, for a while.
  void lookAtCall(P& p, Watch& watch, std::uint32_t call, bool usedUp, Deadline now) {
    if (!usedUp && call != watch.call) {
      watch.call = call;
      watch.callSince = now;
      return;
    }
    const bool othersCould =
        sched_.spinning.load(std::memory_order_relaxed) != 0 || sched_.idlePCount.load(std::memory_order_relaxed) != 0;
    if (p.queue.empty() && othersCould && now - watch.callSince < kPatience) return;
    if (!retakeP(m_, p, call, usedUp ? RetakeCause::Slice : RetakeCause::Waited)) return;
    quiet_ = 0;
    handOffP(m_);
    bool dead = false;
    {
      const gmpscope::SpinGuard guard(sched_.lock);
      dead = !sched_.over() && hasDied(sched_);
    }
    if (dead) reportDeadlock(m_);
  }

  // Whom the network has woken, if nobody has looked for long.
  void poll() {
    Netpoll::Events events;
    sched_.netpoll.tryPollAfter(kPollPeriod, events);
    if (readyPolled(m_, events, false)) quiet_ = 0;
  }

  void quit() {
    endRun(m_, 2);
    if (told_) return;
    told_ = true;
    m_.trace.begin();
    m_.trace.put(trace::EventKind::RunEnd, trace::Event::kNoP, 0, 2);
    m_.trace.end();
  }

  // The run is over: goroutines that still run are taken off their Ms, however the run was asked to preempt.
  void stopRunning() {
    const Deadline now = monotonicNow();
    if (stopping_ == 0) stopping_ = now;
    ++attempts_;
    for (std::uint32_t i = 0; i < sched_.procCount(); ++i) {
      P& p = sched_.ps[i];
      if (!p.running.load(std::memory_order_relaxed)) continue;
      requestPreempt(m_, p, PreemptCause::RunEnd, kCanPreempt, p.tick());
      // A machine so busy that nobody gets a core isn't the goroutine's fault: the attempts count too.
      const bool mayGiveUp = kCanPreempt || sched_.quitting.load(std::memory_order_relaxed);
      if (mayGiveUp && now - stopping_ > kStopTime && attempts_ > kStopAttempts) giveUp(p);
    }
  }

  [[noreturn]] void giveUp(P& p) {
    if (sched_.quitting.load(std::memory_order_relaxed)) dumpAndQuit(m_);
    M* m = p.m.load(std::memory_order_acquire);
    std::string text =
        "fatal error: the run is over, and a goroutine can't be stopped: it is in foreign code or in a "
        "NoPreempt scope";
    if (m != nullptr) text += " (M" + std::to_string(m->id) + ")";
    reportFatal(text + "\n");
  }

  M& m_;
  Sched& sched_;
  Controller controller_;
  std::vector<Watch> watches_;
  int quiet_ = 0;
  bool asked_ = false;  // somebody, at the last look
  bool told_ = false;   // that the process was asked to quit
  Deadline stopping_ = 0;
  std::uint32_t attempts_ = 0;
};

}  // namespace

void* sysmonMain(void* argument) {
  M& m = *static_cast<M*>(argument);
  startThread(m);
  m.trace.begin();
  m.trace.put(trace::EventKind::MStart, trace::Event::kNoP, 0, static_cast<std::uint32_t>(::gettid()), 1);
  m.trace.end();
  listenForQuit(m);
  Sysmon(m).loop();
  stopListeningForQuit();
  endThread(m);
  return nullptr;
}

}  // namespace gmp::rt
