/* Which shapes fit each other, and which element of the smaller meets which of the larger. */
#include "formulas/broadcast.h"

#include "definitions/problem.h"
#include "formulas/table_cells.h"

nb_message nb_say_operands(const nb_builder *m, const nb_code *code, nb_message_id id) {
    const nb_code *right = code - 1, *left = right - 1;
    bool named = right->kind == NB_CODE_NAME && left->kind == NB_CODE_NAME;
    const nb_symbol_info *symbols = m->s->symbols;
    return (nb_message){id, {NB_TEXT(named ? symbols[left->symbol].name : "A"),
                             NB_TEXT(named ? symbols[right->symbol].name : "B")}};
}

static bool fits(nb_shape small, nb_shape large) {
    if (small.rank == 0) return true;
    bool row = small.rank == 1 && large.rank == 2 && small.columns == large.columns;
    return row || nb_same_shape(small, large);
}

/* A*B, where only A @ B fits. */
static bool is_matrix_product(const nb_code *code, const nb_value *x, uint32_t count) {
    if (code->kind != NB_CODE_OP || code->op != NB_OP_MUL || count != 2) return false;
    nb_shape left = x[0].shape, right = x[1].shape;
    return left.columns == (right.rank == 2 ? right.rows : right.columns);
}

/* W + v, where v is as long as the columns of W. */
static nb_message hint_at_shapes(const nb_builder *m, const nb_code *code, const nb_value *x,
                                 uint32_t count) {
    if (is_matrix_product(code, x, count))
        return nb_say_operands(m, code, NB_MESSAGE_HINT_MATRIX_PRODUCT);
    bool sum = code->kind == NB_CODE_OP && count == 2 && x[0].shape.rank == 2 &&
               x[1].shape.rank == 1 && x[1].shape.columns == x[0].shape.rows;
    if (!sum) return NB_NO_HINT;
    nb_message hint = nb_say_operands(m, code, NB_MESSAGE_HINT_ADD_COLUMN);
    hint.args[2] = NB_TEXT(nb_op_spelling((nb_op)code->op));
    return hint;
}

nb_status nb_common_shape(nb_builder *m, const nb_value *values, uint32_t count,
                          const nb_code *code, nb_shape *shape) {
    *shape = NB_SCALAR;
    for (uint32_t k = 0; k < count; k++)
        if (values[k].shape.rank > shape->rank) *shape = values[k].shape;
    for (uint32_t k = 0; k < count; k++)
        if (!fits(values[k].shape, *shape))
            return nb_fail_code(m, code->span,
                                NB_SAY(SHAPES_DIFFER, nb_shape_arg(m->s, *shape),
                                       nb_shape_arg(m->s, values[k].shape)),
                                hint_at_shapes(m, code, values, count));
    return NB_STATUS_OK;
}

nb_node nb_broadcast(const nb_value *value, nb_shape shape, uint32_t i) {
    if (value->shape.rank == 0) return value->node;
    return value->nodes[value->shape.rank < shape.rank ? i % shape.columns : i];
}
