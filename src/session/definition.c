/* x = 3, y = w*x, x = [1, 2], f(a) = a^2: what a name means from now on. */
#include "session/definition.h"

#include <string.h>

#include "data/raw_row.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "formulas/build.h"
#include "formulas/evaluate.h"
#include "formulas/failures.h"
#include "formulas/table_cells.h"
#include "learn/initialise.h"
#include "session/copy.h"
#include "session/show.h"

nb_status nb_find_place(nb_sheet *s, const nb_target *target, nb_def_id *def) {
    int32_t index[2] = {0, 0};
    for (uint32_t i = 0; i < target->rank; i++) {
        nb_status status = nb_eval_index(s, &target->index[i], s->env, &index[i]);
        if (status != NB_STATUS_OK) return status;
    }
    const nb_symbol_info *symbol = &s->symbols[target->symbol];
    if (target->rank > 0 && symbol->family_count > 0 && symbol->family_rank != target->rank) {
        return nb_fail_place(s, target->span,
                             target->rank == 1 ? NB_SAY(FAMILY_ONE, NB_TEXT(symbol->name))
                                               : NB_SAY(FAMILY_TWO, NB_TEXT(symbol->name)),
                             NB_NO_HINT);
    }
    return nb_def_at(s, target->symbol, target->rank, index, def);
}

nb_meaning nb_meaning_for(nb_sheet *s, nb_def_id def, nb_def_kind kind) {
    return (nb_meaning){.kind = (uint8_t)kind, .label = s->defs[def].meaning.label};
}

/* A loop's formula is kept once for all turns, unless its indices are frozen at each. */
static nb_status keep_formula(nb_sheet *s, nb_statement *st, const nb_expr **kept) {
    const nb_expr *expr = &st->exprs[0];
    *kept = st->kept;
    if (*kept != NULL) return NB_STATUS_OK;
    if (expr->freezes) {
        nb_expr frozen = *expr;
        nb_status status = nb_freeze_indices(s, expr, s->env, &frozen);
        if (status == NB_STATUS_OK) *kept = nb_copy_expr(s, &frozen);
        return status == NB_STATUS_OK && *kept == NULL ? NB_STATUS_NO_MEMORY : status;
    }
    *kept = st->kept = nb_copy_expr(s, expr);
    return *kept != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

/* Reads a number from the codes at `at`: a literal, or `ans` or a loop's variable with a sign or
 * without, which are numbers from here on and are listed so. */
static bool read_number(const nb_sheet *s, const nb_expr *expr, uint32_t *at, double *number) {
    const nb_code *code = &expr->codes[*at];
    ++*at;
    *number = code->number;
    if (code->kind == NB_CODE_NUMBER) return true;
    if (code->kind != NB_CODE_LOCAL && code->kind != NB_CODE_ANS) return false;
    *number = code->kind == NB_CODE_ANS ? nb_get_ans(s) : s->env[code->count];
    if (*at == expr->count || code[1].kind != NB_CODE_OP || code[1].op != NB_OP_NEG) return true;
    ++*at;
    *number = -*number;
    return true;
}

/* The numbers of a vector that is written out, one for each of its elements, in the first places
 * of `numbers`; false when it is no such literal. */
static bool read_literal(const nb_sheet *s, const nb_expr *expr, nb_shape *shape,
                         double *numbers) {
    const nb_code *last = &expr->codes[expr->count - 1];
    uint32_t at = 0, count = 0;
    if (last->kind != NB_CODE_ARRAY) return false;
    while (at + 1 < expr->count)
        if (!read_number(s, expr, &at, &numbers[count++])) return false;
    if (count != last->count || count == 0) return false;
    uint32_t columns = last->symbol > 0 ? last->symbol : count;
    *shape = (nb_shape){last->symbol > 0 ? 2 : 1, count / columns, columns};
    return true;
}

static nb_status define_vector(nb_sheet *s, const nb_statement *st, nb_def_id id,
                               nb_shape shape, const double *numbers) {
    if (s->defs[id].rank > 0)
        return nb_fail_place(s, st->exprs[0].span,
                             NB_SAY(NUMBER_WANTED, nb_shape_arg(s, shape)), NB_NO_HINT);
    return nb_set_vector(s, id, shape, numbers, false);
}

nb_status nb_check_range(nb_sheet *s, const nb_target *target, nb_def_id id) {
    nb_def_id whole = s->symbols[target->symbol].value;
    if (target->rank == 0 || !nb_is_defined(s, whole)) return NB_STATUS_OK;
    nb_status status = nb_build_def(s, whole);
    nb_shape shape = nb_shape_of(s, whole);
    if (status != NB_STATUS_OK || shape.rank == 0) return status;
    if (nb_is_inside(shape, &s->defs[id])) return status;
    return nb_fail_element(s, &(nb_expr){.source = s->text}, target->span, &s->defs[id]);
}

nb_status nb_replace_vector(nb_sheet *s, nb_def_id id) {
    if (nb_shape_of(s, id).rank == 0) return NB_STATUS_OK;
    s->broke = true;
    return nb_drop_elements(s, s->defs[id].symbol);
}

/* An expression that is one number makes a leaf. */
static nb_status set_definition(nb_sheet *s, nb_statement *st, nb_def_id id) {
    const nb_expr *expr = &st->exprs[0];
    nb_shape shape;
    uint32_t at = 0;
    if (st->initialiser != NULL) return nb_initialise(s, st, id);
    double *numbers = nb_arena_add(&s->scratch, expr->count, sizeof *numbers);
    if (numbers == NULL) return NB_STATUS_NO_MEMORY;
    if (read_literal(s, expr, &shape, numbers)) return define_vector(s, st, id, shape, numbers);
    nb_status status = nb_replace_vector(s, id);
    if (status != NB_STATUS_OK) return status;
    nb_meaning meaning = nb_meaning_for(s, id, NB_DEF_FORMULA);
    double number;
    if (read_number(s, expr, &at, &number) && at == expr->count) {
        meaning.kind = NB_DEF_LEAF;
        meaning.value = number;
    } else {
        status = keep_formula(s, st, &meaning.expr);
        if (status == NB_STATUS_OK) status = nb_copy_env(s, meaning.expr, &meaning.env);
        if (status != NB_STATUS_OK) return status;
    }
    return nb_set_meaning(s, id, meaning);
}

nb_status nb_note_differential(nb_sheet *s, const nb_target *target, bool known) {
    const char *name = s->symbols[target->symbol].name;
    if (known || target->rank > 0 || name[0] != 'd' || name[1] == '\0') return NB_STATUS_OK;
    nb_symbol by;
    nb_status status = nb_intern(s, name + 1, strlen(name + 1), &by);
    if (status != NB_STATUS_OK) return status;
    if (nb_is_defined(s, s->symbols[by].value))
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(NOTE_DIFFERENTIAL, NB_TEXT(name), NB_TEXT(s->symbols[by].name)));
    return NB_STATUS_OK;
}

nb_status nb_define(nb_sheet *s, nb_statement *st) {
    nb_def_id id = NB_NO_DEF;
    nb_status status = nb_find_place(s, &st->targets[0], &id);
    bool known = status == NB_STATUS_OK && nb_is_defined(s, id);
    if (status == NB_STATUS_OK) status = nb_check_range(s, &st->targets[0], id);
    if (status == NB_STATUS_OK) status = set_definition(s, st, id);
    s->remarks = (nb_remarks){.family = NULL};
    if (status == NB_STATUS_OK) status = nb_build_def(s, id);
    if (status == NB_STATUS_OK) nb_say_remarks(s);
    if (status == NB_STATUS_OK) status = nb_note_differential(s, &st->targets[0], known);
    if (status == NB_STATUS_OK) status = nb_build_fragile(s);
    if (status == NB_STATUS_OK && st->initialiser == NULL) nb_note_scaled(s, id);
    return status == NB_STATUS_OK ? nb_show_definition(s, id) : status;
}

static nb_status fail_body(nb_sheet *s, const nb_expr *body, const nb_code *code) {
    nb_message hint, message = nb_name_without_value(s, &s->symbols[code->symbol], &hint);
    return nb_fail_at(s, body, code->span, message, hint);
}

/* The function that a code calls, or NB_NO_DEF. */
static nb_def_id called_by(const nb_sheet *s, const nb_code *code) {
    nb_def_id id = code->kind == NB_CODE_CALL ? s->symbols[code->symbol].function : NB_NO_DEF;
    return nb_is_defined(s, id) ? id : NB_NO_DEF;
}

/* Whether a function's body calls the function itself, through others or directly. */
static nb_status check_recursion(nb_sheet *s, nb_def_id function) {
    nb_def_id *stack = NULL;
    size_t count = 0, capacity = 0;
    uint32_t mark = ++s->build; /* marks the functions that were seen */
    if (!NB_ARENA_RESERVE(&s->scratch, stack, count, &capacity)) return NB_STATUS_NO_MEMORY;
    stack[count++] = function;
    while (count > 0) {
        nb_def_id caller = stack[--count];
        const nb_expr *body = s->defs[caller].meaning.expr;
        for (uint32_t i = 0; i < body->count; i++) {
            nb_def_id called = called_by(s, &body->codes[i]);
            if (called == function) {
                const char *name = s->symbols[s->defs[function].symbol].name;
                const char *through = s->symbols[s->defs[caller].symbol].name;
                return nb_fail_at(s, body, body->codes[i].span,
                                  caller == function
                                      ? NB_SAY(RECURSION, NB_TEXT(name))
                                      : NB_SAY(RECURSION_THROUGH, NB_TEXT(name), NB_TEXT(through)),
                                  NB_NO_HINT);
            }
            if (called == NB_NO_DEF || s->defs[called].seen == mark) continue;
            s->defs[called].seen = mark;
            if (!NB_ARENA_RESERVE(&s->scratch, stack, count, &capacity))
                return NB_STATUS_NO_MEMORY;
            stack[count++] = called;
        }
    }
    return NB_STATUS_OK;
}

static bool calls_otherwise(const nb_sheet *s, nb_def_id id, nb_symbol function, uint32_t count) {
    const nb_def *def = &s->defs[id];
    bool has_formula = nb_is_defined(s, id) && (def->meaning.kind == NB_DEF_FORMULA ||
                                                def->meaning.kind == NB_DEF_FUNCTION);
    if (!has_formula || (def->symbol == function && def->meaning.kind == NB_DEF_FUNCTION))
        return false;
    for (uint32_t i = 0; i < def->meaning.expr->count; i++) {
        const nb_code *code = &def->meaning.expr->codes[i];
        if (code->kind == NB_CODE_CALL && code->symbol == function && code->count != count)
            return true;
    }
    return false;
}

/* A function that would take other arguments than calls of it give: they are told by whose they
 * are. */
static nb_status check_calls(nb_sheet *s, const nb_statement *st) {
    enum { LISTED = 6 };
    nb_writer names = {.s = s};
    nb_def_id first = NB_NO_DEF;
    size_t count = 0;
    for (size_t i = 0; i < s->def_count; i++) {
        if (!calls_otherwise(s, (nb_def_id)i, st->symbol, st->count)) continue;
        if (count == 0) first = (nb_def_id)i;
        if (count <= LISTED)
            nb_write_item(&names, count < LISTED ? nb_def_name(s, &s->result->arena, &s->defs[i])
                                                 : NULL);
        count++;
    }
    if (count == 0) return NB_STATUS_OK;
    const char *function = s->symbols[st->symbol].name;
    nb_span span = {st->span.offset, (uint32_t)strcspn(st->source + st->span.offset, "=")};
    while (span.length > 1 && st->source[span.offset + span.length - 1] == ' ') span.length--;
    return nb_fail_place(s, span,
                         NB_SAY(CALLS_STAND, NB_TEXT(function), nb_text_arg(s, names.text)),
                         NB_SAY(HINT_CALLS_STAND,
                                NB_TEXT(nb_def_name(s, &s->scratch, &s->defs[first]))));
}

nb_status nb_define_function(nb_sheet *s, const nb_statement *st) {
    nb_def_id id;
    nb_status status = nb_function_at(s, st->symbol, &id);
    if (status != NB_STATUS_OK) return status;
    nb_expr body = st->exprs[0];
    if (body.freezes) status = nb_freeze_indices(s, &st->exprs[0], NULL, &body);
    if (status != NB_STATUS_OK) return status;
    nb_meaning meaning = {.kind = NB_DEF_FUNCTION, .parameter_count = st->count};
    nb_symbol *parameters = nb_arena_add(&s->arena, st->count, sizeof *parameters);
    meaning.expr = nb_copy_expr(s, &body);
    if (parameters == NULL || meaning.expr == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(parameters, st->parameters, st->count * sizeof *parameters);
    meaning.parameters = parameters;
    for (uint32_t i = 0; i < meaning.expr->count; i++) {
        const nb_code *code = &meaning.expr->codes[i];
        if (code->kind == NB_CODE_NAME && !nb_is_defined(s, s->symbols[code->symbol].value))
            return fail_body(s, meaning.expr, code);
    }
    status = nb_set_meaning(s, id, meaning);
    if (status == NB_STATUS_OK) status = check_recursion(s, id);
    if (status == NB_STATUS_OK) status = check_calls(s, st);
    if (status != NB_STATUS_OK) return status;
    status = nb_build_all(s); /* what calls it must still be possible */
    return status == NB_STATUS_OK ? nb_build_fragile(s) : status;
}
