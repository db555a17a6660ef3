// The state at random instants of real runs, as the model looks it up and as a replay of everything before finds it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>

#include "core/analysis/model_builder.h"
#include "core/trace/reader/linearizer.h"
#include "tests/stress/board_replay.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/varied_programs.h"

namespace gmpscope::test {
namespace {

constexpr int kInstants = 100;

// Where something happened, and a nanosecond before.
std::vector<Nanos> instants(const RecordedTrace& trace, const TickScale& scale, std::mt19937& random) {
  std::vector<Nanos> all;
  for (int i = 0; i < kInstants; ++i) {
    const std::vector<trace::Event>& events = trace.ms[random() % trace.ms.size()];
    if (events.empty()) continue;
    all.push_back(std::max<Nanos>(0, scale.toNanos(events[random() % events.size()].time) - i % 2));
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(StateAt, IsWhatAReplayFinds) {
  const std::uint32_t seed = stressSeed();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::size_t compared = 0;
  for (const RecordedTrace& trace : recordVariedPrograms(seed)) {
    ASSERT_FALSE(trace.ms.empty() || trace.ms[0].empty());
    const TickScale scale{trace.ms[0].front().time, 1.0};
    BoardReplay replay(instants(trace, scale, random));
    analysis::TraceModel model;
    analysis::RunInfo run;
    run.startTicks = scale.startTicks;
    run.nanosPerTick = scale.nanosPerTick;
    analysis::ModelBuilder builder(model, run);
    trace::Linearizer linearizer(scale, {&builder, &replay});
    for (std::uint32_t m = 0; m < trace.ms.size(); ++m) linearizer.add({m, 0, trace.ms[m]});
    linearizer.finish({}, 0, true);
    builder.finish({});
    for (const auto& [time, board] : replay.boards()) {
      ASSERT_EQ(difference(boardOf(model.stateAt(time)), board), "")
          << trace.name << " at " << time << " ns, seed " << seed;
      ++compared;
    }
  }
  EXPECT_GT(compared, 1000U);
}

}  // namespace
}  // namespace gmpscope::test
