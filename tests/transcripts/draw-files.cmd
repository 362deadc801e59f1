# Pictures as files: sizes in pixels, what is written on them, and TikZ.
command -v dot >/dev/null || { cat "$TESTS/transcripts/draw-files.out"; exit 0; }
cat >net.nabla <<'NABLA'
x1=1;x2=0;w1=0.3;w2=-0.2;w3=0.5;w4=0.8;b1=0.1;b2=-0.1;v1=0.7;v2=-0.4;c=0.2;t=1
h1=sigmoid(x1*w1+x2*w2+b1)
h2=sigmoid(x1*w3+x2*w4+b2)
y=sigmoid(h1*v1+h2*v2+c)
L=(y-t)^2
NABLA
cat >steps.nabla <<'NABLA'
x=[1,0.5,-1,2]; w=0.8; u=0.5; b=0.1; h[0]=0
for i in 1..4 { h[i] = tanh(w*h[i-1] + u*x[i] + b) }
t=1
L=(h[4]-t)^2
NABLA
# The width and height that stand in a PNG.
pixels() {
    head -c 24 "$1" | tail -c 8 | od -An -tu1 | awk '{print $1*16777216 + $2*65536 + $3*256 + $4,
                                                     $5*16777216 + $6*65536 + $7*256 + $8}'
}
# Of a picture by default: whether a slide of 1920 by 1080 holds it, with type of 14 pixels.
slide() {
    { cat "$1.nabla"; echo "draw L $1.png; draw L $1.svg"; } >run.nabla
    $NABLA run.nabla >/dev/null
    points=$(grep -o 'font-size="[0-9]*' "$1.svg" | tr -dc '0-9\n' | sort -n | head -1)
    inches=$(sed -n 's/.*<svg width="\([0-9]*\)pt".*/\1/p' "$1.svg" | awk '{print $1 / 72}')
    pixels "$1.png" | awk -v name="$1" -v points="$points" -v inches="$inches" '{
        type = points * $1 / inches / 72
        print name, ($1 <= 1920 && $2 <= 1080 ? "fits a slide" : "is " $1 " by " $2)
        print "  the smallest type has", (type >= 13.9 ? "14 pixels or more" : type " pixels")}'
}
slide net
slide steps
{
    cat net.nabla
    echo 'draw L w.png width 1200; draw L d1.png dpi 300; draw L d2.png dpi 150'
} >run.nabla
$NABLA run.nabla >/dev/null
pixels w.png | awk '{print "width", $1}'
(pixels d1.png; pixels d2.png) | awk '{
    w[NR] = $1 } END { print (int(w[1] / w[2] * 100 + 0.5) == 200 ? "twice" : w[1] " " w[2]) }'
# dot draws once what is surely larger than a slide, and what surely is not.
mkdir bin
printf '#!/bin/sh\necho run >>"%s/runs"\nexec %s "$@"\n' "$PWD" "$(command -v dot)" >bin/dot
chmod +x bin/dot
count_runs() {
    rm -f runs
    echo "w=2; x=3; z=w*x; h[0]=x; for i in 1..9 { h[i] = tanh(w*h[i-1]) }; L=h[9]^2
          draw $2 a.png $3" >run.nabla
    PATH=$PWD/bin:$PATH $NABLA run.nabla >/dev/null
    rm -f a.png
    echo "$1: dot was run $(wc -l <runs) time(s)"
}
count_runs large L
count_runs small z
count_runs 'large, structure' L 'style plain'
count_runs 'another resolution' L 'dpi 120'
# Every number of the tables, and every name, is in the SVG.
for name in net steps; do
    { cat $name.nabla; echo "draw L $name.svg"; echo "backward L"; } >run.nabla
    $NABLA run.nabla | awk '/∂L\/∂node/ {on = 1; next} on {
        split($0, part, /  +/)
        print part[3]; print part[4] }' | grep -E '^-?[0-9.]+$' | sort -u >numbers
    sed -i 's/&#45;/-/g' $name.svg
    missing=0
    while read -r number; do
        grep -qF ">$number<" $name.svg || { echo "$name.svg lacks $number"; missing=1; }
    done <numbers
    echo "$name.svg: $(wc -l <numbers) numbers, missing: $missing"
done
# A line of a long picture ends in a name and begins with it again; sums stand there once.
grep -c '>h\[2\]<' steps.svg
# TikZ: names as mathematics, what has a meaning escaped.
cat >tex.nabla <<'NABLA'
alpha = 2; w25 = 3
label alpha "50% & {more} #1 \\ _^~"
y = log(alpha*w25)
draw y y.tex
NABLA
$NABLA tex.nabla >/dev/null
grep -oE '\{(\$w[^$]*\$|\\shortstack.*|log)\}' y.tex
