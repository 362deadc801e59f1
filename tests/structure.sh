#!/bin/sh
# The rules of the house that a compiler does not check: tests/structure.sh build/VARIANT/src
# Takes the folder with the objects, and the compiler from $CC. Prints what is wrong; exit 1.
set -u
cd "$(dirname "$0")/.." || exit 1
objects=$1
CC=${CC:-cc}
export LC_ALL=C.UTF-8
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
: >"$scratch/wrong"

wrong() {
    printf '%s\n' "$*" >>"$scratch/wrong"
}

# Folders are layers: an #include points to the same one or down the list. src/nabla.h is the
# session's face; view reads results and nothing else of the library.
check_arrows() {
    grep -rn '^ *# *include "' src | awk -F: '
        BEGIN {
            n = split("base ops result lang graph engine calculus train lesson session view front",
                      names, " ")
            for (i = 1; i <= n; i++) level[names[i]] = i
        }
        function layer(path) {
            sub("^src/", "", path)
            if (path == "nabla.h") return "session"
            sub("/.*", "", path)
            return path
        }
        {
            to = $3
            sub(".*include \"", "", to)
            sub("\".*", "", to)
            y = layer($1)
            x = layer(to)
            bad = !(x in level) || !(y in level) || level[x] > level[y]
            if (y == "view" && x !~ "^(base|ops|result|view)$") bad = 1
            if (bad) printf "%s:%s: %s must not include \"%s\"\n", $1, $2, y, to
        }' >>"$scratch/wrong"
}

# A header stands alone, and a source file that has one includes it, or its folder's, first.
check_headers() {
    for header in $(find src tests/unit -name '*.h'); do
        printf '#include "%s"\nextern int nothing;\n' "$header" |
            $CC -std=c17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I. -Isrc -x c - \
                >"$scratch/log" 2>&1 || wrong "$header: does not compile alone
$(head -n 3 "$scratch/log")"
    done
    for source in $(find src -name '*.c'); do
        header=${source%.c}.h
        [ -f "$header" ] || continue
        first=$(sed -n 's/^#include "\(.*\)"$/src\/\1/p;T;q' "$source")
        [ "${first%/*}" = "${header%/*}" ] || wrong "$source: should include its own header first"
    done
}

# What the library asks of the outside stands in allowed-symbols.txt.
check_symbols() {
    for source in $(find src -name '*.c' ! -path '*/front/*'); do
        object=$objects/${source#src/}
        [ ! -f "${object%.c}.o" ] || echo "${object%.c}.o"
    done >"$scratch/files"
    [ -s "$scratch/files" ] || wrong "$objects: there are no objects"
    xargs nm -u <"$scratch/files" | awk '$1 == "U" {print $2}' | sort -u >"$scratch/asked"
    xargs nm --defined-only <"$scratch/files" | awk 'NF == 3 {print $3}' | sort -u >"$scratch/own"
    sed 's/#.*//; s/ .*//; /^$/d' tests/allowed-symbols.txt >"$scratch/allowed"
    comm -23 "$scratch/asked" "$scratch/own" | while read -r symbol; do
        known=
        while read -r pattern; do
            case $symbol in $pattern) known=1; break ;; esac
        done <"$scratch/allowed"
        [ -n "$known" ] || wrong "the library uses $symbol, which is not in allowed-symbols.txt"
    done
}

check_text() {
    find src tests -name '*.[ch]' -o -name '*.def' -o -name '*.sh' | sort >"$scratch/sources"
    while read -r file; do
        lines=$(wc -l <"$file")
        most=600
        [ "$file" != src/result/messages.def ] || most=1000 # one table, a row a sentence
        [ "$lines" -le "$most" ] || wrong "$file: $lines lines; more than $most"
        columns=$(wc -L <"$file")
        [ "$columns" -le 100 ] || wrong "$file: a line of $columns columns; more than 100"
        case $file in
            *.sh) sed -n 2p "$file" | grep -q '^# ' || wrong "$file: should open with a comment" ;;
            *) head -n 1 "$file" | grep -q '^/\* ' || wrong "$file: should open with a comment" ;;
        esac
        grep -nP '\t' "$file" | sed "s|^|$file:|; s|\$|: a tab|" | cut -c 1-80 >>"$scratch/wrong"
    done <"$scratch/sources"
}

# Calls that no bound protects, and those that run a shell.
check_calls() {
    banned='strcpy|strcat|sprintf|vsprintf|gets|system|popen'
    while read -r file; do
        case $file in *.sh) continue ;; esac
        sed 's|/\*[^*]*\*/||g' "$file" | grep -nE "(^|[^a-z_A-Z0-9])($banned) *\(" |
            sed "s|^|$file:|; s|\$|  <- a banned call|" >>"$scratch/wrong"
    done <"$scratch/sources"
}

# What is said to a user is a row of messages.def, commands.def or another table, where it can be
# translated: no text of two words in a row in the code, and no single English word as a message's
# argument or at the head of a help row. Formats and fonts of other programs may be.
check_wording() {
    for file in $(find src -name '*.c'); do
        case $file in
            */dot*.c | */fonts.c) continue ;;
            */train/samples.c) continue ;; # holds a table of its own
        esac
        calls='(rl_variable_bind|says|_Pragma|_Static_assert|TYPED)'
        sed -E "s:/\*.*\*/|^ ?/?\* .*|$calls\(.*::" "$file" >"$scratch/code"
        grep -nE '"([^"]*[^a-zA-Z"\])?[a-zA-Z0-9]+ [a-zA-Z]{2,}[^"]*"' "$scratch/code" |
            sed "s|^|$file:|; s|\$|  <- should be a row of messages.def|" >>"$scratch/wrong"
        said='(NB_TEXT|NB_WORDS|NB_HELP_ROW|nb_add_help)'
        tr '\n' ' ' <"$scratch/code" | grep -oE "$said\([^()\";]*\"[a-zA-Z]{2,}[^\"]*\"" |
            sed "s|^|$file: |; s|\$|  <- should be NB_SAID, a row of the table|" >>"$scratch/wrong"
    done
}

# Signs of the blackboard and of LaTeX are the view's. The language reads some (lang/).
check_signs() {
    grep -rnE '"[^"]*(·|×|−|²|³|…|∂|⁺|→|\\\\(left|right|cdot|ldots|partial))' src --include='*.c' |
        grep -vE '^src/(view|front|lang)/|^[^:]*:[0-9]*: *(/\*|\*)|strncmp|strlen' |
        sed 's|$|  <- signs are the view'"'"'s|' >>"$scratch/wrong"
}

check_arrows
check_headers
check_wording
check_signs
check_symbols
check_text
check_calls
cat "$scratch/wrong"
[ ! -s "$scratch/wrong" ]
