#include <csignal>

#include "app/cli/command_line.h"
#include "app/window.h"

int main(int argc, char** argv) {
  using namespace gmpscope::app;
  // A limit on the size of files is then a write that fails, with a message, instead of our death.
  std::signal(SIGXFSZ, SIG_IGN);
  const auto openWindow = [&](const WindowRequest& request) { return runWindow(argc, argv, request); };
  return runCommandLine({argv + 1, argv + argc}, {.openWindow = openWindow});
}
