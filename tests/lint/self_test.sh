#!/usr/bin/env bash
# Usage: self_test.sh layering|headers|mutants|qml. Proves that the check finds each kind of fault: plants one after the other into
# a small tree that passes, and expects the check to fail and to name the file.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
check=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# plant FILE TEXT: writes it into the tree.
plant() {
  mkdir -p "$tree/$(dirname "$1")"
  printf '%b\n' "$2" >"$tree/$1"
}

run_check() {
  case $check in
    headers) "$here/headers.sh" "$tree" "$tree/build" "$tree/scratch" ;;
    *) "$here/$check.sh" "$tree" ;;
  esac
}

expect_pass() {
  if ! output=$(run_check 2>&1); then
    echo "should pass: $1"
    echo "$output"
    failures=$((failures + 1))
  fi
}

# expect_fault FILE TEXT: with this file in the tree the check must fail and name it.
expect_fault() {
  local output kept=
  [[ ! -f $tree/$1 ]] || kept=$(<"$tree/$1")
  plant "$1" "$2"
  if output=$(run_check 2>&1); then
    echo "not found: $1: $2"
    failures=$((failures + 1))
  elif [[ $output != *"$1"* ]]; then
    echo "found, but without naming $1:"
    echo "$output"
    failures=$((failures + 1))
  fi
  if [[ -n $kept ]]; then plant "$1" "$kept"; else rm "$tree/$1"; fi
}

lines() { for ((i = 0; i < $1; i++)); do printf '%s\\n' "$2"; done; }

test_layering() {
  plant core/base/a.h '#pragma once\n#include <string>'
  plant core/trace/reader/r.h '#pragma once\n#include "core/base/a.h"\n#include "core/kernel/switch_record.h"'
  plant core/runtime/include/gmp/x.hpp '#pragma once\n#include <gmp/y.hpp>\n#include <vector>'
  plant core/runtime/stack/fiber.cpp '#include <boost/context/detail/fcontext.hpp>\n#include "core/trace/writer/w.h"'
  plant app/scene/s.h '#pragma once\n#include <QImage>\n#include "core/analysis/model.h"'
  plant app/main.cpp '#include "app/cli/c.h"\n#include "main.moc"'
  expect_pass "a clean tree"
  expect_fault core/base/b.h '#pragma once\n#include "core/trace/writer/w.h"'
  expect_fault core/trace/writer/b.cpp '#include "core/trace/reader/r.h"'
  expect_fault core/trace/reader/b.cpp '#include "core/kernel/thread_watch.h"'
  expect_fault core/kernel/b.cpp '#include "core/trace/writer/w.h"'
  expect_fault core/runtime/b.cpp '#include "core/trace/reader/r.h"'
  expect_fault core/runtime/b.cpp '#  include <boost/context/fiber.hpp>'
  expect_fault core/runtime/b.cpp '#include <fmt/format.h>'
  expect_fault core/runtime/include/gmp/b.hpp '#pragma once\n#include "core/base/a.h"'
  expect_fault core/workload/b.cpp '#include "core/runtime/sched.h"'
  expect_fault core/analysis/b.cpp '#include "core/runtime/sched.h"'
  expect_fault core/analysis/b.cpp '#include <gmp/gmp.hpp>'
  expect_fault core/analysis/b.cpp '#include <QString>'
  expect_fault core/base/b.h '#pragma once\n#include "core/basement/b.h"'
  expect_fault core/base/b.h '#include <string>'
  expect_fault core/base/b.cpp '#include "a.h"'
  expect_fault core/base/b.cpp '#include "../base/a.h"'
  expect_fault core/cellar/b.cpp '#include <string>'
  expect_fault app/scene/b.cpp '#include <QQuickItem>'
  expect_fault app/scene/b.cpp '#include <QtQuick/QSGNode>'
  expect_fault app/scene/b.cpp '#include "app/session/session.h"'
  expect_fault app/session/b.cpp '#include "app/models/m.h"'
  rm -rf "$tree"/{core,app}/*
  if run_check >/dev/null; then echo "passes without files"; failures=$((failures + 1)); fi
}

test_headers() {
  plant core/a.cpp 'int x;'
  plant core/a.h '#pragma once\n#include <string>\ninline std::string a() { return "a"; }'
  plant core/runtime/include/gmp/x.hpp '#pragma once\n#include <gmp/y.hpp>'
  plant core/runtime/include/gmp/y.hpp '#pragma once'
  plant app/none.txt ''
  plant build/compile_commands.json "\"command\": \"c++ -std=c++20 -I$tree -o a.o -c $tree/core/a.cpp\",
\"file\": \"$tree/core/b.cpp\""
  expect_pass "a clean tree"
  expect_fault core/b.h '#pragma once\ninline std::string b() { return "b"; }'
  expect_fault core/b.h '#include <string>\ninline std::string b() { return "b"; }'
  expect_fault core/runtime/include/gmp/b.hpp '#pragma once\n#include "core/a.h"'
  expect_fault app/b.h '#pragma once'
  # A source that is compiled, but includes the header after what the header needs, proves nothing.
  plant core/b.cpp '#include <string>\n#include "core/b.h"'
  expect_fault core/b.h '#pragma once\ninline std::string b() { return "b"; }'
}

test_mutants() {
  local list='one\n@ core/a.cpp\n- two();\n+\n? runtime A.*\n\nanother\n@ core/a.cpp after four\n- one();\n+ two();\n? runtime A.*'
  plant tests/mutants/mutants.txt "$list"
  plant core/a.cpp '  one();\n  two();\n  // four\n  one();\n  one();'
  expect_pass "a clean tree"
  expect_fault core/a.cpp '  one();\n  // four\n  one();'
  expect_fault core/a.cpp '  one();\n  two();\n  two();\n  // four\n  one();'
  expect_fault core/a.cpp '  one();\n  two();\n  // four'
  rm "$tree/core/a.cpp"
  if run_check >/dev/null; then echo "passes without the file"; failures=$((failures + 1)); fi
  plant tests/mutants/mutants.txt '# nothing'
  if run_check >/dev/null; then echo "passes without faults"; failures=$((failures + 1)); fi
}

test_qml() {
  local short long
  short="Item {\n  function f() {\n$(lines 10 '    g({a: 1})')  }\n  onClicked: { f() }\n"
  long="Item {\n  function f() {\n$(lines 11 '    g({a: 1})')  }\n}"
  plant qml/A.qml "$short$(lines 235 '  // }')}"
  expect_pass "functions of 10 lines in a file of 250"
  expect_fault qml/B.qml "$long"
  expect_fault qml/B.qml "Item {\n  onClicked: {\n$(lines 11 '    f()')  }\n}"
  expect_fault qml/panes/B.qml "Item {\n$(lines 249 '  // line')}"
  rm "$tree"/qml/*.qml
  if run_check >/dev/null; then echo "passes without files"; failures=$((failures + 1)); fi
}

test_"$check"
((failures == 0))
