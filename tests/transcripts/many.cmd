# Answers about very many things leave some out, and limits are told.
echo '# one too many parameters, loops and brackets'
$NABLA -e "f($(seq -s, -f 'p%g' 64)) = p1" -e "f($(seq -s, 64))"
$NABLA -e "f($(seq -s, -f 'p%g' 65)) = p1" 2>&1 | grep error
{ seq -f 'for i%g in 1..1 {' 65 | tr '\n' ' '; echo 'x = 1'; yes '}' | head -n 65 | tr '\n' ' '; } >loops.nabla
$NABLA loops.nabla 2>&1 | grep error
echo 'repeat 2 {' >open.nabla
$NABLA open.nabla

echo '# more rows than a table has'
$NABLA -e 'V = ones(1100); L = sum(V^2);' -e 'update V of L with sgd(lr=0.1)' | tail -n 2
$NABLA -e 'V = ones(1100); L = sum(V^2);' -e 'update V of L with nag(point=base)' | tail -n 1
$NABLA -e 'z[1] = 1; for i in 2..1100 { z[i] = z[i-1] }' -e 'trace z[1100] over z[1..1099]' |
    tail -n 4
$NABLA -e 'for i in 1..30 { a[i] = 0; r[i] = relu(a[i]) }' -e 'L = norm(r + 1);' -e 'check L' |
    tail -n 4
$NABLA -e 'for i in 1..30 { a[i] = 1; r[i] = 2 - a[i] }' -e 'L = norm(r + 1);' \
    -e 'break sign; check L' | tail -n 4

echo '# more classes than are told apart'
{ echo 'a,k'; seq 1001 | sed 's/.*/1,c&/'; } >classes.csv
$NABLA -e 'data from classes.csv onehot k'
{ echo 'a,k'; seq 30 | sed 's/.*/1,c&/'; } >some.csv
$NABLA -e 'data from some.csv onehot k'

echo '# files that run what stands alone'
echo 'undo' >alone.nabla
$NABLA -e 'x = 1' -e 'run alone.nabla'

echo '# texts for the terminal'
printf '# ① ② ⑳\n&foo; &#0; &#x110000; &#x20AC; &#65; &lt; <br> a\\\nb <mailto:x@y.z> [x@y.z](mailto:x@y.z)\n' >marks.md
$NABLA marks.md; $NABLA -e 'set ascii on' -e 'x = 3; y = x^2; explain x of y'
