#pragma once
// The process's handler for one signal, shared by all runs: the first one installs it, the last one puts back what was
// before. Install and remove are for any thread outside goroutines; passOn is for the handler.

#include <csignal>
#include <mutex>

namespace gmp::rt {

class ProcessHandler {
 public:
  using Function = void (*)(int signal, siginfo_t* info, void* context);
  enum class Over { Anything, DefaultOnly };

  explicit ProcessHandler(int signal) : signal_(signal) {}

  // `flags` beside SA_SIGINFO. Over the default only: a program that handles or ignores the signal itself is left
  // alone.
  void install(Function function, int flags, Over over = Over::Anything);
  void remove();

  // To whoever handled the signal before. False: nobody did.
  bool passOn(int signal, siginfo_t* info, void* context) const;

 private:
  const int signal_;
  std::mutex mutex_;
  int users_ = 0;
  bool installed_ = false;
  struct sigaction before_ {};
};

}  // namespace gmp::rt
