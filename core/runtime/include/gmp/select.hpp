#pragma once
// Go's select: waits until one of several channel operations can go on, and carries out that one.
//
//   gmp::select(gmp::on_recv(jobs, [](std::optional<Job> job) { … }),
//               gmp::on_send(results, 42),
//               gmp::otherwise([] { … }));
//
// Among the cases that can go on the choice is uniformly random. A case on a nil channel never can; without any that
// could ever, and without otherwise, it waits for ever. Only in a goroutine: std::logic_error elsewhere.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include <gmp/chan.hpp>
#include <gmp/detail/select_case.hpp>

namespace gmp {

// Receives, and calls f(std::optional<T>): nullopt once the channel is closed and drained. May be used again. A case
// that is given a named channel doesn't count as a user of it: some handle of that channel must live as long as the
// case, or until a SelectCase is made of it. While it is waited for, select keeps it alive.
template <class T, class F = detail::Ignore>
[[nodiscard]] auto on_recv(const Chan<T>& chan, F f = {}) {
  return detail::RecvCase<T, F, detail::NamedChan<T>>(detail::NamedChan<T>(chan), std::move(f));
}
// The same; the case keeps the channel alive.
template <class T, class F = detail::Ignore>
[[nodiscard]] auto on_recv(Chan<T>&& chan, F f = {}) {
  return detail::RecvCase<T, F, detail::OwnChan<T>>(detail::OwnChan<T>(std::move(chan)), std::move(f));
}

// Sends, and calls f(). If it is chosen and the channel is closed, select throws ChannelClosed. The value is dropped
// with the case unless it is chosen, which moves from it. The channel as above.
template <class T, class F = detail::Ignore>
[[nodiscard]] auto on_send(const Chan<T>& chan, std::type_identity_t<T> value, F f = {}) {
  using Case = detail::SendCase<T, F, detail::NamedChan<T>>;
  return Case(detail::NamedChan<T>(chan), Case::wrap(std::move(value)), std::move(f));
}
template <class T, class F = detail::Ignore>
[[nodiscard]] auto on_send(Chan<T>&& chan, std::type_identity_t<T> value, F f = {}) {
  using Case = detail::SendCase<T, F, detail::OwnChan<T>>;
  return Case(detail::OwnChan<T>(std::move(chan)), Case::wrap(std::move(value)), std::move(f));
}

// Runs if no other case can go on at once: the select doesn't wait. At most one.
template <class F = detail::Ignore>
[[nodiscard]] auto otherwise(F f = {}) {
  return detail::OtherwiseCase<F>(std::move(f));
}

namespace detail {
struct CaseAccess;
}

// A case of any kind, for selects whose number of cases isn't known at compile time; it keeps its channel alive. Copies
// share the case.
class SelectCase {
 public:
  template <class Case>
  requires detail::IsCase<Case>::value SelectCase(
      Case given)  // NOLINT(google-explicit-constructor): what on_recv gives converts to it
      : any_(share(std::move(given).own())) {}

 private:
  friend struct detail::CaseAccess;
  template <class Case>
  static std::shared_ptr<detail::AnyCase> share(Case given) {
    return std::make_shared<detail::AnyCaseOf<Case>>(std::move(given));
  }
  std::shared_ptr<detail::AnyCase> any_;
};

namespace detail {

struct CaseAccess {
  template <class Case>
  static Case& of(Case& given) {
    return given;
  }
  static AnyCase& of(SelectCase& given) { return *given.any_; }
};

template <class C>
concept SelectableCase = IsCase<std::remove_cvref_t<C>>::value || std::is_same_v<std::remove_cvref_t<C>, SelectCase>;

}  // namespace detail

// Returns the position of the case that ran, from 0. Its callback, if any, has returned: it runs when all locks are
// released, and its exceptions leave the select. std::logic_error: more than one otherwise, or more than 65,536 cases.
template <class... Cases>
requires(detail::SelectableCase<Cases>&&...) std::size_t select(Cases&&... cases) {
  const std::array<detail::SelectOp, sizeof...(Cases)> ops{detail::CaseAccess::of(cases).op()...};
  const detail::Chosen chosen = detail::selectOne(ops.data(), ops.size());
  std::size_t at = 0;
  ((at++ == chosen.index ? detail::CaseAccess::of(cases).finish(chosen.completed) : void()), ...);
  return chosen.index;
}
// The same for cases made at run time.
std::size_t select(std::span<SelectCase> cases);

}  // namespace gmp
