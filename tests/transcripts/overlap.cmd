# No text of a picture lies on another: over the catalogue's graphs, and with labels of all kinds.
command -v dot >/dev/null || { echo "graphs with 0 overlaps"; exit 0; }
awk '
    $1 == "graph" { close(file); name = $2; file = name ".nabla"; target = ""; drawn = 0 }
    $1 == "leaf" { print $2 " = " $3 ";" >file }
    $1 == "do" { sub(/^do /, ""); print $0 ";" >file }
    $1 == "grad" && $2 != target && drawn < 1 {
        target = $2; drawn++
        print "draw (" target ") " name ".dot" >file
    }' "$TESTS/reference/graphs.txt"
cat >labels.nabla <<'NABLA'
a = 3; b = 4; c = 5; w1 = 2
label a "아주 긴 이름을 가진 사과의 가격이 여기에 모두 적혀 있어서 서른여섯 글자를 넘는다"
label b "a label that has no fewer than thirty-six characters in it"
label c "<&\"\\{}|> 👨‍👩‍👧 שלום"
s = a*b
label s "the_sum_of_all_that_was_paid_for_apples_and_oranges"
y = exp(s/100)*log(c) + s*a + 1/2*c + e*b*w1
draw y labels.dot
NABLA
for f in *.nabla; do
    $NABLA "$f" >/dev/null || echo "$f fails"
done
graphs=0
for f in *.dot; do
    dot -Txdot "$f" | LC_ALL=C awk -v name="$f" -f "$TESTS/reference/overlap.awk" >"$f.wrong"
    [ ! -s "$f.wrong" ] || cat "$f.wrong"
    graphs=$((graphs + 1))
done
echo "graphs: $graphs"
