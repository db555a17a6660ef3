#include "core/kernel/cpu_topology.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>
#include <thread>

namespace gmpscope::kernel {
namespace {

using Cores = std::vector<std::uint32_t>;

TEST(CoreList, NumbersAndRanges) {
  EXPECT_EQ(parseCoreList("0").value(), (Cores{0}));
  EXPECT_EQ(parseCoreList("0-3,8\n").value(), (Cores{0, 1, 2, 3, 8}));
  EXPECT_EQ(parseCoreList("5,2-3,2").value(), (Cores{2, 3, 5}));
}

TEST(CoreList, WrongTextIsAnErrorThatShowsIt) {
  for (const char* text : {"", "-1", "1-", "3-1", "1,,2", "1,", "a", "1 2", "99999999999", "0-4000000000"}) {
    const auto result = parseCoreList(text);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().place, text);
  }
}

TEST(CpuTopology, AllowedCoresAreOnline) {
  const Cores online = onlineCores();
  const Cores allowed = allowedCores();
  ASSERT_FALSE(allowed.empty());
  EXPECT_TRUE(std::includes(online.begin(), online.end(), allowed.begin(), allowed.end()));
}

TEST(CpuTopology, AllowedCoresFollowTheAffinityMask) {
  const Cores before = allowedCores();
  Cores pinned;
  std::thread([&] {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(before.back(), &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    pinned = allowedCores();
  }).join();
  EXPECT_EQ(pinned, (Cores{before.back()}));
  EXPECT_EQ(allowedCores(), before);
}

}  // namespace
}  // namespace gmpscope::kernel
