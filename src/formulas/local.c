/* Texts of ops.def and rules.def, parsed when they are first asked for. */
#include "formulas/local.h"

#include "graph/broken.h"

nb_status nb_algebra_get(nb_sheet *s, nb_arena *arena, nb_algebra *algebra) {
    nb_status status = NB_STATUS_OK;
    if (s->rules.rules == NULL) status = nb_rules_read(&s->arena, &s->names, &s->rules);
    *algebra = (nb_algebra){arena, &s->graph, &s->rules, s->owner};
    return status;
}

const nb_expr *nb_partial_of(nb_sheet *s, nb_op op, int k) {
    const nb_expr **partial = &s->partials[op][k];
    if (*partial == NULL) {
        nb_expr *expr = nb_arena_add(&s->arena, 1, sizeof *expr);
        const char *text = nb_op_get(op)->partial[k].taught;
        if (expr == NULL || nb_local_parse(&s->arena, &s->names, text, expr) != NB_STATUS_OK)
            return NULL;
        *partial = expr;
    }
    return *partial;
}

const nb_term *nb_local_of(nb_sheet *s, const nb_algebra *algebra, nb_node node, int k) {
    nb_op op = (nb_op)s->graph.op[node];
    if (nb_graph_is_local_broken(&s->graph, node))
        return nb_term_number(algebra, nb_graph_local(&s->graph, node, k));
    const nb_expr *partial = nb_partial_of(s, op, k);
    return partial != NULL ? nb_local_term(algebra, node, partial) : NULL;
}
