#!/usr/bin/env bash
# Usage: qml.sh ROOT. QML is what is seen, not what is thought: no file over 250 lines, no function and no handler
# over 10. Prints FILE:LINE: what is wrong; fails if anything is, or if there is nothing to check.
set -euo pipefail
cd "$1"

mapfile -t files < <(find qml -name '*.qml' | sort)
if ((${#files[@]} == 0)); then
  echo "$1: no QML found"
  exit 1
fi

awk '
  function complain(line, text) { printf "%s:%d: %s\n", FILENAME, line, text; bad = 1 }
  function braces(text, brace) { return gsub(brace, "", text) }

  FNR == 1 { depth = 0; start = 0 }
  FNR == 251 { complain(FNR, "a component of over 250 lines is to be split") }
  {
    text = $0
    gsub(/"([^"\\]|\\.)*"/, "", text)
    sub(/\/\/.*/, "", text)
    if (!start && text ~ /(^|[ \t])function[ \t]+[A-Za-z_]+[ \t]*\(|^[ \t]*on[A-Z][A-Za-z]*[ \t]*:.*\{/) {
      start = FNR
      base = depth
      what = text ~ /function/ ? "function" : "handler"
    }
    depth += braces(text, "{") - braces(text, "}")
    if (start && depth <= base) {
      if (FNR - start - 1 > 10) complain(start, "a " what " of over 10 lines belongs into a model")
      start = 0
    }
  }
  END { exit bad }
' "${files[@]}"
