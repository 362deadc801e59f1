# What draw takes for weights, and which nodes are units of a network in layers.
roles() { # FORMULAS: the names that are in a box as weights are, and whether there is a loss
    $NABLA -e "$1" -e 'draw L a.dot' >/dev/null
    echo "$1: $(grep -o '<B>[^<]*</B></FONT>.*shape=[a-z]*' a.dot |
        sed 's/<B>\([^<]*\)<.*shape=\([a-z]*\)/\1=\2/' | sort | tr '\n' ' ')"
}
roles 'a = 2; b = 3; L = a*b'
roles 'a = 2; w = 4; b = 3; L = w*a + b'
roles 'a = 2; bias = 3; L = a + bias'
roles '_x = 2; a = 3; L = _x*a'
units() {
    $NABLA -e "$1" -e 'draw L a.dot layers' >/dev/null
    echo "$1: $(grep -c 'shape=circle' a.dot) circles, $(grep -c -- '->' a.dot) arrows"
}
units 'x = [1, 2]; W = [3, 4; 5, 6]; b = [3, 4]; y = x @ W + b; L = 10*y[1] - y[2]'
units 'x = [1, 2]; W = [3, 4; 5, 6]; b = [3, 4]; y = x @ W + b; L = dot([10, -1], y)'
