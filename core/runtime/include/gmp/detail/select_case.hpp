#pragma once
// Not for users: the cases of a select. Each says what it does to which channel (op), and when it was chosen, finishes:
// hands what came to its callback.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <gmp/chan.hpp>

namespace gmp::detail {

enum class CaseKind : std::uint8_t { Receive, Send, Otherwise };

struct SelectOp {
  ChanCore* chan = nullptr;
  void* element = nullptr;  // what is sent, or where what is received will be constructed
  CaseKind kind = CaseKind::Otherwise;
};

struct Chosen {
  std::size_t index;
  bool completed;  // false: its channel is closed, and the element as it was
};

// Carries out one of the cases, which stay as they are meanwhile.
Chosen selectOne(const SelectOp* ops, std::size_t count);

struct Ignore {
  template <class... A>
  void operator()(A&&...) const noexcept {}
};

// What a case has of its channel: a handle of its own, or, if it was given a named one, only the channel. Counting that
// handle in and out would cost more than all else that a select does whose channels are ready.
template <class T>
class OwnChan {
 public:
  explicit OwnChan(Chan<T> chan) : chan_(std::move(chan)) {}
  [[nodiscard]] ChanCore* core() const { return ChanAccess::coreOf(chan_); }
  [[nodiscard]] OwnChan own() && { return std::move(*this); }

 private:
  Chan<T> chan_;
};

template <class T>
class NamedChan {
 public:
  explicit NamedChan(const Chan<T>& chan) : core_(ChanAccess::coreOf(chan)) {}
  [[nodiscard]] ChanCore* core() const { return core_; }
  [[nodiscard]] OwnChan<T> own() && {
    chanRetain(core_);
    return OwnChan<T>(ChanAccess::adopt<T>(core_));
  }

 private:
  ChanCore* core_;
};

template <class T, class F, class Has>
class RecvCase {
  static_assert(std::is_invocable_v<F&, std::optional<T>>, "a receiving case calls f(std::optional<T>)");

 public:
  RecvCase(Has chan, F f) : chan_(std::move(chan)), f_(std::move(f)) {}
  // The same with a handle of its own.
  RecvCase<T, F, OwnChan<T>> own() && { return {std::move(chan_).own(), std::move(f_)}; }
  SelectOp op() { return {chan_.core(), &landing_.raw.slot, CaseKind::Receive}; }
  void finish(bool completed) { f_(completed ? landing_.raw.take() : std::nullopt); }

 private:
  // Nothing lives there but between op and finish, so a copy has nothing to copy.
  struct Landing {
    typename Chan<T>::Raw raw;
    Landing() = default;
    Landing(const Landing&) noexcept {}
    Landing& operator=(const Landing&) noexcept { return *this; }
  };

  Has chan_;
  [[no_unique_address]] F f_;
  Landing landing_;
};

template <class T, class F, class Has>
class SendCase {
  static_assert(std::is_invocable_v<F&>, "a sending case calls f()");

 public:
  using Slot = typename Chan<T>::Slot;  // of the element, as the channel keeps it

  SendCase(Has chan, Slot slot, F f) : chan_(std::move(chan)), slot_(std::move(slot)), f_(std::move(f)) {}
  static Slot wrap(T value) { return Chan<T>::wrap(std::move(value)); }
  // The same with a handle of its own.
  SendCase<T, F, OwnChan<T>> own() && { return {std::move(chan_).own(), std::move(slot_), std::move(f_)}; }
  SelectOp op() { return {chan_.core(), &slot_, CaseKind::Send}; }
  void finish(bool completed) {
    if (!completed) throw ChannelClosed("send on closed channel");
    f_();
  }

 private:
  Has chan_;
  Slot slot_;
  [[no_unique_address]] F f_;
};

template <class F>
class OtherwiseCase {
  static_assert(std::is_invocable_v<F&>, "otherwise calls f()");

 public:
  explicit OtherwiseCase(F f) : f_(std::move(f)) {}
  OtherwiseCase own() && { return std::move(*this); }
  SelectOp op() { return {}; }
  void finish(bool) { f_(); }

 private:
  [[no_unique_address]] F f_;
};

template <class C>
struct IsCase : std::false_type {};
template <class T, class F, class Has>
struct IsCase<RecvCase<T, F, Has>> : std::true_type {};
template <class T, class F, class Has>
struct IsCase<SendCase<T, F, Has>> : std::true_type {};
template <class F>
struct IsCase<OtherwiseCase<F>> : std::true_type {};

struct AnyCase {
  virtual ~AnyCase() = default;
  virtual SelectOp op() = 0;
  virtual void finish(bool completed) = 0;
};

template <class Case>
struct AnyCaseOf final : AnyCase {
  explicit AnyCaseOf(Case given) : inner(std::move(given)) {}
  SelectOp op() override { return inner.op(); }
  void finish(bool completed) override { inner.finish(completed); }
  Case inner;
};

}  // namespace gmp::detail
