// Random programs with 1, 2, 4 and 8 Ps, and random knobs: each does all it should, and its trace breaks no rule.

#include <chrono>
#include <iterator>
#include <random>

#include "tests/stress/random_program.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/watchdog.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

// Half of the runs in a storm of preemptions, half of them perturbed, a quarter with knobs that aren't as in Go.
gmp::Options optionsOf(std::uint32_t seed) {
  gmp::Options options;
  if (seed % 2 != 0) options.slice = std::chrono::microseconds(100);
  if (seed / 2 % 2 != 0) options.perturbation_seed = seed;
  if (seed / 4 % 4 != 0) return options;
  std::minstd_rand random(seed + 1);
  const auto oneOf = [&random](const auto& values) { return values[random() % std::size(values)]; };
  constexpr int kSizes[] = {2, 4, 16, 256};
  constexpr int kIntervals[] = {1, 7, 61};
  constexpr gmp::Steal kSteals[] = {gmp::Steal::off, gmp::Steal::one, gmp::Steal::half};
  options.queue_size = oneOf(kSizes);
  options.global_check_interval = oneOf(kIntervals);
  options.steal = oneOf(kSteals);
  options.runnext = random() % 2 != 0;
  options.spinning = random() % 2 != 0;
  if (random() % 4 == 0) options.affinity = gmp::Affinity::pin;
  return options;
}

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
    RunSettings settings;
    settings.options = optionsOf(seed);
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
