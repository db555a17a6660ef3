#include "app/words/events.h"

#include <QCoreApplication>

namespace gmpscope::app {

using trace::EventKind;

QString eventWords(EventKind kind) {
  switch (kind) {
    case EventKind::RunStart:
      return QCoreApplication::translate("Events", "the run starts");
    case EventKind::RunEnd:
      return QCoreApplication::translate("Events", "the run ends");
    case EventKind::Deadlock:
      return QCoreApplication::translate("Events", "deadlock");
    case EventKind::Panic:
      return QCoreApplication::translate("Events", "a goroutine panics");
    case EventKind::StringPart:
      return QCoreApplication::translate("Events", "text");
    case EventKind::MStart:
      return QCoreApplication::translate("Events", "an M starts");
    case EventKind::MExit:
      return QCoreApplication::translate("Events", "an M ends");
    case EventKind::MPark:
      return QCoreApplication::translate("Events", "an M parks");
    case EventKind::MUnpark:
      return QCoreApplication::translate("Events", "an idle M is woken");
    case EventKind::MSpawn:
      return QCoreApplication::translate("Events", "a new M is made");
    case EventKind::MWake:
      return QCoreApplication::translate("Events", "an M wakes up");
    case EventKind::MSleep:
      return QCoreApplication::translate("Events", "an M sleeps until the next timer");
    case EventKind::SpinBegin:
      return QCoreApplication::translate("Events", "an M begins to spin");
    case EventKind::SpinEnd:
      return QCoreApplication::translate("Events", "an M stops spinning");
    case EventKind::StealSearch:
      return QCoreApplication::translate("Events", "an M looks for work to steal");
    case EventKind::PAcquire:
      return QCoreApplication::translate("Events", "an idle P is acquired");
    case EventKind::PRelease:
      return QCoreApplication::translate("Events", "a P is released");
    case EventKind::PStatus:
      return QCoreApplication::translate("Events", "state of a P");
    case EventKind::PSlots:
      return QCoreApplication::translate("Events", "contents of a local queue");
    case EventKind::GCreate:
      return QCoreApplication::translate("Events", "a goroutine is created");
    case EventKind::GExit:
      return QCoreApplication::translate("Events", "a goroutine ends");
    case EventKind::GStatus:
      return QCoreApplication::translate("Events", "state of a goroutine");
    case EventKind::GPutLocal:
      return QCoreApplication::translate("Events", "put into the local queue");
    case EventKind::GOverflow:
      return QCoreApplication::translate("Events", "overflow to the global queue");
    case EventKind::GStartNext:
      return QCoreApplication::translate("Events", "start from runnext");
    case EventKind::GStartLocal:
      return QCoreApplication::translate("Events", "start from the local queue");
    case EventKind::GStartGlobal:
      return QCoreApplication::translate("Events", "start from the global queue");
    case EventKind::GStartSteal:
      return QCoreApplication::translate("Events", "start of a stolen goroutine");
    case EventKind::GStartStealNext:
      return QCoreApplication::translate("Events", "start of a goroutine stolen from runnext");
    case EventKind::GBlock:
      return QCoreApplication::translate("Events", "a goroutine blocks");
    case EventKind::GBlockAlso:
      return QCoreApplication::translate("Events", "it waits for this channel too");
    case EventKind::GReady:
      return QCoreApplication::translate("Events", "a goroutine is woken");
    case EventKind::GYield:
      return QCoreApplication::translate("Events", "a goroutine yields");
    case EventKind::GYieldLocal:
      return QCoreApplication::translate("Events", "a goroutine makes room for another");
    case EventKind::TimerFire:
      return QCoreApplication::translate("Events", "a timer fires");
    case EventKind::MPollWait:
      return QCoreApplication::translate("Events", "an M waits for the network");
    case EventKind::MPoll:
      return QCoreApplication::translate("Events", "an M has polled the network");
    case EventKind::GReadyLocal:
      return QCoreApplication::translate("Events", "the network wakes a goroutine, into the local queue");
    case EventKind::GReadyGlobal:
      return QCoreApplication::translate("Events", "the network wakes a goroutine, into the global queue");
    case EventKind::PPreemptAsk:
      return QCoreApplication::translate("Events", "preemption is asked of a P");
    case EventKind::PreemptRefused:
      return QCoreApplication::translate("Events", "an M refused preemption");
    case EventKind::GPreempt:
      return QCoreApplication::translate("Events", "a goroutine is preempted");
    case EventKind::GSyscall:
      return QCoreApplication::translate("Events", "a goroutine enters a system call");
    case EventKind::GSyscallExit:
      return QCoreApplication::translate("Events", "a goroutine comes back, with the P that it had");
    case EventKind::GSyscallBack:
      return QCoreApplication::translate("Events", "a goroutine comes back, with another P");
    case EventKind::GSyscallQueue:
      return QCoreApplication::translate("Events", "a goroutine comes back, and no P is free");
    case EventKind::PRetake:
      return QCoreApplication::translate("Events", "a P is taken from an M in a system call");
    case EventKind::PHandOff:
      return QCoreApplication::translate("Events", "a P is handed to another M");
    case EventKind::GYieldNext:
      return QCoreApplication::translate("Events", "a goroutine leaves the first M before a system call");
    case EventKind::MLeft:
      return QCoreApplication::translate("Events", "the run ends without an M that is in a system call");
    case EventKind::WorldStop:
      return QCoreApplication::translate("Events", "a goroutine stops the world");
    case EventKind::PStop:
      return QCoreApplication::translate("Events", "a P is stopped");
    case EventKind::WorldStopped:
      return QCoreApplication::translate("Events", "the world stands");
    case EventKind::WorldStart:
      return QCoreApplication::translate("Events", "the world goes on");
    case EventKind::GPreemptNext:
      return QCoreApplication::translate("Events", "a goroutine is preempted, to go on where it was");
    case EventKind::ProcsChange:
      return QCoreApplication::translate("Events", "the number of Ps changes");
    case EventKind::PDrain:
      return QCoreApplication::translate("Events", "the queue of a P that goes moves to the global queue");
    case EventKind::PDrainNext:
      return QCoreApplication::translate("Events", "the runnext of a P that goes moves to the global queue");
    case EventKind::GChangeP:
      return QCoreApplication::translate("Events", "a goroutine goes on with another P");
    case EventKind::GLock:
      return QCoreApplication::translate("Events", "a goroutine is locked to its thread");
    case EventKind::GUnlock:
      return QCoreApplication::translate("Events", "a goroutine is locked to its thread no more");
    case EventKind::GHandLocked:
      return QCoreApplication::translate("Events", "a locked goroutine is handed to its M");
    case EventKind::MParkLocked:
      return QCoreApplication::translate("Events", "an M parks until its locked goroutine can go on");
    case EventKind::GStartLocked:
      return QCoreApplication::translate("Events", "start of a locked goroutine, on its M");
    case EventKind::Knob:
      return QCoreApplication::translate("Events", "a knob of the run");
    case EventKind::StackGuard:
      return QCoreApplication::translate("Events", "how stacks are guarded");
    case EventKind::GCreateTail:
      return QCoreApplication::translate("Events", "a goroutine is created, for the end of the queue");
    case EventKind::GReadyTail:
      return QCoreApplication::translate("Events", "a goroutine is woken, for the end of the queue");
    case EventKind::GWakeMany:
      return QCoreApplication::translate("Events", "several goroutines are woken at once");
    case EventKind::KnobChange:
      return QCoreApplication::translate("Events", "a knob of the run is changed");
    case EventKind::RunPause:
      return QCoreApplication::translate("Events", "the run is asked to stand still");
    case EventKind::MHold:
      return QCoreApplication::translate("Events", "an M stands still");
    case EventKind::RunHeld:
      return QCoreApplication::translate("Events", "the run stands still");
    case EventKind::MGoOn:
      return QCoreApplication::translate("Events", "an M goes on");
    case EventKind::RunStep:
      return QCoreApplication::translate("Events", "a step: one M may go on");
    case EventKind::RunJump:
      return QCoreApplication::translate("Events", "the run's clock jumps to the next timer");
    case EventKind::RunResume:
      return QCoreApplication::translate("Events", "the run goes on");
    case EventKind::None:
    case EventKind::kCount:
      break;
  }
  return QCoreApplication::translate("Events", "unknown event");
}

}  // namespace gmpscope::app
