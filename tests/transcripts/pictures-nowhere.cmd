# Names of files that no picture can have: each says why, and nothing is left, not even in part.
mkdir bin folder.png folder.html folder.svg frames
printf '#!/bin/sh\ncat >/dev/null; printf "<?xml version=\\"1.0\\"?>\\n<svg></svg>\\n"\n' >bin/gnuplot
chmod +x bin/gnuplot
PATH=$PWD/bin:$PATH
try() {
    echo "--- $1"
    $NABLA -e 'x = 3; y = x^2;' -e "$1" 2>&1 | grep -v '^ *^'
}
try 'draw y no/a.png'
try 'slides y no/a.html'
try 'plot x^2 for x in 0..1 no/a.svg'
try 'draw y folder.png'
try 'slides y folder.html'
try 'plot x^2 for x in 0..1 folder.svg'
try 'draw y my picture.png'
try 'draw y my nice picture.svg width 300'
try 'slides y my page.html'
try 'plot x^2 for x in 0..1 my plot.png'
try 'save my session.nabla'
try 'draw y "my picture.svg"'
try 'draw y a.gif'
try 'draw y picture'
try 'slides y a.png'
try 'slides y nowhere/'
try 'plot x^2 for x in 0..1 a.html'
try 'draw y ./.hidden.png'
ls -A . folder.png folder.html frames | grep -v '^out$'
# A disk without room, where one can be had.
mkdir full
if mount -t tmpfs -o size=4k tmpfs full 2>/dev/null; then
    trap 'umount full' EXIT
    for line in 'draw y full/a.png' 'slides y full/a.html' 'slides y full'; do
        $NABLA -e 'x = 3; y = x^2;' -e "$line" 2>&1 | grep -c 'No space left\|wrote'
        ls -A full
    done
else
    printf '1\n1\n1\n'
fi
