# One object a statement, one line each.
$NABLA --format json -e 'x = 3; w = 2' -e 'y = w*x + x' -e 'backward y' -e 'forward y' -e 'local y x' -e '1/0' -e 'f(a) = a' -e 'expect 1 == 1' -e 'label x "a\"b"' -e 'foo'
echo "status $?"
$NABLA --format json -e 'w = 2; L = (w - 1)^2' -e 'explain w' -e 'train L over w with sgd(lr=1e200) epochs=9'
# A picture for the terminal is the graph, to be drawn by whoever reads it.
$NABLA --format json -e 'x = 2; y = where(x > 1, x*x, 5)' -e draw
