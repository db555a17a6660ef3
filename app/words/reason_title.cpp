#include <QCoreApplication>

#include "app/words/reason_parts.h"
#include "app/words/reasons.h"

namespace gmpscope::app {

using analysis::Reason;
using analysis::ReasonId;

QString reasonTitle(const Reason& reason) {
  switch (reason.id) {
    case ReasonId::Unknown:
      return QCoreApplication::translate("Reasons", "Not known");
    case ReasonId::StartedFromRunnext:
      return QCoreApplication::translate("Reasons", "Taken from runnext");
    case ReasonId::StartedFromLocal:
      return QCoreApplication::translate("Reasons", "Head of the local queue");
    case ReasonId::StartedFromGlobalTick:
      return QCoreApplication::translate("Reasons", "Global queue, by the 61st tick");
    case ReasonId::StartedFromGlobal:
      return QCoreApplication::translate("Reasons", "Taken from the global queue");
    case ReasonId::StartedBySteal:
      return QCoreApplication::translate("Reasons", "Stolen from %1").arg(valueOf(reason, "victim"));
    case ReasonId::StartedByStealNext:
      return QCoreApplication::translate("Reasons", "Stolen from runnext of %1").arg(valueOf(reason, "victim"));
    case ReasonId::Blocked:
      return QCoreApplication::translate("Reasons", "Blocked");
    case ReasonId::Yielded:
      return QCoreApplication::translate("Reasons", "Yielded");
    case ReasonId::Preempted:
      return QCoreApplication::translate("Reasons", "Preempted");
    case ReasonId::HandedOver:
      return QCoreApplication::translate("Reasons", "Made room");
    case ReasonId::Created:
      return QCoreApplication::translate("Reasons", "Created");
    case ReasonId::Readied:
      return QCoreApplication::translate("Reasons", "Woken");
    case ReasonId::Exited:
      return QCoreApplication::translate("Reasons", "Ended");
    case ReasonId::KernelPreempted:
      return QCoreApplication::translate("Reasons", "The kernel took the core away");
    case ReasonId::KernelWaited:
      return QCoreApplication::translate("Reasons", "The thread sleeps in the kernel");
    case ReasonId::ParkedIdle:
      return QCoreApplication::translate("Reasons", "Parked: no work");
    case ReasonId::Spinning:
      return QCoreApplication::translate("Reasons", "Looks for work");
    case ReasonId::PollsNetwork:
      return QCoreApplication::translate("Reasons", "Waits for the network");
    case ReasonId::KernelResumed:
      return QCoreApplication::translate("Reasons", "The kernel gave it a core again");
    case ReasonId::InScheduler:
      return QCoreApplication::translate("Reasons", "In the scheduler");
    case ReasonId::Sysmon:
      return QCoreApplication::translate("Reasons", "sysmon looks after the others");
    case ReasonId::ForeignThread:
      return QCoreApplication::translate("Reasons", "A thread that is no M");
    case ReasonId::NotOurs:
      return QCoreApplication::translate("Reasons", "Not ours");
    case ReasonId::EventsLost:
      return QCoreApplication::translate("Reasons", "Events lost");
    case ReasonId::Panicked:
      return QCoreApplication::translate("Reasons", "Panicked");
    case ReasonId::SleepsForTimer:
      return QCoreApplication::translate("Reasons", "Sleeps until the next timer");
    case ReasonId::InSystemCall:
      return QCoreApplication::translate("Reasons", "In a system call");
    case ReasonId::CameBack:
      return QCoreApplication::translate("Reasons", "Came back, with the P that it had");
    case ReasonId::CameBackWithP:
      return QCoreApplication::translate("Reasons", "Came back, with another P");
    case ReasonId::CameBackNoP:
      return QCoreApplication::translate("Reasons", "Came back, and no P was free");
    case ReasonId::MovedOff:
      return QCoreApplication::translate("Reasons", "Left the first M");
    case ReasonId::PreemptedInPlace:
      return QCoreApplication::translate("Reasons", "Stopped with the world");
    case ReasonId::WaitsForWorld:
      return QCoreApplication::translate("Reasons", "The world stands");
    case ReasonId::ChangedP:
      return QCoreApplication::translate("Reasons", "Goes on with another P");
    case ReasonId::NoSuchP:
      return QCoreApplication::translate("Reasons", "No such P now");
    case ReasonId::StartedLocked:
      return QCoreApplication::translate("Reasons", "Handed to its M");
    case ReasonId::WaitsForItsG:
      return QCoreApplication::translate("Reasons", "Waits for its goroutine");
  }
  return {};
}

}  // namespace gmpscope::app
