# --html: a lesson as one page. What the pictures hold is left out here.
mkdir -p course/sub outside; printf '\211PNG\r\n\032\nouter' > outside/secret.png
cd course
printf '\211PNG\r\n\032\nabc' > 'a b.png'; printf 'secret' > fake.png; ln -s ../outside/secret.png link.png
printf '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' > sub/x.svg
cat > pears.ko.md <<'END'
<!-- for the author -->
# 배 세 개 & "more"

*하나*, **둘**; `x < 3`, [next](nodes.md#end), [page](https://a.b/?x=1&y=2).

| 배 | won |
| :-- | --: |
| 1 | 50 |

1. A list with a block:

   ```nabla
   >>> 배 = 50; count = [1,
   ...   2]
     배 = 50
     count = [1, 2]
   >>> total = 배*count[2]
     total = 100
   >>> draw total total.svg
     wrote total.svg
   >>> backward total
   >>> nosuch
   nosuch
   ^~~~~~
   error: nosuch is not defined
   ```

   still in the list.

![a "picture"](a%20b.png) ![another](<sub/x.svg>) ![drawn](total.svg)![a copy of it](sub/total.svg)

```check
expect total == 100
```

```quiz
id: one
ask: What is ∂total/∂배 at {배} won?
answer: dtotal/d배
hint: Look at *the table*.
hint: It is count[2].
why: A product hands back the other factor.
```

```quiz
id: two
ask: How many paths?
choice: * one -> yes
choice: two -> no
```

```exercise
id: three
ask: Name the price of three.
check: three == 150
solution: two = 2배
solution: three = two + 배
```

```c
if (a < b) return;
```
END
LESSON=pears.ko.md
show() { sed 's/\(base64,[A-Za-z0-9]\{8\}\)[^"]*/\1.../g'; }
$NABLA --html $LESSON > page; echo "status $?"
sed -n '/<html/,/<title>/p' page; sed -n '/^<body>/,$p' page | show
ls
# hostile: nothing runs, nothing is loaded from elsewhere, no file but pictures below the folder
cat > hostile.md <<'END'
# <script>alert(1)</script>

<img src=x onerror=alert(2)> text <b onclick="x()">bold</b> &#60;script&#62; &#x202e; &#27;[31m

<script>alert(3)</script>

[1](javascript:alert(1)) [2](JaVaScRiPt:alert(1)) [3](java&#115;cript:alert(1)) [4](javascript&colon;alert(1))
[5](data:text/html,x) [6](https://x" onmouseover="alert(1)) [7](/etc/passwd) [8](a.md?"<b>)

![1](../outside/secret.png) ![2](/etc/passwd) ![3](https://a.b/x.png) ![4](link.png) ![5](fake.png)
![6](%2e%2e/outside/secret.png) ![7](sub) ![8](data:image/png;base64,AAAA) ![9 "q" <b>](a%20b.png)

```html
</code></pre><script>alert(4)</script>
```

```nabla
>>> x = 3 # </kbd></pre><script>alert(5)</script>
>>> label x "</pre><script>'&"
>>> list
>>> x = 1 <script> 2
error: this compares the outcome of a comparison
```

```quiz
id: a
ask: </section><script>alert(6)</script> `</code>` {x}?
choice: * "one" -> </details>
choice: two <img src=x onerror=y> -> no
hint: `</details>` [h](javascript:x)
why: *why* </section>
```
END
printf '\n\033[31mred\007 \377\n' >> hostile.md
$NABLA --html hostile.md > page; echo "status $?"
sed -n '/^<title>/p; /^<body>/,$p' page | show
# what is wrong with the command line, and with the lesson
$NABLA --html; echo "status $?"
$NABLA --html $LESSON $LESSON; echo "status $?"
$NABLA --html nowhere.md; echo "status $?"
printf '# A\n\n```nabla\n>>> nosuch\n```\n\n```quiz\nid: q\nask: {nosuch}?\nanswer: 1\n```\n' > wrong.md
$NABLA --html wrong.md > page; echo "status $?"
$NABLA --from "A" --html wrong.md 2> /dev/null | grep '<h1>'
# a plot stands behind its statement, like a drawing; its copy below the folder is not shown twice
mkdir bin
printf '#!/bin/sh\ncat >/dev/null; printf "<?xml version=\\"1.0\\"?>\\n<svg></svg>\\n"\n' >bin/gnuplot
chmod +x bin/gnuplot
printf '# Plot\n\n```nabla\n>>> plot sigmoid(x) for x in -6..6 s.svg\n  wrote s.svg\n```\n\n![the same](sub/s.svg)\n' > plot.md
PATH=$PWD/bin:$PATH $NABLA --html plot.md > page; echo "status $?"
sed -n '/^<body>/,$p' page | show
