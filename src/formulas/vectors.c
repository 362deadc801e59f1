/* Vectors and matrices while formulas become nodes: literals, elements and slices, arithmetic
 * element by element with broadcasting, and the operators of vectors.def. */
#include "formulas/vectors.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "definitions/calls.h"
#include "definitions/problem.h"
#include "formulas/broadcast.h"
#include "formulas/call.h"
#include "formulas/direction.h"
#include "formulas/maker.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"

static nb_shape vector_of(uint32_t count) {
    return (nb_shape){1, 1, count};
}

static nb_status push_nodes(nb_builder *m, nb_shape shape, const nb_node *nodes) {
    return nb_push_value(m, (nb_value){.shape = shape, .node = nodes[0], .nodes = nodes});
}

/* ---- element by element ---- */

/* u · v and u × v could be dot(u, v), u*v or u @ v; so could dot(u, W). */
static nb_status fail_dot(nb_builder *m, const nb_code *code, const nb_value *x) {
    bool vectors = x[0].shape.rank == 1 && x[1].shape.rank == 1;
    return nb_fail_code(m, code->span,
                        NB_SAY(DOT_OF_VECTORS, nb_shape_arg(m->s, x[0].shape),
                               nb_shape_arg(m->s, x[1].shape)),
                        nb_say_operands(m, code, vectors ? NB_MESSAGE_HINT_TWO_PRODUCTS
                                                      : NB_MESSAGE_HINT_MATRIX_PRODUCTS));
}

nb_status nb_run_op(nb_builder *m, const nb_code *code) {
    const nb_value *x = m->values + m->value_count - code->count;
    nb_node operands[NB_MAX_OPERANDS] = {0}, node = 0;
    nb_shape shape;
    if (code->dot && x[0].shape.rank > 0 && x[1].shape.rank > 0) return fail_dot(m, code, x);
    nb_status status = nb_common_shape(m, x, code->count, code, &shape);
    if (status != NB_STATUS_OK) return status;
    nb_node *nodes = shape.rank > 0 ? nb_new_nodes(m->s, shape) : &node;
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        for (uint32_t k = 0; k < code->count; k++) operands[k] = nb_broadcast(&x[k], shape, i);
        status = nb_add_op(m->s, (nb_op)code->op, operands, &nodes[i]);
    }
    if (status != NB_STATUS_OK) return status;
    if (shape.rank == 2) nb_remark_inverse(m, (nb_op)code->op, x);
    m->value_count -= code->count;
    return shape.rank > 0 ? push_nodes(m, shape, nodes) : nb_push(m, node);
}

/* ---- literals and elements ---- */

nb_status nb_run_array(nb_builder *m, const nb_code *code) {
    uint32_t columns = code->symbol > 0 ? code->symbol : code->count;
    nb_shape shape = {code->symbol > 0 ? 2 : 1, code->count / columns, columns};
    const nb_value *x = m->values + m->value_count - code->count;
    nb_node *nodes = nb_new_nodes(m->s, shape);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < code->count; i++) {
        if (x[i].shape.rank > 0)
            return nb_fail_code(m, code->span,
                                NB_SAY(ELEMENT_SHAPE, nb_shape_arg(m->s, x[i].shape)),
                                NB_PLAIN(HINT_ROWS));
        nodes[i] = x[i].node;
    }
    m->value_count -= code->count;
    return push_nodes(m, shape, nodes);
}

typedef struct selection {
    uint32_t from, count;
    bool one;
} selection;

/* One index out of `size`; takes its numbers from `numbers`. */
static nb_status select_indices(nb_builder *m, const nb_code *code, unsigned how, uint32_t size,
                                const double **numbers, selection *chosen) {
    double from = 1, to = size;
    *chosen = (selection){.one = how == NB_INDEX_ONE};
    if (how != NB_INDEX_ALL) from = to = *(*numbers)++;
    if (how == NB_INDEX_RANGE) to = *(*numbers)++;
    for (int end = 0; end < 2; end++) {
        double index = end == 0 ? from : to;
        if (index != rint(index))
            return nb_fail_code(m, code->span, NB_SAY(BAD_INDEX, NB_NUMBER(index)), NB_NO_HINT);
        if (index < 1 || index > size)
            return nb_fail_code(m, code->span,
                                NB_SAY(INDEX_RANGE, NB_COUNT(size), NB_NUMBER(index)),
                                index < 0   ? NB_PLAIN(HINT_LAST)
                                : index < 1 ? NB_PLAIN(HINT_FROM_ONE) : NB_NO_HINT);
    }
    if (to < from)
        return nb_fail_code(m, code->span, NB_SAY(EMPTY_RANGE, NB_NUMBER(from), NB_NUMBER(to)),
                            NB_NO_HINT);
    chosen->from = (uint32_t)from - 1;
    chosen->count = (uint32_t)(to - from) + 1;
    return NB_STATUS_OK;
}

nb_status nb_run_pick(nb_builder *m, const nb_code *code, const double *numbers) {
    nb_value x = m->values[m->value_count - 1];
    selection rows = {0, 1, true}, columns;
    if (x.shape.rank == 0) return nb_fail_code(m, code->span, NB_PLAIN(NO_ELEMENTS), NB_NO_HINT);
    if (x.shape.rank != code->count) {
        nb_message message = NB_SAY(INDEX_ONE, nb_shape_arg(m->s, x.shape));
        if (x.shape.rank == 2) message.id = NB_MESSAGE_INDEX_TWO;
        return nb_fail_code(m, code->span, message, NB_NO_HINT);
    }
    nb_status status = NB_STATUS_OK;
    unsigned how = code->op;
    if (x.shape.rank == 2) {
        status = select_indices(m, code, how & 3u, x.shape.rows, &numbers, &rows);
        how >>= 2;
    }
    if (status == NB_STATUS_OK)
        status = select_indices(m, code, how & 3u, x.shape.columns, &numbers, &columns);
    if (status != NB_STATUS_OK) return status;
    nb_shape shape = {2, rows.count, columns.count};
    if (rows.one || columns.one) shape = vector_of(rows.count * columns.count);
    if (rows.one && columns.one) shape = NB_SCALAR;
    nb_node *nodes = nb_new_nodes(m->s, shape);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < rows.count; i++)
        for (uint32_t j = 0; j < columns.count; j++)
            nodes[i * columns.count + j] =
                x.nodes[(rows.from + i) * x.shape.columns + columns.from + j];
    m->value_count--;
    return shape.rank == 0 ? nb_push(m, nodes[0]) : push_nodes(m, shape, nodes);
}

/* ---- the operators that are built in ---- */

/* op over a value's elements from the left. */
static nb_status fold(nb_builder *m, nb_op op, const nb_value *x, nb_node *node) {
    nb_status status = NB_STATUS_OK;
    *node = nb_value_node(x, 0);
    for (uint32_t i = 1; i < nb_shape_count(x->shape) && status == NB_STATUS_OK; i++)
        status = nb_add_op(m->s, op, (nb_node[]){*node, nb_value_node(x, i)}, node);
    return status;
}

static nb_status run_fold(nb_builder *m, nb_op op) {
    nb_node node = 0;
    nb_status status = fold(m, op, &m->values[m->value_count - 1], &node);
    m->value_count--;
    return status == NB_STATUS_OK ? nb_push(m, node) : status;
}

static nb_status run_SUM(nb_builder *m, const nb_code *code) {
    (void)code;
    return run_fold(m, NB_OP_ADD);
}

static nb_status run_PROD(nb_builder *m, const nb_code *code) {
    (void)code;
    return run_fold(m, NB_OP_MUL);
}

static nb_status run_LARGEST(nb_builder *m, const nb_code *code) {
    (void)code;
    return run_fold(m, NB_OP_MAX);
}

static nb_status run_SMALLEST(nb_builder *m, const nb_code *code) {
    (void)code;
    return run_fold(m, NB_OP_MIN);
}

/* Σ a[row, k]·b[k, column], from the left. */
static nb_status add_product(nb_builder *m, const nb_node *a, uint32_t a_step, const nb_node *b,
                             uint32_t b_step, uint32_t count, nb_node *sum) {
    nb_status status = NB_STATUS_OK;
    for (uint32_t k = 0; k < count && status == NB_STATUS_OK; k++) {
        nb_node product = 0;
        status = nb_add_op(m->s, NB_OP_MUL, (nb_node[]){a[k * a_step], b[k * b_step]}, &product);
        if (k == 0) *sum = product;
        else if (status == NB_STATUS_OK)
            status = nb_add_op(m->s, NB_OP_ADD, (nb_node[]){*sum, product}, sum);
    }
    return status;
}

static nb_status fail_product(nb_builder *m, const nb_code *code, nb_shape a, nb_shape b) {
    uint32_t inner = b.rank == 1 ? b.columns : b.rows;
    uint32_t outer = a.rank == 1 ? a.columns : a.rows; /* the columns of a' */
    nb_message_id hint = NB_MESSAGE_NONE;
    if (b.columns == outer && a.columns != outer) hint = NB_MESSAGE_HINT_EXCHANGED;
    if (b.rank == 2 && a.columns == b.columns) hint = NB_MESSAGE_HINT_SECOND_TRANSPOSED;
    if (a.rank == 2 && a.rows == inner) hint = NB_MESSAGE_HINT_FIRST_TRANSPOSED;
    return nb_fail_code(m, code->span,
                        NB_SAY(MATMUL_SHAPES, nb_shape_arg(m->s, a), nb_shape_arg(m->s, b)),
                        hint == NB_MESSAGE_NONE ? NB_NO_HINT : nb_say_operands(m, code, hint));
}

/* Room for so many nodes: what can never fit is refused at once. */
static bool reserve_nodes(nb_sheet *s, double count) {
    double need = s->graph.count + count;
    return need < UINT32_MAX &&
           NB_RESERVE(&s->memory, s->owner, &s->owner_capacity, (size_t)need);
}

static nb_status run_OUTER(nb_builder *m, const nb_code *code) {
    nb_value u = m->values[m->value_count - 2], v = m->values[m->value_count - 1];
    if (u.shape.rank == 0 || v.shape.rank == 0)
        return nb_fail_code(m, code->span, NB_PLAIN(OUTER_NUMBER), NB_PLAIN(HINT_OUTER_SHAPES));
    if (u.shape.rank != 1 || v.shape.rank != 1)
        return nb_fail_code(m, code->span,
                            NB_SAY(OUTER_SHAPES, nb_shape_arg(m->s, u.shape),
                                   nb_shape_arg(m->s, v.shape)), NB_PLAIN(HINT_OUTER_SHAPES));
    nb_shape shape = {2, u.shape.columns, v.shape.columns};
    if (!reserve_nodes(m->s, (double)shape.rows * shape.columns)) return NB_STATUS_NO_MEMORY;
    nb_node *nodes = nb_new_nodes(m->s, shape);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; status == NB_STATUS_OK && i < nb_shape_count(shape); i++) {
        nb_node factors[] = {u.nodes[i / shape.columns], v.nodes[i % shape.columns]};
        status = nb_add_op(m->s, NB_OP_MUL, factors, &nodes[i]);
    }
    if (status != NB_STATUS_OK) return status;
    m->value_count -= 2;
    return push_nodes(m, shape, nodes);
}

/* A vector stands for a row on the left and for a column on the right. */
static nb_status run_MATMUL(nb_builder *m, const nb_code *code) {
    nb_value a = m->values[m->value_count - 2], b = m->values[m->value_count - 1];
    uint32_t inner = b.shape.rank == 1 ? b.shape.columns : b.shape.rows;
    uint32_t columns = b.shape.rank == 1 ? 1 : b.shape.columns;
    if (a.shape.rank == 0 || b.shape.rank == 0)
        return nb_fail_code(m, code->span, NB_PLAIN(MATMUL_NUMBER), NB_NO_HINT);
    if (a.shape.columns != inner)
        return fail_product(m, code, a.shape, b.shape);
    if (!reserve_nodes(m->s, 2.0 * a.shape.rows * columns * inner)) return NB_STATUS_NO_MEMORY;
    nb_shape shape = {2, a.shape.rows, columns};
    if (a.shape.rank == 1 || b.shape.rank == 1) shape = vector_of(a.shape.rows * columns);
    if (a.shape.rank == 1 && b.shape.rank == 1) shape = NB_SCALAR;
    nb_node *nodes = nb_new_nodes(m->s, shape);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < a.shape.rows && status == NB_STATUS_OK; i++)
        for (uint32_t j = 0; j < columns && status == NB_STATUS_OK; j++)
            status = add_product(m, a.nodes + i * inner, 1, b.nodes + j, columns, inner,
                                 &nodes[i * columns + j]);
    if (status != NB_STATUS_OK) return status;
    m->value_count -= 2;
    return shape.rank == 0 ? nb_push(m, nodes[0]) : push_nodes(m, shape, nodes);
}

static nb_status run_TRANSPOSE(nb_builder *m, const nb_code *code) {
    nb_value x = m->values[m->value_count - 1];
    if (x.shape.rank == 0) {
        const char *source = m->frames[m->frame_count - 1].expr->source;
        bool power = source[code->span.offset + code->span.length - 1] == 'T'; /* x^T */
        return nb_fail_code(m, code->span, NB_PLAIN(TRANSPOSE_NUMBER),
                            power ? NB_SAY(HINT_DEFINE, NB_TEXT("T")) : NB_PLAIN(HINT_PRIME));
    }
    return nb_turn(m->s, &m->values[m->value_count - 1]);
}

static nb_status run_SIZE(nb_builder *m, const nb_code *code) {
    (void)code;
    uint32_t count = nb_shape_count(m->values[--m->value_count].shape);
    return nb_push_number(m, count);
}

/* The index so far stays unless the next element is larger than the largest so far. */
static nb_status run_ARGMAX(nb_builder *m, const nb_code *code) {
    (void)code;
    nb_value x = m->values[--m->value_count];
    nb_node best = nb_value_node(&x, 0), index = 0;
    nb_status status = nb_push_number(m, 1);
    for (uint32_t i = 1; i < nb_shape_count(x.shape) && status == NB_STATUS_OK; i++) {
        nb_node larger = 0, here, next = nb_value_node(&x, i);
        index = m->values[--m->value_count].node;
        status = nb_push_number(m, i + 1);
        if (status != NB_STATUS_OK) return status;
        here = m->values[--m->value_count].node;
        status = nb_add_op(m->s, NB_OP_GT, (nb_node[]){next, best}, &larger);
        if (status == NB_STATUS_OK)
            status = nb_add_op(m->s, NB_OP_WHERE, (nb_node[]){larger, here, index}, &index);
        if (status == NB_STATUS_OK)
            status = nb_add_op(m->s, NB_OP_MAX, (nb_node[]){best, next}, &best);
        if (status == NB_STATUS_OK) status = nb_push(m, index);
    }
    return status;
}

/* A number that is no class is an error where it is written out. Where it is computed, perhaps from
 * a row of data, all elements are 0, and the statement that has the formula warns of it. */
static nb_status check_class(nb_builder *m, const nb_code *code, nb_node k, double size) {
    nb_sheet *s = m->s;
    const nb_expr *first = m->frames[0].expr;
    double index = s->graph.value[k];
    if (index >= 1 && index <= size && index == rint(index)) return NB_STATUS_OK;
    nb_message message = NB_SAY(ONEHOT_INDEX, NB_NUMBER(index), NB_COUNT(size));
    if (s->graph.op[k] == NB_OP_CONST)
        return nb_fail_code(m, code->span, message, NB_PLAIN(HINT_CLASS_FROM_1));
    bool asked = first->source == s->text || first->source == s->kept_text;
    if (asked && s->run_depth == 0) nb_result_say(s->result, NB_SEVERITY_WARNING, message);
    return NB_STATUS_OK;
}

static nb_status run_ONEHOT(nb_builder *m, const nb_code *code) {
    nb_value k = m->values[m->value_count - 2], n = m->values[m->value_count - 1];
    if (k.shape.rank > 0 || n.shape.rank > 0)
        return nb_fail_code(m, code->span, NB_PLAIN(ONEHOT_NUMBERS), NB_NO_HINT);
    nb_graph_forward(&m->s->graph, m->s->graph.count);
    double count = m->s->graph.value[n.node];
    if (!(count >= 1 && count <= NB_MAX_ELEMENTS && count == rint(count)))
        return nb_fail_code(m, code->span, NB_SAY(VECTOR_SIZE, NB_NUMBER(count)), NB_NO_HINT);
    nb_status status = check_class(m, code, k.node, count);
    if (status != NB_STATUS_OK) return status;
    nb_shape shape = vector_of((uint32_t)count);
    nb_node *nodes = nb_new_nodes(m->s, shape);
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    m->value_count -= 2;
    for (uint32_t i = 0; i < shape.columns; i++) {
        status = nb_push_number(m, i + 1);
        if (status != NB_STATUS_OK) return status;
        nb_node here = m->values[--m->value_count].node;
        status = nb_add_op(m->s, NB_OP_EQ, (nb_node[]){k.node, here}, &nodes[i]);
        if (status != NB_STATUS_OK) return status;
    }
    return push_nodes(m, shape, nodes);
}

/* ---- the table ---- */

/* The formula of an operator, read when it is first needed. */
static nb_status read_formula(nb_sheet *s, nb_vector_op op, bool made) {
    const nb_vector_info *info = nb_vector_get(op);
    const nb_expr **formula = made ? &s->made[op] : &s->vectors[op];
    char names[NB_VECTOR_PARAMETERS][2] = {{info->parameters[0]}, {0}};
    if (*formula != NULL) return NB_STATUS_OK;
    if (info->arity > 1) names[1][0] = info->parameters[3];
    const char *locals[NB_VECTOR_PARAMETERS + NB_VECTOR_SETTINGS + 1] = {names[0], names[1]};
    uint32_t count = (uint32_t)info->arity;
    for (int k = 0; k < info->setting_count; k++) locals[count++] = info->settings[k].name;
    if (made) locals[count++] = info->made.letter;
    nb_problem problem;
    nb_expr *expr = nb_arena_add(&s->arena, 1, sizeof *expr);
    if (expr == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_parse_expression(&s->arena, &s->names,
                                           made ? info->made.value : info->value, locals, count,
                                           expr, &problem);
    if (status == NB_STATUS_OK) *formula = expr;
    return status;
}

/* Puts on top what made the first argument, where the operator's row has a formula for it: all of
 * the argument, or each of the rows that it goes by. */
static nb_status push_made(nb_builder *m, const nb_code *code, bool *given) {
    const nb_vector_info *info = nb_vector_get((nb_vector_op)code->op);
    const char *maker = info->made.maker;
    nb_value y = m->values[m->value_count - code->count];
    const nb_call *first = NULL;
    uint32_t count = nb_shape_count(y.shape);
    bool by_rows = info->rows != NB_ROWS_TOGETHER && y.shape.rank == 2;
    uint32_t row = by_rows ? y.shape.columns : count;
    nb_node *nodes = maker != NULL ? nb_new_nodes(m->s, y.shape) : NULL;
    *given = false;
    if (maker == NULL) return NB_STATUS_OK;
    if (nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        nodes[i] = nb_find_made(m->s, maker, nb_value_node(&y, i), i % row, row, &first);
        if (nodes[i] == NB_NO_NODE) return NB_STATUS_OK;
    }
    *given = true;
    return y.shape.rank > 0 ? push_nodes(m, y.shape, nodes) : nb_push(m, nodes[0]);
}

/* The arguments on top get one shape: mse(y, 1) is mse(y, [1, 1, 1]). So each element of the one
 * has its partner in the other, which the closed forms count on. dot(u, W) is an error: u @ W was
 * meant. */
static nb_status match_arguments(nb_builder *m, const nb_code *code, uint8_t *broadcast) {
    nb_value *x = m->values + m->value_count - code->count;
    nb_shape shape;
    const nb_vector_info *info = nb_vector_get((nb_vector_op)code->op);
    uint32_t count = (uint32_t)info->arity;
    for (uint32_t k = count; k < code->count; k++)
        if (x[k].shape.rank > 0)
            return nb_fail_code(m, code->span,
                                NB_SAY(SETTING_SHAPE, NB_TEXT(info->settings[k - count].name),
                                       NB_TEXT(info->name), nb_shape_arg(m->s, x[k].shape)),
                                NB_NO_HINT);
    nb_status status = nb_common_shape(m, x, count, code, &shape);
    bool rows = code->op == NB_VECTOR_DOT && x[0].shape.rank + x[1].shape.rank == 3;
    if (rows && status == NB_STATUS_OK) return fail_dot(m, code, x);
    bool grown = status == NB_STATUS_OK && count > 1 && !nb_same_shape(x[0].shape, shape) &&
                 !nb_same_shape(x[1].shape, shape);
    if (grown) /* mse of a row and a column */
        return nb_fail_code(m, code->span,
                            NB_SAY(SHAPES_DIFFER, nb_shape_arg(m->s, x[0].shape),
                                   nb_shape_arg(m->s, x[1].shape)), NB_PLAIN(HINT_SAME_SHAPE));
    for (uint32_t k = 0; k < count && status == NB_STATUS_OK; k++) {
        if (nb_shape_count(x[k].shape) == nb_shape_count(shape)) continue;
        nb_node *nodes = nb_new_nodes(m->s, shape);
        if (nodes == NULL) return NB_STATUS_NO_MEMORY;
        for (uint32_t i = 0; i < nb_shape_count(shape); i++)
            nodes[i] = nb_broadcast(&x[k], shape, i);
        x[k] = (nb_value){shape, nodes[0], nodes};
        *broadcast = (uint8_t)(*broadcast | 1u << k);
    }
    return status;
}

/* (A @ x): the one argument of a call, as it was typed, in brackets. */
static const char *argument_text(nb_builder *m, const nb_code *code) {
    const char *source = m->frames[m->frame_count - 1].expr->source;
    const char *from = source + code->span.offset, *open = memchr(from, '(', code->span.length);
    if (open == NULL) return "A";
    const char *text = nb_arena_text(&m->s->scratch, open,
                                     code->span.length - (size_t)(open - from));
    return text != NULL ? text : "A";
}

/* What goes row by row makes nothing of rows of one element: softmax(A) would be 1 everywhere. */
static nb_status check_rows(nb_builder *m, const nb_code *code) {
    const nb_vector_info *info = nb_vector_get((nb_vector_op)code->op);
    nb_shape shape = m->values[m->value_count - code->count].shape;
    bool usual = info->rows != NB_ROWS_TOGETHER && code->by == NB_ALONG_NONE;
    if (!usual || shape.rank < 2 || shape.columns > 1) return NB_STATUS_OK;
    const char *name[NB_VECTOR_PARAMETERS] = {"A", "B"};
    const nb_code *given = code - code->count; /* where each argument is one code, they are these */
    uint32_t count = (uint32_t)info->arity;
    bool named = true;
    for (uint32_t k = 0; k < count; k++) named = named && given[k].kind == NB_CODE_NAME;
    for (uint32_t k = 0; k < count && named; k++)
        name[k] = m->s->symbols[given[k].symbol].name;
    if (!named && count == 1) name[0] = argument_text(m, code);
    bool two = count > 1;
    const char *vectors = NB_JOIN(m->s, info->name, "(", name[0], "[:,1]", two ? ", " : ")",
                                  two ? name[1] : "", two ? "[:,1])" : "");
    const char *rows = NB_JOIN(m->s, info->name, "(", name[0], "'", two ? ", " : ")",
                               two ? name[1] : "", two ? "')" : "");
    return nb_fail_code(m, code->span,
                        NB_SAY(ROWS_OF_ONE, NB_TEXT(info->name), nb_shape_arg(m->s, shape)),
                        NB_SAY(HINT_ROWS_OF_ONE, NB_TEXT(vectors), NB_TEXT(rows)));
}

nb_status nb_run_vector(nb_builder *m, const nb_code *code) {
    static nb_status (*const basic[])(nb_builder *m, const nb_code *code) = {
#define BASIC(ID, ...) run_##ID,
#define FORMULA(ID, ...) NULL,
#define EACH_ROW FORMULA
#define MEAN_OF_ROWS FORMULA
#include "ops/vectors.def"
#undef BASIC
#undef FORMULA
#undef EACH_ROW
#undef MEAN_OF_ROWS
    };
    nb_vector_op op = (nb_vector_op)code->op;
    nb_remark_single(m, op, &m->values[m->value_count - code->count]);
    nb_status status = nb_face(m, code);
    if (status != NB_STATUS_OK) return status;
    if (basic[op] != NULL && code->by != NB_ALONG_NONE)
        return nb_run_each_row(m, code, basic[op]);
    if (basic[op] != NULL) return basic[op](m, code);
    uint8_t broadcast = 0;
    bool given = false;
    status = match_arguments(m, code, &broadcast);
    if (status == NB_STATUS_OK) status = check_rows(m, code);
    if (status == NB_STATUS_OK) status = push_made(m, code, &given);
    if (status == NB_STATUS_OK) status = read_formula(m->s, op, given);
    return status == NB_STATUS_OK ? nb_begin_vector(m, code, broadcast, given) : status;
}
