#pragma once
// The scheduler's variables as the trace tells them: queues with their positions, runnext with its generation, idle
// lists, wait queues' sequences, who holds which P, where each goroutine is. Says whether an op's pre-value matches
// (ready) and carries it out, checking that it finds what it says it found (apply).
//
// A variable can be unknown: after a gap, or where an M ended within a step. Then the first op adopts its value.

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/clock.h"
#include "core/trace/reader/op.h"
#include "core/trace/reader/rule_id.h"
#include "core/trace/reader/wait_lines.h"
#include "core/trace/writer/knob_table.h"

namespace gmpscope::trace {

class SchedState {
 public:
  enum class Where : std::uint8_t { Unknown, Dead, Transit, Running, Runnext, Local, Global, Waiting, Call };
  struct Place {
    Where where = Where::Unknown;
    std::uint32_t at = 0;  // the M, P or object
  };
  struct Life {
    Place place;
    std::uint32_t goid = 0;
    MId lockedTo;
    std::uint32_t waits = 0;  // begun and ended: of a waiter it tells which wait it is
    WaitReason reason = WaitReason::None;

    template <class Archive>
    void walk(Archive& archive);
  };

  explicit SchedState(const TickScale& scale) : scale_(scale) {}

  // Called for each broken rule; the state goes on as the trace says.
  std::function<void(RuleId, std::string)> violated;

  // The op's variable has the value that the op says it found, or is unknown.
  [[nodiscard]] bool ready(const Op& op, const Event& event) const;
  // The op's variable is unknown, and the op would tell it.
  [[nodiscard]] bool adopts(const Op& op) const;
  // Translates slots to lives in `op`, gives the goroutines that move in their order, and returns who is kicked.
  LifeId apply(Op& op, const Event& event, std::vector<LifeId>& moved);

  // Forgets the value that keeps `op` from being ready.
  void forgetFor(const Op& op, const Event& event);
  // An M ended within a step, or what it did can't be followed: what it ran may be anywhere since.
  void forgetRunning(MId m);
  // Where the goroutine in that slot is.
  void forgetPlace(std::uint32_t slot);
  // Forgets all values.
  void forgetAll();

  // After a gap a slot means nobody until an event says whom. True: it is the goroutine that it was before the gap.
  bool confirm(std::uint32_t slot, std::uint32_t goid);
  // An event means the slot and doesn't say whom: it is taken for who was there before the gap and hasn't ended. False
  // if there is none. If it is another, that one's own first event says so.
  bool resume(std::uint32_t slot);
  // Begins a life for a slot whose former one, if any, is over.
  LifeId adopt(std::uint32_t slot, std::uint32_t goid);

  // The life that a slot means now; invalid if it is free or was never seen.
  [[nodiscard]] LifeId lifeOf(std::uint32_t slot) const;
  [[nodiscard]] const std::vector<Life>& lives() const { return lives_; }
  // How many Ps there are; the most that there were, if that isn't known.
  [[nodiscard]] std::uint32_t procs() const { return procsKnown_ ? procs_ : static_cast<std::uint32_t>(ps_.size()); }
  // The op changes a P that there isn't, or isn't yet.
  [[nodiscard]] bool namesUnknownP(const Op& op) const;
  [[nodiscard]] const KnobValues& knobs() const { return knobs_; }
  // What an event of a knob says, if there is such a knob.
  void setKnob(const Event& event) {
    if (event.a < kKnobs) knobs_.set(static_cast<Knob>(event.a), std::uint64_t{event.c} << 32 | event.b);
  }
  // Nothing has been lost: whoever lives was seen being born.
  [[nodiscard]] bool knowsAll() const { return allKnown_; }
  // All of it as bytes, and back: false if they make no sense, and then it isn't to be used. Those who have ended are
  // left out; `numbers` tells which life has which number afterwards. sched_state_save.cpp
  void save(std::vector<std::byte>& to, std::vector<LifeId>& numbers, std::span<const LifeId> keep) const;
  [[nodiscard]] bool resume(class StateReader& from);
  // No event will come, and the run is known to have come to its end by itself: it has said so, and so has each M.
  void checkEnd();

 private:
  // What an M does, as far as it tells.
  enum class Doing : std::uint8_t {
    Unknown,
    NotMade,
    Awake,
    Idle,    // on the list of idle Ms
    Called,  // taken off that list, and not awake yet
    Beside,  // asleep beside the P that it gave up for the world's stop
    ForG,    // asleep until the goroutine that is locked to it can run
    ForAll,  // asleep until the next timer or event
    Ended,
    Left,  // in a system call that the run's end didn't wait for
  };
  static constexpr std::uint32_t kRing = 256;  // of which a run may use less
  static constexpr std::uint32_t kNoCore = ~0U;
  static constexpr std::uint32_t kNobody = ~0U;
  static constexpr std::uint32_t kMaxSlots = 1U << 24;
  static constexpr std::uint32_t kMaxProcs = Event::kNoP - 1;
  struct P {
    std::uint32_t head = 0, tail = 0, generation = 0;
    bool headKnown = true, tailKnown = true, nextKnown = true, holderKnown = true;
    LifeId next;
    std::uint32_t nextSlot = 0;
    MId holder;
    bool counted = false;  // among those that its holder holds
    std::uint32_t syscallTick = 0;
    bool tickKnown = true;
    bool stopped = false;           // for the world's stop
    std::uint32_t core = kNoCore;   // on which its M runs, if it is to run on one only
    std::uint32_t preemptAsks = 0;  // that no preemption has answered; a goroutine that left by itself answers none
    // The schedtick, and when the slice that it counts began; 0: not known.
    std::uint32_t tick = 0;
    bool schedTickKnown = true;
    std::uint64_t sliceSince = 0;
    std::array<LifeId, kRing> ring{};

    template <class Archive>
    void walk(Archive& archive);
  };
  // Waiters that an M has taken off an object at once and hasn't named yet.
  struct Taken {
    std::uint32_t object = 0;
    std::uint32_t next = 0;  // the sequence of the next one
    std::uint32_t left = 0;
    std::vector<LifeId> whom;  // in the order in which they stood; empty: not known

    template <class Archive>
    void walk(Archive& archive);
  };
  // The last wake-up of one: which object, and the stamp of its step.
  struct LastWake {
    std::uint32_t object = kNoObject;
    std::uint64_t step = 0;

    template <class Archive>
    void walk(Archive& archive);
  };
  struct M {
    Doing doing = Doing::Unknown;
    // Threads that were made for it and haven't begun. Nothing orders the making of two, and the first may still be
    // ending.
    std::uint32_t made = 0;
    bool sysmon = false;  // as it says
    bool spins = false;
    bool spinsKnown = true;
    std::uint32_t held = 0;  // Ps that are known to be its, but for one that it was given and didn't come for yet
    bool panicked = false;
    std::uint32_t runsWith = Event::kNoP;  // while it runs a goroutine; kNoP: not known
    std::uint32_t calls = kNobody;         // the M that it has given a P and is about to call
    LifeId selecting;                      // its goroutine that still has to name objects that it waits on
    LastWake lastWake;
    LifeId running;          // also while it is in a system call
    bool hasCallsP = false;  // in a system call, with its P still attached
    LifeId locked;           // runs no other
    bool ends = false;       // its locked goroutine has ended: it runs none
    std::vector<LifeId> transit;
    Taken taken;
    bool mayGoOn = false;  // while all others stand

    template <class Archive>
    void walk(Archive& archive);
  };
  struct Sequence {
    std::uint32_t value = 0;
    bool known = true;

    template <class Archive>
    void walk(Archive& archive);
  };
  // The objects that a life waits on besides that of its place.
  struct Select {
    std::vector<std::uint32_t> objects;
    std::uint32_t missing = 0;  // so many are still to be named

    template <class Archive>
    void walk(Archive& archive);
  };
  // Stopping the world.
  struct World {
    Sequence sequence;
    bool stops = false;   // somebody stops it, or it stands
    bool stands = false;  // all other Ps are stopped
    MId stopper;          // while it stops or stands

    template <class Archive>
    void walk(Archive& archive);
  };
  // Holding the run from outside.
  struct Hold {
    Sequence sequence;
    bool stands = false;  // all Ms do, but for those that may go on

    template <class Archive>
    void walk(Archive& archive);
  };
  template <class T>
  struct IdleList {
    Sequence sequence;
    std::vector<T> list;
    bool contentsKnown = true;

    template <class Archive>
    void walk(Archive& archive);
  };

  template <class Archive>
  void walk(Archive& archive);
  template <class Archive>
  void walkLives(Archive& archive);
  template <class Archive>
  void walkWaits(Archive& archive);

  void fail(RuleId rule, const std::string& what) const { violated(rule, what); }
  // An op that makes no sense changes nothing: it becomes a mark.
  void reject(Op& op, RuleId rule, const std::string& what) const;
  [[nodiscard]] std::uint32_t ring() const { return static_cast<std::uint32_t>(knobs_[Knob::QueueSize]); }
  [[nodiscard]] const P* findP(const Op& op) const { return op.p < ps_.size() ? &ps_[op.p] : nullptr; }
  M& mOf(MId m) {
    if (m.value >= ms_.size()) [[unlikely]]
      makeMs(m.value + 1);
    return ms_[m.value];
  }
  void makeMs(std::size_t count);
  void setHolder(P& p, MId m);
  void giveTo(P& p, MId m);
  void forgetHolder(P& p);
  [[nodiscard]] Doing doing(std::uint32_t m) const;
  [[nodiscard]] const Sequence* sequenceOf(const Op& op) const;
  Sequence& sequence(const Op& op);
  static std::size_t indexOf(std::uint32_t object);
  // It blocked in a select, and not all of its objects have been named.
  [[nodiscard]] bool isNamingObjects(LifeId g) const;
  static const char* word(Where where);
  std::string describe(LifeId g) const;
  void leave(LifeId g, Place expected, RuleId rule, const char* doing);
  void intoTransit(M& m, LifeId g, MId id);
  void outOfTransit(M& m, LifeId g, MId id, Place to, const char* doing);
  void mustHold(const Op& op, const char* doing);
  LifeId known(std::uint32_t slot);  // adopts a life for a slot that has none
  void batchInTransit(const M& m, LifeId but, std::uint32_t count, std::vector<LifeId>& moved) const;

  void applyMark(Op& op, const Event& event);
  void applyTurn(Op& op, const Event& event);
  void checkKnobs(const Op& op, const Event& event);
  void checkPreempted(const Event& event);
  void checkStolen(const Op& op, const Event& event);
  void checkStarts(const Event& event, LifeId last);
  void checkFlags(const Event& event);
  void checkOwnTail(std::uint32_t number, std::uint32_t seen);

  // Ms, sched_state_threads.cpp
  [[nodiscard]] bool threadReady(MId id, const Event& event) const;
  void checkAwake(const Op& op, const Event& event);
  void applyThread(const Op& op, const Event& event);
  void checkGiven(const Event& event, std::uint32_t to);
  void mustHaveCalled(const Op& op, const Event& event);
  void comesFor(const Op& op, const Event& event);
  void wakes(const Op& op, const Event& event);
  void exits(const Op& op, const Event& event);
  void spin(const Op& op, const Event& event);
  void fallsAsleep(MId id, Doing how, const char* doing);
  void leavesCore(const Op& op, const Event& event, const char* doing);
  void begins(const Op& op, const Event& event);
  void ends(const Op& op, const Event& event);

  // Slices, sched_state_slice.cpp
  [[nodiscard]] bool askReady(const Event& event) const;
  void applyTick(const Op& op, const Event& event);
  void checkTick(P& p, std::uint32_t told, const Event& event);
  void applyAsk(const Op& op, const Event& event);
  void applyLife(Op& op, const Event& event);
  LifeId applyNext(Op& op, const Event& event);
  void applyLocal(Op& op, const Event& event, std::vector<LifeId>& moved);
  void applyGlobal(Op& op, const Event& event, std::vector<LifeId>& moved);
  void applyGlobalFirst(Op& op, std::vector<LifeId>& moved);
  void applyWait(Op& op, const Event& event);
  void applyTakeMany(Op& op);
  void joinLine(LifeId g, const Op& op, std::uint32_t stands);
  void leaveLine(LifeId g, const Op& op, const Event& event);
  [[nodiscard]] bool turnCame(LifeId g, const Op& op) const;
  [[nodiscard]] WaitLines* linesOf(std::uint32_t object);
  [[nodiscard]] const WaitLines* linesOf(std::uint32_t object) const;
  [[nodiscard]] auto isOver() const {
    return [this](const WaitLines::Waiter& waiter) { return lives_[waiter.g.value].waits != waiter.wait; };
  }
  [[nodiscard]] bool isTaken(const Op& op) const;  // by that M, with others
  void mustHaveNamed(MId m);
  void mustHaveSelected(const Op& op, const Event& event);
  void applyLock(Op& op);
  void checkLock(const Op& op, LifeId g);
  void applyCall(Op& op, const Event& event);
  void applyHolder(Op& op, const Event& event);
  void applyIdle(Op& op, const Event& event);
  void applyWorld(Op& op, const Event& event);
  void checkWorld(const Op& op, LifeId g);
  void stopP(const Op& op);
  void changeProcs(Op& op);
  void makePs(std::uint32_t count);
  void forgetWorld();
  void forgetThreads();
  void applyKnobChange(Op& op, const Event& event);
  void applyHold(Op& op, const Event& event);
  void checkHold(const Op& op);
  void letNobodyGoOn();
  void forgetHold();

  const TickScale scale_;
  bool allKnown_ = true;  // neither a gap nor anything assumed
  bool begun_ = false;
  bool ended_ = false;         // main has returned, or the run is dead, panicked or was told to quit
  bool mainReturned_ = false;  // which it says once
  bool dead_ = false;
  bool countsTold_ = false, countsUntold_ = false;  // Ms that ended said how many events they wrote, or didn't
  std::uint32_t knobsTold_ = 0, knobsMeant_ = 0;
  std::vector<P> ps_;  // all that there ever were
  std::uint32_t procs_ = 0;
  bool procsKnown_ = true;
  std::vector<M> ms_;
  std::vector<Life> lives_;
  std::vector<std::uint32_t> lifeOfSlot_;    // life + 1, 0 = none
  std::vector<std::uint32_t> formerOfSlot_;  // the same, before the last gap
  std::vector<Sequence> objects_;
  std::vector<Sequence> timers_;  // of the Ps, for those who sleep
  std::vector<WaitLines> lines_;
  std::vector<std::uint32_t> lineOfObject_;  // line + 1, 0 = none: nobody has stood in line there
  bool newObjectsKnown_ = true;
  std::unordered_map<std::uint32_t, Select> selects_;  // by life, while it waits
  bool selectsKnown_ = true;
  std::deque<LifeId> global_;
  std::uint32_t globalHead_ = 0, globalTail_ = 0;
  bool globalHeadKnown_ = true, globalTailKnown_ = true;
  IdleList<std::uint32_t> idlePs_;
  IdleList<MId> idleMs_;
  World world_;
  Hold hold_;
  Sequence sleeperTurn_;
  MId sleeper_;  // invalid: none, or unknown
  KnobValues knobs_;
};

}  // namespace gmpscope::trace
