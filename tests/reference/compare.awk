# Compares what ask.awk wanted with what nabla answered: each line is one of `wanted`'s, a tab, and
# the answer in JSON. Prints what differs, and how many numbers agree.
#
# A number may differ by 1e-12 of itself, a sum that should cancel to 0 by the rounding of terms below
# 1. A trained weight may be off by 1e-10 of itself and by what each step's rounding adds up to;
# the loss by what that makes of it: its slope times that, and its curvature, below 100, times the
# square.

function size(x) { return x < 0 ? -x : x }

BEGIN {
    FS = "\t"
    OFMT = "%.17g"
}
{
    found = $4
    if ($4 !~ /^\{"statement": .*"ok": true/) print "failed: " $3 ": " $4
    counts[$2]++
}
$2 == "trajectory" {
    allowed = 0
    split("", largest)
}
$2 == "loss" || $2 ~ /^(weight|value|grad|slope|local)/ {
    if (!sub(/.*"ok": true, "value": /, "", found)) print "no number: " $3
    sub(/[,}].*/, "", found)
    found += 0
}
$2 == "value" || $2 == "grad" || $2 == "local" { tolerance = $1 == 0 ? 1e-16 : 1e-12 * size($1) }
$2 ~ /^weight/ {
    key = $3
    sub(/.*, /, "", key)
    if (size(found) > largest[key]) largest[key] = size(found)
    tolerance = off = 1e-10 * size($1) + substr($2, 8) * 2.2e-16 * largest[key]
}
$2 == "slope" { allowed += size(found) * off + 50 * off * off }
$2 == "loss" {
    tolerance = 1e-10 * size($1) + allowed
    allowed = 0
}
$1 != "-" {
    if (size(found - $1) <= tolerance) agreed++
    else print $3 ": " found " instead of " $1
}
END { print counts["graph"] + counts["trajectory"] " of them, " agreed " numbers agree" }
