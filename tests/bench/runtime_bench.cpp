// What the runtime's hot paths cost, untraced and traced. Compare the two within one run: machines are noisy.

#include <gmp/gmp.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <functional>

#include "tests/bench/traced.h"

namespace {

void run(benchmark::State& state, bool traced, const std::function<void()>& mainFn) {
  state.counters["dropped"] =
      static_cast<double>(gmpscope::bench::runOnce(traced, static_cast<int>(state.range(0)), mainFn));
}

// The benchmark's loop runs inside the main goroutine; `traced` says whether events are written (and drained).
void pingPong(benchmark::State& state, bool traced) {
  run(state, traced, [&] {
    gmp::Chan<int> there(0), back(0);
    gmp::go([there, back] {
      while (auto value = there.recv()) back.send(*value);
      back.close();
    });
    for (auto _ : state) {
      there.send(1);
      benchmark::DoNotOptimize(back.recv());
    }
    there.close();
    benchmark::DoNotOptimize(back.recv());
  });
}

void yield(benchmark::State& state, bool traced) {
  run(state, traced, [&] {
    bool over = false;
    gmp::go([&over] {
      while (!over) gmp::gosched();
    });
    for (auto _ : state) gmp::gosched();
    over = true;
    gmp::gosched();
  });
}

void bufferedChan(benchmark::State& state, bool traced) {
  run(state, traced, [&] {
    gmp::Chan<int> chan(128);
    gmp::go([chan] {
      while (chan.recv()) {
      }
    });
    for (auto _ : state) chan.send(1);
    chan.close();
  });
}

void spawn(benchmark::State& state, bool traced) {
  constexpr int kBatch = 100;
  run(state, traced, [&] {
    gmp::WaitGroup group;
    for (auto _ : state) {
      group.add(kBatch);
      for (int i = 0; i < kBatch; ++i) gmp::go([&group] { group.done(); });
      group.wait();
    }
  });
  state.SetItemsProcessed(state.iterations() * kBatch);
}

BENCHMARK_CAPTURE(pingPong, untraced, false)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(pingPong, traced, true)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(yield, untraced, false)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(yield, traced, true)->Arg(1)->UseRealTime();
BENCHMARK_CAPTURE(bufferedChan, untraced, false)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(bufferedChan, traced, true)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(spawn, untraced, false)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(spawn, traced, true)->Arg(1)->Arg(2)->UseRealTime();

}  // namespace
