// Events out of a damaged or hostile trace, whose checksums are right: order, rules and model must survive them.
#include <algorithm>
#include <cstring>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/trace/reader/linearizer.h"

using namespace gmpscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  analysis::RunInfo run;
  run.gomaxprocs = 4;
  analysis::TraceModel model;
  analysis::ModelBuilder builder(model, run);
  trace::Linearizer linearizer({}, {&builder});

  // The input is a list of {M: 1 byte, time step: 1, kind: 1, P: 1, g: 1, a, b, c, d: 1 each}. Small numbers meet each
  // other.
  std::uint64_t now = 0;
  for (; size >= 9; data += 9, size -= 9) {
    trace::Event event;
    now += data[1];
    event.time = now;
    event.head = trace::Event::makeHead(static_cast<trace::EventKind>(data[2]), data[0] % 2,
                                        data[3] == 255 ? trace::Event::kNoP : data[3]);
    event.g = data[4];
    event.a = data[5];
    event.b = data[6];
    event.c = data[7];
    event.d = data[8];
    linearizer.add({.m = data[0] % 4U, .epoch = data[0] / 64U, .events = {&event, 1}});
    if (data[0] % 8 == 0) linearizer.advance(now / 2);
  }
  linearizer.advance(now);
  linearizer.finish({}, 0);
  builder.finish({});
  return 0;
}
