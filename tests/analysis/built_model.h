#pragma once
// A model with its builder and a feeder, and its lanes in short.

#include <ostream>
#include <vector>

#include "core/analysis/model_builder.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {

inline RunInfo runOf(int procs, kernel::Source source = kernel::Source::None) {
  RunInfo run;
  run.preset = "test";
  run.gomaxprocs = procs;
  run.cores = 2;
  run.coreIds = {0, 1};
  run.kernelSource = source;
  return run;
}

struct Built {
  explicit Built(int procs) : builder(model, runOf(procs)), feed(builder) {}
  TraceModel model;
  ModelBuilder builder;
  Feeder feed;
};

inline std::vector<Span> spans(const SpanLane& lane, Nanos edge) {
  std::vector<Span> result;
  for (std::size_t i = 0; i < lane.size(); ++i) {
    const Span span = lane.at(i, edge);
    if (span.end > span.start) result.push_back(span);
  }
  return result;
}

struct Brief {
  Nanos start, end;
  SpanState state;
  bool operator==(const Brief&) const = default;
};
inline void PrintTo(const Brief& b, std::ostream* out) {
  *out << b.start << ".." << b.end << " state " << static_cast<int>(b.state);
}
inline std::vector<Brief> brief(const SpanLane& lane, Nanos edge) {
  std::vector<Brief> result;
  for (const Span& span : spans(lane, edge)) result.push_back({span.start, span.end, span.state});
  return result;
}

}  // namespace gmpscope::analysis
