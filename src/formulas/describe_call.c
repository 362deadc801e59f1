/* Calls -> text: functions and operators over vectors with their arguments, of which very many are
 * not all named. */
#include "formulas/describe_call.h"

#include <stdio.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"

/* The name whose elements, all of them in order, these nodes are; or NB_NO_DEF. */
static nb_def_id find_whole(nb_sheet *s, const nb_node *nodes, uint32_t count) {
    nb_def_id first = s->owner[nodes[0]];
    if (first == NB_NO_DEF || s->defs[first].rank == 0) return NB_NO_DEF;
    nb_symbol symbol = s->defs[first].symbol;
    nb_def_id whole = s->symbols[symbol].value;
    nb_shape shape = nb_is_defined(s, whole) ? nb_shape_of(s, whole) : NB_SCALAR;
    if (shape.rank == 0 || nb_shape_count(shape) != count) return NB_NO_DEF;
    for (uint32_t i = 0; i < count; i++) {
        nb_def_id element = nb_element(s, symbol, shape, i);
        if (!nb_is_defined(s, element) || s->defs[element].node != nodes[i]) return NB_NO_DEF;
    }
    return whole;
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
    nb_def_id whole = nb_has_content(d, NB_STYLE_NAMES) ? find_whole(s, nodes, count) : NB_NO_DEF;
    if (whole != NB_NO_DEF) {
        nb_push_piece(d, NB_PIECE_NAME, nb_def_name(s, &s->result->arena, &s->defs[whole]));
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

const char *nb_call_index(nb_sheet *s, const nb_call *call) {
    char text[24];
    uint32_t i = call->index, columns = call->columns;
    int n = columns == 0 ? snprintf(text, sizeof text, "[%u]", i + 1)
                         : snprintf(text, sizeof text, "[%u,%u]", i / columns + 1,
                                    i % columns + 1);
    return nb_result_text(s->result, text, (size_t)n);
}

/* The arguments of a call as they were typed. */
static void push_typed(nb_describer *d, const nb_call *call) {
    nb_push_piece(d, NB_PIECE_NAME, nb_result_text(d->s->result, call->typed, call->typed_length));
}

/* softmax(a)[2], mse(y, t) */
static void push_vector_call(nb_describer *d, const nb_call *call) {
    nb_sheet *s = d->s;
    const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
    const nb_node *args = s->call_args + call->first_arg;
    uint32_t split = info->arity > 1 ? call->split : call->arg_count;
    if (call->results > 1) nb_push_piece(d, NB_PIECE_TEXT, nb_call_index(s, call));
    nb_push_mark(d, NB_PIECE_CLOSE);
    uint32_t others = call->arg_count - split;
    bool whole = find_whole(s, args, split) != NB_NO_DEF &&
                 (others == 0 || find_whole(s, args + split, others) != NB_NO_DEF);
    if (call->typed != NULL && !whole && !nb_is_typeset(d) && nb_has_content(d, NB_STYLE_NAMES)) {
        push_typed(d, call);
        nb_push_mark(d, NB_PIECE_OPEN);
        nb_push_piece(d, NB_PIECE_FUNCTION, info->name);
        return;
    }
    if (info->arity > 1) push_elements(d, args + split, others, call->columns);
    if (info->arity > 1) nb_push_mark(d, NB_PIECE_COMMA);
    push_elements(d, args, split, call->columns);
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
