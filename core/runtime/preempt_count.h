#pragma once
// How many reasons there are not to preempt the goroutine that this thread runs: the calls of the runtime and NoPreempt
// scopes that it is in. The word belongs to the thread, so that one instruction counts: nobody can be moved to another
// thread between finding the word and changing it. It travels with a goroutine that is switched away
// (G::savedNoPreempt), and is at least one whenever no goroutine's own code runs.
//
// Only the thread itself changes it; who else reads it is the signal's handler on that thread. So none of this is
// atomic. Each access finds the word anew: a compiler that knew the variable could keep its address across a switch.

#include <cstdint>

extern "C" {
extern __thread std::uint32_t gmp_rt_no_preempt __attribute__((tls_model("initial-exec")));
}

namespace gmp::rt {

inline void forbidPreemption() {
  std::uint64_t at = 0;
  asm volatile("movq gmp_rt_no_preempt@gottpoff(%%rip), %0\n\tincl %%fs:(%0)" : "=&r"(at)::"memory", "cc");
}
inline void allowPreemption() {
  std::uint64_t at = 0;
  asm volatile("movq gmp_rt_no_preempt@gottpoff(%%rip), %0\n\tdecl %%fs:(%0)" : "=&r"(at)::"memory", "cc");
}
inline std::uint32_t preemptCount() {
  std::uint64_t count = 0;
  asm volatile("movq gmp_rt_no_preempt@gottpoff(%%rip), %0\n\tmovl %%fs:(%0), %k0" : "=&r"(count)::"memory");
  return static_cast<std::uint32_t>(count);
}
inline void setPreemptCount(std::uint32_t count) {
  std::uint64_t at = 0;
  asm volatile("movq gmp_rt_no_preempt@gottpoff(%%rip), %0\n\tmovl %1, %%fs:(%0)" : "=&r"(at) : "r"(count) : "memory");
}

}  // namespace gmp::rt
