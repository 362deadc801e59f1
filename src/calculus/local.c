/* A partial derivative's text, instantiated for one node. */
#include "calculus/local.h"

nb_status nb_local_parse(nb_arena *arena, const nb_names *names, const char *text,
                         nb_expr *partial) {
    static const char *const locals[] = {"a", "b", "c", "y"};
    nb_problem problem;
    return nb_parse_expression(arena, names, text, locals, 4, partial, &problem);
}

const nb_term *nb_local_term(const nb_algebra *algebra, nb_node node, const nb_expr *partial) {
    enum { ROOM = 64, OUTPUT = 3 }; /* no row of ops.def is nearly as deep */
    const nb_graph *graph = algebra->graph;
    const nb_term *stack[ROOM] = {NULL};
    size_t count = 0;
    for (uint32_t i = 0; i < partial->count; i++) {
        const nb_code *code = &partial->codes[i];
        const nb_term *term = NULL;
        if (code->kind == NB_CODE_NUMBER) term = nb_term_number(algebra, code->number);
        if (code->kind == NB_CODE_LOCAL)
            term = nb_term_node(algebra, code->count == OUTPUT
                                             ? node
                                             : nb_graph_operand(graph, node, (int)code->count));
        if (code->kind == NB_CODE_OP) {
            count -= code->count;
            term = nb_term_op(algebra, (nb_op)code->op, stack + count);
        }
        if (term == NULL || count == ROOM) return NULL;
        stack[count++] = term;
    }
    return stack[0];
}
