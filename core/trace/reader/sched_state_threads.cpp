// The life of Ms: made, begun, asleep and awake in turn, spinning or not, ended; and that of the run.

#include "core/trace/reader/op_expand.h"
#include "core/trace/reader/sched_state.h"
#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

SchedState::Doing SchedState::doing(std::uint32_t m) const {
  if (m < ms_.size()) return ms_[m].doing;
  return allKnown_ ? Doing::NotMade : Doing::Unknown;
}

void SchedState::makeMs(std::size_t count) {
  M fresh;
  fresh.doing = allKnown_ ? Doing::NotMade : Doing::Unknown;
  fresh.spinsKnown = allKnown_;
  ms_.resize(count, fresh);
}

void SchedState::setHolder(P& p, MId m) {
  giveTo(p, m);
  p.counted = m.valid();
  if (m.valid()) ++mOf(m).held;
}

// It may not even have given up its last one, as far as the order of events goes: it counts once m comes for it.
void SchedState::giveTo(P& p, MId m) {
  forgetHolder(p);
  p.holder = m;
  p.holderKnown = true;
}

void SchedState::forgetHolder(P& p) {
  if (p.counted) --mOf(p.holder).held;
  p.counted = false;
  p.holder = {};
  p.holderKnown = false;
}

// What has to come before is told by another M, and stamps don't order that.
bool SchedState::threadReady(MId id, const Event& event) const {
  const Doing now = doing(id.value);
  switch (event.kind()) {
    case EventKind::MStart:
      return now == Doing::Unknown || now == Doing::Awake || (id.value < ms_.size() && ms_[id.value].made > 0);
    case EventKind::MWake:
      return now != Doing::Idle;
    case EventKind::MLeft: {
      if (event.a >= ms_.size()) return !allKnown_;
      const LifeId g = ms_[event.a].running;
      return ms_[event.a].doing == Doing::Unknown || (g.valid() && lives_[g.value].place.where == Where::Call);
    }
    case EventKind::MExit:
      return ended_ || now == Doing::Unknown || (id.value < ms_.size() && ms_[id.value].ends);
    default:
      return true;
  }
}

void SchedState::checkAwake(const Op& op, const Event& event) {
  const Doing now = mOf(op.m).doing;
  if (now == Doing::Awake || now == Doing::Unknown) return;
  switch (event.kind()) {
    case EventKind::RunStart:
    case EventKind::MStart:
    case EventKind::MWake:
    case EventKind::MExit:
      return;  // judged by themselves
    case EventKind::Knob:
      if (now == Doing::NotMade && begun_) return;
      break;
    case EventKind::MPark:
      if (now == Doing::Beside) return;  // what it waited beside is no more
      break;
    case EventKind::MHold:
    case EventKind::MGoOn:
    case EventKind::Deadlock:
    case EventKind::MLeft:
      // By who was woken and must not go on before it says so, found that nobody can go on, or was woken by the run's
      // end.
      if (now != Doing::NotMade && now != Doing::Ended) return;
      break;
    default:
      break;
  }
  fail(RuleId::ThreadLife, "M" + std::to_string(op.m.value) +
                               (now == Doing::NotMade ? " hasn't begun"
                                : now == Doing::Ended ? " has ended"
                                                      : " is asleep"));
}

void SchedState::fallsAsleep(MId id, Doing how, const char* doing) {
  M& m = mOf(id);
  const std::string who = "M" + std::to_string(id.value);
  // Who takes its goroutine from a queue may have given it a P already.
  if (how != Doing::ForG && m.held != 0) fail(RuleId::OwnP, who + " " + doing + " and holds a P");
  if (m.spins) fail(RuleId::Spinning, who + " " + doing + " while it spins");
  if (how != Doing::ForG && (m.locked.valid() || (m.ends && id.value != 0)))
    fail(RuleId::LockedThread, who + " " + doing + ", but is locked to a goroutine");
  m.doing = how;
}

// Its goroutine leaves the M, or enters a system call.
void SchedState::leavesCore(const Op& op, const Event& event, const char* doing) {
  M& m = mOf(op.m);
  // Only to go on with another P.
  const bool changes = event.kind() == EventKind::GChangeP;
  if (m.runsWith != Event::kNoP && (m.runsWith == op.p) == changes)
    fail(RuleId::OwnP, "M" + std::to_string(op.m.value) + " runs with P" + std::to_string(m.runsWith) +
                           ", and its goroutine " + doing + " on P" + std::to_string(op.p));
  if (m.spins) fail(RuleId::Spinning, "M" + std::to_string(op.m.value) + " spins while its goroutine " + doing);
  m.spins = false;
  if (m.held > 1 && !world_.stops)
    fail(RuleId::OwnP, "M" + std::to_string(op.m.value) + " holds " + std::to_string(m.held) + " Ps");
}

void SchedState::applyThread(const Op& op, const Event& event) {
  switch (event.kind()) {
    case EventKind::RunStart:
      begins(op, event);
      break;
    case EventKind::RunEnd:
    case EventKind::Deadlock:
    case EventKind::Panic:
      ends(op, event);
      break;
    case EventKind::MSpawn:
      if (event.a >= kMaxMs) {
        fail(RuleId::KnownEvent, "an M out of range: " + std::to_string(event.a));
        break;
      }
      checkGiven(event, event.a);
      ++mOf(MId{event.a}).made;
      break;
    case EventKind::MStart: {
      if (knobsMeant_ != 0 && knobsTold_ != knobsMeant_ && allKnown_)
        fail(RuleId::Knobs, std::to_string(knobsTold_) + " knobs are told of " + std::to_string(knobsMeant_));
      comesFor(op, event);
      M& m = mOf(op.m);
      if (m.doing != Doing::Unknown && m.made == 0)
        fail(RuleId::ThreadLife, "M" + std::to_string(op.m.value) + " begins without having been made");
      if (m.doing != Doing::Unknown && m.doing != Doing::NotMade && m.doing != Doing::Ended)
        fail(RuleId::ThreadLife, "M" + std::to_string(op.m.value) + " begins again without having ended");
      if (m.made > 0) --m.made;
      m.doing = Doing::Awake;
      m.sysmon = event.b != 0;
      m.spins = false;
      m.spinsKnown = true;
      m.locked = {};
      m.ends = false;
      m.panicked = false;
      break;
    }
    case EventKind::MWake:
      wakes(op, event);
      break;
    case EventKind::MSleep:
    case EventKind::MPollWait:
      fallsAsleep(op.m, Doing::ForAll, "sleeps");
      break;
    case EventKind::MParkLocked: {
      const M& m = mOf(op.m);
      if (m.doing != Doing::Unknown && m.locked != lifeOf(event.g))
        fail(RuleId::LockedThread, "M" + std::to_string(op.m.value) + " waits for " + describe(lifeOf(event.g)) +
                                       ", which isn't locked to it");
      fallsAsleep(op.m, Doing::ForG, "sleeps");
      break;
    }
    case EventKind::MExit:
      exits(op, event);
      break;
    case EventKind::MLeft:
      if (event.a < kMaxMs) mOf(MId{event.a}).doing = Doing::Left;
      break;
    case EventKind::SpinBegin:
    case EventKind::SpinEnd:
      spin(op, event);
      break;
    default:
      break;
  }
}

// Who makes or wakes an M to run goroutines has given it a P before.
void SchedState::checkGiven(const Event& event, std::uint32_t to) {
  if (event.p() >= ps_.size()) return;
  const P& p = ps_[event.p()];
  if (p.holderKnown && p.holder != MId{to})
    fail(RuleId::OwnP, "M" + std::to_string(to) + " is called to P" + std::to_string(event.p()) + ", which isn't its");
}

void SchedState::mustHaveCalled(const Op& op, const Event& event) {
  M& m = mOf(op.m);
  if (m.calls == kNobody) return;
  const bool calls = event.kind() == EventKind::MUnpark || event.kind() == EventKind::MSpawn;
  if (!calls || event.a != m.calls)
    fail(RuleId::ThreadLife, "M" + std::to_string(m.calls) + " has been given a P, and isn't called");
  m.calls = kNobody;
}

// The P that it was given, if it was.
void SchedState::comesFor(const Op& op, const Event& event) {
  if (event.p() == Event::kNoP) return;
  if (!procsKnown_) makePs(event.p() + 1U);
  if (event.p() >= ps_.size()) return;
  // After a gap that it comes with it is the first word of who holds it.
  if (P& p = ps_[event.p()]; !p.holderKnown || (!p.counted && p.holder == op.m)) setHolder(p, op.m);
}

void SchedState::wakes(const Op& op, const Event& event) {
  comesFor(op, event);
  M& m = mOf(op.m);
  const bool forAll = m.doing == Doing::ForAll;
  const bool alone = m.doing == Doing::Called || m.doing == Doing::Beside || m.doing == Doing::ForG;
  // Since a run tells how many knobs there are, who wakes from a sleep for all says which one that was.
  const bool right = m.doing == Doing::Unknown || (forAll ? knobsMeant_ == 0 || event.b != 0 : alone && event.b == 0);
  if (!right) fail(RuleId::ThreadLife, "M" + std::to_string(op.m.value) + " wakes from a sleep that it isn't in");
  m.doing = Doing::Awake;
}

void SchedState::exits(const Op& op, const Event& event) {
  M& m = mOf(op.m);
  const std::string who = "M" + std::to_string(op.m.value);
  if (m.doing == Doing::NotMade || m.doing == Doing::Ended) fail(RuleId::ThreadLife, who + " ends, and isn't there");
  // Told since it counts its events, which all Ms of a run do or none.
  (event.a != 0 ? countsTold_ : countsUntold_) = true;
  if (countsTold_ && countsUntold_ && allKnown_) fail(RuleId::Complete, who + " ends without saying what it wrote");
  // Who was asleep may have been given one that it doesn't take any more.
  if (event.a != 0 && m.doing == Doing::Awake && (event.p() != Event::kNoP) != (m.held != 0))
    fail(RuleId::OwnP, who + " ends " + (m.held != 0 ? "with" : "without") + " a P, and says otherwise");
  if (event.a != 0 && m.doing != Doing::Unknown) {
    const std::uint32_t how =
        (m.doing != Doing::Awake ? kEndsAsleep : 0) | (m.spins ? kEndsSpinning : 0) | (m.ends ? kEndsWithG : 0);
    if (event.b != how)
      fail(RuleId::ThreadLife,
           who + " ends in another way than it says: " + std::to_string(how) + ", not " + std::to_string(event.b));
    if (m.running.valid() && !m.panicked) fail(RuleId::OneRunning, who + " ends and runs " + describe(m.running));
  }
  m.doing = Doing::Ended;
  m.spins = false;
}

void SchedState::spin(const Op& op, const Event& event) {
  M& m = mOf(op.m);
  const bool begins = event.kind() == EventKind::SpinBegin;
  const std::string who = "M" + std::to_string(op.m.value);
  if (m.spinsKnown && m.spins == begins)
    fail(RuleId::Spinning, who + (begins ? " begins to spin, and does so already" : " ends to spin, and didn't"));
  if (begins && m.locked.valid()) fail(RuleId::LockedThread, who + " looks for work, but is locked to a goroutine");
  if (m.doing != Doing::Unknown && m.spinsKnown && !begins) {
    const bool has = m.running.valid() || !m.transit.empty();
    if (has != (event.a != 0))
      fail(RuleId::Spinning, who + (has ? " has found work" : " has found no work") + ", and says otherwise");
    if ((event.p() != Event::kNoP) != (m.held != 0))
      fail(RuleId::OwnP, who + " ends to spin " + (m.held != 0 ? "with" : "without") + " a P, and says otherwise");
  }
  m.spins = begins;
  m.spinsKnown = true;
}

void SchedState::begins(const Op& op, const Event& event) {
  if (begun_ || op.m.value != 0) {
    fail(RuleId::Complete, "the run begins again");
    return;
  }
  begun_ = true;
  ++mOf(op.m).made;
  if (!ps_.empty() || event.a == 0 || event.a > kMaxProcs) return;
  makePs(event.a);
  procs_ = event.a;
}

void SchedState::ends(const Op& op, const Event& event) {
  ended_ = true;
  M& m = mOf(op.m);
  switch (event.kind()) {
    case EventKind::RunEnd:
      // Or sysmon says that the process was told to quit.
      if (event.p() == Event::kNoP) break;
      if (mainReturned_) fail(RuleId::Complete, "main returns again");
      mainReturned_ = true;
      if (world_.stands) fail(RuleId::StopWorld, "main returns while the world stands");
      if (allKnown_ && m.running != LifeId{0})
        fail(RuleId::OneRunning, "main returns, and M" + std::to_string(op.m.value) + " runs " + describe(m.running));
      break;
    case EventKind::Deadlock:
      if (dead_) fail(RuleId::Complete, "the run is dead again");
      dead_ = true;
      // sysmon, which never sleeps in this sense, looks when a run that was held goes on.
      if (m.doing == Doing::Awake && !m.ends && !m.sysmon)
        fail(RuleId::ThreadLife, "M" + std::to_string(op.m.value) + " says that nobody can go on, and is awake");
      break;
    default:
      m.panicked = true;
      if (m.doing != Doing::Unknown && m.running != lifeOf(event.g))
        fail(RuleId::OneRunning, describe(lifeOf(event.g)) + " panics on M" + std::to_string(op.m.value) +
                                     ", which runs " + describe(m.running));
  }
}

void SchedState::checkEnd() {
  if (!allKnown_) return;
  if (!ended_) fail(RuleId::Complete, "the run is over, and its end isn't told");
  if (mainReturned_ && (lives_.empty() || lives_[0].place.where != Where::Dead))
    fail(RuleId::Complete, "main has returned, and its goroutine hasn't ended");
  for (std::size_t m = 0; m < ms_.size(); ++m) {
    const Doing now = ms_[m].doing;
    if (now != Doing::NotMade && now != Doing::Ended && now != Doing::Left)
      fail(RuleId::Complete, "the run is over, and M" + std::to_string(m) + " hasn't ended");
    if (ms_[m].made > 0)
      fail(RuleId::Complete, "the run is over, and M" + std::to_string(m) + " was made more often than it began");
  }
}

}  // namespace gmpscope::trace
