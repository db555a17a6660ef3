#include "app/words/states.h"

#include <QCoreApplication>

namespace gmpscope::app {

using analysis::SpanState;
using trace::WaitReason;

QString stateWord(SpanState state) {
  switch (state) {
    case SpanState::Executing:
      return QCoreApplication::translate("States", "executing");
    case SpanState::Runnable:
      return QCoreApplication::translate("States", "runnable");
    case SpanState::Syscall:
      return QCoreApplication::translate("States", "system call");
    case SpanState::Waiting:
      return QCoreApplication::translate("States", "waiting");
    case SpanState::Spinning:
      return QCoreApplication::translate("States", "spinning");
    case SpanState::Fault:
      return QCoreApplication::translate("States", "fault");
    case SpanState::OffCore:
      return QCoreApplication::translate("States", "runs off core");
    case SpanState::NotOurs:
      return QCoreApplication::translate("States", "not ours");
    case SpanState::Lost:
      return QCoreApplication::translate("States", "events lost");
    case SpanState::Absent:
      return QCoreApplication::translate("States", "gone");
    case SpanState::kCount:
      break;
  }
  return {};
}

QString stateSentence(SpanState state) {
  switch (state) {
    case SpanState::Executing:
      return QCoreApplication::translate("States",
                                         "A goroutine runs: it holds an M and a P, and its thread is on a core.");
    case SpanState::Runnable:
      return QCoreApplication::translate("States",
                                         "Could go on: a goroutine waits for a P, a thread waits for a core.");
    case SpanState::Syscall:
      return QCoreApplication::translate("States", "The thread is inside a system call.");
    case SpanState::Waiting:
      return QCoreApplication::translate("States", "Needs an event: a channel, a lock, a timer, the network.");
    case SpanState::Spinning:
      return QCoreApplication::translate("States", "An M looks for work in the queues of others.");
    case SpanState::Fault:
      return QCoreApplication::translate("States", "It panicked, or a rule was broken here.");
    case SpanState::OffCore:
      return QCoreApplication::translate(
          "States", "The goroutine runs: it holds an M and a P. But the kernel took its thread off the core.");
    case SpanState::NotOurs:
      return QCoreApplication::translate(
          "States", "The core is idle or executes another process: which one can't be told from here.");
    case SpanState::Lost:
      return QCoreApplication::translate("States", "Events were lost here: what happened isn't known.");
    case SpanState::Absent:
      return QCoreApplication::translate("States", "There is no such processor now: the program works with fewer.");
    case SpanState::kCount:
      break;
  }
  return {};
}

QString waitReasonWord(WaitReason reason) {
  switch (reason) {
    case WaitReason::None:
      return {};
    case WaitReason::ChanReceive:
      return QCoreApplication::translate("WaitReasons", "chan receive");
    case WaitReason::ChanSend:
      return QCoreApplication::translate("WaitReasons", "chan send");
    case WaitReason::ChanReceiveNil:
      return QCoreApplication::translate("WaitReasons", "chan receive (nil chan)");
    case WaitReason::ChanSendNil:
      return QCoreApplication::translate("WaitReasons", "chan send (nil chan)");
    case WaitReason::Select:
      return QCoreApplication::translate("WaitReasons", "select");
    case WaitReason::Sleep:
      return QCoreApplication::translate("WaitReasons", "sleep");
    case WaitReason::WaitGroup:
      return QCoreApplication::translate("WaitReasons", "sync.WaitGroup.Wait");
    case WaitReason::MutexLock:
      return QCoreApplication::translate("WaitReasons", "sync.Mutex.Lock");
    case WaitReason::RWMutexRLock:
      return QCoreApplication::translate("WaitReasons", "sync.RWMutex.RLock");
    case WaitReason::RWMutexLock:
      return QCoreApplication::translate("WaitReasons", "sync.RWMutex.Lock");
    case WaitReason::CondWait:
      return QCoreApplication::translate("WaitReasons", "sync.Cond.Wait");
    case WaitReason::Semaphore:
      return QCoreApplication::translate("WaitReasons", "semacquire");
    case WaitReason::Network:
      return QCoreApplication::translate("WaitReasons", "IO wait");
    case WaitReason::SelectNoCases:
      return QCoreApplication::translate("WaitReasons", "select (no cases)");
    case WaitReason::World:
      return QCoreApplication::translate("WaitReasons", "stop the world");
    case WaitReason::kCount:
      break;
  }
  return QCoreApplication::translate("WaitReasons", "unknown");
}

QString waitReasonSentence(WaitReason reason) {
  switch (reason) {
    case WaitReason::None:
      return {};
    case WaitReason::ChanReceive:
      return QCoreApplication::translate("WaitReasons", "It waits to receive from a channel: nobody has sent yet.");
    case WaitReason::ChanSend:
      return QCoreApplication::translate(
          "WaitReasons", "It waits to send to a channel: nobody has received yet, or the buffer is full.");
    case WaitReason::ChanReceiveNil:
      return QCoreApplication::translate("WaitReasons", "It receives from a nil channel, which never ends.");
    case WaitReason::ChanSendNil:
      return QCoreApplication::translate("WaitReasons", "It sends to a nil channel, which never ends.");
    case WaitReason::Select:
      return QCoreApplication::translate("WaitReasons", "It waits until one case of a select can go on.");
    case WaitReason::Sleep:
      return QCoreApplication::translate("WaitReasons", "It sleeps until its timer is due.");
    case WaitReason::WaitGroup:
      return QCoreApplication::translate("WaitReasons", "It waits until a WaitGroup's count is zero.");
    case WaitReason::MutexLock:
      return QCoreApplication::translate("WaitReasons", "It waits for a mutex that another goroutine holds.");
    case WaitReason::RWMutexRLock:
      return QCoreApplication::translate("WaitReasons", "It waits to read under a read-write mutex.");
    case WaitReason::RWMutexLock:
      return QCoreApplication::translate("WaitReasons", "It waits to write under a read-write mutex.");
    case WaitReason::CondWait:
      return QCoreApplication::translate("WaitReasons", "It waits for a condition variable's signal.");
    case WaitReason::Semaphore:
      return QCoreApplication::translate("WaitReasons", "It waits for a semaphore.");
    case WaitReason::Network:
      return QCoreApplication::translate("WaitReasons", "It waits until a descriptor is ready.");
    case WaitReason::SelectNoCases:
      return QCoreApplication::translate("WaitReasons", "It waits in a select without cases, which never ends.");
    case WaitReason::World:
      return QCoreApplication::translate("WaitReasons", "It waits for its turn to stop the world.");
    case WaitReason::kCount:
      break;
  }
  return QCoreApplication::translate("WaitReasons", "It waits for a reason that this version doesn't know.");
}

}  // namespace gmpscope::app
