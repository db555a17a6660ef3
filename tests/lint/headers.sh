#!/usr/bin/env bash
# Usage: headers.sh ROOT BUILD SCRATCH. Compiles every header under ROOT/core and ROOT/app alone, with the flags that BUILD's
# compile_commands.json has for a source of the same folder (or the nearest one above). The runtime's public
# headers get no include path but their own. A header that its own source includes first is proved by the build.
# Prints the compiler's errors; fails if there are any.
set -euo pipefail
root=$(readlink -f "$1") build=$(readlink -f "$2") scratch=$3
mkdir -p "$scratch"
cd "$root"

# flags_for HEADER: the command line of a neighbour, without its input and output.
flags_for() {
  local folder=${1%/*} command
  if [[ $1 == core/runtime/include/* ]]; then
    echo "${CXX:-c++} -std=c++20 -Wall -Wextra -Werror -I$root/core/runtime/include"
    return
  fi
  while true; do
    command=$(grep -F -e "\"command\": " "$build/compile_commands.json" | grep -m1 -F -e " -c $root/$folder/" || true)
    if [[ -n $command ]]; then
      sed -E 's/^ *"command": "//; s/",?$//; s/\\"/"/g; s/ -o [^ ]+ -c .*$//' <<<"$command"
      return
    fi
    [[ $folder == */* ]] || return 0
    folder=${folder%/*}
  done
}

# proved_by_build HEADER: x.cpp beside x.h is compiled, and its first line of code includes x.h.
proved_by_build() {
  local source=${1%.*}.cpp
  [[ -f $source && $(grep -m1 '^#' "$source") == "#include \"$1\"" ]] &&
    grep -qE "$root/(qml/\.\./)?$source\"" "$build/compile_commands.json"
}

# compile_alone HEADER
compile_alone() {
  local flags source=$scratch/${1//\//_}.cpp
  flags=$(flags_for "$1")
  if [[ -z $flags ]]; then
    echo "$1: no source near it is compiled, so its flags are unknown"
    return 1
  fi
  # Twice, for the sake of #pragma once. Rewritten only if it differs, so that the compiler cache finds it.
  local text="#include \"$root/$1\""$'\n'"#include \"$root/$1\""
  [[ -f $source && $(<"$source") == "$text" ]] || printf '%s\n' "$text" >"$source"
  if ! eval "$flags -O0 -o $source.o -c $source"; then
    echo "$1: does not compile alone"
    return 1
  fi
}

mapfile -t headers < <(find core app -name '*.h' -o -name '*.hpp' | sort)
if ((${#headers[@]} == 0)); then
  echo "$root: no headers found under core and app"
  exit 1
fi
alone=()
for header in "${headers[@]}"; do proved_by_build "$header" || alone+=("$header"); done

export root build scratch
export -f flags_for compile_alone
if ! printf '%s\n' "${alone[@]}" | xargs -P "$(nproc)" -I{} bash -c 'compile_alone {}'; then
  exit 1
fi
echo "${#headers[@]} headers compile alone; ${#alone[@]} of them were compiled for this"
