/* Messages about names, elements and cycles, with hints at what is there instead. */
#include "formulas/failures.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"

/* A family is a vector only without gaps; the first is said. */
static nb_status fail_gap(nb_builder *m, const nb_code *code) {
    nb_sheet *s = m->s;
    const nb_symbol_info *info = &s->symbols[code->symbol];
    nb_def missing = {.symbol = code->symbol, .rank = info->family_rank, .index = {1, 1}};
    uint32_t last = info->family_rank - 1;
    while (nb_is_defined(s, nb_def_find(s, code->symbol, missing.rank, missing.index)))
        missing.index[last]++;
    const char *name = nb_def_name(s, &s->scratch, &missing);
    return nb_fail_code(m, code->span, NB_SAY(FAMILY_GAP, NB_TEXT(name), NB_TEXT(info->name)),
                        NB_PLAIN(HINT_SOME_ELEMENT));
}

static bool is_function(const nb_sheet *s, const nb_symbol_info *info) {
    return nb_is_defined(s, info->function) || nb_is_operator_name(info->name);
}

/* sum[v] was meant to be sum(v). */
bool nb_fails_as_function(const nb_sheet *s, const nb_code *code) {
    const nb_symbol_info *info = &s->symbols[code->symbol];
    return info->family_count == 0 && !nb_is_defined(s, info->value) && is_function(s, info);
}

nb_message nb_name_without_value(nb_sheet *s, const nb_symbol_info *info, nb_message *hint) {
    nb_arg name = NB_TEXT(info->name);
    bool function = is_function(s, info);
    *hint = function ? NB_SAY(HINT_CALL, name) : nb_did_you_mean(s, info->name, false);
    return function ? NB_SAY(NOT_A_VALUE, name) : NB_SAY(UNKNOWN_NAME, name);
}

nb_status nb_fail_unknown(nb_builder *m, const nb_code *code) {
    const nb_symbol_info *info = &m->s->symbols[code->symbol];
    nb_message hint, message = nb_name_without_value(m->s, info, &hint);
    bool gap = message.id == NB_MESSAGE_UNKNOWN_NAME && info->family_count > 0;
    return gap ? fail_gap(m, code) : nb_fail_code(m, code->span, message, hint);
}

/* What is there instead of an element that is not: where its family begins and ends. */
static nb_message hint_at_members(nb_sheet *s, const nb_def *wanted) {
    nb_def low = {.rank = 0}, high = low;
    for (size_t i = 0; i < s->def_count; i++) {
        const nb_def *def = &s->defs[i];
        if (def->symbol != wanted->symbol || def->rank == 0 || !nb_is_defined(s, (nb_def_id)i))
            continue;
        if (low.rank == 0) low = high = *def;
        for (uint32_t k = 0; k < def->rank; k++) {
            if (def->index[k] < low.index[k]) low.index[k] = def->index[k];
            if (def->index[k] > high.index[k]) high.index[k] = def->index[k];
        }
    }
    bool from_0 = false;
    for (uint32_t k = 0; k < low.rank && k < 2; k++)
        from_0 = from_0 || (wanted->index[k] == 0 && low.index[k] == 1);
    const char *first = nb_def_name(s, &s->scratch, &low);
    const char *last = nb_def_name(s, &s->scratch, &high);
    if (from_0) return NB_SAY(HINT_INDEX_FROM_1, NB_TEXT(first));
    return strcmp(first, last) == 0 ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(first))
                                    : NB_SAY(HINT_MEMBERS, NB_TEXT(first), NB_TEXT(last));
}

/* The first index that is outside. */
static nb_status fail_range(nb_sheet *s, const nb_expr *expr, nb_span span, const nb_def *wanted,
                            nb_shape shape) {
    bool row = shape.rank == 2 && wanted->index[0] >= 1 && (uint32_t)wanted->index[0] <= shape.rows;
    uint32_t most = shape.rank == 2 && !row ? shape.rows : shape.columns;
    int32_t wrong = wanted->index[row ? 1 : 0];
    return nb_fail_at(s, expr, span, NB_SAY(INDEX_RANGE, NB_COUNT(most), NB_NUMBER(wrong)),
                      wrong < 0   ? NB_PLAIN(HINT_LAST)
                      : wrong < 1 ? NB_PLAIN(HINT_FROM_ONE) : NB_NO_HINT);
}

/* W[2] of a matrix is its row, and W[2][1] an element. */
static nb_message hint_at_rank(const nb_symbol_info *info, const nb_expr *expr, nb_span span,
                               const nb_def *wanted) {
    if (wanted->rank != 1) return NB_SAY(HINT_ELEMENT, NB_TEXT(info->name));
    if (expr->source[span.offset + span.length] == '[')
        return NB_SAY(HINT_INDICES, NB_TEXT(info->name));
    return NB_SAY(HINT_ROW, NB_TEXT(info->name), NB_COUNT((uint32_t)wanted->index[0]));
}

nb_status nb_fail_element(nb_sheet *s, const nb_expr *expr, nb_span span, const nb_def *wanted) {
    const nb_symbol_info *info = &s->symbols[wanted->symbol];
    const char *name = nb_def_name(s, &s->scratch, wanted);
    bool family = info->family_count > 0;
    if (family && info->family_rank != wanted->rank)
        return nb_fail_at(s, expr, span,
                          wanted->rank == 1 ? NB_SAY(FAMILY_ONE, NB_TEXT(info->name))
                                            : NB_SAY(FAMILY_TWO, NB_TEXT(info->name)),
                          hint_at_rank(info, expr, span, wanted));
    if (nb_is_defined(s, info->value) && nb_shape_of(s, info->value).rank > 0)
        return fail_range(s, expr, span, wanted, nb_shape_of(s, info->value));
    if (!family && !nb_is_defined(s, info->value) && is_function(s, info))
        return nb_fail_at(s, expr, span, NB_SAY(NOT_A_VALUE, NB_TEXT(info->name)),
                          NB_SAY(HINT_CALL, NB_TEXT(info->name)));
    if (!family && nb_is_defined(s, info->value))
        return nb_fail_at(s, expr, span, NB_PLAIN(NO_ELEMENTS), NB_NO_HINT);
    nb_message hint = family ? hint_at_members(s, wanted) : nb_did_you_mean(s, info->name, false);
    if (hint.id == NB_MESSAGE_HINT_DEFINE) hint = NB_SAY(HINT_DEFINE, NB_TEXT(name));
    return nb_fail_at(s, expr, span, NB_SAY(UNKNOWN_NAME, NB_TEXT(name)), hint);
}

/* L[1] or sum(L), where the vector has a name. */
static nb_message hint_at_element(nb_sheet *s, const nb_expr *expr, nb_shape shape) {
    bool name = expr->count == 1 && expr->codes[0].kind == NB_CODE_NAME && shape.rank == 1;
    if (!name) return NB_PLAIN(HINT_SOME_ELEMENT);
    return NB_SAY(HINT_ONE_ELEMENT, NB_TEXT(s->symbols[expr->codes[0].symbol].name));
}

nb_status nb_fail_number_wanted(nb_sheet *s, const nb_expr *expr, nb_shape shape) {
    return nb_fail_at(s, expr, expr->span,
                      NB_SAY(NUMBER_WANTED, nb_shape_arg(s, shape)),
                      hint_at_element(s, expr, shape));
}

nb_status nb_fail_missing_element(nb_builder *m, const nb_code *code, nb_shape shape, uint32_t i) {
    nb_sheet *s = m->s;
    nb_def def = {.symbol = code->symbol, .rank = shape.rank};
    def.index[0] = (int32_t)(shape.rank == 2 ? i / shape.columns : i) + 1;
    def.index[1] = (int32_t)(i % shape.columns) + 1;
    return nb_fail_code(m, code->span,
                        NB_SAY(FAMILY_GAP, NB_TEXT(nb_def_name(s, &s->scratch, &def)),
                               NB_TEXT(s->symbols[code->symbol].name)), NB_NO_HINT);
}

/* x → y → x, from the frame that builds `def` to the top. */
nb_status nb_fail_cycle(nb_builder *m, nb_def_id def, nb_span span) {
    nb_sheet *s = m->s;
    nb_writer path = {.s = s};
    size_t from = 0, shown = 0;
    for (size_t i = 0; i < m->frame_count; i++)
        if (m->frames[i].def == def) from = i;
    for (size_t i = from; i < m->frame_count; i++) {
        nb_def_id id = m->frames[i].def != NB_NO_DEF ? m->frames[i].def : m->frames[i].function;
        if (id == NB_NO_DEF) continue;
        if (shown++ >= 12 && i + 1 < m->frame_count) continue;
        nb_write_word(&path, nb_def_name(s, &s->result->arena, &s->defs[id]));
        nb_write_mark(&path, NB_PIECE_ARROW);
        if (shown != 12 || m->frame_count - from <= 12) continue;
        nb_write_mark(&path, NB_PIECE_MORE);
        nb_write_mark(&path, NB_PIECE_ARROW);
    }
    const char *name = nb_def_name(s, &s->result->arena, &s->defs[def]);
    nb_write_word(&path, name);
    return nb_fail_code(m, span, NB_SAY(CYCLE, NB_TEXT(name), nb_text_arg(s, path.text)),
                        NB_SAY(HINT_CYCLE, NB_TEXT(name)));
}
