#include "app/words/reasons.h"

#include <QCoreApplication>

#include "app/words/reason_parts.h"
#include "app/words/states.h"

namespace gmpscope::app {
namespace {

using analysis::Reason;
using analysis::ReasonId;

QString globalTickText(const Reason& reason) {
  return QCoreApplication::translate("Reasons",
                                     "On each 61st tick a P asks the global queue before its own, so that nobody "
                                     "starves there. %1 was at tick %2: it took one goroutine.")
      .arg(valueOf(reason, "processor"), valueOf(reason, "schedtick"));
}

QString globalText(const Reason& reason) {
  const QString others = valueOf(reason, "goroutines");
  QString text =
      QCoreApplication::translate("Reasons",
                                  "Nothing was left in runnext and the local queue of %1, so it took a batch of %2 "
                                  "from the global queue: its share among all Ps. The first of them runs.")
          .arg(valueOf(reason, "processor"), valueOf(reason, "taken"));
  if (others.isEmpty()) return text;
  return text + QLatin1Char(' ') +
         QCoreApplication::translate("Reasons", "Into its local queue went %1.").arg(listText(others));
}

QString preemptedText(const Reason& reason) {
  const bool atCall = valueOf(reason, "at") == QLatin1String("call");
  const QString cause = valueOf(reason, "cause");
  QString asked = QCoreApplication::translate("Reasons", "It had run for a whole slice, so sysmon asked for its P.");
  if (cause == QLatin1String("end"))
    asked = QCoreApplication::translate("Reasons", "The run is over, so sysmon asked it to stop.");
  else if (cause == QLatin1String("world"))
    asked = QCoreApplication::translate("Reasons", "The world was to be stopped, so it was asked for its P.");
  return asked + QLatin1Char(' ') +
         (atCall ? QCoreApplication::translate("Reasons",
                                               "At the end of its next call of the runtime it went to the tail of the "
                                               "global queue.")
                 : QCoreApplication::translate("Reasons",
                                               "A signal interrupted it in the middle of its own code, and it went to "
                                               "the tail of the global queue."));
}

QString stealText(const Reason& reason) {
  return QCoreApplication::translate(
             "Reasons",
             "%1 had nothing in runnext, in its local queue, or in the global queue, so its M looked at the other Ps "
             "in a random order and stole half of what it saw at %2: %3 of %4 (%5). The last of them runs at once.")
      .arg(valueOf(reason, "processor"), valueOf(reason, "victim"), valueOf(reason, "taken"), valueOf(reason, "seen"),
           listText(valueOf(reason, "goroutines")));
}

QString readiedText(const Reason& reason) {
  const QString by = valueOf(reason, "by");
  if (by == QLatin1String("timer")) {
    return QCoreApplication::translate("Reasons", "Its timer was due: it goes to runnext of %1 and waits for a P.")
        .arg(valueOf(reason, "processor"));
  }
  if (by == QLatin1String("network")) {
    return valueOf(reason, "into") == QLatin1String("local")
               ? QCoreApplication::translate(
                     "Reasons",
                     "Its descriptor was ready: %1 saw that and put it at the tail of the local queue of %2.")
                     .arg(valueOf(reason, "thread"), valueOf(reason, "processor"))
               : QCoreApplication::translate(
                     "Reasons", "Its descriptor was ready: %1 saw that and put it at the tail of the global queue.")
                     .arg(valueOf(reason, "thread"));
  }
  const auto waits = static_cast<trace::WaitReason>(valueOf(reason, "waits").toInt());
  const QString waited = waitReasonWord(waits);
  const QString who = by.isEmpty() ? QCoreApplication::translate("Reasons", "Another goroutine") : by;
  QString text =
      QCoreApplication::translate("Reasons", "%1 woke it: it goes to runnext of %2, ahead of the local queue.")
          .arg(who, valueOf(reason, "processor"));
  return waited.isEmpty()
             ? text
             : text + QLatin1Char(' ') + QCoreApplication::translate("Reasons", "It had waited for: %1.").arg(waited);
}

QString createdText(const Reason& reason) {
  const QString by = valueOf(reason, "by");
  if (by.isEmpty()) return QCoreApplication::translate("Reasons", "The run begins with it.");
  return QCoreApplication::translate("Reasons",
                                     "%1 created it. A new goroutine goes to runnext of its creator's P, here %2; who "
                                     "stood there moves to the local queue.")
      .arg(by, valueOf(reason, "processor"));
}

}  // namespace

QString reasonText(const Reason& reason) {
  const auto value = [&reason](const char* name) { return valueOf(reason, name); };
  switch (reason.id) {
    case ReasonId::Unknown:
      return QCoreApplication::translate("Reasons", "No event says why.");
    case ReasonId::StartedFromRunnext:
      return QCoreApplication::translate("Reasons",
                                         "It stood in runnext of %1, which comes before the local queue: who was woken "
                                         "or created last runs next, and inherits the rest of the time slice.")
          .arg(value("processor"));
    case ReasonId::StartedFromLocal:
      return QCoreApplication::translate(
                 "Reasons", "runnext of %1 was empty, so the head of its local queue runs. In the queue it saw: %2.")
          .arg(value("processor"), value("seen"));
    case ReasonId::StartedFromGlobalTick:
      return globalTickText(reason);
    case ReasonId::StartedFromGlobal:
      return globalText(reason);
    case ReasonId::StartedBySteal:
      return stealText(reason);
    case ReasonId::StartedByStealNext:
      return QCoreApplication::translate("Reasons",
                                         "%1 had nothing of its own and found no local queue to steal from. In the "
                                         "last pass it took what stood in runnext of %2.")
          .arg(value("processor"), value("victim"));
    case ReasonId::Blocked: {
      const QString why = waitReasonSentence(static_cast<trace::WaitReason>(value("waits").toInt()));
      return QCoreApplication::translate("Reasons", "%1 It gave up its M and its P, which go on with others.").arg(why);
    }
    case ReasonId::Yielded:
      return QCoreApplication::translate(
          "Reasons", "It called gosched: it goes to the tail of the global queue, and its M looks for another.");
    case ReasonId::Preempted:
      return preemptedText(reason);
    case ReasonId::HandedOver:
      return QCoreApplication::translate("Reasons",
                                         "It handed a lock to the goroutine that had waited longest, and went to the "
                                         "tail of its local queue so that the other runs first.");
    case ReasonId::Created:
      return createdText(reason);
    case ReasonId::Readied:
      return readiedText(reason);
    case ReasonId::Exited:
      return QCoreApplication::translate("Reasons", "Its function returned.");
    case ReasonId::KernelPreempted:
      return QCoreApplication::translate("Reasons",
                                         "%1 could have gone on, but the kernel gave its core to another thread. The "
                                         "runtime knows nothing of it: the goroutine still holds its M and its P.")
          .arg(value("thread"));
    case ReasonId::KernelWaited:
      return QCoreApplication::translate("Reasons", "%1 went to sleep in the kernel and left its core.")
          .arg(value("thread"));
    case ReasonId::ParkedIdle:
      return QCoreApplication::translate(
                 "Reasons", "%1 found no work in any queue, gave up its P and parked until somebody wakes it.")
          .arg(value("thread"));
    case ReasonId::SleepsForTimer:
      return QCoreApplication::translate("Reasons",
                                         "%1 found no work and gave up its P. It sleeps until the next timer is due.")
          .arg(value("thread"));
    case ReasonId::PollsNetwork:
      return QCoreApplication::translate("Reasons",
                                         "%1 found no work and gave up its P. It waits in the network poller until a "
                                         "descriptor is ready or the next timer is due.")
          .arg(value("thread"));
    case ReasonId::Spinning:
      return value("woken") == QLatin1String("yes")
                 ? QCoreApplication::translate(
                       "Reasons", "%1 was woken because there was work and an idle P: it looks at the queues.")
                       .arg(value("thread"))
                 : QCoreApplication::translate(
                       "Reasons",
                       "%1 has run out of work of its own: it spins, looking at the queues of others, before it parks.")
                       .arg(value("thread"));
    case ReasonId::KernelResumed:
      return QCoreApplication::translate(
                 "Reasons", "The kernel put %1 on a core. No decision of the Go scheduler: that one was made before.")
          .arg(value("thread"));
    case ReasonId::InScheduler:
      return QCoreApplication::translate("Reasons", "%1 executes, but runs no goroutine: it is in the scheduler.")
          .arg(value("thread"));
    case ReasonId::Sysmon:
      return QCoreApplication::translate("Reasons",
                                         "%1 is sysmon: it holds no P and runs no goroutine. It looks from time to "
                                         "time whether one has run for a whole slice.")
          .arg(value("thread"));
    case ReasonId::ForeignThread:
      return QCoreApplication::translate(
          "Reasons",
          "A thread of the worker that doesn't run goroutines, for instance the one that talks to the window.");
    case ReasonId::NotOurs:
      return QCoreApplication::translate(
          "Reasons", "No thread of ours was on this core: it was idle or executed another process.");
    case ReasonId::EventsLost:
      return QCoreApplication::translate(
          "Reasons", "The buffer was full and events were dropped: what happened here isn't known.");
    case ReasonId::InSystemCall:
      return QCoreApplication::translate("Reasons",
                                         "It called something that may block in the kernel. It keeps %1, and its P "
                                         "until somebody needs that: sysmon takes it if the call is long.")
          .arg(value("thread"));
    case ReasonId::CameBack:
      return QCoreApplication::translate("Reasons",
                                         "Its system call was over before anybody took %1, so it goes on at once.")
          .arg(value("processor"));
    case ReasonId::CameBackWithP:
      return QCoreApplication::translate(
                 "Reasons",
                 "Its system call took so long that its P was taken. When it was over, %1 could "
                 "be had, so it goes on at once.")
          .arg(value("processor"));
    case ReasonId::CameBackNoP:
      return QCoreApplication::translate("Reasons",
                                         "Its system call took so long that its P was taken, and when it was over all "
                                         "Ps were in use: it goes to the tail of the global queue, and its M parks.");
    case ReasonId::MovedOff:
      return QCoreApplication::translate("Reasons",
                                         "It is about to enter a system call. The thread that began the run must be "
                                         "able to end it, so it gives %1 to another M, where this goroutine goes on.")
          .arg(value("processor"));
    case ReasonId::PreemptedInPlace:
      return QCoreApplication::translate("Reasons",
                                         "Another goroutine stops the world, so it was asked to leave. It stands in "
                                         "runnext of %1, to go on there once the world does.")
          .arg(value("processor"));
    case ReasonId::WaitsForWorld:
      return QCoreApplication::translate("Reasons",
                                         "The world stands. %1 has left work in the queue of %2 and sleeps until it "
                                         "may go on with it.")
          .arg(value("thread"), value("processor"));
    case ReasonId::ChangedP:
      return QCoreApplication::translate("Reasons",
                                         "It has made the number of Ps smaller, and its own is one of those that go: "
                                         "it goes on with %1.")
          .arg(value("processor"));
    case ReasonId::NoSuchP:
      return QCoreApplication::translate("Reasons",
                                         "The number of Ps was made smaller. What stood in the queue of this one went "
                                         "to the head of the global queue, its timers to another P.");
    case ReasonId::StartedLocked:
      return QCoreApplication::translate("Reasons",
                                         "It is locked to %1. Another M took it from a queue, and handed it over with "
                                         "its own P, %2.")
          .arg(value("thread"), value("processor"));
    case ReasonId::WaitsForItsG:
      return QCoreApplication::translate("Reasons",
                                         "%1 runs only %2, which is locked to it and can't go on yet: it has given "
                                         "its P away and sleeps.")
          .arg(value("thread"), value("goroutine"));
    case ReasonId::Panicked:
      return QCoreApplication::translate("Reasons", "%1 panicked, and nobody recovered: the run ends.")
          .arg(value("goroutine"));
  }
  return {};
}

}  // namespace gmpscope::app
