// Each knob changes what its rule does, and nothing else: the reader judges every run by the knobs that it was told.

#include <gmp/gmp.hpp>

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/runtime/knobs.h"
#include "core/trace/reader/op_expand.h"
#include "core/trace/writer/knob_table.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using trace::EventKind;
using trace::Knob;

// Nobody is preempted, however long the kernel keeps us waiting.
RunSettings unhurried() {
  RunSettings settings;
  settings.options.slice = 1h;
  return settings;
}

std::map<Knob, std::uint64_t> told(const RunRecord& record) {
  std::map<Knob, std::uint64_t> knobs;
  for (const OrderedEvent& e : record.events)
    if (e.event.kind() == EventKind::Knob)
      knobs[static_cast<Knob>(e.event.a)] = std::uint64_t{e.event.c} << 32 | e.event.b;
  return knobs;
}

bool starts(EventKind kind) {
  return kind == EventKind::GStartNext || kind == EventKind::GStartLocal || kind == EventKind::GStartGlobal ||
         kind == EventKind::GStartSteal || kind == EventKind::GStartStealNext;
}

class Knobs : public TracedRun {};
GMPSCOPE_WITH_PROCS(Knobs);
class KnobsOfOneP : public TracedRun {};
GMPSCOPE_WITH_ONE_PROC(KnobsOfOneP);

TEST_P(KnobsOfOneP, AreToldAtTheStart) {
  const auto usual = told(runAnyhow([] {}));
  ASSERT_EQ(usual.size(), trace::kKnobs);
  for (const auto& [knob, value] : usual) {
    const bool held = knob == Knob::AsyncPreemption && kThreadSanitizer;
    EXPECT_EQ(value, held ? 0 : info(knob).usual) << info(knob).name;
  }

  RunSettings settings;
  settings.options = {.stack_size = 512 * 1024,
                      .async_preemption = false,
                      .slice = 5s,
                      .max_threads = 77,
                      .steal = gmp::Steal::one,
                      .runnext = false,
                      .global_check_interval = 9,
                      .queue_size = 31,
                      .spinning = false,
                      .sysmon_period = 3ms,
                      .affinity = gmp::Affinity::pin,
                      .perturbation_seed = 8};
  const std::map<Knob, std::uint64_t> wanted{
      {Knob::StackSize, 512 * 1024},   {Knob::AsyncPreemption, 0}, {Knob::Slice, 5'000'000'000},
      {Knob::MaxThreads, 77},          {Knob::Steal, 1},           {Knob::Runnext, 0},
      {Knob::GlobalCheckInterval, 9},  {Knob::QueueSize, 30},      {Knob::Spinning, 0},
      {Knob::SysmonPeriod, 3'000'000}, {Knob::Affinity, 1},        {Knob::PerturbationSeed, 8}};
  EXPECT_EQ(told(runWith(settings, [] {})), wanted);
}

TEST_P(KnobsOfOneP, CountAsTheNearestThatThereIs) {
  RunSettings settings;
  settings.options.stack_size = 1;
  settings.options.slice = -1s;
  settings.options.queue_size = 1'000'000;
  settings.options.global_check_interval = -5;
  const auto knobs = told(runWith(settings, [] {}));
  EXPECT_EQ(knobs.at(Knob::StackSize), 16U * 1024);
  EXPECT_EQ(knobs.at(Knob::Slice), 1U);
  EXPECT_EQ(knobs.at(Knob::QueueSize), 256U);
  EXPECT_EQ(knobs.at(Knob::GlobalCheckInterval), 0U);
}

TEST(EachTick, IsAMultipleOfTheInterval) {
  for (const std::uint32_t interval : {1U, 2U, 3U, 7U, 60U, 61U, 64U, 1000U, 1U << 20}) {
    const gmp::rt::EachTick each(interval);
    for (const std::uint32_t from : {0U, 1000U * interval - 5U, (1U << 31) - 200U})
      for (std::uint32_t tick = from; tick < from + 200; ++tick)
        ASSERT_EQ(each.due(tick), tick % interval == 0) << tick << " of " << interval;
  }
  const gmp::rt::EachTick never(0);
  for (std::uint32_t tick = 0; tick < 100; ++tick) EXPECT_FALSE(never.due(tick));
}

// What main has made waits for main's P, though others are idle.
TEST_P(Knobs, WithoutStealingAQueueWaitsForItsP) {
  auto settings = unhurried();
  settings.options.steal = gmp::Steal::off;
  const RunRecord record = runWith(settings, [] {
    gmp::WaitGroup group;
    for (int i = 0; i < 100; ++i) group.go([] {});
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::GStartSteal) + record.count(EventKind::GStartStealNext), 0U);
  std::set<std::uint32_t> ps;
  for (const OrderedEvent& e : record.events)
    if (starts(e.event.kind())) ps.insert(e.event.p());
  EXPECT_EQ(ps.size(), 1U);
}

// Main keeps its P until others have run what stands in its queue, and they get it one by one.
TEST_P(Knobs, AThiefTakesOneAtATime) {
  if (procs() == 1) return;
  auto settings = unhurried();
  settings.options.steal = gmp::Steal::one;
  const RunRecord record = runWith(settings, [] {
    std::atomic<int> ran{0};
    gmp::WaitGroup group;
    for (int i = 0; i < 40; ++i) group.go([&ran] { ++ran; });
    while (ran < 39) {
    }
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_GE(record.count(EventKind::GStartSteal) + record.count(EventKind::GStartStealNext), 39U);
  EXPECT_GT(record.count(EventKind::GStartSteal), 0U);
  for (const OrderedEvent& e : record.events)
    if (e.event.kind() == EventKind::GStartSteal) {
      EXPECT_EQ(trace::stolen(e.event), 1U);
    }
}

TEST_P(KnobsOfOneP, WithoutRunnextAllGoInOrder) {
  auto settings = unhurried();
  settings.options.runnext = false;
  std::vector<int> order;
  const RunRecord record = runWith(settings, [&order] {
    gmp::WaitGroup group;
    for (int i = 0; i < 10; ++i) group.go([&order, i] { order.push_back(i); });
    group.wait();
  });
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(record.count(EventKind::GStartNext), 0U);
}

// All ways to become runnable, and more goroutines than a queue holds.
TEST_P(Knobs, WithoutRunnextEverythingWorks) {
  RunSettings settings;
  settings.options.runnext = false;
  settings.options.queue_size = 4;
  const RunRecord record = runWith(settings, [] {
    const gmp::Chan<int> numbers(0);
    gmp::WaitGroup group;
    std::atomic<int> sum{0};
    for (int i = 0; i < 20; ++i)
      group.go([&] {
        for (const int n : numbers) sum += n;
      });
    for (int i = 0; i < 500; ++i) numbers.send(1);
    group.go([] { gmp::blocking([] { ::usleep(100); }); });
    group.go([] { gmp::sleep_for(100us); });
    gmp::blocking([] { ::usleep(100); });
    numbers.close();
    group.wait();
    EXPECT_EQ(sum, 500);
    letOthersEnd();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::GStartNext) + record.count(EventKind::GYieldNext), 0U);
  EXPECT_GT(record.count(EventKind::GReadyTail), 0U);
  EXPECT_GT(record.count(EventKind::GCreateTail), 0U);
}

// How many others had run at each of main's turns among 200.
std::vector<int> mainsTurns(int interval, const std::function<RunRecord(RunSettings, std::function<void()>)>& run) {
  auto settings = unhurried();
  settings.options.global_check_interval = interval;
  std::vector<int> turns;
  int ran = 0;
  run(settings, [&] {
    gmp::WaitGroup group;
    for (int i = 0; i < 200; ++i) group.go([&ran] { ++ran; });
    while (ran < 200) {
      gmp::gosched();
      turns.push_back(ran);
    }
    group.wait();
  });
  return turns;
}

TEST_P(KnobsOfOneP, TheGlobalQueueIsAskedAtEachSeventhTick) {
  const auto turns = mainsTurns(7, runWith);
  ASSERT_GE(turns.size(), 10U);
  for (std::size_t i = 2; i < 10; ++i) EXPECT_EQ(turns[i] - turns[i - 1], 6);
}

TEST_P(KnobsOfOneP, TheGlobalQueueIsNeverAskedFirst) {
  EXPECT_EQ(mainsTurns(0, runWith), std::vector<int>{200}) << "main starved until nobody else was left";
}

TEST_P(KnobsOfOneP, ASmallQueueOverflowsSoon) {
  for (const int size : {2, 16, 100}) {
    auto settings = unhurried();
    settings.options.queue_size = size;
    std::set<int> ran;
    const RunRecord record = runWith(settings, [&] {
      gmp::WaitGroup group;
      for (int i = 0; i < size + 2; ++i) group.go([&ran, i] { ran.insert(i); });
      group.wait();
    });
    EXPECT_EQ(ran.size(), static_cast<std::size_t>(size + 2));
    EXPECT_EQ(record.count(EventKind::GOverflow), 1U) << "of " << size;
    for (const OrderedEvent& e : record.events)
      if (e.event.kind() == EventKind::GOverflow) {
        EXPECT_EQ(e.event.d, static_cast<unsigned>(size / 2));
      }
  }
}

// As many at once as there are Ps, each busily waiting for all others. In a goroutine.
void meetOnAllPs(int procs) {
  std::atomic<int> here{0};
  gmp::WaitGroup group;
  for (int i = 0; i < procs; ++i)
    group.go([&here, procs] {
      ++here;
      while (here < procs) ::sched_yield();
    });
  group.wait();
}

// Each new goroutine gets an M, though nobody spins.
TEST_P(Knobs, WithoutSpinningWorkIsFoundAllTheSame) {
  auto settings = unhurried();
  settings.options.spinning = false;
  const RunRecord record = runWith(settings, [] {
    for (int round = 0; round < 20; ++round) {
      meetOnAllPs(procs());
      gmp::sleep_for(100us);
    }
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::SpinBegin) + record.count(EventKind::SpinEnd), 0U);
}

TEST_P(Knobs, ASysmonThatSleepsTakesNoP) {
  RunSettings settings;
  settings.options.sysmon_period = 1h;
  const RunRecord record = runWith(settings, [] {
    gmp::WaitGroup group;
    for (int i = 0; i < 2 * procs(); ++i) group.go([] { gmp::blocking([] { ::usleep(15'000); }); });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  for (const OrderedEvent& e : record.events) {
    // Who comes back may take it from another's call.
    if (e.event.kind() == EventKind::PRetake) {
      EXPECT_EQ(e.event.c, 2U);
    }
    // Who still runs at the end is asked to stop.
    if (e.event.kind() == EventKind::PPreemptAsk) {
      EXPECT_NE(e.event.b, 0U);
    }
  }
}

TEST_P(Knobs, EachPHasItsCore) {
  cpu_set_t before;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  std::vector<std::uint32_t> cores;
  for (std::uint32_t core = 0; core < CPU_SETSIZE; ++core)
    if (CPU_ISSET(core, &before)) cores.push_back(core);
  RunSettings settings;
  settings.options.affinity = gmp::Affinity::pin;
  const RunRecord record = runWith(settings, [] {
    gmp::WaitGroup group;
    for (int i = 0; i < 20; ++i)
      group.go([] {
        for (int k = 0; k < 20; ++k) {
          gmp::gosched();
          gmp::blocking([] { ::usleep(50); });
        }
      });
    group.wait();
    letOthersEnd();
  });
  EXPECT_EQ(record.code, 0);
  int seen = 0;
  for (const OrderedEvent& e : record.events) {
    if (!starts(e.event.kind())) continue;
    ++seen;
    ASSERT_EQ(e.event.core(), cores[e.event.p() % cores.size()]) << "P" << e.event.p();
  }
  EXPECT_GT(seen, 400);
  cpu_set_t after;
  ASSERT_EQ(::sched_getaffinity(0, sizeof after, &after), 0);
  EXPECT_TRUE(CPU_EQUAL(&before, &after)) << "the calling thread stays pinned";
}

// Touches so much of its stack.
__attribute__((noinline)) int useStack(int kilobytes) {
  volatile char page[1024];
  page[0] = 1;
  return kilobytes == 0 ? page[0] : useStack(kilobytes - 1) + page[0];
}

TEST_P(KnobsOfOneP, AStackIsAsLargeAsAsked) {
  RunSettings settings;
  settings.options.stack_size = 4 << 20;
  int depth = 0;
  runWith(settings, [&depth] { depth = useStack(1500); });
  EXPECT_EQ(depth, 1501);
}

TEST_P(KnobsOfOneP, TheGuardOfStacksIsTold) {
  const RunRecord record = runAnyhow([] {});
  ASSERT_EQ(record.count(EventKind::StackGuard), 1U);
  for (const OrderedEvent& e : record.events)
    if (e.event.kind() == EventKind::StackGuard) {
      EXPECT_LE(e.event.a, 2U);
    }
}

// Forced in builds with a sanitizer, so that what a compiler keeps of a thread across a call shows.
TEST_P(Knobs, AGoroutineMovesBetweenThreads) {
  RunSettings settings;
  if (!kAddressSanitizer && !kThreadSanitizer) settings.options.perturbation_seed = 5;
  std::set<pid_t> threads;
  const RunRecord record = runWith(settings, [&threads] {
    for (int i = 0; i < 300; ++i) {
      gmp::gosched();
      threads.insert(::gettid());
    }
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_GE(threads.size(), 2U);
}

// Again and again: somebody is woken for each, whoever comes too late for what.
TEST_P(Knobs, PerturbedRunsUseAllPs) {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    auto settings = unhurried();
    settings.options.perturbation_seed = seed;
    const RunRecord record = runWith(settings, [] {
      for (int round = 0; round < 100; ++round) meetOnAllPs(procs());
    });
    EXPECT_EQ(record.code, 0);
  }
}

// A timer is stopped or set anew just when it fires: nothing of the former time comes.
TEST_P(Knobs, PerturbedTimersGiveNothingStale) {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    RunSettings settings;
    settings.options.perturbation_seed = seed;
    const RunRecord record = runWith(settings, [] {
      for (int i = 0; i < 200; ++i) {
        gmp::Timer timer(50us);
        gmp::WaitGroup group;
        const gmp::Chan<int> end(0);
        group.go([&] { gmp::select(gmp::on_recv(timer.c()), gmp::on_recv(end)); });
        gmp::sleep_for(std::chrono::microseconds(40 + i % 20));
        timer.stop();
        EXPECT_FALSE(timer.c().try_recv());
        end.close();
        group.wait();
        EXPECT_FALSE(timer.c().try_recv());
      }
    });
    EXPECT_EQ(record.code, 0);
  }
}

TEST_P(Knobs, PerturbedRunsAreSound) {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    RunSettings settings;
    settings.options.perturbation_seed = seed;
    const RunRecord record = runWith(settings, [] {
      const gmp::Chan<int> ping(0), pong(3);
      gmp::WaitGroup group;
      for (int i = 0; i < 8; ++i)
        group.go([&] {
          for (const int value : ping) pong.send(value);
        });
      group.go([&] {
        for (int i = 0; i < scaled(500); ++i) ping.send(i);
        ping.close();
      });
      for (int i = 0; i < scaled(500); ++i) EXPECT_TRUE(pong.recv());
      group.wait();
      letOthersEnd();
    });
    EXPECT_EQ(record.code, 0);
    EXPECT_GT(record.count(EventKind::GReadyTail), 0U);
    EXPECT_GT(record.count(EventKind::GReady), 0U);
  }
}

}  // namespace
}  // namespace gmpscope::test
