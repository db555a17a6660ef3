#include "core/kernel/perf_ring.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/check.h"

namespace gmpscope::kernel {

PerfRing::PerfRing(void* mapping, std::size_t controlBytes, std::size_t dataBytes)
    : control_(static_cast<perf_event_mmap_page*>(mapping)),
      data_(static_cast<const std::byte*>(mapping) + controlBytes),
      dataBytes_(dataBytes),
      tail_(control_->data_tail) {
  GMPSCOPE_CHECK(std::has_single_bit(dataBytes));
}

std::uint64_t PerfRing::filled() const {
  // Acquire: pairs with the kernel's barrier between a record's bytes and data_head.
  return __atomic_load_n(&control_->data_head, __ATOMIC_ACQUIRE);
}

void PerfRing::release() {
  // Release: we have read the bytes before the kernel sees their room as free.
  __atomic_store_n(&control_->data_tail, tail_, __ATOMIC_RELEASE);
}

bool PerfRing::copyRecord(std::uint64_t head) {
  const std::size_t at = tail_ & (dataBytes_ - 1);
  const std::size_t toEnd = dataBytes_ - at;
  perf_event_header header;
  // Records are multiples of 8 bytes, as the header is: it never lies across the end.
  if (toEnd < sizeof header) return false;
  std::memcpy(&header, data_ + at, sizeof header);
  if (header.size < sizeof header || header.size % 8 != 0 || header.size > head - tail_) return false;

  const std::size_t wanted = std::min<std::size_t>(header.size, kMaxRecord);
  const std::size_t first = std::min(wanted, toEnd);
  std::memcpy(copy_, data_ + at, first);
  std::memcpy(copy_ + first, data_, wanted - first);
  return true;
}

}  // namespace gmpscope::kernel
