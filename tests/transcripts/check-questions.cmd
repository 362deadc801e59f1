# nabla --check tries the questions of a lesson: each mistake of its author is told at its line, all
# of them in one run. What is right passes, whatever numbers vary: chooses.
cat > planted.md <<'EOF'
# Planted

```nabla
>>> apple = 100; count = 2; tax = 1.1;
>>> total = apple*count*tax
  total = 220
```

```quiz
id: value
ask: What is {total} by apple, {nothing}?
answer: dtotal/dapple
equivalent: count*tax
equivalent: count+tax
equivalent: count = 2
wrong: 2 -> You forgot the tax.
wrong: count -> Again.
wrong: 2.2 -> Right.
wrong: 110
wrong: apple += 1 -> No.
wrong: 1/ -> No.
hint: It is 2.2.
hint: It is not 22.2, but 2.2원이다.
hint: 12.2, 2.21, −2.2 and 2.2ε are none.
why: {2 +}
```

```quiz
id: varied
ask: {apple} times {count}?
answer: apple*count
wrong: apple + count -> Not the sum.
wrong: apple*2 -> Not twice.
wrong: apple*count*tax -> Without the tax.
vary: apple in 1..5
vary: count of 2, 3, 4
```

```quiz
id: choose
ask: {apple}?
choice: * {count}
choice: {2} -> Same.
choice: 7
vary: count in 2..3
```

```quiz
id: order
ask: Which?
order: a
order: b
before: 1 < 2
```

```quiz
id: order-any
ask: Which?
order: a
order: b
order: c
before: 1 < 2
```

```quiz
id: break
ask: Which?
break: sum
wrong: sum -> No.
wrong: order -> Not the order.
wrong: words -> No.
hint: The sum.
```

```quiz
id: spot
ask: Where?
spot: apple = 2.2
wrong: tax -> No.
wrong: apple -> No.
```

```quiz
id: spot-none
ask: Where?
spot: apples = 2.2
```

```exercise
id: exercise
ask: Define y.
given: a = 3
check: a == 3
solution: y = a*2
wrong-check: y == 6 -> Is six.
wrong-check: y == -> Is six.
hint: Type y = a*2 here.
```

```exercise
id: exercise-2
ask: Define z.
given: b = 3
check: z == 7
check: z == b + 4
check: q == 4
solution: z = b*2
```

```exercise
id: exercise-3
ask: Define z.
given: c = 3 +
check: z2 == 7
solution: z2 = 7
```

```exercise
id: exercise-4
ask: Define z.
given: c = 3
check: z3 == c*2
solution: z3 = 6
vary: c in 1..9
```

```exercise
id: exercise-5
ask: Define z.
check: z3 == c*2
solution: z3 := 
```

```quiz
id: recall
recall: nothing
```

```quiz
id: recall-2
recall: value
```

```quiz
id: bad-vary
ask: {apple}?
answer: apple
vary: nothing2 in 1..4
```

```quiz
id: gap
gap: ∂total/∂apple = count · ___
answer: tax
wrong: 2 -> No.
```

```quiz
id: predict
ask: What?
predict: w
wrong: 2 -> No.
```

```nabla
>>> w = 2
  w = 2
```

```quiz
id: becomes-right
ask: {apple} + 1?
answer: apple + 1
wrong: 5 -> Five.
vary: apple in 1..9
```

```quiz
id: no-value
ask: Which?
given: prices = [10, 20, 30]; at = 1
answer: prices[at]
vary: at in 1..5
```

```quiz
id: alike
ask: {apple}?
choice: * {apple}
choice: {count + 1}
vary: apple in 1..9
```
EOF
$NABLA --check planted.md 2>&1; echo "status $?"
cat > right.md <<'EOF'
# 맞는 문제

```nabla
>>> 사과 = 100; 개수 = 2; 세금 = 1.1;
>>> 값 = 사과*개수*세금
  값 = 220
```

```quiz
id: 값
ask: 사과가 {사과}원일 때, 한 원 오르면 값은 얼마나 오르는가?
answer: d값/d사과
equivalent: 개수*세금
within: 1%
wrong: 개수 -> 세금 {세금}을 잊었다.
wrong: 개수*3
hint: 개수와 세금이 있다. 12.2, −2.2와 2.2ε는 아니다.
why: {개수} × {세금} = {개수*세금}.
vary: 사과 in 50..200
vary: 개수 of 2, 3, 4
vary: 세금 in 1.05..1.3 step 0.05
```

```quiz
id: 고르기
ask: 어느 것들?
choice: * {사과 + 1}
choice: {사과} -> 아니다.
choice: * {사과 + 2}
vary: 사과 in 1..9
```

```quiz
id: 차례
ask: 차례대로
order: 순전파
order: 역전파
order: 갱신
```

```quiz
id: 고장
ask: 무엇이 고장 났는가?
break: sign
wrong: order -> 차례는 맞다.
```

```quiz
id: 찾기
ask: 틀린 기울기는?
spot: 사과 = 2
wrong: 세금 -> 아니다.
```

```quiz
id: 틈
gap: ∂값/∂사과 = 개수 · ___
answer: 세금
wrong: 개수 -> 그것은 이미 있다.
```

```quiz
id: 예상
ask: 다음은?
predict: 여덟
wrong: 7 -> 하나 모자란다.
```

```nabla
>>> 여덟 = 8
  여덟 = 8
```

```exercise
id: 연습
ask: y를 정의하라.
given: a = 3
check: y == 2a
check: grad(y, a) == 2
solution: y = 2a
wrong-check: y == 2a + 1 -> 하나 많다: {y}.
vary: a in 1..9
```

```quiz
id: 해보기
try: 무엇이든.
```

```quiz
id: 까닭
say: 왜?
why: 그래서.
```

```quiz
id: 다시
recall: 값
```

```check
expect y == 6
```
EOF
$NABLA --check right.md 2>&1; echo "status $?"
printf '```quiz\nid: a\nask: ?\nanswer: 3\nsee: right\n```\n\n```quiz\nid: b\nask: ?\nanswer: 3\nsee: wrong\n```\n' > see.md
$NABLA --check see.md 2>&1; echo "status $?"
