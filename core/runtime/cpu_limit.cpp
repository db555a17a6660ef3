#include "core/runtime/cpu_limit.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace gmp::rt {
namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// "QUOTA PERIOD" in microseconds; a quota of "max" or -1 is none.
std::optional<double> limitOf(const std::string& text) {
  std::istringstream in(text);
  double quota = 0, period = 0;
  if (!(in >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

// The least limit of `group` and the groups above it.
template <class Limit>
std::optional<double> least(const fs::path& root, fs::path group, Limit&& limit) {
  std::optional<double> result;
  for (;;) {
    const std::optional<double> here = limit(root / group.relative_path());
    if (here && (!result || *here < *result)) result = here;
    if (!group.has_relative_path()) return result;
    group = group.parent_path();
  }
}

bool namesCpu(const std::string& controllers) {
  std::istringstream in(controllers);
  for (std::string each; std::getline(in, each, ',');)
    if (each == "cpu") return true;
  return false;
}

}  // namespace

std::optional<double> cgroupLimit(const std::string& cgroups, const fs::path& root) {
  // Lines "ID:CONTROLLERS:PATH"; version 2 has the ID 0 and names no controllers.
  std::optional<double> result;
  std::istringstream lines(cgroups);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const fs::path group = line.substr(second + 1);
    if (!group.has_root_directory()) continue;
    std::optional<double> limit;
    if (line.starts_with("0:") && controllers.empty()) {
      limit = least(root, group, [](const fs::path& at) { return limitOf(contentOf(at / "cpu.max")); });
    } else if (namesCpu(controllers)) {
      limit = least(root / "cpu", group, [](const fs::path& at) {
        return limitOf(contentOf(at / "cpu.cfs_quota_us") + " " + contentOf(at / "cpu.cfs_period_us"));
      });
    }
    if (limit && (!result || *limit < *result)) result = limit;
  }
  return result;
}

std::uint32_t defaultProcs(std::uint32_t cpus, std::optional<double> limit) {
  if (!limit) return std::max(cpus, 1U);
  const double allowed = std::max(2.0, std::ceil(*limit));
  return allowed < cpus ? static_cast<std::uint32_t>(allowed) : std::max(cpus, 1U);
}

std::uint32_t defaultProcs() {
  cpu_set_t set;
  const auto cpus = ::sched_getaffinity(0, sizeof set, &set) == 0
                        ? static_cast<std::uint32_t>(CPU_COUNT(&set))
                        : static_cast<std::uint32_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
  return defaultProcs(cpus, cgroupLimit(contentOf("/proc/self/cgroup"), "/sys/fs/cgroup"));
}

}  // namespace gmp::rt
