#!/usr/bin/env bash
# Usage: mutants.sh ROOT. Each fault in ROOT/tests/mutants/mutants.txt can still be put into the tree: code that moves on
# must take it along. Whether its test finds it is for ./dev mutants to see.
set -uo pipefail
source "$(dirname "$(readlink -f "$0")")/../../.ci/mutants.bash"
cd "$1" || exit 1

count=0
failed=0
applies() {
  count=$((count + 1))
  mutate "$2" "$3" "$4" "$5" >/dev/null 2>&1 && return
  echo "$2: the fault \"$1\" doesn't apply: no line, or more than one, is: $4"
  failed=$((failed + 1))
}
each_mutant '' applies
if ((count == 0)); then
  echo "$1: no faults found in tests/mutants/mutants.txt"
  exit 1
fi
exit $((failed > 0))
