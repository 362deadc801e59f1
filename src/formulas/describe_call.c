/* Calls -> text: functions and operators over vectors with their arguments, of which very many are
 * not all named. */
#include "formulas/describe_call.h"

#include <stdio.h>

#include "definitions/calls.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "formulas/table_cells.h"

/* The name whose elements, all of them in order, these nodes are: y, or W[2,:] where they are a row
 * of a matrix; or NULL. */
static const char *find_whole(nb_sheet *s, const nb_node *nodes, uint32_t count) {
    nb_def_id first = s->owner[nodes[0]];
    if (first == NB_NO_DEF || s->defs[first].rank == 0) return NULL;
    nb_symbol symbol = s->defs[first].symbol;
    nb_def_id whole = s->symbols[symbol].value;
    nb_shape shape = nb_is_defined(s, whole) ? nb_shape_of(s, whole) : NB_SCALAR;
    bool row = shape.rank == 2 && shape.rows > 1 && shape.columns == count;
    if (shape.rank == 0 || (nb_shape_count(shape) != count && !row)) return NULL;
    uint32_t from = row ? (uint32_t)(s->defs[first].index[0] - 1) * count : 0;
    for (uint32_t i = 0; i < count; i++) {
        nb_def_id element = nb_element(s, symbol, shape, from + i);
        if (!nb_is_defined(s, element) || s->defs[element].node != nodes[i]) return NULL;
    }
    char index[24] = "";
    if (row) snprintf(index, sizeof index, "[%d,:]", (int)s->defs[first].index[0]);
    return NB_JOIN(s, nb_def_name(s, &s->scratch, &s->defs[whole]), index);
}

static void push_left_out(nb_describer *d) {
    nb_push_mark(d, NB_PIECE_COMMA);
    nb_push_mark(d, NB_PIECE_MORE);
}

/* y where these are all elements of y, else [y[1], y[2]]; of very many the first and the last.
 * `columns`: of a matrix; else 0. */
static void push_elements(nb_describer *d, const nb_node *nodes, uint32_t count, uint32_t columns) {
    enum { SHOWN = 6 };
    nb_sheet *s = d->s;
    const char *whole = nb_has_content(d, NB_STYLE_NAMES) ? find_whole(s, nodes, count) : NULL;
    if (whole != NULL) {
        nb_push_piece(d, NB_PIECE_NAME, whole);
        return;
    }
    if (count > 1) nb_push_mark(d, NB_PIECE_CLOSE_LIST);
    if (columns == count && count > 1) nb_push_mark(d, NB_PIECE_END_ROW);
    for (uint32_t i = count; i-- > 0;) {
        if (count > SHOWN && i == count - 2) push_left_out(d);
        if (count > SHOWN && i >= SHOWN - 2 && i < count - 1) continue;
        nb_push_item(d, (nb_item){.kind = NB_ITEM_NODE, .node = nodes[i]});
        bool row = columns > 0 && i % columns == 0;
        if (i > 0 && !(count > SHOWN && i == count - 1))
            nb_push_mark(d, row ? NB_PIECE_ROW : NB_PIECE_COMMA);
    }
    if (count > 1) nb_push_mark(d, NB_PIECE_OPEN_LIST);
}

/* Which of a call's results it is: of a matrix by row and column. */
static const char *index_of(nb_sheet *s, uint32_t i, uint32_t columns) {
    char text[24];
    int n = columns == 0 ? snprintf(text, sizeof text, "[%u]", i + 1)
                         : snprintf(text, sizeof text, "[%u,%u]", i / columns + 1,
                                    i % columns + 1);
    return nb_result_text(s->result, text, (size_t)n);
}

const char *nb_call_index(nb_sheet *s, const nb_call *call) {
    if (call->row == 0 || nb_find_first_row(s, call) == NULL)
        return index_of(s, call->index, call->columns);
    return index_of(s, (call->row - 1) * call->results + call->index,
                    call->results > 1 ? call->results : 0);
}

/* The arguments of a call as they were typed. */
static void push_typed(nb_describer *d, const nb_call *call) {
    nb_push_piece(d, NB_PIECE_NAME, nb_result_text(d->s->result, call->typed, call->typed_length));
}

/* softmax(a)[2], mse(y, t). The call for a row reads as that for the matrix, softmax(A)[2,1], where
 * this is a name or text as it was typed; else it shows the row alone. */
static void push_vector_call(nb_describer *d, const nb_call *call) {
    nb_sheet *s = d->s;
    const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
    const nb_call *first = call->row > 0 ? nb_find_first_row(s, call) : NULL;
    const nb_node *args = s->call_args + (first != NULL ? first : call)->first_arg;
    uint32_t split = call->split * (first != NULL ? call->rows : 1);
    uint32_t others = call->arg_count - call->split;
    bool names = nb_has_content(d, NB_STYLE_NAMES);
    bool whole = names && find_whole(s, args, split) != NULL &&
                 (others == 0 || find_whole(s, args + split, others) != NULL);
    bool typed = call->typed != NULL && names && !whole && !nb_is_typeset(d) &&
                 (call->row == 0 || first != NULL);
    if (first != NULL && !whole && !typed) {
        args = s->call_args + call->first_arg;
        split = call->split;
    }
    if (call->results > 1 || (first != NULL && (whole || typed)))
        nb_push_piece(d, NB_PIECE_TEXT, whole || typed ? nb_call_index(s, call)
                                                       : index_of(s, call->index, call->columns));
    nb_push_mark(d, NB_PIECE_CLOSE);
    if (typed) push_typed(d, call);
    if (!typed && info->arity > 1) push_elements(d, args + split, others, call->columns);
    if (!typed && info->arity > 1) nb_push_mark(d, NB_PIECE_COMMA);
    if (!typed) push_elements(d, args, split, call->columns);
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
