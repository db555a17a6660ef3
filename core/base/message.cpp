#include "core/base/message.h"

namespace gmpscope {

void message(std::string_view text) {
  const std::string line = fmt::format("gmpscope: {}\n", text);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace gmpscope
