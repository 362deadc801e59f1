# Pictures during a walk: wherever it is, dot puts everything in the same place.
layouts() {
    for frame in *.dot; do
        dot -Tplain "$frame" | sed 's/<<.*>>//' |
            awk '$1 == "node" {print $1, $2, $3, $4, $5, $6}
                 $1 == "edge" {for (i = 1; i <= 4 + 2 * $4; i++) printf "%s ", $i; print ""}' |
            cksum
    done | sort | uniq -c | awk '{print $1, "frames alike"}'
    rm -f *.dot
}
frames() {
    printf '%s\n' "$1" 'draw whole.dot'
    for i in $(seq "$2"); do printf 'step\ndraw step%s.dot\n' "$i"; done
}
frames 'apple = 100; count = 2; tax = 1.1; total = apple*count*tax' 10 >apple.nabla
$NABLA apple.nabla >/dev/null
layouts
# A function, a leaf that goes into several nodes, and a side that is not chosen.
frames 'f(a) = a^2 - a; x = 2; w = -0.5; y = where(x > 0, f(w*x) + w, log(x))' 19 >where.nabla
$NABLA where.nabla >/dev/null
layouts
# Results of a call that share a box.
frames 'x = [1, 2]; h = sigmoid(x*2); p = softmax(h); L = -log(p[1])' 12 >vector.nabla
$NABLA vector.nabla >/dev/null
layouts
# Passes that are wrong on purpose are called so in the picture.
$NABLA -e 'x = 2; y = x^2' -e 'break sum' -e 'draw broken.dot' -e 'step' -e 'draw step.dot'
grep -c 'break sum' broken.dot step.dot
