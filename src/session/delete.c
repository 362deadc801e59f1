/* `delete`: a name becomes undefined, with its elements, unless something else uses it. */
#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/evaluate.h"
#include "formulas/failures.h"

/* What is to go: one definition, or all elements of a family. */
typedef struct doomed {
    nb_def_id def;     /* NB_NO_DEF: the family of `symbol` */
    nb_symbol symbol;
    bool elements;     /* with the elements of `symbol` */
} doomed;

static bool is_doomed(const nb_sheet *s, const doomed *d, nb_def_id id) {
    const nb_def *def = &s->defs[id];
    if (id == d->def) return true;
    return d->elements && def->symbol == d->symbol && def->rank > 0;
}

static bool body_mentions(const nb_sheet *s, const doomed *d, const nb_expr *body) {
    bool function = d->def != NB_NO_DEF && s->defs[d->def].meaning.kind == NB_DEF_FUNCTION;
    for (uint32_t i = 0; i < body->count; i++) {
        const nb_code *code = &body->codes[i];
        if (code->symbol != d->symbol) continue;
        if (function ? code->kind == NB_CODE_CALL
                     : code->kind == NB_CODE_NAME || code->kind == NB_CODE_INDEX) return true;
    }
    return false;
}

/* A definition outside that uses what is to go, or NB_NO_DEF. */
static nb_def_id find_user(const nb_sheet *s, const doomed *d) {
    for (size_t i = 0; i < s->def_count; i++) {
        const nb_def *def = &s->defs[i];
        if (is_doomed(s, d, (nb_def_id)i)) {
            for (uint32_t e = def->users; e != NB_NO_EDGE; e = s->edges[e].next_user) {
                nb_def_id user = s->edges[e].user;
                bool formula = s->defs[user].meaning.kind == NB_DEF_FORMULA;
                if (formula && !is_doomed(s, d, user)) return user;
            }
        } else if (def->meaning.kind == NB_DEF_FUNCTION &&
                   body_mentions(s, d, def->meaning.expr)) {
            return (nb_def_id)i;
        }
    }
    return NB_NO_DEF;
}

static nb_status find_doomed(nb_sheet *s, const nb_command_arg *arg, doomed *d) {
    const nb_expr *expr = &arg->expr;
    const nb_code *last = &expr->codes[expr->count - 1];
    bool name = expr->count == 1 && last->kind == NB_CODE_NAME;
    bool element = expr->codes[0].kind == NB_CODE_SKIP && last->kind == NB_CODE_INDEX &&
                   last->op == NB_INDEX_ONE && expr->codes[0].count + 2 == expr->count;
    if (!name && !element)
        return nb_fail_at(s, expr, expr->span, NB_PLAIN(DELETE_NAME), NB_NO_HINT);
    const nb_symbol_info *info = &s->symbols[last->symbol];
    *d = (doomed){NB_NO_DEF, last->symbol, false};
    if (element) {
        double numbers[NB_INDEX_NUMBERS] = {0};
        uint32_t count = 0;
        nb_status status = nb_eval_indices(s, expr, 1, expr->count - 1, s->env, numbers, &count);
        nb_def wanted = {.symbol = last->symbol, .rank = count};
        for (uint32_t k = 0; status == NB_STATUS_OK && k < count; k++)
            status = nb_to_index(s, expr, expr->span, numbers[k], &wanted.index[k]);
        if (status != NB_STATUS_OK) return status;
        d->def = nb_def_find(s, last->symbol, count, wanted.index);
        if (!nb_is_defined(s, d->def)) return nb_fail_element(s, expr, expr->span, &wanted);
        nb_def_id whole = info->value;
        if (nb_is_defined(s, whole) && (s->defs[whole].meaning.kind == NB_DEF_VECTOR ||
                                        s->defs[d->def].meaning.kind == NB_DEF_ELEMENT))
            return nb_fail_at(s, expr, expr->span, NB_SAY(PART_OF, NB_TEXT(info->name)),
                              NB_SAY(HINT_PART_OF, NB_TEXT(info->name)));
    } else if (nb_is_defined(s, info->value)) {
        d->def = info->value;
        d->elements = nb_shape_of(s, d->def).rank > 0;
    } else if (info->family_count > 0) {
        d->elements = true;
        return NB_STATUS_OK;
    } else {
        d->def = info->function;
    }
    bool built_in = d->def != NB_NO_DEF && s->defs[d->def].meaning.built_in;
    if (nb_is_defined(s, d->def) && !built_in) return NB_STATUS_OK;
    const char *text = nb_arena_text(&s->scratch, expr->source + expr->span.offset,
                                     expr->span.length);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    if (built_in || nb_is_operator_name(text))
        return nb_fail_at(s, expr, expr->span, NB_SAY(DELETE_BUILT_IN, NB_TEXT(text)), NB_NO_HINT);
    const char *near = nb_suggest(s, text, false, true);
    return nb_fail_at(s, expr, expr->span, NB_SAY(UNKNOWN_NAME, NB_TEXT(text)),
                      near != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near)) : NB_NO_HINT);
}

/* What a definition means after the deletion: an element that had a meaning of its own is again
 * what the formula of its vector makes it. */
static nb_meaning after(const nb_sheet *s, const doomed *d, nb_def_id id) {
    nb_def_id whole = s->symbols[d->symbol].value;
    bool element = d->def == id && s->defs[id].rank > 0 && nb_is_defined(s, whole) &&
                   s->defs[whole].meaning.kind == NB_DEF_FORMULA;
    return (nb_meaning){.kind = element ? NB_DEF_ELEMENT : NB_DEF_NONE};
}

NB_COMMAND(DELETE) {
    const nb_command_arg *arg = &st->args[0];
    doomed d = {NB_NO_DEF, 0, false};
    nb_status status = nb_build_all(s); /* who uses what is known of what is built */
    if (status == NB_STATUS_OK) status = find_doomed(s, arg, &d);
    if (status != NB_STATUS_OK) return status;
    nb_def_id user = find_user(s, &d);
    if (user != NB_NO_DEF) {
        const char *name = d.def != NB_NO_DEF ? nb_def_name(s, &s->scratch, &s->defs[d.def])
                                              : s->symbols[d.symbol].name;
        const char *by = nb_def_name(s, &s->scratch, &s->defs[user]);
        return nb_fail_at(s, &arg->expr, arg->expr.span,
                          NB_SAY(IN_USE, NB_TEXT(name), NB_TEXT(by)),
                          NB_SAY(HINT_IN_USE, NB_TEXT(by)));
    }
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        status = nb_poll_turn(s, i);
        if (status == NB_STATUS_OK && is_doomed(s, &d, (nb_def_id)i) &&
            nb_is_defined(s, (nb_def_id)i))
            status = nb_set_meaning(s, (nb_def_id)i, after(s, &d, (nb_def_id)i));
    }
    if (!nb_is_defined(s, s->state.target)) s->state.target = NB_NO_DEF;
    return status == NB_STATUS_OK ? nb_define_constants(s) : status;
}
