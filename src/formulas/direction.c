/* A column is a row of the matrix that is turned: so only rows are gone along, and what has the
 * shape of the matrix is turned back. */
#include "formulas/direction.h"

#include "definitions/problem.h"
#include "formulas/table_cells.h"

nb_status nb_turn(nb_sheet *s, nb_value *value) {
    nb_shape shape = {2, value->shape.columns, value->shape.rows};
    if (value->shape.rank < 2) return NB_STATUS_OK;
    nb_node *nodes = nb_new_nodes(s, shape);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < shape.rows; i++)
        for (uint32_t j = 0; j < shape.columns; j++)
            nodes[i * shape.columns + j] = value->nodes[j * shape.rows + i];
    *value = (nb_value){shape, nodes[0], nodes};
    return NB_STATUS_OK;
}

nb_status nb_face(nb_builder *m, const nb_code *code) {
    nb_value *x = &m->values[m->value_count - code->count];
    if (code->by == NB_ALONG_NONE) return NB_STATUS_OK;
    if (x->shape.rank == 2) return code->by == NB_ALONG_ROWS ? NB_STATUS_OK : nb_turn(m->s, x);
    const char *name = nb_vector_get((nb_vector_op)code->op)->name;
    const char *along = nb_along_name((nb_along)code->by);
    nb_message message = NB_SAY(NO_DIRECTION, NB_TEXT(along), nb_shape_arg(m->s, x->shape));
    if (x->shape.rank == 0) message.id = NB_MESSAGE_NO_DIRECTION_NUMBER;
    return nb_fail_code(m, code->span, message,
                        NB_SAY(HINT_NO_DIRECTION, NB_TEXT(name)));
}

nb_status nb_run_each_row(nb_builder *m, const nb_code *code,
                          nb_status (*run)(nb_builder *m, const nb_code *code)) {
    nb_value x = m->values[--m->value_count];
    uint32_t columns = x.shape.columns;
    nb_shape shape = {1, 1, x.shape.rows};
    nb_node *nodes = nb_new_nodes(m->s, shape);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < x.shape.rows && status == NB_STATUS_OK; i++) {
        const nb_node *row = x.nodes + (size_t)i * columns;
        status = nb_push_value(m, (nb_value){{1, 1, columns}, row[0], row});
        if (status == NB_STATUS_OK) status = run(m, code);
        if (status == NB_STATUS_OK) nodes[i] = m->values[--m->value_count].node;
        if (status == NB_STATUS_OK) status = nb_poll_turn(m->s, i);
    }
    if (status != NB_STATUS_OK) return status;
    return nb_push_value(m, (nb_value){shape, nodes[0], nodes});
}
