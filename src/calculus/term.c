/* Building and simplifying. A rule's sides are terms with variables; matching a side against a
 * term is a walk as deep as the rule is written, so that nothing here is as deep as a formula. */
#include "calculus/term.h"

#include <math.h>

#include "ops/compute.h"

enum {
    VARIABLES = 7, /* a b c m n p k */
    ROOM = 32,     /* operands waiting while a rule is read */
    LOOK = 64      /* nodes compared before two formulas count as different */
};
enum { FIRST_NUMBER = 3, POSITIVE = 5, NEGATIVE = 6 };

/* ---- terms ---- */

static nb_term *add(nb_arena *arena, nb_term term) {
    nb_term *made = nb_arena_add(arena, 1, sizeof *made);
    if (made != NULL) *made = term;
    return made;
}

const nb_term *nb_term_number(const nb_algebra *algebra, double number) {
    return add(algebra->arena, (nb_term){.kind = NB_TERM_NUMBER, .number = number});
}

const nb_term *nb_term_node(const nb_algebra *algebra, nb_node node) {
    const nb_graph *graph = algebra->graph;
    bool number = graph->op[node] == NB_OP_CONST && algebra->names[node] == UINT32_MAX;
    return add(algebra->arena, (nb_term){.kind = number ? NB_TERM_NUMBER : NB_TERM_NODE,
                                         .number = graph->value[node], .node = node});
}

static bool is_number(const nb_term *term, double number) {
    return term->kind == NB_TERM_NUMBER && term->number == number;
}

static bool is_constant(const nb_algebra *algebra, const nb_term *term) {
    return term->kind == NB_TERM_NUMBER ||
           (term->kind == NB_TERM_NODE && algebra->graph->op[term->node] == NB_OP_CONST);
}

/* Arithmetic between two numbers is done; log(2) stays as it is written. */
static bool is_arithmetic(nb_op op) {
    nb_form_kind kind = nb_op_get(op)->form.kind;
    return kind == NB_FORM_INFIX || kind == NB_FORM_INFIX_RIGHT || kind == NB_FORM_PREFIX;
}

static bool same(const nb_term *x, const nb_term *y, int *look) {
    if (x == y) return true;
    if (x->kind != y->kind || --*look < 0) return false;
    if (x->kind == NB_TERM_NUMBER) return x->number == y->number;
    if (x->kind == NB_TERM_NODE) return x->node == y->node;
    if (x->op != y->op) return false;
    for (int k = 0; k < nb_op_get(x->op)->arity; k++)
        if (!same(x->operands[k], y->operands[k], look)) return false;
    return true;
}

/* ---- rules ---- */

static bool matches(const nb_term *pattern, const nb_term *term, const nb_term **bound) {
    if (pattern->kind == NB_TERM_NUMBER) return is_number(term, pattern->number);
    if (pattern->kind == NB_TERM_VARIABLE) {
        nb_node variable = pattern->node;
        int look = LOOK;
        if (bound[variable] != NULL) return same(bound[variable], term, &look);
        if (variable >= FIRST_NUMBER && term->kind != NB_TERM_NUMBER) return false;
        if (variable == POSITIVE && !(term->number > 0)) return false;
        if (variable == NEGATIVE && !(term->number < 0)) return false;
        bound[variable] = term;
        return true;
    }
    if (term->kind != NB_TERM_OP || term->op != pattern->op) return false;
    for (int k = 0; k < nb_op_get(pattern->op)->arity; k++)
        if (!matches(pattern->operands[k], term->operands[k], bound)) return false;
    return true;
}

static const nb_term *put_in(const nb_algebra *algebra, const nb_term *pattern,
                             const nb_term *const *bound) {
    if (pattern->kind == NB_TERM_VARIABLE) return bound[pattern->node];
    if (pattern->kind == NB_TERM_NUMBER) return pattern;
    const nb_term *operands[NB_MAX_OPERANDS] = {NULL};
    for (int k = 0; k < nb_op_get(pattern->op)->arity; k++)
        operands[k] = put_in(algebra, pattern->operands[k], bound);
    return nb_term_op(algebra, pattern->op, operands);
}

/* 1/3 stays a fraction, where 1/4 is as good as 0.25. */
static bool is_fraction(double over, double under) {
    const double shown = 1e6, largest = 1e9;
    double value = over / under;
    if (over != rint(over) || under != rint(under)) return false;
    if (fabs(over) > largest || fabs(under) > largest) return false;
    return fabs(value * shown - rint(value * shown)) > 1e-9;
}

const nb_term *nb_term_op(const nb_algebra *algebra, nb_op op, const nb_term *const *x) {
    int arity = nb_op_get(op)->arity;
    bool constant = true, numbers = is_arithmetic(op);
    if (x[0] == NULL) return NULL;
    for (int k = 0; k < arity; k++) {
        if (x[k] == NULL) return NULL;
        numbers = numbers && x[k]->kind == NB_TERM_NUMBER;
        constant = constant && is_constant(algebra, x[k]);
    }
    if (op == NB_OP_WHERE) return x[0]->number != 0 ? x[1] : x[2];
    double value = nb_op_value(op, x[0]->number, arity > 1 ? x[1]->number : 0,
                               arity > 2 ? x[2]->number : 0);
    /* log(e) is 1, exp(0) too: as plain as arithmetic */
    bool plain = constant && !is_arithmetic(op) && (value == 0 || value == 1);
    bool fraction = op == NB_OP_DIV && x[1] != NULL && is_fraction(x[0]->number, x[1]->number);
    if (plain || (numbers && !fraction))
        return nb_term_number(algebra, value);
    /* 0·a, 0/a and −0 are 0 unless the value of a makes it nan: 0·inf */
    bool zero = is_number(x[0], 0) || (op == NB_OP_MUL && x[1] != NULL && is_number(x[1], 0));
    if (zero && value == 0 && (op == NB_OP_MUL || op == NB_OP_DIV || op == NB_OP_NEG))
        return nb_term_number(algebra, 0);
    nb_term term = {.kind = NB_TERM_OP, .number = value, .op = op};
    for (int k = 0; k < arity; k++) term.operands[k] = x[k];
    for (size_t i = 0; i < algebra->rules->count; i++) {
        const nb_term *bound[VARIABLES] = {NULL};
        if (matches(algebra->rules->rules[i].from, &term, bound))
            return put_in(algebra, algebra->rules->rules[i].to, bound);
    }
    return add(algebra->arena, term);
}

/* ---- reading rules ---- */

/* A side as it is written: only a negative number becomes one term. */
static const nb_term *read_side(nb_arena *arena, const nb_expr *expr) {
    const nb_term *stack[ROOM] = {NULL};
    size_t count = 0;
    for (uint32_t i = 0; i < expr->count && count < ROOM; i++) {
        const nb_code *code = &expr->codes[i];
        nb_term term = {.kind = NB_TERM_NUMBER, .number = code->number};
        if (code->kind == NB_CODE_LOCAL) term.kind = NB_TERM_VARIABLE, term.node = code->count;
        if (code->kind == NB_CODE_OP) {
            count -= code->count;
            term.kind = NB_TERM_OP;
            term.op = (nb_op)code->op;
            for (uint32_t k = 0; k < code->count; k++) term.operands[k] = stack[count + k];
            if (term.op == NB_OP_NEG && stack[count]->kind == NB_TERM_NUMBER)
                term = (nb_term){.kind = NB_TERM_NUMBER, .number = -stack[count]->number};
        }
        stack[count] = add(arena, term);
        if (stack[count++] == NULL) return NULL;
    }
    return stack[0];
}

nb_status nb_rules_read(nb_arena *arena, const nb_names *names, nb_rules *rules) {
    static const char *const letters[VARIABLES] = {"a", "b", "c", "m", "n", "p", "k"};
    static const char *const texts[][2] = {
#define RULE(FROM, TO) {FROM, TO},

#include "calculus/rules.def"
#undef RULE
    };
    size_t count = sizeof texts / sizeof *texts;
    nb_rule *read = nb_arena_add(arena, count, sizeof *read);
    if (read == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const nb_term *sides[2];
        for (int side = 0; side < 2; side++) {
            nb_problem problem;
            nb_expr expr = {.count = 0};
            nb_status status = nb_parse_expression(arena, names, texts[i][side], letters,
                                                   VARIABLES, &expr, &problem);
            if (status != NB_STATUS_OK) return status;
            sides[side] = read_side(arena, &expr);
            if (sides[side] == NULL) return NB_STATUS_NO_MEMORY;
        }
        read[i] = (nb_rule){sides[0], sides[1]};
    }
    *rules = (nb_rules){read, count};
    return NB_STATUS_OK;
}
