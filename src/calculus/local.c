/* Instantiating and simplifying a partial derivative. Each rule keeps the value at every point
 * where the formula is defined. */
#include "calculus/local.h"

#include <string.h>

nb_status nb_local_parse(nb_arena *arena, const nb_names *names, nb_op op, int k,
                         nb_expr *partial) {
    static const char *const locals[] = {"a", "b", "c", "y"};
    nb_problem problem;
    return nb_parse_expression(arena, names, nb_op_get(op)->partial[k].taught, locals, 4, partial,
                               &problem);
}

static bool is_number(const nb_term *term, double number) {
    return term->kind == NB_TERM_NUMBER && term->number == number;
}

/* Arithmetic between two numbers is done; log(2) stays as it is written. */
static bool is_arithmetic(nb_op op) {
    nb_form_kind kind = nb_op_get(op)->form.kind;
    return kind == NB_FORM_INFIX || kind == NB_FORM_INFIX_RIGHT || kind == NB_FORM_PREFIX;
}

/* op with this number as that operand is the other operand. */
static const struct {
    nb_op op;
    int operand;
    double neutral;
} neutral_rules[] = {
    {NB_OP_ADD, 0, 0}, {NB_OP_ADD, 1, 0}, {NB_OP_SUB, 1, 0}, {NB_OP_MUL, 0, 1},
    {NB_OP_MUL, 1, 1}, {NB_OP_DIV, 1, 1}, {NB_OP_POW, 1, 1},
};

static const nb_term *without_neutral(nb_op op, const nb_term *const *x) {
    for (size_t i = 0; i < sizeof neutral_rules / sizeof *neutral_rules; i++)
        if (neutral_rules[i].op == op &&
            is_number(x[neutral_rules[i].operand], neutral_rules[i].neutral))
            return x[1 - neutral_rules[i].operand];
    return NULL;
}

static const nb_term *make(nb_arena *arena, nb_op op, const nb_term *const *x) {
    int arity = nb_op_get(op)->arity;
    bool numbers = is_arithmetic(op);
    for (int k = 0; k < arity; k++) numbers = numbers && x[k]->kind == NB_TERM_NUMBER;
    double value = nb_op_value(op, x[0]->number, arity > 1 ? x[1]->number : 0,
                               arity > 2 ? x[2]->number : 0);
    if (op == NB_OP_WHERE) return x[0]->number != 0 ? x[1] : x[2];
    const nb_term *same = without_neutral(op, x);
    if (same != NULL) return same;
    nb_term *term = nb_arena_add(arena, 1, sizeof *term);
    if (term == NULL) return NULL;
    *term = (nb_term){.kind = numbers ? NB_TERM_NUMBER : NB_TERM_OP, .number = value, .op = op};
    for (int k = 0; k < arity; k++) term->operands[k] = x[k];
    return term;
}

static const nb_term *make_node(nb_arena *arena, const nb_graph *graph, nb_node node) {
    nb_term *term = nb_arena_add(arena, 1, sizeof *term);
    if (term == NULL) return NULL;
    bool number = graph->op[node] == NB_OP_CONST;
    *term = (nb_term){.kind = number ? NB_TERM_NUMBER : NB_TERM_NODE,
                      .number = graph->value[node], .node = node};
    return term;
}

static const nb_term *make_number(nb_arena *arena, double number) {
    nb_term *term = nb_arena_add(arena, 1, sizeof *term);
    if (term != NULL) *term = (nb_term){.kind = NB_TERM_NUMBER, .number = number};
    return term;
}

const nb_term *nb_local_term(nb_arena *arena, const nb_graph *graph, nb_node node,
                             const nb_expr *partial) {
    enum { ROOM = 64, OUTPUT = 3 }; /* no row of ops.def is nearly as deep */
    const nb_term *stack[ROOM] = {NULL};
    size_t count = 0;
    for (uint32_t i = 0; i < partial->count; i++) {
        const nb_code *code = &partial->codes[i];
        const nb_term *term = NULL;
        if (code->kind == NB_CODE_NUMBER) term = make_number(arena, code->number);
        if (code->kind == NB_CODE_LOCAL)
            term = make_node(arena, graph, code->count == OUTPUT
                                               ? node
                                               : nb_graph_operand(graph, node, (int)code->count));
        if (code->kind == NB_CODE_OP) {
            count -= code->count;
            term = make(arena, (nb_op)code->op, stack + count);
        }
        if (term == NULL || count == ROOM) return NULL;
        stack[count++] = term;
    }
    return stack[0];
}
