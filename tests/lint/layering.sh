#!/usr/bin/env bash
# Usage: layering.sh ROOT. Checks every #include under ROOT/core and ROOT/app against layers.txt and against the
# rules for outside libraries below. Prints FILE:LINE: what is wrong; fails if anything is, or if there is nothing to check.
set -euo pipefail
layers=$(dirname "$(readlink -f "$0")")/layers.txt
cd "$1"

mapfile -t files < <(find core app -name '*.h' -o -name '*.hpp' -o -name '*.cpp' | sort)
if ((${#files[@]} == 0)); then
  echo "$1: no source files found under core and app"
  exit 1
fi

awk '
  function complain(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; bad = 1 }
  function inside(path, folder) { return path == folder || index(path, folder "/") == 1 }

  # The table.
  FILENAME == ARGV[1] {
    sub(/#.*/, "")
    if (NF == 0) next
    folder = $1
    sub(/:$/, "", folder)
    sub(/^[^:]*:/, "")
    may[folder] = $0
    next
  }

  FNR == 1 {
    layer = ""
    for (folder in may)
      if (inside(FILENAME, folder) && length(folder) > length(layer)) layer = folder
    if (layer == "") complain("belongs to no layer of layers.txt")
    once = 0
    previous = FILENAME
  }
  /^#pragma once/ { once = 1 }
  /^#[ \t]*include/ && FILENAME ~ /\.(h|hpp)$/ && !once { complain("#pragma once must come before the first include") }

  # Our own headers.
  match($0, /^#[ \t]*include[ \t]+"[^"]+"/) || match($0, /^#[ \t]*include[ \t]+<gmp\/[^>]+>/) {
    split($0, part, /["<>]/)
    path = part[2]
    if (path ~ /^gmp\// && FILENAME !~ /^core\/runtime\/include\// && $0 ~ /"/) { complain("public headers are included as <gmp/...>"); next }
    if (path ~ /\.moc$/) next
    if (path !~ /^(core|app|gmp)\//) { complain("\"" path "\" is not a path from the root of the project"); next }
    if (inside(path, layer) || (layer == "core/runtime/include/gmp" && inside(path, "gmp"))) next
    count = split(may[layer], allowed, " ")
    ok = 0
    for (i = 1; i <= count; i++) ok = ok || inside(path, allowed[i])
    if (!ok) complain(layer " may not include " path)
    next
  }

  # Other people'\''s headers, and where they may be seen.
  /^#[ \t]*include[ \t]*</ {
    split($0, part, /[<>]/)
    header = part[2]
    if (header ~ /^Q/ && inside(FILENAME, "core")) complain("core knows no Qt")
    if (header ~ /^(QQuick|QSG|QQml|QtQuick|QtQml)/ && (inside(FILENAME, "app/scene") || inside(FILENAME, "app/words")))
      complain("the scene knows no Qt Quick")
    if (header ~ /^boost\// && FILENAME !~ /^core\/runtime\/stack\/fiber\./) complain("only core/runtime/stack/fiber.* may include Boost")
    if (header ~ /^fmt\// && (inside(FILENAME, "core/runtime") || inside(FILENAME, "core/trace/writer")))
      complain("the runtime must not need {fmt}")
    if (header ~ /^(Q|json\/|fmt\/|boost\/)/ && inside(FILENAME, "core/runtime/include"))
      complain("the public interface needs only the standard library")
  }

  END { exit bad }
' "$layers" "${files[@]}"
