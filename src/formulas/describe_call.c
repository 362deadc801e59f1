/* Calls -> text: functions and operators over vectors with their arguments, of which very many are
 * not all named. */
#include "formulas/describe_call.h"

#include <stdio.h>

#include "definitions/calls.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "formulas/table_cells.h"

/* Some arguments of a call: nodes one behind the other or, where `rows` is the first call of
 * several rows, what all of these were given, as the matrix has it. */
typedef struct elements {
    const nb_node *nodes;
    uint32_t count;
    const nb_call *rows; /* or NULL */
} elements;

static nb_node get_node(const nb_sheet *s, const elements *e, uint32_t i) {
    if (e->rows == NULL) return e->nodes[i];
    uint32_t across = e->rows->by == NB_ALONG_COLUMNS ? e->rows->rows : e->rows->split;
    uint32_t row = i / across, column = i % across;
    return e->rows->by == NB_ALONG_COLUMNS ? nb_get_row_arg(s, e->rows, column, row)
                                           : nb_get_row_arg(s, e->rows, row, column);
}

/* Whether the nodes are elements of a name: the first is number `from`, the next `step` behind. */
static bool are_elements(nb_sheet *s, const elements *e, nb_symbol symbol, nb_shape shape,
                         uint32_t from, uint32_t step) {
    for (uint32_t i = 0; i < e->count; i++) {
        nb_def_id element = nb_element(s, symbol, shape, from + i * step);
        if (!nb_is_defined(s, element) || s->defs[element].node != get_node(s, e, i)) return false;
    }
    return true;
}

/* The name whose elements, all of them in order, these nodes are: y, or W[2,:] where they are a row
 * of a matrix, W[:,2] a column; or NULL. */
static const char *find_whole(nb_sheet *s, const elements *e) {
    nb_def_id first = s->owner[get_node(s, e, 0)];
    if (first == NB_NO_DEF || s->defs[first].rank == 0) return NULL;
    const nb_def *def = &s->defs[first];
    nb_symbol symbol = def->symbol;
    nb_def_id whole = s->symbols[symbol].value;
    nb_shape shape = nb_is_defined(s, whole) ? nb_shape_of(s, whole) : NB_SCALAR;
    bool matrix = shape.rank == 2, all = nb_shape_count(shape) == e->count;
    bool row = matrix && shape.rows > 1 && shape.columns == e->count;
    bool column = matrix && shape.columns > 1 && shape.rows == e->count;
    if (shape.rank == 0 || !(all || row || column)) return NULL;
    char index[24] = "";
    if (row && are_elements(s, e, symbol, shape, (uint32_t)(def->index[0] - 1) * e->count, 1))
        snprintf(index, sizeof index, "[%d,:]", (int)def->index[0]);
    else if (column && are_elements(s, e, symbol, shape, (uint32_t)def->index[1] - 1,
                                    shape.columns))
        snprintf(index, sizeof index, "[:,%d]", (int)def->index[1]);
    else if (!all || !are_elements(s, e, symbol, shape, 0, 1))
        return NULL;
    return NB_JOIN(s, nb_def_name(s, &s->scratch, &s->defs[whole]), index);
}

static void push_left_out(nb_describer *d) {
    nb_push_mark(d, NB_PIECE_COMMA);
    nb_push_mark(d, NB_PIECE_MORE);
}

/* y where these are all elements of y, else [y[1], y[2]]; of very many the first and the last.
 * `columns`: of a matrix; else 0. */
static void push_elements(nb_describer *d, const elements *e, uint32_t columns) {
    enum { SHOWN = 6 };
    uint32_t count = e->count;
    const char *whole = nb_has_content(d, NB_STYLE_NAMES) ? find_whole(d->s, e) : NULL;
    if (whole != NULL) {
        nb_push_piece(d, NB_PIECE_NAME, whole);
        return;
    }
    if (count > 1) nb_push_mark(d, NB_PIECE_CLOSE_LIST);
    if (columns == count && count > 1) nb_push_mark(d, NB_PIECE_END_ROW);
    for (uint32_t i = count; i-- > 0;) {
        if (count > SHOWN && i == count - 2) push_left_out(d);
        if (count > SHOWN && i >= SHOWN - 2 && i < count - 1) continue;
        nb_push_item(d, (nb_item){.kind = NB_ITEM_NODE, .node = get_node(d->s, e, i)});
        bool row = columns > 0 && i % columns == 0;
        if (i > 0 && !(count > SHOWN && i == count - 1))
            nb_push_mark(d, row ? NB_PIECE_ROW : NB_PIECE_COMMA);
    }
    if (count > 1) nb_push_mark(d, NB_PIECE_OPEN_LIST);
}

static const char *index_text(nb_sheet *s, uint32_t row, uint32_t column, bool matrix) {
    char text[24];
    int n = matrix ? snprintf(text, sizeof text, "[%u,%u]", row + 1, column + 1)
                   : snprintf(text, sizeof text, "[%u]", row + 1);
    return nb_result_text(s->result, text, (size_t)n);
}

/* Which of a call's results it is: of a matrix by row and column. */
static const char *index_of(nb_sheet *s, const nb_call *call) {
    uint32_t i = call->index, columns = call->columns;
    return columns > 0 ? index_text(s, i / columns, i % columns, true) : index_text(s, i, 0, false);
}

const char *nb_call_index(nb_sheet *s, const nb_call *call) {
    if (call->row == 0 || nb_find_first_row(s, call) == NULL) return index_of(s, call);
    uint32_t row = call->row - 1, i = call->index;
    if (call->results == 1) return index_text(s, row, 0, false);
    return call->by == NB_ALONG_COLUMNS ? index_text(s, i, row, true)
                                        : index_text(s, row, i, true);
}

/* The arguments of a call as they were typed. */
static void push_typed(nb_describer *d, const nb_call *call) {
    nb_push_piece(d, NB_PIECE_NAME, nb_result_text(d->s->result, call->typed, call->typed_length));
}

/* delta=0.5, where it is not what the row of the operator says. */
static void push_settings(nb_describer *d, const nb_call *call) {
    const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
    const nb_graph *graph = &d->s->graph;
    for (uint32_t k = call->settings; k-- > 0;) {
        nb_node node = d->s->call_args[call->first_arg + call->arg_count + k];
        double usual = info->settings[k].fallback;
        if (graph->op[node] == NB_OP_CONST && graph->value[node] == usual) continue;
        nb_push_item(d, (nb_item){.kind = NB_ITEM_NODE, .node = node});
        nb_push_piece(d, NB_PIECE_TEXT, NB_JOIN(d->s, info->settings[k].name, "="));
        nb_push_mark(d, NB_PIECE_COMMA);
    }
}

/* softmax(a)[2], mse(y, t). The call for a row reads as that for the matrix, softmax(A)[2,1], where
 * this is a name or text as it was typed; else it shows the row alone. */
static void push_vector_call(nb_describer *d, const nb_call *call) {
    nb_sheet *s = d->s;
    const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
    const nb_call *first = call->row > 0 ? nb_find_first_row(s, call) : NULL;
    const nb_node *args = s->call_args + call->first_arg;
    elements one = {args, call->split * (first != NULL ? call->rows : 1), first};
    elements other = {args + call->split, call->arg_count - call->split, NULL};
    bool names = nb_has_content(d, NB_STYLE_NAMES);
    bool whole = names && find_whole(s, &one) != NULL &&
                 (other.count == 0 || find_whole(s, &other) != NULL);
    bool typed = call->typed != NULL && names && !whole && !nb_is_typeset(d) &&
                 (call->row == 0 || first != NULL);
    bool matrix = first != NULL && (whole || typed);
    if (!matrix) one = (elements){args, call->split, NULL};
    if (call->results > 1 || matrix)
        nb_push_piece(d, NB_PIECE_TEXT, whole || typed ? nb_call_index(s, call)
                                                       : index_of(s, call));
    nb_push_mark(d, NB_PIECE_CLOSE);
    if (matrix && call->by != NB_ALONG_NONE) {
        nb_push_piece(d, NB_PIECE_TEXT, NB_JOIN(s, "by=", nb_along_name((nb_along)call->by)));
        nb_push_mark(d, NB_PIECE_COMMA);
    }
    push_settings(d, call);
    if (typed) push_typed(d, call);
    if (!typed && info->arity > 1) push_elements(d, &other, call->columns);
    if (!typed && info->arity > 1) nb_push_mark(d, NB_PIECE_COMMA);
    if (!typed) push_elements(d, &one, call->columns);
    nb_push_mark(d, NB_PIECE_OPEN);
    nb_push_piece(d, NB_PIECE_FUNCTION, info->name);
}

void nb_push_function_call(nb_describer *d, const nb_call *call) {
    if (call->function == NB_NO_DEF) {
        push_vector_call(d, call);
        return;
    }
    nb_push_mark(d, NB_PIECE_CLOSE);
    const nb_def *function = &d->s->defs[call->function];
    bool vectors = call->arg_count != function->meaning.parameter_count;
    if (vectors && call->typed != NULL && !nb_is_typeset(d) && nb_has_content(d, NB_STYLE_NAMES)) {
        push_typed(d, call);
        nb_push_mark(d, NB_PIECE_OPEN);
        nb_push_piece(d, NB_PIECE_FUNCTION, d->s->symbols[function->symbol].name);
        return;
    }
    for (uint32_t k = call->arg_count; k-- > 0;) {
        nb_node node = d->s->call_args[call->first_arg + k];
        nb_push_item(d, (nb_item){.kind = NB_ITEM_NODE, .node = node});
        if (k > 0) nb_push_mark(d, NB_PIECE_COMMA);
    }
    nb_push_mark(d, NB_PIECE_OPEN);
    nb_push_piece(d, NB_PIECE_FUNCTION, d->s->symbols[d->s->defs[call->function].symbol].name);
}
