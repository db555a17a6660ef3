# Everything that CI does. What a part costs and why it is there: tests/README.md.
source .ci/parts.bash
source .ci/lint.bash

run_tests() {
  local preset=$1
  shift
  ctest --test-dir "build/$preset" --output-on-failure --no-tests=error "$@"
}

release_tests() { run_tests release -LE xvfb -j "$(nproc)"; }

# xvfb-run is a script of a shell that doesn't pass functions on.
xvfb_tests() {
  xvfb-run -a -s '-screen 0 1920x1200x24' ctest --test-dir build/release --output-on-failure --no-tests=error -L xvfb
}

sanitized() {
  local preset=$1
  build_preset "$preset"
  run_tests "$preset" -j "$(nproc)"
}

test_everything() {
  part "release: build" 360 build_preset release
  part "release: tests" 150 release_tests
  part "release: tests under Xvfb" 25 xvfb_tests
  part "asan, ubsan: core" 490 sanitized asan
  part "tsan: core" 275 sanitized tsan
  part "clang: core, lock contracts" 80 sanitized fuzz
  lint_parts
  conclude "dev test"
}
