/* A partial derivative's text, instantiated for one node. */
#include "calculus/local.h"

#include <math.h>

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

/* ---- operators over vectors ---- */

enum { LOCAL_RESULT = NB_VECTOR_PARAMETERS, LOCAL_I, LOCAL_J, LOCAL_N, LOCAL_SETTING };

nb_status nb_vector_parse(nb_arena *arena, const nb_names *names, nb_vector_op op, int parameter,
                          nb_expr *partial) {
    const nb_vector_info *info = nb_vector_get(op);
    const char first[] = {info->parameters[0], '\0'};
    const char second[] = {info->arity > 1 ? info->parameters[3] : '_', '\0'};
    const char *locals[LOCAL_SETTING + NB_VECTOR_SETTINGS] = {first, second, "r", "i", "j", "n"};
    for (int k = 0; k < info->setting_count; k++)
        locals[LOCAL_SETTING + k] = info->settings[k].name;
    const char *text = parameter < NB_VECTOR_PARAMETERS ? info->partial[parameter]
                                                        : info->made.partial;
    nb_problem problem;
    return nb_parse_expression(arena, names, text, locals,
                               LOCAL_SETTING + (uint32_t)info->setting_count, partial, &problem);
}

static double number_of(const nb_vector_place *place, uint32_t local) {
    return local == LOCAL_I ? place->result + 1 : local == LOCAL_J ? place->arg + 1 : place->count;
}

/* y[j]: three codes (SKIP, the index, PICK) behind the vector, which may be softmax(a). */
static const nb_term *element(const nb_algebra *algebra, const nb_vector_place *place,
                              const nb_code *vector, bool inner) {
    const nb_code *index = vector + (inner ? 3 : 2);
    const nb_node *nodes = inner                            ? place->inner
                           : vector->count == LOCAL_RESULT ? place->results
                                                           : place->args[vector->count];
    double i = index->kind == NB_CODE_NUMBER ? index->number : number_of(place, index->count);
    return nb_term_node(algebra, nodes[(uint32_t)i - 1]);
}

/* The term of sum(t). Where the values add up to 1, as shares do, it is the number 1, so that the
 * formula reads as in a textbook. */
static const nb_term *add_sum(const nb_algebra *algebra, const nb_vector_place *place,
                              const nb_node *nodes) {
    enum { FEW = 6 };
    const double near = 1e-9; /* decimals such as 0.3 + 0.6 + 0.1 miss 1 by less */
    const nb_term *sum = NULL;
    double total = 0;
    for (uint32_t i = 0; i < place->count; i++) total += algebra->graph->value[nodes[i]];
    if (fabs(total - 1) <= near) return nb_term_number(algebra, 1);
    if (place->count > FEW) return nb_term_number(algebra, total);
    for (uint32_t i = 0; i < place->count; i++) {
        const nb_term *operands[NB_MAX_OPERANDS] = {sum, nb_term_node(algebra, nodes[i]), NULL};
        sum = i == 0 ? operands[1] : nb_term_op(algebra, NB_OP_ADD, operands);
    }
    return sum;
}

const nb_term *nb_vector_term(const nb_algebra *algebra, const nb_vector_place *place,
                              const nb_expr *partial) {
    enum { ROOM = 32 };
    const nb_term *stack[ROOM] = {NULL};
    size_t count = 0;
    for (uint32_t i = 0; i < partial->count; i++) {
        const nb_code *code = &partial->codes[i];
        const nb_term *term = NULL;
        if (code->kind == NB_CODE_NUMBER) term = nb_term_number(algebra, code->number);
        if (code->kind == NB_CODE_LOCAL && code->count >= LOCAL_SETTING)
            term = nb_term_node(algebra, place->settings[code->count - LOCAL_SETTING]);
        else if (code->kind == NB_CODE_LOCAL && code->count > LOCAL_RESULT)
            term = nb_term_number(algebra, number_of(place, code->count));
        if (code->kind == NB_CODE_LOCAL && code->count <= LOCAL_RESULT) {
            bool inner = code[1].kind == NB_CODE_VECTOR;
            bool sum = inner && code[1].op == NB_VECTOR_SUM;
            term = sum ? add_sum(algebra, place, place->args[code->count])
                       : element(algebra, place, code, inner);
            i += sum ? 1 : inner ? 4 : 3;
        }
        if (code->kind == NB_CODE_OP) {
            count -= code->count;
            term = nb_term_op(algebra, (nb_op)code->op, stack + count);
        }
        if (term == NULL || count == ROOM) return NULL;
        stack[count++] = term;
    }
    return stack[0];
}
