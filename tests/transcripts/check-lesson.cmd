# nabla --check: what is wrong with a lesson's blocks and its hidden tests; --from and --update.
check() { $NABLA "$@" 2>&1; echo "status $?"; }

# Blocks that would pass as prose, and blocks that swallow others.
cat > fences.md <<'EOF'
```Nabla
>>> 1
```

``` {.quiz}
```

~~~ excercise
~~~

```nabla
>>> 1
  1

```check
expect 1 == 2
```

```python
print(1)
EOF
check --check fences.md
echo '# Prose' > empty.md
check --check empty.md
: > nothing.md
check --check nothing.md
check --check --from nowhere empty.md

# Hidden tests: every one that fails is told at its own line. Nobody sees them.
cat > hidden.md <<'EOF'
# Hidden

```nabla
>>> x = 3
  x = 3
```

```check
expect x == 3
expect x == 4
y = [1,
     2]
expect sum(y) ==
    3
expect z == 1
x = 5;
expect x == 5
```

## Later

```nabla
>>> x + y[1]
  6
```
EOF
check --check hidden.md
check hidden.md
check --check --from later hidden.md
check --from '## Later' hidden.md
check --check --from Latr hidden.md

# --update writes no error where there was none, unless that is wanted, and says what it changes.
cat > update.md <<'EOF'
```nabla
>>> x = 3
  x = 4
>>> x + w
  7
>>> w
  error: wrong words
>>> x + v
```
EOF
check --update update.md; cat update.md
check --update=errors update.md; cat update.md
check --check update.md
check --update=all update.md

# A picture that a lesson says is written is written: without dot, or with one that makes nothing,
# the lesson does not check. Nothing is left behind.
cat > picture.md <<'EOF'
```nabla
>>> x = 3; y = x^2;
>>> draw y y.png
  wrote y.png
>>> draw y y.dot
  wrote y.dot
```
EOF
mkdir bin tmp; export TMPDIR=$PWD/tmp
check --check picture.md
 printf '#!/bin/sh\n' > bin/dot; chmod +x bin/dot
PATH=$PWD/bin check --check picture.md
ls tmp | wc -l; ls | grep -c "[.]png$\|[.]dot$"

# Hostile lessons.
head -c 10000000 /dev/zero | tr '\0' '`' > large.md
check --check large.md
printf '```nabla\n>>> x = \0003\n  x = 3\n```\n```quiz\nid: \033[31m\000\nask: \033]0;t\007?\nanswer: 1\nhint: \033[2J{\033}\n```\n' > escapes.md
check --check escapes.md
printf '````nabla\n>>> 1\n```\n' > open.md
check --check open.md
