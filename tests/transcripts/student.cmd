# --student chooses a question's numbers, the same ones every time; what is no whole number of at
# most 15 digits is refused. Without a terminal questions are shown with these numbers, too.
cat >fruit.md <<'END'
# Fruit

```nabla
>>> 사과 = 100; count = 2
  사과 = 100
  count = 2
>>> total = 사과*count;
```

```quiz
id: apples
ask: {count} apples of {사과} won each. What is the total?
vary: 사과 of 100, 120, 140, 160, 180
vary: count in 2..9
answer: total
```

```quiz
id: shop
ask: Which is dearer?
choice: * {사과} won
choice: {사과 - 1} won
vary: 사과 in 100..900
```

```quiz
id: again
recall: apples
```
END
cat >later.md <<'END'
# Later

```quiz
id: once-more
recall: apples
```
END
asks() { $NABLA "$@" | grep -E '^[0-9]+\.? .*won|error'; }
echo '# no student, and student 0'
asks fruit.md
asks fruit.md >none; asks --student 0 fruit.md | cmp - none && echo alike
for n in 1 20231234 9999999999 999999999999999; do
    echo "# student $n"
    asks --student $n fruit.md
done
echo '# the same again, and zeros in front'
asks --student 20231234 fruit.md >one
asks --student=000000000020231234 fruit.md | cmp - one && echo alike
echo '# a question of another lesson'
asks later.md
asks --student 1 later.md
echo '# what is no number of a student'
for n in '' -3 1.5 1e5 12a 1000000000000000 99999999999999999999999 '12 34' ２; do
    $NABLA --student "$n" -e 1 >/dev/null 2>message
    echo "status $? $(head -n 1 message)"
done
$NABLA --student
echo "status $?"
echo '# what records and shows needs a value, and a lesson'
$NABLA --record '' fruit.md; echo "status $?"
$NABLA --present; echo "status $?"
echo '# nobody answers without a terminal: nothing is recorded'
NABLA_RECORD=class.jsonl $NABLA --record mine.jsonl fruit.md >/dev/null; ls *.jsonl
echo '# as JSON'
$NABLA --format json --student 1 fruit.md
