# A run of several parts that ends with a table of what each took. A part that fails doesn't hinder the others: one run
# tells everything that is wrong.

part_table=()
failed_parts=()
failures=

# failures_of LOG: what the failed tests of a part printed, or the end of what another kind of part printed; said again
# at the end of the run, since who reads a long log reads its end.
failures_of() {
  awk '/^ *[0-9]+\/[0-9]+ Test / { shown = /\*\*\*(Failed|Exception|Timeout|Not Run)/ } /^ +Start +[0-9]+:/ { next }
       shown { print; found = 1 } END { exit !found }' "$1" | tail -n 200 || tail -n 40 "$1"
}

# part NAME BUDGET-IN-SECONDS COMMAND...
part() {
  local name=$1 budget=$2 start=$SECONDS status result=passed log skipped
  shift 2
  log=$(mktemp)
  say "── $name"
  # A subshell with its own -e, which the caller's condition would switch off.
  set +e
  (set -eo pipefail && "$@") 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  set -e
  local took=$((SECONDS - start))
  skipped=$(grep -c '\*\*\*Skipped' "$log" || true)
  ((took <= budget)) || result="passed, over its budget"
  ((skipped == 0)) || result+=", $skipped skipped"
  if ((status != 0)); then
    result=FAILED
    failed_parts+=("$name")
    failures+=$(printf '\n%s failed with:\n' "$name"; failures_of "$log")
  fi
  rm -f "$log"
  part_table+=("$(printf '%-28s %6d s %6d s  %s' "$name" $took "$budget" "$result")")
}

# conclude WHAT: the table, and one line that says it all.
conclude() {
  local took names
  took=$(printf '%d min %02d s' $((SECONDS / 60)) $((SECONDS % 60)))
  printf '\n%-28s %8s %8s  %s\n' part took budget result
  printf '%s\n' "${part_table[@]}"
  if ((${#failed_parts[@]} == 0)); then
    printf '%s: everything passed in %s\n' "$1" "$took"
    return
  fi
  names=$(printf ', %s' "${failed_parts[@]}")
  printf '%s\n' "$failures"
  printf '%s: FAILED in %s: %s\n' "$1" "$took" "${names:2}"
  return 1
}
