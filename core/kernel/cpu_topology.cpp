#include "core/kernel/cpu_topology.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <memory>
#include <numeric>
#include <string>

namespace gmpscope::kernel {

namespace {

constexpr const char* kOnlineFile = "/sys/devices/system/cpu/online";
constexpr std::uint32_t kMostCores = 1U << 20;  // a larger number in a list is an error, not a wish for memory

bool readNumber(std::string_view& text, std::uint32_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value >= kMostCores) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

Result<std::vector<std::uint32_t>> parseCoreList(std::string_view text) {
  const Error wrong{"core list", std::string(text), "expected numbers and ranges, such as 0-3,8"};
  std::vector<std::uint32_t> cores;
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  while (true) {
    std::uint32_t first = 0;
    if (!readNumber(text, first)) return wrong;
    std::uint32_t last = first;
    if (!text.empty() && text.front() == '-') {
      text.remove_prefix(1);
      if (!readNumber(text, last) || last < first) return wrong;
    }
    for (std::uint32_t core = first; core <= last; ++core) cores.push_back(core);
    if (text.empty()) break;
    if (text.front() != ',') return wrong;
    text.remove_prefix(1);
  }
  std::sort(cores.begin(), cores.end());
  cores.erase(std::unique(cores.begin(), cores.end()), cores.end());
  return cores;
}

std::vector<std::uint32_t> onlineCores() {
  std::ifstream file(kOnlineFile);
  std::string line;
  if (std::getline(file, line)) {
    auto listed = parseCoreList(line);
    if (listed.ok()) return std::move(listed).value();
  }
  std::vector<std::uint32_t> cores(static_cast<std::size_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN))));
  std::iota(cores.begin(), cores.end(), 0U);
  return cores;
}

std::vector<std::uint32_t> allowedCores() {
  // The kernel refuses a mask that is smaller than its own, and says only that.
  for (std::size_t size = 1024; size <= kMostCores; size *= 2) {
    const std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> mask(CPU_ALLOC(size), [](cpu_set_t* m) { CPU_FREE(m); });
    const std::size_t bytes = CPU_ALLOC_SIZE(size);
    if (::sched_getaffinity(0, bytes, mask.get()) != 0) {
      if (errno == EINVAL) continue;
      break;
    }
    std::vector<std::uint32_t> cores;
    for (std::uint32_t core = 0; core < size; ++core) {
      if (CPU_ISSET_S(core, bytes, mask.get())) cores.push_back(core);
    }
    return cores;
  }
  return onlineCores();
}

}  // namespace gmpscope::kernel
