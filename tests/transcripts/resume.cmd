# A training that is saved in its middle goes on after `open` bit for bit: every optimizer, with
# batches that are shuffled, a test split, scaled columns, and one update by hand in between.
cat > begin.nabla <<'END'
seed 7
data x1, x2, t from moons(50, noise=0.1) test 20%;
scale x1, x2 zscore;
row 3;
W = uniform(2, 4); b = zeros(4); v = uniform(4); c = 0;
y = sigmoid(v @ tanh([x1, x2] @ W + b) + c);
L = binary_cross_entropy(y, t);
END
for with in 'sgd(lr=0.1)' 'momentum(lr=0.1)' 'nag(lr=0.1)' 'nag(lr=0.1, point=base)' \
            'adagrad(lr=0.1)' 'adadelta' 'rmsprop(lr=0.05)' 'adam(lr=0.05)' \
            'adam(lr=0.05, bias_correction=off)' 'adam(lr=0.05, bias_correction=keras)' \
            'momentum(lr=0.1, lr_inside=on)' 'nag(lr=0.1, lr_inside=on, point=base)' \
            'rmsprop(lr=0.05, centered=on, eps_inside=on)' 'adam(lr=0.05, eps_inside=on)' \
            'adamw(lr=0.05)' 'amsgrad(lr=0.05, weight_decay=0.1)' 'adamax(lr=0.05, clip=0.1)' \
            'nadam(lr=0.05)' 'sgd(lr=0.2*0.9^epoch)' 'adam(lr=0.1/sqrt(step))'; do
    train="train L over W, b, v, c with $with epochs=3 batch=7 shuffle=on decay=0.9;"
    by_hand="update W, b, v, c of L with $with;"
    $NABLA -e 'run begin.nabla;' -e "$train" -e 'save middle.nabla' -e "$by_hand" -e "$train" \
        -e 'save whole.nabla' >log || cat log
    $NABLA -e 'open middle.nabla;' -e "$by_hand" -e "$train" -e 'save parts.nabla' >log || cat log
    $NABLA -e 'open whole.nabla;' -e 'save again.nabla' >log || cat log
    cmp whole.nabla parts.nabla && cmp whole.nabla again.nabla && echo "$with: the same"
done
grep -c '' whole.nabla
# Without what is remembered it would be another training.
grep -v '^remember' middle.nabla > forgetful.nabla
$NABLA -e 'open forgetful.nabla;' -e "$by_hand" -e "$train" -e 'save parts.nabla' >log
cmp -s whole.nabla parts.nabla || echo 'not the same'
