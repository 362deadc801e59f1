# save FILE.md: the session as a transcript that checks, whatever happened in it.
cat > typed <<'END'
# two apples
사과 = 100
count = 2; tax = 1.1
total = 사과 * count * tax
total = 7
undo
backward total
label 사과 "A \"red\" ``` one"
x = [1,
  2]
h = 3;
save draft.nabla
list
draw total total.dot
predict total
2
quit
step
step
lesson
사과 = 50
undo
redo
u = uniform(2); seed 3
save report.md
END
$NABLA typed > /dev/null; echo "status $?"
cat report.md
$NABLA --check report.md; echo "status $?"
# the same session
$NABLA typed -e 'save one.nabla' > /dev/null
grep '^>>> \|^\.\.\. ' report.md | cut -c 5- > again
$NABLA again -e 'save two.nabla' > /dev/null
cmp one.nabla two.nabla; echo "status $?"
# nothing was entered; what reset and open leave; what a block does besides saving
$NABLA -e 'save none.md'; echo "status $?"
$NABLA -e 'x = 1' -e 'save x.nabla' -e 'reset' -e 'save none.md'; echo "status $?"; ls none.md
$NABLA -e 'x = 1' -e 'open x.nabla' -e 'y = x + 1' -e 'repeat 1 { x := 5; save b.nabla }' -e 'save opened.MD'
cat opened.MD; $NABLA --check opened.MD
# a script replaces only what nabla wrote, and is not made to overwrite an author's lesson
printf '# Mine\n' > mine.md
printf 'x = 1\nsave mine.md\n' > a.nabla
$NABLA a.nabla; echo "status $?"
printf 'x = 1\nsave report.md\n' > a.nabla
$NABLA a.nabla; echo "status $?"; cat report.md
# pictures beside it are linked to
mkdir lab
$NABLA -e 'x = 1; y = x + 1' -e 'draw y lab/y.svg' -e 'draw y y.svg' -e 'save lab/y.md' -e 'save y.md'
grep svg lab/y.md y.md
$NABLA --check lab/y.md y.md; echo "status $?"
