// Which source is chosen, and what is said of it.

#include "core/base/clock.h"
#include "tests/kernel/watched_threads.h"

namespace gmpscope::kernel {
namespace {

// A process that we may not look into: that of root, seen by nobody. perf_event_paranoid = 3 is refused in the same
// way.
TEST_F(ThreadWatchTest, RefusalFallsBackAndSaysWhatWouldHelp) {
  std::fflush(nullptr);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(10);
    const auto watch = ThreadWatch::open(1);
    printSource(*watch);
    std::fflush(nullptr);
    if (watch->source() == Source::Perf) _exit(11);
    if (watch->hint().find("the kernel refuses switch records") == std::string::npos) _exit(12);
    if (watch->hint().find("setcap cap_perfmon+ep /") == std::string::npos) _exit(13);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(ThreadWatchTest, NoSuchProcess) {
  const auto watch = ThreadWatch::open(0x3fffffff);
  EXPECT_EQ(watch->source(), Source::None);
  EXPECT_NE(watch->hint().find("doesn't exist"), std::string::npos) << watch->hint();
  std::vector<SwitchRecord> all;
  const std::uint64_t before = ticksNow();
  EXPECT_GE(watch->drain(all), before);
  EXPECT_TRUE(all.empty());
}

TEST_F(ThreadWatchTest, TheEnvironmentOverrides) {
  setenv("GMPSCOPE_KERNEL_SOURCE", "none", 1);
  EXPECT_EQ(ThreadWatch::open(getpid())->source(), Source::None);
  setenv("GMPSCOPE_KERNEL_SOURCE", "sampled", 1);
  const auto sampled = ThreadWatch::open(getpid(), Source::None)->source();
  setenv("GMPSCOPE_KERNEL_SOURCE", "nonsense", 1);
  testing::internal::CaptureStderr();
  EXPECT_EQ(ThreadWatch::open(getpid(), Source::None)->source(), Source::None);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("expected perf, sampled or none"), std::string::npos);
  if (sampled == Source::None) GTEST_SKIP() << "no /proc/PID/task/TID/schedstat here";
  EXPECT_EQ(sampled, Source::Sampled);
}

}  // namespace
}  // namespace gmpscope::kernel
