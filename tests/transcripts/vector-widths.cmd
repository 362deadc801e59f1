# Every lesson that trains, and what else does, with vectors of each width: what they print is the
# same. So it is where the plain engine runs node by node. The Korean lessons have the numbers of
# the English ones.
check() {
    NABLA_VECTORS=$1 $NABLA --check "$2" >said 2>&1 || { echo "$1: $2"; cat said; }
}
for width in plain sse2 avx2 avx512; do
    for file in $(grep -l "train " "$TESTS"/../lessons/*.md) "$TESTS"/transcripts/train.md \
                "$TESTS"/transcripts/schedule.md; do
        case $file in */README.md | *.ko.md) continue ;; esac
        check $width "$file"
    done
    NABLA_VECTORS=$width $NABLA -e 'set vectors'
done
mkdir plainly # all of them first: they recall each other's questions
for file in "$TESTS"/../lessons/*.md; do
    { printf '```nabla\n>>> set engine plain\n```\n\n'; cat "$file"; } >"plainly/${file##*/}"
done
rm plainly/README.md plainly/*.ko.md
for file in plainly/*.md; do check auto $file; done
NABLA_VECTORS=mmx $NABLA -e 1 2>&1; echo "status $?"
