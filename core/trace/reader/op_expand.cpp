#include "core/trace/reader/op_expand.h"

#include <algorithm>

namespace gmpscope::trace {
namespace {

// Collects ops that share M and, unless said otherwise, P and goroutine.
class Expansion {
 public:
  Expansion(OpList& list, const Event& event, MId m) : event_(event), m_(m), list_(list) { list.count = 0; }

  Op& add(OpKind kind) {
    Op& op = list_.ops[list_.count++];
    op = Op{};
    op.kind = kind;
    op.m = m_;
    op.p = static_cast<std::uint16_t>(event_.p());
    op.g = event_.g;
    return op;
  }
  Op& move(OpKind kind, std::uint32_t position, std::uint32_t count = 1) {
    Op& op = add(kind);
    op.position = position;
    op.count = count;
    return op;
  }
  Op& wait(OpKind kind) {
    Op& op = move(kind, event_.b);
    op.other = event_.a;
    return op;
  }
  // Once it is taken from a queue.
  void run() {
    if (!takesForAnother(event_)) add(OpKind::Run);
  }
  // Told since a run tells its knobs.
  void turn(std::uint32_t told, std::uint32_t begins) {
    if (told == 0)
      add(OpKind::Mark);
    else
      move(OpKind::Turn, told - 1, begins);
  }
  void born() {
    Op& op = add(OpKind::GNew);
    op.position = event_.a;
    op.count = event_.b;
  }
  void nextPut() { move(OpKind::NextPut, event_.c).other = event_.d; }
  // Moves between queues don't name one goroutine.
  void batch(OpKind kind, std::uint32_t position, std::uint32_t count, std::uint32_t p) {
    Op& op = move(kind, position, count);
    op.g = 0;
    op.p = static_cast<std::uint16_t>(p);
  }

 private:
  const Event& event_;
  MId m_;
  OpList& list_;
};

}  // namespace

bool takesForAnother(const Event& event) {
  switch (event.kind()) {
    case EventKind::GStartNext:
    case EventKind::GStartStealNext:
      return event.c != 0;
    case EventKind::GStartLocal:
      return event.d != 0;
    case EventKind::GStartGlobal:
      return (event.d >> 30 & 1) != 0;
    case EventKind::GStartSteal:
      return event.a >> 31 != 0;
    default:
      return false;
  }
}

OpList expand(const Event& event, MId m) {
  OpList list;
  expandInto(list, event, m);
  return list;
}

void expandInto(OpList& list, const Event& event, MId m) {
  Expansion ops(list, event, m);
  switch (event.kind()) {
    case EventKind::MSleep:
    case EventKind::MPollWait:
      ops.turn(event.c, 1);
      break;
    case EventKind::MWake:
      ops.turn(event.b, 0);
      break;
    case EventKind::MPark:
      ops.move(OpKind::IdleMPut, event.a);
      break;
    case EventKind::MUnpark:
      ops.move(OpKind::IdleMTake, event.b).other = event.a;
      break;
    case EventKind::PAcquire:
      ops.move(OpKind::IdlePTake, event.a).other = event.b;
      break;
    case EventKind::PRelease:
      ops.move(OpKind::IdlePPut, event.a);
      break;
    case EventKind::GCreate:
      ops.born();
      ops.nextPut();
      break;
    case EventKind::GCreateTail:
      ops.born();
      break;
    case EventKind::GExit:
      ops.add(OpKind::GEnd);
      break;
    case EventKind::GPutLocal:
      ops.move(OpKind::LocalPut, event.b);
      break;
    case EventKind::GOverflow:
      ops.batch(OpKind::LocalTake, event.a, event.d, event.p());
      ops.move(OpKind::GlobalPut, event.c, event.d + 1);
      break;
    case EventKind::GStartNext:
      ops.move(OpKind::NextTake, event.a);
      ops.run();
      break;
    case EventKind::GStartLocal:
      ops.move(OpKind::LocalTake, event.a);
      ops.run();
      break;
    case EventKind::GStartGlobal:
      ops.move(OpKind::GlobalTake, event.a, globalTaken(event));
      if (globalTaken(event) > 1) ops.batch(OpKind::LocalPut, event.c, globalTaken(event) - 1, event.p());
      ops.run();
      break;
    case EventKind::GStartSteal: {
      const std::uint32_t count = stolen(event);
      ops.batch(OpKind::LocalTake, event.b, count, stealVictim(event));
      if (count > 1) ops.batch(OpKind::LocalPut, event.d, count - 1, event.p());
      ops.run();
      break;
    }
    case EventKind::GStartStealNext: {
      ops.move(OpKind::NextTake, event.b).p = static_cast<std::uint16_t>(std::min(event.a, Event::kNoP));
      ops.run();
      break;
    }
    case EventKind::GBlock: {
      Op& put = ops.wait(OpKind::WaitPut);
      put.reason = event.c < static_cast<std::uint32_t>(WaitReason::kCount) ? static_cast<WaitReason>(event.c)
                                                                            : WaitReason::kCount;
      put.count = (event.d & kFurtherObjects) + 1;
      break;
    }
    case EventKind::GBlockAlso:
      ops.wait(OpKind::WaitAlso);
      break;
    case EventKind::GReady:
      ops.wait(OpKind::WaitTake);
      ops.nextPut();
      break;
    case EventKind::GReadyTail:
      ops.wait(OpKind::WaitTake);
      break;
    case EventKind::GWakeMany:
      ops.wait(OpKind::WaitTakeMany).count = event.c;
      break;
    case EventKind::GReadyLocal:
      ops.wait(OpKind::WaitTake);
      ops.move(OpKind::LocalPut, event.d);
      break;
    case EventKind::GReadyGlobal:
      ops.wait(OpKind::WaitTake);
      ops.move(OpKind::GlobalPut, event.c);
      break;
    case EventKind::GYield:
    case EventKind::GPreempt:
      ops.add(OpKind::Stop);
      ops.move(OpKind::GlobalPut, event.a);
      break;
    case EventKind::GYieldNext:
    case EventKind::GPreemptNext:
      ops.add(OpKind::Stop);
      ops.nextPut();
      break;
    case EventKind::GSyscall:
      ops.move(OpKind::CallEnter, event.a);
      break;
    case EventKind::GSyscallExit:
      ops.move(OpKind::CallExit, event.a);
      break;
    case EventKind::GSyscallBack:
      ops.add(OpKind::CallBack);
      break;
    case EventKind::GSyscallQueue:
      ops.add(OpKind::CallLeave);
      ops.move(OpKind::GlobalPut, event.a);
      break;
    case EventKind::PRetake:
      ops.move(OpKind::Retake, event.a).other = event.b;
      break;
    case EventKind::PHandOff:
      ops.add(OpKind::HandOff).other = event.a;
      break;
    case EventKind::GYieldLocal:
      ops.add(OpKind::Stop);
      ops.move(OpKind::LocalPut, event.b);
      break;
    case EventKind::WorldStop:
      ops.move(OpKind::WorldStop, event.a);
      break;
    case EventKind::PStop:
      ops.move(OpKind::PStop, event.a).other = event.b;
      break;
    case EventKind::WorldStopped:
      ops.move(OpKind::WorldStopped, event.a);
      break;
    case EventKind::WorldStart:
      ops.move(OpKind::WorldStart, event.a);
      break;
    case EventKind::ProcsChange:
      ops.move(OpKind::ProcsChange, event.a, event.c).other = event.b;
      break;
    case EventKind::PDrain:
      ops.batch(OpKind::LocalTake, event.a, event.b, event.p());
      ops.batch(OpKind::GlobalPutFirst, event.c, event.b, event.p());
      break;
    case EventKind::PDrainNext:
      ops.move(OpKind::NextTake, event.a);
      ops.move(OpKind::GlobalPutFirst, event.b);
      break;
    case EventKind::KnobChange:
      ops.move(OpKind::KnobChange, event.d);
      break;
    case EventKind::RunPause:
    case EventKind::MHold:
    case EventKind::RunHeld:
    case EventKind::MGoOn:
    case EventKind::RunStep:
    case EventKind::RunJump:
    case EventKind::RunResume:
      ops.move(OpKind::Hold, event.a).other = event.b;
      break;
    case EventKind::GLock:
      ops.add(OpKind::Lock);
      break;
    case EventKind::GUnlock:
      ops.add(OpKind::Unlock);
      break;
    case EventKind::GHandLocked:
      ops.add(OpKind::PassTo).other = event.a;
      ops.add(OpKind::HandOff).other = event.a;
      break;
    case EventKind::GStartLocked:
      ops.add(OpKind::Run);
      break;
    case EventKind::GChangeP:
      ops.add(OpKind::Stop);
      ops.add(OpKind::Run);
      break;
    default:
      ops.add(OpKind::Mark);
      break;
  }
}

}  // namespace gmpscope::trace
