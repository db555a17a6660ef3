// The local run queue and its events under every interleaving: see queue_model.h.

#include <gtest/gtest.h>

#include "tests/model/queue_model.h"

namespace gmpscope::model {
namespace {

using Fault = QueueModel::Fault;

Verdict explored(const QueueModel::Programs& programs, std::uint32_t inQueue, const Defects& defects = {},
                 Fault fault = Fault::None) {
  return explore(
      [&] {
        auto queue = anew<QueueModel>(programs, inQueue, fault);
        return World{{[queue] { queue->run(0); }, [queue] { queue->run(1); }, [queue] { queue->run(2); }},
                     [queue](bool stuck) { queue->check(stuck); }};
      },
      defects);
}

TEST(QueueModel, NothingIsLostBetweenOwnerAndThieves) {
  for (const QueueModel::Programs& programs : {QueueModel::Programs{"cct", "s", "s"},
                                               {"cctt", "st", "n"},
                                               {"tct", "s", "n"},
                                               {"ttt", "s", "s"},
                                               {"cctct", "st", "n"}}) {
    const Verdict verdict = explored(programs, 3);
    EXPECT_TRUE(verdict.sound()) << programs.owner << ": " << verdict.fault;
    EXPECT_GT(verdict.ends, 10U) << programs.owner;
    RecordProperty(std::string(programs.owner), std::to_string(verdict.states) + " states");
  }
}

TEST(QueueModel, NothingIsLostInAnOverflow) {
  const Verdict verdict = explored({"cct", "s", "n"}, 5);
  EXPECT_TRUE(verdict.sound()) << verdict.fault;
}

TEST(QueueModel, AnExchangeThatComparesNothingIsFound) {
  EXPECT_NE(explored({"tt", "s", ""}, 3, {.exchangeComparesNothing = true}).fault, "");
  EXPECT_NE(explored({"cc", "s", ""}, 5, {.exchangeComparesNothing = true}).fault, "");
}

TEST(QueueModel, AMissingReleaseIsFound) {
  EXPECT_NE(explored({"c", "s", ""}, 1, {.releaseIsRelaxed = true}).fault, "");
}

TEST(QueueModel, EventsWithAnotherValueThanTheOneReplacedAreFound) {
  EXPECT_NE(explored({"tt", "s", ""}, 4, {}, Fault::HeadReadAgain).fault, "");
  EXPECT_NE(explored({"ct", "n", ""}, 2, {}, Fault::OldGeneration).fault, "");
}

// One who looks during a kick, when the goroutine stands neither in runnext nor in the ring, isn't told that the queue
// is empty.
Verdict lookedAtDuringAKick(bool twice) {
  using Queue = QueueModel::Queue;
  return explore([twice] {
    auto queue = anew<Queue>();
    Queue::Owner(*queue).putNext(1);
    return World{{[queue] {
                    Queue::Owner own(*queue);
                    Queue::Seen seen;
                    own.putTail(own.putNext(2).g, seen);
                    own.takeNext();
                  },
                  [queue, twice] {
                    if (twice) {
                      require(!queue->empty(), "a queue that is never empty looks so");
                    } else {
                      const Queue::Seen seen = queue->seen();
                      require(seen.head != seen.tail || queue->next().g != 0, "a queue that is never empty looks so");
                    }
                  }},
                 [](bool) {}};
  });
}

TEST(QueueModel, IsNeverCalledEmptyAcrossAKick) {
  const Verdict verdict = lookedAtDuringAKick(true);
  EXPECT_TRUE(verdict.sound()) << verdict.fault;
  EXPECT_NE(lookedAtDuringAKick(false).fault, "") << "looking once is enough, so the model shows nothing";
}

}  // namespace
}  // namespace gmpscope::model
