#include "core/trace/writer/event_writer.h"

#include <sched.h>
#include <sys/rseq.h>
#include <unistd.h>

#include "core/base/check.h"

namespace gmpscope::trace {
namespace {

// The word in which the kernel keeps this thread's core. Where rseq is not registered (old libc, tunable off) the
// core that the thread was on when it attached is recorded.
const volatile std::uint32_t* coreWordOfThread() {
  if (__rseq_size != 0) {
    auto* area =
        reinterpret_cast<const struct rseq*>(static_cast<const char*>(__builtin_thread_pointer()) + __rseq_offset);
    return &area->cpu_id;
  }
  thread_local std::uint32_t fallback = 0;
  fallback = static_cast<std::uint32_t>(::sched_getcpu());
  return &fallback;
}

}  // namespace

void EventWriter::attach(Arena* arena, std::uint32_t m) {
  if (arena == nullptr || m >= kMaxMs) return;
  arena_ = arena;
  m_ = m;
  slot_ = &arena->slot(m);
  slot_->tid.store(static_cast<std::uint32_t>(::gettid()), std::memory_order_relaxed);
  coreWord_ = coreWordOfThread();
  // Another thread of an M goes on with its chunk, which is of the epoch that is known.
  if (chunk_ == nullptr) {
    lossSeen_ = arena->header().loss.load(std::memory_order_relaxed);
    epoch_ = epochOf(lossSeen_);
  }
  // Release: pairs with the reader's acquire; whoever sees the count sees this slot's zeroed words. Ms attach in any
  // order, so the count is raised to cover this one.
  auto& count = arena->header().mCount;
  std::uint32_t seen = count.load(std::memory_order_relaxed);
  while (seen <= m && !count.compare_exchange_weak(seen, m + 1, std::memory_order_release, std::memory_order_relaxed)) {
  }
}

void EventWriter::detach() {
  if (!on()) return;
  rest();
  slot_->ended.store(1, std::memory_order_release);
  arena_ = nullptr;
}

// Leases the next chunk and links it, or, without one, turns to the scratch area and begins a new epoch.
void EventWriter::makeRoom() {
  const std::uint32_t index = arena_->leaseChunk();
  if (index == kNoChunk) {
    if (!dropping_) {
      dropping_ = true;
      arena_->header().loss.fetch_add(kLossEpochUnit + 1, std::memory_order_relaxed);
    }
    next_ = scratch_;
    limit_ = scratch_ + kMaxStep;
    return;
  }
  if (dropping_) {
    stopDropping();
    slot_->odd.store(time_ | 1U, std::memory_order_relaxed);  // this step will be published
  }
  lossSeen_ = arena_->header().loss.load(std::memory_order_relaxed);
  epoch_ = epochOf(lossSeen_);
  Chunk& chunk = arena_->chunk(index);
  chunk.header.m = m_;
  chunk.header.sequence = sequence_++;
  chunk.header.epoch = epoch_;
  chunk.header.firstTime = time_;
  chunk.header.published.store(0, std::memory_order_relaxed);
  chunk.header.next.store(0, std::memory_order_relaxed);
  // Release: pairs with the reader's acquire of the link; it sees the chunk's header as just written.
  auto& link = chunk_ != nullptr ? chunk_->header.next : slot_->firstChunk;
  link.store(index + 1, std::memory_order_release);
  if (chunk_ != nullptr) written_ += chunk_->header.published.load(std::memory_order_relaxed);
  chunk_ = &chunk;
  next_ = chunk.events;
  limit_ = chunk.events + kChunkEvents;
}

void EventWriter::dropStep() {
  const auto lost = static_cast<std::uint64_t>(next_ - scratch_);
  slot_->dropped.fetch_add(lost, std::memory_order_relaxed);
  arena_->header().dropped.fetch_add(lost, std::memory_order_relaxed);
  next_ = limit_;  // the next begin() tries for a chunk again
}

void EventWriter::stopDropping() {
  dropping_ = false;
  arena_->header().loss.fetch_add(kLossEpochUnit - 1, std::memory_order_relaxed);
  // Release: who sees it down sees the new epoch.
  slot_->odd.store(0, std::memory_order_release);
}

}  // namespace gmpscope::trace
