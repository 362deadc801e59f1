# lesson new NAME: a lesson to begin with, which checks, is no script's to replace, and plays.
$NABLA -e 'lesson new pears'; echo "status $?"
$NABLA --check pears.md; echo "status $?"
cat pears.md
$NABLA pears.md; echo "status $?"
# what is there stays
cp pears.md before
$NABLA -e 'lesson new pears' -e 'lesson new other'; echo "status $?"
$NABLA -e 'lesson new pears.md'; echo "status $?"
printf 'x = 1\nsave pears.md\n' > a.nabla
$NABLA a.nabla; echo "status $?"
ln -s nowhere.md dangling.md
$NABLA -e 'lesson new dangling'; echo "status $?"
cmp before pears.md; ls *.md
# names in Korean, folders, and what a script may not do
mkdir 수업
$NABLA -e 'lesson new 수업/배.ko.md'; head -1 수업/배.ko.md; $NABLA --check 수업/배.ko.md
$NABLA -e 'lesson new nowhere/x'; echo "status $?"
echo 'lesson new ../x' | $NABLA; echo "status $?"
echo 'lesson new .hidden' | $NABLA; echo "status $?"
# slips
$NABLA -e 'lesson new'; echo "status $?"
$NABLA -e 'lesson nodes w52'; echo "status $?"
$NABLA --format json -e 'lesson new third'; echo "status $?"
