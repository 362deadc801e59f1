# What a lesson of the course may cost a student, and what it must hold: lessons/README.md says why.
# Reads the catalogue's files, the earlier lessons and then the lesson itself, in bytes (LC_ALL=C):
#
#     awk -f budgets.awk words=450 part=catalogue groups.txt graphs.txt … part=earlier OTHER.md …
#         part=lesson LESSON.md
#
# Each line of output is something wrong.

function wrong(what) { print FILENAME (line ? ":" line : "") ": " what }

# ---- the catalogue: the numbers of each group ----

function number_of(group, number) { numbers[group] = numbers[group] " " number }

part == "catalogue" && /^#/ { next }
part == "catalogue" && $1 == "group" { group = $2; known[group] = 1 }
part == "catalogue" && $1 == "of" { owner[$2] = group }
part == "catalogue" && $1 == "text" { wordy[group] = 1 }
part == "catalogue" && $1 == "row" && FILENAME ~ /groups/ {
    for (i = 2; i <= NF; i++) number_of(group, $i)
}
part == "catalogue" && ($1 == "graph" || $1 == "trajectory") { group = owner[$2] }
part == "catalogue" && ($1 == "value" || $1 == "grad" || $1 == "local") { number_of(group, $NF) }
part == "catalogue" && $1 == "row" && FILENAME !~ /groups/ {
    for (i = 3; i <= NF; i++) number_of(group, $i)
}
part == "catalogue" { next }

# ---- the lines of a lesson ----

# Columns on the screen: a syllable of Hangul takes two.
function columns(text,  wide) {
    wide = gsub(/[\352-\355][\200-\277][\200-\277]/, "&", text)
    gsub(/[\200-\277]/, "", text)
    return length(text) + wide
}

# The command that a statement is, or "": a word before another.
function command(text) {
    return match(text, /^[a-z]+ +[A-Za-z0-9\200-\377]/) ? substr(text, 1, index(text, " ") - 1) : ""
}

function end_output() {
    if (output > 18) wrong("an output of " output " lines")
    output = 0
}

function type(text, mine,  word) {
    if (columns(text) > 72) wrong("a typed line of " columns(text) " columns")
    if (mine) own++
    else shown++
    word = command(text)
    if (word == "" || word in used) return
    used[word] = 1
    fresh++
    names = names " " word
}

# What kind of question has been read; a recall is none of the lesson's own.
function end_question(  kind) {
    if (fence == "exercise") kind = "exercise"
    else if (keys ~ / (recall|try|say|spot|order|break|gap|predict) /) {
        kind = keys
        sub(/.* (recall|try|say|spot|order|break|gap|predict) .*/, "", kind)
        match(keys, / (recall|try|say|spot|order|break|gap|predict) /)
        kind = substr(keys, RSTART + 1, RLENGTH - 2)
    } else kind = stars > 1 ? "choices" : stars == 1 ? "choice" : "value"
    if (kind == "recall") recalls++
    else if (kind == "exercise") exercises++
    else if (!(kind in kinds)) kinds[kind] = ++different
    if (kind != "recall" && outputs == 0) guessed = 1
    steps = 0
}

# Whether a number is one of its group's.
function is_of(group, number,  all, count, i, off) {
    count = split(numbers[group], all, " ")
    for (i = 1; i <= count; i++) {
        off = all[i] - number
        if (off < 0) off = -off
        if (off <= 1e-9 * (number < 0 ? -number : number)) return 1
    }
    return 0
}

function expects(text,  group, number) {
    if (text !~ /^expect .*#/) return
    group = number = text
    sub(/.*# */, "", group)
    sub(/ *$/, "", group)
    sub(/ *#.*/, "", number)
    sub(/.*[=~] */, "", number)
    if (!(group in covered)) wrong("the lesson does not cover " group)
    else if (number !~ /^-?[0-9.]+(e-?[0-9]+)?$/) wrong("no number to compare: " number)
    else if (!is_of(group, number)) wrong("the catalogue has no " number " in " group)
    else covered[group]++
}

part == "earlier" {
    if (/^```/) fence = fence == "" ? substr($0, 4) : ""
    else if (fence == "nabla" && /^>>> /) {
        word = command(substr($0, 5))
        if (word != "") used[word] = 1
    }
    next
}

{ line = FNR }
FNR == 1 { fence = comment = "" }
/^```/ && fence != "" {
    if (fence == "nabla") end_output()
    if (fence == "quiz" || fence == "exercise") end_question()
    fence = ""
    next
}
/^```/ {
    fence = substr($0, 4)
    keys = " "
    stars = 0
    next
}
fence == "" && /<!--/ { comment = 1 }
comment && /Covers:/ {
    covers = $0
    sub(/.*Covers: */, "", covers)
    sub(/ *-->.*/, "", covers)
    count_of_covers = split(covers, cover, /, */)
    for (i = 1; i <= count_of_covers; i++) {
        covered[cover[i]] = 0
        if (!(cover[i] in known)) wrong("the catalogue has no group " cover[i])
    }
}
comment { if (/-->/) comment = ""; next }
fence == "" {
    if ($0 !~ /^(!\[|    )/)
        for (i = 1; i <= NF; i++) if ($i ~ /[A-Za-z0-9\200-\377]/) prose++
    next
}
fence == "nabla" && /^(>>>|\.\.\.) / {
    end_output()
    type(substr($0, 5), 0)
    if (/^>>>/ && ++steps == 7) wrong("more than 6 steps without a question")
    next
}
fence == "nabla" { output++; outputs++ }
fence == "exercise" && /^solution: / { type(substr($0, 11), 1) }
(fence == "quiz" || fence == "exercise") && /^[a-z-]+: / {
    keys = keys substr($1, 1, length($1) - 1) " "
    if (/^choice: \*/) stars++
}
fence == "check" { expects($0) }

END {
    line = 0
    if (prose > words) wrong("prose of " prose " words: at most " words)
    if (2 * own < shown) wrong(own + 0 " lines to type and " shown " shown: at least a third")
    if (fresh > 3) wrong(fresh " new commands:" names)
    if (different < 3) wrong(different + 0 " kinds of questions: at least 3")
    if (exercises < 1) wrong("no exercise")
    if (recalls < 1) wrong("nothing is recalled")
    if (!guessed) wrong("no guess before the first output")
    for (i = 1; i <= count_of_covers; i++) {
        group = cover[i]
        if (covered[group] == 0 && group in known && !(group in wordy))
            wrong("nothing expects a number of " group)
    }
}
