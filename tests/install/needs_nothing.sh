#!/bin/sh
# Usage: needs_nothing.sh PROGRAM PREFIX. Fails if the program needs other shared libraries than the C and C++ runtime and
# Boost.Context, if anything of the window's or the reader's side is linked into it, or if the package refers to such.
set -eu
needed=$(objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }')
[ -n "$needed" ] || { echo "$1: no dynamic dependencies found, expected at least libc"; exit 1; }
others=$(echo "$needed" | grep -vE '^(libc|libm|libstdc\+\+|libgcc_s|libboost_context|ld-linux-x86-64)\.so' || true)
[ -z "$others" ] || { echo "$1 needs: $others"; exit 1; }
nm -C "$1" | grep -q 'gmp::rt::' || { echo "$1: the runtime isn't in it, or it was stripped"; exit 1; }
linked=$(nm -C "$1" | grep -E 'Linearizer|ArenaReader|SchedState|TraceModel|Json::|fmt::|QObject|QString' | head -3 || true)
[ -z "$linked" ] || { echo "$1 contains: $linked"; exit 1; }
named=$(grep -rhoE 'Qt6|fmt::|JsonCpp|trace_reader|gmpscope_(analysis|kernel|workload)' "$2"/lib/cmake/gmpscope | sort -u || true)
[ -z "$named" ] || { echo "the package refers to: $named"; exit 1; }
