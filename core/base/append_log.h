#pragma once
// A sequence that only grows, written by one thread and read by many without locks. Elements never move:
// segment k holds kFirst * 2^k of them, so a reader may keep references for as long as the log lives.
//
// Memory of the first elements can be given back: they stay where they are and read as zeros.
//
// The writer makes elements visible with publish(); readers see [0, size()).

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "core/base/check.h"
#include "core/base/pages.h"

namespace gmpscope {

template <class T, std::size_t kFirst = 64>
class AppendLog {
  static_assert(std::has_single_bit(kFirst));

 public:
  AppendLog() = default;
  AppendLog(const AppendLog&) = delete;
  AppendLog& operator=(const AppendLog&) = delete;
  ~AppendLog() {
    if constexpr (!std::is_trivially_destructible_v<T>) {
      for (std::size_t i = 0; i < written_; ++i) std::destroy_at(find(i));
    }
    for (auto& segment : segments_) ::operator delete(segment.load(std::memory_order_relaxed), kAlignment);
  }

  // Writer only. Returns the element in place; it is seen by readers after publish().
  T& append(T value) {
    const auto [segment, offset] = locate(written_);
    GMPSCOPE_CHECK(segment < kSegments);
    T* base = segments_[segment].load(std::memory_order_relaxed);
    if (base == nullptr) {
      // Raw: what isn't written yet takes no memory.
      base = static_cast<T*>(::operator new((kFirst << segment) * sizeof(T), kAlignment));
      // Release: pairs with the acquire in at(); a reader that got the size already synchronised, this covers
      // readers that hold an index from elsewhere.
      segments_[segment].store(base, std::memory_order_release);
    }
    T* element = std::construct_at(base + offset, std::move(value));
    ++written_;
    return *element;
  }

  // Writer only. Release: pairs with size(), so that the elements are complete when they are counted.
  void publish() { published_.store(written_, std::memory_order_release); }

  // Writer only: what has been appended, published or not.
  [[nodiscard]] std::size_t written() const { return written_; }

  // Writer only. Gives back the memory of the elements below `count`, but for what shares a page with others.
  void discard(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    while (discarded_ < count) {
      const auto [segment, offset] = locate(discarded_);
      const std::size_t last = std::min(offset + count - discarded_, kFirst << segment);
      givePagesBack(segments_[segment].load(std::memory_order_relaxed), last * sizeof(T));
      discarded_ += last - offset;
    }
  }
  // Writer only. Bytes of the elements that weren't discarded.
  [[nodiscard]] std::size_t bytes() const { return (written_ - discarded_) * sizeof(T); }

  // Any thread.
  [[nodiscard]] std::size_t size() const { return published_.load(std::memory_order_acquire); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] const T& operator[](std::size_t index) const { return *find(index); }

  // Writer only.
  [[nodiscard]] T& edit(std::size_t index) { return *find(index); }

 private:
  static constexpr std::size_t kSegments = 40;
  static constexpr std::align_val_t kAlignment{alignof(T)};

  struct Place {
    std::size_t segment;
    std::size_t offset;
  };
  static Place locate(std::size_t index) {
    const std::size_t block = index / kFirst + 1;
    const auto segment = static_cast<std::size_t>(std::bit_width(block)) - 1;
    return {segment, index - kFirst * ((std::size_t{1} << segment) - 1)};
  }
  T* find(std::size_t index) const {
    const auto [segment, offset] = locate(index);
    return segments_[segment].load(std::memory_order_acquire) + offset;
  }

  std::array<std::atomic<T*>, kSegments> segments_{};
  std::size_t written_ = 0;
  std::size_t discarded_ = 0;  // of them
  std::atomic<std::size_t> published_{0};
};

}  // namespace gmpscope
