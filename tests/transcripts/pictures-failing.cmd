# dot and gnuplot that break off, cannot be started or flood us: no picture is announced or left that
# is none, what was there stays, and it is said what happened and what helps.
mkdir bin frames
all() {
    echo "== $1"
    for line in 'draw y a.png' 'draw y a.svg' 'draw y a.pdf' 'draw y a.tex' 'draw y' \
        'slides y a.html' 'slides y frames' 'plot x^2 for x in 0..1 b.png' \
        'plot x^2 for x in 0..1 b.svg'; do
        for file in a.png a.svg a.pdf a.tex a.html b.png b.svg frames/001.png; do
            echo "mine before" >$file
        done
        rm -f a.dot b.dat
        PATH=$2 $NABLA -e 'x = 3; y = x^2;' -e "$line" >said 2>errors
        echo "$line: status $?"
        grep -h 'wrote a\.[^d]\|wrote b\.[^d]\|wrote frames' said errors
        grep -h '^ *hint\|error\|note:\|warning' said errors
        grep -L '^mine before$' a.png a.svg a.pdf a.tex a.html b.png b.svg frames/001.png
        ls -A | grep -v '^[ab]\.\|^bin$\|^frames$\|^said$\|^out$\|^errors$'
        ls -A frames | grep -v '^001.png$'
        for file in a.dot b.dat; do
            [ ! -e $file ] || head -c 100 $file | grep -o 'made by nabla' | sed "s|^|$file: |"
        done
    done
}
program() {
    for name in dot gnuplot; do
        printf "$1" >bin/$name
        chmod "$2" bin/$name
    done
}
program '#!/bin/sh\nkill -11 $$\n' 755
all "broken off" "$PWD/bin:$PATH"
program '#!/bin/sh\ncat >/dev/null; yes >&2\n' 755
all "errors without end" "$PWD/bin:$PATH"
program '#!/bin/sh\ncat >/dev/null; echo; echo "<svg></svg>"; exit 1\n' 755
all "an exit status" "$PWD/bin:$PATH"
program '#!/bin/sh\n' 644
all "not to be run" "$PWD/bin"
rm -f bin/dot bin/gnuplot
mkdir bin/dot bin/gnuplot
all "a folder of this name" "$PWD/bin"
rmdir bin/dot bin/gnuplot
all "not there" "$PWD/bin"
