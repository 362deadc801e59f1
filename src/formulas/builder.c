/* Pushing values and frames on the builder's stack, and adding nodes, for all files that build. */
#include "formulas/builder.h"

#include "definitions/owner.h"
#include "definitions/problem.h"
#include "definitions/uses.h"

nb_status nb_fail_code(nb_builder *m, nb_span span, nb_message message, nb_message hint) {
    return nb_fail_at(m->s, m->frames[m->frame_count - 1].expr, span, message, hint);
}

nb_status nb_add_op(nb_sheet *s, nb_op op, const nb_node *operands, nb_node *node) {
    int arity = nb_op_get(op)->arity;
    nb_node before = s->graph.count;
    nb_status polled = nb_poll_turn(s, before); /* here all come by that make many */
    if (polled != NB_STATUS_OK) return polled;
    return nb_own_nodes(s, before, nb_graph_add(&s->graph, op, operands[0],
                                                arity > 1 ? operands[1] : 0,
                                                arity > 2 ? operands[2] : 0, node));
}

nb_node *nb_new_nodes(nb_sheet *s, nb_shape shape) {
    return nb_arena_add(&s->scratch, nb_shape_count(shape) + 1u, sizeof(nb_node));
}

nb_status nb_push_value(nb_builder *m, nb_value value) {
    if (!NB_RESERVE(&m->s->memory, m->values, &m->value_capacity, m->value_count + 1))
        return NB_STATUS_NO_MEMORY;
    m->values[m->value_count++] = value;
    return NB_STATUS_OK;
}

nb_status nb_push(nb_builder *m, nb_node node) {
    return nb_push_value(m, (nb_value){.shape = NB_SCALAR, .node = node});
}

nb_status nb_push_number(nb_builder *m, double value) {
    nb_node node = 0;
    nb_status status = nb_add_number(m->s, NB_OP_CONST, value, &node);
    return status == NB_STATUS_OK ? nb_push(m, node) : status;
}

nb_status nb_push_frame(nb_builder *m, nb_frame f) {
    if (!NB_RESERVE(&m->s->memory, m->frames, &m->frame_capacity, m->frame_count + 1))
        return NB_STATUS_NO_MEMORY;
    f.first = m->s->graph.count;
    m->frames[m->frame_count++] = f;
    return NB_STATUS_OK;
}

nb_status nb_record_use(nb_builder *m, nb_def_id used) {
    nb_frame *f = &m->frames[m->frame_count - 1];
    nb_def *def = &m->s->defs[used];
    if (f->user == NB_NO_DEF || def->seen == f->build) return NB_STATUS_OK;
    def->seen = f->build;
    return nb_link(m->s, f->user, used);
}

void nb_builder_clear(nb_builder *m) {
    nb_memory_free(&m->s->memory, m->frames, m->frame_capacity, sizeof *m->frames);
    nb_memory_free(&m->s->memory, m->values, m->value_capacity, sizeof *m->values);
}

/* ---- remarks ---- */

static bool is_own(const nb_builder *m) {
    for (size_t i = 1; i < m->frame_count; i++)
        if (m->frames[i].def != NB_NO_DEF) return false;
    return true;
}

void nb_remark_family(nb_builder *m, const char *name, uint32_t members) {
    if (!is_own(m)) return;
    m->s->remarks.family = name;
    m->s->remarks.members = members;
}

static bool is_square(nb_value x) {
    return x.shape.rank == 2 && x.shape.rows == x.shape.columns;
}

static bool is_constant(const nb_builder *m, nb_value x) {
    return x.shape.rank == 0 && m->s->graph.op[x.node] == NB_OP_CONST;
}

static bool is_negative(const nb_builder *m, nb_value x) {
    return is_constant(m, x) && m->s->graph.value[x.node] < 0;
}

void nb_remark_inverse(nb_builder *m, nb_op op, const nb_value *x) {
    bool inverse = (op == NB_OP_INV && is_square(x[0])) ||
                   (op == NB_OP_POW && is_square(x[0]) && is_negative(m, x[1])) ||
                   (op == NB_OP_DIV && is_square(x[1]) && is_constant(m, x[0]));
    if (inverse && is_own(m)) m->s->remarks.inverse = true;
}

void nb_remark_single(nb_builder *m, nb_vector_op op, const nb_value *x) {
    bool one = nb_vector_get(op)->arity == 1 && x->shape.rank == 0;
    bool typed = m->frames[m->frame_count - 1].vector == NULL; /* not in the formula of another */
    if (!one || !typed || !is_own(m)) return;
    m->s->remarks.single = nb_vector_get(op)->name;
    m->s->remarks.number = x->node;
}
