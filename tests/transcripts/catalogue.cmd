# The reference catalogue's graphs and trajectories through the program itself, by either engine: every
# value, gradient, local gradient, and every weight on its way; so the trajectories of more optimizers.
for engine in plain compiled; do
    for what in graphs trajectories optimizers; do
        awk -v wanted=wanted -v engine=$engine -f "$TESTS/reference/ask.awk" \
            "$TESTS/reference/$what.txt" >$what.nabla
        $NABLA --format json $what.nabla >answers
        echo "$what, $engine: status $?"
        paste wanted answers | awk -f "$TESTS/reference/compare.awk"
    done
done
