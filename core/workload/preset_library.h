#pragma once
// The presets that come with the program, found in an installed data folder or in the source tree.

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/workload/program.h"

namespace gmpscope::workload {

// Where presets may lie, the first that exists counts: GMPSCOPE_DATA (if set, nothing else), the data folder beside
// the installed program, the source tree that this was built from.
[[nodiscard]] std::vector<std::string> presetFolders();

// All of the library, in the order in which it is shown. One damaged file is an error of the whole: the library is
// ours.
[[nodiscard]] Result<std::vector<Preset>> loadLibrary();

// An id of the library, or a file: whatever contains a slash or ends in ".json".
[[nodiscard]] Result<Preset> findPreset(std::string_view idOrFile);

}  // namespace gmpscope::workload
