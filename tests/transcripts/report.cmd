# A class of forty is graded: doubled, falsified and merged records, two sittings, an edited lesson.
# What comes out is counted a second time here, from the rule that made the answers.
cat > pears.md <<'LESSON'
# Pears

```nabla
>>> pear = 50; count = 3
>>> total = pear*count
```

```quiz
id: price
ask: What is the total?
answer: total
vary: pear in 50..90 step 10
```

```quiz
id: rise
ask: By how much does it rise with each won?
answer: count
why: Each pear.
```

```quiz
id: factors
ask: Which one is the local gradient by count?
choice: * pear
choice: count -> That is the other one.
```

```exercise
id: taxed
ask: Name the total with a tax of 20 % `paid`.
check: paid == 1.2*total
wrong-check: paid == 0.2*total -> That is the tax alone.
solution: paid = 1.2*total
```

```quiz
id: words
say: Why is it so?
why: Each pear counts.
```
LESSON
# FNV-1a of 64 bits; the shell has signed numbers, so that it begins with cbf29ce484222325 - 2^64
hash() {
    h=-3750763034362895579
    for byte in $(od -An -v -tu1 "$1"); do h=$(((h ^ byte) * 0x100000001b3)); done
    printf '%016x' "$h"
}
now=$(hash pears.md)
sed 's/By how much/How far/' pears.md > before; old=$(hash before)

# Student i at question j: 0 to 4 right at once, 5 and 6 after one, 7 after two wrong answers, 8 three
# wrong ones, 9 one and the solution. Students 13, 26 and 39 say that all was right. Of those whose
# number is divisible by 5 the first line stands twice; those of 8 sit down again and are right at
# question 4, in another file; student 40 had the old lesson at questions 1 and 2.
awk -v now="$now" -v old="$old" '
function out(file, i, j, list, done, shown, claims, hints, day) {
    line = sprintf("{\"nabla\":\"0.1\",\"student\":\"s%02d\",\"name\":\"%s\",\"number\":%s," \
        "\"lesson\":\"pears\",\"hash\":\"%s\",\"id\":\"%s\",\"variant\":0,\"round\":0,\"numbers\":{}," \
        "\"answers\":[%s],\"statements\":[%s],\"hints\":%d,\"solution\":%s,\"tries\":1," \
        "\"right\":%s,\"begun\":\"2026-11-%sT10:%02d:%02dZ\",\"seconds\":34}", i,
        names[i % 6] (i % 4 == 0 && day == 29 ? "" : i), i % 2 ? "null" : 20230000 + i,
        i == 40 && j < 3 ? old : now, ids[j], j == 4 ? "" : list, j == 4 ? list : "", hints,
        shown ? "true" : "false", claims ? "true" : "false", day, j, tick++ % 60)
    print line > file
    if (j == 1 && i % 5 == 0) print line > file
}
BEGIN {
    split("price rise factors taxed", ids, " ")
    split("150 3 1 x", right, " ")
    split("53 6 2 x", wrong, " ")
    right[4] = "\"paid = 1.2*total\""; wrong[4] = "\"paid = 0.2*total\""
    for (j = 1; j < 4; j++) { right[j] = "\"" right[j] "\""; wrong[j] = "\"" wrong[j] "\"" }
    split("이두리 박세찬 최네온 정다섯 강여섯", names, " "); names[0] = "김하나"
    for (i = 1; i <= 40; i++) {
        file = sprintf("s%02d.jsonl", i)
        good = 0
        for (j = 1; j <= 4; j++) {
            k = (i * 7 + j * 3 + int(i / 10)) % 10
            times = k < 5 ? 0 : k < 7 ? 1 : k == 7 ? 2 : k == 8 ? 3 : 1
            list = ""
            if (j == 4) { # each line of an exercise is one try
                for (n = 0; n < times; n++) out(file, i, j, wrong[j], 0, k == 9, i % 13 == 0, 0, 29)
                if (k < 8) out(file, i, j, right[j], 1, 0, 1, 0, 29)
            } else {
                for (n = 0; n < times; n++) list = list (n ? "," : "") wrong[j]
                if (k < 8) list = list (times ? "," : "") right[j]
                out(file, i, j, list, k < 8, k == 9, k < 8 || i % 13 == 0, k == 4, 29)
            }
            is = k < 8
            if (i == 40 && j < 3) continue
            asked[j]++
            if (j == 4 && i % 8 == 0) {
                out(file ".2", i, j, right[j], 1, 0, 1, 0, 30)
                if (!is) again[i] = 1
                is = 1
            }
            good += is
            all[j] += is
            first[j] += k < 4 || (k == 4 && j == 4)
        }
        id = i % 2 ? sprintf("s%02d", i) : 20230000 + i
        printf "\"%s\",\"%s%s\",\"%g\"\r\n", id, names[i % 6],
            i % 4 == 0 && i % 8 != 0 ? "" : i, good * 25 > "wanted"
    }
    for (j = 1; j <= 4; j++)
        printf "%s %d %.0f %.0f\n", ids[j], asked[j], 100 * all[j] / asked[j],
            100 * first[j] / asked[j] > "wanted.table"
}'
$NABLA --report *.jsonl *.2; echo "status $?"

echo '--- the same, counted here'
{ printf '\357\273\277"id","name","score"\r\n'; LC_ALL=C sort wanted; } > wanted.csv
cmp wanted.csv report.csv && echo 'scores agree'
$NABLA --report *.2 *.jsonl 2>&1 | awk '$1 ~ /^(price|rise|factors|taxed)$/ && NF > 6 {
    print $1, $2, $3, $4 }' | diff - wanted.table && echo 'questions agree'
