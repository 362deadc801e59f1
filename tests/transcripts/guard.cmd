# What a stranger's file may not do: the lines of tests/threats.md that need the whole program.
mkdir home && cd home
printf 'x = 1\nlabel x "$(touch PWNED)"\n' > stranger
says() { cat stranger - > script.nabla; $NABLA "$@" script.nabla 2>&1 | grep -v '^ *\(save\|draw\|\^\)'; }
echo 'mine' > .bashrc; echo 'mine' > Makefile; printf '#!/bin/sh\n' > tool.nabla; chmod 755 tool.nabla
echo 'mine' > notes.nabla; echo 'mine' > photo.png; mkdir .git; ln -s /dev/null link.nabla
echo '# kinds and names'
echo 'save .bashrc' | says
echo 'save Makefile' | says
echo 'save script.sh' | says
echo 'save .hidden.nabla' | says
echo 'save .git/hook.nabla' | says
echo 'save "-rf.nabla"' | says
echo 'draw x .x.png' | says
echo 'save "../outside.nabla"' | says
echo 'save Makefile' | says --allow-write .
echo '# what is there already'
echo 'save notes.nabla' | says
echo 'save tool.nabla' | says
echo 'save link.nabla' | says
echo 'draw x photo.png' | says
cat .bashrc Makefile notes.nabla photo.png; ls -A
echo '# its own files, marked'
echo 'save own.nabla; draw x own.dot; draw x own.svg; draw x own.png; draw x own.pdf' | says
chmod 755 own.nabla
echo 'save own.nabla; draw x own.dot; draw x own.svg; draw x own.png; draw x own.pdf' | says
ls -l own.nabla | cut -c 1-10
grep -c 'made by nabla' own.nabla own.dot own.svg; tr -d '\0' < own.png | grep -ac tEXtSoftwarenabla
tail -n 1 own.pdf
echo '# a lesson'
printf '# A friendly lesson\n```nabla\n>>> x = 1\n  x = 1\n>>> save Makefile\n```\n' > lesson.md
$NABLA lesson.md 2>&1 | tail -n 4
echo '# -e and standard input are like a script'
$NABLA -e 'x = 1;' -e 'save Makefile'; echo 'save Makefile' | $NABLA
cat Makefile
echo '# a picture that fails leaves the .dot that is there'
mkdir bin; printf '#!/bin/sh\nexit 3\n' > bin/dot; chmod +x bin/dot
echo 'mine' > p.dot
PATH=$PWD/bin:$PATH $NABLA -e 'y = 1;' -e 'draw y p.png'; cat p.dot
rm p.dot; PATH=$PWD/bin:$PATH $NABLA -e 'y = 1;' -e 'draw y p.png'; head -n 1 p.dot
