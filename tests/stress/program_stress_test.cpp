// Random programs with 1, 2, 4 and 8 Ps: each does all it should, and its trace breaks no rule.

#include "tests/stress/random_program.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/watchdog.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

class ProgramStress : public TracedRun {};
GMPSCOPE_WITH_PROCS(ProgramStress);

TEST_P(ProgramStress, DoesAllItShouldAndItsTraceIsSound) {
  Watchdog watchdog("a random program");
  std::uint32_t seed = stressSeed();
  std::printf("first seed %u\n", seed);
  const auto end = stressEnd();
  do {
    SCOPED_TRACE("seed " + std::to_string(seed));
    watchdog.progress(seed);
    RandomProgram program(seed, scaled(4000));
    // Every other one in a storm of preemptions.
    RunSettings settings;
    if (seed % 2 != 0) settings.options.slice = std::chrono::microseconds(100);
    const RunRecord record = runWith(settings, [&program] {
      program.run();
      letOthersEnd();
    });
    ASSERT_EQ(record.code, 0);
    ASSERT_EQ(record.created, record.ended + record.abandoned);
    ASSERT_EQ(program.done(), program.expected());
    if (HasFailure()) return;
    ++seed;
  } while (std::chrono::steady_clock::now() < end);
}

}  // namespace
}  // namespace gmpscope::test
