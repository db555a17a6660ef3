// The default of GOMAXPROCS, from files as the kernel writes them.

#include "core/runtime/cpu_limit.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace gmpscope::test {
namespace {

namespace fs = std::filesystem;
using gmp::rt::cgroupLimit;
using gmp::rt::defaultProcs;

class CpuLimit : public ::testing::Test {
 protected:
  CpuLimit() {
    std::string name = (fs::temp_directory_path() / "gmpscope-cgroup-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~CpuLimit() override { fs::remove_all(root_); }

  void write(const fs::path& file, const std::string& text) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  fs::path root_;
};

TEST_F(CpuLimit, IsNoneWithoutAQuota) {
  EXPECT_EQ(cgroupLimit("", root_), std::nullopt);
  EXPECT_EQ(cgroupLimit("0::/a/b\n", root_), std::nullopt);
  write("a/b/cpu.max", "max 100000\n");
  EXPECT_EQ(cgroupLimit("0::/a/b\n", root_), std::nullopt);
  write("cpu/a/cpu.cfs_quota_us", "-1\n");
  write("cpu/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroupLimit("4:cpu,cpuacct:/a\n", root_), std::nullopt);
}

TEST_F(CpuLimit, IsTheLeastOfAllGroupsAbove) {
  write("a/b/cpu.max", "350000 100000\n");
  EXPECT_EQ(cgroupLimit("0::/a/b\n", root_), 3.5);
  write("a/cpu.max", "50000 100000\n");
  EXPECT_EQ(cgroupLimit("0::/a/b\n", root_), 0.5);
  write("cpu.max", "25000 100000\n");
  EXPECT_EQ(cgroupLimit("0::/a/b\n", root_), 0.25);
}

TEST_F(CpuLimit, IsFoundInBothVersions) {
  write("cpu/x/cpu.cfs_quota_us", "600000\n");
  write("cpu/x/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroupLimit("5:memory:/y\n4:cpuacct,cpu:/x\n", root_), 6.0);
  write("z/cpu.max", "450000 100000\n");
  EXPECT_EQ(cgroupLimit("4:cpu:/x\n0::/z\n", root_), 4.5);
}

TEST_F(CpuLimit, NonsenseIsNoLimit) {
  write("cpu.max", "many\n");
  EXPECT_EQ(cgroupLimit("0::/\nnonsense\n0::relative\n:::\n", root_), std::nullopt);
}

TEST(DefaultProcs, IsTheMaskUpToTheLimitRoundedUpAndAtLeastTwo) {
  EXPECT_EQ(defaultProcs(8, std::nullopt), 8U);
  EXPECT_EQ(defaultProcs(8, 2.5), 3U);
  EXPECT_EQ(defaultProcs(8, 0.1), 2U);
  EXPECT_EQ(defaultProcs(1, 0.1), 1U);
  EXPECT_EQ(defaultProcs(4, 16.0), 4U);
  EXPECT_GE(defaultProcs(), 1U);
}

}  // namespace
}  // namespace gmpscope::test
