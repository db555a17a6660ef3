#!/bin/sh
# Usage: needs_nothing.sh PROGRAM. Fails if the program needs other shared libraries than the C and C++ runtime and Boost.Context.
set -eu
needed=$(objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }')
[ -n "$needed" ] || { echo "$1: no dynamic dependencies found, expected at least libc"; exit 1; }
others=$(echo "$needed" | grep -vE '^(libc|libm|libstdc\+\+|libgcc_s|libboost_context|ld-linux-x86-64)\.so' || true)
[ -z "$others" ] || { echo "$1 needs: $others"; exit 1; }
