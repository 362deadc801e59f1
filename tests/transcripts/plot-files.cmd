# Plots as files, as tables, in ASCII and as JSON; gnuplot is what stands here in its place.
mkdir bin
printf '#!/bin/sh\ncat >input; printf "%%s\\n" "<?xml version=\\"1.0\\"?>" "<svg></svg>"\n' > bin/gnuplot
chmod +x bin/gnuplot
PATH=$PWD/bin:$PATH
$NABLA -e 'plot x^2 for x in 0..1 square.svg title "제곱"'; echo "status $?"
cat square.svg
grep -v '^[0-9]\|^set terminal' input
# a long title goes on in another line
$NABLA -e 'plot x for x in 0..1 line.svg title "the quick brown fox jumps over the lazy dog, and then over '"it's"' other one"'
grep 'set title' input
$NABLA -e 'plot 1/x for x in 0..1 "two words.dat"'; echo "status $?"
head -4 "two words.dat"
$NABLA -e 'plot x for x in 0..1 two words.svg'; echo "status $?"
$NABLA -e 'plot x for x in 0..1 a.gif'; echo "status $?"
$NABLA -e 'plot x for x in 0..1 nowhere/a.svg'; echo "status $?"
$NABLA -e 'plot x for x in 0..1 /tmp/../outside.dat' 2>&1 | grep -c error
printf '#!/bin/sh\necho "line 3: no luck" >&2; exit 1\n' > bin/gnuplot
$NABLA -e 'plot x^2 for x in 0..1 b.png'; echo "status $?"
printf 'mine\n' > c.dat
$NABLA -e 'plot x^2 for x in 0..1 c.png' >/dev/null; echo "status $?"; cat c.dat
ls -d *.*
# without pictures
$NABLA --plain -e 'plot sigmoid(x), 1/x for x in -2..2' -e 'plot [1, 2], [3, -4, 5]' -e 'w = 1; L = w^2' -e 'plot L over w' -e 'train L over w with sgd(lr=0.1) epochs=30;' -e 'plot loss' -e 'plot contour w*L over w, L' -e 'b = 2; M = w*b' -e 'plot contour M over w, b'
$NABLA --ascii -e 'plot tan(x), x, 2*cos(x) for x in -6..6 y -3..3' -e 'plot [2, -1], [0.5, 3]' -e 'w = 1; b = 2; L = w^2 + w*b' -e 'plot contour L over w, b'
$NABLA --color always -e 'plot [1, 2] for x in 0..1 y 0..3' | cat -v | head -3
$NABLA --format json -e 'plot step(x) for x in -1..1' | cut -c 1-130
$NABLA --format json -e 'plot [1, 2], [0.5]' -e 'plot 1/x for x in 0..1 j.dat' | sed 's/\[[^]]*\]/[...]/g'
# what gnuplot reads of bars, regions and paths
printf '#!/bin/sh\ncat >input; printf "%%s\\n" "<?xml version=\\"1.0\\"?>" "<svg></svg>"\n' > bin/gnuplot
cat > kinds.nabla <<'END'
w = 2; b = [1, 2]; L = w^2 + b[1]*b[2];
plot gradients of L "층별 기울기.svg"
END
$NABLA kinds.nabla; grep '^set xtics\|^set logscale\|^plot' input
$NABLA -e 'p = 1; q = 2; y = sigmoid(p - q)' -e 'plot boundary y over p, q r.svg dark' | tail -1
grep 'palette\|label\|^plot' input
$NABLA -e 'p = 1; q = 2; E = p^2 + q^2; repeat 2 { p -= 0.5*dE/dp; q -= 0.25*dE/dq }' -e 'plot contour E over p, q s.svg' | tail -1
grep 'palette\|contour\|^plot' input; grep -A 4 '^.curve0' input
$NABLA --format json -e 'w = 2; b = [1, 2]; L = w^2 + b[1]*b[2]' -e 'plot gradients' | tail -1
$NABLA -e 'w = 2; b = [1, 2]; L = w^2 + b[1]*b[2];' -e 'plot gradients g.dat'; cat g.dat
# bars and paths without pictures, in ASCII and in colour
cat > more.nabla <<'END'
h[0] = 0.5; w = 1.5; for i in 1..4 { h[i] = tanh(w*h[i-1]) }
plot gradients of h[4] over h
p = 1; q = 2; E = p^2 + 2*q^2
repeat 3 { p -= 0.2*dE/dp; q -= 0.1*dE/dq }
plot contour E over p, q
plot boundary p - q over p, q
END
$NABLA --plain more.nabla | head -40
$NABLA --ascii more.nabla
$NABLA --color always more.nabla | cat -v | head -8
