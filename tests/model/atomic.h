#pragma once
// std::atomic's interface as far as our code uses it; each operation is a step of the explorer.

#include <atomic>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "tests/model/explorer.h"

namespace gmpscope::model {

// As std::atomic in size and zeroed state: it is also made by mapping memory.
template <class T>
class Atomic {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8);

 public:
  constexpr Atomic() = default;
  constexpr Atomic(T value) : value_(value) {}  // NOLINT(google-explicit-constructor): as std::atomic's
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

  T load(std::memory_order = std::memory_order_seq_cst) const {
    Explorer* explorer = Explorer::current();
    if (explorer == nullptr) return value_;
    explorer->load(&value_);
    const std::uint64_t bits = explorer->seen(&value_, bitsOf(value_));
    explorer->observed(bits);
    return valueOf(bits);
  }

  void store(T value, std::memory_order order = std::memory_order_seq_cst) {
    Explorer* explorer = Explorer::current();
    if (explorer == nullptr) {
      value_ = value;
    } else if (order == std::memory_order_seq_cst && !explorer->defects().seqCstStoreIsRelease) {
      explorer->step();
      put(explorer, value);
    } else {
      explorer->buffer(&value_, sizeof(T), bitsOf(value),
                       order != std::memory_order_relaxed && !explorer->defects().releaseIsRelaxed);
    }
  }

  // What is visible to all, without a step.
  [[nodiscard]] T peek() const { return value_; }

  T exchange(T value, std::memory_order = std::memory_order_seq_cst) {
    return change([value](T) { return value; });
  }
  T fetch_add(T by, std::memory_order = std::memory_order_seq_cst) {
    return change([by](T old) { return static_cast<T>(old + by); });
  }
  T fetch_sub(T by, std::memory_order = std::memory_order_seq_cst) {
    return change([by](T old) { return static_cast<T>(old - by); });
  }

  bool compare_exchange_strong(T& expected, T wanted, std::memory_order = std::memory_order_seq_cst,
                               std::memory_order = std::memory_order_seq_cst) {
    Explorer* explorer = Explorer::current();
    if (explorer != nullptr) explorer->step();
    const bool succeeds =
        bitsOf(value_) == bitsOf(expected) || (explorer != nullptr && explorer->defects().exchangeComparesNothing);
    if (explorer != nullptr) explorer->observed(succeeds ? ~std::uint64_t{0} : bitsOf(value_));
    if (succeeds)
      put(explorer, wanted);
    else
      expected = value_;
    return succeeds;
  }
  // Never fails without a reason.
  bool compare_exchange_weak(T& expected, T wanted, std::memory_order = std::memory_order_seq_cst,
                             std::memory_order = std::memory_order_seq_cst) {
    return compare_exchange_strong(expected, wanted);
  }

 private:
  static std::uint64_t bitsOf(T value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    return bits;
  }
  static T valueOf(std::uint64_t bits) {
    T value;
    std::memcpy(&value, &bits, sizeof(T));
    return value;
  }

  template <class F>
  T change(F&& next) {
    Explorer* explorer = Explorer::current();
    if (explorer != nullptr) explorer->step();
    const T old = value_;
    if (explorer != nullptr) explorer->observed(bitsOf(old));
    put(explorer, next(old));
    return old;
  }
  void put(Explorer* explorer, T value) {
    if (explorer != nullptr) explorer->changed(&value_, bitsOf(value_), bitsOf(value));
    value_ = value;
  }

  T value_{};
};

}  // namespace gmpscope::model
