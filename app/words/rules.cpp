#include "app/words/rules.h"

#include <QCoreApplication>

namespace gmpscope::app {

using trace::RuleId;

QString ruleTitle(RuleId rule) {
  switch (rule) {
    case RuleId::OnePlace:
      return QCoreApplication::translate("Rules", "One place");
    case RuleId::Fifo:
      return QCoreApplication::translate("Rules", "First in, first out");
    case RuleId::Runnext:
      return QCoreApplication::translate("Rules", "runnext");
    case RuleId::OneRunning:
      return QCoreApplication::translate("Rules", "One M, one P");
    case RuleId::OwnP:
      return QCoreApplication::translate("Rules", "Own P");
    case RuleId::Capacity:
      return QCoreApplication::translate("Rules", "Capacity 256");
    case RuleId::StealHalf:
      return QCoreApplication::translate("Rules", "Steal half");
    case RuleId::OverflowHalf:
      return QCoreApplication::translate("Rules", "Overflow half");
    case RuleId::GlobalBatch:
      return QCoreApplication::translate("Rules", "Global batch");
    case RuleId::Tick61:
      return QCoreApplication::translate("Rules", "61st tick");
    case RuleId::IdleLists:
      return QCoreApplication::translate("Rules", "Idle lists");
    case RuleId::WakeWaiter:
      return QCoreApplication::translate("Rules", "Wake who waits");
    case RuleId::Order:
      return QCoreApplication::translate("Rules", "One order");
    case RuleId::KnownEvent:
      return QCoreApplication::translate("Rules", "Known events");
    case RuleId::PreemptAsked:
      return QCoreApplication::translate("Rules", "Preemption was asked");
    case RuleId::SystemCall:
      return QCoreApplication::translate("Rules", "System calls");
    case RuleId::StopWorld:
      return QCoreApplication::translate("Rules", "Stopping the world");
    case RuleId::LockedThread:
      return QCoreApplication::translate("Rules", "Locked threads");
    case RuleId::Knobs:
      return QCoreApplication::translate("Rules", "Knobs");
    case RuleId::OneSleeper:
      return QCoreApplication::translate("Rules", "One sleeper");
    case RuleId::ThreadLife:
      return QCoreApplication::translate("Rules", "Life of a thread");
    case RuleId::Spinning:
      return QCoreApplication::translate("Rules", "Spinning");
    case RuleId::Slice:
      return QCoreApplication::translate("Rules", "Slice");
    case RuleId::PreemptCause:
      return QCoreApplication::translate("Rules", "Cause of a preemption");
    case RuleId::HandOver:
      return QCoreApplication::translate("Rules", "Order of waiting");
    case RuleId::Complete:
      return QCoreApplication::translate("Rules", "Nothing lost");
    case RuleId::Held:
      return QCoreApplication::translate("Rules", "A held run");
    case RuleId::kCount:
      break;
  }
  return {};
}

QString ruleSentence(RuleId rule) {
  switch (rule) {
    case RuleId::OnePlace:
      return QCoreApplication::translate(
          "Rules", "A goroutine is in exactly one place: running, in a queue, in runnext, waiting, or in transit.");
    case RuleId::Fifo:
      return QCoreApplication::translate("Rules", "A queue gives what was put at that position.");
    case RuleId::Runnext:
      return QCoreApplication::translate("Rules", "runnext gives, and pushes out, what was put there last.");
    case RuleId::OneRunning:
      return QCoreApplication::translate("Rules",
                                         "A goroutine runs on one M with one P, and an M or a P runs one goroutine.");
    case RuleId::OwnP:
      return QCoreApplication::translate("Rules",
                                         "Only the M that holds a P puts into its queues and runs goroutines with it.");
    case RuleId::Capacity:
      return QCoreApplication::translate(
          "Rules", "A local queue holds at most 256 goroutines, or as many as the run was set to.");
    case RuleId::StealHalf:
      return QCoreApplication::translate("Rules",
                                         "A thief takes half of what it saw in the victim's queue, rounded up, or what "
                                         "the run was set to.");
    case RuleId::OverflowHalf:
      return QCoreApplication::translate("Rules",
                                         "A full local queue moves half of its goroutines to the global queue.");
    case RuleId::GlobalBatch:
      return QCoreApplication::translate("Rules",
                                         "From the global queue a P takes its share: the length by the number of Ps, "
                                         "plus one, at most half a local queue.");
    case RuleId::Tick61:
      return QCoreApplication::translate("Rules",
                                         "On each 61st tick, or as the run was set to, a P asks the global queue "
                                         "first, and takes one.");
    case RuleId::IdleLists:
      return QCoreApplication::translate("Rules", "The lists of idle Ps and Ms give what was put there last.");
    case RuleId::WakeWaiter:
      return QCoreApplication::translate("Rules", "Only who waits is woken, and in the room where it waits.");
    case RuleId::Order:
      return QCoreApplication::translate("Rules",
                                         "There is an order of all events that fits everything they observed.");
    case RuleId::KnownEvent:
      return QCoreApplication::translate("Rules",
                                         "Events are of a known kind, and their numbers are within their ranges.");
    case RuleId::PreemptAsked:
      return QCoreApplication::translate("Rules", "Only with a P of which it was asked is a goroutine preempted.");
    case RuleId::SystemCall:
      return QCoreApplication::translate("Rules",
                                         "Who enters a system call was running; who comes back was in one, with the P "
                                         "that it had or without; and only from there is a P taken away.");
    case RuleId::StopWorld:
      return QCoreApplication::translate("Rules",
                                         "While the world stands, every P is stopped and only the goroutine that "
                                         "stopped it runs; and only then does the number of Ps change.");
    case RuleId::LockedThread:
      return QCoreApplication::translate("Rules",
                                         "A goroutine that is locked to its thread runs on that M only, and the M runs "
                                         "no other goroutine.");
    case RuleId::Knobs:
      return QCoreApplication::translate("Rules", "What a knob of the run has switched off doesn't happen.");
    case RuleId::OneSleeper:
      return QCoreApplication::translate(
          "Rules", "One M at a time sleeps until the next timer or waits for the network, for all others.");
    case RuleId::ThreadLife:
      return QCoreApplication::translate("Rules",
                                         "An M begins once it was made, wakes from the sleep that it is in, does "
                                         "nothing while it sleeps, and says at its end how it ends.");
    case RuleId::Spinning:
      return QCoreApplication::translate("Rules",
                                         "An M begins and ends to spin in turn, and spins no more when the goroutine "
                                         "that it found leaves it, or when it sleeps.");
    case RuleId::Slice:
      return QCoreApplication::translate("Rules",
                                         "The tick of a P grows by one with each start; only who comes from runnext "
                                         "inherits the slice of whom it follows.");
    case RuleId::PreemptCause:
      return QCoreApplication::translate("Rules",
                                         "Who is asked to leave for its slice has run that long; who is asked for the "
                                         "world, while that is being stopped.");
    case RuleId::HandOver:
      return QCoreApplication::translate(
          "Rules", "Who waits in a line of a lock or a channel is woken in the order of that line.");
    case RuleId::Complete:
      return QCoreApplication::translate("Rules",
                                         "Outside declared gaps nothing is lost: each M has written as many events as "
                                         "it says, and the run and all its Ms come to their ends.");
    case RuleId::Held:
      return QCoreApplication::translate(
          "Rules", "While a run is held from outside nothing changes, but by whom a step lets go on.");
    case RuleId::kCount:
      break;
  }
  return {};
}

}  // namespace gmpscope::app
