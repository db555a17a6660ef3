// The window reads while the builder writes. What a reader sees before the edge must be final and whole; under
// ThreadSanitizer this also proves that nothing is read without order.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/analysis/model_builder.h"
#include "core/analysis/reasons.h"
#include "core/analysis/statistics.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

constexpr int kRounds = 4000;

void write(TraceModel& model, ModelBuilder& builder) {
  Feeder feed(builder);
  feed.startThread(0, 100, 0);
  const LifeId main = feed.create(0, 0);
  feed.startNext(0, 0);
  for (Nanos t = 10; t < kRounds * 10; t += 10) {
    feed.at(t);
    feed.name(0, static_cast<std::uint32_t>(t), "name");
    const LifeId g = feed.create(0, 0, main, static_cast<std::uint32_t>(t));
    feed.block(0, 0, main, 3, trace::WaitReason::WaitGroup);
    feed.startNext(0, 0);
    feed.at(t + 5);
    feed.ready(0, 0, main, 3);
    feed.exit(0, 0, g);
    feed.startNext(0, 0);
    if (t % 70 == 0) feed.edge(t + 5);
  }
  builder.finish({EndReason::Finished, 0, ""});
  ASSERT_GT(model.edge(), 0);
}

TEST(ConcurrentReaders, SeeWhatIsFinal) {
  TraceModel model;
  RunInfo run;
  run.gomaxprocs = 1;
  ModelBuilder builder(model, run);
  std::atomic<bool> over{false};
  std::atomic<int> looked{0};
  std::atomic<int> wrong{0};

  std::thread reader([&] {
    while (!over.load(std::memory_order_relaxed)) {
      const Nanos edge = model.edge();
      if (edge < 20) continue;
      const Nanos t = edge / 2;
      const BoardState first = model.stateAt(t);
      const BoardState again = model.stateAt(t);
      // One goroutine runs at any instant but the first few, and what is before the edge doesn't change.
      if (first.running != 1 || first.processors[0].running != again.processors[0].running) wrong.fetch_add(1);
      if (first.alive != again.alive || first.waiting != again.waiting) wrong.fetch_add(1);
      const auto index = model.processor(0).covering(t, edge);
      if (!index || whyStarted(model, model.processor(0).at(*index, edge)).id != ReasonId::StartedFromRunnext)
        wrong.fetch_add(1);
      static_cast<void>(model.label(first.processors[0].running));
      static_cast<void>(model.queueLength(0).extent(0, edge));
      if (looked.fetch_add(1) % 64 == 0) static_cast<void>(computeStatistics(model));
    }
  });
  write(model, builder);
  while (looked.load() == 0 && wrong.load() == 0) std::this_thread::yield();
  over.store(true);
  reader.join();
  EXPECT_GT(looked.load(), 0);
  EXPECT_EQ(wrong.load(), 0);
  EXPECT_EQ(model.counters().created, static_cast<std::uint64_t>(kRounds));
}

}  // namespace
}  // namespace gmpscope::analysis
