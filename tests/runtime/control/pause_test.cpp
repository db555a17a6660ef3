// Pausing and resuming a run from outside.

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "tests/runtime/control/controlled.h"

namespace gmpscope::test {
namespace {

using gmp::rt::PauseRequest;
using gmp::rt::ResumeRequest;
using trace::EventKind;

class Pause : public ControlledRun {};

// Goroutines of all kinds, each with a count of what it has done, until `over`.
class Busy {
 public:
  static constexpr std::size_t kKinds = 4;

  void run() {
    gmp::WaitGroup all;
    gmp::Chan<int> there(0), back(0);
    start(all, [this] {
      while (!over) {
        for (int i = 0; i < 1000; ++i) counts[0].fetch_add(1, std::memory_order_relaxed);
        mayStandHere();
      }
    });
    start(all, [this, there, back] {
      while (!over) {
        there.send(1);
        (void)back.recv();
        counts[1].fetch_add(1, std::memory_order_relaxed);
      }
      there.close();
    });
    start(all, [there, back] {
      while (there.recv()) back.send(1);
    });
    start(all, [this] {
      while (!over) {
        gmp::sleep_for(200us);
        counts[2].fetch_add(1, std::memory_order_relaxed);
      }
    });
    start(all, [this] {
      while (!over) {
        gmp::blocking([] { std::this_thread::sleep_for(300us); });
        counts[3].fetch_add(1, std::memory_order_relaxed);
      }
    });
    all.wait();
  }
  [[nodiscard]] std::vector<std::uint64_t> seen() const {
    std::vector<std::uint64_t> now;
    for (const auto& count : counts) now.push_back(count.load(std::memory_order_relaxed));
    return now;
  }
  // Each has done something since.
  void expectGoOn(const std::vector<std::uint64_t>& since) const {
    const auto limit = std::chrono::steady_clock::now() + 60s;
    for (std::size_t i = 0; i < kKinds; ++i) {
      while (counts[i].load(std::memory_order_relaxed) == since[i] && std::chrono::steady_clock::now() < limit)
        std::this_thread::sleep_for(1ms);
      EXPECT_GT(counts[i].load(std::memory_order_relaxed), since[i]) << i;
    }
  }

  Flag over{false};
  std::array<std::atomic<std::uint64_t>, kKinds> counts{};

 private:
  template <class F>
  static void start(gmp::WaitGroup& all, F f) {
    all.add(1);
    gmp::go([&all, f]() mutable {
      f();
      all.done();
    });
  }
};

TEST_P(Pause, EverythingStandsStillUntilItGoesOn) {
  Busy busy;
  const RunRecord record = runControlled([&] { busy.run(); },
                                         [&] {
                                           busy.expectGoOn(std::vector<std::uint64_t>(Busy::kKinds, 0));
                                           for (int times = 1; times <= 3; ++times) {
                                             carryOut(PauseRequest{});
                                             waitUntilHeld(times);
                                             const auto then = busy.seen();
                                             std::this_thread::sleep_for(20ms);
                                             EXPECT_EQ(busy.seen(), then);
                                             carryOut(ResumeRequest{});
                                             busy.expectGoOn(then);
                                           }
                                           busy.over = true;
                                         });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::RunPause), 3U);
  EXPECT_EQ(record.count(EventKind::RunHeld), 3U);
  EXPECT_EQ(record.count(EventKind::RunResume), 3U);
  EXPECT_EQ(record.count(EventKind::MHold), record.count(EventKind::MGoOn));
}

TEST_P(Pause, AskedTwiceIsOnePause) {
  Busy busy;
  const RunRecord record = runControlled([&] { busy.run(); },
                                         [&] {
                                           carryOut(ResumeRequest{});
                                           carryOut(PauseRequest{});
                                           carryOut(PauseRequest{});
                                           carryOut(ResumeRequest{});
                                           busy.over = true;
                                         });
  EXPECT_EQ(record.count(EventKind::RunPause), 1U);
  EXPECT_EQ(record.count(EventKind::RunResume), 1U);
}

// The time of a pause isn't a sleeper's.
TEST_P(Pause, TimersStandStill) {
  Flag slept{false};
  bool within = false;
  std::chrono::nanoseconds took{};
  const RunRecord record = runControlled(
      [&] {
        const auto begin = std::chrono::steady_clock::now();
        gmp::sleep_for(100ms);
        took = std::chrono::steady_clock::now() - begin;
        slept = true;
      },
      [&] {
        carryOut(PauseRequest{});
        waitUntilHeld();
        within = !slept;
        std::this_thread::sleep_for(300ms);
        EXPECT_EQ(slept, !within);
        carryOut(ResumeRequest{});
      });
  for (const OrderedEvent& each : record.events)
    if (each.event.kind() == EventKind::RunResume && within) {
      const std::chrono::nanoseconds stood(std::uint64_t{each.event.c} << 32 | each.event.b);
      EXPECT_GE(took, 100ms + stood);
    }
}

TEST_P(Pause, WhoControlsMayGo) {
  Busy busy;
  const RunRecord record = runControlled([&] { busy.run(); },
                                         [&] {
                                           carryOut(PauseRequest{});
                                           for (int i = 0; i < 10; ++i)
                                             control_.request(gmp::rt::StepRequest{1'000'000, {}});
                                           const auto then = busy.seen();
                                           control_.abandon();
                                           busy.expectGoOn(then);
                                           busy.over = true;
                                         });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::RunResume), 1U);
}

// Main returns in a step, or its run is still held when it ends: whoever stands gets away.
TEST_P(Pause, ARunThatIsHeldMayEnd) {
  Flag computes{false};
  const RunRecord record = runControlled(
      [&] {
        for (int i = 0; i < 4; ++i)
          gmp::go([] {
            for (;;) {
              compute();
              gmp::gosched();
            }
          });
        computes = true;
        for (int i = 0; i < 100; ++i) gmp::gosched();
      },
      [&] {
        while (!computes) std::this_thread::yield();
        control_.request(gmp::rt::StepRequest{1'000'000, {}});
        EXPECT_TRUE(control_.waitUntilDone(60s));
      });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::RunPause), record.count(EventKind::RunResume));
}

// Nobody can wake main, but the run isn't called dead before it goes on.
TEST_P(Pause, ADeadlockIsSeenWhenItGoesOn) {
  ::testing::internal::CaptureStderr();
  Flag block{false};
  std::size_t reports = 0;
  const RunRecord record = runControlled(
      [&] {
        while (!block) {
          compute();
          gmp::gosched();
        }
        (void)gmp::Chan<int>(0).recv();
      },
      [&] {
        carryOut(PauseRequest{});
        waitUntilHeld();
        block = true;
        carryOut(gmp::rt::StepRequest{40, {}});
        reports = 1;
        carryOut(ResumeRequest{});
      });
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("all goroutines are asleep"), std::string::npos) << said;
  EXPECT_EQ(reports, 1U);
  EXPECT_EQ(record.code, 2);
  bool held = false;
  for (const OrderedEvent& each : record.events) {
    if (each.event.kind() == EventKind::RunPause) held = true;
    if (each.event.kind() == EventKind::RunResume) held = false;
    if (each.event.kind() == EventKind::Deadlock) {
      EXPECT_FALSE(held);
    }
  }
}

GMPSCOPE_WITH_PROCS(Pause);

}  // namespace
}  // namespace gmpscope::test
