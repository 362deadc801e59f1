# --strip: the students' copy of a lesson holds no answer, and plays.
cat > pears.md <<'EOF'
# Pears

<!-- For other authors: the answer is 3. -->

Three pears.

```nabla
>>> pear = 50; count = 3
  pear = 50
  count = 3
>>> total = pear*count
  total = 150
>>> pair
error: pair has no value: what should it be?
```

```check
expect total == 150
```

```quiz
id: dearer
ask: Each of the {count} pears becomes 1 won dearer. By how much does the total rise?
answer: count
equivalent: total/pear
refuse: total
within: 1%
wrong: 1 -> You buy more than one.
hint: Each of them costs 1 won more.
why: So it is {count}.
```

- In a list:

  ```quiz
  id: which
  ask: Which?
  choice: 1 -> That is so for a sum.
  choice: * the other factor
  choice: * it
  ```

> ```quiz
> id: steps
> ask: In which order?
> order: compute the loss
> order: compute the gradients
> order: change the weights
> before: 1 < 3
> ```

```quiz
id: bug
ask: What is wrong with the passes?
given: x = 3
given: y = x*x + x
break: accumulate
wrong: sign -> Nothing is subtracted.
```

```quiz
id: 총액
ask: Which gradient is wrong?
spot: count = 3
why: It is the price.
```

```exercise
id: tax
ask: Name the total with a tax of 20 % `paid`.
check: paid == 1.2*total
wrong-check: paid == 0.2*total -> 1.2 times.
hint: 1.2 times the total.
solution: paid = 1.2*total
why: So.
```

```nabla
>>> paid + 1
  181
```

```quiz
id: why
say: Why?
why: Because.
```

```quiz
id: again
recall: dearer
```
EOF
strip() { $NABLA "$@" 2>&1; echo "status $?"; }
$NABLA --strip pears.md > copy.md; echo "status $?"
cat copy.md
# It is a lesson: it can be checked, played and printed, and tells no answer.
strip --check copy.md
$NABLA copy.md > played; echo "status $?"
tail -n 9 played
$NABLA --html copy.md > page.html; echo "status $?"
sed -n '/^<h1>/,/^<section>/p' page.html
grep -c '<details>' page.html
# It is made from its lesson, and from nothing else.
strip --update copy.md
strip --strip copy.md
strip --key copy.md
sed 's/^break: .*/break: sum/; s/^spot: 0*./spot: f/; s/noted: exercise/noted: exercize/' copy.md > bad.md
strip --check bad.md
# What is wrong with the command line, and with the lesson.
strip --strip
strip --strip pears.md copy.md
strip --strip --check pears.md
strip --strip --html pears.md
strip --strip --key pears.md
strip --strip --from Pears pears.md
strip --key --present pears.md
strip --strip nowhere.md
printf '# A\n\n```quizz\nanswer: 3\n```\n\n```quiz\nid: a\nask: Q\n```\n' > wrong.md
strip --strip wrong.md
# Every lesson: no line of a key that answers, no remark, hint or solution, and it plays.
cat > look.py <<'EOF'
import re, sys
dropped = ("answer equivalent refuse wrong check wrong-check hint why solution before").split()
lesson, copy = (open(name, encoding="utf-8").read() for name in sys.argv[1:])
if copy.count("```quiz") != lesson.count("```quiz"): print("a question is missing")
for block in re.findall(r"```(?:quiz|exercise)\n(.*?)```", copy, re.S):
    for line in block.splitlines():
        if line.split(":")[0] in dropped or "->" in line or ": *" in line: print("kept:", line)
kept = re.sub(r"```(?:quiz|exercise)\n.*?```", "", lesson, flags=re.S)
for block in re.findall(r"```(?:quiz|exercise)\n(.*?)```", lesson, re.S):
    for line in block.splitlines():
        key, _, value = line.partition(": ")
        said = value.partition("->")[2].strip() if "->" in value else ""
        if key in ("hint", "why", "solution", "wrong-check"): said = said or value
        if said and said not in kept and said in copy: print("told:", said)
for block in re.findall(r"```nabla\n(.*?)```", copy, re.S):
    for line in block.splitlines():
        if line and not line.startswith((">>>", "...")): print("shown:", line)
EOF
# A student who has done the exercises: behind each the statements of its solution are typed.
done_by_hand() {
    awk 'FNR == 1 { id = "" }
        /^```/ { fence = fence == "" ? substr($0, 4) : "" }
        fence == "exercise" && /^id: / { id = $2 }
        FNR == NR {
            if (fence == "exercise" && sub(/^(given|solution): /, ">>> ")) typed[id] = typed[id] $0 "\n"
            next
        }
        { print }
        fence == "" && id in typed { printf "\n```nabla\n%s```\n", typed[id]; delete typed[id] }' "$1" "$2"
}
mkdir copies
cp -r "$TESTS"/../lessons/pictures copies
for lesson in "$TESTS"/../lessons/*.md; do # all of them first: they recall each other's questions
    $NABLA --strip "$lesson" > "copies/${lesson##*/}" || echo "$lesson: not stripped"
done
for lesson in "$TESTS"/../lessons/*.md; do
    copy=copies/${lesson##*/}
    case $lesson in *.ko.md) continue ;; esac # a copy in Korean is made as one in English is
    ! command -v python3 >/dev/null || python3 look.py "$lesson" "$copy"
    done_by_hand "$lesson" "$copy" > copies/done.md
    $NABLA --check copies/done.md > told 2>&1 || cat told
    $NABLA copies/done.md > /dev/null 2> told || { cat told; echo "$lesson: does not play"; }
    $NABLA --html copies/done.md > page.html || echo "$lesson: no page"
    ! grep -q '<details>' page.html || echo "$lesson: the page helps"
done
