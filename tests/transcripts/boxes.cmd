# A call is one box in a picture, also where its value is a vector: one wire from each number that
# goes in, whose gradient is what all results send back.
echo '# softmax and cross-entropy: what comes back is y - t'
$NABLA -e 'x = [1, 2, 0.5]; t = [0, 0, 1]; y = softmax(x)' -e 'L = cross_entropy(y, t)' -e 'draw L a.dot'
grep '^  n' a.dot
grep -oE '#(188038|D93025).*' a.dot | sed 's/<[^>]*>/ /g' | head -n 8

echo '# layers as functions, one inside the other'
$NABLA -e 'layer(x, W, b) = sigmoid(x @ W + b); x = [1, 2]; W1 = [1, 2; 4, 5]; b1 = [0, 0];' \
    -e 'W2 = [1; 2]; b2 = [1]; y = layer(layer(x, W1, b1), W2, b2); L = sum((y - 1)^2)' \
    -e 'draw L b.dot'
grep '^  n' b.dot

echo '# one result alone, a function applied to each element, and names that a body uses'
$NABLA -e 'k = 3; twice(v) = [k*v[1], v[2]]; a = [1, 2]; p = twice(a + 1); q = p[1]^2' -e 'draw q c.dot'
grep '^  n' c.dot

# What the boxes of a picture say, and which wires lead from one to another.
boxes() { grep 'shape=box, style="rounded,filled"' $1 | sed 's/\[.*label=//; s/<[^>]*>/ /g; s/>\];//; s/  */ /g'; }
wires() { grep -E '^  (n|e)[0-9]+(:w:e)? -> ' $1 | tr -d '\n' | sed 's/ \[dir=none[^]]*\]//g; s/;//g'; echo; }
locals() { grep '^  e' $1 | grep -oE '×[^<]*' | tr '\n' ' '; echo; }

echo '# a function applied to each element: each wire has its local gradient'
$NABLA -e 'φ(u) = u^2; v = [1, 2]; s = sum(φ(v))' -e 'draw s d.dot'
boxes d.dot
wires d.dot
locals d.dot
echo '# an operator called by its name, of what is computed in place; a matrix'
$NABLA -e 'W = [1, 2; 3, 4]; x = [1, -1]; b = [0.5, 2]; h = relu(W @ x + b); t = [1, 0];' \
    -e 'L = mse(h, t); M = sum(log(exp(W)*2))' -e 'draw L e.dot' -e 'draw M f.dot' -e 'draw L o.dot open'
boxes e.dot
boxes f.dot
grep -c ReLU o.dot
echo '# what leads into one element goes no further than that'
$NABLA -e 'u = [1, 2]; t = [1, 0]; h = sigmoid(u); L = mse(h, t)' -e 'draw L p.dot path u[2]'
grep -oE '^  n[0-9] -> .*#1A73E8' p.dot
echo '# a name that the function uses: one wire, which leads to several'
$NABLA -e 'k = 3; f(a, c) = k*a + c; u = f([1, 2], 5); L = u @ u' -e 'draw L k.dot'
wires k.dot
locals k.dot
echo '# elements with formulas of their own are no part of it'
$NABLA -e 'u = [1, 2, 3]; h = sigmoid(u); h[2] = sigmoid(h[1]); s = sum(h)' -e 'draw s q.dot'
boxes q.dot
wires q.dot
echo '# one element alone'
$NABLA -e 'u = [1, 2]; h = tanh(u); s = h[1]^2' -e 'draw s r.dot'
grep -c 'style="rounded,filled"' r.dot
