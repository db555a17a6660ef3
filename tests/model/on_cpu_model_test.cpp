// A goroutine that left its M may be woken and taken before its stack is left: onCpu and the rule that who must wait
// for it waits on g0 (schedule.cpp: switchFrom, afterSwitch, execute).

#include <gtest/gtest.h>

#include <array>

#include "tests/model/blocking.h"

namespace gmpscope::model {
namespace {

enum class Fault { None, ResumesAtOnce, WaitsOnTheStack };

struct Goroutine {
  Atomic<bool> onCpu{true};
  Atomic<int> context{0};  // 1: saved
};

// Two Ms; each runs a goroutine, which goes to a queue and gives its M to the other one if that is there.
class Pair {
 public:
  explicit Pair(Fault fault) : fault_(fault) {}

  void leaveAndTake(std::size_t mine) {
    const std::size_t other = 1 - mine;
    lock_.lock();
    const std::uint32_t all = queue_.load(std::memory_order_relaxed) | 1U << mine;
    const bool there = (all & 1U << other) != 0;
    queue_.store(there ? all & ~(1U << other) : all, std::memory_order_relaxed);
    lock_.unlock();

    if (there && fault_ == Fault::WaitsOnTheStack) waitFor(gs_[other]);
    gs_[mine].context.store(1, std::memory_order_relaxed);
    gs_[mine].onCpu.store(false, std::memory_order_release);  // by the successor on this M, g0 or the other goroutine
    if (!there) return;
    if (fault_ == Fault::None) waitFor(gs_[other]);
    require(gs_[other].context.load(std::memory_order_relaxed) == 1, "resumed before its context was saved");
  }

  void check(bool stuck) const { require(!stuck, "two Ms wait for each other"); }

 private:
  static void waitFor(Goroutine& g) {
    Explorer::current()->step([&g] { return !g.onCpu.peek(); });
  }

  const Fault fault_;
  Lock lock_;
  Atomic<std::uint32_t> queue_{0};  // a bit for each goroutine
  std::array<Goroutine, 2> gs_;
};

// The two also meet the other way round: each has been woken already by a third party.
class Crossed {
 public:
  explicit Crossed(Fault fault) : fault_(fault) {}

  void leaveAndTake(std::size_t mine) {
    Goroutine& other = gs_[1 - mine];
    if (fault_ == Fault::WaitsOnTheStack) waitFor(other);
    gs_[mine].context.store(1, std::memory_order_relaxed);
    gs_[mine].onCpu.store(false, std::memory_order_release);
    if (fault_ == Fault::None) waitFor(other);
    require(other.context.load(std::memory_order_relaxed) == 1, "resumed before its context was saved");
  }

  void check(bool stuck) const { require(!stuck, "two Ms wait for each other"); }

 private:
  static void waitFor(Goroutine& g) {
    Explorer::current()->step([&g] { return !g.onCpu.peek(); });
  }

  const Fault fault_;
  std::array<Goroutine, 2> gs_;
};

template <class Model>
Verdict explored(Fault fault, const Defects& defects = {}) {
  return explore(
      [fault] {
        auto model = anew<Model>(fault);
        return World{{[model] { model->leaveAndTake(0); }, [model] { model->leaveAndTake(1); }},
                     [model](bool stuck) { model->check(stuck); }};
      },
      defects);
}

TEST(OnCpuModel, NobodyIsResumedBeforeItsContextIsSaved) {
  EXPECT_TRUE(explored<Pair>(Fault::None).sound()) << explored<Pair>(Fault::None).fault;
  EXPECT_TRUE(explored<Crossed>(Fault::None).sound()) << explored<Crossed>(Fault::None).fault;
}

TEST(OnCpuModel, ResumingAtOnceIsFound) { EXPECT_NE(explored<Pair>(Fault::ResumesAtOnce).fault, ""); }

TEST(OnCpuModel, WaitingOnTheGoroutinesStackIsFound) { EXPECT_NE(explored<Crossed>(Fault::WaitsOnTheStack).fault, ""); }

TEST(OnCpuModel, AMissingReleaseIsFound) {
  EXPECT_NE(explored<Pair>(Fault::None, {.releaseIsRelaxed = true}).fault, "");
}

}  // namespace
}  // namespace gmpscope::model
