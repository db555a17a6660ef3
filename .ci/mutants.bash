# One fault at a time, put into a copy of the tree, must turn the test red that is named with it. The list and its
# format: tests/mutants/README.md.

readonly mutants_tree=build/mutants/tree
readonly mutants_build=build/mutants/build
readonly mutant_seconds=120  # a test that hangs has found the fault too
readonly red_after=3         # a fault that isn't met each time gets so many attempts

# A copy of what git would commit now. What is equal isn't touched, so that little is built anew.
copy_tree() {
  local file
  while IFS= read -r -d '' file; do
    [[ ! -f $file ]] || cmp -s "$file" "$mutants_tree/$file" || install -D "$file" "$mutants_tree/$file"
  done < <(git ls-files -co --exclude-standard -z)
}

build_mutant() {
  nice -n 19 cmake --build $mutants_build --target "$@" >build/mutants/log 2>&1
}

# run_mutant PROGRAM FILTER SECONDS
run_mutant() {
  nice -n 19 timeout "$3" env GMPSCOPE_SOURCE="$PWD/$mutants_tree" \
    "$mutants_build/tests/bin/$1_test" --gtest_filter="$2" >build/mutants/log 2>&1
}

# mutate FILE AFTER OLD NEW: FILE, in which the line OLD (indentation apart), the first after a line that contains AFTER, is
# NEW. It must be there, and without AFTER just once.
mutate() {
  AFTER=$2 OLD=$3 NEW=$4 awk '
    BEGIN { after = ENVIRON["AFTER"]; old = ENVIRON["OLD"]; new = ENVIRON["NEW"]; looks = after == "" }
    { line = $0; sub(/^[ \t]+/, "", line) }
    looks && line == old { ++found; print new; if (after != "") looks = 0; next }
    { print }
    after != "" && !found && index($0, after) { looks = 1 }
    END { exit found != 1 }' "$1"
}
apply_mutant() { mutate "$@" >"$mutants_tree/$1.mutant" && cat "$mutants_tree/$1.mutant" >"$mutants_tree/$1"; }

# try_mutant NAME FILE AFTER OLD NEW PROGRAM FILTER
try_mutant() {
  local name=$1 file=$2 program=$6 filter=$7 result attempt start
  must_be_green "$program"
  start=$SECONDS
  if ! apply_mutant "$file" "$3" "$4" "$5"; then
    result="doesn't apply"
  elif ! build_mutant "${program}_test"; then
    result="doesn't compile"
  else
    result=SURVIVES
    for ((attempt = 1; attempt <= red_after; ++attempt)); do
      run_mutant "$program" "$filter" $mutant_seconds && continue
      result=found
      break
    done
    ! grep -q 'Running 0 tests' build/mutants/log || result="runs no test"
  fi
  rm -f "$mutants_tree/$file.mutant"
  cat "$file" >"$mutants_tree/$file"
  printf '%-16s %4d s  %s (%s: %s %s)\n' "$result" $((SECONDS - start)) "$name" "$file" "$program" "$filter"
  [[ $result == found ]] || mutants_left+=("$name: $result")
}

# Calls COMMAND with NAME FILE AFTER OLD NEW PROGRAM FILTER for each mutant whose name or file contains WANTED.
each_mutant() {
  local wanted=$1 command=$2 line name= file= after= old= new=
  while IFS= read -r line || [[ -n $line ]]; do
    case $line in
      '' | '#'*) ;;
      '@ '*' after '*) file=${line#@ } after=${file#* after } file=${file%% after *} ;;
      '@ '*) file=${line#@ } after= ;;
      '- '*) old=${line#- } ;;
      '+'*) new=${line#+} new=${new# } ;;
      '? '*)
        [[ "$name $file" != *"$wanted"* ]] || $command "$name" "$file" "$after" "$old" "$new" \
          "$(cut -d' ' -f1 <<<"${line#\? }")" "$(cut -d' ' -f2 <<<"${line#\? }")" </dev/null
        ;;
      *) name=$line ;;
    esac
  done <tests/mutants/mutants.txt
}

note_filter() { filters[$6]="${filters[$6]:+${filters[$6]}:}$7"; }

# must_be_green PROGRAM: without any fault, before its first mutant.
must_be_green() {
  [[ -n ${filters[$1]} ]] || return 0
  if ! build_mutant "$1_test" || ! run_mutant "$1" "${filters[$1]}" 600; then
    tail -n 30 build/mutants/log
    say "mutants: $1_test is red without any"
    exit 1
  fi
  filters[$1]=
}

mutants() {
  declare -g -A filters=()
  declare -g -a mutants_left=()
  copy_tree
  [[ -f $mutants_build/build.ninja ]] ||
    cmake -S $mutants_tree -B $mutants_build -G Ninja -DCMAKE_BUILD_TYPE=Release -DGMPSCOPE_GUI=OFF >/dev/null
  each_mutant "${1:-}" note_filter
  each_mutant "${1:-}" try_mutant
  if ((${#mutants_left[@]} == 0)); then
    say "mutants: all were found"
    return
  fi
  printf '%s\n' "${mutants_left[@]}"
  say "mutants: ${#mutants_left[@]} were not found"
  return 1
}
