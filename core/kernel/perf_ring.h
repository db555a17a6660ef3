#pragma once
// The consumer's end of one perf ring buffer: a control page and a power of two of data bytes, shared with the kernel.
// It only interprets the mapping; perf_event.* owns it.

#include <linux/perf_event.h>

#include <cstddef>
#include <cstdint>

namespace gmpscope::kernel {

class PerfRing {
 public:
  // Longest record that is looked into; those that we ask for have at most 56 bytes.
  static constexpr std::size_t kMaxRecord = 256;

  // A record in one piece, also if it lies across the end of the ring. Valid during the call.
  struct Record {
    const perf_event_header& header;
    const std::byte* body;
    std::size_t bodySize;
  };

  PerfRing(void* mapping, std::size_t controlBytes, std::size_t dataBytes);

  // Calls `onRecord` for each record since the last call and frees their room. False if the contents made no sense:
  // all that was there is then given up.
  template <class OnRecord>
  [[nodiscard]] bool read(OnRecord&& onRecord) {
    const std::uint64_t head = filled();
    const std::uint64_t begin = tail_;
    bool sound = head - tail_ <= dataBytes_;
    while (sound && tail_ != head) {
      sound = copyRecord(head);
      if (!sound) break;
      const auto& header = *reinterpret_cast<const perf_event_header*>(copy_);
      if (header.size <= kMaxRecord) {
        onRecord(Record{header, copy_ + sizeof header, header.size - sizeof header});
      }
      tail_ += header.size;
    }
    tail_ = head;
    full_ = filled() - begin > dataBytes_ - kLeastRoom;
    release();
    return sound;
  }

  // When the last call came, the ring was so full that what follows the records which it found may be lost.
  [[nodiscard]] bool wasFull() const { return full_; }

 private:
  static constexpr std::size_t kLeastRoom = 128;  // takes any record that we ask for, and one of loss before it
  [[nodiscard]] std::uint64_t filled() const;
  void release();
  [[nodiscard]] bool copyRecord(std::uint64_t head);

  perf_event_mmap_page* control_;
  const std::byte* data_;
  std::size_t dataBytes_;
  std::uint64_t tail_;
  bool full_ = false;
  alignas(std::uint64_t) std::byte copy_[kMaxRecord];
};

}  // namespace gmpscope::kernel
