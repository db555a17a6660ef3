# Runs that are too long for every change.

# Each test labelled stress for so many seconds, plainly and under ThreadSanitizer.
stress() {
  local seconds=${1:-60} preset
  for preset in release tsan; do
    build_preset "$preset"
    say "stress: $preset, each test for $seconds s"
    GMPSCOPE_STRESS_SECONDS=$seconds ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -L stress
  done
}

# Each fuzz target from its last corpus and the kept one (tests/fuzz/corpus) on. A find is left as
# build/fuzz/corpus/TARGET/crash-*.
fuzz() {
  local seconds=${1:-60} target corpus seeds
  build_preset fuzz
  for target in build/fuzz/bin/*_fuzz; do
    corpus=build/fuzz/corpus/$(basename "$target")
    mkdir -p "$corpus"
    say "fuzz: $(basename "$target") for $seconds s"
    seeds=tests/fuzz/corpus/$(basename "$target" _fuzz)
    "$target" -max_total_time="$seconds" -artifact_prefix="$corpus/" -print_final_stats=1 "$corpus" "$seeds"
  done
}
