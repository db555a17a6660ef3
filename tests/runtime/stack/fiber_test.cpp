// Switching between stacks, without a scheduler: what a fresh stack runs first is defined here.

#include "core/runtime/stack/fiber.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

#include "core/runtime/stack/stack_pool.h"

namespace gmp::rt {
namespace {

// What the next fresh stack does; it must end in a switch away for good.
std::function<void()> onFresh;

bool within(const StackRecord& stack, const void* address) {
  const char* at = static_cast<const char*>(address);
  return at >= stack.low && at < stack.low + stack.size;
}

}  // namespace

void onFreshStack() {
  onFresh();
  std::abort();
}

namespace {

class Fiber : public ::testing::Test {
 protected:
  void SetUp() override { adoptThreadStack(thread_); }

  // From the thread to the stack and, by `leave`, back.
  void enter() { switchTo(&threadContext_, thread_, stackContext_, *stack_); }
  void leave() { switchTo(&stackContext_, *stack_, threadContext_, thread_); }

  StackPool pool_{64 * 1024};
  StackRecord thread_;
  void* threadContext_ = nullptr;
  StackRecord* stack_ = pool_.fresh();
  void* stackContext_ = stack_->resting;
};

TEST_F(Fiber, AThreadsOwnStackIsKnown) {
  EXPECT_TRUE(within(thread_, __builtin_frame_address(0)));
  EXPECT_GT(thread_.size, 64U * 1024);
}

TEST_F(Fiber, EachSideGoesOnWhereItLeft) {
  std::vector<int> order;
  onFresh = [&] {
    EXPECT_TRUE(within(*stack_, __builtin_frame_address(0)));
    for (int i = 0;; i += 2) {
      order.push_back(i);
      leave();
    }
  };
  for (int i = 1; i < 10; i += 2) {
    enter();
    order.push_back(i);
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST_F(Fiber, GoesOnOnAnotherThread) {
  std::vector<pid_t> threads;  // by a system call: a compiler may keep pthread_self across a switch
  onFresh = [&] {
    for (;;) {
      threads.push_back(::gettid());
      leave();
    }
  };
  enter();
  std::thread([this] {
    const StackRecord first = thread_;
    adoptThreadStack(thread_);
    enter();
    thread_ = first;
  }).join();
  enter();
  ASSERT_EQ(threads.size(), 3U);
  EXPECT_EQ(threads[0], ::gettid());
  EXPECT_NE(threads[1], threads[0]);
  EXPECT_EQ(threads[2], threads[0]);
}

TEST_F(Fiber, ExceptionsStayOnTheirStack) {
  int caught = 0;
  onFresh = [&] {
    for (;;) {
      try {
        throw 1;
      } catch (int value) {
        caught += value;
      }
      leave();
    }
  };
  for (int i = 0; i < 3; ++i) {
    enter();
    EXPECT_THROW(throw 2.5, double);
  }
  EXPECT_EQ(caught, 3);
}

TEST_F(Fiber, CallsOnAStackThatRests) {
  onFresh = [this] {
    for (;;) leave();
  };
  enter();
  struct Seen {
    void* frame = nullptr;
    int calls = 0;
  } seen;
  const auto note = [](void* argument) {
    auto& out = *static_cast<Seen*>(argument);
    out.frame = __builtin_frame_address(0);
    ++out.calls;
  };
  for (int i = 1; i <= 3; ++i) {
    callOn(&stackContext_, *stack_, thread_, note, &seen);
    EXPECT_EQ(seen.calls, i);
    EXPECT_TRUE(within(*stack_, seen.frame));
    enter();  // it goes on as if nothing had happened
  }
}

}  // namespace
}  // namespace gmp::rt
