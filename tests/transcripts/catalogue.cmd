# The reference catalogue's graphs and trajectories through the program itself: every value, gradient,
# local gradient, and every weight on its way.
for what in graphs trajectories; do
    awk -v wanted=wanted -f "$TESTS/reference/ask.awk" "$TESTS/reference/$what.txt" >$what.nabla
    $NABLA --format json $what.nabla >answers
    echo "$what: status $?"
    paste wanted answers | awk -f "$TESTS/reference/compare.awk"
done
