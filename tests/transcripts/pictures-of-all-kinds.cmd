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

# Networks of all kinds in layers, and what is none.
try() {
    printf '%s\n' "$@" | $NABLA - 2>&1 | grep 'wrote\|error'
}
try 'x = [1, 2]; W = ones(2,3); b = [1, 2, 3]; V = ones(3,2)' 'h = relu(x @ W + b); p = softmax(h @ V);' \
    't = [0, 1]; L = cross_entropy(p, t);' 'draw L a.dot layers' 'draw L b.dot layers forward' 'draw L c.dot layers dark' 'draw L d.tex layers'
try 'X = [1, 2; 3, 4; 5, 6]; W = ones(2,1); T = [1; 0; 1]' 'y = sigmoid(X @ W); L = mse(y, T);' 'draw L a.dot layers' 'draw L e.dot'
try 'x = 1; w = 2; b = 3' 'y = tanh(w*x + b); L = half_squared_loss(y, 1);' 'draw y a.dot layers' 'draw L b.dot layers' 'draw L c.dot layers whole'
try 'x = ones(12); W = ones(12, 30); V = ones(30, 11); U = ones(11, 9)' 'h = gelu(x @ W); k = h @ V; y = k @ U;' 'L = sum(y^2);' 'draw L a.dot layers' 'draw L s.dot' 'draw L w.dot near 1'
try 'x = 2' 'y = x^2;' 'draw y a.dot layers'
try 'h[0] = 1; w = .5; u = .1' 'for i in 1..25 { h[i] = tanh(w*h[i-1] + u) }' 'L = (h[25] - 1)^2;' 'draw L a.dot layers' 'draw L b.dot' 'draw L c.svg' 'draw L d.dot whole open'
try 'f(a, b) = a*b + sin(a); x = 1; y = f(x, f(x, 2))/3 - e;' 'draw y a.dot open' 'draw y b.tex open down' 'draw y c.tex path x near 3' 'draw y'
try 'z = [0.3, 0.2]; s = softmax(z); L = -log(s[1]);' 'draw L a.tex' 'draw L b.tex style record' 'draw L' 'draw L c.dot dpi 300' 'draw L d.png dpi 30' 'draw L e.png width 99'
