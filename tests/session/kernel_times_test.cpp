// What the kernel's switch records add up to, against what the kernel itself counts of each thread.

#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is not in <csignal>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include "app/session/session.h"
#include "core/analysis/statistics.h"
#include "core/base/clock.h"
#include "core/kernel/proc_thread.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope::app {
namespace {

using namespace std::chrono_literals;

// The kernel's sum and its records part where it switches: the record of a thread's coming is written when it is all
// but there, the sum begins when it is chosen. With many other processes about, switches are many.
constexpr double kSwitchNanos = 10'000;

// What /proc says of all threads of a process that stands still: nothing is under way in the kernel's sums.
struct Moment {
  std::uint64_t ticks = 0;
  std::map<std::uint32_t, kernel::SchedTimes> times;  // by tid
};
Moment standStill(int pid) {
  Moment moment;
  EXPECT_EQ(::kill(pid, SIGSTOP), 0);
  std::this_thread::sleep_for(20ms);
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    const int tid = std::stoi(entry.path().filename());
    if (const auto thread = kernel::ProcThread::open(pid, tid)) {
      if (const auto read = thread->times()) moment.times[static_cast<std::uint32_t>(tid)] = *read;
    }
  }
  moment.ticks = ticksNow();
  std::this_thread::sleep_for(5ms);
  EXPECT_EQ(::kill(pid, SIGCONT), 0);
  return moment;
}

// What a hypervisor took from all cores so far, in hundredths of a second: the kernel leaves it out of its sums.
std::uint64_t stolenByTheHost() {
  std::ifstream stat("/proc/stat");
  std::string cpu;
  std::uint64_t value = 0;
  stat >> cpu;
  for (int field = 0; field < 8; ++field) stat >> value;
  return value;
}

enum class Outcome { Compared, NoSwitchRecords, NoSchedstat, HostInterfered };

Outcome compare() {
  auto started = Session::run({.preset = "work-stealing", .gomaxprocs = 2, .seconds = 2});
  if (!started.ok()) throw std::runtime_error(started.error().text());
  Session& session = *started.value();
  if (session.model().run().kernelSource != kernel::Source::Perf) return Outcome::NoSwitchRecords;
  std::this_thread::sleep_for(200ms);
  const std::uint64_t stolenBefore = stolenByTheHost();
  const Moment first = standStill(session.workerPid());
  std::this_thread::sleep_for(1s);
  const Moment second = standStill(session.workerPid());
  const bool interfered = stolenByTheHost() != stolenBefore;
  session.stop();
  session.wait();
  if (first.times.empty()) return Outcome::NoSchedstat;
  if (interfered) return Outcome::HostInterfered;

  const analysis::TraceModel& model = session.model();
  const TickScale scale{model.run().startTicks, model.run().nanosPerTick};
  const auto statistics = analysis::computeStatistics(
      model, analysis::StatisticsRange{scale.toNanos(first.ticks), scale.toNanos(second.ticks)});
  EXPECT_EQ(statistics.counts.kernelLosses, 0U);
  int compared = 0;
  for (const analysis::KernelThreadStatistics& thread : statistics.kernelThreads) {
    const auto before = first.times.find(thread.tid), after = second.times.find(thread.tid);
    if (before == first.times.end() || after == second.times.end()) continue;
    const auto ran = static_cast<double>(after->second.ranNanos - before->second.ranNanos);
    const auto executing = static_cast<double>(thread.executing);
    const std::uint64_t switches = thread.voluntary + thread.involuntary;
    std::printf("M%d: on its core %.3f ms by records, %.3f ms by /proc (%+.2f %%), %llu switches\n",
                thread.m.valid() ? static_cast<int>(thread.m.value) : -1, executing / 1e6, ran / 1e6,
                ran > 0 ? 100 * (executing - ran) / ran : 0, static_cast<unsigned long long>(switches));
    if (ran < 100e6) continue;
    EXPECT_NEAR(executing, ran, ran / 100 + kSwitchNanos * static_cast<double>(switches));
    EXPECT_EQ(switches, after->second.slices - before->second.slices) << "none was missed";
    ++compared;
  }
  EXPECT_GE(compared, 1) << "somebody was busy";
  return Outcome::Compared;
}

TEST(KernelTimes, OfEachThreadAgreeWithProcWithinOnePercent) {
  ::setenv("GMPSCOPE_WORKER", test::builtProgram("gmp-worker").c_str(), 1);
  ::unsetenv("GMPSCOPE_KERNEL_SOURCE");
  Outcome outcome = Outcome::HostInterfered;
  for (int i = 0; i < 5 && outcome == Outcome::HostInterfered; ++i) outcome = compare();
  switch (outcome) {
    case Outcome::Compared:
      break;
    case Outcome::NoSwitchRecords:
      GTEST_SKIP() << "the kernel gives no switch records here";
    case Outcome::NoSchedstat:
      GTEST_SKIP() << "this kernel keeps no schedstat";
    case Outcome::HostInterfered:
      GTEST_SKIP() << "the host took cores away in each of five runs, which the kernel leaves out of its sums";
  }
}

}  // namespace
}  // namespace gmpscope::app
