// Starting goroutines: what they are given, how they are numbered and counted.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using trace::EventKind;

class Go : public TracedRun {};
GMPSCOPE_WITH_PROCS(Go);

TEST_P(Go, MainAloneRunsAndEnds) {
  bool ran = false;
  const RunRecord record = run([&] { ran = true; });
  EXPECT_TRUE(ran);
  EXPECT_EQ(record.created, 1U);
  EXPECT_EQ(record.count(EventKind::RunStart), 1U);
  EXPECT_EQ(record.count(EventKind::RunEnd), 1U);
}

TEST_P(Go, EveryGoroutineRunsOnceAndIsCounted) {
  constexpr int kMany = 1000;
  std::array<std::atomic<int>, kMany> ran{};
  const RunRecord record = run([&] {
    gmp::WaitGroup all;
    for (int i = 0; i < kMany; ++i) all.go([&ran, i] { ++ran[static_cast<std::size_t>(i)]; });
    all.wait();
  });
  for (const auto& times : ran) EXPECT_EQ(times, 1);
  EXPECT_EQ(record.created, kMany + 1U);
}

TEST_P(Go, CopiesItsArgumentsAtOnce) {
  run([] {
    gmp::Chan<std::string> result(1);
    std::string word = "before";
    int number = 1;
    gmp::go([](const gmp::Chan<std::string>& to, const std::string& w, int n) { to.send(w + std::to_string(n)); },
            result, word, number);
    word = "after";
    number = 2;
    EXPECT_EQ(result.recv(), "before1");
  });
}

TEST_P(Go, TakesReferencesByStdRef) {
  run([] {
    int target = 0;
    gmp::WaitGroup done;
    done.add(1);
    gmp::go(
        [&done](int& to) {
          to = 7;
          done.done();
        },
        std::ref(target));
    done.wait();
    EXPECT_EQ(target, 7);
  });
}

TEST_P(Go, TakesMoveOnlyFunctionsAndArguments) {
  run([] {
    gmp::Chan<int> result(2);
    gmp::go([p = std::make_unique<int>(5), &result] { result.send(*p); });
    gmp::go([&result](std::unique_ptr<int> p) { result.send(*p); }, std::make_unique<int>(6));
    EXPECT_EQ(result.recv().value() + result.recv().value(), 11);
  });
}

TEST_P(Go, TakesCallablesOfAnySizeAndAlignment) {
  struct alignas(64) Large {
    std::array<int, 100> values{};
    gmp::Chan<int> to;
    void operator()() const {
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(this) % 64, 0U);
      to.send(values[99]);
    }
  };
  run([] {
    Large large;
    large.to = gmp::Chan<int>(1);
    large.values[99] = 42;
    gmp::go(large);
    EXPECT_EQ(large.to.recv(), 42);
  });
}

void plainFunction(gmp::WaitGroup* group) { group->done(); }

TEST_P(Go, TakesPlainFunctions) {
  run([] {
    gmp::WaitGroup group;
    group.add(1);
    gmp::go(plainFunction, &group);
    group.wait();
  });
}

TEST_P(Go, EndsTheLifeOfWhatItWasGiven) {
  const auto held = std::make_shared<int>(1);
  run([&held] {
    gmp::WaitGroup group;
    for (int i = 0; i < 100; ++i) group.go([copy = held] { EXPECT_EQ(*copy, 1); });
    group.wait();
    // It ends after the group has been told, and the last ones may be preempted there.
    yieldWhile([&] { return gmp::num_goroutine() > 1; });
  });
  EXPECT_EQ(held.use_count(), 1);
}

TEST_P(Go, NumbersMainOneAndAllOthersDifferently) {
  run([] {
    EXPECT_EQ(gmp::goid(), 1U);
    std::mutex mutex;
    std::set<std::uint64_t> ids{1};
    gmp::WaitGroup group;
    for (int i = 0; i < 200; ++i)
      group.go([&] {
        const std::uint64_t before = gmp::goid();
        {
          const std::lock_guard guard(mutex);
          EXPECT_TRUE(ids.insert(before).second);
        }
        gmp::gosched();
        EXPECT_EQ(gmp::goid(), before);
      });
    group.wait();
    EXPECT_EQ(gmp::goid(), 1U);
  });
}

TEST_P(Go, CountsGoroutines) {
  run([] {
    EXPECT_EQ(gmp::num_goroutine(), 1);
    const gmp::Chan<int> gate(0);
    gmp::WaitGroup group;
    for (int i = 0; i < 10; ++i) group.go([&gate] { EXPECT_EQ(gate.recv(), std::nullopt); });
    EXPECT_EQ(gmp::num_goroutine(), 11);
    gate.close();
    group.wait();
    // A goroutine says that it is done a moment before it ends.
    yieldWhile([&] { return gmp::num_goroutine() > 1; });
    EXPECT_EQ(gmp::num_goroutine(), 1);
  });
}

TEST_P(Go, TellsHowManyPs) {
  run([] {
    EXPECT_EQ(gmp::gomaxprocs(), procs());
    EXPECT_EQ(gmp::gomaxprocs(-1), procs());
  });
}

TEST_P(Go, NamesStandInTheTrace) {
  const RunRecord record = run([] {
    gmp::WaitGroup group;
    group.add(3);
    gmp::go_named("a worker", [&group] { group.done(); });
    gmp::go_named("a worker", [&group] { group.done(); });
    gmp::go_named("", [&group] { group.done(); });
    group.wait();
  });
  // The name's text once, and two goroutines that have it.
  std::uint32_t id = 0;
  std::string text;
  for (const OrderedEvent& e : record.events)
    if (e.event.kind() == EventKind::StringPart) {
      EXPECT_EQ(id, 0U);
      id = e.event.g;
      for (const std::uint32_t word : {e.event.a, e.event.b, e.event.c, e.event.d})
        for (unsigned shift = 0; shift < 32; shift += 8)
          if (const char c = static_cast<char>(word >> shift & 0xff); c != 0) text += c;
    }
  EXPECT_EQ(text, "a worker");
  ASSERT_NE(id, 0U);
  EXPECT_EQ(
      std::count_if(record.events.begin(), record.events.end(),
                    [id](const OrderedEvent& e) { return e.event.kind() == EventKind::GCreate && e.event.a == id; }),
      2);
}

TEST_P(Go, ASpawnTreeEnds) {
  struct Tree {
    static void grow(gmp::WaitGroup& group, std::atomic<int>& leaves, int depth) {
      if (depth == 0) {
        ++leaves;
        return;
      }
      for (int i = 0; i < 2; ++i) group.go([&group, &leaves, depth] { grow(group, leaves, depth - 1); });
    }
  };
  std::atomic<int> leaves{0};
  const RunRecord record = run([&] {
    gmp::WaitGroup group;
    Tree::grow(group, leaves, 9);
    group.wait();
  });
  EXPECT_EQ(leaves, 512);
  EXPECT_EQ(record.created, 1023U);
}

}  // namespace
}  // namespace gmpscope::test
