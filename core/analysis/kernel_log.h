#pragma once
// All that the kernel said of the threads that are watched, Ms or not, also of child processes: in order of time, with
// the M that a thread was. What it means for lanes is drawn from it; what it adds up to is counted from it.

#include <cstdint>

#include "core/base/append_log.h"
#include "core/base/ids.h"
#include "core/kernel/switch_record.h"

namespace gmpscope::analysis {

struct KernelEntry {
  Nanos time = 0;
  std::uint32_t tid = 0;
  std::uint32_t pid = 0;
  MId m;  // that the thread was then
  std::uint16_t core = kernel::kNoCore;
  kernel::SwitchKind kind = kernel::SwitchKind::In;
  bool migrated = false;       // In: it executed last on another core
  std::uint32_t a = 0, b = 0;  // as in the record
};
static_assert(sizeof(KernelEntry) == 32);

using KernelLog = AppendLog<KernelEntry>;

}  // namespace gmpscope::analysis
