#include "core/runtime/p_slab.h"

#include <sys/mman.h>

#include <memory>
#include <new>

#include "core/base/check.h"
#include "core/trace/writer/event_table.h"

namespace gmp::rt {

PSlab::PSlab(std::uint32_t count, std::uint32_t queueSize) : queueSize_(queueSize) {
  void* slab =
      ::mmap(nullptr, kMax * sizeof(P), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (slab == MAP_FAILED) gmpscope::checkFailed("no address space for processors", __FILE__, __LINE__);
  slab_ = static_cast<P*>(slab);
  grow(count);
}

PSlab::~PSlab() {
  std::destroy_n(slab_, made_);
  ::munmap(slab_, kMax * sizeof(P));
}

void PSlab::grow(std::uint32_t count) {
  for (; made_ < count; ++made_) {
    P* p = new (&slab_[made_]) P;
    p->id = made_;
    p->queue.limit(queueSize_);
    p->timers.object = gmpscope::trace::kTimersOfP + made_;
  }
}

}  // namespace gmp::rt
