#include "core/runtime/process_handler.h"

#include "core/base/check.h"

namespace gmp::rt {
namespace {

bool hasHandler(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) != 0 || (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN);
}

bool isDefault(const struct sigaction& action) {
  return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL;
}

}  // namespace

void ProcessHandler::install(Function function, int flags, Over over) {
  const std::lock_guard guard(mutex_);
  if (users_++ != 0) return;
  GMPSCOPE_CHECK(::sigaction(signal_, nullptr, &before_) == 0);
  installed_ = over == Over::Anything || isDefault(before_);
  if (!installed_) return;
  struct sigaction action {};
  action.sa_sigaction = function;
  action.sa_flags = SA_SIGINFO | flags;
  GMPSCOPE_CHECK(::sigaction(signal_, &action, nullptr) == 0);
}

void ProcessHandler::remove() {
  const std::lock_guard guard(mutex_);
  if (--users_ == 0 && installed_) GMPSCOPE_CHECK(::sigaction(signal_, &before_, nullptr) == 0);
}

bool ProcessHandler::passOn(int signal, siginfo_t* info, void* context) const {
  if (!hasHandler(before_)) return false;
  if ((before_.sa_flags & SA_SIGINFO) != 0)
    before_.sa_sigaction(signal, info, context);
  else
    before_.sa_handler(signal);
  return true;
}

}  // namespace gmp::rt
