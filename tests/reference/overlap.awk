# What `dot -Txdot` says of one picture: texts that overlap, and texts that a wire or an arrowhead
# crosses. A text is as wide as dot's fonts make it, and as high as its letters: from 0.72 of its
# size above its base line to 0.2 below it. POINTS is how deep the one may lie in the other. In a
# drawing of layers the weights, w0, w1..., stand on the arrows on purpose, on paper of their own.
BEGIN { POINTS = 1 }
function overlap(i, k) {
    return left[i] < right[k] - POINTS && left[k] < right[i] - POINTS &&
           low[i] < high[k] - POINTS && low[k] < high[i] - POINTS
}
# "F size length -name" and "T x y justification width length -text"
function take_texts(ops,    f, size, rest) {
    size = 14
    while (match(ops, /(F [0-9.]+ [0-9]+ -|T -?[0-9.e+-]+ -?[0-9.e+-]+ -?[0-9]+ [0-9.]+ [0-9]+ -)/)) {
        split(substr(ops, RSTART, RLENGTH), f, " ")
        rest = RSTART + RLENGTH
        if (f[1] == "F") {
            size = f[2]
            ops = substr(ops, rest + f[3])
            continue
        }
        count++
        text[count] = substr(ops, rest, f[6])
        left[count] = f[2] - (f[4] == 0 ? f[5] / 2 : f[4] > 0 ? f[5] : 0)
        right[count] = left[count] + f[5]
        low[count] = f[3] - 0.2 * size
        high[count] = f[3] + 0.72 * size
        weight[count] = line ~ /^\tw[0-9]/
        if (text[count] ~ /^ *$/) count--
        ops = substr(ops, rest + f[6])
    }
}
function add_point(a, b) { points++; x[points] = a; y[points] = b }
# "B n x y ..." are Bezier curves, one after the other
function take_curves(ops,    f, n, i, k, t, u) {
    if (!match(ops, /B [0-9]+ [-0-9. ]*/)) return
    n = split(substr(ops, RSTART, RLENGTH), f, " ")
    for (i = 3; i + 7 <= n; i += 6)
        for (k = 0; k <= 25; k++) {
            t = k / 25; u = 1 - t
            add_point(u*u*u*f[i] + 3*u*u*t*f[i+2] + 3*u*t*t*f[i+4] + t*t*t*f[i+6],
                      u*u*u*f[i+1] + 3*u*u*t*f[i+3] + 3*u*t*t*f[i+5] + t*t*t*f[i+7])
        }
}
function take_head(ops,    f, n, i) {
    if (!match(ops, /P [0-9]+ [-0-9. ]*/)) return
    n = split(substr(ops, RSTART, RLENGTH), f, " ")
    for (i = 3; i < n; i += 2) add_point(f[i], f[i + 1])
}
{
    line = line $0
    if (sub(/\\$/, "", line)) next
    if (match(line, /_ldraw_="/)) {
        ops = substr(line, RSTART + RLENGTH)
        gsub(/\\"/, "\"", ops)
        take_texts(ops)
    }
    if (line ~ / -> /) edge = line !~ /style=invis/
    if (line ~ /^\t[a-z]+[0-9]+(:[a-z]+)*[ \t]/ && line !~ / -> /) edge = 0
    if (edge && match(line, /[^l]_draw_="|^_draw_="/)) take_curves(substr(line, RSTART + RLENGTH))
    if (edge && match(line, /_hdraw_="/)) take_head(substr(line, RSTART + RLENGTH))
    line = ""
}
END {
    for (i = 1; i <= count; i++) {
        for (k = i + 1; k <= count; k++)
            if (overlap(i, k)) print name ": " text[i] " overlaps " text[k]
        for (k = 1; k <= points && !weight[i]; k++)
            if (x[k] > left[i] + POINTS && x[k] < right[i] - POINTS &&
                y[k] > low[i] + POINTS && y[k] < high[i] - POINTS) {
                print name ": a wire crosses " text[i]
                break
            }
    }
    if (count == 0 || points == 0) print name ": nothing is drawn"
}
