/* See grammar.h. A template is text with places to fill: a $ and a letter, which stands for any of
 * a table's templates; where places lie deep in places, for the first one, which has none. */
#include "grammar.h"

#include <string.h>

#include "lang/commands.h"
#include "ops/ops.h"
#include "ops/vectors.h"
#include "base/random.h"

enum { DEEPEST = 5 };

/* ---- templates ---- */

static const char *const numbers[] = { /* $k */
    "1", "2", "0.5", "-1", "3", "0", "-0.25", "1.7", "10", "1e-3", "-3", "0.1", "2.5e2", "1e300",
    "-1e-12", "0.3333", "½", "⅔", "¾", ".5", "3.", "1e308", "1e-310", "2²", "pi", "inf"};
static const char *const indices[] = {/* $i */ "1", "2", "3", "0", "1", "2", "k"};
static const char *const scalars[] = { /* $n */
    "x", "y", "z", "w", "L", "b", "사과", "φ", "h[1]", "h[2]", "h[3]", "v[1]", "W[1,2]", "m[1,1]",
    "t", "ans", "u[2]", "p", "B", "c[1,1]", "r[1,2]", "T[2,1]"};
static const char *const names[] = { /* $a: to be defined */
    "x", "y", "z", "w", "L", "b", "사과", "φ", "h[1]", "h[2]", "h[3]", "v[1]", "W[1,2]", "t",
    "u[2]", "y", "L", "z", "p", "B"};
static const char *const vectors[] = {
    /* $v */ "v", "u", "v", "W[1,:]", "h[1..3]", "x'", "q", "h", "v[2..1]", "W[:,2]"};
static const char *const matrices[] = { /* $m */
    "W", "W'", "A", "[1, 2; 3, 4]", "c", "r", "T", "A^T", "Aᵀ", "(A @ W)ᵀ", "c + r",
    "W + v", "W*c", "softmax($m)", "log_softmax($m)", "$m$s$m", "$m @ $m", "($m)^T"};
static const char *const functions[] = {/* $f */ "f", "g", "f", "F"};
static const char *const signs[] = { /* $s */
    "+", "-", "*", "/", " + ", " - ", "*", "·", "^", "<", "−", "×", " == ", ">="};
static const char *const losses[] = { /* $l */
    "mse", "$t", "$t", "softmax_cross_entropy", "huber", "kl_div", "half_mse", "cross_entropy",
    "sigmoid_cross_entropy", "H", "C"};
static const char *const reductions[] = { /* $r */
    "sum", "$u", "$u", "prod", "var", "std"};
static const char *const maps[] = { /* $p: from vectors to vectors */
    "softmax", "log_softmax", "sigmoid", "tanh", "relu", "exp", "2*", "-", "f"};
static const char *const expressions[] = { /* $e */
    "x", "$n", "$n", "$k", "$n$s$e", "$e$s$n", "($e$s$e)", "$o($e)", "$o($e)", "$d($e, $e)",
    "$f($e)", "G($e, $e)", "where($e > $e, $e, $e)", "grad($n, $n)", "d$n/d$n", "∂$n/∂$n",
    "2$n", "-$e", "($e)^2", "$n²", "$r($E)", "$l($E, $E)", "max($e, $e, $e)", "grad($e, $n)",
    "∂²L/∂w²", "$k($e)", "$v @ $v", "($E)[$i]", "grad(grad($n, $n), $n)", "½$n", "½($e)²",
    "$n($e$s$k)", "2∂$n/∂$n", "e^(2$n)", "$n^-$e", "$e < $e", "∂²$n/∂$n∂$n", "∂($e)/∂$n",
    "($e)/($k)", "$n^$n²", "f($k)", "log(abs($e))", "1/($e)", "$r($m)", "∂f/∂x",
    "f'($e)", "f''($e)", "$o'($e)", "g'($n)*$e", "d^2$n/d$n^2", "d²$n/d$n²", "d2L/d$nd$n",
    "d($e)/d$n", "d²($e)/d$n²", "d/d$n $n", "d/d$n ($e)", "d$n / d$n", "∂^2($e)/∂$n∂$n",
    "$l(softmax($m), $m)", "$l($m, $m)", "$l($m, $E)", "binary_cross_entropy(sigmoid($e), $e)",
    "B(p, $e)", "H($e, $e)", "K($e)", "f'(f($e))", "huber($E, $E, delta=$e)", "detach($e)",
    "focal($E, $E, alpha=$k, gamma=$k)", "std($E, sample=$k)", "clip($e, $e, $e)"};
static const char *const arrays[] = { /* $E */
    "v", "$v", "$v", "[$e, $e]", "$p($E)", "$E$s$E", "$n*$E", "$v @ $m", "$m @ $v", "grad($n, $v)",
    "zeros(2)", "[$k, $k]", "($E)^2", "$m[1,:]", "where($v > $k, $v, $v)", "$m", "inv($m)",
    "$m*$E", "$E/$m", "onehot($i, 3)", "[$e; $e]", "[$e, $e;]", "$m^-1", "grad(L, $m)", "$o($E)",
    "$d($E, $e)", "v - ½$E", "f'($E)", "$o'($E)", "$d($m, $m)", "$m$s$E", "K($m)", "$p($m)",
    "grad($l($m, $m), $m)", "grad($e, $m)", "H($m, $m)", "$m[:,1]",
    "$u($m, by=rows)", "$u($m, by=columns)", "outer($v, $v)", "std($m, by=rows, sample=$k)",
    "clip($E, $k, $e)", "detach($E)"};
/* Inputs with two readings, names that are no function, and what others write for what is meant. */
static const char *const doubtful[] = { /* $x */
    "1/2x", "1/2$n", "$n/2$n", "1/2($e)²", "$n/-2$n", "1/($e)($e)", "$n/$n($e)", "$k ÷ $k$n",
    "e^2$n", "e^-2$n", "$n^2($e)", "2^$k$n", "$n^2∂L/∂$n", "½/½$n", "2½", "$n($k)", "$n($n)",
    "v($i)", "W($i, $i)", "$n(-$k)", "$n ($e)", "$n^$n^2$n", "1/2f($e)", "1/2$k($e)",
    "-$n/3($e)/2$n", "sin^2($e)", "$o $e", "$n $n", "$k $n", "$o^2($e)", "ln($e)", "x^{2}",
    "1 < $e < 5", "\\frac{$e}{$e}", "\\sqrt{$e}", "np.exp($e)", "$e % 2", "$e if $e", "$e ** 2",
    "$n$n", "x.$r()", "$E ⊙ $E", "sum(W, axis=1)", "softmax $E", "（$e）", "|$e|", "√($e)", "f(f)",
    "$e && $e", "$e..$e", "sgd(0.1) + 1", "2 + $u", "sin(30°)", "$o($e, a=$k)", "f($e",
    "f'", "f'()", "$n'($e)", "G'($e, $e)", "$u'($E)", "d/d$n $e", "d/d$n", "d^2$n/d$n",
    "d^$i$n/d$n^$i",
    "d^2/d$n^2 $e", "∂/∂$n $n*$e", "$n^T", "$m^{T}", "$E + c", "∇f", "∇ $n", "∇$E", "∂f'($e)/∂$n",
    "$d'($e)", "f'$n", "d$E/d$n", "grad($E, $n)"};
static const char *const bodies[] = { /* $q: of a function of a */
    "a", "a$s$q", "$o(a)", "$o($q)", "x*a", "a^2 $s $k", "($q)$s($q)", "where(a > $k, $q, $q)",
    "grad($q, a)", "a*f(a)", "1/(1 + exp(-a))", "sum([a, $q])",
    "f'(a)", "$o'(a)*$q", "d($q)/da", "H(a, $k)", "binary_cross_entropy(K(a), t)", "a + r", "a*c",
    "softmax(a)", "cross_entropy(softmax(a), T)", "d²(a^3)/da²"};
static const char *const inits[] = { /* $j */
    "uniform(2)", "uniform(2, 2)", "normal(2)", "zeros(2)", "ones(2)", "glorot(2, 2)",
    "he(2, 2)", "uniform(2, low=-1, high=1)", "normal(2, 3, std=$k)", "ones(3)", "zeros(2, 2)"};
/* What a lost student types, and the names of derivatives' ends. */
static const char *const taken[] = { /* $w */
    "quit", "exit", "undo", "redo", "reset", "list", "help", "for", "in", "dx", "dw", "dL", "dt",
    "dy", "d", "e", "pi", "ans", "step", "data", "table", "sum", "sin", "f", "W", "h", "w₅₂", "a_b",
    "p'", "ϕ", "µ", "x̂", "L2", "dh[1]", "inf", "nan", "epoch"};
static const char *const notes[] = { /* $N */
    "dw = 2", "dw = $e", "dL = $e", "dx := $k", "dL/dw", "df = $k; dL/dx", "inv(W)", "W^-1", "1/W",
    "A*W", "[1, 2, 3] @ W", "h", "sum(h)", "h[0] = $k; s = sum(h)", "$w = $e", "$w := $k",
    "$w(a) = $q", "for $w in 1..3 { $w }", "data $w, t = [1, 2; 3, 4]", "$w", "delete $w",
    "label $w \"a\"", "explain $w", "x, $w := 1, $e", "log(-$e)", "y = 0*log($e - $e)",
    "x + [$k, $k] + h", "w(a) = a^2", "L(a) = $q", "y = dL/dw(y + 1)", "z = ∂L/∂w($e)",
    "for i in 2..3 { h[i] = $ki + i$s$e }", "y = $kans", "for i in 1..2 { h[i] = -i; u = [i, 2] }",
    "for i in 1..2 { h[i] = x^i(y + i) }", "$a = ans", "$a = $sans", "y = z*dL/dw",
    "w = dx", "df = $k; g(a) = dL/dx", "y = d²L/dw²", "x, dw := $e, 1", "z = dv",
    "v = [ans, -ans]", "f'($e) + dL/dw", "T = $k; A^T", "dx = $k; d(x^3)/dx", "d = $k; d/x",
    "d(a) = $q; d($e)/dx", "x2 = $k; d2y/dx2", "for i in 1..2 { h[i] = f'(i) + d(x*i)/dx }",
    "for i in 1..2 { m[i,i] = ∂²L/∂h[i]² + d/dh[i] (y*h[i]) }", "y = f'(x); f(a) = $q",
    "T(a) = $q; W^T", "dh[1] = $k; d(h[1]^2)/dh[1]", "z = $e; p = sigmoid(z); B = H(z, t)",
    "p = K(z); B = binary_cross_entropy(p, t); z = $e", "p = softmax($m); L = cross_entropy(p, T)",
    "K(a) = $q", "C(a, b) = $l(a, b)", "C(a, b) = cross_entropy(softmax(a), b)"};
static const char *const optimizers[] = { /* $O */
    "sgd(lr=0.1)", "momentum(lr=0.1)", "nag(lr=0.05)", "adagrad(lr=0.1)", "adadelta(lr=1)",
    "rmsprop(lr=0.01)", "adam(lr=0.05)", "adam(0.1, bias_correction=off)", "sgd(0.5)",
    "adamw(lr=0.05)", "nadam(0.1, clip=0.5)", "amsgrad(0.1, weight_decay=0.1)", "adamax(lr=0.1)",
    "rmsprop(0.1, centered=on, eps_inside=on)", "momentum(0.1, lr_inside=on)",
    "sgd(lr=0.1*0.95^epoch)", "sgd(lr=$e/step)", "adam(lr=where(epoch <= 2, 0.1, $e))"};
static const char *const trains[] = { /* $T: behind a loss */
    " epochs=$i", " epochs=3 batch=2", " epochs=5 shuffle=on batch=1", "", " decay=0.9 epochs=2",
    " warmup=3 epochs=4", " reduce=sum", " fresh", " over w, b epochs=2", " over v",
    " over W, c epochs=2"};
static const char *const sources[] = { /* $D */
    "x, t = [0, 1; 1, 0; 2, 1]", "x, y, t = [0,0,0; 0,1,1; 1,0,1; 1,1,0]", "u[1..2], t = [1,2,3]",
    "from moons(6)", "x, y, t from xor(8, noise=0.1)", "from \"a.csv\"", "x, t from a.csv",
    "u[1..2], t from \"a.csv\" onehot t", "from blobs(9) onehot t test 20%", "x from circles(5)",
    "u[1..2], t = [1, 2, 0; 3, 5, 1; 5, 8, 1]", "x, y = [1, 2; 3, 4; 5, 8] test 34%",
    "x, t = [1, \"a\"; 2, \"b\"; 3, \"\"] onehot t missing skip", "x, t = [\"a\", 1; 2, \"b\"]",
    "x, t = [1, \"a\"; 2, \"b\"] classes t", "from a.csv except x missing mean", "", "none",
    "t, x from a.csv classes x missing 0"};

/* Texts in quotes: what is escaped, what joins, what is no character. */
static const char *const texts[] = { /* $Q */
    "a", "\\u{202e}$z", "\\u{1F468}\\u{200D}\\u{1F469}", "👨\xe2\x80\x8d👩", "\\u{110000}\\u{d800}",
    "\\u{41", "\\u{}", "\\\\u{41}", "\\u{0}", "\\u{a}\\u{d}", "क्\xe2\x80\x8dष", "e\xcc\x81",
    "\\\"$z\\\\", "$e"};

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
    "break sign", "repair", "plot $e for x in $k..$k", "plot $e, f(x) for $n in -$k..$k y $k..$k",
    "plot $E, $E", "plot $e over $n", "plot L over w", "plot L, $n over $x in $k..$k", "plot loss",
    "plot contour $e over $n, $n", "plot contour L over w, b in -1..1, $k..$e a.dat",
    "plot boundary $e over x, y", "plot boundary $E over u", "plot gradients",
    "plot gradients of $n over $n, W, h a.svg", "plot f(x), dL/dx for x in $k..$k a.png",
    "plot $n title \"$Q\" dark", "draw $n a.dot", "draw $n a.png", "draw a.svg",
    "draw $n a.dot open path $n", "draw $n a.dot near $i style record", "draw a.dot down nolocal",
    "draw a.dot dark forward style plain", "backward $n near $i", "table $n near $i",
    "label $n \"a \\\"b\\\"\"",
    "label $n \"사과의 가격 #1\"", "data $D", "data $D", "data none", "data", "row $i", "scale x",
    "scale x, y minmax", "scale u zscore", "accuracy $n", "train L$T with $O", "train L with $O$T",
    "train $n$T", "update $n of L with $O", "update w, b with $O", "seed $i", "list",
    "save a.nabla", "open a.nabla", "run a.nabla", "undo", "redo", "undo", "delete $n", "delete f",
    "delete v", "delete h", "reset", "set digits $i", "set ascii on", "set engine compiled",
    "set engine plain", "expect $e == $e", "expect $e ~ $e within 1%", "expect $e < $e", "help $o",
    "help $c", "help", "lesson", "engine", "y = \\phi + $e", "f($e) # a comment", "$a = ½$n",
    "x = $k # $e", "y = (\n$e\n)", "$c $n", "$c $e", "$c",
    "$x", "$a = $x", "$N", "$N", "$N", "v += $E", "v, x := $E, $e", "W -= 0.1*dL/dW", "W = $E",
    "x, y += $k, $e", "v[1] := $e", "x /= $e", "x -= $e", "m = $m", "W[1,:]", "sum(m)",
    "for i in 1..$i {\n h[i] = $e\n}", "for i in 3..1 { x }", "repeat 2 { repeat 2 { $S } }",
    "for i in 1..2 { $S }", "{ $S }", "h[$i] = $e", "h[n] = $e", "m[$i,$i] = $e", "$n = $E",
    "remember w with momentum steps=$i state=[$k]", "update w of L with $O fresh",
    "seed $i drawn 7", "apropos $o", "set", "set digits 17", "set colour on", "set ascii off",
    "set memory 60", "help $w", "? $x", "forward $e", "backward $e", "table $x", "local $e $n",
    "explain $e", "explain dL/d$n", "explain W[1,2] of L", "explain v", "paths $e $e ops",
    "check $e", "check v", "numeric d$n/d$n", "numeric ∂L/∂v[1] eps=$k", "whatif v[1] += $k",
    "trace L over v[1..2]", "predict $e", "draw $e a.dot", "x*y #2", "forward x*y #2", "∇ x = $k",
    ">>> $S", "  $a = $k", "expect $E == $E", "expect $E ~ $E within 0.1", "expect $e != $e",
    "expect $x == $e", "data x, t = $E", "data x, t = W",
    "data x[1..2], t = [$k, $k, 1; $k, $k, 0]", "row 2", "$e; $e", "step $e", "lesson $w",
    "run gates", "quit", "exit", "\\phi = $e", "$E[$i]",
    "row raw x=$k", "row raw x=$e, y = $e", "row raw u=[$k, $k]", "row raw u[$i]=$e, t=$k",
    "row raw $n=$e", "row raw u=$E", "scale u minmax", "scale", "∇$n", "∇L", "∇($e)", "∇$e",
    "whatif $n += $k of $n", "whatif $n = $e, $n *= 2 of L", "whatif c += $E of L",
    "label $n \"$Q\"", "label $n \"$Q\"", "data $D; scale x", "data $D; scale u; row raw u=$E",
    "numeric d$n / d$n", "numeric d^2$n/d$n^2", "numeric d($e)/d$n", "check B", "explain $n of B",
    "explain c[1,1] of L", "explain d²L/d$n²", "backward f'($e)", "forward d($e)/d$n",
    "T = $m", "c = [$k; $e]", "r = [$k, $e;]", "c = $m", "r = $E", "c := $m", "W += $m", "p = $e",
    "L = $l(softmax($m), T)", "L = $l($m, T)", "L = mean($l(K($m), $m))", "B = H($e, $e)",
    "B = binary_cross_entropy(p, $e)", "L = sum($m)", "L = $r($p($m))", "y = $o'($e)",
    "y = f'($e)$s$e", "F(a) = f'(a)$s$k", "$a = d²($e)/d$n²", "$a = d/d$n ($e)",
    "W[$i,:] = $E", "c[$i,1] := $e", "K(a) = sigmoid(a)", "delete K", "delete c", "delete T",
    "y = ($e", "W = [$k, $k;", "f(a) = where(a > $k,", "+ $e)", "$k, $k]", "for i in 1..2 {",
    "h[i] = $e }", "L = sum([$e,\n\n $e])", "x = $k\r", "y = (\r\n$e\r\n)", "$S\r", "$e;\r"};

static const char *const beginnings[] = {
    "x = $k", "y = $k", "z = $k", "w = $k", "b = $k", "t = $k", "사과 = $k", "φ = $k",
    "h[1] = $k; h[2] = $k; h[3] = $k", "v = [$k, $k]", "u = [$k, $k]", "W = [$k, $k; $k, $k]",
    "m[1,1] = $k", "f(a) = $q", "g(a) = $q", "F(a) = a", "G(a, b) = a*b", "q = [$k, $k]",
    "A = [1, 2; 3, 4]", "c = [$k; $k]", "r = [$k, $k;]", "T = [0, 1; 1, 0]", "K(a) = sigmoid(a)",
    "C(a, b) = cross_entropy(softmax(a), b)", "H(a, b) = binary_cross_entropy(K(a), b)",
    "p = sigmoid(z)", "B = binary_cross_entropy(p, t)", "y = w*x + b", "L = (y - t)^2"};

static const char *const words[] = { /* $z */
    "=", ":=", "+=", "(", ")", "[", "]", "{", "}", ",", ";", "..", "@", "'", "²", "∂", "/", "^",
    "for", "in", "repeat", "#", "\"", "\\", "within", "over", "with", "of", "%", "#2", "∇ ",
    ">>> ", "$s", "$n", "$k", "$f", "$c", "$o", "$e", "$E", "$x", "$w", "½", "'", "::", "...", "…",
    "^2", "1/2", "(3)", "'", "''", "ᵀ", "^T", "∇", "d/dx", " raw ", "\r", ",\n", "\\u{200d}",
    "\xe2\x80\x8d", "\\", "_", "μ", "ﬁ", "２", "·", "√", "°", "\xcc\x81", "\xe2\x80\x8b"};

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
    TABLE('T', trains), TABLE('D', sources), TABLE('z', words), TABLE('S', statements),
    TABLE('x', doubtful), TABLE('w', taken), TABLE('N', notes), TABLE('Q', texts)};

enum { TABLES = sizeof tables / sizeof *tables };

/* ---- filling ---- */

/* The name of an operator that is called with so many operands. */
static const char *pick_operator(nb_random *chance, int arity) {
    for (;;) {
        const nb_op_info *info = nb_op_get((nb_op)nb_random_below(chance, NB_OP_COUNT));
        if (info->arity == arity && info->form.kind != NB_FORM_LEAF) return info->name;
    }
}

/* The same of operators over vectors. */
static const char *pick_vector_operator(nb_random *chance, int arity) {
    for (;;) {
        uint32_t at = nb_random_below(chance, NB_VECTOR_COUNT);
        const nb_vector_info *info = nb_vector_get((nb_vector_op)at);
        if (info->arity == arity && *info->name != '@' && *info->name != '\'') return info->name;
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
    if (letter == 'u') nb_buffer_add_text(out, pick_vector_operator(chance, 1));
    if (letter == 't') nb_buffer_add_text(out, pick_vector_operator(chance, 2));
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
