#include "core/runtime/stack/stack_pool.h"

#include <sys/mman.h>

#include <new>

#include "core/base/check.h"

#ifdef GMPSCOPE_ASAN
#include <sanitizer/asan_interface.h>
#endif

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

namespace gmp::rt {
namespace {

constexpr std::size_t kPage = 4096;
// Records of neighbouring stacks would fall on the same cache sets; a stride that is not a power of two and a step
// within the page spread them (measured: a quarter of a spawn).
constexpr std::size_t kColours = 16;
constexpr std::size_t kColourStep = 128;
constexpr std::uint64_t kCanary = 0x6b63'6174'7320'7367U;

std::size_t roundUp(std::size_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

}  // namespace

StackPool::StackPool(std::size_t stackSize)
    : usable_(roundUp(stackSize < 4 * kPage ? 4 * kPage : stackSize)), stride_(usable_ + kPage) {}

StackPool::~StackPool() {
  const gmpscope::SpinGuard guard(lock_);
  for (std::uint32_t i = 0; i < made_; ++i) {
    char* end = slabs_[i / kSlabStacks] + (i % kSlabStacks + 1) * stride_;
    char* record = end - sizeof(StackRecord) - i % kColours * kColourStep;
    forgetStack(*reinterpret_cast<StackRecord*>(record));
  }
  for (char* slab : slabs_) {
#ifdef GMPSCOPE_ASAN
    // Frames that were abandoned left their red zones; the address space may be used again.
    __asan_unpoison_memory_region(slab, kSlabStacks * stride_);
#endif
    ::munmap(slab, kSlabStacks * stride_);
  }
}

std::uint32_t StackPool::takeRested(StackRecord** out, std::uint32_t wanted) {
  const gmpscope::SpinGuard guard(lock_);
  std::uint32_t got = 0;
  while (got < wanted && !rested_.empty()) {
    out[got++] = rested_.back();
    rested_.pop_back();
  }
  return got;
}

void StackPool::giveRested(StackRecord* const* stacks, std::uint32_t count) {
  const gmpscope::SpinGuard guard(lock_);
  rested_.insert(rested_.end(), stacks, stacks + count);
}

StackRecord* StackPool::fresh() {
  const gmpscope::SpinGuard guard(lock_);
  if (made_ % kSlabStacks == 0) addSlab();
  const std::uint32_t index = made_++;
  char* low = slabs_.back() + index % kSlabStacks * stride_;
  installGuard(low);
  char* top = low + stride_ - sizeof(StackRecord) - index % kColours * kColourStep;
  auto* stack = new (top) StackRecord{};
  stack->low = low + kPage;
  stack->size = static_cast<std::size_t>(top - stack->low) & ~std::size_t{15};
  stack->index = index;
  stack->canary = guard_.load(std::memory_order_relaxed) == Guard::Canary;
  if (stack->canary) *reinterpret_cast<std::uint64_t*>(stack->low) = kCanary;
  stack->resting = makeContext(*stack);
  return stack;
}

std::uint32_t StackPool::made() {
  const gmpscope::SpinGuard guard(lock_);
  return made_;
}

void StackPool::addSlab() {
  void* slab = ::mmap(nullptr, kSlabStacks * stride_, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (slab == MAP_FAILED) gmpscope::checkFailed("no address space for another 64 goroutine stacks", __FILE__, __LINE__);
  ::madvise(slab, kSlabStacks * stride_, MADV_NOHUGEPAGE);
  slabs_.push_back(static_cast<char*>(slab));
}

void StackPool::installGuard(char* page) {
  if (guard() == Guard::Advice && ::madvise(page, kPage, MADV_GUARD_INSTALL) != 0) weaken(Guard::Protect);
  if (guard() == Guard::Protect && (made_ > kProtectBudget || ::mprotect(page, kPage, PROT_NONE) != 0))
    weaken(Guard::Canary);
}

void StackPool::checkCanary(const StackRecord& stack) {
  if (*reinterpret_cast<const std::uint64_t*>(stack.low) != kCanary)
    gmpscope::checkFailed("stack overflow: the canary below a goroutine's stack was written", __FILE__, __LINE__);
}

}  // namespace gmp::rt
