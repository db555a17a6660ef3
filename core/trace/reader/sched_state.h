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
#include <string>
#include <unordered_map>
#include <vector>

#include "core/trace/reader/op.h"
#include "core/trace/reader/rule_id.h"
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
  };

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

 private:
  static constexpr std::uint32_t kRing = 256;  // of which a run may use less
  static constexpr std::uint32_t kNoCore = ~0U;
  static constexpr std::uint32_t kMaxSlots = 1U << 24;
  static constexpr std::uint32_t kMaxProcs = Event::kNoP - 1;
  struct P {
    std::uint32_t head = 0, tail = 0, generation = 0;
    bool headKnown = true, tailKnown = true, nextKnown = true, holderKnown = true;
    LifeId next;
    std::uint32_t nextSlot = 0;
    MId holder;
    std::uint32_t syscallTick = 0;
    bool tickKnown = true;
    bool stopped = false;           // for the world's stop
    std::uint32_t core = kNoCore;   // on which its M runs, if it is to run on one only
    std::uint32_t preemptAsks = 0;  // that no preemption has answered; a goroutine that left by itself answers none
    std::array<LifeId, kRing> ring{};
  };
  // Waiters that an M has taken off an object at once and hasn't named yet.
  struct Taken {
    std::uint32_t object = 0;
    std::uint32_t next = 0;  // the sequence of the next one
    std::uint32_t left = 0;
  };
  struct M {
    LifeId running;          // also while it is in a system call
    bool hasCallsP = false;  // in a system call, with its P still attached
    LifeId locked;           // runs no other
    bool ends = false;       // its locked goroutine has ended: it runs none
    std::vector<LifeId> transit;
    Taken taken;
  };
  struct Sequence {
    std::uint32_t value = 0;
    bool known = true;
  };
  // The objects that a life waits on besides that of its place.
  struct Select {
    std::vector<std::uint32_t> objects;
    std::uint32_t missing = 0;  // so many are still to be named
  };
  // Stopping the world.
  struct World {
    Sequence sequence;
    bool stops = false;   // somebody stops it, or it stands
    bool stands = false;  // all other Ps are stopped
    MId stopper;          // while it stops or stands
  };
  template <class T>
  struct IdleList {
    Sequence sequence;
    std::vector<T> list;
    bool contentsKnown = true;
  };

  void fail(RuleId rule, const std::string& what) const { violated(rule, what); }
  // An op that makes no sense changes nothing: it becomes a mark.
  void reject(Op& op, RuleId rule, const std::string& what) const;
  [[nodiscard]] std::uint32_t ring() const { return static_cast<std::uint32_t>(knobs_[Knob::QueueSize]); }
  [[nodiscard]] const P* findP(const Op& op) const { return op.p < ps_.size() ? &ps_[op.p] : nullptr; }
  M& mOf(MId m);
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
  void applyTurn(Op& op);
  void checkKnobs(const Op& op, const Event& event);
  void checkPreempted(const Event& event);
  void checkStolen(const Op& op, const Event& event);
  void applyLife(Op& op);
  LifeId applyNext(Op& op);
  void applyLocal(Op& op, const Event& event, std::vector<LifeId>& moved);
  void applyGlobal(Op& op, const Event& event, std::vector<LifeId>& moved);
  void applyGlobalFirst(Op& op, std::vector<LifeId>& moved);
  void applyWait(Op& op);
  void applyTakeMany(Op& op);
  [[nodiscard]] bool isTaken(const Op& op) const;  // by that M, with others
  void mustHaveNamed(MId m);
  void applyLock(Op& op);
  void checkLock(const Op& op, LifeId g);
  void applyCall(Op& op);
  void applyHolder(Op& op);
  void applyIdle(Op& op);
  void applyWorld(Op& op);
  void checkWorld(const Op& op, LifeId g);
  void stopP(const Op& op);
  void changeProcs(Op& op);
  void makePs(std::uint32_t count);
  void forgetWorld();

  std::vector<P> ps_;  // all that there ever were
  std::uint32_t procs_ = 0;
  bool procsKnown_ = true;
  std::vector<M> ms_;
  std::vector<Life> lives_;
  std::vector<std::uint32_t> lifeOfSlot_;    // life + 1, 0 = none
  std::vector<std::uint32_t> formerOfSlot_;  // the same, before the last gap
  std::vector<Sequence> objects_;
  std::vector<Sequence> timers_;  // of the Ps, for those who sleep
  bool newObjectsKnown_ = true;
  std::unordered_map<std::uint32_t, Select> selects_;  // by life, while it waits
  bool selectsKnown_ = true;
  std::deque<LifeId> global_;
  std::uint32_t globalHead_ = 0, globalTail_ = 0;
  bool globalHeadKnown_ = true, globalTailKnown_ = true;
  IdleList<std::uint32_t> idlePs_;
  IdleList<MId> idleMs_;
  World world_;
  Sequence sleeperTurn_;
  MId sleeper_;  // invalid: none, or unknown
  KnobValues knobs_;
};

}  // namespace gmpscope::trace
