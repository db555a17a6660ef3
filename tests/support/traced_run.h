#pragma once
// The fixture of every test that runs goroutines: with 1, 2, 4 and 8 Ps, traced, read live, checked. Each run's trace
// must be whole and break no rule, and no test may leave threads or descriptors behind.

#include <gmp/gmp.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <utility>

#include "tests/support/checked_run.h"
#include "tests/support/process_state.h"
#include "tests/support/sanitizers.h"

namespace gmpscope::test {

class TracedRun : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override { before_ = ProcessState::now(); }
  void TearDown() override { expectBackTo(before_); }

  [[nodiscard]] static int procs() { return GetParam(); }

  // Main returns and every goroutine has ended by then, or was preempted after the last thing that it had to do.
  static RunRecord run(std::function<void()> mainFn) {
    RunRecord record = runAnyhow([mainFn = std::move(mainFn)] {
      mainFn();
      letOthersEnd();
    });
    EXPECT_EQ(record.code, 0);
    EXPECT_EQ(record.created, record.ended + record.abandoned);
    return record;
  }
  // The run may end in any way.
  static RunRecord runAnyhow(std::function<void()> mainFn) { return runWith({}, std::move(mainFn)); }
  static RunRecord runWith(RunSettings settings, std::function<void()> mainFn) {
    settings.options.gomaxprocs = procs();
    RunRecord record = runAndRead(settings, std::move(mainFn));
    expectSound(record);
    return record;
  }
  // The same, and what was said on stderr meanwhile.
  static RunRecord runAnyhow(std::string& said, std::function<void()> mainFn) {
    ::testing::internal::CaptureStderr();
    RunRecord record = runAnyhow(std::move(mainFn));
    said = ::testing::internal::GetCapturedStderr();
    return record;
  }

 private:
  ProcessState before_;
};

}  // namespace gmpscope::test

// All tests of SUITE, with each number of Ps.
#define GMPSCOPE_WITH_PROCS(SUITE)                                  \
  INSTANTIATE_TEST_SUITE_P(P, SUITE, ::testing::Values(1, 2, 4, 8), \
                           [](const auto& procs) { return std::to_string(procs.param); })
#define GMPSCOPE_WITH_ONE_PROC(SUITE)                      \
  INSTANTIATE_TEST_SUITE_P(P, SUITE, ::testing::Values(1), \
                           [](const auto& procs) { return std::to_string(procs.param); })
