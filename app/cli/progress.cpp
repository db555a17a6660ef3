#include "app/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace gmpscope::app {

namespace {

constexpr int kCells = 30;

void put(const std::string& text) {
  // Only decoration: what a terminal doesn't take is not missed.
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Progress::Progress() : terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) put("\r\x1b[K");
}

void Progress::show(double share, std::string_view text) {
  if (!terminal_) return;
  const int full = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kCells));
  put(fmt::format("\r[{:#<{}}{:.<{}}] {}\x1b[K", "", full, "", kCells - full, text));
  shown_ = true;
}

}  // namespace gmpscope::app
