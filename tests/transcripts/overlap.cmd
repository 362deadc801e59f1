# No text of a picture lies on another, and no wire or arrowhead on a text: over the catalogue's
# graphs, which hold every name, value and gradient, and over every style and clause, with labels of
# all kinds, too.
command -v dot >/dev/null || { cat "$TESTS/transcripts/overlap.out"; exit 0; }
awk '
    $1 == "graph" { close(file); close(known); name = $2; drawn = 0 }
    $1 == "graph" { file = name ".nabla"; known = name ".known" }
    name != "" { print >known }
    $1 == "leaf" { print $2 " = " $3 ";" >file }
    $1 == "do" { sub(/^do /, ""); print $0 ";" >file }
    $1 == "grad" && drawn < 1 {
        drawn++
        print "draw (" $2 ") " name ".dot" >file
        print $2 >(name ".target")
    }' "$TESTS/reference/graphs.txt"
echo 'draw (L) xor_layers.dot layers' >>xor-train-gradient.nabla
draw() { # all clauses of one graph
    for clause in "style record" "style plain" down dark open nolocal forward "near 2" \
        "path $3" "down style record dark" layers "layers down" "layers dark forward"; do
        echo "draw $2 $1_$(echo "$clause" | tr ' ' _).dot $clause"
    done
}
draw w52 "$(cat w52.target)" w2_5 >>w52.nabla
long=$(printf '%10000s' x | sed 's/ /길/g')
cat >labels.nabla <<NABLA
a = 3; b = 4; c = 5; w1 = 2; d = 1
label a "아주 긴 이름을 가진 사과의 가격이 여기에 모두 적혀 있어서 서른여섯 글자를 넘는다"
label b "a label that has no fewer than thirty-six characters in it"
label c "<&\"\\\\{}|> 👨‍👩‍👧 שלום"
label d "$long"
s = a*b
label s "the_sum_of_all_that_was_paid_for_apples_and_oranges"
y = exp(s/100)*log(c) + s*a + 1/2*c + e*b*w1 + d
draw y labels.dot
NABLA
draw labels y w1 | grep -v layers >>labels.nabla
for f in *.nabla; do
    $NABLA "$f" >/dev/null || echo "$f fails"
done
for f in *.dot; do
    name=${f%.dot}
    dot -Tsvg -o"$name.svg" -Txdot -o"$name.xdot" "$f" 2>&1
    LC_ALL=C awk -v name="$name" -f "$TESTS/reference/overlap.awk" "$name.xdot"
    case $name in
        *_*|labels) awk -f "$TESTS/reference/svg.awk" "$name.svg" ;;
        *) awk -v target="$(cat "$name.target")" -f "$TESTS/reference/svg.awk" \
               "$name.known" "$name.svg" ;;
    esac
done
echo "graphs: $(ls ./*.dot | wc -l)"
