# Benchmarks. What they are and how to read them: tests/bench/README.md.

readonly bench_bin=build/release/bench

# The arguments are Google Benchmark's.
bench_events() {
  need_packages build
  build_preset release bench_events
  $bench_bin/bench_events "$@"
}

# What a trace costs whoever reads, checks and keeps it.
bench_trace() {
  need_packages build
  build_preset release bench_trace
  $bench_bin/bench_trace "$@"
}

# Whether the reader keeps up, and what an event costs there: [SECONDS].
bench_reader() {
  need_packages build
  build_preset release bench_reader
  $bench_bin/bench_reader "$@"
}

# Our runtime beside Go and Boost.Fiber: [ROUNDS [WORK...]].
bench_runtime() {
  need_packages build peers
  build_preset release bench_ours bench_compare
  # Two files, rebuilt each time: quicker than it is to say when they needn't be.
  GO111MODULE=off go build -o $bench_bin/bench_go tests/bench/peers/peer.go
  ccache g++ -std=c++20 -O3 -DNDEBUG -Wall -Wextra -Werror -I. -c tests/bench/peers/boost_fiber.cpp \
    -o $bench_bin/boost_fiber.o
  g++ $bench_bin/boost_fiber.o -o $bench_bin/bench_boost_fiber -lboost_fiber -lboost_context -pthread
  $bench_bin/bench_compare $bench_bin "$@"
}

# What tracing costs: an event, and a ping-pong with and without.
bench_tracing() {
  bench_events
  build_preset release bench_ours bench_compare
  $bench_bin/bench_compare $bench_bin 5 ping-pong
}

bench() {
  local what=${1:-}
  (($#)) && shift
  case $what in
    '') bench_tracing ;;
    events) bench_events "$@" ;;
    reader) bench_reader "$@" ;;
    runtime) bench_runtime "$@" ;;
    trace) bench_trace "$@" ;;
    *)
      say "bench: expected nothing, 'events', 'reader', 'runtime' or 'trace'"
      exit 2
      ;;
  esac
}
