# Formatting and static checks. Layering, self-contained headers, the modesty of QML and qmllint are tests (tests/lint,
# tests/qml): ./dev test meets them among the others, ./dev lint runs them by themselves.
source .ci/parts.bash

readonly tidy_seconds=100  # clang-tidy reads the most recently changed files first and then stops

# Our C++ files, with paths from the root.
our_files() { find app core tests -name '*.h' -o -name '*.hpp' -o -name '*.cpp' | sort; }

format_in_place() { our_files | xargs clang-format-14 -i; }

check_format() { our_files | xargs clang-format-14 --dry-run -Werror; }

# What changed against origin/main; on main itself what the last commit changed; without a history everything.
changed_sources() {
  local base
  if base=$(git merge-base HEAD origin/main 2>/dev/null) && [[ $base != $(git rev-parse HEAD) ]]; then
    :
  elif ! base=$(git rev-parse -q --verify HEAD~1 2>/dev/null); then
    our_files | grep '\.cpp$'
    return
  fi
  { git diff --name-only --diff-filter=d "$base" && git ls-files --others --exclude-standard; } |
    grep -E '^(app|core|tests)/.*\.cpp$' || true
}

# tidy FILE: after the deadline only says that it didn't look.
tidy() {
  if (($(date +%s) > TIDY_DEADLINE)); then
    echo "clang-tidy: no time left for $1"
    return
  fi
  # Compiler options and attributes that only g++ knows.
  clang-tidy-14 --quiet -p build/release --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unknown-attributes \
    "$1" 2> >(grep -v 'warnings generated' >&2)
}

check_tidy() {
  local files
  # What the build doesn't compile (a test's own project, fuzz targets) can't be read either.
  mapfile -t files < <(changed_sources | xargs -r ls -t 2>/dev/null |
    while read -r file; do grep -qF "/$file\"" build/release/compile_commands.json && echo "$file"; done)
  echo "clang-tidy: ${#files[@]} changed files"
  ((${#files[@]})) || return 0
  export -f tidy
  export TIDY_DEADLINE=$(($(date +%s) + tidy_seconds))
  printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -I{} bash -c 'tidy {}'
}

lint_parts() {
  part "lint: clang-format" 10 check_format
  part "lint: clang-tidy" 110 check_tidy
}

lint_everything() {
  part "release: build" 420 build_preset release
  lint_parts
  part "lint: the tree, QML" 120 \
    ctest --test-dir build/release --output-on-failure --no-tests=error -R '^lint\.|^qml\.lint$'
  conclude "dev lint"
}
