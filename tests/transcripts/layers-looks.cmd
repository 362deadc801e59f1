# A network in layers in every look: dark, from top to bottom, for LaTeX; and a summary likewise.
net='x = [1, 0.5]; t = 1; W1 = [0.1, 0.3; -0.2, 0.4]; b1 = [0.1, -0.1]; w2 = [0.5, -0.6];
    b2 = 0.2; h = sigmoid(x @ W1 + b1); y = sigmoid(h @ w2 + b2); L = (y - t)^2;
    label x[1] "a rather long label of the input & 100%"'
$NABLA -e "$net" -e 'draw L a.dot layers' -e 'draw L dark.dot layers dark' -e 'draw L down.dot layers down'
echo '# dark: other colours, the same places'
grep -c '#1e1e1e' dark.dot
for f in a dark; do grep -o 'pos="[^"]*"' $f.dot >$f.places; done
cmp a.places dark.places && echo 'the same places'
grep -oE '#[0-9A-Fa-f]{6}' a.dot | sort -u | tr '\n' ' '
echo
grep -oE '#[0-9A-Fa-f]{6}' dark.dot | sort -u | tr '\n' ' '
echo
echo '# down: what was a column is a row'
for kind in n c; do
    grep -oE "^  $kind[0-9]+ \[pos=\"[^\"]*" a.dot | tr -d ' "!' | tr '\n' ' '; echo
    grep -oE "^  $kind[0-9]+ \[pos=\"[^\"]*" down.dot | tr -d ' "!' | tr '\n' ' '; echo
done
echo '# TikZ, without dot'
mkdir bin
printf '#!/bin/sh\nexit 1\n' >bin/dot
chmod +x bin/dot
PATH=$PWD/bin:$PATH $NABLA -e "$net" -e 'draw L a.tex layers' -e 'draw L b.tex layers dark down forward'
sed -n '/begin{tikzpicture}/,$p' a.tex
grep -c . b.tex
grep 'pagecolor\|paperwidth' b.tex
echo '# many weights, several samples, Korean names, signs that LaTeX reads'
$NABLA -e 'seed 2; 입력 = uniform(30); W = glorot(30, 12); V = glorot(12, 3); t = onehot(2, 3);' \
    -e 'h = relu(입력 @ W); y = softmax(h @ V); 손실 = cross_entropy(y, t);' -e 'draw 손실 c.tex layers'
grep -c 'kotex\|vdots\|dashed, line width' c.tex
$NABLA -e 'X = [0, 0; 0, 1; 1, 0]; T = [0, 1, 1]; v = [5, 6]; a = tanh(X @ v - 1/2);' \
    -e 'L = mse(a, T);' -e 'break sum' -e 'draw L d.tex layers'
grep 'sample' d.tex
$NABLA -e 'x = 2; y = 3; φ_1 = 4; z = 1/2*x*sqrt(y) + x^2/(1 + φ_1)' \
    -e 'label x "아주 긴 이름을 가진 사과의 가격이 여기에 모두 적혀 있다 #1 \\ {~^} α"' -e 'draw z e.tex'
grep '{1\$/\$2}\|text width' e.tex
echo '# a summary'
$NABLA -e 'x = ones(60); W = ones(60, 30); y = relu(x @ W); s = sum(y);' -e 'draw s s.dot dark down' -e 'draw s s.tex' 2>&1
cat s.dot
# all of it compiles, where LaTeX with these packages is
if command -v pdflatex >/dev/null && kpsewhich kotex.sty tikz.sty >/dev/null; then
    for f in a b c d e; do
        pdflatex -interaction=batchmode -halt-on-error $f.tex >/dev/null 2>&1 || grep '^!' $f.log
    done
fi
