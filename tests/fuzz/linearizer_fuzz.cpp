// Any events of three Ms: each is ordered exactly once, whatever it says, and the model can be built from them.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/base/check.h"
#include "core/trace/reader/linearizer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gmpscope::trace;
  constexpr std::uint32_t kMs = 3;
  std::array<std::vector<Event>, kMs> streams;
  // A run of two Ps has begun, so that queue events mean something.
  streams[0].push_back(Event{1, Event::makeHead(EventKind::RunStart, 0, Event::kNoP), 0, 2, 0, 0, 0});
  // Eight bytes an event: small numbers meet more often than random words.
  for (std::size_t at = 0; at + 8 <= size; at += 8) {
    const std::uint8_t* b = data + at;
    const auto kind = static_cast<EventKind>(b[0] % (static_cast<unsigned>(EventKind::kCount) + 1));
    std::vector<Event>& stream = streams[b[1] % kMs];
    const std::uint64_t time = (stream.empty() ? 1 : stream.back().time) + b[1] / kMs;
    stream.push_back(Event{time, Event::makeHead(kind, 0, b[2] % 3), b[3], b[4], b[5], b[6], b[7]});
  }
  gmpscope::analysis::TraceModel model;
  gmpscope::analysis::RunInfo run;
  run.gomaxprocs = 2;
  gmpscope::analysis::ModelBuilder builder(model, run);
  Linearizer linearizer(gmpscope::TickScale{0, 1}, {&builder});
  std::uint64_t added = 0;
  for (std::uint32_t m = 0; m < kMs; ++m) {
    linearizer.add(RawRun{m, 0, streams[m]});
    added += streams[m].size();
  }
  linearizer.advance(added);
  linearizer.finish({}, 0);
  builder.finish({});
  for (gmpscope::Nanos t = 0; t <= model.edge(); t += model.edge() / 4 + 1) (void)model.stateAt(t);
  GMPSCOPE_CHECK(linearizer.waiting() == 0 && linearizer.ordered() == added);
  return 0;
}
