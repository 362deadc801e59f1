# run FILE shows the file as a session: comments, what is typed, and the answers.
printf '\n# 사과 두 개\n\n사과 = 100; count = 2 # both\n  # a price\n\ttotal = 사과*[1,\n\t  count]\n\n\ntax = 1.1; # quiet\nf(a) = a*tax;\n# The end.\n\n' > apples.nabla
$NABLA -e 'run apples.nabla' -e 'f(total[2])'; echo "status $?"
$NABLA --ascii -e 'run apples.nabla' | tail -n 4
# not where the line is quiet, in braces, or of open; nor in JSON
$NABLA -e 'run apples.nabla;' -e 'repeat 1 { run apples.nabla }'
$NABLA -e 'open apples.nabla'
$NABLA --format json -e 'run apples.nabla'
# a file that runs a file: shown where the first is; a script on the command line only answers
printf 'y = 2\nrun inner.nabla\nrun inner.nabla;\ny = 3' > outer.nabla
printf '# inside\r\nz = y + 1\r\n' > inner.nabla
$NABLA -e 'run outer.nabla'
$NABLA outer.nabla
$NABLA -e 'open outer.nabla'
echo 'run inner.nabla' | $NABLA -e 'y = 1' -
# an error stands under its line, and nothing of what is no script is shown
printf 'a = 1; b = nosuch\nc = 3\n' > wrong.nabla
$NABLA -e 'run wrong.nabla'; echo "status $?"
$NABLA -e 'save s.nabla' -e 'run s.nabla'
printf '# secret\n# and more\n' > notes; $NABLA -e 'run notes'; echo "status $?"
printf '# secret\n\nsecret text\n' > notes; $NABLA -e 'run notes'; echo "status $?"
printf '# no secret\nx = 1\n' > notes; $NABLA -e 'run notes'; echo "status $?"
printf '# nothing' > empty.nabla; $NABLA -e 'run empty.nabla'; : > empty.nabla; $NABLA -e 'run empty.nabla'
