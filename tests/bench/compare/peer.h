#pragma once
// A program that does a work and prints its figure, started anew for each.

#include <optional>
#include <string>

#include "tests/bench/compare/works.h"

namespace gmpscope::bench {

struct Peer {
  std::string name;
  std::string program;
  std::string argument;  // beside WORK P COUNT; may be empty
};

// Nullopt: it doesn't do this work, or isn't there. Throws std::runtime_error if it fails.
std::optional<double> measure(const Peer& peer, const Work& work, int procs, long count);

}  // namespace gmpscope::bench
