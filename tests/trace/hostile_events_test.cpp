// Events that no runtime wrote: the reader may find rules broken, but must come to an end and stay within its memory.

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "core/trace/reader/linearizer.h"
#include "tests/support/sanitizers.h"

namespace gmpscope::trace {
namespace {

class Nobody final : public OpSink {
 public:
  void onOp(const AppliedOp& applied) override {
    for (const LifeId g : applied.goroutines) sum += g.value;
    ++ops;
  }
  void onEdge(Nanos) override {}
  void onGap(Nanos, Nanos, std::uint64_t) override {}
  std::uint64_t sum = 0, ops = 0;
};

// Gives 32 bits.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

// Mostly small numbers, which are in range and so go far; at times any.
std::uint32_t number(Random& random) {
  switch (random() % 8) {
    case 0:
      return random();
    case 1:
      return random() % 1000;
    case 2:
      return 0xffff'ffff - random() % 3;
    default:
      return random() % 6;
  }
}

Event someEvent(Random& random) {
  Event event;
  event.time = random() % 16 == 0 ? (std::uint64_t{random()} << 32 | random()) : random() % 100'000;
  const auto kind = static_cast<EventKind>(random() % (static_cast<unsigned>(EventKind::kCount) + 2));
  event.head = Event::makeHead(kind, random(), random() % 4 == 0 ? random() : random() % 4);
  event.g = number(random);
  event.a = number(random);
  event.b = number(random);
  event.c = number(random);
  event.d = number(random);
  return event;
}

TEST(HostileEvents, RandomOnes) {
  for (std::uint32_t seed = 0; seed < static_cast<std::uint32_t>(test::scaled(1500)); ++seed) {
    Random random(seed);
    Nobody sink;
    Linearizer linearizer(TickScale{0, 1.0}, {&sink});
    // Some begin as they should, so that the rest isn't held up from the start.
    if (seed % 4 != 0) {
      Event start;
      start.head = Event::makeHead(EventKind::RunStart, 0, Event::kNoP);
      start.a = 4;
      linearizer.add({0, 0, {&start, 1}});
    }
    std::uint64_t added = seed % 4 != 0 ? 1 : 0;
    for (int runs = 0; runs < 20; ++runs) {
      std::vector<Event> events(random() % 10);
      for (Event& event : events) event = someEvent(random);
      const std::uint32_t epoch = random() % 10 == 0 ? random() % 5 : 0;
      linearizer.add({random() % 4, epoch, events});
      added += events.size();
      if (random() % 4 == 0) linearizer.advance(random() % 100'000);
    }
    const std::vector<OddM> odd(random() % 3);
    linearizer.finish(odd, random() % 2);
    ASSERT_EQ(linearizer.waiting(), 0U) << "seed " << seed;
    ASSERT_EQ(linearizer.ordered(), added) << "seed " << seed;
    ASSERT_GE(sink.ops, added) << "seed " << seed;
  }
}

}  // namespace
}  // namespace gmpscope::trace
