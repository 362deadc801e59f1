#!/bin/sh
# How many instructions the passes take for tests/instructions.nabla, whatever the machine does:
# tests/instructions.sh [--record] build/strict/src
# Each function of tests/instructions.txt must take what stands there, within a tenth, with what it
# calls; the vectors are those that every x86-64 processor has. Another compiler makes other
# instructions and has rows of its own; --record (make figures) writes those of this one anew:
# do so when they have changed for a reason, and look at the difference.
set -u
cd "$(dirname "$0")/.." || exit 1
record=
if [ "$1" = --record ]; then
    record=yes
    shift
fi
objects=$1
program=${objects%/src}/nabla
figures=tests/instructions.txt
functions='nb_graph_add nb_graph_forward nb_graph_backward nb_lanes_new nb_lanes_gradient
           nb_trainer_step'
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

skip() {
    echo "$*"
    exit 77
}
command -v callgrind_annotate >/dev/null || skip 'valgrind is not installed'
[ "$(uname -m)" = x86_64 ] || skip "the figures are of x86-64"
[ -z "${CFLAGS:-}${CPPFLAGS:-}" ] || skip 'the figures are of no flags but the Makefile'\''s'

# GCC: (Debian 12.2.0-14) 12.2.0, or Debian clang version 14.0.6: its name and first number.
compiler=$(readelf -p .comment "$objects/graph/passes.o" |
    sed -nE 's/.*(GCC|clang).* ([0-9]+)\.[0-9.]+.*/\1-\2/p' | head -n 1 | tr A-Z a-z)
[ -n "$record" ] || grep -q "^$compiler " "$figures" || skip "no figures of $compiler"

env -i PATH="$PATH" LC_ALL=C.UTF-8 NABLA_VECTORS=sse2 valgrind --tool=callgrind \
    --callgrind-out-file="$scratch/out" "$program" --no-init tests/instructions.nabla \
    >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
callgrind_annotate --inclusive=yes --threshold=100 --auto=no "$scratch/out" >"$scratch/counts"
for function in $functions; do
    count=$(sed -nE "s/^ *([0-9,]+) .*:$function \[.*/\1/p" "$scratch/counts" | tr -d ,)
    echo "$compiler $function ${count:-0}"
done >"$scratch/now"

if [ -n "$record" ]; then
    grep -v "^$compiler " "$figures" >"$scratch/others"
    sort "$scratch/others" "$scratch/now" >"$figures"
    exit 0
fi
awk '
    FNR == NR { now[$1 " " $2] = $3; next }
    ($1 " " $2) in now {
        seen[$1 " " $2]
        count = now[$1 " " $2]
        if (count > 1.1 * $3 || count < 0.9 * $3)
            printf "%s: %d instructions, were %d\n", $2, count, $3
    }
    END { for (row in now) if (!(row in seen)) print row ": has no figure" }
    ' "$scratch/now" "$figures" >"$scratch/wrong"
[ -s "$scratch/wrong" ] || exit 0
cat "$scratch/wrong"
echo 'if it must be so, write it down: make figures'
exit 1
