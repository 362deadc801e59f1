#!/bin/sh
# Runs every test against a build: tests/run.sh [--valgrind | --faults] build/VARIANT
# QUICK=1: under the sanitizers only unit tests, transcripts and replayed inputs.
# --faults: only the faults, but each call and each allocation instead of a sample.
# Each test is one file; more of them run at a time than there are processors, for many wait for a
# terminal or a program. What those that failed have said stands at the end, and the last line
# counts.
set -u
cd "$(dirname "$0")/.." || exit 1

# ---- one test: tests/run.sh --one KIND FILE, in an empty folder of its own ----

# A command test: tests/transcripts/NAME.cmd is run by sh, $NABLA being the program; what it prints
# must be NAME.out. One that cannot run here says why, and exits with 77: then it is left out.
command_test() {
    NABLA="$wrap $program" TESTS=$root/tests sh "$1" >"$folder.out" 2>&1 </dev/null
    if [ $? -eq 77 ]; then
        cat "$folder.out"
        return 77
    fi
    diff -u "${1%.cmd}.out" "$folder.out"
}

# A script must run to its end, and print nothing that is wider than a terminal.
script_test() {
    $wrap "$program" "$1" >"$folder.out" </dev/null && [ "$(wc -L <"$folder.out")" -le 80 ]
}

# A fuzz target runs its seeds and every input that has ever failed.
replay_test() {
    kept=$root/tests/fuzz
    "$build/fuzz/$1" $(ls -d "$kept/seeds/$1"/* "$kept/found/$1"/* 2>/dev/null)
}

run_one() {
    case $1 in
        unit) cd "$root" && "$2" ;;
        session) "$build/terminal" "$program" "$root/$2" ;;
        structure) "$root/$2" "$build/src" ;;
        transcript) case $2 in
            *.ko.md) $wrap "$program" --lang ko --check "$root/$2" ;;
            *) $wrap "$program" --check "$root/$2" ;;
        esac ;;
        script) script_test "$root/$2" ;;
        fault) "$build/faults/driver" "$program" "$build/faults/inject.so" "$root/$2" $complete ;;
        moment) "$build/moments" "$program" "$root/$2" ;;
        command) command_test "$root/$2" ;;
        replay) replay_test "${2#fuzz_}" ;;
        words) "$build/words/unsaid" "$NABLA_SAID" "$root/$2" ;;
    esac
}

if [ "$1" = --one ]; then
    name=$(printf '%s' "$3" | sed "s|^$build/||")
    folder=$scratch/$(printf '%s' "$name" | tr / -)
    mkdir "$folder" && cd "$folder" || exit 1
    run_one "$2" "$3" >"$folder.log" 2>&1
    case $? in
        0) echo "$name" >>"$scratch/passed" ;;
        77) echo "skipped: $name: $(tail -n 1 "$folder.log")" ;;
        *)
            echo "failed: $name"
            printf '%s %s\n' "$folder.log" "$name" >>"$scratch/failed"
            ;;
    esac
    exit 0
fi

# ---- all of them ----

wrap=
complete=
if [ "$1" = --faults ]; then
    complete=all
    shift
fi
if [ "$1" = --valgrind ]; then
    wrap='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite'
    shift
fi
build=$(cd "$1" && pwd) || exit 1
program=$build/nabla
[ -x "$program" ] || program=$PWD/build/nabla
root=$PWD
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export SKIPPED=$scratch/skipped # a line for what a test left out, and why
export wrap complete build program root scratch LC_ALL=C.UTF-8 TERM=dumb
export MALLOC_PERTURB_=165 # the C library overwrites what is freed, so that using it shows
export NABLA_SAID=$scratch/said # the wordings that were shown: tests/words/said.c
unset NO_COLOR CLICOLOR_FORCE COLUMNS LINES

list_faults() {
    [ -z "$complete" ] || echo "unit $build/unit/test_memory"
    [ ! -x "$build/faults/driver" ] || printf 'fault %s\n' tests/faults/*.faults
    [ ! -x "$build/moments" ] || printf 'moment %s\n' tests/faults/*.moments
}

list_tests() {
    if [ -n "$complete" ]; then
        list_faults
        return
    fi
    if [ -z "$wrap" ]; then
        list_faults
        printf 'unit %s\n' "$build"/unit/test_*
        for test in tests/terminal/*.session; do
            case ${build##*/}/${QUICK:+quick-}${test##*/} in
                asan/quick-* | asan/lesson-*-ko.session | asan/korean-*.session) ;;
                *) echo "session $test" ;;
            esac
        done
        ls tests/fuzz/fuzz_*.c | sed 's|.*/\(.*\)\.c|replay \1|'
        case $build in */strict) # what does not depend on how it was compiled
            printf 'structure tests/%s.sh\n' structure makefile korean instructions ;;
        esac
    fi
    for test in tests/transcripts/*.md lessons/*.md README.md; do
        case ${build##*/}/${QUICK:+quick-}$test in
            asan/*.ko.md | asan/quick-lessons/*) ;;
            *) echo "transcript $test" ;;
        esac
    done
    case $build${QUICK:+/quick} in */asan/quick) return ;; esac
    printf 'script %s\n' lessons/*/*.nabla tests/examples/*.nabla
    # Under the sanitizers unit tests have the kernels of each width; pages, pictures and copies are
    # like each other, and what runs in Korean runs in English: all of it would take long.
    # valgrind itself needs the folders, the files, the time and the PATH that some take away; and
    # where csv.cmd and csv-forms.cmd have the C library load its encodings, that reads words
    for test in tests/transcripts/*.cmd; do
        case ${wrap:-${build##*/}}/${test##*/} in
            asan/vector-widths.cmd | asan/lessons-browser.cmd | asan/gallery.cmd) ;;
            asan/strip.cmd | asan/overlap.cmd | asan/key.cmd | asan/plan.cmd) ;;
            asan/catalogue.cmd) ;;
            valgrind*outside.cmd | valgrind*slides*.cmd | valgrind*check-lesson.cmd) ;;
            valgrind*csv.cmd | valgrind*csv-forms.cmd | valgrind*pictures-failing.cmd) ;;
            valgrind*present.cmd) ;; # it needs the terminal's driver
            *) echo "command $test" ;;
        esac
    done
}

: >"$scratch/passed"
: >"$scratch/failed"
: >"$SKIPPED"
: >"$NABLA_SAID"
list_tests | xargs -P $(($(nproc) + 2)) -n 2 tests/run.sh --one
# Other variants leave tests out.
case $wrap$complete$build in
    /*/strict) tests/run.sh --one words tests/words/unshown.txt ;;
esac
while read -r log name; do
    printf '\nFAILED %s\n' "$name"
    tail -n 60 "$log" | sed 's/^/    /'
done <"$scratch/failed"
sort -u "$SKIPPED" | sed 's/^/skipped: /'
printf '%d passed, %d failed\n' "$(wc -l <"$scratch/passed")" "$(wc -l <"$scratch/failed")"
[ ! -s "$scratch/failed" ]
