# Korean in other ways: spelled by its letters (NFD), in one plain line after another for a screen
# reader, in ASCII, where no Korean fits; pages, keys and copies follow the language.
unset LC_ALL LC_MESSAGES LANG LANGUAGE
export LC_ALL=C.UTF-8
ko="$NABLA --lang ko --no-init"
echo '--- spelled by letters: 사과, 순전파, 도움말, 찾기'
# 사과 = 3; 값 = 사과*2, then 순전파 값, 설명 사과, 도움말 순전파, 역전바 값
sagwa=$(printf '\341\204\211\341\205\241\341\204\200\341\205\252')
gap=$(printf '\341\204\200\341\205\241\341\206\271')
sunjeonpa=$(printf '\341\204\211\341\205\256\341\206\253\341\204\214\341\205\245\341\206\253\341\204\221\341\205\241')
seolmyeong=$(printf '\341\204\211\341\205\245\341\206\257\341\204\206\341\205\247\341\206\274')
doummal=$(printf '\341\204\203\341\205\251\341\204\213\341\205\256\341\206\267\341\204\206\341\205\241\341\206\257')
for line in "$sagwa = 3; $gap = 사과*2" "$sunjeonpa 값" "$seolmyeong $sagwa" "$doummal $sunjeonpa" \
    "${sunjeonpa}$sagwa 값" "$sunjeonpa"; do
    set -- "$@" -e "$line"
done
$ko "$@"; echo "status $?"
$ko -e "$sagwa = 3; 값 = 사과*2" -e "$seolmyeong 값 값"; echo "status $?"
echo '--- a screen reader'
$ko --plain -e '사과 = 100; 개수 = 2; 합계 = 사과*개수' -e '역전파' -e '표' -e '만약 사과 += 1' \
    -e '검사' -e '설명 사과' -e '그리기'
$ko --plain -e '합계 ='; echo "status $?"
echo '--- ASCII'
$ko --ascii -e 'x = 3; y = x^2' -e 'backward y' -e 'check' -e 'y = foo'; echo "status $?"
echo '--- a lesson'
cat >사과.ko.md <<'EOF'
# 사과

사과를 삽니다.

```nabla
>>> 사과 = 100; 개수 = 2;
>>> 합계 = 사과*개수
  합계 = 200
```

```quiz
id: price
ask: ∂합계/∂사과는 얼마입니까?
answer: 개수
wrong: 사과 -> 사과가 아니라 다른 인자입니다.
hint: 곱의 국소적 미분은 다른 인자입니다.
why: 사과 하나가 1 커지면 합계는 {개수} 커집니다.
```

```exercise
id: tax
ask: 세금 1.1을 곱한 `총액`을 만드십시오.
check: 총액 == 220
solution: 총액 = 합계*1.1
```
EOF
$ko --check 사과.ko.md; echo "status $?"
echo '--- its key'
$ko --key 사과.ko.md
echo '--- its copy for students'
$ko --strip 사과.ko.md | tail -n 18
echo '--- its page'
$ko --html 사과.ko.md >page.html; grep -o '<html[^>]*>' page.html
sed -n '/<body/,/<.body>/p' page.html | sed 's/<[^>]*>//g' | grep -vE '^ *$'
LC_ALL=C $NABLA --lang en --html 사과.ko.md | grep -o '<html[^>]*>'
echo '--- two scripts are marked'
printf '사과 = 100; 개수 = 2;\n합계 = 사과*개수\n총액 = 합계*1.1\n' >김하나.nabla
printf '총액 = 합계\n순전파 총액\n' >박세찬.nabla
$ko --csv 점수.csv --mark 사과.ko.md 김하나.nabla 박세찬.nabla; echo "status $?"
cat 점수.csv
$ko --csv 점수.csv --mark 사과.ko.md 김하나.nabla 김하나.nabla 없음.nabla; echo "status $?"
echo '--- and a record'
printf '아무 줄\n' >기록.jsonl
$ko --csv 점수.csv --report 기록.jsonl; echo "status $?"
echo '--- help'
$ko --help
