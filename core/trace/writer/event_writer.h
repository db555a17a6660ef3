#pragma once
// How an M writes its events. A scheduling step is begin(), any number of put(), end(): one time stamp, published
// all or none. Between begin and end the M's odd word says that a change may be under way whose event isn't
// published yet.
//
// One owner: the M. Without an arena every call is a test of a pointer.

#include <atomic>
#include <cstdint>

#include "core/base/clock.h"
#include "core/trace/writer/arena.h"

namespace gmpscope::trace {

class EventWriter {
 public:
  // Room that begin() guarantees; the longest step (a search, a steal, a start; or a status of a full queue) fits.
  static constexpr std::uint32_t kMaxStep = 96;

  static constexpr std::uint32_t kAhead = 16;  // events

  // Takes the slot `m` of the arena, or goes on with it on another thread. A null arena: nothing is ever written. On
  // the M's own thread.
  void attach(Arena* arena, std::uint32_t m);
  // Publishes the end of this M. On the M's own thread, or after that has ended; outside a step.
  void detach();

  [[nodiscard]] bool on() const { return arena_ != nullptr; }

  // Starts a step with the present as its stamp. The odd word is up before any shared change that follows: the
  // changes are releases or locked operations, which later stores can't overtake earlier ones past.
  void begin() {
    if (!on()) return;
    time_ = ticksNow();
    // While steps are dropped it stays up from the first of them on: nothing after that is known.
    if (!dropping_) [[likely]]
      slot_->odd.store(time_ | 1U, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (next_ + kMaxStep > limit_ || lossSeen_ != arena_->header().loss.load(std::memory_order_relaxed)) [[unlikely]]
      makeRoom();
  }

  void put(EventKind kind, std::uint32_t p, std::uint32_t g = 0, std::uint32_t a = 0, std::uint32_t b = 0,
           std::uint32_t c = 0, std::uint32_t d = 0) {
    if (!on()) return;
    // A chunk that comes back from the reader is in the reader's cache: fetch its lines to write before they are
    // needed.
    // With ownership: __builtin_prefetch asks for that only where the compiler is told that the machine can (one that
    // can't takes it for nothing).
    asm volatile("prefetchw %0" : : "m"(next_[kAhead]));
    *next_++ = Event{time_, Event::makeHead(kind, core(), p), g, a, b, c, d};
  }

  // Release: pairs with the reader's acquire of `published`. The odd word goes down after it, also by release, so
  // that a reader who sees it down sees the step.
  void end() {
    if (!on()) return;
    if (dropping_) [[unlikely]] {
      dropStep();
      return;
    }
    chunk_->header.published.store(static_cast<std::uint32_t>(next_ - chunk_->events), std::memory_order_release);
    slot_->odd.store(0, std::memory_order_release);
  }

  // The M will be quiet until somebody wakes it: if it drops events, it has stopped doing so. Outside a step.
  void rest() {
    if (dropping_) [[unlikely]]
      stopDropping();
  }

  [[nodiscard]] std::uint64_t stamp() const { return time_; }
  // Events of this M that stand, or will, in the trace before the next one; inside a step that isn't dropped.
  [[nodiscard]] std::uint64_t written() const {
    return on() && !dropping_ ? written_ + static_cast<std::uint64_t>(next_ - chunk_->events) : 0;
  }

  // Grows when events were lost, this M's or another's: what a reader knew before is no longer sure. Inside a step, or
  // 0 without an arena.
  [[nodiscard]] std::uint32_t epoch() const { return epoch_; }

 private:
  std::uint32_t core() const { return *coreWord_; }
  void makeRoom();
  void dropStep();
  void stopDropping();

  Arena* arena_ = nullptr;
  MSlot* slot_ = nullptr;
  Chunk* chunk_ = nullptr;
  Event* next_ = nullptr;
  Event* limit_ = nullptr;
  const volatile std::uint32_t* coreWord_ = nullptr;  // the kernel keeps it up to date (rseq)
  std::uint64_t time_ = 0;
  std::uint32_t m_ = 0;
  std::uint32_t sequence_ = 0;
  std::uint64_t written_ = 0;  // in former chunks
  std::uint64_t lossSeen_ = 0;
  std::uint32_t epoch_ = 0;
  bool dropping_ = false;
  Event scratch_[kMaxStep];  // where a step goes that has no chunk
};

}  // namespace gmpscope::trace
