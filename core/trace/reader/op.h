#pragma once
// One event may change several variables at different instants (a wake-up takes a goroutine out of a wait queue
// and later puts it into runnext). The reader therefore splits an event into ops, each a change of exactly one
// shared variable with its own pre-value, or a change that only its own M can make. Ops are what is ordered.

#include <cstdint>
#include <span>

#include "core/base/ids.h"
#include "core/trace/writer/event.h"
#include "core/trace/writer/wait_reason.h"

namespace gmpscope::trace {

enum class OpKind : std::uint8_t {
  Mark,     // no change of place: the event is only a record
  GNew,     // g is born, in transit; other = its parent (a life once applied, none for main), count = goid (low
            // 32 bits), position = string id of its name (0: none; the text comes in StringPart marks, before or after)
  GEnd,     // g ends, it ran on this M
  Run,      // g: in transit -> running on this M with p
  Stop,     // g: running -> in transit (it yields)
  NextPut,  // g: in transit -> runnext of p; other = kicked out into transit, or 0; position = generation, pre
  NextTake,        // g: runnext of p -> in transit; position = generation, pre
  LocalPut,        // count goroutines: in transit -> tail of p's ring; position = tail, pre
  LocalTake,       // count goroutines: head of p's ring -> in transit; position = head, pre
  GlobalPut,       // count goroutines: in transit -> tail of the global queue; position = tail, pre
  GlobalTake,      // count goroutines: head of the global queue -> in transit; position = head, pre
  GlobalPutFirst,  // count goroutines: in transit -> before the head of the global queue; position = head, pre
  PassTo,          // g: in transit by this M -> in transit by M `other`, to which it is locked
  Lock,            // g, which runs on this M, runs on no other from now on, and the M runs no other
  Unlock,          // that is over
  WaitPut,         // g: running -> waiting on object `other` for `reason`; position = its sequence, pre; count = on how
                   // many in all: in a select, the others follow as WaitAlso, and nobody wakes it before
  WaitAlso,        // g: waiting, also on object `other`; position = its sequence, pre
  WaitTake,        // g: waiting on object `other` -> in transit; position = its sequence, pre
  WaitTakeMany,    // this M has taken count waiters off object `other`, and its next WaitTakes, with the positions from
                   // this one on, only name them; position = the object's sequence, pre
  IdlePPut,        // p goes to the idle list; position = sequence, pre
  IdlePTake,       // p leaves the idle list for M `other`; position = sequence, pre
  IdleMPut,        // this M goes to the idle list; position = sequence, pre
  IdleMTake,       // M `other` leaves the idle list; position = sequence, pre
  CallEnter,       // g: running -> in a system call, with p attached; position = p's syscall tick, pre
  CallExit,        // g: in a system call -> running with the p that is still attached; position = tick, pre
  CallBack,        // g: in a system call -> running with p, its own having been taken
  CallLeave,       // g: in a system call -> in transit; its p has been taken, and its M has none
  Retake,          // p, attached to a call of M `other`, is this M's; position = tick, pre
  HandOff,         // p passes from this M to M `other`
  WorldStop,       // this M's goroutine stops the world; position = the world's sequence, pre
  PStop,           // p, this M's, is stopped, and M `other`'s, which stops the world; position = the same
  WorldStopped,    // all Ps but p are stopped; position = the same
  WorldStart,      // the world goes on; position = the same
  ProcsChange,     // there are `count` Ps, and were `other`; position = the same
  KnobChange,      // a knob has another value; position = the same
  Hold,  // the run is held from outside, as the event says; position = the sequence of that, pre; other = the M
         // that may go on
  Turn,  // this M goes to sleep for all, until the next timer or event (count 1), or wakes (0); position = how
         // often either has happened, pre
};

// Whether the variable that changes is a P's: Op::p must be one.
[[nodiscard]] constexpr bool changesP(OpKind kind) {
  switch (kind) {
    case OpKind::Run:
    case OpKind::NextPut:
    case OpKind::NextTake:
    case OpKind::LocalPut:
    case OpKind::LocalTake:
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::CallBack:
    case OpKind::Retake:
    case OpKind::HandOff:
    case OpKind::PStop:
    case OpKind::WorldStopped:
      return true;
    default:
      return false;
  }
}

// Which shared variable an op changes: ops of one variable are in the order of their positions. 0: none.
[[nodiscard]] constexpr std::uint64_t variableOf(OpKind kind, std::uint32_t p, std::uint32_t object) {
  const auto named = [](std::uint64_t variable, std::uint32_t index) { return variable << 32 | index; };
  switch (kind) {
    case OpKind::NextPut:
    case OpKind::NextTake:
      return named(1, p);
    case OpKind::LocalTake:
      return named(2, p);
    case OpKind::LocalPut:
      return named(3, p);
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::Retake:
      return named(4, p);
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
    case OpKind::WaitTakeMany:
      return named(5, object);
    case OpKind::GlobalTake:
    case OpKind::GlobalPutFirst:
      return named(6, 0);
    case OpKind::GlobalPut:
      return named(7, 0);
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
      return named(8, 0);
    case OpKind::IdleMPut:
    case OpKind::IdleMTake:
      return named(9, 0);
    case OpKind::WorldStop:
    case OpKind::PStop:
    case OpKind::WorldStopped:
    case OpKind::WorldStart:
    case OpKind::ProcsChange:
    case OpKind::KnobChange:
      return named(10, 0);
    case OpKind::Turn:
      return named(11, 0);
    case OpKind::Hold:
      return named(12, 0);
    default:
      return 0;
  }
}

struct Op {
  OpKind kind = OpKind::Mark;
  WaitReason reason = WaitReason::None;
  std::uint16_t p = Event::kNoP;  // the P whose variable changes, or with which g runs
  MId m;                          // the M that did it
  std::uint32_t g = 0;            // a slot in the event; a life once applied
  std::uint32_t other = 0;
  std::uint32_t position = 0;
  std::uint32_t count = 0;
};

// An op in its place in the order, goroutine slots translated into lives.
struct AppliedOp {
  const Op& op;
  const Event& event;
  std::uint64_t eventIndex;  // of the event in the order of the trace
  bool firstOfEvent;
  bool lastOfEvent;
  Nanos time;                          // monotone along the order
  std::span<const LifeId> goroutines;  // those that moved, in order of position (1 for single moves)
  LifeId kicked;                       // NextPut: thrown out of runnext, if any
};

// Who wants to see the ordered trace: model, checker, tests. Called on the reader's thread only.
class OpSink {
 public:
  OpSink() = default;
  OpSink(const OpSink&) = delete;
  OpSink& operator=(const OpSink&) = delete;
  virtual ~OpSink() = default;
  virtual void onOp(const AppliedOp& op) = 0;
  // Everything before `edge` has been delivered and will not change.
  virtual void onEdge(Nanos edge) = 0;
  // From here on something is lost: `dropped` events, and with them the exact state (see README: gaps).
  virtual void onGap(Nanos from, Nanos to, std::uint64_t dropped) = 0;
};

}  // namespace gmpscope::trace
