#pragma once
// Contexts, as in Go: they tell goroutines that what they do is no longer wanted, and carry values along.
//
//   auto [ctx, cancel] = gmp::with_cancel(gmp::background());
//   gmp::go([ctx] {
//     while (gmp::select(gmp::on_recv(ctx.done()), gmp::on_recv(jobs, work)) != 0) {
//     }
//   });
//   cancel();
//
// A Context is a handle: copies are the same context, and what was made from it keeps it alive. Several goroutines may
// use one at once. What makes or cancels a context throws std::logic_error outside goroutines.

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <gmp/chan.hpp>
#include <gmp/detail/context_node.hpp>
#include <gmp/time.hpp>

namespace gmp {

// Why a context is over: `canceled` or `deadline_exceeded`; false while it isn't.
class ContextError {
 public:
  constexpr ContextError() = default;
  constexpr explicit ContextError(detail::ContextEnd end) : end_(end) {}
  constexpr operator bool() const {  // NOLINT(google-explicit-constructor): that is how it is asked
    return end_ != detail::ContextEnd::None;
  }
  friend constexpr bool operator==(ContextError, ContextError) = default;
  // In Go's words; empty while it isn't over.
  [[nodiscard]] const char* what() const;

 private:
  detail::ContextEnd end_ = detail::ContextEnd::None;
};
inline constexpr ContextError canceled{detail::ContextEnd::Canceled};
inline constexpr ContextError deadline_exceeded{detail::ContextEnd::DeadlineExceeded};

class Context {
 public:
  // The background, which is never over and has no values.
  Context() = default;

  // Closed when the context is over; the same channel at each call. Nil if it can never be over.
  [[nodiscard]] Chan<std::monostate> done() const;
  // False until done() is closed.
  [[nodiscard]] ContextError err() const;
  // When it will be over at the latest; nullopt if no deadline was given here or above.
  [[nodiscard]] std::optional<time_point> deadline() const;
  // What was given for an equal key of the same type, by the nearest with_value; empty if nothing was. All kinds of
  // text are one type.
  template <class K>
  [[nodiscard]] std::any value(const K& key) const {
    return detail::contextValue(node_.get(), detail::StoredKey<K>(key));
  }

 private:
  friend std::pair<Context, std::function<void()>> with_cancel(const Context& parent);
  friend std::pair<Context, std::function<void()>> with_deadline(const Context& parent, time_point at);
  template <class K>
  friend Context with_value(const Context& parent, const K& key, std::any value);
  explicit Context(std::shared_ptr<detail::ContextNode> node) : node_(std::move(node)) {}

  std::shared_ptr<detail::ContextNode> node_;
};

[[nodiscard]] inline Context background() { return {}; }

// A context that is over when the function is called, or when its parent is. The function may be called by any
// goroutine and any number of times: the first call counts. When it returns, everything made from the context is over
// too, unless another goroutine is about to see to that.
[[nodiscard]] std::pair<Context, std::function<void()>> with_cancel(const Context& parent);

// The same, and it is over with deadline_exceeded when the time has come: at once if that is past. If the parent's
// deadline is earlier, it is that one's. Call the function once the work is done: until then the timer is kept.
[[nodiscard]] std::pair<Context, std::function<void()>> with_deadline(const Context& parent, time_point at);
// The same for `d` from now; duration::max() never comes.
[[nodiscard]] std::pair<Context, std::function<void()>> with_timeout(const Context& parent, duration d);

// The parent and a value, which is over when the parent is. Of the key a copy is kept.
template <class K>
[[nodiscard]] Context with_value(const Context& parent, const K& key,
                                 std::any value) {  // NOLINT(performance-unnecessary-value-param): it is moved on
  return Context(detail::contextWithValue(parent.node_, std::make_unique<detail::StoredKey<K>>(key), std::move(value)));
}

}  // namespace gmp
