/* Random formulas of vectors and matrices, and beside each the same written out in numbers, in a
 * session of its own: one name for every element, operators over vectors by their definitions. Both
 * have the same values and the same gradients, to the last bit where they do the same operations.
 * Shapes that do not fit fail exactly where they should, and change nothing. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"

enum { LARGEST = 3, ELEMENTS = 9, NAME = 24, LEAVES = 5, STEPS = 9, ROOM = 4000, CASES = 400 };

/* ---- values: a text of one session, names of the other ---- */

typedef struct value {
    uint32_t rank, rows, columns;
    char text[3 * NAME];
    char elements[ELEMENTS][NAME];
} value;

typedef struct twin {
    nb_session *vectors, *numbers;
    value pool[LEAVES + STEPS];
    uint32_t count;
    bool same;  /* the same operations so far */
    bool rough; /* of values that may differ by rounding: nothing that jumps comes behind */
} twin;

static uint32_t count_of(const value *v) {
    return v->rows * v->columns;
}

static value shaped(uint32_t rank, uint32_t rows, uint32_t columns) {
    return (value){.rank = rank, .rows = rows, .columns = columns};
}

static bool same_shape(const value *x, const value *y) {
    return x->rank == y->rank && x->rows == y->rows && x->columns == y->columns;
}

/* Whether x goes with each number, or each row, of y. */
static bool spreads(const value *x, const value *y) {
    return x->rank == 0 || same_shape(x, y) ||
           (x->rank == 1 && y->rank == 2 && x->columns == y->columns);
}

static const char *spread(const value *x, const value *whole, uint32_t i) {
    return x->elements[x->rank == 0 ? 0 : x->rank < whole->rank ? i % whole->columns : i];
}

/* A new name for a shape, with a name for each of its elements. */
static value named(twin *t, value shape) {
    snprintf(shape.text, sizeof shape.text, "n%u", t->count);
    for (uint32_t i = 0; i < count_of(&shape); i++)
        snprintf(shape.elements[i], NAME, "s%u_%u", t->count, i + 1);
    return shape;
}

/* Runs `name = formula`, where %s stands for up to three names. */
static void define(nb_session *s, const char *name, const char *format, const char *a,
                   const char *b, const char *c) {
    char line[ROOM] = "";
    add_format(line, ROOM, "%s = ", name);
    const char *names[] = {a, b, c};
    for (size_t k = 0; *format != '\0'; format++) {
        if (*format == '@') add_format(line, ROOM, "%s", names[k++]);
        else add_format(line, ROOM, "%c", *format);
    }
    run(s, line);
}

/* ---- views: elements and slices, which are no operations ---- */

/* Rows and columns from..from + count - 1 of a matrix; of a vector columns alone. */
static void take(value *v, uint32_t row, uint32_t rows, uint32_t column, uint32_t columns) {
    value whole = *v;
    for (uint32_t i = 0; i < rows * columns; i++)
        memcpy(v->elements[i], whole.elements[(row + i / columns) * whole.columns + column +
                                              i % columns], NAME);
    v->rows = rows;
    v->columns = columns;
}

static void transpose(value *v) {
    value whole = *v;
    for (uint32_t i = 0; i < count_of(v); i++)
        memcpy(v->elements[i], whole.elements[i % whole.rows * whole.columns + i / whole.rows],
               NAME);
    v->rows = whole.columns;
    v->columns = whole.rows;
    add_format(v->text, sizeof v->text, "'");
}

static void choose_one(value *v) {
    uint32_t row = pick(v->rows), column = pick(v->columns);
    if (v->rank == 1) add_format(v->text, sizeof v->text, "[%u]", column + 1);
    if (v->rank == 2) add_format(v->text, sizeof v->text, "[%u,%u]", row + 1, column + 1);
    take(v, row, 1, column, 1);
    v->rank = 0;
}

static void slice_vector(value *v) {
    uint32_t from = pick(v->columns), count = 1 + pick(v->columns - from);
    add_format(v->text, sizeof v->text, "[%u..%u]", from + 1, from + count);
    take(v, 0, 1, from, count);
}

static void slice_matrix(value *v) {
    uint32_t row = pick(v->rows), column = pick(v->columns), form = pick(3);
    uint32_t rows = 1 + pick(v->rows - row), columns = 1 + pick(v->columns - column);
    uint32_t r = row + 1, c = column + 1;
    if (form == 0) add_format(v->text, sizeof v->text, "[%u,:]", r);
    if (form == 1) add_format(v->text, sizeof v->text, "[:,%u]", c);
    if (form == 2)
        add_format(v->text, sizeof v->text, "[%u..%u,%u..%u]", r, row + rows, c, column + columns);
    if (form == 0) take(v, row, 1, 0, v->columns);
    if (form == 1) take(v, 0, v->rows, column, 1);
    if (form == 2) take(v, row, rows, column, columns);
    v->rank = form == 2 ? 2 : 1;
    if (form == 1) v->columns = v->rows;
    if (form < 2) v->rows = 1;
}

/* Something from the pool, or a part of it. */
static value any(const twin *t) {
    value v = t->pool[pick(t->count)];
    if (v.rank > 0 && pick(6) == 0) choose_one(&v);
    else if (v.rank == 2 && pick(4) == 0) transpose(&v);
    else if (v.rank == 2 && pick(3) == 0) slice_matrix(&v);
    else if (v.rank == 1 && pick(3) == 0) slice_vector(&v);
    return v;
}

/* ---- operations ---- */

static void element_by_element(twin *t, const char *format, const value *x, uint32_t count) {
    value whole = shaped(0, 1, 1);
    for (uint32_t k = 0; k < count; k++)
        if (x[k].rank > whole.rank) whole = x[k];
    for (uint32_t k = 0; k < count; k++)
        if (!spreads(&x[k], &whole)) return;
    value made = named(t, shaped(whole.rank, whole.rows, whole.columns));
    define(t->vectors, made.text, format, x[0].text, count > 1 ? x[1].text : NULL,
           count > 2 ? x[2].text : NULL);
    for (uint32_t i = 0; i < count_of(&made); i++)
        define(t->numbers, made.elements[i], format, spread(&x[0], &whole, i),
               count > 1 ? spread(&x[1], &whole, i) : NULL,
               count > 2 ? spread(&x[2], &whole, i) : NULL);
    t->pool[t->count++] = made;
}

static void add_one_of_numbers(twin *t) {
    static const char *const smooth[] = {"@ + @", "@ - @", "@*@", "0.5@*(@ + 1)", "sin(@)",
                                         "tanh(@)", "sigmoid(@)", "-@", "@^2", "1/(@^2 + 1)",
                                         "f(@)", "g(@, @)"};
    static const char *const jumping[] = {"relu(@)", "abs(@)", "max(@, @)", "where(@ > @, @, 2)"};
    uint32_t form = pick(t->rough ? 12 : 16), count = 0;
    const char *format = form < 12 ? smooth[form] : jumping[form - 12];
    for (const char *c = format; *c != '\0'; c++) count += *c == '@';
    value x[] = {any(t), any(t), any(t)};
    element_by_element(t, format, x, count);
}

/* The rows of x times the columns of y; a vector is a row in front and a column behind. */
static void multiply(twin *t) {
    value x = any(t), y = any(t), made;
    if (x.rank == 0 || y.rank == 0) return;
    uint32_t inner = y.rank == 1 ? y.columns : y.rows, columns = y.rank == 1 ? 1 : y.columns;
    if (x.columns != inner) return;
    made = shaped(x.rank + y.rank - 2, x.rows, columns);
    if (made.rank == 1) made.columns = x.rows * columns, made.rows = 1;
    made = named(t, made);
    define(t->vectors, made.text, "@ @ @", x.text, "@", y.text);
    for (uint32_t i = 0; i < x.rows * columns; i++) {
        char sum[ROOM] = "";
        for (uint32_t k = 0; k < inner; k++)
            add_format(sum, ROOM, "%s%s*%s", k > 0 ? " + " : "",
                       x.elements[i / columns * inner + k], y.elements[k * columns + i % columns]);
        define(t->numbers, made.elements[i], sum, NULL, NULL, NULL);
    }
    t->pool[t->count++] = made;
}

/* x as it is typed, but with an element for each of y's. */
static void spread_to(value *x, const value *y) {
    value small = *x;
    for (uint32_t i = 0; i < count_of(y); i++) memcpy(x->elements[i], spread(&small, y, i), NAME);
    x->rank = y->rank;
    x->rows = y->rows;
    x->columns = y->columns;
}

/* One number of all elements: before + term₁ + between + term₂ + ... + behind, where @ is an
 * element of x, & one of y, # how many there are. */
static void fold(twin *t, const char *call, const char *before, const char *term,
                 const char *between, const char *behind, const value *x, const value *y) {
    char text[ROOM] = "";
    value made = named(t, shaped(0, 1, 1));
    add_format(text, ROOM, "%s", before);
    for (uint32_t i = 0; i < count_of(x); i++) {
        if (i > 0) add_format(text, ROOM, "%s", between);
        for (const char *c = term; *c != '\0'; c++) {
            if (*c == '@') add_format(text, ROOM, "%s", x->elements[i]);
            else if (*c == '&') add_format(text, ROOM, "%s", spread(y, x, i));
            else add_format(text, ROOM, "%c", *c);
        }
    }
    for (const char *c = behind; *c != '\0'; c++) {
        if (*c == '#') add_format(text, ROOM, "%u", count_of(x));
        else add_format(text, ROOM, "%c", *c);
    }
    define(t->vectors, made.text, call, x->text, y->text, NULL);
    define(t->numbers, made.elements[0], text, NULL, NULL, NULL);
    t->pool[t->count++] = made;
}

/* What works row by row refuses a matrix of one column. */
static bool has_rows(const value *x) {
    return x->rank < 2 || x->columns > 1;
}

/* The sum of exp(tanh(x)) over the row of element number i. */
static void add_row_sum(char *text, const value *x, uint32_t i) {
    for (uint32_t k = 0; k < x->columns; k++)
        add_format(text, ROOM, "%sexp(tanh(%s))", k > 0 ? " + " : "",
                   x->elements[i / x->columns * x->columns + k]);
}

/* By its definition; what nabla does to stay in range makes other operations of it. */
static void add_softmax(twin *t, const value *x) {
    if (!has_rows(x)) return;
    value made = named(t, shaped(x->rank, x->rows, x->columns));
    define(t->vectors, made.text, pick(2) ? "softmax(tanh(@))" : "share(@)", x->text, NULL, NULL);
    for (uint32_t i = 0; i < count_of(x); i++) {
        char share[ROOM] = "";
        add_format(share, ROOM, "exp(tanh(%s))/(", x->elements[i]);
        add_row_sum(share, x, i);
        add_format(share, ROOM, ")");
        define(t->numbers, made.elements[i], share, NULL, NULL, NULL);
    }
    t->pool[t->count++] = made;
    t->same = false;
    t->rough = true;
}

/* Of matrices the mean over the rows: -Σ t·log(softmax(a)) of each, or the same of y as it is. */
static void add_cross_entropy(twin *t, const value *x, const value *y, bool softmax) {
    char text[ROOM] = "(";
    if (!has_rows(x)) return;
    value made = named(t, shaped(0, 1, 1));
    for (uint32_t i = 0; i < count_of(x); i++) {
        add_format(text, ROOM, "%ssigmoid(%s)*(", i > 0 ? " + " : "", spread(y, x, i));
        if (softmax) {
            add_format(text, ROOM, "log(");
            add_row_sum(text, x, i);
            add_format(text, ROOM, ") - tanh(%s))", x->elements[i]);
        } else {
            add_format(text, ROOM, "-log(sigmoid(%s)))", x->elements[i]);
        }
    }
    add_format(text, ROOM, ")/%u", x->rank == 2 ? x->rows : 1);
    define(t->vectors, made.text, softmax ? "softmax_cross_entropy(tanh(@), sigmoid(@))"
                                          : "cross_entropy(sigmoid(@), sigmoid(@))",
           x->text, y->text, NULL);
    define(t->numbers, made.elements[0], text, NULL, NULL, NULL);
    t->pool[t->count++] = made;
    t->same = false;
    t->rough = true;
}

static void add_fold(twin *t) {
    static const struct {
        const char *call, *before, *term, *between, *behind;
        bool same, jumps;
    } folds[] = {
        {"sum(@)", "", "@", " + ", "", true, false},
        {"mean(@)", "(", "@", " + ", ")/#", true, false},
        {"max(@)", "max(", "@", ", ", ")", true, true},
        {"min(@)", "min(", "@", ", ", ")", true, true},
        {"norm(@)", "root(", "@^2", " + ", ")", false, false},
        {"dot(@, @)", "", "@*&", " + ", "", false, false},
        {"sse(@, @)", "", "(@ - &)^2", " + ", "", false, false},
        {"mse(@, @)", "(", "(@ - &)^2", " + ", ")/#", false, false},
        {"half_sse(@, @)", "0.5*(", "(@ - &)^2", " + ", ")", false, false},
        {"mae(@, @)", "(", "abs(@ - &)", " + ", ")/#", false, true},
        {"mape(@, 2 + tanh(@))", "(", "abs(@ - (2 + tanh(&)))/(2 + tanh(&))", " + ", ")/#", false,
         true},
        {"msle(@^2, @^2)", "(", "(log(@^2 + 1) - log(&^2 + 1))^2", " + ", ")/#", false, false},
        {"binary_cross_entropy(sigmoid(@), sigmoid(@))", "-(",
         "sigmoid(&)*log(sigmoid(@)) + (1 - sigmoid(&))*log(1 - sigmoid(@))", " + ", ")/#", false,
         false}};
    enum { FOLDS = sizeof folds / sizeof *folds };
    uint32_t form = pick(FOLDS + 3);
    value x = any(t), y = any(t);
    bool two = form < FOLDS && strchr(folds[form].term, '&') != NULL;
    if (form == FOLDS) {
        add_softmax(t, &x);
        return;
    }
    bool product = form < FOLDS && strncmp(folds[form].call, "dot", 3) == 0;
    if (product && x.rank + y.rank == 3) y = x; /* a vector and a matrix: that is x @ y */
    if ((two || form > FOLDS) && spreads(&x, &y) && pick(2)) { /* now and then the smaller first */
        spread_to(&x, &y);
    } else if ((two || form > FOLDS) && !spreads(&y, &x)) {
        y = x;
    }
    if (form > FOLDS) {
        add_cross_entropy(t, &x, &y, form == FOLDS + 1);
        return;
    }
    bool extreme = *folds[form].between == ','; /* max and min take two numbers at least */
    if ((folds[form].jumps && t->rough) || (extreme && count_of(&x) < 2)) return;
    fold(t, folds[form].call, folds[form].before, folds[form].term, folds[form].between,
         folds[form].behind, &x, &y);
    t->same = t->same && folds[form].same;
    t->rough = t->rough || !folds[form].same;
}

/* [u[1], 3, W[2,1]]: vectors of numbers from anywhere. */
static void add_literal(twin *t) {
    char text[ROOM] = "[";
    value made = named(t, shaped(1, 1, 1 + pick(LARGEST)));
    for (uint32_t i = 0; i < made.columns; i++) {
        value x = any(t);
        if (x.rank > 0) choose_one(&x);
        add_format(text, ROOM, "%s%s", i > 0 ? ", " : "", x.text);
        define(t->numbers, made.elements[i], "@", x.elements[0], NULL, NULL);
    }
    add_format(text, ROOM, "]");
    define(t->vectors, made.text, text, NULL, NULL, NULL);
    t->pool[t->count++] = made;
}

/* ---- two sessions ---- */

static nb_session *open_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    assert_non_null(s);
    run(s, "f(a) = a*tanh(a) + 1; g(a, b) = a/(1 + b^2); share(v) = softmax(tanh(v))");
    return s;
}

static void add_leaf(twin *t, uint32_t rank) {
    char text[ROOM] = "";
    uint32_t rows = rank == 2 ? 1 + pick(LARGEST) : 1;
    value leaf = named(t, shaped(rank, rows, rank > 0 ? 1 + pick(LARGEST) : 1));
    if (rank > 0) add_format(text, ROOM, "[");
    for (uint32_t i = 0; i < count_of(&leaf); i++) {
        char number[NAME];
        snprintf(number, sizeof number, "%.3g", nb_random_normal(&chance));
        add_format(text, ROOM, "%s%s", i == 0 ? "" : i % leaf.columns > 0 ? ", " : "; ", number);
        define(t->numbers, leaf.elements[i], number, NULL, NULL, NULL);
    }
    if (rank > 0) add_format(text, ROOM, rank == 2 && rows == 1 ? ";]" : "]");
    define(t->vectors, leaf.text, text, NULL, NULL, NULL);
    t->pool[t->count++] = leaf;
}

static void begin(twin *t) {
    *t = (twin){.vectors = open_session(), .numbers = open_session(), .same = true};
    for (uint32_t i = 0; i < LEAVES; i++) add_leaf(t, i == 0 ? 0 : 1 + i % 2);
    for (uint32_t i = 0; i < STEPS; i++) {
        uint32_t form = pick(10);
        if (form < 5) add_one_of_numbers(t);
        else if (form < 7) multiply(t);
        else if (form < 9) add_fold(t);
        else add_literal(t);
    }
}

static void end(twin *t) {
    nb_session_free(t->vectors);
    nb_session_free(t->numbers);
}

/* Every element of one value, from a result that the caller frees. */
static const double *numbers_of(const nb_result *result, uint32_t count) {
    const nb_value_block *block = NULL;
    for (const nb_block *b = result->first; b != NULL; b = b->next)
        if (b->kind == NB_BLOCK_VALUE) block = &b->as.value;
    assert_non_null(block);
    uint32_t rows = block->rows > 0 ? block->rows : 1;
    assert_int_equal(count, block->columns > 0 ? rows * block->columns : 1);
    return block->numbers;
}

static void check_number(const twin *t, const char *what, double found, double wanted,
                         double rounding) {
    bool equal = found == wanted || (isnan(found) && isnan(wanted));
    if (equal || (!t->same && fabs(found - wanted) <= rounding)) return;
    char *vectors = list_of(t->vectors), *numbers = list_of(t->numbers);
    fail_msg("%s is %.17g, not %.17g, in\n%s\nwhich is\n%s", what, found, wanted, vectors, numbers);
}

/* Rounding changes a value by about 1e-16 of what is added up on the way to it, a node. Where that
 * is 0 there is still the square of what rounding left. */
static double rounding_of(const twin *t, const value *target, double number) {
    double unit = 1e-16 * t->numbers->sheet.graph.count;
    double sum = fabs(number) + unit;
    nb_node node = node_of(t->numbers, target->elements[0]);
    for (uint32_t i = 0; i <= node; i++) {
        double gradient = absolute_gradient(t->numbers, node, i);
        if (gradient > 0) sum += gradient * fabs(t->numbers->sheet.graph.value[i]);
    }
    return unit * sum;
}

static void check_values(const twin *t, const value *v) {
    nb_result *result = ask(t->vectors, v->text);
    const double *found = numbers_of(result, count_of(v));
    for (uint32_t i = 0; i < count_of(v); i++) {
        value one = {.rank = 0};
        memcpy(one.elements[0], v->elements[i], NAME);
        double wanted = run(t->numbers, v->elements[i]);
        check_number(t, v->elements[i], found[i], wanted, rounding_of(t, &one, wanted));
    }
    nb_result_free(result);
}

/* The gradient of the last number, or of the sum of the last vector, by every leaf. */
static void check_gradients(twin *t) {
    const value *last = &t->pool[t->count - 1];
    value target = *last;
    bool same = t->same;
    if (last->rank > 0 && t->count < LEAVES + STEPS) {
        fold(t, "sum(@)", "", "@", " + ", "", last, last);
        target = t->pool[t->count - 1];
    } else if (last->rank > 0) {
        return;
    }
    double number = run(t->numbers, target.elements[0]);
    double unit = 1e-16 * t->numbers->sheet.graph.count; /* and of what is 0,
        by the second derivative */
    for (uint32_t k = 0; k < LEAVES; k++) {
        char text[ROOM] = "";
        add_format(text, ROOM, "grad(%s, %s)", target.text, t->pool[k].text);
        nb_result *result = ask(t->vectors, text);
        const double *found = numbers_of(result, count_of(&t->pool[k]));
        for (uint32_t i = 0; i < count_of(&t->pool[k]); i++) {
            char by[ROOM] = "";
            const char *element = t->pool[k].elements[i];
            add_format(by, ROOM, "grad(%s, %s)", target.elements[0], element);
            double scale = absolute_gradient(t->numbers, node_of(t->numbers, target.elements[0]),
                                             node_of(t->numbers, element));
            check_number(t, by, found[i], run(t->numbers, by),
                         100 * unit * (1 + scale + fabs(number)));
        }
        nb_result_free(result);
    }
    t->same = same;
}

/* What `list` prints makes the same values. */
static void check_list(const twin *t) {
    nb_session *copy = nb_session_new(&(nb_host){.user = NULL});
    assert_non_null(copy);
    char *list = list_of(t->vectors);
    run(copy, list);
    for (uint32_t k = 0; k < t->count; k++) {
        uint32_t count = count_of(&t->pool[k]);
        nb_result *a = ask(t->vectors, t->pool[k].text), *b = ask(copy, t->pool[k].text);
        if (memcmp(numbers_of(a, count), numbers_of(b, count), count * sizeof(double)) != 0)
            fail_msg("%s is another one after\n%s", t->pool[k].text, list);
        nb_result_free(a);
        nb_result_free(b);
    }
    free(list);
    nb_session_free(copy);
}

static void test_formulas(void **state) {
    (void)state;
    uint32_t steps = 0, same = 0;
    for (uint32_t i = 0; i < CASES; i++) {
        twin t;
        begin(&t);
        for (uint32_t k = LEAVES; k < t.count; k++) check_values(&t, &t.pool[k]);
        steps += t.count - LEAVES;
        same += t.same;
        check_gradients(&t);
        check_list(&t);
        end(&t);
    }
    print_message("%u formulas in %u sessions, %u of them to the last bit\n", steps, CASES, same);
    assert_true(steps > 5 * CASES && same > CASES / 5);
}

/* ---- derivations ---- */

/* A local gradient's formula, typed, is its number. (At most 1e-9 of it: sums of shares are taken
 * for 1, and a formula as it is taught may cancel.) */
static void check_formula(nb_session *s, const nb_node_row *row, const nb_contribution *c) {
    char text[ROOM] = "";
    add_pieces(text, ROOM, &c->formula);
    if (*text == '\0' || strstr(text, "…") != NULL) return;
    double found = run(s, text);
    if (!isfinite(c->local) || !isfinite(found)) return;
    if (fabs(found - c->local) <= 1e-9 * (1 + fabs(c->local))) return;
    char name[ROOM] = "", *list = list_of(s);
    add_pieces(name, ROOM, &row->name);
    fail_msg("%s gets %s, which is %.17g, not %.17g, in\n%s", name, text, found, c->local, list);
}

static void test_derivations(void **state) {
    (void)state;
    uint32_t checked = 0;
    for (uint32_t i = 0; i < CASES / 2; i++) {
        twin t;
        char line[ROOM] = "";
        begin(&t);
        const value *last = &t.pool[t.count - 1];
        const char *first = last->rank == 2 ? "[1,1]" : last->rank == 1 ? "[1]" : "";
        add_format(line, ROOM, "backward %s%s", last->text, first);
        nb_result *result = ask(t.vectors, line);
        const nb_nodes_block *nodes = &result->first->as.nodes;
        assert_int_equal(result->first->kind, NB_BLOCK_NODES);
        for (size_t k = 0; k < nodes->count; k++)
            for (size_t j = 0; j < nodes->rows[k].contribution_count; j++, checked++)
                check_formula(t.vectors, &nodes->rows[k], &nodes->rows[k].contributions[j]);
        nb_result_free(result);
        end(&t);
    }
    print_message("%u local gradients\n", checked);
    assert_true(checked > CASES);
}

/* ---- what does not fit ----
 * Two shapes under an operator: does the statement work? */
static bool fits(const char *sign, const value *x, const value *y) {
    if (strcmp(sign, "@") != 0) {
        bool vague = strcmp(sign, "·") == 0 || strcmp(sign, "×") == 0;
        if (vague && x->rank > 0 && y->rank > 0) return false;
        const value *m = x->rank == 2 ? x : y, *v = x->rank == 2 ? y : x;
        if (m->rank == 2 && v->rank == 1 && m->columns == 1 && m->rows > 1 && v->columns > 1)
            return false; /* a column and a vector */
        return (x->rows == y->rows || x->rows == 1 || y->rows == 1) &&
               (x->columns == y->columns || x->columns == 1 || y->columns == 1);
    }
    uint32_t inner = y->rank == 1 ? y->columns : y->rows;
    return x->rank > 0 && y->rank > 0 && x->columns == inner;
}

static void check_fails(nb_session *s, const char *line) {
    char *before = snapshot_of(s), *after;
    run_failing(s, line);
    after = snapshot_of(s);
    if (strcmp(before, after) != 0) fail_msg("%s: %s\nbecame\n%s", line, before, after);
    free(before), free(after);
}

static void try_operator(twin *t) {
    static const char *const signs[] = {"+", "*", "^", "<", "·", "×", "@"};
    const char *sign = signs[pick(sizeof signs / sizeof *signs)];
    value x = any(t), y = any(t);
    char line[ROOM] = "";
    bool defined = pick(2) == 0;
    add_format(line, ROOM, "%s%s %s %s\n", defined ? "new = " : "", x.text, sign, y.text);
    if (!fits(sign, &x, &y)) {
        check_fails(t->vectors, line);
        return;
    }
    run(t->vectors, line);
    if (defined) run(t->vectors, "delete new\n");
}

static void try_index(twin *t) {
    value x = t->pool[1 + pick(LEAVES - 1)];
    static const char *const wrong[] = {"0", "-1", "1.5", "4", "3..2", "0..1", "2..9", "1e20"};
    char line[ROOM] = "";
    bool second = pick(2) == 0, none = pick(6) == 0;
    const char *index = wrong[pick(sizeof wrong / sizeof *wrong)];
    if (none) add_format(line, ROOM, x.rank == 2 ? "%s[1]\n" : "%s[1,1]\n", x.text);
    else if (x.rank == 1) add_format(line, ROOM, "%s[%s]\n", x.text, index);
    else add_format(line, ROOM, second ? "%s[1,%s]\n" : "%s[%s,1]\n", x.text, index);
    check_fails(t->vectors, line);
}

static void test_misfits(void **state) {
    (void)state;
    for (uint32_t i = 0; i < CASES / 4; i++) {
        twin t;
        begin(&t);
        for (uint32_t k = 0; k < 12; k++) {
            try_operator(&t);
            if (k % 3 == 0) try_index(&t);
        }
        end(&t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_formulas),
                                       cmocka_unit_test(test_derivations),
                                       cmocka_unit_test(test_misfits)};
    nb_random_seed(&chance, 11);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
