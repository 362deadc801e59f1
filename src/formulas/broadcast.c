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

static uint32_t rows_of(nb_shape shape) {
    return shape.rank == 2 ? shape.rows : 1;
}

static uint32_t columns_of(nb_shape shape) {
    return shape.rank > 0 ? shape.columns : 1;
}

/* One side of two shapes: equal, or one of them 1. */
static bool meet(uint32_t *side, uint32_t other) {
    bool fits = *side == other || *side == 1 || other == 1;
    if (other > *side) *side = other;
    return fits;
}

/* Extends a shape to hold another, too, as a vector stands for a row; false: they do not fit. */
static bool extend(nb_shape *shape, nb_shape other) {
    uint32_t rows = rows_of(*shape), columns = columns_of(*shape);
    bool fits = meet(&rows, rows_of(other)) && meet(&columns, columns_of(other));
    uint32_t rank = shape->rank > other.rank ? shape->rank : other.rank;
    if (fits) *shape = rank == 0 ? NB_SCALAR : (nb_shape){rank, rows, columns};
    return fits;
}

static bool is_column(nb_shape shape) {
    return shape.rank == 2 && shape.columns == 1 && shape.rows > 1;
}

/* A vector and a column would make a matrix, a row for each of the column's numbers. NumPy makes
 * it; hardly anybody who forgot that one of the two is a column means it. */
static bool crosses(nb_shape a, nb_shape b) {
    return (is_column(a) && b.rank == 1 && b.columns > 1) ||
           (is_column(b) && a.rank == 1 && a.columns > 1);
}

/* A*B, where only A @ B fits. */
static bool is_matrix_product(const nb_code *code, const nb_value *x, uint32_t count) {
    if (code->kind != NB_CODE_OP || code->op != NB_OP_MUL || count != 2) return false;
    nb_shape left = x[0].shape, right = x[1].shape;
    return left.columns == (right.rank == 2 ? right.rows : right.columns);
}

/* Why the values k and `other` do not fit, and how they would. */
static nb_message hint_at_shapes(const nb_builder *m, const nb_code *code, const nb_value *x,
                                 uint32_t count, nb_shape a, nb_shape b) {
    if (is_matrix_product(code, x, count))
        return nb_say_operands(m, code, NB_MESSAGE_HINT_MATRIX_PRODUCT);
    bool two = count == 2 && code->kind == NB_CODE_OP;
    bool column = two && x[0].shape.rank == 2 && x[1].shape.rank == 1 &&
                  x[1].shape.columns == x[0].shape.rows;
    bool equal = a.rank == 2 ? a.rows == b.columns : b.rows == a.columns;
    if (!column && crosses(a, b))
        return equal ? NB_PLAIN(HINT_VECTOR_AND_COLUMN) : NB_PLAIN(HINT_COLUMN_AND_ROW);
    if (!column) return a.rank + b.rank > 2 ? NB_PLAIN(HINT_SIDES) : NB_NO_HINT;
    nb_message hint = nb_say_operands(m, code, NB_MESSAGE_HINT_ADD_COLUMN);
    hint.args[2] = NB_TEXT(nb_op_spelling((nb_op)code->op));
    return hint;
}

nb_status nb_common_shape(nb_builder *m, const nb_value *values, uint32_t count,
                          const nb_code *code, nb_shape *shape) {
    *shape = NB_SCALAR;
    for (uint32_t k = 0; k < count; k++) {
        nb_shape before = *shape, next = values[k].shape;
        if (extend(shape, next) && !crosses(before, next)) continue;
        bool first = next.rank > before.rank; /* the larger one is said first */
        return nb_fail_code(m, code->span,
                            NB_SAY(SHAPES_DIFFER, nb_shape_arg(m->s, first ? next : before),
                                   nb_shape_arg(m->s, first ? before : next)),
                            hint_at_shapes(m, code, values, count, before, next));
    }
    return NB_STATUS_OK;
}

bool nb_fits_into(nb_shape small, nb_shape shape) {
    nb_shape both = shape;
    return extend(&both, small) && !crosses(small, shape) && nb_same_shape(both, shape);
}

uint32_t nb_broadcast_index(nb_shape of, nb_shape shape, uint32_t i) {
    uint32_t across = columns_of(shape), columns = columns_of(of);
    uint32_t row = rows_of(of) > 1 ? i / across : 0;
    return row * columns + (columns > 1 ? i % across : 0);
}

nb_node nb_broadcast(const nb_value *value, nb_shape shape, uint32_t i) {
    return nb_value_node(value, nb_broadcast_index(value->shape, shape, i));
}
