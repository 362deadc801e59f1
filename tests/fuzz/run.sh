#!/bin/sh
# Fuzzes each target for a while: tests/fuzz/run.sh build/VARIANT SECONDS [TARGET...]
# What is found lies in build/VARIANT/found/TARGET; what was learned in build/VARIANT/corpus/TARGET.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1
seconds=$2
shift 2
[ $# -gt 0 ] || set -- $(ls tests/fuzz/fuzz_*.c | sed 's/.*fuzz_//; s/\.c$//')
# The targets' own allocator moves every block; filling them takes as long as all the rest.
export ASAN_OPTIONS=max_malloc_fill_size=0:quarantine_size_mb=16
status=0
for target; do
    kept=
    for folder in tests/fuzz/seeds/$target tests/fuzz/found/$target; do
        [ ! -d "$folder" ] || kept="$kept $folder"
    done
    mkdir -p "$build/corpus/$target" "$build/found/$target"
    log=$build/found/$target.log
    # Memory is bounded by the targets themselves; a minute for one input is a hang. What libFuzzer
    # learns of rare features costs it more time than the targets take; nobody else adds inputs.
    "$build/fuzz/$target" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2000 -max_len=1000 \
        -entropic=0 -reload=0 -print_final_stats=1 -artifact_prefix="$build/found/$target/" \
        "$build/corpus/$target" $kept >"$log" 2>&1 || {
        status=1
        echo "fuzz $target: FAILED, see $log"
        grep -m 5 -E 'ERROR|SUMMARY|runtime error|Test unit written' "$log"
    }
    awk -v target="$target" '/number_of_executed_units/ { units = $2 }
        /average_exec_per_sec/ { rate = $2 }
        END { printf "fuzz %s: %d executions, %d a second\n", target, units, rate }' "$log"
done
exit $status
