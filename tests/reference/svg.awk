# What stands in a picture of dot's, an SVG, read as XML: whether it is well formed, and whether it
# holds what the catalogue knows of the graph: its lines come first, then the picture, which is of
# `target`; a picture alone may be anything. A number is a text of its own; a name may be parted, as subscripts are.
function fail(what) { print graph ": " what; failed = 1; exit }
function number(n,    text) {
    text = sprintf("%.6g", n)
    sub(/e-0/, "e-", text); sub(/e\+0/, "e+", text)
    return text == "-0" ? "0" : text
}
FILENAME ~ /\.known$/ { # the catalogue
    if ($1 == "graph") graph = $2
    if ($1 == "leaf") { leaf[$2] = 1; value[$2] = $3 }
    if ($1 == "do" && $3 == "=") named[$2] = 1
    if ($1 == "value" && $3 == "|") value[$2] = $4
    if ($1 == "grad" && $2 == target && $5 == "|") gradient[$4] = $6
    next
}
{ all = all $0 "\n" }
function unescape(text) {
    gsub(/&#45;/, "-", text); gsub(/&#160;/, " ", text); gsub(/&#92;/, "\\", text)
    gsub(/&#123;/, "{", text); gsub(/&#125;/, "}", text)
    gsub(/&quot;/, "\"", text); gsub(/&#39;/, "'", text)
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
    if (text ~ /&/ && text !~ /^([^&]|&amp;)*$/) fail("an entity that XML does not have: " text)
    gsub(/&amp;/, "\\&", text)
    return text
}
function attributes(text) { # name="value" and nothing else
    while (match(text, /^[ \t\n]+[A-Za-z:_-]+="[^"<]*"/)) text = substr(text, RLENGTH + 1)
    if (text !~ /^[ \t\n]*$/) fail("attributes that are wrong: " text)
}
function element(tag,    name) { # without its brackets
    if (tag ~ /^\?/ || tag ~ /^!/) return
    if (tag ~ /^\//) {
        if (open[depth--] != substr(tag, 2)) fail("</" substr(tag, 2) "> closes another one")
        return
    }
    match(tag, /^[A-Za-z]+/)
    name = substr(tag, 1, RLENGTH)
    if (name == "") fail("no element: " tag)
    tag = substr(tag, RLENGTH + 1)
    if (tag ~ /\/$/) sub(/\/$/, "", tag)
    else open[++depth] = name
    attributes(tag)
}
function parse(    at, end, text) {
    while ((at = index(all, "<")) > 0) {
        text = substr(all, 1, at - 1)
        if (depth > 0 && open[depth] == "text") {
            texts[unescape(text)] = 1
            letters = letters unescape(text)
        }
        all = substr(all, at)
        if (substr(all, 1, 4) == "<!--") end = index(all, "-->") + 2
        else {
            end = index(all, ">")
            element(substr(all, 2, end - 2))
        }
        all = substr(all, end + 1)
    }
    if (depth != 0) fail("<" open[depth] "> stays open")
}
function written(name) { # Greek letters, and nothing between subscripts
    sub(/^phi/, "φ", name)
    gsub(/[_,]/, "", name)
    return name
}
END {
    if (failed) exit
    parse()
    if (failed) exit
    if (graph == "") exit # a picture alone
    letters = written(letters)
    for (name in gradient) { # of what is no part of the graph it is 0, and nothing is drawn
        if (!(name in leaf) && !(name in named)) continue
        shown = index(letters, name) > 0 || index(letters, written(name)) > 0
        if (!shown && gradient[name] == 0) continue
        if (!shown) fail("the name " name " is missing")
        if (!(number(gradient[name]) in texts)) fail("the gradient of " name " is missing")
        if (name in value && !(number(value[name]) in texts))
            fail("the value of " name " is missing")
        found++
    }
    if (found == 0) fail("nothing is known of it")
}
