#pragma once
// Channels, as in Go: unbuffered (a send and a receive meet) or with a buffer, with direct hand-over to a waiting
// peer. A Chan is a handle; copies share the channel, and a default-constructed one is the nil channel. A channel may
// outlive a run and be used in the next, but not in two at the same time.
//
// T need only be movable. Only noexcept moves happen under the channel's lock; a T whose move may throw is boxed.

#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <gmp/detail/chan_core.hpp>

namespace gmp {

class ChannelClosed : public std::exception {
 public:
  explicit ChannelClosed(const char* what) : what_(what) {}
  [[nodiscard]] const char* what() const noexcept override { return what_; }

 private:
  const char* what_;
};

namespace detail {
// For the library's own parts that make or work on channels.
struct ChanAccess;
template <class T, class F, class Has>
class RecvCase;
template <class T, class F, class Has>
class SendCase;
}  // namespace detail

template <class T>
class Chan {
  using Slot = std::conditional_t<std::is_nothrow_move_constructible_v<T>, T, std::unique_ptr<T>>;
  static constexpr bool kBoxed = !std::is_same_v<Slot, T>;

 public:
  class Iterator;

  Chan() = default;
  explicit Chan(std::size_t capacity) : core_(detail::chanMake(kOps, capacity)) {}
  Chan(const Chan& other) noexcept : core_(other.core_) { detail::chanRetain(core_); }
  Chan(Chan&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
  Chan& operator=(Chan other) noexcept {
    std::swap(core_, other.core_);
    return *this;
  }
  ~Chan() {
    // Asked here, where the compiler often knows that it was moved from.
    if (core_ != nullptr) detail::chanRelease(core_);
  }

  // Waits for a receiver or for room. Throws ChannelClosed on a closed channel.
  void send(T value) const {
    Slot slot = wrap(std::move(value));
    if (!detail::chanSend(core_, &slot)) throw ChannelClosed("send on closed channel");
  }

  // Waits for a value; nullopt once closed and drained.
  [[nodiscard]] std::optional<T> recv() const {
    Raw raw;
    if (!detail::chanReceive(core_, &raw.slot)) return std::nullopt;
    return raw.take();
  }

  // False: it would have to wait, and the value is left untouched. Throws ChannelClosed on a closed channel.
  bool try_send(T& value) const {
    detail::Attempt attempt;
    if constexpr (kBoxed) {
      auto slot = std::make_unique<T>(std::move(value));
      attempt = detail::chanTrySend(core_, &slot);
      if (attempt != detail::Attempt::Done) value = std::move(*slot);
    } else {
      attempt = detail::chanTrySend(core_, &value);
    }
    if (attempt == detail::Attempt::Closed) throw ChannelClosed("send on closed channel");
    return attempt == detail::Attempt::Done;
  }

  // *closed tells, when nothing was received, whether the channel is closed and drained.
  [[nodiscard]] std::optional<T> try_recv(bool* closed = nullptr) const {
    Raw raw;
    const detail::Attempt attempt = detail::chanTryReceive(core_, &raw.slot);
    if (closed != nullptr) *closed = attempt == detail::Attempt::Closed;
    if (attempt != detail::Attempt::Done) return std::nullopt;
    return raw.take();
  }

  // A second close throws ChannelClosed, close of a nil channel std::logic_error.
  void close() const {
    if (core_ == nullptr) throw std::logic_error("close of nil channel");
    if (!detail::chanClose(core_)) throw ChannelClosed("close of closed channel");
  }

  [[nodiscard]] std::size_t size() const { return detail::chanSize(core_); }
  [[nodiscard]] std::size_t capacity() const { return detail::chanCapacity(core_); }

  // for (auto&& value : chan) receives until it is closed and drained.
  Iterator begin() const { return Iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

  friend bool operator==(const Chan& a, const Chan& b) { return a.core_ == b.core_; }

 private:
  friend detail::ChanAccess;
  struct Adopted {};
  Chan(Adopted, detail::ChanCore* core) : core_(core) {}
  template <class U, class F, class Has>
  friend class detail::RecvCase;
  template <class U, class F, class Has>
  friend class detail::SendCase;

  static void moveSlot(void* to, void* from) noexcept { ::new (to) Slot(std::move(*static_cast<Slot*>(from))); }
  static void destroySlot(void* element) noexcept { static_cast<Slot*>(element)->~Slot(); }
  static constexpr detail::ElementOps kOps{sizeof(Slot), alignof(Slot), moveSlot, destroySlot};

  static Slot wrap(T&& value) {
    if constexpr (kBoxed)
      return std::make_unique<T>(std::move(value));
    else
      return std::move(value);
  }

  union Raw {
    Slot slot;
    Raw() {}   // NOLINT(modernize-use-equals-default): nothing lives in it yet, so it can't be defaulted
    ~Raw() {}  // NOLINT(modernize-use-equals-default)
    std::optional<T> take() {
      struct End {
        Slot& slot;
        ~End() { slot.~Slot(); }
      } end{slot};
      if constexpr (kBoxed)
        return std::optional<T>(std::move(*slot));
      else
        return std::optional<T>(std::move(slot));
    }
  };

  detail::ChanCore* core_ = nullptr;
};

struct detail::ChanAccess {
  // The handle takes over the caller's reference.
  template <class T>
  static Chan<T> adopt(ChanCore* core) {
    return Chan<T>(typename Chan<T>::Adopted{}, core);
  }
  template <class T>
  static ChanCore* coreOf(const Chan<T>& chan) {
    return chan.core_;
  }
};

template <class T>
class Chan<T>::Iterator {
 public:
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  explicit Iterator(Chan chan) : chan_(std::move(chan)), value_(chan_.recv()) {}
  T& operator*() { return *value_; }
  Iterator& operator++() {
    value_ = chan_.recv();
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const Iterator& it, std::default_sentinel_t) { return !it.value_.has_value(); }

 private:
  Chan chan_;
  std::optional<T> value_;
};

}  // namespace gmp
