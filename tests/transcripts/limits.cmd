# Ceilings: what a file may not take, and what is not read at all.
echo 'set memory 16000000' > raise.nabla; $NABLA raise.nabla 2>&1 | head -n 3
printf 'set memory 100\nset memory 50\nset memory 100\n' > lower.nabla; $NABLA lower.nabla 2>&1
printf '```nabla\n>>> set memory 100;\n>>> set memory 200\n```\n' > raise.md; $NABLA raise.md 2>&1 | tail -n 3
$NABLA -e 'set memory 100' -e 'set memory 200' -e 'set memory'; echo "status $?"
$NABLA -e 'set memory 16000000' 2>&1 | head -n 3
echo 'set memory 300' > mine.nabla; $NABLA -e 'set memory 200;' mine.nabla 2>&1
$NABLA -e 'set memory 200;' -e 'run mine.nabla' 2>&1
echo '# turns'
echo 'repeat 1e6 { repeat 1e8 { x = 1 } }' > turns.nabla; $NABLA turns.nabla; echo "status $?"
$NABLA -e 'repeat 1e9 { x = 1 }'
$NABLA -e 'for i in 1..3 { repeat 10 { n := i } }' -e 'n'
for i in $(seq 16); do echo "run deep$((i + 1)).nabla" > deep$i.nabla; done; echo 'x = 1' > deep17.nabla
$NABLA -e 'run deep2.nabla'; $NABLA -e 'run deep1.nabla' 2>&1 > /dev/null | head -n 1
echo '# what is no regular file'
mkfifo pipe; mkdir folder
for file in /dev/zero pipe folder /dev/null; do $NABLA -e "run \"$file\""; $NABLA -e "data x from \"$file\""; done
(echo '2 + 2' > pipe &); $NABLA pipe
echo '3 + 3' | $NABLA /dev/stdin
truncate -s 300M large.nabla; $NABLA -e 'run large.nabla' 2>&1 | head -n 1
echo '# what is no script is not shown'
printf 'root:$6$secret:20000:0\nx = (1\n' > shadow; cp shadow shadow.nabla
$NABLA -e 'run shadow'; $NABLA -e 'open shadow'; $NABLA shadow; $NABLA --format json -e 'run shadow'
$NABLA -e 'run shadow.nabla' 2>&1 > /dev/null | head -n 1
printf 'x = 1\ny = (x\n' > begun; $NABLA begun
printf 'y = (x\n' > open; $NABLA -e 'run open'
echo '# output that cannot be written'
printf '# A lesson\n```nabla\n>>> 1 + 1\n  2\n```\n' > good.md
for words in '--check good.md' '--update good.md' good.md --version --help '-e 1+1' '--format json -e 1+1'; do
    $NABLA $words > /dev/full; echo "status $?"
done
