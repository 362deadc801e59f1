#!/bin/sh
# What nabla says in Korean has no English in it: in the outputs of tests/transcripts/*.ko.md every
# word of two Latin letters or more is one that was typed there, a word of the language (commands,
# their clauses, functions, settings) or stands in tests/words/terms.txt. Not looked at are commands
# of LaTeX, the code of examples in help, and the titles of papers that it cites.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

letters() {
    grep -oE '[A-Za-z]{2,}' | sort -u
}

# The names of the tables' rows, and the keys of clauses.
sed -nE 's/^(COMMAND|OPTIMIZER|INITIALISER|BASIC|FORMULA)\([A-Z0-9_]+, "([^"]*)".*/\2/p
         s/^(EACH_ROW|MEAN_OF_ROWS|OP[1-3])\([A-Z0-9_]+, "([^"]*)".*/\2/p
         s/^(MISTAKE|KIND|MEASURE|LEVEL)\([A-Z0-9_]+, "([^"]*)".*/\2/p
         s/^(SAMPLES|PLOT_KIND|QUANTITY)\("([^"]*)".*/\2/p; s/^PARAMETER\(([a-z0-9_]+),.*/\1/p' \
    src/*/*.def >"$scratch/names"
grep -ohE '(KEY|WITH|ONE_OF)\("[a-z]+"(, "[a-z]+")*' src/lang/commands.def >>"$scratch/names"
sed 's/#.*//' tests/words/terms.txt >>"$scratch/names"
letters <"$scratch/names" >"$scratch/known"

# What stands below 예: and beside 출처 reaches to the line that stands further left.
said() {
    awk '
        /^(>>>|\.\.\.)/ { code = paper = 0; next }
        code && !/^    / { code = 0 }
        paper && !/^     / { paper = 0 }
        /^  예:$/ { code = 1 }
        /^  출처 / { paper = 1 }
        !code && !paper {
            gsub(/\\(begin|end|operatorname|mathit){[a-z]*[*]?}/, "")
            gsub(/\\[A-Za-z]+/, "")
            print
        }' "$scratch/block"
}

for file in tests/transcripts/*.ko.md; do
    awk '/^```/ { inside = !inside; next } inside' "$file" >"$scratch/block"
    grep -E '^(>>>|\.\.\.)' "$scratch/block" | letters | sort -u - "$scratch/known" >"$scratch/may"
    said | letters | comm -23 - "$scratch/may" |
        sed "s|^|$file: |"
done >"$scratch/wrong"
cat "$scratch/wrong"
[ ! -s "$scratch/wrong" ]
