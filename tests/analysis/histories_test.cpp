#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <vector>

#include "core/analysis/alive_index.h"
#include "core/analysis/name_table.h"
#include "core/analysis/queue_history.h"
#include "core/analysis/queue_tracker.h"
#include "core/analysis/stack_history.h"

namespace gmpscope::analysis {
namespace {

TEST(QueueHistory, ContentsEqualAReplayAtEveryInstant) {
  auto random = [engine = std::mt19937(3)]() mutable { return static_cast<std::uint32_t>(engine()); };
  QueueHistory queue;
  std::deque<LifeId> now;
  std::vector<std::vector<LifeId>> then;  // by instant
  std::uint32_t next = 0;
  for (Nanos t = 0; t < 3000; ++t) {
    for (unsigned changes = random() % 3; changes > 0; --changes) {
      if (random() % 2 == 0) {
        std::vector<LifeId> batch(1 + random() % 4);
        for (LifeId& g : batch) g = LifeId{next++};
        queue.put(t, batch);
        now.insert(now.end(), batch.begin(), batch.end());
      } else if (!now.empty()) {
        const std::size_t count = 1 + random() % now.size();
        queue.take(t, count);
        now.erase(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(count));
      }
    }
    then.emplace_back(now.begin(), now.end());
  }
  queue.publish();
  for (std::size_t t = 0; t < then.size(); ++t) {
    ASSERT_EQ(queue.contents(static_cast<Nanos>(t)), then[t]) << "at " << t;
    ASSERT_EQ(queue.lengthAt(static_cast<Nanos>(t)), then[t].size());
  }
}

TEST(QueueHistory, TellsAStay) {
  QueueHistory queue;
  const std::vector<LifeId> goroutines{LifeId{1}, LifeId{2}};
  queue.put(10, goroutines);
  queue.take(30, 1);
  queue.take(40, 1);
  queue.publish();
  const std::vector<QueueHistory::Stay> stays = queue.stays(LifeId{2}, 0, 50);
  ASSERT_EQ(stays.size(), 1U);
  EXPECT_EQ(stays[0].put, 10);
  EXPECT_EQ(stays[0].taken, 40);
  EXPECT_EQ(stays[0].before, 1U);
  EXPECT_EQ(queue.occupant(stays[0].position - 1), LifeId{1});
  EXPECT_TRUE(queue.stays(LifeId{2}, 11, 50).empty());
  EXPECT_TRUE(queue.stays(LifeId{3}, 0, 50).empty());
}

TEST(QueueTracker, AfterALossKnowsItsContentsOnceAllThatIsOlderIsGone) {
  QueueTracker queue;
  const LifeId a{1};
  const LifeId b{2};
  queue.put(10, 0, {&a, 1});
  queue.lose(20);
  queue.put(30, 0xffff'ffffU, {&b, 1});  // positions wrap
  queue.take(40, 0xffff'fffeU, 1);       // an unknown one, older than b
  queue.publish();
  EXPECT_TRUE(queue.knownAt(19));
  EXPECT_FALSE(queue.knownAt(39));
  EXPECT_TRUE(queue.knownAt(40));
  EXPECT_EQ(queue.history().contents(40), std::vector<LifeId>{b});
}

TEST(QueueTracker, AStatusRecordMakesItKnown) {
  QueueTracker queue;
  queue.lose(20);
  queue.beginRestore(30, 2);
  queue.restore(40, LifeId{1});
  queue.restore(50, LifeId{2});
  queue.publish();
  EXPECT_FALSE(queue.knownAt(45));
  EXPECT_TRUE(queue.knownAt(50));
  EXPECT_EQ(queue.history().contents(50), (std::vector<LifeId>{LifeId{1}, LifeId{2}}));
}

TEST(QueueTracker, IsUnknownWhileAnUnknownGoroutineStandsInIt) {
  QueueTracker queue;
  queue.lose(20);
  queue.beginRestore(30, 2);
  queue.restore(30, LifeId{});
  queue.restore(30, LifeId{2});
  queue.take(40, 7, 1);
  queue.publish();
  EXPECT_FALSE(queue.knownAt(35));
  EXPECT_EQ(queue.history().lengthAt(35), 2U) << "how many is known";
  EXPECT_TRUE(queue.knownAt(40));
}

TEST(StackHistory, ContentsEqualAReplayAtEveryInstant) {
  auto random = [engine = std::mt19937(5)]() mutable { return static_cast<std::uint32_t>(engine()); };
  StackHistory stack;
  std::vector<std::uint32_t> now;
  std::vector<std::vector<std::uint32_t>> then;
  for (Nanos t = 0; t < 2000; ++t) {
    const std::uint32_t value = random() % 16;
    const auto at = std::find(now.begin(), now.end(), value);
    if (at == now.end()) {
      stack.push(t, value);
      now.push_back(value);
    } else {
      stack.remove(t, value);  // often not the top
      now.erase(at);
    }
    then.push_back(now);
    if (t % 10 == 0) stack.publish();
  }
  stack.publish();
  for (std::size_t t = 0; t < then.size(); ++t) ASSERT_EQ(stack.contents(static_cast<Nanos>(t)), then[t]) << "at " << t;
}

TEST(AliveIndex, CandidatesHoldAllThatLive) {
  auto random = [engine = std::mt19937(11)]() mutable { return static_cast<std::uint32_t>(engine()); };
  AliveIndex index;
  struct Life {
    Nanos born, died;
  };
  std::vector<Life> lives;
  std::vector<std::uint32_t> living;
  for (Nanos t = 0; t < 20'000; ++t) {
    if (living.empty() || random() % 2 == 0) {
      index.born(LifeId{static_cast<std::uint32_t>(lives.size())}, t);
      living.push_back(static_cast<std::uint32_t>(lives.size()));
      lives.push_back({t, 1'000'000});
    } else {
      std::swap(living[random() % living.size()], living.back());
      lives[living.back()].died = t;
      index.died(LifeId{living.back()});
      living.pop_back();
    }
  }
  index.publish();
  EXPECT_EQ(index.alive(), living.size());
  std::size_t looked = 0;
  for (Nanos t = 0; t < 20'000; t += 97) {
    const AliveIndex::Candidates candidates = index.candidates(t);
    std::vector<bool> named(lives.size());
    if (candidates.kept != nullptr) {
      for (const LifeId g : *candidates.kept) named[g.value] = true;
      looked += candidates.kept->size();
    }
    for (std::size_t g = 0; g < lives.size(); ++g) {
      const bool alive = lives[g].born <= t && lives[g].died > t;
      ASSERT_TRUE(!alive || named[g] || g >= candidates.from) << g << " at " << t;
    }
  }
  EXPECT_GT(looked, 0U) << "no checkpoint was ever taken";
}

TEST(NameTable, PutsPartsTogetherAlsoAfterTheFirstUse) {
  NameTable names;
  const std::uint32_t index = names.indexOf(42);
  EXPECT_NE(index, 0U);
  EXPECT_EQ(names.text(index), "");
  names.part(42, 1, {0x7a, 0, 0, 0});                                   // "z"
  names.part(42, 0, {0x61616161, 0x62626262, 0x63636363, 0x0a646464});  // with a line break
  EXPECT_EQ(names.text(index), "aaaabbbbccccddd z");
  EXPECT_EQ(names.indexOf(42), index);
  EXPECT_EQ(names.indexOf(0), 0U);
  EXPECT_EQ(names.text(99), "");
}

}  // namespace
}  // namespace gmpscope::analysis
