# What is too much, and what is no lesson, is told in Korean.
ko="$NABLA --lang ko --no-init"
echo '--- too much for one picture'
$ko -e 'h[0] = 1; for i in 1..30000 { h[i] = 2*h[i-1] }' -e 'draw h[30000] h.png whole'
echo "status $?"
echo '--- memory'
printf 'for i in 1..400000 { h[i] = i }\n' >large.nabla
$ko -e 'set memory 20' large.nabla 2>&1 | sed 's/[0-9][0-9]* MB/N MB/'
echo '--- the mistakes that end a lesson'
printf '# 가\n\n```nabla\n>>> 1\n  1\n' >open.ko.md
$ko --check open.ko.md; echo "status $?"
$ko --html nothing.ko.md; echo "status $?"
$ko --mark open.ko.md large.nabla large.nabla; echo "status $?"
