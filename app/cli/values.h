#pragma once
// Values of options. Errors name the option, what was given and what was expected.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace gmpscope::app {

[[nodiscard]] Error wrongValue(std::string_view option, std::string_view given, std::string expected);

[[nodiscard]] Result<std::int64_t> parseWhole(std::string_view option, std::string_view text, std::int64_t least,
                                              std::int64_t most);
[[nodiscard]] Result<double> parseReal(std::string_view option, std::string_view text, double least, double most);
// "1.5ms", "200us".
[[nodiscard]] Result<Nanos> parseTime(std::string_view option, std::string_view text);
// "2" or "0.5", or a time with its unit; more than nothing and at most a day.
[[nodiscard]] Result<double> parseSeconds(std::string_view option, std::string_view text);
// "FROM..TO" with FROM < TO.
[[nodiscard]] Result<std::pair<Nanos, Nanos>> parseRange(std::string_view option, std::string_view text);
// "WxH" in pixels, each from 1 to `most`.
[[nodiscard]] Result<std::pair<int, int>> parseSize(std::string_view option, std::string_view text, int most);

}  // namespace gmpscope::app
