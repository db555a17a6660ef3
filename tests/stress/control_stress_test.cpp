// Random control of a run leaves no hang, breaks no rule, and the run ends as if nobody had touched it.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/workload/preset_library.h"
#include "core/workload/run_preset.h"
#include "tests/stress/random_program.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/watchdog.h"
#include "tests/support/random_control.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

// In the long form at least so many, however long that takes.
int leastRequests() { return std::getenv("GMPSCOPE_STRESS_SECONDS") != nullptr ? scaled(100'000) : 0; }

class ControlStress : public TracedRun {
 protected:
  // Runs `mainFn(seed, stop)` again and again, each time with a controller beside it that asks so many things and then
  // requests stop.
  template <class MainFn>
  void controlled(int requests, std::chrono::steady_clock::time_point end, MainFn mainFn) {
    Watchdog watchdog("a controlled run");
    std::uint32_t seed = stressSeed();
    std::printf("first seed %u\n", seed);
    int asked = 0;
    do {
      SCOPED_TRACE("seed " + std::to_string(seed));
      watchdog.progress(seed);
      gmp::rt::Control control;
      workload::StopFlag stop;
      RunSettings settings;
      settings.keepEvents = false;
      settings.control = &control;
      std::thread outside([&] {
        EXPECT_TRUE(RandomControl(control, seed).ask(requests));
        stop.request();
      });
      const RunRecord record = runWith(settings, [&] {
        mainFn(seed, stop);
        // The controller too has to come to its end, and what it has asked for.
        while (!stop.requested() || gmp::num_goroutine() > 1) gmp::sleep_for(std::chrono::milliseconds(1));
      });
      outside.join();
      ASSERT_EQ(record.code, 0);
      ASSERT_EQ(record.created, record.ended + record.abandoned);
      if (HasFailure()) return;
      asked += requests;
      ++seed;
    } while (std::chrono::steady_clock::now() < end || asked < leastRequests());
  }
};
GMPSCOPE_WITH_PROCS(ControlStress);

TEST_P(ControlStress, RandomProgramsDoAllTheyShould) {
  controlled(60, stressEnd(), [](std::uint32_t seed, const workload::StopFlag&) {
    RandomProgram program(seed, scaled(4000));
    program.run();
    EXPECT_EQ(program.done(), program.expected());
  });
}

TEST_P(ControlStress, PresetsEnd) {
  const auto library = workload::loadLibrary();
  ASSERT_TRUE(library.ok()) << library.error().text();
  const auto compute = workload::Compute::calibrate();
  for (const workload::Preset& preset : library.value()) {
    SCOPED_TRACE(preset.info.id);
    controlled(200, stressEnd(static_cast<int>(library.value().size())),
               [&](std::uint32_t, workload::StopFlag& stop) { workload::runPreset(preset, {}, compute, stop); });
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace gmpscope::test
