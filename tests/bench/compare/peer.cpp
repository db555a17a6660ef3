#include "tests/bench/compare/peer.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace gmpscope::bench {

std::optional<double> measure(const Peer& peer, const Work& work, int procs, long count) {
  if (!std::filesystem::exists(peer.program)) return std::nullopt;
  const std::string command = fmt::format("{} {} {} {} {}", peer.program, work.name, procs, count, peer.argument);
  std::FILE* output = ::popen(command.c_str(), "r");
  if (output == nullptr) throw std::runtime_error("can't start " + command);
  std::array<char, 64> line{};
  const bool said = std::fgets(line.data(), line.size(), output) != nullptr;
  if (::pclose(output) != 0 || !said) throw std::runtime_error(command + " failed");
  if (line[0] == '-' && line[1] == '\n') return std::nullopt;
  char* end = nullptr;
  const double figure = std::strtod(line.data(), &end);
  if (end == line.data()) throw std::runtime_error(command + " printed no figure: " + line.data());
  return figure;
}

}  // namespace gmpscope::bench
