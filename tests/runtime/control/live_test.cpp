// What changes while a run goes on: the number of Ps, knobs; and everything at random.

#include <gtest/gtest.h>

#include <random>

#include "tests/runtime/control/controlled.h"
#include "tests/support/random_control.h"

namespace gmpscope::test {
namespace {

using gmp::rt::KnobRequest;
using gmp::rt::ProcsRequest;
using trace::EventKind;
using trace::Knob;

class Live : public ControlledRun {};

// Fans out and in again and again, with sleeps and locks between, until told otherwise.
void work(const Flag& over) {
  gmp::Mutex mutex;
  while (!over) {
    gmp::WaitGroup all;
    gmp::Chan<int> numbers(4);
    for (int i = 0; i < 8; ++i) {
      all.add(1);
      gmp::go([i, numbers, &all, &mutex, &over] {
        for (int k = 0; k < 20 && !over; ++k) {
          numbers.send(k);
          const std::scoped_lock lock(mutex);
          if (k == 10) gmp::sleep_for(50us);
        }
        if (i == 0) gmp::blocking([] { std::this_thread::sleep_for(50us); });
        all.done();
      });
    }
    gmp::go([numbers, &all] {
      all.wait();
      numbers.close();
    });
    while (numbers.recv()) {
    }
    gmp::sleep_for(200us);  // the reader keeps up
  }
}

void waitFor(const std::function<bool()>& condition) {
  const auto limit = std::chrono::steady_clock::now() + 60s;
  while (!condition() && std::chrono::steady_clock::now() < limit) std::this_thread::sleep_for(1ms);
  EXPECT_TRUE(condition());
}

TEST_P(Live, TheNumberOfPsChanges) {
  Flag over{false};
  std::atomic<int> now{procs()};
  const RunRecord record = runControlled(
      [&] {
        gmp::go([&] {
          while (!over) {
            now = gmp::gomaxprocs(0);
            gmp::sleep_for(1ms);
          }
        });
        work(over);
      },
      [&] {
        for (const int wanted : {3, 1, 8, 2}) {
          carryOut(ProcsRequest{static_cast<std::uint32_t>(wanted)});
          waitFor([&] { return now == wanted; });
        }
        over = true;
      });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::ProcsChange), procs() == 3 ? 3U : 4U);
}

TEST_P(Live, WhileAllSleepTheNumberOfPsChangesToo) {
  const RunRecord record = runControlled([&] { gmp::sleep_for(200ms); }, [&] { carryOut(ProcsRequest{5}); });
  EXPECT_EQ(record.code, 0);
}

TEST_P(Live, KnobsThatMayChangeAreTold) {
  Flag over{false};
  int told = 0;
  const std::vector<KnobRequest> wanted{{Knob::Steal, 0},
                                        {Knob::Runnext, 0},
                                        {Knob::Spinning, 0},
                                        {Knob::Slice, 1'000'000},
                                        {Knob::GlobalCheckInterval, 7},
                                        {Knob::AsyncPreemption, 0},
                                        {Knob::SysmonPeriod, 50'000},
                                        {Knob::Steal, 1},
                                        {Knob::Runnext, 1},
                                        {Knob::Spinning, 1},
                                        {Knob::Steal, 2}};
  const RunRecord record = runControlled([&] { work(over); },
                                         [&] {
                                           for (const KnobRequest& each : wanted) {
                                             carryOut(each);
                                             waitFor([&, before = told++] { return knobsTold_ > before; });
                                           }
                                           over = true;
                                         });
  std::vector<std::uint32_t> changed;
  for (const OrderedEvent& each : record.events)
    if (each.event.kind() == EventKind::KnobChange) changed.push_back(each.event.a);
  EXPECT_EQ(changed.size(), wanted.size());
}

TEST_P(Live, KnobsThatMayNotStayAsTheyAre) {
  Flag over{false};
  const RunRecord record = runControlled([&] { work(over); },
                                         [&] {
                                           carryOut(KnobRequest{Knob::QueueSize, 16});
                                           carryOut(KnobRequest{Knob::StackSize, 1 << 20});
                                           over = true;
                                         });
  EXPECT_EQ(record.count(EventKind::KnobChange), 0U);
}

TEST_P(Live, AtRandom) {
  Flag over{false};
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  const RunRecord record = runControlled([&] { work(over); },
                                         [&] {
                                           EXPECT_TRUE(RandomControl(control_, seed).ask(150));
                                           over = true;
                                         });
  EXPECT_EQ(record.code, 0);
}

GMPSCOPE_WITH_PROCS(Live);

}  // namespace
}  // namespace gmpscope::test
