#include "core/kernel/perf_switches.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>

#include "core/kernel/cpu_topology.h"

namespace gmpscope::kernel {

namespace {

constexpr std::size_t kRingBytes = 512U << 10;     // 16,000 switches of one core
constexpr std::size_t kAllRingsBytes = 64U << 20;  // with very many cores the rings get smaller
constexpr std::size_t kLeastRingBytes = 64U << 10;

// A record is stamped a little before it can be read. The kernel does both with interrupts off, in well under a
// microsecond; the rest is for a hypervisor that takes the core away in between.
constexpr std::uint64_t kVisibleAfterNanos = 200'000;

constexpr int kParanoidAllowed = 2;

// How the kernel ends each record (sample_id_all, in the order of its sample_type bits).
struct SampleId {
  std::uint32_t pid, tid;
  std::uint64_t time;
  std::uint32_t cpu, reserved;
};
struct TaskBody {  // PERF_RECORD_FORK and _EXIT
  std::uint32_t pid, parentPid, tid, parentTid;
  std::uint64_t time;
};
struct LostBody {
  std::uint64_t id, lost;
};

template <class Body>
std::optional<Body> bodyOf(const PerfRing::Record& record) {
  Body body;
  if (record.bodySize < sizeof body + sizeof(SampleId)) return std::nullopt;
  std::memcpy(&body, record.body, sizeof body);
  return body;
}

std::uint32_t saturated(std::uint64_t value) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

// Without `time` converted and `core` filled in; nothing for kinds that say nothing of switches.
std::optional<SwitchRecord> interpret(const PerfRing::Record& record, SampleId id) {
  SwitchRecord out{.tid = id.tid, .pid = id.pid};
  switch (record.header.type) {
    case PERF_RECORD_SWITCH:
      if ((record.header.misc & PERF_RECORD_MISC_SWITCH_OUT) == 0) {
        out.kind = SwitchKind::In;
      } else {
        const bool runnable = (record.header.misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT) != 0;
        out.kind = runnable ? SwitchKind::OutRunnable : SwitchKind::OutWaiting;
      }
      return out;
    case PERF_RECORD_FORK:
    case PERF_RECORD_EXIT:
      if (const auto task = bodyOf<TaskBody>(record)) {
        const bool start = record.header.type == PERF_RECORD_FORK;
        out.kind = start ? SwitchKind::ThreadStart : SwitchKind::ThreadEnd;
        out.pid = task->pid;
        out.tid = task->tid;
        out.a = start ? task->parentTid : 0;
        return out;
      }
      return std::nullopt;
    case PERF_RECORD_LOST:
      if (const auto lost = bodyOf<LostBody>(record)) {
        out.kind = SwitchKind::Lost;
        out.tid = 0;
        out.a = saturated(lost->lost);
        return out;
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::string refusalText(int pid, int error) {
  if (error == ESRCH) return fmt::format("process {} doesn't exist", pid);
  if (error != EACCES && error != EPERM) {
    return fmt::format("the kernel gives no switch records here: {}", std::strerror(error));
  }
  int level = 3;
  std::ifstream("/proc/sys/kernel/perf_event_paranoid") >> level;
  std::string self(4096, '\0');
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size());
  self.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::string capability = fmt::format("sudo setcap cap_perfmon+ep {}", self.empty() ? "gmpscope" : self);
  if (level <= kParanoidAllowed) {
    return fmt::format("the kernel refuses switch records of process {}, another user's; to allow them: {}", pid,
                       capability);
  }
  return fmt::format(
      "the kernel refuses switch records (kernel.perf_event_paranoid is {}); to allow them: "
      "{}   or   sudo sysctl kernel.perf_event_paranoid={}",
      level, capability, kParanoidAllowed);
}

}  // namespace

Result<std::unique_ptr<PerfSwitches>> PerfSwitches::open(int pid) {
  const std::vector<std::uint32_t> cores = onlineCores();
  const std::size_t share = std::bit_floor(kAllRingsBytes / cores.size());
  const std::size_t ringBytes = std::clamp(share, kLeastRingBytes, kRingBytes);

  std::vector<PerfEvent> events;
  for (const std::uint32_t core : cores) {
    auto opened = PerfEvent::open(pid, core, ringBytes);
    if (!opened.event) {
      return Error{"perf_event_open", fmt::format("core {}", core), refusalText(pid, opened.refusal)};
    }
    events.push_back(std::move(*opened.event));
  }
  return std::unique_ptr<PerfSwitches>(new PerfSwitches(pid, std::move(events)));
}

PerfSwitches::PerfSwitches(int pid, std::vector<PerfEvent> events) : pid_(pid), events_(std::move(events)) {}

std::uint64_t PerfSwitches::drain(std::vector<SwitchRecord>& out) {
  clock_.update();
  // Both before reading the rings: what a process did that is gone by now stands in them already.
  const bool gone = ::kill(pid_, 0) != 0 && errno == ESRCH;
  const std::uint64_t edge = clock_.ticksAt(rawNow() - (gone ? 0 : kVisibleAfterNanos));

  for (PerfEvent& event : events_) collect(event);
  edge_ = std::max(edge_, edge);

  const auto byTime = [](const SwitchRecord& a, const SwitchRecord& b) { return a.time < b.time; };
  std::stable_sort(pending_.begin(), pending_.end(), byTime);
  const auto later = std::lower_bound(pending_.begin(), pending_.end(), SwitchRecord{.time = edge_}, byTime);
  out.insert(out.end(), pending_.begin(), later);
  pending_.erase(pending_.begin(), later);
  return edge_;
}

void PerfSwitches::collect(PerfEvent& event) {
  const auto keep = [&](SwitchRecord record) {
    record.core = static_cast<std::uint16_t>(std::min<std::uint32_t>(event.core(), kNoCore - 1U));
    record.time = std::max(record.time, edge_);  // what is later than promised may not unsettle what was handed out
    pending_.push_back(record);
  };
  std::uint64_t last = edge_;
  const bool sound = event.ring().read([&](const PerfRing::Record& record) {
    if (record.bodySize < sizeof(SampleId)) return;
    SampleId id;
    std::memcpy(&id, record.body + record.bodySize - sizeof id, sizeof id);
    if (auto interpreted = interpret(record, id)) {
      interpreted->time = last = clock_.ticksAt(id.time);
      keep(*interpreted);
    }
  });
  // The kernel tells of a loss, and of how much, only when it has room again: behind it. The gap begins here.
  if (event.ring().wasFull()) {
    keep({.time = last, .pid = static_cast<std::uint32_t>(pid_), .kind = SwitchKind::Lost, .a = 0});
  }
  if (!sound) {
    keep({.time = clock_.ticksAt(rawNow()), .pid = static_cast<std::uint32_t>(pid_), .kind = SwitchKind::Lost, .a = 1});
  }
}

}  // namespace gmpscope::kernel
