#pragma once
// A state as bytes, and back: one walk over its values, `template <class Archive> void walk(Archive&)`, does both.
// Numbers are varints. Whoever reads believes nothing: what is out of its range, or not there, makes ok() false,
// and then nothing of the state may be used.
//
// Goroutines that have ended are left out, and the others numbered anew.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/trace/reader/varint.h"
#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

// What writer and reader have in common. Self has number(value, most), life(LifeId&) and count(size, most).
template <class Self>
class StateArchive {
 public:
  template <class... Values>
  void operator()(Values&... values) {
    (one(values), ...);
  }
  // A list of at most so many.
  template <class List>
  void list(List& values, std::size_t most) {
    values.resize(self().count(values.size(), most));
    for (auto& value : values) one(value);
  }
  template <class Enum>
  void choice(Enum& value, Enum last) {
    auto number = static_cast<std::underlying_type_t<Enum>>(value);
    self().number(number, static_cast<std::underlying_type_t<Enum>>(last));
    value = static_cast<Enum>(number);
  }

 private:
  Self& self() { return static_cast<Self&>(*this); }

  template <std::unsigned_integral T>
  void one(T& value) {
    self().number(value, std::numeric_limits<T>::max());
  }
  void one(Nanos& value) {
    auto bits = folded(static_cast<std::uint64_t>(value));
    one(bits);
    value = static_cast<Nanos>(unfolded(bits));
  }
  void one(LifeId& value) { self().life(value); }
  void one(std::string& text) {
    text.resize(self().count(text.size(), std::numeric_limits<std::size_t>::max()));
    for (char& c : text) {
      auto byte = static_cast<std::uint8_t>(c);
      one(byte);
      c = static_cast<char>(byte);
    }
  }
  void one(MId& value) {
    std::uint32_t number = value.value + 1;
    self().number(number, kMaxMs);
    value.value = number - 1;
  }
  template <class T, std::size_t N>
  void one(std::array<T, N>& values) {
    for (T& value : values) one(value);
  }
  template <class T>
  void one(std::vector<T>& values) {
    list(values, std::numeric_limits<std::size_t>::max());
  }
  template <class T>
  void one(std::deque<T>& values) {
    list(values, std::numeric_limits<std::size_t>::max());
  }
  template <class T>
  requires std::is_class_v<T>
  void one(T& value) { value.walk(self()); }
};

class StateWriter : public StateArchive<StateWriter> {
 public:
  static constexpr bool kReads = false;

  // `numbers`: of each life the number that it gets; invalid: it is left out.
  StateWriter(std::vector<std::byte>& to, std::vector<LifeId> numbers) : to_(to), numbers_(std::move(numbers)) {}

  template <class T>
  void number(T value, T /*most*/) {
    std::byte bytes[kMaxVarint];
    to_.insert(to_.end(), bytes, putVarint(bytes, value));
  }
  void life(LifeId g) { number(numberOf(g).value + 1, LifeId::kNone); }
  std::size_t count(std::size_t size, std::size_t most) {
    number(size, most);
    return size;
  }
  void refuse() { GMPSCOPE_CHECK(false); }  // what is to be written is sound
  [[nodiscard]] LifeId numberOf(LifeId g) const { return g.value < numbers_.size() ? numbers_[g.value] : LifeId{}; }

 private:
  std::vector<std::byte>& to_;
  const std::vector<LifeId> numbers_;
};

class StateReader : public StateArchive<StateReader> {
 public:
  static constexpr bool kReads = true;

  explicit StateReader(std::span<const std::byte> bytes) : bytes_(bytes), left_(bytes.size()) {}

  template <class T>
  void number(T& value, T most) {
    const std::uint64_t read = numbers_.next();
    ok_ = ok_ && numbers_.ok() && read <= most;
    value = ok_ ? static_cast<T>(read) : T{};
  }
  void life(LifeId& g) {
    std::uint32_t number = 0;
    this->number(number, lives_);
    g.value = number - 1;
  }
  // Each takes a byte at least.
  std::size_t count(std::size_t /*size*/, std::size_t most) {
    std::size_t size = 0;
    number(size, std::min(most, left_));
    return size;
  }
  // From here on goroutines are numbered below.
  void limitLives(std::size_t count) { lives_ = static_cast<std::uint32_t>(count); }
  void refuse() { ok_ = false; }
  [[nodiscard]] bool ok() const { return ok_; }
  // And nothing else is there.
  [[nodiscard]] bool ended() const { return numbers_.ended(); }

 private:
  const std::span<const std::byte> bytes_;
  const std::size_t left_;
  VarintReader numbers_{bytes_};
  std::uint32_t lives_ = 0;
  bool ok_ = true;
};

}  // namespace gmpscope::trace
