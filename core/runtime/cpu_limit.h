#pragma once
// How many CPUs this process may use: those of its affinity mask, and as much time as its cgroups allow.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace gmp::rt {

// CPUs' worth of time that the cgroups allow, of version 2 or 1: the least of the process's own and all above it.
// Nothing: no limit. `cgroups` is the content of /proc/self/cgroup, `root` is where cgroup files are mounted.
[[nodiscard]] std::optional<double> cgroupLimit(const std::string& cgroups, const std::filesystem::path& root);

// What GOMAXPROCS is if nobody says otherwise: the CPUs of the mask, but no more than the cgroups' limit, rounded up,
// and that not below two, so that there still is parallelism.
[[nodiscard]] std::uint32_t defaultProcs(std::uint32_t cpus, std::optional<double> limit);

// For this process, now.
[[nodiscard]] std::uint32_t defaultProcs();

}  // namespace gmp::rt
