#!/bin/sh
# What the tests have reached of the library, from the counts that a build for gcov has left:
# tests/coverage.sh build/coverage
# Prints lines and branches as percentages, a room a row; the lines that were not reached, and those
# with branches that were not taken, stand in uncovered.txt in that folder.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1
export LC_ALL=C.UTF-8

# gcov's text has "count: line: source" and, below a line, "branch  n taken count" for each. Code of
# headers and tables is counted once, whichever object ran it.
find "$build/src" -name '*.gcno' ! -path '*/front/*' | sort |
    xargs gcov -b -c -t 2>/dev/null | awk '
    /^ *-: *0:Source:/ {
        sub(/.*Source:/, "")
        file = $0
        line = 0
        next
    }
    file !~ /^src\// || /^-+$/ { next }
    /^branch/ {
        key = line SUBSEP (++branch)
        if (!(key in taken)) { taken[key] = 0; place[key] = line }
        if ($3 == "taken" && $4 > 0) taken[key] = 1
        next
    }
    /^ *[-#=0-9][-#=0-9*]*: *[0-9]+:/ {
        split($0, part, ":")
        line = file SUBSEP (part[2] + 0)
        branch = 0
        count = part[1]
        gsub(/[ *]/, "", count)
        if (count == "-") next
        if (!(line in reached)) reached[line] = 0
        if (count + 0 > 0) reached[line] = 1
        text[line] = $0
        sub(/^[^:]*:[^:]*:/, "", text[line])
    }
    END {
        for (key in taken) { all[place[key]]++; if (!taken[key]) missed[place[key]]++ }
        for (line in reached) {
            split(line, at, SUBSEP)
            printf "%s\t%d\t%d\t%d\t%d\t%s\n", at[1], at[2], reached[line],
                   all[line], missed[line], text[line]
        }
    }' | sort -t "$(printf '\t')" -k 1,1 -k 2,2n >"$build/coverage.tsv"

awk -F '\t' '
    !$3 || $5 {
        printf "%s:%d: %s%s\n", $1, $2, $3 ? $5 " of " $4 " branches: " : "not reached: ", $6
    }
' "$build/coverage.tsv" >"$build/uncovered.txt"

awk -F '\t' '
    function row(name, lines, reached, branches, taken) {
        printf "  %-12s %6d lines %6.1f%%  %6d branches %6.1f%%\n", name, lines,
               100*reached/(lines ? lines : 1), branches, 100*taken/(branches ? branches : 1)
    }
    {
        split($1, part, "/")
        room = part[2]
        if (!(room in lines)) order[++rooms] = room
        lines[room]++; reached[room] += $3
        branches[room] += $4; taken[room] += $4 - $5
    }
    END {
        for (i = 1; i <= rooms; i++) {
            room = order[i]
            row(room, lines[room], reached[room], branches[room], taken[room])
            l += lines[room]; r += reached[room]; b += branches[room]; t += taken[room]
        }
        row("in all", l, r, b, t)
    }' "$build/coverage.tsv"
echo "  what is missing: $build/uncovered.txt"
