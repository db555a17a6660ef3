#include "core/runtime/pin.h"

#include "core/runtime/sched.h"

namespace gmp::rt {

Pins::Pins(bool on) {
  if (!on || ::sched_getaffinity(0, sizeof allowed_, &allowed_) != 0) return;
  for (std::uint32_t core = 0; core < CPU_SETSIZE; ++core)
    if (CPU_ISSET(core, &allowed_)) cores_.push_back(core);
}

void Pins::move(M& m) const {
  const std::uint32_t core = cores_[m.p->id % cores_.size()];
  if (m.core == static_cast<std::int64_t>(core)) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  // If the process may no longer use that core, it stays where it is; the trace shows it.
  if (::sched_setaffinity(0, sizeof one, &one) == 0) m.core = core;
}

void Pins::forThreads(pthread_attr_t& attributes) const {
  if (on()) pthread_attr_setaffinity_np(&attributes, sizeof allowed_, &allowed_);
}

void Pins::release() const {
  if (on()) ::sched_setaffinity(0, sizeof allowed_, &allowed_);
}

}  // namespace gmp::rt
