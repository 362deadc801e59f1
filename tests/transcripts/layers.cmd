# Networks in layers, and large graphs in summary, as the sources of pictures.
echo '# 2-2-1, as vectors'
$NABLA -e 'x = [1, 0.5]; t = 1; W1 = [0.1, 0.3; -0.2, 0.4]; b1 = [0.1, -0.1];' \
    -e 'w2 = [0.5, -0.6]; b2 = 0.2; h = sigmoid(x @ W1 + b1); y = sigmoid(h @ w2 + b2);' \
    -e 'L = (y - t)^2' -e 'draw L a.dot layers'
cat a.dot

echo '# the same, typed unit by unit, has the same arrows'
$NABLA -e 'x1 = 1; x2 = 0.5; t = 1; b2 = 0.2; b11 = 0.1; b12 = -0.1; w21 = 0.5; w22 = -0.6;' \
    -e 'w11 = 0.1; w12 = 0.3; w13 = -0.2; w14 = 0.4; h1 = sigmoid(x1*w11 + x2*w13 + b11);' \
    -e 'h2 = sigmoid(x1*w12 + x2*w14 + b12); y = sigmoid(h1*w21 + h2*w22 + b2);' \
    -e 'L = (y - t)^2' -e 'draw L b.dot layers'
for f in a b; do grep -e '->' $f.dot > $f.arrows; grep '^  w' $f.dot >> $f.arrows; done
cmp a.arrows b.arrows && echo same

echo '# 784-128-10: some units, thick and thin arrows'
$NABLA -e 'seed 1; x = uniform(784); t = onehot(3, 10); W1 = glorot(784, 128);' \
    -e 'b1 = zeros(128); W2 = glorot(128, 10); b2 = zeros(10); h = relu(x @ W1 + b1);' \
    -e 'y = softmax(h @ W2 + b2); L = cross_entropy(y, t);' -e 'draw L c.dot layers'
grep -c penwidth c.dot
grep -oE '(<B>(input|hidden|output|loss)</B>.*>|⋮.*>)]' c.dot
$NABLA -e 'seed 1; x = uniform(784); t = onehot(3, 10); W1 = glorot(784, 128);' \
    -e 'b1 = zeros(128); W2 = glorot(128, 10); b2 = zeros(10); h = relu(x @ W1 + b1);' \
    -e 'y = softmax(h @ W2 + b2); L = cross_entropy(y, t);' -e 'draw L d.dot'
cat d.dot

echo '# samples as rows: one is shown'
$NABLA -e 'X = [0, 0; 0, 1; 1, 0; 1, 1]; T = [0, 1, 1, 0]; V = [1, 2; 3, 4]; v = [5, 6];' \
    -e 'H = tanh(X @ V - 1); y = H @ v; L = mse(y, T);' -e 'draw L e.dot layers'
grep -oE '(sample|<B>input|<B>hidden|<B>output).*>' e.dot
grep -c -e '->' e.dot

echo '# a function by hand, Korean names, the row of data on the leaves'
$NABLA -e 'data 키, 몸무게, 성별 = [1.2, 0.5, 1; -0.3, -0.8, 0];' \
    -e '가중치1 = 0.4; 가중치2 = -0.7; 편향 = 0.1; 합 = 가중치1*키 + 가중치2*몸무게 + 편향;' \
    -e '예측 = 1/(1 + e^-합); 손실 = -(성별*log(예측) + (1 - 성별)*log(1 - 예측));' \
    -e 'label 키 "키 (cm)"' -e 'draw 손실 f.dot layers'
cat f.dot

echo '# a function of several units'
$NABLA -e 'x1 = 1.7; x2 = 3.5; w11 = 0.1; w12 = 1.1; w21 = 0.5; w22 = 0.2; φ(a) = 1/a;' \
    -e 'F(a, b) = a*b - a/b; v1 = φ(w11*x1 + w12*x2); v2 = φ(w21*x1 + w22*x2);' \
    -e 'y = sigmoid(F(v1, v2)); L = (y - 2)^2;' -e 'draw L g.dot layers'
grep '^  [cn]' g.dot

echo '# a file called like a clause'
$NABLA -e 'x = 1; w = 2; y = sigmoid(w*x)' -e 'draw y layers.dot' -e 'draw y whole.dot layers' -e 'draw layers.dot whole'
ls layers.dot whole.dot

echo '# what is no network'
$NABLA -e 'apple = 100; count = 2; tax = 1.1; total = apple*count*tax;' -e 'draw total p.png layers'
$NABLA -e 'a = 1; b = 2; c = 3; d = 4; s = 1.1; p = (a*b + c*d)*s;' -e 'draw p p.png layers'
$NABLA -e 'x = 2; y = sin(x^2)' -e 'draw y.png layers'

echo '# a recurrence'
$NABLA -e 'w = 0.5; h[0] = 1; for i in 1..100 { h[i] = sigmoid(w*h[i-1]) }' \
    -e 'L = (h[100] - 1)^2' -e 'draw L r.dot' -e 'draw L s.dot layers' -e 'draw L q.dot whole'
cat r.dot
grep '^  [cn]' s.dot
grep -c . q.dot
$NABLA -e 'a = 0.5; h[0] = 1; for i in 1..3 { h[i] = tanh(a*h[i-1]) }' -e 'draw h[3] u.dot layers'
grep '^  n' u.dot

echo '# many names that begin alike'
$NABLA -e "$(seq 200 | sed 's/.*/a& = &;/' | tr '\n' ' ')" \
    -e "s = $(seq -s+ -f 'a%g^2' 200);" -e 'draw s t.dot'
cat t.dot
