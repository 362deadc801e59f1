# The reference catalogue's graphs and trajectories through the program itself, by either engine: every
# value, gradient, local gradient, and every weight on its way; so the trajectories of more optimizers.
# Those of training also with vectors of each width.
compare() {
    NABLA_VECTORS=${3:-auto} $NABLA --format json $2.nabla >answers
    echo "$2, $1${3:+ with $3}: status $?"
    paste wanted.$2 answers | awk -f "$TESTS/reference/compare.awk"
}
for engine in plain compiled; do
    for what in graphs trajectories optimizers; do
        awk -v wanted=wanted.$what -v engine=$engine -f "$TESTS/reference/ask.awk" \
            "$TESTS/reference/$what.txt" >$what.nabla
        compare $engine $what
    done
done
for width in plain sse2 avx2 avx512; do # the compiled ones are the last that were written
    for what in trajectories optimizers; do compare compiled $what $width; done
done
