#pragma once
// A bar on stderr while something goes on; nothing unless stderr is a terminal.

#include <string_view>

namespace gmpscope::app {

class Progress {
 public:
  Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // removes the bar

  // `share` from 0 to 1.
  void show(double share, std::string_view text);

 private:
  bool terminal_;
  bool shown_ = false;
};

}  // namespace gmpscope::app
