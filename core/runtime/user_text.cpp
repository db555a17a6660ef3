#include "core/runtime/user_text.h"

#include <dlfcn.h>
#include <link.h>

#include <array>
#include <atomic>
#include <cstddef>

extern "C" {
// Made by the linker: the bounds of the section.
extern const char neverPreemptedStart[] __asm__("__start_gmp_rt_never_preempted") __attribute__((visibility("hidden")));
extern const char neverPreemptedStop[] __asm__("__stop_gmp_rt_never_preempted") __attribute__((visibility("hidden")));
}

namespace gmp::rt {
namespace {

struct Range {
  std::uintptr_t from = 0;
  std::uintptr_t to = 0;
  [[nodiscard]] bool contains(std::uintptr_t pc) const { return pc >= from && pc < to; }
};

struct Ranges {
  std::array<Range, 8> list{};
  std::size_t count = 0;
};

Ranges ranges;
// Release by whoever has found them, acquire by handlers.
std::atomic<bool> found{false};

// The program comes first; the runtime may be linked into a shared library instead.
int addObject(dl_phdr_info* info, std::size_t, void* argument) {
  bool& first = *static_cast<bool*>(argument);
  const auto own = reinterpret_cast<std::uintptr_t>(&addObject);
  Ranges here;
  bool ours = first;
  first = false;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_X) == 0 || here.count == here.list.size()) continue;
    const Range range{info->dlpi_addr + header.p_vaddr, info->dlpi_addr + header.p_vaddr + header.p_memsz};
    ours = ours || range.contains(own);
    here.list[here.count++] = range;
  }
  for (std::size_t i = 0; ours && i < here.count && ranges.count < ranges.list.size(); ++i)
    ranges.list[ranges.count++] = here.list[i];
  return 0;
}

bool contains(std::uintptr_t pc) {
  for (std::size_t i = 0; i < ranges.count; ++i)
    if (ranges.list[i].contains(pc)) return true;
  return false;
}

// What must never be interrupted has to be elsewhere.
bool isElsewhere(const char* function) {
  void* address = ::dlsym(RTLD_DEFAULT, function);
  return address != nullptr && !contains(reinterpret_cast<std::uintptr_t>(address));
}

}  // namespace

void findUserText() {
  static const bool once = [] {
    bool first = true;
    ::dl_iterate_phdr(addObject, &first);
    for (const char* function : {"malloc", "__cxa_throw"})
      if (!isElsewhere(function)) ranges.count = 0;
    found.store(true, std::memory_order_release);
    return true;
  }();
  static_cast<void>(once);
}

bool inUserText(std::uintptr_t pc) {
  if (!found.load(std::memory_order_acquire) || !contains(pc)) return false;
  return pc < reinterpret_cast<std::uintptr_t>(neverPreemptedStart) ||
         pc >= reinterpret_cast<std::uintptr_t>(neverPreemptedStop);
}

}  // namespace gmp::rt
