#pragma once
// Switching between stacks: the only place that knows Boost.Context and the sanitizers' view of stacks. Three
// operations: make, switchTo, callOn.
//
// A StackRecord describes a stack and stands at its top (or in the M, for a thread's own stack). A saved context is
// an opaque pointer into the stack; it is valid once the switch away from it has completed, on whatever thread.

#include <cstddef>
#include <cstdint>

#if defined(__SANITIZE_ADDRESS__)
#define GMPSCOPE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GMPSCOPE_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define GMPSCOPE_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GMPSCOPE_TSAN 1
#endif
#endif

namespace gmp::rt {

struct StackRecord {
  char* low = nullptr;      // lowest usable byte
  std::size_t size = 0;     // up to this record
  std::uint32_t index = 0;  // in the pool
  void* resting = nullptr;  // the context of a stack without a goroutine
  bool canary = false;      // no guard below: the lowest word is checked instead
#ifdef GMPSCOPE_ASAN
  void* fakeStack = nullptr;
#endif
#ifdef GMPSCOPE_TSAN
  void* tsanFiber = nullptr;
#endif
};

// Describes the calling thread's own stack.
void adoptThreadStack(StackRecord& stack);

// What every fresh stack runs first; the scheduler's.
[[noreturn]] void onFreshStack();

// Gives a fresh stack a context that will call onFreshStack.
void* makeContext(StackRecord& stack);
// Before the stack's memory is given up.
void forgetStack(StackRecord& stack);

// Before frames of the calling stack are unwound by force: a throw would tell the sanitizers that they go.
void forgetFrames();

// Leaves `from`, saving its context in *save, and goes on in `target`, `to`'s context. Returns when somebody switches
// back, perhaps on another thread.
void switchTo(void** save, StackRecord& from, void* target, StackRecord& to);

// Calls f(argument) on top of a stack that doesn't run, whose context is *resting, and returns when f has. What f sees
// below its frame is the stack as it was left; so it must have run: a fresh context takes its argument from registers
// that f would have overwritten.
void callOn(void** resting, StackRecord& stack, StackRecord& current, void (*f)(void*), void* argument);

}  // namespace gmp::rt
