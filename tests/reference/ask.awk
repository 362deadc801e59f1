# Turns graphs.txt or trajectories.txt into statements for nabla, on standard output, to be run by
# `engine`; for each of them a line goes to the file `wanted`: what its value must be (- is anything),
# of what kind it is, and where it comes from. A trajectory's single steps are made by `update` and
# `train` in turn.

function ask(statement, number, kind) {
    print statement
    print number "\t" kind "\t" name ", " statement >wanted
}

/^#/ { next }
$1 == "graph" || $1 == "trajectory" {
    name = $2
    step = 0
    ask("reset", "-", $1)
    ask("set engine " engine, "-", "set")
}
$1 == "leaf" { ask($2 " = " $3, "-", $1) }
$1 == "do" {
    sub(/^do /, "")
    ask($0, "-", "do")
}
$1 == "value" || $1 == "grad" || $1 == "local" {
    kind = $1
    sub(/^[a-z]+ /, "")
    count = split($0, part, / \| /)
    if (kind == "value") ask(part[1], part[count], kind)
    if (kind == "grad") ask("grad(" part[1] ", " part[2] ")", part[count], kind)
    if (kind == "local") ask("local (" part[1] ") (" part[2] ")", part[count], kind)
}
$1 == "train" {
    split($0, part, / over | with /)
    loss = substr(part[1], 7)
    weights = split(part[2], weight, /, /)
    with = " with " part[3]
}
$1 == "row" {
    if ($2 == step + 1 && $2 % 2 == 1) ask("update " part[2] " of " loss with, "-", "step")
    else if ($2 > step) ask("train " loss " over " part[2] with " epochs=" $2 - step, "-", "step")
    step = $2
    for (i = 1; i <= weights; i++) {
        ask(weight[i], $(i + 3), "weight " step)
        ask("grad(" loss ", " weight[i] ")", "-", "slope")
    }
    ask(loss, $3, "loss")
}
