// No wake-up is lost: work against the last that stops looking (spinning_model.h), an M's note, and a timer against who
// goes to sleep until the next one.

#include <gtest/gtest.h>

#include <limits>
#include <utility>

#include "tests/model/spinning_model.h"

namespace gmpscope::model {
namespace {

using Fault = SpinningModel::Fault;

Verdict explored(const SpinningModel::Settings& settings, const Defects& defects = {}) {
  return explore(
      [settings] {
        auto model = anew<SpinningModel>(settings);
        World world;
        world.threads.emplace_back([model] { model->make(); });
        for (std::uint32_t m = 1; m < SpinningModel::kMs; ++m)
          world.threads.emplace_back([model, m] { model->look(m); });
        world.atEnd = [model](bool) { model->check(); };  // who finds nothing sleeps for ever
        return world;
      },
      defects);
}

TEST(WakeModel, NoWorkIsLeftWhileAPIsIdle) {
  for (const SpinningModel::Settings& settings :
       {SpinningModel::Settings{.work = 1}, {.work = 1, .looking = 1}, {.work = 2}, {.ps = 3, .work = 1}}) {
    const Verdict verdict = explored(settings);
    EXPECT_TRUE(verdict.sound()) << settings.ps << " Ps, " << settings.work << " made, " << settings.looking
                                 << " look: " << verdict.fault;
  }
}

// What is kicked from runnext is put by a release store, which may be seen later than the loads of wakeP that follow:
// if others search, give up and look again within that time, nobody comes until the owner itself takes it. The model
// has nothing against it; a processor keeps a store back for nanoseconds, the others need microseconds.
TEST(WakeModel, AKickThatIsSeenLateWaitsForItsOwner) {
  EXPECT_NE(explored({.ps = 3, .work = 2, .looking = 2, .fault = Fault::KickSeenLate}).fault, "");
}

TEST(WakeModel, FaultsOfTheProtocolAreFound) {
  EXPECT_NE(explored({.looking = 1, .fault = Fault::NoRecheck}).fault, "");
  EXPECT_NE(explored({.looking = 1, .fault = Fault::RechecksBeforeCountedOut}).fault, "");
  EXPECT_NE(explored({.looking = 1, .fault = Fault::WakesBeforePutting}).fault, "");
  EXPECT_NE(explored({.ps = 3, .work = 2, .looking = 1, .fault = Fault::FinderWakesNobody}).fault, "");
}

TEST(WakeModel, ANoteThatIsResetTooLateIsFound) {
  EXPECT_NE(explored({.looking = 1, .fault = Fault::NoteResetLate}).fault, "");
}

TEST(WakeModel, AMissingReleaseIsFound) { EXPECT_NE(explored({}, {.releaseIsRelaxed = true}).fault, ""); }

// sleepUntilTimer against timerAdded (sleeper.cpp): the sleeper knows of a timer at 100, another at 50 is added.
class SleeperModel {
 public:
  SleeperModel(bool publishesFirst, bool looksAgain) : publishesFirst_(publishesFirst), looksAgain_(looksAgain) {}

  void sleep() {
    lock_.lock();
    sleeper_.store(true, std::memory_order_relaxed);
    note_.word.store(0, std::memory_order_relaxed);
    lock_.unlock();
    if (publishesFirst_) deadline_.store(0);
    const Deadline until = earliest_.load();
    deadline_.store(until);
    while (note_.word.load(std::memory_order_acquire) == 0 && (!looksAgain_ || earliest_.load() >= until))
      note_.wait(0);
  }
  void add() {
    earliest_.store(50);
    const Deadline asleepUntil = deadline_.load();
    if (asleepUntil == kNever || (asleepUntil != 0 && asleepUntil <= 50)) return;
    lock_.lock();
    if (sleeper_.load(std::memory_order_relaxed)) {
      note_.word.store(1, std::memory_order_release);
      note_.wake();
    }
    lock_.unlock();
  }
  void check(bool stuck) const {
    require(!stuck || deadline_.peek() == 50, "asleep until 100 although a timer is due at 50");
  }

 private:
  using Deadline = std::int64_t;
  static constexpr Deadline kNever = std::numeric_limits<Deadline>::max();

  const bool publishesFirst_;
  const bool looksAgain_;  // before it falls asleep
  Lock lock_;
  Note note_;
  Atomic<bool> sleeper_{false};
  Atomic<Deadline> earliest_{100}, deadline_{kNever};
};

Verdict asleep(bool publishesFirst, bool looksAgain, const Defects& defects = {}) {
  return explore(
      [=] {
        auto model = anew<SleeperModel>(publishesFirst, looksAgain);
        return World{{[model] { model->sleep(); }, [model] { model->add(); }},
                     [model](bool stuck) { model->check(stuck); }};
      },
      defects);
}

TEST(WakeModel, WhoAddsATimerWakesWhoSleepsLonger) {
  // Either of the two is enough.
  for (const auto& [first, again] : {std::pair{true, true}, {true, false}, {false, true}})
    EXPECT_TRUE(asleep(first, again).sound()) << asleep(first, again).fault;
  EXPECT_NE(asleep(false, false).fault, "");
  EXPECT_NE(asleep(true, true, {.seqCstStoreIsRelease = true}).fault, "");
}

}  // namespace
}  // namespace gmpscope::model
