# The lessons of the course keep their budgets, and a lesson and its Korean twin ask for the same.
# A lesson belongs to the course when it says what it covers: <!-- Covers: GROUP, ... -->
lessons=$TESTS/../lessons reference=$TESTS/reference
here=$PWD

# The names of lessons in the course's order.
order() { sed -n 's/^[0-9]*\. \[\([a-z0-9-]*\)\].*/\1/p' "$lessons/README.md"; }
# Those that stand before the lesson $1, in its language, as files.
earlier() {
    case $1 in *.ko) ending=.ko.md ;; *) ending=.md ;; esac
    for name in $(order); do
        [ "$name" = "${1%.ko}" ] && return
        [ -f "$name$ending" ] && echo "$name$ending"
    done
}
# budgets FILE: a Korean word holds its particle, so there are fewer of them.
budgets() {
    case $1 in *.ko.md) words=330 ;; *) words=450 ;; esac
    LC_ALL=C awk -f "$reference/budgets.awk" words=$words part=catalogue "$reference/groups.txt" \
        "$reference/graphs.txt" "$reference/trajectories.txt" "$reference/optimizers.txt" \
        part=earlier $(earlier "${1%.md}") part=lesson "$1"
}
# What a twin must have in common: ids and keys in their order, numbers that are no part of a name, groups.
common() {
    LC_ALL=C awk -v file="$1" '
        function numbers(text,  all) {
            all = ""
            while (match(text, /[A-Za-z0-9_.\200-\377]*[0-9][A-Za-z0-9_.\200-\377]*/)) {
                word = substr(text, RSTART, RLENGTH)
                if (word ~ /^[0-9]*\.?[0-9]+(e[0-9]+)?$/) all = all " " word
                text = substr(text, RSTART + RLENGTH)
            }
            return all
        }
        /^(     |<!-- )Routes: / { print }
        /Covers:/ { sub(/.*Covers: */, ""); sub(/ *-->.*/, ""); print "covers " $0 }
        /^```/ { fence = fence == "" ? substr($0, 4) : ""; next }
        fence == "quiz" || fence == "exercise" {
            if (/^(id|recall|break|before): /) print $0
            if (/^(answer|given|vary|within|check|solution|spot): /) print $1 numbers($0)
            if (/^(choice|order): /) print $1, /^choice: \*/
        }
        fence == "check" && /^expect/ { print "expect" numbers($0) }' "$1"
}
pair() {
    common "$1" >"$here/one"
    common "$2" >"$here/two"
    cmp -s "$here/one" "$here/two" ||
        diff "$here/one" "$here/two" | sed -n "s|^[<>]|$2: &|p" | head -5
}

cd "$lessons"
echo '# the lessons'
for file in $(grep -l '^<!-- Covers:' *.md); do
    budgets "$file"
    name=${file%.md}
    order | grep -qx "${name%.ko}" || echo "$file is not in README.md"
done
for file in *.ko.md; do [ -f "${file%.ko.md}.md" ] && pair "${file%.ko.md}.md" "$file"; done
echo '# groups of the catalogue that no lesson covers'
sed -n 's/^<!-- Covers: *//p' $(order | sed 's/$/.md/') | sed 's/ *-->.*//' |
    tr , '\n' | sed 's/^ *//' | sort -u >"$here/covered"
sed -n 's/^group //p' "$reference/groups.txt" | sort -u | comm -23 - "$here/covered"
cd "$here"

echo '# one that keeps none of them'
{
    echo '# Bad'
    echo '<!-- Covers: apple-tax, no-such-group, relu -->'
    for i in 1 2 3 4 5 6 7 8 9 10; do echo 'a b c d e f g h i j k l m n o p q r s t u v w x y z'; done
    for i in 1 2 3 4 5 6 7 8; do echo 'a b c d e f g h i j k l m n o p q r s t u v w x y z'; done
    echo '```nabla'
    echo '>>> backward total'
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do echo "  $i"; done
    echo '>>> a_long_name = 1111111111 + 2222222222 + 3333333333 + 4444444444 + 55555555'
    echo '>>> 사과의_값이_이_줄에서_한_글자에_두_칸씩_차지하므로_너무_긴_줄이_된다 = 12'
    for i in whatif paths draw plot; do echo ">>> $i total"; done
    echo '```'
    printf '```quiz\nid: a\nask: x?\nanswer: 1\n```\n```check\n'
    echo 'expect total == 221  # apple-tax'
    echo 'expect total == 220  # apple-orange'
    echo 'expect total == tax  # apple-tax'
    printf '```\n'
} >bad.md
budgets bad.md

echo '# twins that differ'
printf '<!-- Covers: relu -->\n```quiz\nid: a\nask: {x1}?\ngiven: x1 = 2\nanswer: 3*x1\n```\n' >twin.md
sed 's/x1/수1/g' twin.md >twin.ko.md
pair twin.md twin.ko.md
sed 's/3\*/4*/; s/id: a/id: b/; s/relu/relu, tanh/' twin.md >twin.ko.md
pair twin.md twin.ko.md
