/* A statement's text and tree go with the scratch arena; what definitions say is copied. */
#include "session/copy.h"

#include <string.h>

#include "definitions/state.h"
#include "formulas/evaluate.h"

static const char *copy_text(nb_sheet *s, const char *source) {
    if (source != s->text) return source; /* kept before */
    if (s->kept_text == NULL) s->kept_text = nb_arena_text(&s->arena, s->text, strlen(s->text));
    return s->kept_text;
}

nb_status nb_freeze_indices(nb_sheet *s, const nb_expr *from, const double *env,
                                nb_expr *to) {
    to->codes = nb_arena_add(&s->scratch, from->count, sizeof *to->codes);
    if (to->codes == NULL) return NB_STATUS_NO_MEMORY;
    to->count = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        nb_code code = from->codes[i];
        if (code.kind != NB_CODE_SKIP) {
            to->codes[to->count++] = code;
            continue;
        }
        double values[NB_INDEX_NUMBERS];
        uint32_t end = i + 1 + code.count, count = 0;
        nb_status status = nb_eval_indices(s, from, i + 1, end, env, values, &count);
        if (status != NB_STATUS_OK) return status;
        code.count = count;
        to->codes[to->count++] = code;
        for (uint32_t k = 0; k < count; k++)
            to->codes[to->count++] = (nb_code){.kind = NB_CODE_NUMBER, .number = values[k],
                                               .span = from->codes[end].span};
        to->codes[to->count++] = from->codes[end];
        i = end;
    }
    to->freezes = false;
    to->frozen = true;
    return NB_STATUS_OK;
}

const nb_expr *nb_copy_expr(nb_sheet *s, const nb_expr *expr) {
    nb_expr *kept = nb_arena_add(&s->arena, 1, sizeof *kept);
    nb_code *codes = nb_arena_add(&s->arena, expr->count + 1, sizeof *codes);
    const char *source = copy_text(s, expr->source);
    if (kept == NULL || codes == NULL || source == NULL) return NULL;
    *kept = *expr;
    kept->codes = codes;
    kept->source = source;
    memcpy(codes, expr->codes, expr->count * sizeof *codes);
    for (uint32_t i = 0; i < kept->count; i++) { /* ans is taken as a number, now */
        if (codes[i].kind != NB_CODE_ANS || codes[i].count > 0) continue;
        codes[i].count = 1;
        codes[i].number = nb_get_ans(s);
    }
    return kept;
}

nb_status nb_copy_env(nb_sheet *s, const nb_expr *expr, const double **env) {
    uint32_t needed = 0;
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->codes[i].kind == NB_CODE_LOCAL && expr->codes[i].count >= needed)
            needed = expr->codes[i].count + 1;
    *env = NULL;
    if (needed == 0) return NB_STATUS_OK;
    double *copy = nb_arena_add(&s->arena, needed, sizeof *copy);
    if (copy == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(copy, s->env, needed * sizeof *copy);
    *env = copy;
    return NB_STATUS_OK;
}
