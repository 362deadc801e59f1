# What is wrong in a question is told in Korean, too: each at its line, with what to write.
cat >wrong.ko.md <<'EOF'
# 틀린 문제

```nabla
>>> 사과 = 100; 개수 = 2;
>>> 금액 = 사과*개수
  금액 = 200
```

```quiz
id: 두 단어
ask: ∂금액/∂사과는 얼마입니까?
answer: 개수
answer: 2
wrong: 3
hint:
아무 줄
within: 많이
kind: 값
```

```quiz
id: gap1
ask: 빈칸을 채우십시오.
gap: ∂금액/∂개수 = 1 · 사과
answer: 사과
order: 둘
```

```quiz
id: gap2
ask: 빈칸을 채우십시오.
gap: ∂금액/∂개수 = 1 · 사과
answer: 사과
```

```quiz
id: spot1
ask: 틀린 기울기를 찾으십시오.
spot: 사과 개수
break: everything
```

```quiz
id: order1
ask: 차례로 놓으십시오.
order: 하나
order: 하나
before: 3 < 1
```

```quiz
id: order2
ask: 차례로 놓으십시오.
order: 하나
```

```quiz
id: vary1
ask: {n}은 얼마입니까?
vary: n 사이 2
vary: n in 5..2
answer: n
```

```quiz
id: choice1
ask: 고르십시오.
choice: 하나
choice: 둘 ->
```

```quiz
ask: 무엇입니까?
```

```exercise
id: work
ask: 곱을 만드십시오.
choice: * 하나
```

```exercise
id: work2
ask: 곱을 만드십시오.
check: 곱 == 3
wrong-check: 곱 == 4
solution: 곱 = 3
```

```nabla
  금액 = 200
```
EOF
LC_ALL=C $NABLA --lang ko --check wrong.ko.md; echo "status $?"
$NABLA --lang ko --check nothing.ko.md; echo "status $?"
: >empty.ko.md
$NABLA --lang ko --check empty.ko.md; echo "status $?"
