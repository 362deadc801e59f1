# The command line: exit statuses, -e, files, standard input.
$NABLA -e '1 + 1' -e '2 + 2'; echo "status $?"
$NABLA -e '1 + ' ; echo "status $?"
$NABLA -e 'lesson gates' ; echo "status $?"
echo 'x = 3
y = x^2' > a.nabla
echo 'y + 1' > b.nabla
$NABLA a.nabla b.nabla; echo "status $?"
echo 'x = 1
foo
y = 2' > bad.nabla
$NABLA bad.nabla; echo "status $?"
$NABLA nothing.nabla; echo "status $?"
$NABLA .; echo "status $?"
: > empty.nabla
$NABLA empty.nabla; echo "status $?"
printf '\357\273\277x = 1\r\ny = x + 1\r\n' > dos.nabla
$NABLA dos.nabla; echo "status $?"
printf 'x = 1\ry = x + 1\rz =\r' > mac.nabla
$NABLA mac.nabla; echo "status $?"
printf 'run "mac.nabla"\r' | $NABLA; echo "status $?"
printf 'x = 1\ny = \000 2\n' > nul.nabla
$NABLA nul.nabla; echo "status $?"
printf 'x = \377\n' > bytes.nabla
$NABLA bytes.nabla; echo "status $?"
printf 'x = (1 +\n2\n' > open.nabla
$NABLA open.nabla; echo "status $?"
echo '1 + 1' | $NABLA; echo "status $?"
echo '1 + 1' | $NABLA -; echo "status $?"
$NABLA --frobnicate 2>/dev/null; echo "status $?"
$NABLA --format xml 2>/dev/null; echo "status $?"
$NABLA -V; echo "status $?"
$NABLA -e 'quit' -e '1'; echo "status $?"
$NABLA -e '1' > /dev/full; echo "status $?"
printf 'run "a.nabla"\ny\n' | $NABLA; echo "status $?"
printf 'run "bad.nabla"\n' | $NABLA; echo "status $?"
echo 'run "loop.nabla"' > loop.nabla
$NABLA loop.nabla; echo "status $?"
LC_ALL=POSIX $NABLA -e '사과 = 1'; echo "status $?"
LC_ALL=xx_YY.UTF-8 $NABLA -e '사과 = 1.5'; echo "status $?"
$NABLA --color on -e 1 | cat; $NABLA --colour off -e 1; $NABLA --color nver -e 1 2>/dev/null; echo "status $?"
# Colours: --color decides, else NO_COLOR, else CLICOLOR_FORCE, else whether there is a terminal.
escape=$(printf '\033')
colours() { if "$@" -e nothing 2>&1 | grep -q "$escape"; then echo coloured; else echo plain; fi; }
colours $NABLA
colours env CLICOLOR_FORCE=1 $NABLA
colours env CLICOLOR_FORCE=0 $NABLA
colours env NO_COLOR=1 CLICOLOR_FORCE=1 $NABLA
colours env NO_COLOR=1 $NABLA --color always
colours env CLICOLOR_FORCE=1 $NABLA --color never
colours env CLICOLOR_FORCE=1 $NABLA --plain
