/* See clause.h. */
#include "formulas/clause.h"

#include <math.h>

#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"

nb_message nb_hint_line(nb_sheet *s, const nb_statement *st, nb_span span, const char *other) {
    const char *text = st->source + st->span.offset;
    uint32_t at = span.offset - st->span.offset, behind = at + span.length;
    const char *parts[] = {nb_arena_text(&s->scratch, text, at), other,
                           nb_arena_text(&s->scratch, text + behind, st->span.length - behind),
                           NULL};
    if (parts[0] == NULL || parts[2] == NULL) return NB_NO_HINT;
    return NB_SAY(HINT_CLAUSE_LINE, NB_TEXT(nb_join_texts(s, parts)));
}

nb_status nb_read_whole_clause(nb_sheet *s, const nb_statement *st, const char *key,
                               uint32_t least, uint32_t most, const char *usual,
                               uint32_t *whole) {
    const nb_command_arg *arg = nb_clause_get(st, key);
    double number;
    *whole = 0;
    if (arg == NULL) return NB_STATUS_OK;
    nb_status status = nb_eval(s, &arg->expr, s->env, &number);
    if (status != NB_STATUS_OK) return status;
    bool good = number >= least && number <= most && number == floor(number);
    if (good) *whole = (uint32_t)number;
    if (good) return NB_STATUS_OK;
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(CLAUSE_WHOLE, NB_TEXT(key), NB_COUNT(least), NB_COUNT(most),
                             NB_NUMBER(number)),
                      nb_hint_line(s, st, arg->span, usual));
}
