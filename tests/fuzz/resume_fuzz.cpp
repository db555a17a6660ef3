// Any bytes taken for what a linearizer and a model saved: they are refused, or both go on from there, whatever they
// say. The first two numbers say how many bytes are whose; the rest are events of three Ms, as in linearizer_fuzz.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/base/check.h"
#include "core/trace/reader/linearizer.h"

namespace {

using gmpscope::analysis::ModelBuilder;
using gmpscope::analysis::TraceModel;
using gmpscope::trace::Event;
using gmpscope::trace::EventKind;
using gmpscope::trace::Linearizer;

// A lane takes some KB for each four seconds, so stamps that are far off aren't for the model.
constexpr gmpscope::Nanos kFar = 1'000'000'000'000;

class Near final : public gmpscope::trace::OpSink {
 public:
  explicit Near(ModelBuilder& to) : to_(to) {}
  void onOp(const gmpscope::trace::AppliedOp& op) override {
    if (op.time < kFar) to_.onOp(op);
  }
  void onEdge(gmpscope::Nanos edge) override {
    if (edge < kFar) to_.onEdge(edge);
  }
  void onGap(gmpscope::Nanos from, gmpscope::Nanos to, std::uint64_t dropped) override {
    if (to < kFar) to_.onGap(from, to, dropped);
  }

 private:
  ModelBuilder& to_;
};

struct Resumed {
  TraceModel model;
  ModelBuilder builder{model, {}};
  Near near{builder};
  Linearizer linearizer{gmpscope::TickScale{0, 1}, {&near}};

  [[nodiscard]] bool from(std::span<const std::byte> order, std::span<const std::byte> now) {
    return linearizer.resume(order) && builder.resume(now);
  }
};

// What was read is what would be written.
void saveAgain(Resumed& resumed) {
  std::vector<std::byte> order, now, orderAgain, nowAgain;
  std::vector<gmpscope::LifeId> numbers;
  resumed.linearizer.save(order, numbers);
  resumed.builder.save(now, numbers);
  Resumed other;
  GMPSCOPE_CHECK(other.linearizer.resume(order));
  // The two of an input needn't fit each other, so that more or fewer are left out of this one.
  if (!other.builder.resume(now)) return;
  other.linearizer.save(orderAgain, numbers);
  GMPSCOPE_CHECK(order.size() == orderAgain.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint16_t lengths[2]{};
  if (size < sizeof lengths) return 0;
  std::memcpy(lengths, data, sizeof lengths);
  auto input = std::as_bytes(std::span(data, size)).subspan(sizeof lengths);
  const auto take = [&input](std::size_t length) {
    const auto taken = input.first(std::min(length, input.size()));
    input = input.subspan(taken.size());
    return taken;
  };
  const auto order = take(lengths[0]), now = take(lengths[1]);
  Resumed resumed;
  if (!resumed.from(order, now)) return 0;
  if (resumed.model.foldedBefore() >= kFar) return 0;
  saveAgain(resumed);

  constexpr std::uint32_t kMs = 3;
  for (std::uint64_t time = 1000; input.size() >= 8; ++time) {
    std::uint8_t b[8];
    std::memcpy(b, take(sizeof b).data(), sizeof b);
    const auto kind = static_cast<EventKind>(b[0] % (static_cast<unsigned>(EventKind::kCount) + 1));
    const Event event{time, Event::makeHead(kind, 0, b[2] % 3), b[3], b[4], b[5], b[6], b[7]};
    resumed.linearizer.add({b[1] % kMs, 0, {&event, 1}});
  }
  resumed.linearizer.advance(2000);
  resumed.linearizer.finish({}, 0, true);
  GMPSCOPE_CHECK(resumed.linearizer.waiting() == 0);
  resumed.builder.finish({});
  const gmpscope::Nanos from = resumed.model.foldedBefore(), to = resumed.model.edge();
  for (gmpscope::Nanos t = from; t <= to; t += (to - from) / 4 + 1) (void)resumed.model.stateAt(t);
  return 0;
}
