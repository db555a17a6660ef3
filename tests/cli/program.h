#pragma once
// Runs a program as a user's shell does and keeps all that it says.

#include <sys/types.h>

#include <string>
#include <vector>

namespace gmpscope::test {

struct Outcome {
  int code = -1;  // exit code, or 1000 + signal
  std::string out;
  std::string errors;
};

class Program {
 public:
  // `arguments` with the program's path first. DISPLAY and WAYLAND_DISPLAY are taken out of the environment, and Qt is
  // told to use a platform that doesn't exist: whatever needs a display or a graphical application fails.
  explicit Program(const std::vector<std::string>& arguments);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();  // kills it if it still runs

  [[nodiscard]] pid_t pid() const { return pid_; }
  // The first child that it has started, once there is one; 0 if it ended without.
  [[nodiscard]] pid_t waitForChild() const;
  [[nodiscard]] Outcome wait();

 private:
  pid_t pid_ = 0;
  int out_ = -1;
  int errors_ = -1;
};

// gmpscope with these arguments, from start to end.
[[nodiscard]] Outcome gmpscope(std::vector<std::string> arguments);

}  // namespace gmpscope::test
