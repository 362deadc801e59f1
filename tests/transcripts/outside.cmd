# What nabla finds outside of itself: disks that are full, readers that have gone, missing folders,
# and programs called dot that hang, die, or leave something running.
echo '# a full disk'
$NABLA -e 'x = 3' >/dev/full; echo "status $?"
$NABLA --help >/dev/full; echo "status $?"
$NABLA --version >/dev/full; echo "status $?"
printf '```nabla\n>>> 1 + 1\n  2\n```\n' >two.md
$NABLA --check two.md >/dev/full; echo "status $?"
$NABLA --format json -e 'x = 3' >/dev/full; echo "status $?"
printf "# made by nabla\nx = 1\n" >s.nabla
(ulimit -f 100; $NABLA -e 'x = uniform(10000);' -e 'save s.nabla'); echo "status $?"
cat s.nabla
echo '# a reader that has gone'
echo 'for i in 1..20000 { h[i] = i }; list' >long.nabla
{ $NABLA long.nabla; echo "status $?" >&2; } | head -n 1
echo '# no home, no terminal, no locale'
echo '1 + 1' | env -u HOME $NABLA -; echo "status $?"
echo '1 + 1' | env -u TERM LC_ALL=xx_YY.UTF-8 $NABLA -; echo "status $?"
TMPDIR=/nowhere $NABLA --check two.md; echo "status $?"
$NABLA - <&-; echo "status $?"
$NABLA -e '1 + 1' >&-; echo "status $?"
echo '# a signal while a lesson is checked'
mkdir scratch
printf '```nabla\n>>> w = 1\n  w = 1\n>>> repeat 1e8 { w := w + 1 }\n```\n' >slow.md
for signal in INT TERM HUP; do
    TMPDIR=$PWD/scratch timeout -s $signal 0.3 $NABLA --check slow.md; echo "status $?"
    ls scratch
done

echo '# programs called dot'
mkdir bin
PATH=$PWD/bin:$PATH
# dot LINE...: what that program does
dot() {
    printf '%s\n' '#!/bin/sh' "$@" >bin/dot
    chmod +x bin/dot
    rm -f child
}
# Whether what the program had started runs; one that has ended may wait for its parent.
runs() {
    case $(sed 's/.*) //; s/ .*//' "/proc/$(cat child)/stat" 2>/dev/null) in
        Z | '') return 1 ;;
    esac
}
# Whether it is gone, and what is left.
look() {
    for i in 1 2 3 4 5 6 7 8 9 10; do
        ! runs || sleep 0.1
    done
    ! runs || echo 'it still runs'
    ls -A | grep -e '^y' -e '\.tmp$'
    rm -f y.*
}
draw() {
    $NABLA -e 'x = 1; y = x + 1;' -e 'draw y y.svg'; echo "status $?"
    look
}
svg="echo '<?xml?><svg></svg>'"
dot 'cat >/dev/null' 'sleep 60 & echo $! >child' "$svg"
draw
dot 'cat >/dev/null' 'sleep 60 >/dev/null 2>&1 & echo $! >child' "$svg"
draw
dot 'sleep 60 & echo $! >child' 'kill -9 $$'
draw
dot 'echo $$ >child' 'exit 7'
draw
for signal in INT TERM HUP KILL; do
    dot 'sleep 60 & echo $! >child' "[ $signal = KILL ] && echo \$\$ >child" \
        "kill -s $signal \$PPID" 'wait'
    ($NABLA -e 'x = 1; y = x + 1;' -e 'draw y y.svg'; echo "status $?") 2>/dev/null
    look
done
