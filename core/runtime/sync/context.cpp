// Contexts form a tree. Each that can be over by itself has a channel, which is closed when it is, and a list of the
// next such ones below it, which leave it when they are over or nobody refers to them any more.

#include <gmp/context.hpp>
#include <gmp/runtime.hpp>

#include <atomic>
#include <chrono>
#include <optional>

#include "core/base/spin_lock.h"
#include "core/runtime/api_call.h"

namespace gmp {

namespace detail {

class CancelNode;

class ContextNode {
 public:
  explicit ContextNode(std::shared_ptr<ContextNode> over)
      : parent(std::move(over)), above(parent != nullptr ? parent->canceller() : nullptr) {}
  ContextNode(const ContextNode&) = delete;
  ContextNode& operator=(const ContextNode&) = delete;
  // A long chain ends node by node, not by recursion.
  virtual ~ContextNode() {
    for (std::shared_ptr<ContextNode> last = std::move(parent); last != nullptr && last.use_count() == 1;) {
      std::shared_ptr<ContextNode> next = std::move(last->parent);
      last = std::move(next);
    }
  }

  // Null: none was given here.
  [[nodiscard]] virtual const std::any* valueFor(const ContextKey&) const { return nullptr; }
  // Itself or the nearest above that can be over by itself; null if there is none.
  [[nodiscard]] virtual CancelNode* canceller() { return above; }

  std::shared_ptr<ContextNode> parent;
  CancelNode* const above;  // kept alive by the parent
};

namespace {

class ValueNode final : public ContextNode {
 public:
  ValueNode(std::shared_ptr<ContextNode> over, std::unique_ptr<ContextKey> key, std::any value)
      : ContextNode(std::move(over)), key_(std::move(key)), value_(std::move(value)) {}
  [[nodiscard]] const std::any* valueFor(const ContextKey& key) const override {
    return key_->equals(key) ? &value_ : nullptr;
  }

 private:
  const std::unique_ptr<ContextKey> key_;
  const std::any value_;
};

}  // namespace

class CancelNode final : public ContextNode, public std::enable_shared_from_this<CancelNode> {
 public:
  // Without a deadline of its own it has that of the one above.
  explicit CancelNode(std::shared_ptr<ContextNode> over, std::optional<time_point> at = std::nullopt)
      : ContextNode(std::move(over)), deadline(at || above == nullptr ? at : above->deadline) {}
  ~CancelNode() override {
    unlink();
    if (timer_ && goid() != 0) timer_->stop();
  }

  const std::optional<time_point> deadline;

  [[nodiscard]] CancelNode* canceller() override { return this; }
  [[nodiscard]] const Chan<std::monostate>& done() const { return done_; }
  // Acquire: pairs with the release in end.
  [[nodiscard]] ContextEnd ended() const { return ended_.load(std::memory_order_acquire); }

  // Enters the list of the one above; is over at once if that one is. Before anybody else knows of it.
  void link() {
    if (above == nullptr) return;
    {
      const rt::ApiCall call;  // nobody is preempted under a lock
      const gmpscope::SpinGuard guard(above->lock_);
      if (above->ended() == ContextEnd::None) {
        next_ = above->first_;
        if (next_ != nullptr) next_->before_ = this;
        above->first_ = this;
        linked_.store(true, std::memory_order_relaxed);
        return;
      }
    }
    cancel(above->ended());
  }

  // It is over with deadline_exceeded after `d`, unless it is before. The timer doesn't keep it alive.
  void endAfter(duration d) {
    Timer timer = after_func(d, [weak = weak_from_this()] {
      if (const std::shared_ptr<CancelNode> node = weak.lock()) node->cancel(ContextEnd::DeadlineExceeded);
    });
    {
      const rt::ApiCall call;  // nobody is preempted under a lock
      const gmpscope::SpinGuard guard(lock_);
      if (ended() == ContextEnd::None) {
        timer_ = std::move(timer);
        return;
      }
    }
    timer.stop();
  }

  // It is over, and all below it. Only the first call counts.
  void cancel(ContextEnd why) {
    unlink();
    std::shared_ptr<CancelNode> waiting;  // linked by waiting_
    end(why, waiting);
    while (waiting != nullptr) {
      const std::shared_ptr<CancelNode> next = std::move(waiting);
      waiting = std::move(next->waiting_);
      next->end(why, waiting);
    }
  }

 private:
  // Those in its list, as far as they still live, are put before `waiting`.
  void end(ContextEnd why, std::shared_ptr<CancelNode>& waiting) {
    std::optional<Timer> timer;
    {
      const rt::ApiCall call;  // nobody is preempted under a lock
      const gmpscope::SpinGuard guard(lock_);
      if (ended() != ContextEnd::None) return;
      ended_.store(why, std::memory_order_release);
      timer = std::exchange(timer_, std::nullopt);
      for (CancelNode* each = std::exchange(first_, nullptr); each != nullptr;) {
        CancelNode* const next = each->next_;
        std::shared_ptr<CancelNode> alive = each->weak_from_this().lock();
        if (alive != nullptr) {
          alive->waiting_ = std::move(waiting);
          waiting = std::move(alive);
        }
        // Release: pairs with unlink, after which one that doesn't live any more may be gone.
        each->linked_.store(false, std::memory_order_release);
        each = next;
      }
    }
    done_.close();
    if (timer) timer->stop();
  }

  void unlink() {
    if (!linked_.load(std::memory_order_acquire)) return;
    const rt::ApiCall call;  // nobody is preempted under a lock
    const gmpscope::SpinGuard guard(above->lock_);
    if (!linked_.load(std::memory_order_relaxed)) return;
    (before_ == nullptr ? above->first_ : before_->next_) = next_;
    if (next_ != nullptr) next_->before_ = before_;
    linked_.store(false, std::memory_order_relaxed);
  }

  gmpscope::SpinLock
      lock_;  // of ended_, timer_ and the list; the links in the list are under the lock of the one above
  std::atomic<ContextEnd> ended_{ContextEnd::None};
  const Chan<std::monostate> done_{0};
  std::optional<Timer> timer_;
  CancelNode* first_ = nullptr;
  CancelNode* next_ = nullptr;
  CancelNode* before_ = nullptr;
  std::atomic<bool> linked_{false};
  std::shared_ptr<CancelNode> waiting_;  // of who took it out of the list to end it
};

std::shared_ptr<ContextNode> contextWithValue(std::shared_ptr<ContextNode> parent, std::unique_ptr<ContextKey> key,
                                              std::any value) {
  return std::make_shared<ValueNode>(std::move(parent), std::move(key), std::move(value));
}

std::any contextValue(const ContextNode* node, const ContextKey& key) {
  for (; node != nullptr; node = node->parent.get())
    if (const std::any* value = node->valueFor(key)) return *value;
  return {};
}

}  // namespace detail

using detail::CancelNode;
using detail::ContextEnd;

const char* ContextError::what() const {
  switch (end_) {
    case ContextEnd::None:
      break;
    case ContextEnd::Canceled:
      return "context canceled";
    case ContextEnd::DeadlineExceeded:
      return "context deadline exceeded";
  }
  return "";
}

Chan<std::monostate> Context::done() const {
  const CancelNode* at = node_ != nullptr ? node_->canceller() : nullptr;
  return at != nullptr ? at->done() : Chan<std::monostate>();
}

ContextError Context::err() const {
  const CancelNode* at = node_ != nullptr ? node_->canceller() : nullptr;
  const ContextEnd end = at != nullptr ? at->ended() : ContextEnd::None;
  // It may be about to be closed.
  if (end != ContextEnd::None && goid() != 0) (void)at->done().recv();
  return ContextError(end);
}

std::optional<time_point> Context::deadline() const {
  const CancelNode* at = node_ != nullptr ? node_->canceller() : nullptr;
  return at != nullptr ? at->deadline : std::nullopt;
}

namespace {

std::function<void()> cancelFunction(std::shared_ptr<CancelNode> node) {
  return [node = std::move(node)] {
    rt::ApiCall().require("a context's cancel function");
    node->cancel(ContextEnd::Canceled);
  };
}

}  // namespace

std::pair<Context, std::function<void()>> with_cancel(const Context& parent) {
  rt::ApiCall().require("with_cancel");
  auto node = std::make_shared<CancelNode>(parent.node_);
  node->link();
  return {Context(node), cancelFunction(node)};
}

std::pair<Context, std::function<void()>> with_deadline(const Context& parent, time_point at) {
  if (const auto earlier = parent.deadline(); earlier && *earlier <= at) return with_cancel(parent);
  rt::ApiCall().require("with_deadline");
  auto node = std::make_shared<CancelNode>(parent.node_, at);
  node->link();
  const time_point now = std::chrono::steady_clock::now();
  if (at <= now)
    node->cancel(ContextEnd::DeadlineExceeded);
  else if (node->ended() == ContextEnd::None)
    node->endAfter(at - now);
  return {Context(node), cancelFunction(node)};
}

std::pair<Context, std::function<void()>> with_timeout(const Context& parent, duration d) {
  const time_point now = std::chrono::steady_clock::now();
  return with_deadline(parent, d < time_point::max() - now ? now + d : time_point::max());
}

}  // namespace gmp
