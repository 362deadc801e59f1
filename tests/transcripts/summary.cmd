# Summaries of large graphs: as objects for a program, and as pictures of every kind.
cat >h.nabla <<'NABLA'
가중치 = 0.9; b = 0.1; W = ones(2,3); h[0] = 1
for i in 1..100 { h[i] = tanh(가중치*h[i-1] + b) }
L = (h[100] - 1)^2 + sum(W^2)
NABLA
(cat h.nabla; echo 'draw L') | $NABLA --format json - | tail -1
(cat h.nabla; echo 'draw L a.dot dark down forward') | $NABLA - | tail -3
grep -c 'rankdir=TB, bgcolor="#1e1e1e"' a.dot
grep -c '#d93025\|#D93025\|#f28b82' a.dot
(cat h.nabla; echo 'draw L') | $NABLA --plain --ascii - | tail -8
command -v dot >/dev/null || { sed -n '/^=== pictures/,$p' "$TESTS/transcripts/summary.out"; exit 0; }
echo "=== pictures"
(cat h.nabla; echo 'draw L a.png; draw L a.svg; draw L a.pdf; draw L b.png dark width 800') |
    $NABLA - | grep wrote
head -c 24 b.png | tail -c 8 | od -An -tu1 | awk '{print $3*256 + $4}'
# For LaTeX: boxes, arrows, steps and numbers; it compiles where LaTeX is there.
cat >tex.nabla <<'NABLA'
alpha = 0.9; b_1 = 0.1; W = ones(2,3); h[0] = 1
for i in 1..100 { h[i] = tanh(alpha*h[i-1] + b_1 - 0.25*h[i-1]^3 - 0.125*h[i-1]^2) }
label b_1 "50% & {more} #1 \\ _^~"
L = (h[100] - 1)^2 + sum(W^2)
draw L a.tex; draw L b.tex dark down
NABLA
$NABLA tex.nabla | grep wrote
(cat h.nabla; echo 'draw L k.tex') | $NABLA - | grep wrote
grep -c '^.node' a.tex
grep -c '^.draw.arrow' a.tex
grep -o 'fontsize{11}{13}.selectfont.color{nablaINK} [^}]*' a.tex
grep -o 'times 100' b.tex
grep -c kotex a.tex
grep -c kotex k.tex
if kpsewhich tikz.sty lmodern.sty >/dev/null 2>&1; then
    for name in a b; do
        pdflatex -interaction=nonstopmode $name.tex >tex.log 2>&1 || cat tex.log
    done
fi
