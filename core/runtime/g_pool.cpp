#include "core/runtime/g_pool.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "core/base/check.h"

namespace gmp::rt {

GPool::GPool() {
  void* slab =
      ::mmap(nullptr, kMaxGs * sizeof(G), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (slab == MAP_FAILED) gmpscope::checkFailed("no address space for goroutine records", __FILE__, __LINE__);
  slab_ = static_cast<G*>(slab);
}

GPool::~GPool() {
  // Goroutines that never ran still own what was given to them.
  for (std::uint32_t slot = 1; slot < used(); ++slot) {
    G& g = slab_[slot];
    if (g.status == GStatus::Runnable && g.stack == nullptr) g.task->drop(g.closure);
  }
  ::munmap(slab_, kMaxGs * sizeof(G));
}

G& GPool::fresh() {
  const std::uint32_t slot = next_.fetch_add(1, std::memory_order_acq_rel);
  if (slot >= kMaxGs)
    gmpscope::checkFailed("too many goroutines: more than 16,777,215 alive at once", __FILE__, __LINE__);
  G* g = new (&slab_[slot]) G;
  g->slot = slot;
  return *g;
}

std::uint32_t GPool::takeFree(std::uint32_t* out, std::uint32_t wanted) {
  const gmpscope::SpinGuard guard(lock_);
  const auto got = std::min<std::uint32_t>(wanted, static_cast<std::uint32_t>(free_.size()));
  std::copy_n(free_.end() - got, got, out);
  free_.resize(free_.size() - got);
  return got;
}

void GPool::giveFree(const std::uint32_t* slots, std::uint32_t count) {
  const gmpscope::SpinGuard guard(lock_);
  free_.insert(free_.end(), slots, slots + count);
}

}  // namespace gmp::rt
