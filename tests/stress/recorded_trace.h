#pragma once
// Traces of real runs as each M wrote them, to be altered and judged anew.

#include <gmp/runtime.hpp>

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "core/trace/writer/event.h"

namespace gmpscope::test {

struct RecordedTrace {
  std::string name;
  std::vector<std::vector<trace::Event>> ms;  // by M, in its own order

  [[nodiscard]] std::size_t size() const;
};

// A run to its end. Any thread outside goroutines. Fails the current test if something was lost.
[[nodiscard]] RecordedTrace record(const std::string& name, const gmp::Options& options, std::function<void()> mainFn);

// Stamps of some of its events, in order.
[[nodiscard]] std::vector<std::uint64_t> stampsOf(const RecordedTrace& trace, int count, std::mt19937& random);

// What the reader's rules say of a whole run: "" or the first violation.
[[nodiscard]] std::string judge(const RecordedTrace& trace);

}  // namespace gmpscope::test
