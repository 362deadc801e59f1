# One object a statement, one line each.
$NABLA --format json -e 'x = 3; w = 2' -e 'y = w*x + x' -e 'backward y' -e 'forward y' -e 'local y x' -e '1/0' -e 'f(a) = a' -e 'expect 1 == 1' -e 'label x "a\"b"' -e 'foo'
echo "status $?"
