# Every style and clause of draw, as dot gets it; and what is said of clauses that are wrong.
cat >graph.nabla <<'NABLA'
phi(a) = 1/a
x = 2; w = 0.5; b = -1
label x "입력"
h = phi(w*x + b*x + 2)
L = (h - 1/2)^2
NABLA
show() {
    name=$1
    shift
    echo "== draw $*"
    { cat graph.nabla; echo "draw $1 $name.dot ${2:-}"; } >run.nabla
    $NABLA run.nabla | grep -v ' = '
    cat "$name.dot"
}
show textbook L
show record L 'style record'
show plain L 'style=plain'
show dark L 'dark'
show open L 'open'
show near h 'near 1'
show path L 'path w'
show forward L 'forward'
show nolocal L 'nolocal'
show down L 'down'
echo "== clauses that are wrong"
try() {
    { cat graph.nabla; echo "$1"; } >run.nabla
    $NABLA run.nabla 2>&1 | grep -v ' = '
}
try 'draw L a.dot style fancy'
try 'draw L a.dot near 0'
try 'draw L a.png width 3'
try 'draw L a.png width 300 dpi 72'
try 'draw h a.dot path L'
try 'draw L a.dot path q'
try 'draw L a.gif dark'
