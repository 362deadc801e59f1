# --key: the answers, to be printed.
cat > pears.md <<'EOF'
# Pears & *co*

<!-- Nobody reads these words. -->

Three pears of 50 won: eight words.

```nabla
>>> pear = 50; count = 3
  pear = 50
  count = 3
>>> total = pear*count
  total = 150
```

```check
tax = 1.2
```

```quiz
id: dearer
ask: Each of the {count} pears becomes 1 won dearer, and the shop takes {tax} times the sum of all their prices. By how much does the total rise?
given: paid = tax*total
answer: count*tax
equivalent: paid/pear
equivalent: dpaid/dpear
within: 1%
wrong: 3 -> You forget the tax.
wrong: count + tax
hint: Each of them costs 1 won more.
why: So it is {count*tax}.
```

```quiz
id: `odd`_id
ask: Which?
choice: 1 -> That is so for a sum.
choice: * `count`
choice: * it
choice: none
```

```quiz
id: steps
ask: In which order?
order: a = x·w
order: b = x + 1
order: y = a·b
before: 1 < 3
before: 2 < 3
```

```quiz
id: bug
ask: What is wrong with the passes?
given: x = 3
given: y = x*x + x
break: accumulate
wrong: sign -> Nothing is subtracted.
```

```quiz
id: 표
ask: 어느 기울기가 틀렸을까요?
spot: count = 3
wrong: pear -> It is right.
```

```exercise
id: tax
ask: Name the total with tax `paid`, and its half.
check: paid == 1.2*total
wrong-check: paid == 0.2*total -> 1.2 times.
solution: paid = 1.2*total
solution: half = paid/2
why: It is {paid}.
```

```quiz
id: next
ask: And then?
predict: half
```

```nabla
>>> half = half + 1
  half = 91
```

```quiz
id: say
say: Why?
why: Because.
```

```quiz
id: do
try: Try.
```

```quiz
id: again
recall: bag
```
EOF
cat > other.md <<'EOF'
# Other

```nabla
>>> n = 4
  n = 4
```

```quiz
id: bag
ask: {n} pears of 2 won?
vary: n of 4, 7
answer: 2n
```
EOF
key() { $NABLA "$@" 2>&1; echo "status $?"; }
key --key pears.md
key --key --student 3 other.md
key --key --html pears.md | sed -n '/^<h1>/,/^<h2>3/p'
key --key pears.md pears.md
key --key --check pears.md
key --key nowhere.md
printf '# A\n\n```quiz\nid: a\nask: {nosuch}?\nanswer: 3\n```\n\n```quiz\nid: b\nask: Q\nanswer: 2\n```\n' > bad.md
key --key bad.md
printf '```quiz\nid: a\nask: Q\n```\n' > wrong.md
key --key wrong.md
printf 'x = 3\n' > none.md
key --key none.md
# Every lesson: each question once, in 80 columns, and the minutes add up.
cat > look.py <<'EOF'
import re, sys, unicodedata
lesson, key = (open(name, encoding="utf-8").read() for name in sys.argv[1:])
ids = re.findall(r"^id: (.*)$", lesson, re.M)
if re.findall(r"^## \d+\. `(.*)` \(", key, re.M) != ids: print("other questions")
for line in key.splitlines():
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    if wide > 80: print(wide, line)
rows = [float(n) for n in re.findall(r"^\|.*\| ([\d.]+) \|$", key, re.M)]
each = sum(float(n) for n in re.findall(r"^## .*\(([\d.]+)(?: min|분)\)$", key, re.M))
if rows[3] != sum(rows[:3]) or rows[2] != each: print("minutes", rows, each)
EOF
for lesson in "$TESTS"/../lessons/*.md; do
    $NABLA --key "$lesson" > key.md || echo "$lesson: no answers"
    ! command -v python3 >/dev/null || python3 look.py "$lesson" key.md
done
