// Contexts: who is over when, why, and which values they carry. After Go's context tests.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <any>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using gmp::background;
using gmp::Context;
using gmp::with_cancel;
using gmp::with_deadline;
using gmp::with_timeout;
using gmp::with_value;

class Contexts : public TracedRun {};
GMPSCOPE_WITH_PROCS(Contexts);

// A deadline's goroutine may still be on its way when what it ended is seen.
void letDeadlinesEnd() {
  yieldWhile([&] { return gmp::num_goroutine() > 1; });
}

bool isOver(const Context& context) { return gmp::select(gmp::on_recv(context.done()), gmp::otherwise()) == 0; }

TEST_P(Contexts, TheBackgroundIsNeverOver) {
  run([] {
    EXPECT_EQ(background().done(), gmp::Chan<std::monostate>());
    EXPECT_FALSE(background().err());
    EXPECT_FALSE(background().value(1).has_value());
    EXPECT_FALSE(Context().err());
    EXPECT_FALSE(isOver(with_value(background(), 1, 2)));
  });
}

TEST_P(Contexts, AreOverOnceCancelled) {
  run([] {
    const auto [context, cancel] = with_cancel(background());
    EXPECT_EQ(context.done(), context.done());
    EXPECT_FALSE(isOver(context));
    EXPECT_FALSE(context.err());
    EXPECT_EQ(std::string(context.err().what()), "");
    for (int i = 0; i < 3; ++i) {
      cancel();
      EXPECT_TRUE(isOver(context));
      EXPECT_TRUE(context.err());
      EXPECT_EQ(context.err(), gmp::canceled);
      EXPECT_NE(context.err(), gmp::deadline_exceeded);
      EXPECT_EQ(std::string(context.err().what()), "context canceled");
    }
  });
}

TEST_P(Contexts, WakeThoseWhoWait) {
  run([] {
    auto [context, cancel] = with_cancel(background());
    const gmp::Chan<int> never(0);
    gmp::WaitGroup group;
    for (int i = 0; i < 50; ++i)
      group.go([&never, context = context, i] {
        if (i % 2 == 0)
          EXPECT_EQ(context.done().recv(), std::nullopt);
        else
          EXPECT_EQ(gmp::select(gmp::on_recv(never), gmp::on_recv(context.done())), 1U);
        EXPECT_TRUE(context.err());
      });
    for (int i = 0; i < 10; ++i) gmp::gosched();
    cancel();
    group.wait();
  });
}

TEST_P(Contexts, CancellingReachesAllBelowAndNoneAbove) {
  run([] {
    const auto [root, cancelRoot] = with_cancel(background());
    const auto [left, cancelLeft] = with_cancel(with_value(root, "side", std::string("left")));
    const auto [right, cancelRight] = with_cancel(root);
    const auto [leaf, cancelLeaf] = with_cancel(with_value(left, "depth", 3));
    const Context named = with_value(leaf, "name", 4);
    cancelLeft();
    for (const Context& over : {left, leaf, named}) {
      EXPECT_TRUE(isOver(over));
      EXPECT_EQ(over.err(), gmp::canceled);
    }
    for (const Context& open : {root, right}) {
      EXPECT_FALSE(isOver(open));
      EXPECT_FALSE(open.err());
    }
    cancelRoot();
    EXPECT_TRUE(isOver(right));
    EXPECT_TRUE(right.err());
    cancelLeaf();
    cancelRight();
  });
}

TEST_P(Contexts, MadeFromOneThatIsOverAreOver) {
  run([] {
    const auto [root, cancel] = with_cancel(background());
    cancel();
    const auto [late, cancelLate] = with_cancel(with_value(root, 1, 1));
    EXPECT_TRUE(isOver(late));
    EXPECT_EQ(late.err(), gmp::canceled);
    cancelLate();
  });
}

TEST_P(Contexts, CarryValues) {
  run([] {
    enum class Key { One, Two };
    const Context a = with_value(background(), Key::One, 1);
    const Context b = with_value(a, Key::Two, std::string("two"));
    const auto [c, cancel] = with_cancel(b);
    const Context d = with_value(c, Key::One, 11);
    EXPECT_EQ(std::any_cast<int>(a.value(Key::One)), 1);
    EXPECT_FALSE(a.value(Key::Two).has_value());
    EXPECT_EQ(std::any_cast<int>(c.value(Key::One)), 1);
    EXPECT_EQ(std::any_cast<std::string>(d.value(Key::Two)), "two");
    EXPECT_EQ(std::any_cast<int>(d.value(Key::One)), 11) << "the nearest counts";
    // Another type is another key.
    EXPECT_FALSE(d.value(0).has_value());
    const Context e = with_value(d, 0, 'x');
    EXPECT_EQ(std::any_cast<char>(e.value(0)), 'x');
    EXPECT_FALSE(e.value(0L).has_value());
    cancel();
    EXPECT_EQ(std::any_cast<int>(d.value(Key::One)), 11) << "also when it is over";
  });
}

TEST_P(Contexts, ATextIsAKeyByWhatItSays) {
  run([] {
    const std::string key = "user";
    const Context context = with_value(background(), key.c_str(), 7);
    EXPECT_EQ(std::any_cast<int>(context.value("user")), 7);
    EXPECT_EQ(std::any_cast<int>(context.value(std::string("user"))), 7);
    EXPECT_EQ(std::any_cast<int>(context.value(std::string_view("user ").substr(0, 4))), 7);
    EXPECT_FALSE(context.value("users").has_value());
  });
}

// Several layers of all kinds, in random order, cancelled in random order.
TEST_P(Contexts, InManyLayers) {
  run([] {
    for (int round = 0; round < 30; ++round) {
      struct Layer {
        Context context;
        std::function<void()> cancel;
        std::size_t above;  // 0: the background
      };
      std::vector<Layer> layers{{background(), [] {}, 0}};
      std::uint32_t random = static_cast<std::uint32_t>(round) * 7919 + 1;
      const auto below = [&random](std::size_t n) {
        random = random * 1'664'525 + 1'013'904'223;
        return (random >> 8) % n;
      };
      for (int i = 0; i < 100; ++i) {
        const std::size_t above = below(layers.size());
        if (below(3) == 0) {
          layers.push_back({with_value(layers[above].context, i, i), [] {}, above});
        } else {
          auto made = with_cancel(layers[above].context);
          layers.push_back({std::move(made.first), std::move(made.second), above});
        }
      }
      const std::size_t which = 1 + below(layers.size() - 1);
      const bool cancels = layers[which].context.done() != layers[layers[which].above].context.done();
      layers[which].cancel();
      std::vector<bool> over(layers.size(), false);
      over[which] = cancels;
      for (std::size_t i = which + 1; i < layers.size(); ++i) over[i] = over[layers[i].above];
      for (std::size_t i = 0; i < layers.size(); ++i) {
        EXPECT_EQ(isOver(layers[i].context), over[i]) << round << ", " << i << " of " << which;
        EXPECT_EQ(bool{layers[i].context.err()}, over[i]);
      }
    }
  });
}

// Also long chains: they end without recursion.
TEST_P(Contexts, OfAnyDepth) {
  run([] {
    auto [root, cancel] = with_cancel(background());
    Context last = root;
    std::vector<std::function<void()>> cancels;
    for (int i = 0; i < scaled(20'000); ++i) {
      auto [next, stop] = with_cancel(with_value(last, i, i));
      last = next;
      if (i % 2 == 0) cancels.push_back(stop);
    }
    EXPECT_EQ(std::any_cast<int>(last.value(0)), 0);
    cancel();
    EXPECT_TRUE(isOver(last));
    auto [another, stopAnother] = with_cancel(background());
    last = another;
    for (int i = 0; i < scaled(20'000); ++i) last = with_cancel(with_value(last, i, i)).first;
    last = background();
    stopAnother();
  });
}

TEST_P(Contexts, AreForgottenByWhatTheyWereMadeFrom) {
  const auto held = std::make_shared<int>(0);
  run([&held] {
    const auto [root, cancel] = with_cancel(background());
    for (int i = 0; i < 100; ++i) {
      const auto made = with_cancel(with_value(root, 1, held));
      if (i % 3 == 0) made.second();
    }
    EXPECT_EQ(held.use_count(), 1);
    cancel();
  });
}

// Many make, cancel and drop contexts below one while it is cancelled.
TEST_P(Contexts, MayEndWhileOthersAreMadeAndDropped) {
  run([] {
    for (int round = 0; round < scaled(200); ++round) {
      auto made = with_cancel(background());
      gmp::WaitGroup group;
      std::atomic<int> over{0};
      for (int w = 0; w < 4; ++w)
        group.go([&made, &group, &over, w] {
          for (int i = 0; i < 20; ++i) {
            auto [mine, stop] = with_cancel(made.first);
            auto [below, stopBelow] = with_cancel(mine);
            if ((i + w) % 3 == 0) group.go(stop);
            if ((i + w) % 4 == 0) gmp::gosched();
            EXPECT_TRUE(!mine.err() || isOver(mine));
          }
          EXPECT_EQ(made.first.done().recv(), std::nullopt);
          auto late = with_cancel(made.first);
          if (late.first.err() == gmp::canceled) ++over;
        });
      for (int c = 0; c < 2; ++c) group.go([cancel = made.second] { cancel(); });
      group.wait();
      EXPECT_EQ(over, 4);
    }
  });
}

TEST_P(Contexts, AreOverAtTheirDeadline) {
  run([] {
    const auto until = Clock::now() + 5ms;
    const auto [context, cancel] = with_deadline(background(), until);
    const auto [below, cancelBelow] = with_cancel(with_value(context, 1, 1));
    EXPECT_EQ(context.deadline(), until);
    EXPECT_EQ(below.deadline(), until);
    EXPECT_EQ(below.done().recv(), std::nullopt);
    EXPECT_GE(Clock::now(), until);
    for (const Context& over : {context, below}) {
      EXPECT_EQ(over.err(), gmp::deadline_exceeded);
      EXPECT_NE(over.err(), gmp::canceled);
      EXPECT_EQ(std::string(over.err().what()), "context deadline exceeded");
    }
    cancel();
    EXPECT_EQ(context.err(), gmp::deadline_exceeded) << "what was first counts";
    cancelBelow();
    letDeadlinesEnd();
  });
}

TEST_P(Contexts, ADeadlineOfThePastIsOverAtOnce) {
  run([] {
    for (const auto& made : {with_timeout(background(), 0ns), with_timeout(background(), -1h),
                             with_deadline(background(), Clock::now() - 1s), with_deadline(background(), {}),
                             with_timeout(background(), gmp::duration::min())}) {
      EXPECT_TRUE(isOver(made.first));
      EXPECT_EQ(made.first.err(), gmp::deadline_exceeded);
    }
  });
}

TEST_P(Contexts, TheEarlierDeadlineCounts) {
  run([] {
    const auto [soon, cancelSoon] = with_timeout(background(), 5ms);
    const auto [later, cancelLater] = with_timeout(soon, 1h);
    EXPECT_EQ(later.deadline(), soon.deadline());
    const auto [first, cancelFirst] = with_timeout(with_timeout(background(), 1h).first, 5ms);
    EXPECT_EQ(first.done().recv(), std::nullopt);
    EXPECT_EQ(first.err(), gmp::deadline_exceeded);
    EXPECT_EQ(later.done().recv(), std::nullopt);
    EXPECT_EQ(later.err(), gmp::deadline_exceeded);
    letDeadlinesEnd();
  });
}

// A timer that is left would keep the run from seeing its deadlock.
TEST_P(Contexts, CancellingStopsTheTimer) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    auto [far, cancel] = with_timeout(background(), 1h);
    auto [never, cancelNever] = with_timeout(background(), gmp::duration::max());
    (void)with_timeout(background(), 1h);
    EXPECT_FALSE(isOver(never));
    cancel();
    cancelNever();
    EXPECT_EQ(far.err(), gmp::canceled);
    EXPECT_EQ(never.err(), gmp::canceled);
    gmp::select(gmp::on_recv(gmp::Chan<int>(0)), gmp::on_recv(background().done()));
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("deadlock"), std::string::npos) << said;
}

TEST_P(Contexts, OfAParentThatIsCancelledNeedNoTimer) {
  run([] {
    const auto [root, cancel] = with_cancel(background());
    const auto [before, cancelBefore] = with_timeout(root, 1h);
    cancel();
    const auto [after, cancelAfter] = with_timeout(root, 1h);
    for (const Context& over : {before, after}) {
      EXPECT_TRUE(isOver(over));
      EXPECT_EQ(over.err(), gmp::canceled);
    }
  });
}

TEST_P(Contexts, DeadlinesMayRaceWithCancelling) {
  run([] {
    for (int i = 0; i < scaled(300); ++i) {
      auto [context, cancel] = with_timeout(background(), std::chrono::microseconds(i % 50));
      auto [below, cancelBelow] = with_timeout(context, std::chrono::microseconds(i % 37));
      gmp::WaitGroup group;
      group.go([cancel = cancel] { cancel(); });
      EXPECT_EQ(below.done().recv(), std::nullopt);
      EXPECT_TRUE(below.err());
      group.wait();
      EXPECT_TRUE(isOver(context));
    }
    letDeadlinesEnd();
  });
}

TEST_P(Contexts, OutsideGoroutinesThrow) {
  std::function<void()> cancel;
  Context context;
  run([&] { std::tie(context, cancel) = with_cancel(background()); });
  EXPECT_THROW((void)with_cancel(context), std::logic_error);
  EXPECT_THROW((void)with_timeout(context, 1s), std::logic_error);
  EXPECT_THROW(cancel(), std::logic_error);
  EXPECT_FALSE(context.err());
  EXPECT_FALSE(with_value(context, 1, 2).err());
  run([&] {
    cancel();
    EXPECT_TRUE(isOver(context));
  });
}

}  // namespace
}  // namespace gmpscope::test
