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
$NABLA -e 'φ(u) = u^2; v = [1, 2]; s = sum(φ(v))' -e 'draw s d.dot'
grep '^  n' d.dot
