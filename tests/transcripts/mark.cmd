# Students' scripts at the exercises of a lesson: nothing is written, and none stops the others.
cat > fruit.md <<'LESSON'
# Fruit

```nabla
>>> pear = 50; count = 3
>>> total = pear*count
```

```exercise
id: paid
ask: Name the total with a tax of 20 % `paid`.
given: tax = 1.2
check: paid == tax*total
check: grad(paid, pear) == tax*count
wrong-check: paid == 0.2*total -> That is the tax alone.
solution: paid = tax*total
```

```quiz
id: half-a-pear
ask: What is half a pear?
answer: pear/2
```

```exercise
id: half
ask: Name half of that `half`.
check: half == paid/2
solution: half = paid/2
```
LESSON
mkdir 과제
printf 'paid = 1.2*total\nhalf = paid/2\n' > 과제/김하나.nabla
printf 'paid = 0.2*total\nhalf = paid/2\n' > 과제/이두리.nabla
printf 'paid = 1.2*total\nhalf = nothing\n' > 과제/박세찬.nabla
printf '\357\273\277paid = tax*total;\r\nhalf = 0.5*paid\r\n' > crlf.nabla
printf 'paid = 1.2*total\nsave stolen.nabla\ndraw paid graph.svg\nopen stolen.nabla\nhalf = paid/2' > writes.nabla
printf 'open 과제/김하나.nabla\n' > thief.nabla
printf 'open ../fruit.md\n' > thief2.nabla
printf 'paid = 1.2*total\nquit\nhalf = paid/2\n' > quits.nabla
printf 'paid = (1.2*total' > open.nabla
printf 'paid = 1.2*total\nw = 1\nL = (w - 2)^2\ntrain L over w epochs=1000000000\n' > endless.nabla
printf 'a\0b' > binary.nabla; : > empty.nabla; mkdir folder.nabla; mkfifo pipe.nabla
$NABLA --mark fruit.md 과제/*.nabla crlf.nabla writes.nabla thief.nabla thief2.nabla quits.nabla \
    open.nabla endless.nabla binary.nabla empty.nabla folder.nabla pipe.nabla none.nabla
echo "status $?"
LC_ALL=C.UTF-8 ls -d *.*
tr -d '\r' < report.csv
echo '--- as data, and what is no lesson'
$NABLA --format json --csv sub.csv --mark fruit.md 과제/박세찬.nabla
$NABLA --mark nowhere 과제/김하나.nabla; echo "status $?"
printf '# Nothing\n' > nothing.md
$NABLA --mark nothing.md 과제/김하나.nabla; echo "status $?"
echo '--- a lesson through a pipe'
cat fruit.md | $NABLA --csv pipe.csv --mark /dev/stdin 과제/김하나.nabla; echo "status $?"
