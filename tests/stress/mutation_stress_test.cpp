// Traces of real runs, each altered at one place: the rules must notice every one of many thousand such alterations.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>

#include "tests/stress/stress_time.h"
#include "tests/stress/trace_mutation.h"
#include "tests/stress/varied_programs.h"

namespace gmpscope::test {
namespace {

// A tenth of them where time is short.
int mutations() { return std::getenv("GMPSCOPE_STRESS_SECONDS") != nullptr ? 10'000 : 1'000; }

TEST(Mutations, AreAllNoticed) {
  const std::uint32_t seed = stressSeed();
  std::printf("seed %u\n", seed);
  const std::vector<RecordedTrace> traces = recordVariedPrograms(seed);
  for (const RecordedTrace& trace : traces) ASSERT_EQ(judge(trace), "") << trace.name;
  Mutator mutator(traces, seed);
  std::map<std::string, std::pair<int, std::string>> missed;
  for (int i = 0; i < mutations(); ++i) {
    const Mutator::Drawn drawn = mutator.draw();
    const RecordedTrace& trace = traces[drawn.trace];
    if (!judge(drawn.mutation.applied(trace)).empty()) continue;
    const std::string text = drawn.mutation.text(trace);
    auto& [count, example] = missed[text.substr(0, text.find_first_of(",:("))];
    ++count;
    example = text;
  }
  for (const auto& [what, times] : missed) ADD_FAILURE() << times.first << " times: " << times.second;
}

}  // namespace
}  // namespace gmpscope::test
