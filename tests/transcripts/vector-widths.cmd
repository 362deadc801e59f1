# Every lesson, and what trains, with vectors of each width: what they print is the same. So it is
# where the plain engine runs node by node.
check() {
    NABLA_VECTORS=$1 $NABLA --check "$2" >said 2>&1 || { echo "$1: $2"; cat said; }
}
for width in plain sse2 avx2 avx512; do
    for file in "$TESTS"/../lessons/*.md "$TESTS"/transcripts/train.md "$TESTS"/transcripts/schedule.md; do
        case $file in */README.md) continue ;; esac
        check $width "$file"
    done
    NABLA_VECTORS=$width $NABLA -e 'set vectors'
done
# Beside the others, where a lesson recalls their questions, and by its name, which tells the language.
mkdir plainly && cp "$TESTS"/../lessons/*.md plainly
for file in "$TESTS"/../lessons/*.md; do
    case $file in */README.md) continue ;; esac
    { printf '```nabla\n>>> set engine plain\n```\n\n'; cat "$file"; } >plainly/${file##*/}
    check auto plainly/${file##*/}
done
NABLA_VECTORS=mmx $NABLA -e 1 2>&1; echo "status $?"
