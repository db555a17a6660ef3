#include "core/runtime/stack/fiber.h"

#include <pthread.h>

#include <boost/context/detail/fcontext.hpp>

#include "core/base/check.h"

#ifdef GMPSCOPE_ASAN
#include <sanitizer/asan_interface.h>
#endif
#ifdef GMPSCOPE_TSAN
#include <sanitizer/tsan_interface.h>
#endif

// jump_fcontext, but so that the processor goes on predicting returns: it leaves by a jump to the address that it was
// called from, so that for each switch one call would have no return, and every return on the way back to the goroutine
// would be predicted to go where the one before it went. So it is jumped to, and what comes back returns from here.
asm(R"(
  .text
  .p2align 4
  .type gmp_rt_jump, @function
gmp_rt_jump:
  .cfi_startproc
  subq $8, %rsp  # what is called on top of this stack finds it aligned
  .cfi_adjust_cfa_offset 8
  leaq 0f(%rip), %rax
  pushq %rax
  .cfi_adjust_cfa_offset 8
  jmp jump_fcontext@PLT
  .cfi_adjust_cfa_offset -8
  nop  # where an unwinder looks for the call
0:
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  ret
  .cfi_endproc
  .size gmp_rt_jump, . - gmp_rt_jump
)");

// NOLINTNEXTLINE(readability-identifier-naming): a symbol of the assembler above
extern "C" boost::context::detail::transfer_t gmp_rt_jump(boost::context::detail::fcontext_t to, void* data);

namespace gmp::rt {
namespace {

namespace context = boost::context::detail;

// What travels with a switch: where the one who left keeps its context.
void arrive(context::transfer_t transfer) { *static_cast<void**>(transfer.data) = transfer.fctx; }

void leave([[maybe_unused]] StackRecord& from, [[maybe_unused]] StackRecord& to) {
#ifdef GMPSCOPE_ASAN
  __sanitizer_start_switch_fiber(&from.fakeStack, to.low, to.size);
#endif
#ifdef GMPSCOPE_TSAN
  __tsan_switch_to_fiber(to.tsanFiber, 0);
#endif
}

void arrived([[maybe_unused]] StackRecord* self) {
#ifdef GMPSCOPE_ASAN
  __sanitizer_finish_switch_fiber(self != nullptr ? self->fakeStack : nullptr, nullptr, nullptr);
#endif
}

struct Call {
  void (*f)(void*);
  void* argument;
  void** context;
  StackRecord* stack;
  StackRecord* caller;
};

}  // namespace

void adoptThreadStack(StackRecord& stack) {
  pthread_attr_t attributes;
  GMPSCOPE_CHECK(pthread_getattr_np(pthread_self(), &attributes) == 0);
  void* low = nullptr;
  GMPSCOPE_CHECK(pthread_attr_getstack(&attributes, &low, &stack.size) == 0);
  pthread_attr_destroy(&attributes);
  stack.low = static_cast<char*>(low);
#ifdef GMPSCOPE_TSAN
  stack.tsanFiber = __tsan_get_current_fiber();
#endif
}

namespace {

// The last frame that an unwinder sees: its return address is undefined by declaration.
void entry(context::transfer_t transfer) {
  asm volatile(".cfi_undefined rip");
  arrive(transfer);
  arrived(nullptr);
  onFreshStack();
}

// Runs on top of a resting stack; whoever resumes that stack later falls through to where it rested.
context::transfer_t runCall(context::transfer_t transfer) {
  auto& call = *static_cast<Call*>(transfer.data);
  arrived(call.stack);
  call.f(call.argument);
  leave(*call.stack, *call.caller);
  return context::jump_fcontext(transfer.fctx, call.context);
}

}  // namespace

void* makeContext(StackRecord& stack) {
#ifdef GMPSCOPE_TSAN
  if (stack.tsanFiber == nullptr) stack.tsanFiber = __tsan_create_fiber(0);
#endif
  return context::make_fcontext(stack.low + stack.size, stack.size, entry);
}

void forgetStack([[maybe_unused]] StackRecord& stack) {
#ifdef GMPSCOPE_TSAN
  if (stack.tsanFiber != nullptr) __tsan_destroy_fiber(stack.tsanFiber);
  stack.tsanFiber = nullptr;
#endif
}

void forgetFrames() {
#ifdef GMPSCOPE_ASAN
  __asan_handle_no_return();
#endif
}

void switchTo(void** save, StackRecord& from, void* target, StackRecord& to) {
  leave(from, to);
  const context::transfer_t transfer = gmp_rt_jump(target, save);
  arrive(transfer);
  arrived(&from);
}

void callOn(void** resting, StackRecord& stack, StackRecord& current, void (*f)(void*), void* argument) {
  Call call{f, argument, resting, &stack, &current};
  leave(current, stack);
  const context::transfer_t transfer = context::ontop_fcontext(*resting, &call, runCall);
  arrive(transfer);
  arrived(&current);
}

}  // namespace gmp::rt
