# --key without a file: the plan of the course, made of its lessons.
plan() { $NABLA --key "$@" 2>&1; echo "status $?"; }
plan
mkdir lessons
cat >lessons/README.md <<'END'
0. [zero](zero.md)
1. [one](one.md)
2. [nowhere](nowhere.md)
3. [three](three.md)
END
cat >lessons/one.md <<'END'
# One *and* only

<!-- Covers: nothing
     Routes: lab,calculus
     To discuss: why is this
     question in two lines? -->

Four words to read, <!-- To discuss: not this. -->

```nabla
>>> a = 1
  a = 1
```

```quiz
id: b
ask: What is {a} + 1?
answer: 2
```
END
printf '# 하나\n\n<!-- Routes: lab\n     함께 이야기할 것: 왜? -->\n\n한 낱말\n' >lessons/one.ko.md
printf '# Zero\n\n<!-- Routes: laboratory, slab -->\n\nWords.\n' >lessons/zero.md
printf '# Three\n\nWords. `<!-- Routes: lab -->`\n' >lessons/three.md
printf '# No part of it\n' >lessons/other.md
plan
LC_ALL=ko_KR.UTF-8 plan
plan --html | grep '^<h[12]\|^<td\|<tr>' | head -8
plan --from Words
plan --strip
plan --check
printf '# Three\n\n```quiz\nid: a\nask: {nosuch}?\nanswer: 3\n```\n' >lessons/three.md
plan | grep -v '^[|-]' | head -4
cd "$TESTS/.."
echo '# every lesson that covers something has a question to discuss, in both languages'
for language in C.UTF-8 ko_KR.UTF-8; do
    LC_ALL=$language $NABLA --key >"$OLDPWD/plan.md"
    for name in $(cd lessons && grep -l '^<!-- Covers:' *.md | sed 's/\..*//' | sort -u); do
        grep -q "^| $name | .* | [0-9.]* |$" "$OLDPWD/plan.md" || echo "$name is not in the plan"
        grep -q "^- \*\*$name:\*\* " "$OLDPWD/plan.md" || echo "$name: nothing to discuss"
    done
done
