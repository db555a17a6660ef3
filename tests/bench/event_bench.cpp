// What one event costs, beside the least that it could cost: reading the time stamp counter and storing 32 bytes.

#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/writer/event_writer.h"

namespace {

using gmpscope::trace::Arena;
using gmpscope::trace::ArenaReader;
using gmpscope::trace::Event;
using gmpscope::trace::EventKind;
using gmpscope::trace::EventWriter;

constexpr std::size_t kRing = 8192;

void bareStampAndStore(benchmark::State& state) {
  std::vector<Event> ring(kRing);
  std::size_t at = 0;
  for (auto _ : state) {
    ring[at++ & (kRing - 1)] = Event{gmpscope::ticksNow(), 1, 2, 3, 4, 5, 6};
    benchmark::ClobberMemory();
  }
}

// A full arena is drained outside the time that counts.
class Writer {
 public:
  Writer() : arena_(Arena::createPrivate(std::size_t{1} << 20)), reader_(arena_.value()) {
    writer_.attach(&arena_.value(), 0);
  }
  EventWriter& operator*() { return writer_; }
  void drain() {
    reader_.poll([](const gmpscope::trace::RawRun&) {});
    GMPSCOPE_CHECK(reader_.dropped() == 0);
  }

 private:
  gmpscope::Result<Arena> arena_;
  ArenaReader reader_;
  EventWriter writer_;
};

template <int kEvents>
void step(benchmark::State& state) {
  Writer writer;
  std::uint32_t sinceDrain = 0;
  for (auto _ : state) {
    (*writer).begin();
    for (int i = 0; i < kEvents; ++i) (*writer).put(EventKind::GReady, 1, 2, 3, 4, 5, 6);
    (*writer).end();
    if ((sinceDrain += kEvents) > kRing) {
      state.PauseTiming();
      writer.drain();
      sinceDrain = 0;
      state.ResumeTiming();
    }
  }
  state.SetItemsProcessed(state.iterations() * kEvents);
}

BENCHMARK(bareStampAndStore);
BENCHMARK(step<1>)->Name("oneEvent");
BENCHMARK(step<3>)->Name("stepOfThreeEvents");

}  // namespace
