// A user's own preset: whatever it says, it is a preset or one clear line.
#include <string>

#include "core/base/check.h"
#include "core/workload/preset_file.h"

using namespace gmpscope::workload;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source = JsonSource::parse("fuzz.json", std::string(reinterpret_cast<const char*>(data), size));
  if (!source.ok()) {
    GMPSCOPE_CHECK(source.error().text().find('\n') == std::string::npos);
    return 0;
  }
  const auto preset = parsePreset(source.value());
  GMPSCOPE_CHECK(preset.ok() || preset.error().text().find('\n') == std::string::npos);
  return 0;
}
