#pragma once
// Is a timeline's picture what the analysis says? Compares pixels of random points with the state of the span that
// covers them, by rules written here anew.

#include <random>
#include <string>
#include <vector>

#include "app/scene/export_picture.h"

namespace gmpscope::app {

struct PixelReport {
  int checked = 0;
  std::vector<std::string> wrong;  // one line a pixel
};

// Tries random (lane, time) points until `points` of them lay in spans of at least three pixels, outside labels, gaps
// and the columns in which spans meet.
[[nodiscard]] PixelReport checkPixels(const analysis::TraceModel& model, const TimelinePage& page,
                                      std::mt19937_64& random, int points);

}  // namespace gmpscope::app
