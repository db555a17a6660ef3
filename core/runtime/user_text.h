#pragma once
// Where a goroutine may be interrupted: in the code of the program itself. Not in libc or another shared library,
// which may hold a lock or have half changed a thread's state; and not in the handler of
// the signal on its way out.

#include <cstdint>

// A function in which no goroutine is ever preempted. It must not be inlined into others.
#define GMPSCOPE_NEVER_PREEMPTED __attribute__((noinline, section("gmp_rt_never_preempted")))

namespace gmp::rt {

// Looks at what is loaded, once; takes the dynamic linker's lock. Not from a signal handler.
void findUserText();

// Any thread, also in a signal handler. False for everything before findUserText, and in a program that contains
// libc or the C++ library (linked statically): there nobody can tell its code from theirs.
[[nodiscard]] bool inUserText(std::uintptr_t pc);

}  // namespace gmp::rt
