# Every lesson, and what trains, with vectors of each width: what they print is the same.
for width in plain sse2 avx2 avx512; do
    for file in "$TESTS"/../lessons/*.md "$TESTS"/transcripts/train.md "$TESTS"/transcripts/schedule.md; do
        case $file in */README.md) continue ;; esac
        NABLA_VECTORS=$width $NABLA --check "$file" >said 2>&1 || { echo "$width: $file"; cat said; }
    done
    NABLA_VECTORS=$width $NABLA -e 'set vectors'
done
NABLA_VECTORS=mmx $NABLA -e 1 2>&1; echo "status $?"
