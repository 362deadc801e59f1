/* See grammar.h. A template is text with places to fill: a $ and a letter, which stands for any of
 * a table's templates; where places lie deep in places, for the first one, which has none. */
#include "grammar.h"

#include <string.h>

#include "lang/commands.h"
#include "ops/ops.h"
#include "base/random.h"

enum { DEEPEST = 5 };

/* ---- templates ---- */

static const char *const numbers[] = { /* $k */
    "1", "2", "0.5", "-1", "3", "0", "-0.25", "1.7", "10", "1e-3", "-3", "0.1", "2.5e2", "1e300",
    "-1e-12", "0.3333"};
static const char *const indices[] = {/* $i */ "1", "2", "3", "0", "1", "2", "k"};
static const char *const scalars[] = { /* $n */
    "x", "y", "z", "w", "L", "b", "사과", "φ", "h[1]", "h[2]", "h[3]", "v[1]", "W[1,2]", "m[1,1]",
    "t", "ans", "u[2]"};
static const char *const names[] = { /* $a: to be defined */
    "x", "y", "z", "w", "L", "b", "사과", "φ", "h[1]", "h[2]", "h[3]", "v[1]", "W[1,2]", "t",
    "u[2]", "y", "L", "z"};
static const char *const vectors[] = {/* $v */ "v", "u", "v", "W[1,:]", "h[1..3]", "x'", "q"};
static const char *const matrices[] = {/* $m */ "W", "W'", "A", "[1, 2; 3, 4]"};
static const char *const functions[] = {/* $f */ "f", "g", "f", "F"};
static const char *const signs[] = { /* $s */
    "+", "-", "*", "/", " + ", " - ", "*", "·", "^", "<", "−", "×", " == ", ">="};
static const char *const losses[] = { /* $l */
    "mse", "sse", "half_sse", "mae", "cross_entropy", "binary_cross_entropy",
    "softmax_cross_entropy", "sigmoid_cross_entropy", "huber", "hinge", "log_cosh", "kl_div",
    "poisson", "dot", "half_mse"};
static const char *const reductions[] = { /* $r */
    "sum", "mean", "max", "min", "norm", "prod", "var", "std", "logsumexp", "argmax", "size"};
static const char *const maps[] = { /* $p: from vectors to vectors */
    "softmax", "log_softmax", "sigmoid", "tanh", "relu", "exp", "2*", "-", "f"};
static const char *const expressions[] = { /* $e */
    "x", "$n", "$n", "$k", "$n$s$e", "$e$s$n", "($e$s$e)", "$o($e)", "$o($e)", "$d($e, $e)",
    "$f($e)", "G($e, $e)", "where($e > $e, $e, $e)", "grad($n, $n)", "d$n/d$n", "∂$n/∂$n",
    "2$n", "-$e", "($e)^2", "$n²", "$r($E)", "$l($E, $E)", "max($e, $e, $e)", "grad($e, $n)",
    "∂²L/∂w²", "$k($e)", "$v @ $v", "($E)[$i]", "grad(grad($n, $n), $n)"};
static const char *const arrays[] = { /* $E */
    "v", "$v", "$v", "[$e, $e]", "$p($E)", "$E$s$E", "$n*$E", "$v @ $m", "$m @ $v", "grad($n, $v)",
    "zeros(2)", "[$k, $k]", "($E)^2", "$m[1,:]", "where($v > $k, $v, $v)"};
static const char *const bodies[] = { /* $q: of a function of a */
    "a", "a$s$q", "$o(a)", "$o($q)", "x*a", "a^2 $s $k", "($q)$s($q)", "where(a > $k, $q, $q)",
    "grad($q, a)", "a*f(a)", "1/(1 + exp(-a))", "sum([a, $q])"};
static const char *const inits[] = { /* $j */
    "uniform(2)", "uniform(2, 2)", "normal(2)", "zeros(2)", "ones(2)", "glorot(2, 2)",
    "he(2, 2)", "uniform(2, low=-1, high=1)"};
static const char *const optimizers[] = { /* $O */
    "sgd(lr=0.1)", "momentum(lr=0.1)", "nag(lr=0.05)", "adagrad(lr=0.1)", "adadelta(lr=1)",
    "rmsprop(lr=0.01)", "adam(lr=0.05)", "adam(0.1, bias_correction=off)", "sgd(0.5)"};
static const char *const trains[] = { /* $T: behind a loss */
    " epochs=$i", " epochs=3 batch=2", " epochs=5 shuffle=on batch=1", "", " decay=0.9 epochs=2",
    " reduce=sum", " fresh", " over w, b epochs=2", " over v"};
static const char *const sources[] = { /* $D */
    "x, t = [0, 1; 1, 0; 2, 1]", "x, y, t = [0,0,0; 0,1,1; 1,0,1; 1,1,0]", "u[1..2], t = [1,2,3]",
    "from moons(6)", "x, y, t from xor(8, noise=0.1)", "from \"a.csv\"", "x, t from a.csv",
    "u[1..2], t from \"a.csv\" onehot t", "from blobs(9) onehot t test 20%", "x from circles(5)"};

static const char *const statements[] = {
    "x", "$a = $k", "$a = $e", "$a = $e", "$a = $e", "$a := $e", "$a += $e", "$a *= $k",
    "v = [$k, $k]", "u = [$e, $e]", "v = $E", "q = $E", "W = [$k, $k; $k, $k]", "W = $j",
    "v = $j", "A = $m @ $m", "x, y := $e, $e", "f(a) = $q", "g(a) = $q", "F(a) = $q",
    "G(a, b) = a*b $s $k", "G(a, b) = f(a)$s$o(b)", "L = $l($E, $E)", "L = ($e - t)^2", "$e", "$E",
    "for i in 1..3 { h[i] = $e }", "for i in 2..4 { h[i] = $o(w*h[i-1]) }",
    "repeat $i { w -= 0.1*dL/dw }", "repeat 2 { $a := $e; $a = $e }", "h[0] = $e",
    "for i in 1..2 { for j in 1..2 { m[i,j] = i*$n + j } }", "n = 2; y = h[n]",
    "forward $n", "backward $n", "backward", "table $n", "local $n $n", "step $n", "step",
    "step back", "step end", "explain $n", "explain $n of $n", "explain $n ops", "explain $n latex",
    "explain $n of $n latex ops", "paths $n $n", "paths $n over $n, $n", "check $n", "check",
    "numeric d$n/d$n eps=0.1", "numeric grad($e, $n)", "whatif $n += $k", "whatif $n = $k, $n *= 2",
    "trace $n over h[1..3]", "trace $n over $n, $n", "predict $n", "predict", "$k", "? $e",
    "hint", "solution", "skip", "end", "break accumulate", "break order", "break sum",
    "break sign", "repair", "draw $n a.dot", "draw $n a.png", "draw a.svg",
    "label $n \"a \\\"b\\\"\"",
    "label $n \"사과의 가격 #1\"", "data $D", "data $D", "data none", "data", "row $i", "scale x",
    "scale x, y minmax", "scale u zscore", "accuracy $n", "train L$T with $O", "train L with $O$T",
    "train $n$T", "update $n of L with $O", "update w, b with $O", "seed $i", "list",
    "save a.nabla", "open a.nabla", "run a.nabla", "undo", "redo", "undo", "delete $n", "delete f",
    "delete v", "delete h", "reset", "set digits $i", "set ascii on", "set engine compiled",
    "set engine plain", "expect $e == $e", "expect $e ~ $e within 1%", "expect $e < $e", "help $o",
    "help $c", "help", "lesson", "engine", "y = \\phi + $e", "f($e) # a comment", "$a = ½$n",
    "x = $k # $e", "y = (\n$e\n)", "$c $n", "$c $e", "$c"};

static const char *const beginnings[] = {
    "x = $k", "y = $k", "z = $k", "w = $k", "b = $k", "t = $k", "사과 = $k", "φ = $k",
    "h[1] = $k; h[2] = $k; h[3] = $k", "v = [$k, $k]", "u = [$k, $k]", "W = [$k, $k; $k, $k]",
    "m[1,1] = $k", "f(a) = $q", "g(a) = $q", "F(a) = a", "G(a, b) = a*b", "q = [$k, $k]",
    "A = [1, 2; 3, 4]", "y = w*x + b", "L = (y - t)^2"};

static const char *const words[] = { /* $z */
    "=", ":=", "+=", "(", ")", "[", "]", "{", "}", ",", ";", "..", "@", "'", "²", "∂", "/", "^",
    "for", "in", "repeat", "#", "\"", "\\", "within", "over", "with", "of", "%", "#2", "∇ ",
    ">>> ", "$s", "$n", "$k", "$f", "$c", "$o", "$e", "$E"};

#define TABLE(letter, list) {letter, list, sizeof(list) / sizeof *(list)}
static const struct {
    char letter;
    const char *const *list;
    size_t count;
} tables[] = {
    TABLE('k', numbers), TABLE('i', indices), TABLE('n', scalars), TABLE('a', names),
    TABLE('v', vectors), TABLE('m', matrices), TABLE('f', functions), TABLE('s', signs),
    TABLE('l', losses), TABLE('r', reductions), TABLE('p', maps), TABLE('e', expressions),
    TABLE('E', arrays), TABLE('q', bodies), TABLE('j', inits), TABLE('O', optimizers),
    TABLE('T', trains), TABLE('D', sources), TABLE('z', words), TABLE('S', statements)};

enum { TABLES = sizeof tables / sizeof *tables };

/* ---- filling ---- */

/* The name of an operator that is called with so many operands. */
static const char *pick_operator(nb_random *chance, int arity) {
    for (;;) {
        const nb_op_info *info = nb_op_get((nb_op)nb_random_below(chance, NB_OP_COUNT));
        if (info->arity == arity && info->form.kind != NB_FORM_LEAF) return info->name;
    }
}

static const char *pick_command(nb_random *chance) {
    uint32_t count = 0;
    while (nb_command_get((int)count) != NULL) count++;
    return nb_command_get((int)nb_random_below(chance, count))->word;
}

static void fill(nb_buffer *out, nb_random *chance, const char *template, int depth);

static void fill_place(nb_buffer *out, nb_random *chance, char letter, int depth) {
    if (letter == 'o') nb_buffer_add_text(out, pick_operator(chance, 1));
    if (letter == 'd') nb_buffer_add_text(out, pick_operator(chance, 2));
    if (letter == 'c') nb_buffer_add_text(out, pick_command(chance));
    for (size_t i = 0; i < TABLES; i++) {
        if (tables[i].letter != letter) continue;
        uint32_t at = nb_random_below(chance, (uint32_t)tables[i].count);
        fill(out, chance, tables[i].list[depth >= DEEPEST ? 0 : at], depth + 1);
    }
}

static void fill(nb_buffer *out, nb_random *chance, const char *template, int depth) {
    for (const char *at = template; *at != '\0'; at++) {
        if (*at == '$') fill_place(out, chance, *++at, depth);
        else nb_buffer_add_char(out, *at);
    }
}

void fuzz_write_beginning(nb_buffer *out, nb_random *chance, const char *sign) {
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (nb_random_below(chance, 3) == 0) continue;
        nb_buffer_add_text(out, sign);
        fill(out, chance, beginnings[i], 0);
        nb_buffer_add_text(out, ";\n");
    }
}

void fuzz_write_line(nb_buffer *out, nb_random *chance) {
    fill(out, chance, "$S", 0);
    while (nb_random_below(chance, 5) == 0) {
        nb_buffer_add_text(out, "; ");
        fill(out, chance, "$S", 0);
    }
    nb_buffer_add_text(out, nb_random_below(chance, 10) == 0 ? ";\n" : "\n");
}

void fuzz_write_expression(nb_buffer *out, nb_random *chance) {
    fill(out, chance, "$e", 1);
}

void fuzz_write_word(nb_buffer *out, nb_random *chance) {
    fill(out, chance, "$z", 2);
}
