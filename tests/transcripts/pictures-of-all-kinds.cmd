# Every kind of picture in TikZ, and every kind of plot as gnuplot's source: in place of gnuplot a
# program keeps what it is told. Counted are the lines that say what was asked for.
mkdir bin
cat >bin/gnuplot <<'END'
#!/bin/sh
cat >>told
echo no
exit 1
END
chmod +x bin/gnuplot
PATH=$PWD/bin:$PATH
cat >graph.nabla <<'END'
φ(a) = 1/a; f(a) = φ(a)*a + sigmoid(a)
x = 2; w = 0.5
label x "입력 α₁ 漢字 ½ <&>"
y = f(w*x) + x*x + x;
label y "결과"
L = softmax([x, y, 1])[2] + 0*pi;
draw y open.tex open
draw y record.tex style record dark down
draw y values.tex forward
draw y path.tex path x
draw y plain.tex style plain nolocal
draw L vector.tex
draw y down.tex down near 3
END
$NABLA graph.nabla
for picture in open record values path plain vector down; do
    grep -c 'begin{tikzpicture}' $picture.tex
done
cat >net.nabla <<'END'
seed 1
data x1, x2, t from moons(40) test 20%
w1 = 0.1; w2 = 0.2; b = 0;
y = sigmoid(w1*x1 + w2*x2 + b);
L = binary_cross_entropy(y, t);
train L over w1, w2, b with sgd(lr=0.5) epochs=20 as first;
train L over w1, w2, b with sgd(lr=0.1) epochs=20 as second;
END
for line in 'plot sigmoid(x), 1/x for x in -2..2 a.png title "A <b> & \"c\"" y -3..3' \
    'plot log(x) for x in -1..4 b.svg dark' 'plot loss c.pdf' 'plot softmax([w1, w2, b]), [1, 2, 3] d.png' \
    'plot contour L over w1, w2 e.png' 'plot boundary y over x1, x2 f.png' 'plot L over w1 g.svg'; do
    (cat net.nabla; echo "$line") >all.nabla
    $NABLA all.nabla 2>&1 | grep error
done
grep -c '^set output\|^set terminal\|^set term' told
grep -c '^plot\|^splot' told
