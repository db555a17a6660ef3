// Steps: one M goes on for one decision.

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <optional>
#include <set>

#include "core/base/clock.h"
#include "core/runtime/hold.h"
#include "tests/runtime/control/controlled.h"

namespace gmpscope::test {
namespace {

using gmp::rt::Deadline;
using gmp::rt::PauseRequest;
using gmp::rt::ResumeRequest;
using gmp::rt::SlowRequest;
using gmp::rt::StepRequest;
using trace::EventKind;

class Step : public ControlledRun {
 protected:
  // So many goroutines that yield again and again, until told otherwise.
  void yielders(int count) {
    gmp::WaitGroup all;
    for (int i = 0; i < count; ++i) {
      all.add(1);
      gmp::go([this, &all] {
        while (!over_) {
          compute();
          gmp::gosched();
        }
        all.done();
      });
    }
    all.wait();
  }
  Flag over_{false};
};

bool starts(EventKind kind) {
  return kind == EventKind::GStartNext || kind == EventKind::GStartLocal || kind == EventKind::GStartGlobal ||
         kind == EventKind::GStartSteal || kind == EventKind::GStartStealNext;
}
bool sleeps(EventKind kind) {
  return kind == EventKind::MPark || kind == EventKind::MSleep || kind == EventKind::MPollWait;
}

// How many ticks of the events' clock so many nanoseconds were since then.
class Ticks {
 public:
  [[nodiscard]] double of(Deadline nanos) const {
    const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - began_;
    return static_cast<double>(nanos) * static_cast<double>(ticksNow() - ticks_) / passed.count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::uint64_t ticks_ = ticksNow();
};

// Who stood at the gate starts one goroutine, or goes to sleep; and nobody else does anything. The next step waits for
// that, but for no longer than the patience.
void expectOneDecisionEach(const RunRecord& record, double patienceTicks) {
  std::map<std::uint32_t, std::uint32_t> heldAt;
  std::uint32_t who = ~0U;
  int decisions = 0;
  bool counts = false;
  std::uint64_t stepped = 0;
  for (const OrderedEvent& each : record.events) {
    const EventKind kind = each.event.kind();
    if (kind == EventKind::MHold) heldAt[each.m.value] = each.event.b;
    if ((kind == EventKind::MHold || sleeps(kind)) && each.m.value == who && counts) {
      decisions += sleeps(kind) ? 1 : 0;
      EXPECT_EQ(decisions, 1);
      counts = false;
    }
    if (starts(kind) && counts && each.m.value == who) ++decisions;
    if (kind == EventKind::RunResume) counts = false;
    if (kind != EventKind::RunStep) continue;
    const auto waited = static_cast<double>(each.event.time - stepped);
    EXPECT_TRUE(!counts || waited >= patienceTicks) << "a step before the last one was over";
    stepped = each.event.time;
    who = each.event.b;
    decisions = 0;
    counts = heldAt.contains(who) && heldAt[who] == 0;
  }
}

TEST_P(Step, GivesSoManyDecisions) {
  const Ticks ticks;
  const RunRecord record = runControlled([&] { yielders(5); },
                                         [&] {
                                           carryOut(PauseRequest{});
                                           waitUntilHeld();
                                           carryOut(StepRequest{1, {}});
                                           carryOut(StepRequest{30, {}});
                                           carryOut(ResumeRequest{});
                                           over_ = true;
                                         });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::RunStep), 31U);
  expectOneDecisionEach(record, 0.99 * ticks.of(gmp::rt::kHoldPatience));
}

TEST_P(Step, PausesARunThatGoesOn) {
  const RunRecord record = runControlled([&] { yielders(2); },
                                         [&] {
                                           carryOut(StepRequest{3, {}});
                                           carryOut(ResumeRequest{});
                                           over_ = true;
                                         });
  EXPECT_EQ(record.count(EventKind::RunStep), 3U);
}

TEST_P(Step, OfAChosenPLetsJustItsMGoOn) {
  const auto chosen = static_cast<std::uint32_t>(procs() - 1);
  const RunRecord record = runControlled([&] { yielders(3 * procs()); },
                                         [&] {
                                           carryOut(PauseRequest{});
                                           waitUntilHeld();
                                           carryOut(StepRequest{20, chosen});
                                           carryOut(ResumeRequest{});
                                           over_ = true;
                                         });
  EXPECT_EQ(record.count(EventKind::RunStep), 20U);
  bool held = false;
  for (const OrderedEvent& each : record.events) {
    if (each.event.kind() == EventKind::RunHeld) held = true;
    if (each.event.kind() == EventKind::RunResume) held = false;
    if (held && starts(each.event.kind())) {
      EXPECT_EQ(each.event.p(), chosen);
    }
  }
}

TEST_P(Step, OfAPThatThereIsntIsTold) {
  const RunRecord record = runControlled([&] { yielders(2); },
                                         [&] {
                                           carryOut(StepRequest{2, 4000});
                                           carryOut(ResumeRequest{});
                                           over_ = true;
                                         });
  for (const OrderedEvent& each : record.events) {
    if (each.event.kind() == EventKind::RunStep) {
      EXPECT_EQ(each.event.b, ~0U);
    }
  }
  EXPECT_EQ(record.count(EventKind::RunStep), 2U);
}

// Nobody waits for a timer of a run that is held: its clock jumps.
TEST_P(Step, AnHourPassesAtOnce) {
  const auto began = std::chrono::steady_clock::now();
  Flag slept{false};
  const RunRecord record = runControlled(
      [&] {
        gmp::go([] { gmp::sleep_for(30min); });
        gmp::sleep_for(1h);
        slept = true;
      },
      [&] {
        for (int i = 0; i < 100 && !slept; ++i) carryOut(StepRequest{10, {}});
        carryOut(ResumeRequest{});
      });
  EXPECT_TRUE(slept);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 30min);
  EXPECT_GE(record.count(EventKind::RunJump), 2U);
}

// A step must not jump over what a system call that is under way may still bring.
class StepDuringCalls : public ControlledRun {
 protected:
  // So many times a call of so long that somebody waits for, with an hour's patience.
  void expectNoJump(int calls, std::chrono::milliseconds takes, gmp::Options options);
};
GMPSCOPE_WITH_PROCS(StepDuringCalls);

void StepDuringCalls::expectNoJump(int calls, std::chrono::milliseconds takes, gmp::Options options) {
  Flag inside{false};
  Flag over{false};
  int came = 0;
  const RunRecord record = runControlled(
      [&] {
        for (int i = 0; i < calls; ++i) {
          const gmp::Chan<int> result(1);
          gmp::go([&, result] {
            gmp::blocking([&] {
              inside = true;
              std::this_thread::sleep_for(takes);
            });
            result.send(7);
          });
          gmp::select(gmp::on_recv(result, [&](std::optional<int> value) { came += value.value_or(0); }),
                      gmp::on_recv(gmp::after(1h), [](auto&&) {}));
        }
        over = true;
      },
      [&] {
        while (!inside) std::this_thread::yield();
        for (int i = 0; i < 10'000 && !over; ++i) carryOut(StepRequest{1, {}});
        EXPECT_TRUE(over);
        carryOut(ResumeRequest{});
      },
      options);
  EXPECT_EQ(came, 7 * calls);
  EXPECT_EQ(record.count(EventKind::RunJump), 0U);
}

TEST_P(StepDuringCalls, AnHourDoesNotPass) { expectNoJump(1, 50ms, {}); }

// One may be about to come back, but not yet be seen to stand.
TEST_P(StepDuringCalls, AnHourDoesNotPassAtTheirEnds) { expectNoJump(50, 1ms, {.perturbation_seed = 1}); }

TEST_P(Step, SlowlyIsAStepEachSoOften) {
  const Ticks ticks;
  std::chrono::nanoseconds took{};
  const RunRecord record = runControlled([&] { yielders(3); },
                                         [&] {
                                           const auto began = std::chrono::steady_clock::now();
                                           carryOut(SlowRequest{2'000'000});
                                           waitUntilHeld(5);
                                           carryOut(PauseRequest{});
                                           took = std::chrono::steady_clock::now() - began;
                                           carryOut(ResumeRequest{});
                                           over_ = true;
                                         });
  EXPECT_GE(record.count(EventKind::RunStep), 4U);
  EXPECT_LE(static_cast<std::int64_t>(record.count(EventKind::RunStep)), took / 2ms + 1);
  expectOneDecisionEach(record, 0.99 * ticks.of(gmp::rt::kHoldPatience));
}

// One that computes uses up its slice in steps, and another has its turn.
TEST_P(Step, WhoComputesIsPreempted) {
  if (kThreadSanitizer) GTEST_SKIP() << "no signals here";
  Flag other{false};
  const RunRecord record = runControlled(
      [&] {
        gmp::go([&] { other = true; });
        while (!other) {
        }
      },
      [&] {
        for (int i = 0; i < 1000 && !other; ++i) carryOut(StepRequest{1, {}});
        EXPECT_TRUE(other);
        carryOut(ResumeRequest{});
      });
  EXPECT_EQ(record.code, 0);
}

// The P of a system call goes on in steps too.
TEST_P(Step, APIsTakenFromASystemCall) {
  Flag done{false};
  Flag inside{false};
  const RunRecord record = runControlled(
      [&] {
        gmp::WaitGroup all;
        for (int i = 0; i < procs(); ++i) {
          all.add(1);
          gmp::go([&] {
            gmp::blocking([&] {
              inside = true;
              while (!done) std::this_thread::sleep_for(1ms);
            });
            all.done();
          });
        }
        while (!inside) {
          compute();
          gmp::gosched();
        }
        for (int i = 0; i < 10; ++i) gmp::gosched();
        done = true;
        all.wait();
      },
      [&] {
        while (!inside) std::this_thread::yield();
        for (int i = 0; i < 1000 && !done; ++i) carryOut(StepRequest{1, {}});
        EXPECT_TRUE(done);
        carryOut(ResumeRequest{});
      });
  EXPECT_EQ(record.code, 0);
}

GMPSCOPE_WITH_PROCS(Step);

}  // namespace
}  // namespace gmpscope::test
