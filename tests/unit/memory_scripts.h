/* What runs where memory is refused: every command, each script for a session of its own. */
#ifndef NABLA_TESTS_MEMORY_SCRIPTS_H
#define NABLA_TESTS_MEMORY_SCRIPTS_H

#include <string.h>

static const char *const formulas[] = {
    "x = 3; y = x^2 + 1; w := 0.5\n",
    "f(a, b) = a*b + x*sigmoid(b)\n",
    "z = f(y, w) + where(x > 0, max(x, y, w), log(x))\n",
    "h[0] = 1; for i in 1..5 { h[i] = sigmoid(w*h[i-1]) }\n",
    "n = 2; p = h[n] + 사과_ + 1\n",
    "p = h[n] + 2x\n",
    "L = (z - p)^2 + h[5]\n",
    "repeat 3 { w -= 0.1*dL/dw }\n",
    "dL/dx + ∂L/∂(w*h[0]) + grad(L, p)\n",
    "g = grad(L, x) + grad(L, w*h[0])\n",
    "k(u) = grad(u*f(u, 2), u)\n",
    "c = k(3) + grad(where(x > 0, g, log(w)) + where(w > 9, g, 1), w)\n",
    "grad(grad(y, x), x) + k(w)\n",
    "v = [1, 2]; j(u) = grad(sum(u^3), u); i = j(v + x)\n",
    NULL};
static const char *const reports[] = {
    "x = 3; w := 0.5; y = x^2 + 1\n",
    "f(a, b) = a*b + x*sigmoid(b); h[0] = 1; for i in 1..5 { h[i] = sigmoid(w*h[i-1]) }\n",
    "z = f(y, w) + where(x > 0, max(x, y, w), log(x)); p = h[2] + 2x; L = (z - p)^2 + h[5]\n",
    "forward L\n",
    "backward L\n",
    "table z\n",
    "explain x of z\n",
    "explain x of z ops\n",
    "explain x of z latex\n",
    "local L p\n",
    "check L\n",
    "numeric dL/dx eps=0.1\n",
    "whatif x += 1, w = 2\n",
    "trace L over h[5], h[1..3]\n",
    "paths L over x, w\n",
    "step L\n",
    "step\n",
    "w := 0.25\n",
    "step\n",
    "draw L picture.dot\n",
    "step end\n",
    "predict L\n",
    "1\n",
    "7\n",
    "? 7\n",
    "hint\n",
    "solution\n",
    "w := 0.5\n",
    "end\n",
    "break order\n",
    "backward L\n",
    "break sum\n",
    "w := w - 0.01*dL/dw\n",
    "repair\n",
    "label x \"a label\"\n",
    "draw L picture.dot\n",
    "predict L\n",
    "skip\n",
    NULL};
static const char *const sessions[] = {
    "x = 3; y = x^2 + 1; w := 0.5; f(a, b) = a*b + x*sigmoid(b); z = f(y, w); n = 2\n",
    "L = z^2\n",
    "x = L\n",
    "x = 1 +* 2\n",
    "hepl\n",
    "y = (x +\n1)^3\n",
    "f(a, b) = a - b*w\n",
    "list\n",
    "help sigmoid\n",
    "help\n",
    "set = 4; set + n\n",
    "set digits 9; ans + ans\n",
    "expect x == 4\n",
    "expect [x, 2] == [4, w]\n",
    "local L x\n",
    "run bad.nabla\n",
    "run good.nabla\n",
    "undo\n",
    "undo\n",
    "x = 2*w; q := log(-x)\n",
    "save file.nabla\n",
    "reset\n",
    "undo\n",
    "open bad.nabla\n",
    "open good.nabla\n",
    "redo\n",
    "delete g2\n",
    "undo\n",
    "redo\n",
    "apropos gradient\n",
    "lesson\n",
    "lesson gates\n",
    "repeat 1 { save a.nabla; draw g1 g1.png; 3 + 4; foo }\n",
    "set\n",
    "peek good.nabla\n",
    NULL};
static const char *const training[] = {
    "data a[1..2], t from moons(9, noise=0.1) onehot t test 20%\n",
    "scale a zscore\n",
    "data d1, d2, d3 = [0, 0, 0; 0, 1, 1]\n",
    "row 2\n",
    "v = normal(2)\n",
    "e1 = (sigmoid(v[1]*d1 + v[2]*d2) - d3)^2\n",
    "train e1 with adam(0.1, bias_correction=keras) epochs=3 batch=1 shuffle=on\n",
    "train e1\n",
    "train e1 over nothing\n",
    "accuracy e1\n",
    "update v of e1 with adam(0.1)\n",
    "undo\n",
    "list\n",
    "help adam\n",
    "data from good.nabla\n",
    "peek b.csv\n",
    "data from b.csv\n",
    "data q, p from b.csv\n",
    "data from b.csv except r onehot species classes u missing mean test 30%\n",
    "data\n",
    "row 2\n",
    "data f1, f2 = [1, \"b\"; 2, \"a\"; 3, \"\"]\n",
    "data f1, f2 = [1, \"b\"; 2, \"a\"; 3, \"\"] classes f2 missing skip\n",
    "scale f2 minmax\n",
    "data none\n",
    "remember e1 with sgd steps=1\n",
    "remember v with sgd steps=1\n",
    "seed 4\n",
    NULL};
static const char *const vectors[] = {
    "g1 = 5; for i in 1..20 { m[i,1] = g1*i }; m[7,1]\n",
    "seed 3; o = uniform(3, 3); r = o; s = softmax(o)*2 + r'\n",
    "i1 = ones(200); i2 = i1;\n",
    "u = sum(s) + norm(r @ o)\n",
    "explain o[2,3] of u\n",
    "explain o[2,3] of u latex\n",
    "∇u\n",
    "check u\n",
    NULL};


static const char *const *const scripts[] = {formulas, reports, sessions, training, vectors};

/* The files that a host has. */
static inline const char *text_of_file(const char *path) {
    if (strcmp(path, "a.csv") == 0) return "p,q,species\n1,2,a\n3,4,b\n5,6,c\n7,8,a\n";
    if (strcmp(path, "b.csv") == 0)
        return "p,q,species, r (cm),u\n1,2,a,x,k\n3,4,\"\xc3\xa9\",y,l\n5,,c,z,k\n7,8,NA,w,k\n";
    return strcmp(path, "good.nabla") == 0 ? "g1 = 5\ng2 = 2g1\nlabel g1 \"five\"\n"
                                           : "g1 = 6\nx = 9\ng3 = foo\n";
}

#endif
