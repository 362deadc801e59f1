# What is written, and where it may be written.
$NABLA -e 'x = 3' -e 'y = x^2' -e 'save s.nabla'; echo "status $?"; cat s.nabla
$NABLA -e 'open s.nabla' -e 'y + 1'; echo "status $?"
mkdir inside outside
cd inside
ln -s ../outside link
$NABLA -e 'x = 1' -e 'save ../outside/s.nabla'; echo "status $?"
$NABLA -e 'x = 1' -e 'save link/s.nabla'; echo "status $?"
$NABLA -e 'x = 1' -e 'save nowhere/s.nabla'; echo "status $?"
$NABLA --allow-write ../outside -e 'x = 1' -e 'save link/s.nabla'; echo "status $?"
ls ../outside
$NABLA -e 'x = 1; y = x + 1' -e 'draw y.dot' -e 'draw y.png' -e 'draw y.svg' -e 'draw y.pdf' -e 'draw y.xyz'; echo "status $?"
head -c 4 y.png | od -An -c
head -c 4 y.pdf
echo
ls
mkdir bin
printf '#!/bin/sh\nexit 3\n' > bin/dot
chmod +x bin/dot
PATH=$PWD/bin:$PATH $NABLA -e 'x = 1; y = x + 1' -e 'draw z.png'; echo "status $?"
ls z*
