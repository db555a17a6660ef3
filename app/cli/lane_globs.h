#pragma once
// Which lanes a picture shows, by patterns of their names: "cpu0", "P1", "M3", "G17 hash".

#include <string>
#include <string_view>
#include <vector>

#include "app/scene/export_picture.h"
#include "core/analysis/model.h"
#include "core/base/result.h"

namespace gmpscope::app {

// "P*,G1?": patterns as the shell's, small and capital letters alike; empty ones are left out.
[[nodiscard]] std::vector<std::string> splitGlobs(std::string_view list);

// Shows the lanes that match any of the patterns and opens their groups, hides all others. An error if none matches.
[[nodiscard]] Status keepLanes(const analysis::TraceModel& model, const std::vector<std::string>& globs,
                               ExportOptions& picture);

}  // namespace gmpscope::app
