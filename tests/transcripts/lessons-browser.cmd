# Pages that --html makes of lessons with a Korean twin, and of these, in a browser: each
# picture of the lesson is there, in its size, nothing is wider than the window, and the browser's
# console says nothing.
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"${browser:-false}" --version >/dev/null 2>&1 && command -v dot >/dev/null &&
    command -v gnuplot >/dev/null ||
    { echo "there is no chromium, no dot or no gnuplot"; exit 77; }
cp -R "$TESTS/../lessons" lessons
names=$(cd lessons && ls *.ko.md | sed 's/\.ko\.md//')
for name in $names; do
    for lesson in "$name" "$name.ko"; do
        $NABLA --html "lessons/$lesson.md" >"$lesson.html"
        wanted=$(grep -c '^!\[' "lessons/$lesson.md")
        pages="$pages[\"$lesson\", $wanted],"
    done
done
cat >probe.html <<END
<!DOCTYPE html>
<meta charset="utf-8">
<pre id="out"></pre>
<script>
"use strict";
const out = document.getElementById("out");
async function look(name, wanted) {
  const frame = document.createElement("iframe");
  frame.width = 900;
  frame.height = 700;
  frame.src = name + ".html";
  document.body.append(frame);
  await new Promise(done => frame.onload = done);
  const page = frame.contentDocument;
  const pictures = Array.from(page.images);
  await Promise.all(pictures.map(picture =>
    picture.complete || new Promise(done => picture.onload = picture.onerror = done)));
  const drawn = pictures.filter(picture => picture.naturalWidth > 99 && picture.alt !== "").length;
  const wide = page.documentElement.scrollWidth > frame.clientWidth;
  out.textContent += name + " (" + page.documentElement.lang + "): " +
    (drawn < wanted || drawn < pictures.length ? drawn + " of " + wanted : "all") + " pictures" +
    (wide ? ", too wide" : "") + "\n";
  frame.remove();
}
(async () => { for (const [name, wanted] of [$pages]) await look(name, wanted); })();
</script>
END
timeout 120 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \
    --no-first-run --disable-extensions --disable-dev-shm-usage --allow-file-access-from-files \
    --enable-logging=stderr --virtual-time-budget=60000 --dump-dom "file://$PWD/probe.html" 2>browser.log |
    sed -n '/<pre id="out">/,/<\/pre>/p' | sed 's/.*<pre id="out">//; s/<\/pre>.*//'
grep CONSOLE browser.log
