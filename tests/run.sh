#!/bin/sh
# Runs every test against a build: tests/run.sh [--valgrind] build/VARIANT
# Each test is one file; the last line counts them.
set -u
cd "$(dirname "$0")/.." || exit 1
wrap=
if [ "$1" = --valgrind ]; then
    wrap='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite'
    shift
fi
build=$(cd "$1" && pwd) || exit 1
program=$build/nabla
[ -x "$program" ] || program=$PWD/build/nabla
export LC_ALL=C.UTF-8 TERM=dumb
unset NO_COLOR CLICOLOR_FORCE COLUMNS LINES
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

# check NAME COMMAND...: the command's output is shown only when it fails
check() {
    name=$1
    shift
    if "$@" >"$scratch/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n' "$name"
        tail -n 40 "$scratch/log" | sed 's/^/    /'
    fi
}

# A command test: tests/transcripts/NAME.cmd is run by sh in an empty folder, $NABLA being the
# program; what it prints must be NAME.out.
command_test() {
    folder=$scratch/work
    rm -rf "$folder" && mkdir "$folder" || return 1
    (cd "$folder" && NABLA="$wrap $program" TESTS=$tests sh "$tests/transcripts/$1.cmd") \
        >"$scratch/out" 2>&1 </dev/null
    diff -u "$tests/transcripts/$1.out" "$scratch/out"
}

# A session at the prompt, typed in an empty folder: tests/terminal/driver.c says how to read one.
session_test() {
    folder=$scratch/work
    rm -rf "$folder" && mkdir "$folder" || return 1
    (cd "$folder" && "$build/terminal" "$program" "$1")
}
tests=$PWD/tests

if [ -z "$wrap" ]; then
    for unit in "$build"/unit/test_*; do
        [ -x "$unit" ] && check "${unit##*/}" "$unit"
    done
    for session in tests/terminal/*.session; do
        check "$session" session_test "$PWD/$session"
    done
    check structure tests/structure.sh "$build/src"
fi
for transcript in tests/transcripts/*.md lessons/*.md README.md; do
    check "$transcript" $wrap "$program" --check "$transcript"
done
for file in tests/transcripts/*.cmd; do
    name=${file##*/}
    check "$file" command_test "${name%.cmd}"
done

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
