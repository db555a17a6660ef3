// Select: one of several channel operations.
//
// First the cases are tried one by one in a random order, each under its channel's lock alone: the first that can go on
// is a uniform choice. Only if none can, all channels are locked, in the order of their addresses; what can go on now
// does; otherwise the goroutine stands in line at each channel and is woken from one of them.

#include <gmp/select.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>

#include "core/runtime/api_call.h"
#include "core/runtime/sync/chan_core.h"

namespace gmp::detail {
namespace {

using gmpscope::trace::EventKind;
using gmpscope::trace::WaitReason;
using rt::ApiCall;
using rt::M;
using rt::Waiter;

constexpr std::size_t kMaxCases = 65'536;
// Up to so many cases need no memory but the stack.
constexpr std::size_t kFew = 8;
// Events of waiting rooms in one step, so that there is room for what else its M does in it.
constexpr std::uint32_t kRoomsPerStep = 16;

using Index = std::uint16_t;

class Selection {
 public:
  Selection(M& m, const SelectOp* ops, std::size_t count) : m_(m), ops_(ops) {
    if (count > kMaxCases) throw std::logic_error("gmp::select with more than 65536 cases");
    if (count > kFew) {
      many_ = std::make_unique<Index[]>(2 * count);
      polled_ = many_.get();
      locked_ = polled_ + count;
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (ops[i].kind == CaseKind::Otherwise) {
        if (otherwise_) throw std::logic_error("gmp::select with more than one otherwise");
        otherwise_ = i;
      } else if (ops[i].chan != nullptr) {
        // Shuffled as they come.
        const std::uint32_t other = used_ == 0 ? 0 : m.rand.below(used_ + 1);
        polled_[used_++] = polled_[other];
        polled_[other] = static_cast<Index>(i);
      }
    }
  }

  Chosen run(std::size_t count) GMPSCOPE_NO_TSA {
    if (used_ == 0 && !otherwise_) waitForEver(m_, count == 0 ? WaitReason::SelectNoCases : WaitReason::Select);
    for (std::uint32_t i = 0; i < used_; ++i)
      if (const auto chosen = tryAlone(polled_[i])) return *chosen;
    if (used_ == 0) return {*otherwise_, true};
    std::unique_ptr<Waiter[]> waiters;
    if (used_ > kFew && !otherwise_) waiters = std::make_unique<Waiter[]>(used_);
    lockAll();
    for (std::uint32_t i = 0; i < used_; ++i)
      if (const auto chosen = tryLocked(polled_[i])) return *chosen;
    if (!otherwise_) return wait(waiters.get());
    unlockAll();
    return {*otherwise_, true};
  }

 private:
  template <class Unlock>
  Attempt attempt(const SelectOp& op, Unlock&& unlock) {
    return op.kind == CaseKind::Send ? sendNow(m_, *op.chan, op.element, unlock)
                                     : receiveNow(m_, *op.chan, op.element, unlock);
  }

  std::optional<Chosen> tryAlone(Index index) GMPSCOPE_NO_TSA {
    const SelectOp& op = ops_[index];
    if (op.kind == CaseKind::Send ? op.chan->sendWaits() : op.chan->receiveWaits()) return std::nullopt;
    lock(m_, *op.chan);
    const Attempt came = attempt(op, [&op]() GMPSCOPE_NO_TSA { op.chan->lock.unlock(); });
    if (came == Attempt::Done) return Chosen{index, true};
    op.chan->lock.unlock();
    if (came == Attempt::Closed) return Chosen{index, false};
    return std::nullopt;
  }

  // All are locked; if this one is chosen they no longer are.
  std::optional<Chosen> tryLocked(Index index) {
    const Attempt came = attempt(ops_[index], [this] { unlockAll(); });
    if (came == Attempt::WouldBlock) return std::nullopt;
    if (came == Attempt::Closed) unlockAll();
    return Chosen{index, came == Attempt::Done};
  }

  [[nodiscard]] ChanCore* chanAt(std::uint32_t i) const { return ops_[locked_[i]].chan; }

  // Each channel once, in the order of their addresses.
  template <class Do>
  void eachChan(Do&& act) {
    for (std::uint32_t i = 0; i < used_; ++i)
      if (i == 0 || chanAt(i) != chanAt(i - 1)) act(*chanAt(i));
  }
  void lockAll() {
    std::copy(polled_, polled_ + used_, locked_);
    std::sort(locked_, locked_ + used_, [this](Index a, Index b) { return std::less<>()(ops_[a].chan, ops_[b].chan); });
    eachChan([this](ChanCore& chan) { lock(m_, chan); });
  }
  void unlockAll() {
    eachChan([](ChanCore& chan) GMPSCOPE_NO_TSA { chan.lock.unlock(); });
  }

  // All are locked. `many`: a waiter for each case, unless there are few.
  __attribute__((noinline)) Chosen wait(Waiter* many) GMPSCOPE_NO_TSA {
    Waiter few[kFew];
    Waiter* const waiters = many != nullptr ? many : few;
    std::atomic<Waiter*> winner{nullptr};
    rt::G& g = *m_.curg;
    eachChan([this](ChanCore& chan) {
      chanRetain(&chan);  // for cases that don't
      if (chan.timer != nullptr) rt::beginAwait(m_, *chan.timer);
    });
    m_.trace.begin();
    for (std::uint32_t i = 0; i < used_; ++i) {
      const SelectOp& op = ops_[locked_[i]];
      waiters[i].g = &g;
      waiters[i].element = op.element;
      waiters[i].winner = &winner;
      (op.kind == CaseKind::Send ? op.chan->senders : op.chan->receivers).push(waiters[i]);
    }
    g.reason = WaitReason::Select;
    g.status = rt::GStatus::Waiting;
    tellRooms(g);
    unlockAll();
    rt::leaveM(m_, nullptr);
    // It may run on another M now. Relaxed: whoever won wrote before waking it.
    Waiter& won = *winner.load(std::memory_order_relaxed);
    for (std::uint32_t i = 0; i < used_; ++i) {
      if (&waiters[i] == &won) continue;
      const SelectOp& op = ops_[locked_[i]];
      const gmpscope::SpinGuard guard(op.chan->lock);
      (op.kind == CaseKind::Send ? op.chan->senders : op.chan->receivers).remove(waiters[i]);
    }
    eachChan([](ChanCore& chan) {
      if (chan.timer != nullptr) rt::endAwait(*chan.timer);
      chanRelease(&chan);
    });
    return {locked_[&won - waiters], won.delivered};
  }

  // The goroutine blocks in the first channel's waiting room, and then stands in the others too. Inside a step, with
  // all locks; what doesn't fit into the step goes on in further ones.
  void tellRooms(rt::G& g) {
    std::uint32_t rooms = 0;
    eachChan([&rooms](ChanCore&) { ++rooms; });
    std::uint32_t told = 0;
    std::uint32_t at = 0;  // of the cases, which come in the same order
    eachChan([&](ChanCore& chan) {
      const std::uint32_t sequence = chan.sequence++;
      std::uint32_t lines = 0;
      for (; at < used_ && ops_[locked_[at]].chan == &chan; ++at)
        lines |= ops_[locked_[at]].kind == CaseKind::Send ? gmpscope::trace::kSends : gmpscope::trace::kReceives;
      if (told++ == 0) {
        rt::tell(m_, EventKind::GBlock, g, chan.object, sequence, static_cast<std::uint32_t>(WaitReason::Select),
                 (rooms - 1) | lines);
        return;
      }
      rt::tell(m_, EventKind::GBlockAlso, g, chan.object, sequence, lines);
      if (told % kRoomsPerStep != 0) return;
      m_.trace.end();
      m_.trace.begin();
    });
  }

  M& m_;
  const SelectOp* const ops_;
  std::uint32_t used_ = 0;  // cases whose channel isn't nil
  std::optional<std::size_t> otherwise_;
  Index few_[2 * kFew] = {};
  Index* polled_ = few_;         // in the order in which they are tried
  Index* locked_ = few_ + kFew;  // in the order of their channels' addresses
  std::unique_ptr<Index[]> many_;
};

// A single case is a plain operation.
Chosen alone(const SelectOp& op) {
  return {0, op.kind == CaseKind::Send ? chanSend(op.chan, op.element) : chanReceive(op.chan, op.element)};
}

// One case, at `index`, and otherwise: an operation that doesn't wait.
Chosen atOnce(const SelectOp& op, std::size_t index) {
  const Attempt came =
      op.kind == CaseKind::Send ? chanTrySend(op.chan, op.element) : chanTryReceive(op.chan, op.element);
  if (came == Attempt::WouldBlock) return {1 - index, true};
  return {index, came == Attempt::Done};
}

}  // namespace

Chosen selectOne(const SelectOp* ops, std::size_t count) {
  if (count == 1 && ops[0].kind != CaseKind::Otherwise) return alone(ops[0]);
  if (count == 2 && (ops[0].kind == CaseKind::Otherwise) != (ops[1].kind == CaseKind::Otherwise)) {
    const std::size_t index = ops[0].kind == CaseKind::Otherwise ? 1 : 0;
    return atOnce(ops[index], index);
  }
  const ApiCall call("select");
  return Selection(call.m(), ops, count).run(count);
}

}  // namespace gmp::detail

namespace gmp {

std::size_t select(std::span<SelectCase> cases) {
  constexpr std::size_t kFewOps = 16;
  detail::SelectOp few[kFewOps];
  std::unique_ptr<detail::SelectOp[]> many;
  if (cases.size() > kFewOps) many = std::make_unique<detail::SelectOp[]>(cases.size());
  detail::SelectOp* const ops = many != nullptr ? many.get() : few;
  for (std::size_t i = 0; i < cases.size(); ++i) ops[i] = detail::CaseAccess::of(cases[i]).op();
  const detail::Chosen chosen = detail::selectOne(ops, cases.size());
  detail::CaseAccess::of(cases[chosen.index]).finish(chosen.completed);
  return chosen.index;
}

}  // namespace gmp
