# slides: a page that holds every step, and pictures of the steps.
cat >text.py <<'EOF'
# What a reader of the page gets: the words of each step; and that every element is closed.
import base64, hashlib, html.parser, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
class Reader(html.parser.HTMLParser):
    open = []
    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "input"): self.open.append(tag)
        attributes = dict(attributes)
        if attributes.get("role") == "img": print(" ", attributes["style"], attributes["aria-label"])
    def handle_startendtag(self, tag, attributes): pass
    def handle_endtag(self, tag):
        if self.open.pop() != tag: print("wrong end", tag)
    def handle_data(self, data):
        if self.open and self.open[-1] in ("h1", "h2", "mark"): print(" ", data.strip())
reader = Reader()
reader.feed(page)
reader.close()
script = re.search("<script>(.*?)</script>", page, re.S).group(1)
hash = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
print("left open:", reader.open, "script allowed:", "'sha256-" + hash + "'" in page,
      "loaded:", re.findall("(?:src=|href=.[^#]|url|@import|https?:)[^ ]*", page))
EOF
look() {
    if command -v python3 >/dev/null; then python3 text.py "$1"; else echo "no python3"; fi
}
cat >apple.nabla <<'EOF'
사과 = 100; label 사과 "<사과> & \"값\""; tax = 1.1;
f(a) = a^2 - a
y = f(사과*2)*tax + 사과
slides y y.html
slides page.html
EOF
$NABLA apple.nabla
look y.html
cmp y.html page.html && head -n 2 y.html
# User-made text stands there escaped. Eight wires have a value; that from 2 has no gradient, and the
# last one no local gradient; 사과 has the sum of two.
grep -o '<[^<]*&lt;[^<]*' y.html | sed 's/.*>//' | sort | uniq -c
grep -o 'class="[vgl]"' y.html | sort | uniq -c
# Frames are as many as steps.
mkdir frames
$NABLA -e 'x = 3; w = 2' -e 'y = w*x + x' -e 'slides y frames'
ls frames
# What cannot be: another ending, no folder, a number, too much, a page of another's, a hidden one.
echo mine >mine.html
$NABLA -e 'x = 3; y = x^2' -e 'slides y y.txt'
$NABLA -e 'x = 3; y = x^2' -e 'slides y no/y.html'
$NABLA -e 'x = 3; y = x^2' -e 'slides y mine.html'
$NABLA -e 'x = 3; y = x^2' -e 'slides y ../y.html'
$NABLA -e 'x = 3; y = x^2' -e 'slides y'
$NABLA -e '3' -e 'slides a.html'
$NABLA -e 'h[0] = 1; for i in 1..300 { h[i] = h[i-1]*2 }' -e 'slides h[300] h.html'
cat mine.html; ls *.html
# dot that fails, says nothing, something else, or half of it; or is not there.
mkdir bin
try() {
    printf '#!/bin/sh\n%s\n' "$1" >bin/dot
    chmod +x bin/dot
    PATH=$PWD/bin:$PATH $NABLA -e 'x = 3; y = x^2' -e 'slides y new.html' 2>&1 | grep error
    PATH=$PWD/bin:$PATH $NABLA -e 'x = 3; y = x^2' -e 'slides y bin' 2>&1 | grep error
}
try 'exit 3'
try 'exit 0'
try 'echo hello'
try 'echo "<svg viewBox=\"0 0 1 1\"><g>"'
try 'echo "<svg viewBox=\"0 0 1 1\" onload=x><script>alert(1)</script></svg>"'
try 'printf "\211PNG\r\n\032\nIHDR"'
rm bin/dot
PATH=$PWD/bin $NABLA -e 'x = 3; y = x^2' -e 'slides y new.html'
ls bin new.html
$NABLA --format json -e 'x = 3; y = x^2' -e 'slides y y.html'
# Results of one call share a box; each is seen from its own step.
$NABLA -e 'x = [1, 2]; s = softmax(x); L = s[1]*s[2]' -e 'slides L l.html'
grep -c 'class="m at' l.html; grep -o 'class="[vgl]"' l.html | sort | uniq -c

# A long graph, which draw breaks into lines, stays in one.
cat >long.nabla <<'END'
h[0] = 0.5; w = 0.8;
for i in 1..6 { h[i] = sigmoid(w*h[i-1] + 0.1*i) }
L = (h[6] - 1)^2;
slides L long.html
END
$NABLA long.nabla

# A page opens where a walk over its target is, and otherwise at the first step.
where() { grep -o 'id="at".*value="[0-9]*"' "$1" | sed 's/.*max/max/'; }
$NABLA -e 'x = 3; w = 2; y = w*x + x; z = x^2' -e 'step y' -e 'step' -e 'step' -e 'slides y walk.html' \
    -e 'slides z other.html' -e 'step end' -e 'slides y ended.html'
for page in walk other ended; do where $page.html; done
