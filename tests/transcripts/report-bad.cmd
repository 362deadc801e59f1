# Records that are none, names that would be formulas, files that are not nabla's to replace.
cat > l.md <<'LESSON'
# L

```quiz
id: a
ask: How much is 2*3?
answer: 2*3
```

```quiz
id: b
ask: How much is 2*4?
answer: 2*4
```

```quiz
id: open
ask: Play with it.
try: anything
```
LESSON
hash() {
    h=-3750763034362895579 # see report.cmd
    for byte in $(od -An -v -tu1 "$1"); do h=$(((h ^ byte) * 0x100000001b3)); done
    printf '%016x' "$h"
}
H=$(hash l.md)
# line WHO NAME NUMBER LESSON HASH ID ANSWERS [MORE]
line() {
    printf '{"student":"%s","name":"%s","number":%s,"lesson":"%s","hash":"%s","id":"%s","variant":0,' \
        "$1" "$2" "$3" "$4" "$5" "$6"
    printf '"round":0,"answers":[%s],"begun":"2026-11-29T10:00:00Z"%s}\n' "$7" "$8"
}
{
    line kim 김하나 null l "$H" a '"6"'
    line kim 김하나 null l "$H" b '"9","8"' ',"right":true'
    line kim 김하나 null l "$H" open '"9"'
    echo 'not JSON'
    echo '[1,2]'
    echo '{"student":"kim"}'
    line kim 김하나 null l "$H" a '"6"' ',"hints":-1'
    line kim 김하나 null l "$H" a '"6"' ',"hints":"many"'
    line kim 김하나 null l "$H" a '"6"' ',"solution":1'
    line kim 김하나 null l "$H" a '6'
    line kim 김하나 1.5 l "$H" a '"6"'
    line kim 김하나 null l "$H" a '"6"' ',"id":"b"'
    line kim 김하나 null l 0123 a '"6"'
    line '' 김하나 null l "$H" a '"6"'
    line '  ' 김하나 null l "$H" a '"6"'
    line kim 김하나 null l 0123456789abcdef a '"6"'
    line kim 김하나 null l 0123456789abcdef b '"8"'
    line kim 김하나 null nowhere "$H" a '"6"'
    line kim 김하나 null ../l "$H" a '"6"'
    line kim 김하나 null "" "$H" a '"6"'
    line kim 김하나 null l "$H" z '"6"'
    line kim 김하나 null practice "$H" bogus-1 '"6"'
    printf '{"student":"k\\u0000m"}\n'
    printf '{"student":"k\0m"}\n'
    printf '{"student":"\377\376"}\n'
    printf '%s' "$(line kim 김하나 null l "$H" a '"6"' | cut -c 1-60)"
} > kim.jsonl
head -c 2000000 /dev/zero | tr '\0' 'x' > long.jsonl
mkdir folder.jsonl; mkfifo pipe.jsonl; printf 'a\0b' > binary.jsonl; : > empty.jsonl
printf '\357\273\277%s\r\n\r\n' "$(line lee 이두리 null l "$H" a '"6"')" > marked.jsonl
$NABLA --report kim.jsonl long.jsonl folder.jsonl pipe.jsonl binary.jsonl empty.jsonl marked.jsonl none.jsonl \
    none.md
echo "status $?"
$NABLA --report none.jsonl empty.jsonl; echo "status $?"
$NABLA --report l.md empty.jsonl --format json; echo "status $?"

echo '--- no name is a formula'
{
    line '=1+1' '=HYPERLINK(\"http://x\";\"y\")' null l "$H" a '"6"'
    line '-5' '+82' null l "$H" a '"6"'
    line 'x' '@SUM(A1)' -7 l "$H" a '"6"'
    line 'a,b' 'say \"hi\"' null l "$H" a '"6"'
    line 'tab' '\t=1' null l "$H" a '"6"'
    line 'cr' '\r=1' null l "$H" a '"6"'
    line 'lines' 'two\nlines' null l "$H" a '"6"'
    line ' =blank' '　=wide' null l "$H" a '"6"'
    line 'wide' '＝1+1' null l "$H" a '"6"'
    line 'zero' '\u200b=1' null l "$H" a '"6"'
    line 'e-mail@x' '1-2' null l "$H" a '"6"'
} > names.jsonl
$NABLA --report names.jsonl; echo "status $?"
{ head -n 1 names.jsonl; head -n 1 names.jsonl; } >twice.jsonl
$NABLA --lang ko --csv twice.csv --report twice.jsonl
od -An -v -c report.csv | tr -d '\n' | sed 's/\\r  *\\n/&\n/g' | cut -c 1-100
# What is said is the same with a spreadsheet program on the machine and without: that some other
# formula runs there, and none of these.
spreadsheet='there is none, or no formula ran'
opens() {
    HOME=$PWD/home soffice --headless --infilter='CSV:44,34,76,1,,0,false,true,false,false,false,0,true' \
        --convert-to fods "$1.csv" >/dev/null 2>&1
    [ -f "$1.fods" ] || spreadsheet="$1.csv could not be opened"
}
if command -v soffice >/dev/null; then
    mkdir home; printf '"=1+1","2"\r\n' > sum.csv
    opens sum; opens report
    grep -q 'table:formula' sum.fods || spreadsheet='no formula could have run'
    ! grep -q 'table:formula' report.fods || spreadsheet='a formula ran'
    rm -rf home sum.csv
fi
echo "LibreOffice: $spreadsheet"

echo '--- where the scores may go'
$NABLA --report names.jsonl >/dev/null; echo "again: status $?"
printf 'id,name,score\n' > mine.csv; cp mine.csv before.csv
$NABLA --report names.jsonl --csv mine.csv | tail -1; cmp mine.csv before.csv && echo 'as it was'
sed 's/"//g' report.csv > edited.csv # as a spreadsheet saves it
$NABLA --csv edited.csv --report names.jsonl | tail -1
ln -s mine.csv link.csv; $NABLA --csv link.csv --report names.jsonl | tail -1
$NABLA --csv nowhere/x.csv --report names.jsonl >/dev/null; echo "status $?"
mkdir sub; $NABLA --csv sub/점수.csv --report names.jsonl | tail -1; cmp sub/점수.csv report.csv
$NABLA --report; $NABLA --mark l.md; $NABLA --csv x.csv; $NABLA --report --mark l.md x
$NABLA --report --check l.md; $NABLA -e 'x = 1' --report names.jsonl; echo "status $?"

echo '--- practice'
{
    line kim 김하나 null practice "$H" sums-value-17 '"1e9"'
    line kim 김하나 null practice "$H" sums-value-18 '"1e9","1e8","1e7"' ',"right":true'
    line lee 이두리 null practice "$H" sums-value-17 '"-1e9"' ',"solution":true'
    line park 박세찬 null practice "" sums-value-17 "\"$(seq -s '","' 1 99)\"" ',"right":true'
} > practice.jsonl
$NABLA --report practice.jsonl; echo "status $?"

echo '--- other numbers, another lesson asked again, Korean, an exercise that does not end'
mkdir course; cd course
cat > first.md <<'LESSON'
# First

```nabla
>>> pear = 50
>>> save prices.csv
```

```quiz
id: cost
ask: What do three cost?
answer: 3*pear
vary: pear in 50..90 step 10
```
LESSON
printf 'pear\n10\n20\n' > fruit.csv
cat > second.md <<'LESSON'
# Second

```quiz
id: again
recall: cost
```

```quiz
id: here
recall: again-here
```

```quiz
id: again-here
ask: How much is {n} + 1?
given: n = 4
answer: n + 1
vary: n in 2..9
```

```exercise
id: trained
ask: Name 7 `n`.
check: n == 7
solution: n = 7
```
LESSON
sed 's/Second/둘째/' second.md > second.ko.md; sed 's/First/첫째/' first.md > first.ko.md
A=$(hash first.md) B=$(hash second.md) K=$(hash second.ko.md)
round() { sed "s/\"round\":0/\"round\":$1/"; }
loop='"w = 1","L = (w - 2)^2","train L over w epochs=1000000000","n = 7"'
{
    line kim 김하나 null first "$A" cost '"150","3*pear"'
    line lee 이두리 null first "$A" cost '"150","3*pear"' | round 1
    line kim 김하나 null second "$B" again '"150","3*pear"'
    line lee 이두리 null second.ko "$K" again '"3*pear"'
    line kim 김하나 null second "$B" here '"5","n+1"'
    line kim 김하나 null second "$B" again-here '"5"'
    line kim 김하나 null second "$B" trained '' ",\"statements\":[$loop]"
    line lee 이두리 null second "$B" trained '' ',"statements":["n = 8"]'
} > r.jsonl
cd ..
$NABLA --report course/r.jsonl; echo "status $?"
ls course
echo '--- the number of another'
line kim 김하나 7 l "$H" a '"6"' > n.jsonl
line eve 이브 7 l "$H" a '"9"' >> n.jsonl
$NABLA --report l.md n.jsonl; echo "status $?"
