/* The rules that explain derives for vectors and matrices: what each equation multiplies is, in
 * numbers, the gradient beside it; which form of the rule is found; and that anything that a target
 * is made of has a derivation. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

static const nb_rule_block *rule_of(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_RULE) return &block->as.rule;
    fail_msg("%s: no derivation", result->statement);
    return NULL;
}

/* A product of matrices, or element by element; a matrix of one number multiplies all. */
static void multiply(double *into, uint32_t *rows, uint32_t *columns, const nb_rule_factor *by) {
    double product[400] = {0};
    bool number = by->rows * by->columns == 1;
    if (*rows * *columns == 1 && by->sign == NB_RULE_PRODUCT && by->rows == 1 && !number) {
        *columns = by->columns;
        for (uint32_t i = 1; i < *columns; i++) into[i] = into[0];
        for (uint32_t i = 0; i < *columns; i++) into[i] *= by->numbers[i];
        return;
    }
    bool each = by->sign == NB_RULE_EACH || number;
    for (uint32_t i = 0; each && i < *rows * *columns; i++)
        product[i] = into[i] * by->numbers[number ? 0 : i];
    for (uint32_t i = 0; !each && i < *rows; i++)
        for (uint32_t j = 0; j < by->columns; j++)
            for (uint32_t k = 0; k < *columns; k++)
                product[i * by->columns + j] += into[i * *columns + k] *
                                                by->numbers[k * by->columns + j];
    if (!each) assert_int_equal(*columns, by->rows);
    if (!each) *columns = by->columns;
    assert_true(*rows * *columns <= 400);
    memcpy(into, product, sizeof product);
}

static void check_blocks(const char *line, const nb_rule_equation *equation) {
    const nb_rule_side *blocks = &equation->blocks;
    double sum[400] = {0};
    if (blocks->count == 0) return;
    for (size_t i = 0; i < blocks->count;) {
        double product[400];
        uint32_t rows = blocks->factors[i].rows, columns = blocks->factors[i].columns;
        memcpy(product, blocks->factors[i].numbers, rows * columns * sizeof *product);
        for (i++; i < blocks->count && blocks->factors[i].sign != NB_RULE_PLUS; i++)
            multiply(product, &rows, &columns, &blocks->factors[i]);
        assert_int_equal(rows * columns, equation->rows * equation->columns);
        for (uint32_t k = 0; k < rows * columns; k++) sum[k] += product[k];
    }
    for (uint32_t k = 0; k < equation->rows * equation->columns; k++)
        if (!is_near(sum[k], equation->numbers[k], 1e-13 * fmax(1, fabs(sum[k]))))
            fail_msg("%s: in (%d) number %u is %.17g, not %.17g", line, equation->number, k,
                     equation->numbers[k], sum[k]);
}

/* A side as C for product of matrices, ' transposed, G a gradient, S a sum. */
static void read_side(const nb_rule_side *side, char *form) {
    static const char signs[] = {[NB_RULE_PLUS] = '+', [NB_RULE_PRODUCT] = '.',
                                 [NB_RULE_EACH] = '*'};
    for (size_t i = 0; i < side->count; i++) {
        const nb_rule_factor *f = &side->factors[i];
        if (f->sign != NB_RULE_FIRST) *form++ = signs[f->sign];
        if (f->sum != NULL) *form++ = 'S';
        *form++ = f->gradient ? 'G' : 'x';
        if (f->transposed) *form++ = '\'';
    }
    *form = '\0';
}

typedef struct example {
    const char *formulas, *line, *form; /* of the first equation; "": only in elements */
} example;

/* x is a vector, X two samples, one a row; W is 2×3, V 3×2, M 2×2. */
static const char data[] =
    "x = [0.5, -1.5]; y = [0.3, 0.7, -0.2]; X = [0.5, -1.5; 2, 0.25]; b = [0.1, 0.2, 0.3]\n"
    "W = [0.1, 0.2, 0.3; -0.4, 0.5, 0.6]; V = [1, 2; 3, 4; 5, 6]; M = [1, 2; 3, 4]; s = 0.7\n";

static const example examples[] = {
    {"h = x @ W; L = sum(h^2)", "explain W", "x'.G"},
    {"h = x @ W; L = sum(h^2)", "explain x", "G.x'"},
    {"h = V @ x; L = sum(h^2)", "explain V", "G.x'"},
    {"h = V @ x; L = sum(h^2)", "explain x", "x'.G"},
    {"H = X @ W; L = sum(H^2)", "explain W", "x'.G"},
    {"H = X @ W; L = sum(H^2)", "explain X", "G.x'"},
    {"H = V @ X; L = sum(H^2)", "explain V", "G.x'"},
    {"h = x @ V'; L = sum(h^2)", "explain V", "G.x'"},
    {"h = W' @ x; L = sum(h^2)", "explain W", "x'.G"},
    {"H = X' @ M'; L = sum(H^2)", "explain M", "G'.x'"},
    {"H = X + M'; L = sum(H^2)", "explain M", "G'"},
    {"h = x @ W + b; L = sum(h^2)", "explain b", "G"},
    {"H = X @ W + b; L = sum(H^2)", "explain b", "SG"},
    {"H = tanh(X @ W + b); L = sum(H^2)", "explain b", "SG*x"},
    {"H = tanh(X @ W + b); L = sum(H^2)", "explain W", "x'.G*x"},
    {"h = sigmoid(x @ W + b); L = mse(h, y)", "explain W", "x'.G*x"},
    {"h = x*M[1,:]; L = sum(h^2)", "explain x", "G*x"},
    {"h = X*M; L = sum(h^3)", "explain X", "G*x"},
    {"h = relu(x); L = sum(h^2)", "explain x", "G*x"},
    {"f(a) = a^2 + abs(a); h = f(x); L = sum(h^2)", "explain x", "G*x"},
    {"h = x @ W; L = sum(h^2) + sum(W^2)", "explain W", "x'.G+x"},
    {"h = x @ W; k = W' @ x; L = sum(h*k)", "explain W", "x'.G+x'.G"},
    {"L = sum((X @ W)^2)", "explain W", "x'.G"},
    {"L = sum(tanh(X @ W) @ V)", "explain W", "x'.G"},
    {"h = s*x; L = sum(h^2)", "explain x", "G.x"},
    {"L = x @ M @ x", "explain M", "x'.G"},
    {"h = softmax(x); L = sum(h^2)", "explain x", "G.x"},
    {"L = cross_entropy(softmax(X @ W), [1, 0, 0; 0, 1, 0])", "explain W", "x'.G"},
    {"h = W[1,:]; L = sum(h^2)", "explain W", ""},
    {"L = max(x)", "explain x", ""},
    {"H = softmax(X @ W); L = sum(H^2)", "explain W", "x'.G"},
    {"h = x @ W; L = norm(h)", "explain h", "x"},
    {"h = x @ W; g = h @ V; k = g*x; L = sum(k)", "explain W", "x'.G"},
    {"h = [x[1]*x[2], x[1]]; L = sum(h^2)", "explain x", "G.x"},
    {"L = where(x[1] > 0, x[1], x[2])^2", "explain x", ""},
    {"H = X - mean(X); L = sum(H^2)", "explain X", ""},
    {"h = tanh(x @ M); L = sum(h^2)", "explain x", "G*x.x'"},
    {"h = log(x @ x); L = h^2", "explain x", "G.x"},
};

static void test_forms(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const example *e = &examples[i];
        nb_session *s = new_session();
        char text[300], form[80];
        run(s, data);
        snprintf(text, sizeof text, "%s\n", e->formulas);
        run(s, text);
        snprintf(text, sizeof text, "%s of L\n", e->line);
        nb_result *result = ask(s, text);
        const nb_rule_block *rule = rule_of(result);
        assert_true(rule->count > 0);
        read_side(&rule->equations[0].whole, form);
        if (strcmp(form, e->form) != 0)
            fail_msg("%s; %s: the rule is %s, not %s", e->formulas, e->line, form, e->form);
        for (size_t k = 0; k < rule->count; k++) check_blocks(text, &rule->equations[k]);
        if (rule->comparison.id != NB_MESSAGE_RULE_AGREES)
            fail_msg("%s; %s: %d", e->formulas, e->line, (int)rule->comparison.id);
        nb_result_free(result);
        nb_session_free(s);
    }
}

/* ∂L/∂W = xᵀ·δ with δ = 2(h − t)·h(1 − h), worked out here. */
static void test_numbers(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "x = [1, 2]; W = [0.1, 0.2; 0.4, 0.5]; t = [1, 0]\n"
           "h = sigmoid(x @ W); L = sum((h - t)^2)\n");
    nb_result *result = ask(s, "explain W\n");
    const nb_rule_equation *first = &rule_of(result)->equations[0];
    for (uint32_t j = 0; j < 2; j++) {
        double z = j == 0 ? 0.9 : 1.2, h = 1 / (1 + exp(-z));
        double delta = 2 * (h - (j == 0)) * h * (1 - h);
        for (uint32_t i = 0; i < 2; i++)
            assert_true(is_near(first->numbers[i * 2 + j], (i + 1) * delta, 1e-15));
    }
    nb_result_free(result);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
