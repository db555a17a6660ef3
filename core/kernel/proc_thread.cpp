#include "core/kernel/proc_thread.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <fstream>
#include <string>
#include <utility>

namespace gmpscope::kernel {

namespace {

// Takes one number and the spaces before it off the front.
bool takeNumber(std::string_view& text, std::uint64_t& value) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

template <std::size_t kSize>
std::string_view readStart(int fd, std::array<char, kSize>& buffer) {
  const ssize_t length = ::pread(fd, buffer.data(), buffer.size(), 0);
  return {buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

std::string pathOf(int pid, int tid, std::string_view name) {
  return fmt::format("/proc/{}/task/{}/{}", pid, tid, name);
}

}  // namespace

std::optional<SchedTimes> parseSchedstat(std::string_view text) {
  SchedTimes times;
  if (!takeNumber(text, times.ranNanos) || !takeNumber(text, times.waitedNanos) || !takeNumber(text, times.slices)) {
    return std::nullopt;
  }
  return times;
}

std::optional<std::uint64_t> parseInvoluntarySwitches(std::string_view text) {
  constexpr std::string_view kKey = "\nnonvoluntary_ctxt_switches:";
  const std::size_t at = text.find(kKey);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + kKey.size());
  std::uint64_t count = 0;
  if (!takeNumber(text, count)) return std::nullopt;
  return count;
}

std::vector<int> childrenOf(int pid, int tid) {
  std::vector<int> children;
  std::ifstream file(pathOf(pid, tid, "children"));
  for (int child = 0; file >> child;) children.push_back(child);
  return children;
}

std::optional<ProcThread> ProcThread::open(int pid, int tid) {
  const int fd = ::open(pathOf(pid, tid, "schedstat").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  ProcThread thread(pid, tid, fd);
  if (!thread.times()) return std::nullopt;
  return thread;
}

ProcThread::ProcThread(ProcThread&& other) noexcept
    : pid_(other.pid_), tid_(other.tid_), schedstat_(std::exchange(other.schedstat_, -1)) {}

ProcThread::~ProcThread() {
  if (schedstat_ >= 0) ::close(schedstat_);
}

std::optional<SchedTimes> ProcThread::times() const {
  std::array<char, 128> buffer;
  return parseSchedstat(readStart(schedstat_, buffer));
}

std::optional<std::uint64_t> ProcThread::involuntarySwitches() const {
  const int fd = ::open(pathOf(pid_, tid_, "status").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  std::array<char, 8192> buffer;
  const auto count = parseInvoluntarySwitches(readStart(fd, buffer));
  ::close(fd);
  return count;
}

}  // namespace gmpscope::kernel
