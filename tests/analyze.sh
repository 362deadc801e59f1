#!/bin/sh
# gcc's analyzer and cppcheck over all sources: tests/analyze.sh [FILE...]
# Prints what they find and known-findings.txt does not explain, or explains and they no longer
# find; exit 1. What cppcheck says of the order of a call's arguments is left out: it takes a
# compound literal for an effect. The engine's kernels, each operator's loops for each width of
# vectors, are left to cppcheck: gcc's analyzer takes gigabytes for them.
set -u
cd "$(dirname "$0")/.." || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
whole=
[ $# -gt 0 ] || { whole=1; set -- $(find src -name "*.c" | sort); }

if gcc -fanalyzer --version >/dev/null 2>&1; then
    printf '%s\n' "$@" | grep -v '^src/engine/lanes_pass\.c$' |
        xargs -P "$(nproc)" -n 8 sh -c 'for file; do
        gcc -std=c17 -Isrc -O1 -fanalyzer -c -o /dev/null "$file" 2>&1
    done' gcc >"$scratch/gcc" &
fi
cppcheck -q -j "$(nproc)" --std=c17 --enable=warning,performance,portability \
    --template='{file}:{line}: warning: {message} [{id}]' -Isrc --suppress=unknownEvaluationOrder \
    --suppress=missingInclude --suppress=missingIncludeSystem "$@" >"$scratch/cppcheck" 2>&1

wait
cat "$scratch/gcc" "$scratch/cppcheck" | grep -E 'error:|warning:' | awk -v whole="$whole" '
    FNR == NR { if ($1 ~ /^src/) known[$1 " " $2] = 1; next }
    {
        file = $0
        sub(/:.*/, "", file)
        id = $NF
        gsub(/^\[(-W)?|\]$/, "", id)
        seen[file " " id] = 1
        if (!((file " " id) in known)) { print; wrong = 1 }
    }
    END {
        for (finding in known) if (whole && !(finding in seen)) {
            print "tests/known-findings.txt: nothing finds", finding
            wrong = 1
        }
        exit wrong
    }' tests/known-findings.txt -
