#include "core/kernel/perf_event.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <utility>

namespace gmpscope::kernel {

namespace {

constexpr std::size_t kSmallestRing = 16U << 10;

perf_event_attr switchRecords() {
  perf_event_attr attr{};
  attr.size = sizeof attr;
  attr.type = PERF_TYPE_SOFTWARE;
  attr.config = PERF_COUNT_SW_DUMMY;  // counts nothing: only the side-band records are wanted
  attr.context_switch = 1;
  attr.task = 1;
  attr.inherit = 1;
  attr.sample_id_all = 1;
  attr.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU;
  attr.use_clockid = 1;
  attr.clockid = CLOCK_MONOTONIC_RAW;
  attr.exclude_kernel = 1;  // what paranoid = 2 allows
  attr.exclude_hv = 1;
  return attr;
}

}  // namespace

PerfEvent::Opened PerfEvent::open(pid_t pid, std::uint32_t core, std::size_t ringBytes) {
  perf_event_attr attr = switchRecords();
  const long fd = ::syscall(SYS_perf_event_open, &attr, pid, static_cast<int>(core), -1, PERF_FLAG_FD_CLOEXEC);
  if (fd < 0) return {std::nullopt, errno};

  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  int refusal = 0;
  for (std::size_t data = ringBytes; data >= kSmallestRing; data /= 2) {
    void* mapping = ::mmap(nullptr, page + data, PROT_READ | PROT_WRITE, MAP_SHARED, static_cast<int>(fd), 0);
    if (mapping != MAP_FAILED) return {PerfEvent(static_cast<int>(fd), mapping, page + data, page, core), 0};
    refusal = errno;
    if (refusal != EPERM && refusal != ENOMEM) break;  // those two are the limits on locked memory
  }
  ::close(static_cast<int>(fd));
  return {std::nullopt, refusal};
}

PerfEvent::PerfEvent(int fd, void* mapping, std::size_t bytes, std::size_t page, std::uint32_t core)
    : fd_(fd), mapping_(mapping), bytes_(bytes), core_(core), ring_(mapping, page, bytes - page) {}

PerfEvent::PerfEvent(PerfEvent&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      mapping_(std::exchange(other.mapping_, nullptr)),
      bytes_(other.bytes_),
      core_(other.core_),
      ring_(other.ring_) {}

PerfEvent::~PerfEvent() {
  if (fd_ < 0) return;
  ::munmap(mapping_, bytes_);
  ::close(fd_);
}

}  // namespace gmpscope::kernel
