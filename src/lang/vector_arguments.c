/* Values come first and in their order; a setting may be given by name, in any order, or stand
 * behind the values, or be left out; by=rows or by=columns says in which direction of a matrix the
 * operator goes. */
#include "lang/vector_arguments.h"

#include <string.h>

#include "lang/arguments.h"

enum { MOST = NB_MOST_SLOTS };

bool nb_at_keyword(parser *p) {
    const nb_token *token = nb_peek(p);
    return token->kind == NB_TOKEN_NAME && nb_token_is(&p->tokens, token + 1, "=");
}

bool nb_at_direction(parser *p) {
    return nb_at_keyword(p) && strcmp(nb_token_text(p, nb_peek(p)), "by") == 0;
}

/* direction = 'by' '=' ( 'rows' | 'columns' ) */
nb_status nb_read_direction(parser *p, nb_along *by) {
    const nb_token *token = nb_peek(p) + 2;
    const char *text = nb_token_text(p, token);
    p->at += 2;
    for (nb_along along = NB_ALONG_ROWS; along <= NB_ALONG_COLUMNS; along++) {
        if (strcmp(text, nb_along_name(along)) != 0) continue;
        p->at++;
        if (*by != NB_ALONG_NONE)
            return nb_fail(p, token->span,
                           NB_SAY(CLAUSE_TWICE, NB_TEXT(nb_token_text(p, token - 2))));
        *by = along;
        return NB_STATUS_OK;
    }
    return nb_fail_hint(p, token->span, NB_SAY(BAD_DIRECTION, NB_TEXT(text)),
                        NB_PLAIN(HINT_DIRECTION));
}

/* Which argument a name stands for; MOST: none. */
static uint32_t find_setting(const nb_vector_info *info, const char *name) {
    for (int k = 0; k < info->setting_count; k++)
        if (strcmp(info->settings[k].name, name) == 0) return (uint32_t)(info->arity + k);
    return MOST;
}

nb_status nb_open_slot(parser *p, nb_slots *s) {
    const nb_token *token = nb_peek(p);
    s->from = token->span;
    s->at = s->count;
    if (nb_at_keyword(p)) {
        const char *name = nb_token_text(p, token);
        s->at = find_setting(s->info, name);
        if (s->at == MOST)
            return nb_fail(p, token->span, NB_SAY(UNKNOWN_KEYWORD, NB_TEXT(s->info->name),
                                                  NB_TEXT(name)));
        p->at += 2;
    } else {
        s->count++;
    }
    s->start = p->count;
    return NB_STATUS_OK;
}

nb_status nb_close_slot(parser *p, nb_slots *s) {
    uint32_t arity = (uint32_t)s->info->arity, k = s->at;
    if (k >= arity + (uint32_t)s->info->setting_count) return NB_STATUS_OK; /* said in the end */
    if (s->given[k])
        return nb_fail(p, nb_span_to_here(p, s->from),
                       NB_SAY(CLAUSE_TWICE, NB_TEXT(s->info->settings[k - arity].name)));
    s->given[k] = true;
    s->begin[k] = s->start;
    s->end[k] = p->count;
    return NB_STATUS_OK;
}

/* Puts the codes, from `first` on, into the order of the row, with what was left out. */
static nb_status put_in_order(parser *p, const nb_slots *s, uint32_t first, nb_span span) {
    uint32_t arity = (uint32_t)s->info->arity, count = p->count - first;
    nb_code *codes = nb_arena_add(p->arena, count, sizeof *codes);
    if (codes == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(codes, p->codes + first, count * sizeof *codes);
    p->count = first;
    nb_status status = NB_STATUS_OK;
    for (uint32_t k = 0; k < arity + (uint32_t)s->info->setting_count; k++) {
        if (!s->given[k] && status == NB_STATUS_OK)
            status = nb_emit(p, (nb_code){.kind = NB_CODE_NUMBER, .span = span,
                                          .number = s->info->settings[k - arity].fallback});
        for (uint32_t i = s->begin[k]; i < s->end[k] && status == NB_STATUS_OK; i++)
            status = nb_emit(p, codes[i - first]);
    }
    return status;
}

nb_status nb_fill_slots(parser *p, const nb_slots *s, uint32_t first, nb_span from) {
    uint32_t arity = (uint32_t)s->info->arity, settings = (uint32_t)s->info->setting_count;
    nb_span span = nb_span_to_here(p, from);
    if (s->count < arity || s->count > arity + settings)
        return nb_fail(p, span, nb_say_arguments(s->info->name, arity, s->count));
    return settings > 0 ? put_in_order(p, s, first, span) : NB_STATUS_OK;
}
