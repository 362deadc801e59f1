# The pictures that README and the lessons show: each is there, small, shown somewhere, and what its
# script draws by the line that README says; drawn twice some of each kind are the same.
cd "$TESTS/.." || exit 1
shown() {
    for page in README.md lessons/*.md; do
        grep -o '!\[[^]]*\]([^)]*)' $page | sed 's/.*(\(.*\))/\1/' |
            sed "s|^|$(dirname $page)/|; s|^\./||"
    done | sort -u
}
echo '# shown'
shown | while read -r picture; do [ -f "$picture" ] && echo "$picture" || echo "$picture is missing"; done
echo '# not shown, or without a script'
for picture in lessons/pictures/*.png; do
    shown | grep -qx "$picture" || echo "$picture is not shown"
    [ -f "${picture%.png}.nabla" ] || echo "$picture has no script"
done
echo '# larger than 200 kB, or all of them than 3 MB'
for picture in lessons/pictures/*.png; do
    bytes=$(wc -c <$picture)
    [ $bytes -le 204800 ] || echo "$picture has $bytes bytes"
done
cat lessons/pictures/*.png | wc -c | awk '$1 > 3145728 { print "all pictures have " $1 " bytes" }'
echo '# lines of README'
grep -o '<br>`[^`]*`' README.md | sed 's/<br>`\(.*\)`/\1/' | while read -r line; do
    script=$(echo "$line" | grep -o '[a-z0-9-]*\.png' | sed 's/png$/nabla/')
    grep -qxF -e "$line" "lessons/pictures/$script" && echo "$line" || echo "$script does not say: $line"
done
cd "$OLDPWD"
command -v dot >/dev/null && command -v gnuplot >/dev/null || {
    echo 'pictures are not drawn: no dot or no gnuplot' >>"${SKIPPED:-/dev/null}"
    exit
}
mkdir first second
draw() (cd $1 && for script in "$TESTS"/../lessons/pictures/$2.nabla; do $NABLA "$script"; done >/dev/null)
draw first '*'
for picture in first/*.png; do ls "$TESTS/../lessons/pictures/${picture#first/}" >/dev/null; done
for name in two-layer network valley bend; do draw second $name; done
for picture in second/*.png; do cmp $picture first/${picture#second/}; done
