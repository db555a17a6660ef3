#include "core/kernel/proc_thread.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <thread>

namespace gmpscope::kernel {
namespace {

TEST(Schedstat, ThreeNumbers) { EXPECT_EQ(parseSchedstat("123 456 7\n"), (SchedTimes{123, 456, 7})); }

TEST(Schedstat, AnythingElseIsNothing) {
  for (const char* text : {"", "1 2", "1 2 x", "x 1 2", "1,2,3"}) EXPECT_FALSE(parseSchedstat(text)) << text;
}

TEST(Status, InvoluntarySwitches) {
  EXPECT_EQ(parseInvoluntarySwitches("Name:\tx\nvoluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t17\n"), 17U);
  EXPECT_FALSE(parseInvoluntarySwitches("Name:\tnonvoluntary_ctxt_switches:\t17\n"));
  EXPECT_FALSE(parseInvoluntarySwitches("a\nnonvoluntary_ctxt_switches:\t\n"));
}

TEST(ProcThread, FollowsAThreadToItsEnd) {
  std::promise<int> tid;
  std::promise<void> slept;
  std::promise<void> end;
  std::thread thread([&] {
    tid.set_value(gettid());
    for (int i = 0; i < 5; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    slept.set_value();
    end.get_future().wait();
  });
  const int id = tid.get_future().get();
  const auto watched = ProcThread::open(getpid(), id);
  if (!watched) {
    end.set_value();
    thread.join();
    GTEST_SKIP() << "this kernel, or this chroot, has no /proc/PID/task/TID/schedstat";
  }
  slept.get_future().wait();
  const auto times = watched->times();
  ASSERT_TRUE(times);
  EXPECT_GE(times->slices, 5U);
  EXPECT_GT(times->ranNanos, 0U);
  EXPECT_TRUE(watched->involuntarySwitches());
  end.set_value();
  thread.join();
  // The C library returns from join a moment before the kernel has taken the thread away.
  for (int i = 0; i < 1000 && watched->times(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_FALSE(watched->times());
  EXPECT_FALSE(ProcThread::open(getpid(), id));
}

}  // namespace
}  // namespace gmpscope::kernel
