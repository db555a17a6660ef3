#pragma once
// A goroutine that runs off its stack touches the guard below it: the process ends with a report that says so, instead
// of a bare SIGSEGV. The handler needs a stack of its own, one per M.

#include <csignal>
#include <cstddef>
#include <memory>

namespace gmp::rt {

struct M;

// Where a thread's handlers run while it is an M.
class SignalStack {
 public:
  // Puts the calling thread's handlers onto a stack of ours, and back onto the one that they had.
  void use();
  void putBack();

 private:
  std::unique_ptr<std::byte[]> memory_;
  stack_t before_{};
};

// The process's handler for SIGSEGV: counted, the first run installs it, the last one puts back what was before. What
// isn't about a goroutine's guard goes on to that.
void installOverflowHandler();
void removeOverflowHandler();

}  // namespace gmp::rt
