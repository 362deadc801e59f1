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

sources=$(find src -name '*.c' | sort)
headers=$(find src -mindepth 2 -name '*.h' | sort)

wrong() {
    printf '%s\n' "$*" >>"$scratch/wrong"
}

# The rooms, from below: an arrow points to the same one or to one that stands before it.
rooms="base words ops result lang graph engine calculus train lesson
       definitions formulas arrays explore data figures learn grade plots quiz help session
       tour view prose diagram sketch json class html practice copies front/system
       front/drawing front/state front/terminal front/command front/marking front"

# An #include points down. src/nabla.h is the session's face; view reads results and nothing else of
# the library, json what view has, too, html Markdown only; and front/system/ reads results.
check_arrows() {
    grep -rn '^ *# *include "' src | awk -F: -v rooms="$rooms" '
        BEGIN {
            n = split(rooms, names, " ")
            for (i = 1; i <= n; i++) level[names[i]] = i
        }
        function layer(path) {
            sub("^src/", "", path)
            if (path == "nabla.h") return "session"
            sub("/[^/]*$", "", path)
            return path
        }
        {
            to = $3
            sub(".*include \"", "", to)
            sub("\".*", "", to)
            y = layer($1)
            x = layer(to)
            bad = !(x in level) || !(y in level) || level[x] > level[y]
            if (y == "diagram" && x !~ "^(base|ops|result|view|diagram)$") bad = 1
            if (y == "sketch" && x !~ "^(base|ops|result|view|sketch)$") bad = 1
            if (y == "json" && x !~ "^(base|ops|result|view|json)$") bad = 1
            if (y == "html" && x !~ "^(base|result|view|prose|diagram|html)$") bad = 1
            if (y == "prose" && x !~ "^(base|result|view|prose)$") bad = 1
            if (y == "view" && x !~ "^(base|words|ops|result|view)$") bad = 1
            if (y == "front/system" && x !~ "^(base|words|result|front/system)$") bad = 1
            if (bad) printf "%s:%s: %s must not include \"%s\"\n", $1, $2, y, to
        }' >>"$scratch/wrong"
}

# So does a call; and inside a room the calls between its files go round in circles of three files
# at the most.
check_calls_down() {
    for source in $sources; do
        object=${source#src/}
        object=$objects/${object%.c}.o
        [ ! -f "$object" ] || echo "$object"
    done | xargs nm -A | sed "s|^$objects/||; s|\.o:| |" | awk '
        $2 == "U" { print $1, "uses", $3 }
        NF == 4 && $3 ~ /[TDRB]/ { print $1, "has", $4 }' >"$scratch/symbols"
    awk -v rooms="$rooms" '
        BEGIN {
            n = split(rooms, names, " ")
            for (i = 1; i <= n; i++) level[names[i]] = i
        }
        function room(file) { sub("/[^/]*$", "", file); return file }
        FNR == NR { if ($2 == "has") home[$3] = $1; next }
        $2 == "uses" && ($3 in home) && home[$3] != $1 {
            y = room($1)
            x = room(home[$3])
            if (level[x] > level[y]) printf "%s.c: %s of %s stands above\n", $1, $3, home[$3]
            if (x == y) edge[$1 SUBSEP home[$3]] = 1
        }
        END {
            for (pair in edge) { split(pair, ends, SUBSEP); file[ends[1]]; file[ends[2]] }
            for (k in file) for (i in file) if ((i, k) in edge) for (j in file)
                if ((k, j) in edge) edge[i SUBSEP j] = 1
            for (i in file) {
                circle = ""
                count = 0
                for (j in file) if ((i, j) in edge && (j, i) in edge) {
                    count++
                    circle = circle " " j
                }
                if (count > 3) printf "%s.c: calls go round among %d files:%s\n", i, count, circle
            }
        }' "$scratch/symbols" "$scratch/symbols" >>"$scratch/wrong"
}

# A header serves its own module: what NAME.h declares, NAME.c defines.
check_owners() {
    awk '
        FNR == NR { if ($2 == "has") home[$3] = $1; next }
        FNR == 1 { comment = 0 }
        {
            own = FILENAME
            sub("^src/", "", own)
            sub("[.]h$", "", own)
            line = $0
            gsub("/[*]([^*]|[*][^/])*[*]/", "", line)
            if (comment && sub(".*[*]/", "", line)) comment = 0
            if (comment) next
            if (sub("/[*].*", "", line)) comment = 1
            while (match(line, "nb_[A-Za-z_0-9]+[(]")) {
                name = substr(line, RSTART, RLENGTH - 1)
                line = substr(line, RSTART + RLENGTH)
                if (name in home && home[name] != own)
                    print FILENAME ": " name " is of " home[name]
            }
        }' "$scratch/symbols" $headers >>"$scratch/wrong"
}

# A room is at most 5,000 lines and 30 sources.
check_rooms() {
    for room in src/*/ src/front/*/; do
        lines=$(cat "$room"*.[ch] | wc -l)
        count=$(ls "$room"*.c | wc -l)
        [ "$lines" -le 5000 ] || wrong "$room: $lines lines; more than 5000"
        [ "$count" -le 30 ] || wrong "$room: $count sources; more than 30"
    done
}

# A type's name means one type.
check_types() {
    grep -rhoE '(struct|enum|union) nb_[a-z_0-9]+ \{' src --include='*.[ch]' |
        awk '{print $2}' | sort | uniq -d | while read -r name; do
        wrong "$name is defined twice: $(grep -rlE "(struct|enum|union) $name \\{" src | xargs)"
    done
}

# A header stands alone: a source file includes its own first; those that have none are compiled.
check_headers() {
    for header in $(find src tests/unit -name '*.h'); do
        [ ! -f "${header%.h}.c" ] || continue
        printf '#include "%s"\nextern int nothing;\n' "$header" |
            $CC -std=c17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I. -Isrc -x c - \
                >"$scratch/log" 2>&1 || wrong "$header: does not compile alone
$(head -n 3 "$scratch/log")"
    done
    grep -n -m 1 '^#include "' $sources | while IFS=: read -r source line include; do
        header=${source%.c}.h
        [ ! -f "$header" ] || [ "$include" = "#include \"${header#src/}\"" ] ||
            wrong "$source:$line: should include its own header first"
    done
}

# The functions of libm, but for those that change how it rounds and reports.
list_mathematics() {
    nm -D --defined-only "$($CC -print-file-name=libm.so.6)" | sed 's/.* //; s/@.*//' |
        grep -v '^fe' | sort -u
}

# What the library asks of the outside stands in allowed-symbols.txt, or is mathematics.
check_symbols() {
    for source in $(find src -name '*.c' ! -path '*/front/*'); do
        object=$objects/${source#src/}
        [ ! -f "${object%.c}.o" ] || echo "${object%.c}.o"
    done >"$scratch/files"
    [ -s "$scratch/files" ] || wrong "$objects: there are no objects"
    xargs nm -u <"$scratch/files" | awk '$1 == "U" {print $2}' | sort -u >"$scratch/asked"
    xargs nm --defined-only <"$scratch/files" | awk 'NF == 3 {print $3}' | sort -u >"$scratch/own"
    echo "${objects%/src}/words/languages.o" | xargs nm --defined-only |
        awk '{print $3}' >>"$scratch/own" # made by the build from catalogues
    list_mathematics >>"$scratch/own"
    sort -u -o "$scratch/own" "$scratch/own"
    sed 's/#.*//; s/ .*//; /^$/d' tests/allowed-symbols.txt >"$scratch/allowed"
    comm -23 "$scratch/asked" "$scratch/own" | while read -r symbol; do
        known=
        while read -r pattern; do
            case $symbol in $pattern) known=1; break ;; esac
        done <"$scratch/allowed"
        [ -n "$known" ] || wrong "the library uses $symbol: if it may, add the line
    $symbol   why
to tests/allowed-symbols.txt"
    done
}

check_text() {
    find src tests -name '*.[ch]' -o -name '*.def' -o -name '*.inc' -o -name '*.sh' |
        sort >"$scratch/sources"
    xargs wc -l <"$scratch/sources" | grep -v ' total$' | while read -r lines file; do
        most=500
        case $file in
            *.def) most=$lines ;; # tables of rows
            tests/unit/test_random_vectors.c) most=600 ;;
        esac
        [ "$lines" -le "$most" ] || wrong "$file: $lines lines; more than $most"
    done
    xargs wc -L <"$scratch/sources" | grep -v ' total$' |
        awk '$1 > 100 { print $2 ": a line of " $1 " columns; more than 100" }' >>"$scratch/wrong"
    xargs awk '
        FNR == 1 && FILENAME !~ /[.]sh$/ { first = $0 ~ "^/[*] " }
        FNR == 2 && FILENAME ~ /[.]sh$/ { first = /^# / }
        FNR == 2 && !first { print FILENAME ": should open with a comment" }
        ' <"$scratch/sources" >>"$scratch/wrong"
    xargs grep -nP '\t' <"$scratch/sources" | cut -c 1-80 | sed 's|$|  <- a tab|' >>"$scratch/wrong"
}

# A .def is a table: rows and comments. What is included several times and is code is a .inc.
check_tables() {
    for file in $(find src -name '*.def'); do
        grep -nE '^ *#|^(static|enum|typedef)|^[^*]*[;{}]$' "$file" |
            sed "s|^|$file:|; s|\$|  <- a table holds rows, code is an .inc|" >>"$scratch/wrong"
    done
}

# Calls that no bound protects, and those that run a shell.
check_calls() {
    banned='strcpy|strcat|sprintf|vsprintf|gets|system|popen'
    grep -v '[.]sh$' "$scratch/sources" | xargs grep -nE "(^|[^a-z_A-Z0-9])($banned) *\(" |
        sed 's|/\*[^*]*\*/||g' | grep -E "(^|[^a-z_A-Z0-9])($banned) *\(" |
        sed 's|$|  <- a banned call|' >>"$scratch/wrong"
}

# What is said to a user is a row of messages.def, commands.def or another table, where it can be
# translated: no text of two words in a row in the code, and no single English word as a message's
# argument or at the head of a help row. Formats and fonts of other programs may be.
check_wording() {
    calls='(rl_variable_bind|says|_Pragma|_Static_assert|TYPED|MARK)'
    said='(NB_TEXT|NB_WORDS|NB_HELP_ROW|nb_add_help)'
    # diagram/, fonts, kinds and html/ write for other programs; samples.c holds a table of its own
    find src -name '*.c' ! -path '*/diagram/*' ! -name 'dot*.c' ! -name fonts.c \
        ! -path '*/html/*' ! -path '*/train/samples.c' |
        xargs grep -nH '' |
        sed -E "s:/\*.*\*/|^([^:]*\:[0-9]*\:) ?/?\* .*|$calls\(.*:\1:" >"$scratch/code"
    grep -E '^[^:]*:[0-9]*:.*"([^"]*[^a-zA-Z"\])?[a-zA-Z0-9]+ [a-zA-Z]{2,}[^"]*"' "$scratch/code" |
        sed 's|$|  <- should be a row of messages.def|' >>"$scratch/wrong"
    sed 's/^\([^:]*\):[0-9]*:/\1 /' "$scratch/code" | awk '
        $1 != file { if (NR > 1) print ""; file = $1; printf "%s: ", file }
        { sub(/^[^ ]* */, ""); printf "%s ", $0 }
        END { print "" }' | grep -oE "^[^ ]*: |$said\([^()\";]*\"[a-zA-Z]{2,}[^\"]*\"" |
        awk '/^src[^ ]*: $/ { file = $0; next }
             { print file $0 "  <- should be NB_SAID, a row of the table" }' >>"$scratch/wrong"
}

# A graph's arrays may be read anywhere; they are written in graph/ alone: no assignment to a field
# of a graph, and no pointer to one through which it could be written.
check_graph() {
    columns='op|a|b|value|gradient|reached|more'
    others='memory|count|clean|leading|target|broken|capacity|mistake|more_count|more_capacity'
    index='(\[([^][]|(?-2))*\])?'
    writes='([-+*/|&^]?=(?!=)|\+\+|--)'
    {
        grep -rnP "graph(\.|->)($columns|$others)(\.[a-z]+)?$index *$writes" src
        grep -rnE "\*[a-z_]+ = [a-z>.&-]*graph(\.|->)($columns) *[,;+]" src | grep -v 'const '
        grep -rnE "mem(cpy|move|set)\([a-z>.&-]*graph(\.|->)($columns|$others)" src
    } | grep -v '^src/graph/' | sed 's|$|  <- writes into a graph|' >>"$scratch/wrong"
}

# Signs of the blackboard and of LaTeX are the view's. The language reads some (lang/).
check_signs() {
    grep -rnE '"[^"]*(·|×|−|²|³|…|∂|⁺|→|\\\\(left|right|cdot|ldots|partial))' src --include='*.c' |
        grep -vE '^src/(view|words|prose|diagram|sketch|json|html|practice|front|lang|ops)/' |
        grep -vE 'strncmp|strlen' |
        grep -vE '^[^:]*:[0-9]*: *(/\*|\*)' |
        sed 's|$|  <- signs are the view'"'"'s|' >>"$scratch/wrong"
}

# What is linked for users is hardened: at an address of its own, with nothing that is both written
# and run, calls bound at the start, guards on the stack and bounds in copies.
check_hardened() {
    program=${objects%/src}
    case $program in
        */release) program=${program%/release}/nabla ;;
        */strict) program=$program/nabla ;;
        *) return ;;
    esac
    [ -f "$program" ] && command -v readelf >/dev/null || return
    readelf -hlW --dyn-syms -d "$program" >"$scratch/elf"
    for wanted in 'Type: *DYN' GNU_RELRO 'GNU_STACK.* RW ' 'BIND_NOW|Flags:.* NOW' \
        __stack_chk_fail '__[a-z]+_chk(@|$)'; do
        grep -qE "$wanted" "$scratch/elf" || wrong "$program is not hardened: no $wanted"
    done
}

# Each attack of threats.md names tests that there are.
check_threats() {
    sed -n 's/^| .* | \(.*\) |$/\1/p' tests/threats.md | tr -d ' ' | tr ',' '\n' |
        grep -v '^test$\|^---$' | sort -u | while read -r test; do
        ls tests/*/"$test" tests/*/"$test".c >"$scratch/log" 2>&1
        grep -q '^tests/' "$scratch/log" || wrong "tests/threats.md: there is no test $test"
    done
}

# Nothing else stands at the top, beside dot files.
check_top() {
    git ls-files 2>/dev/null | sed 's|/.*||' | sort -u |
        grep -vE '^(\..*|LICENSE|Makefile|README\.md|lessons|src|tests)$' |
        sed 's|$|: does not belong to the top level|' >>"$scratch/wrong"
}

check_arrows
check_top
check_threats
check_calls_down
check_hardened
check_owners
check_rooms
check_types
check_graph
check_headers
check_wording
check_signs
check_symbols
check_text
check_tables
check_calls
cat "$scratch/wrong"
[ ! -s "$scratch/wrong" ]
