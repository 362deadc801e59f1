/* Optimizers as a statement names them: with adam(lr=0.01, bias_correction=off). And what they
 * remember from one `train` to the next. */
#include <string.h>

#include "session/training.h"

/* ---- the settings ---- */

static nb_status fail_keyword(nb_session *s, const nb_command_arg *call, const nb_clause *p) {
    nb_expr place = {.source = s->text};
    return nb_fail_at(s, &place, p->arg.span,
                      NB_SAY(UNKNOWN_KEYWORD, NB_TEXT(call->text), NB_TEXT(p->key)),
                      NB_SAY(HINT_HELP_WORD, NB_TEXT(call->text)));
}

/* point=base chooses another form of the optimizer; a word in the place of a number is a name that
 * is not defined. */
static nb_status choose_form(nb_session *s, const nb_command_arg *call, const nb_clause *p,
                             nb_optimizer *optimizer) {
    if (p->key == NULL || p->arg.form != NB_ARG_WORD) return NB_STATUS_OK;
    if (nb_optimizer_choose(optimizer, p->key, p->arg.text)) return NB_STATUS_OK;
    nb_expr place = {.source = s->text};
    const nb_optimizer_info *info = nb_optimizer_get(*optimizer);
    bool number = nb_parameter_find(info->parameters, p->key, strlen(p->key)) != NB_MAX_PARAMETERS;
    if (number)
        return nb_fail_at(s, &place, p->arg.span, NB_SAY(UNKNOWN_NAME, NB_TEXT(p->arg.text)),
                          nb_did_you_mean(s, p->arg.text, false));
    if (info->option == NULL || strcmp(info->option, p->key) != 0) return fail_keyword(s, call, p);
    return nb_fail_at(s, &place, p->arg.span,
                      NB_SAY(BAD_SETTING, NB_TEXT(p->key), NB_TEXT(p->arg.text)),
                      NB_SAY(HINT_HELP_WORD, NB_TEXT(call->text)));
}

/* The numbers among the settings; one without a key is the next of the list: sgd(0.1). */
static nb_status read_numbers(nb_session *s, const nb_command_arg *call, nb_method *method) {
    const nb_default *list = nb_optimizer_get(method->optimizer)->parameters;
    nb_command_arg numbers = *call;
    nb_clause **last = &numbers.parameters;
    size_t next = 0;
    for (const nb_clause *p = call->parameters; p != NULL; p = p->next) {
        if (p->key != NULL && p->arg.form == NB_ARG_WORD) continue;
        nb_clause *copy = nb_arena_add(&s->scratch, 1, sizeof *copy);
        if (copy == NULL) return NB_STATUS_NO_MEMORY;
        *copy = *p;
        if (p->key == NULL && list[next].parameter == NB_PARAMETER_COUNT) {
            nb_expr place = {.source = s->text};
            return nb_fail_at(s, &place, p->arg.span,
                              NB_SAY(TOO_MANY_SETTINGS, NB_TEXT(call->text), NB_COUNT(next)),
                              NB_SAY(HINT_HELP_WORD, NB_TEXT(call->text)));
        }
        if (p->key == NULL) copy->key = nb_parameter_get(list[next++].parameter)->name;
        *last = copy;
        last = &copy->next;
    }
    *last = NULL;
    return nb_read_parameters(s, &numbers, list, method->settings);
}

nb_status nb_read_method(nb_session *s, const nb_command_arg *with, nb_method *method) {
    static const nb_command_arg plain = {.form = NB_ARG_CALL, .text = "sgd"};
    const nb_command_arg *call = with != NULL ? with : &plain;
    nb_expr place = {.source = s->text};
    if (!nb_optimizer_find(call->text, strlen(call->text), &method->optimizer))
        return nb_fail_at(s, &place, call->span, NB_SAY(UNKNOWN_OPTIMIZER, NB_TEXT(call->text)),
                          NB_SAY(HINT_OPTIMIZERS, NB_TEXT(nb_join_optimizers(s))));
    nb_status status = NB_STATUS_OK;
    for (const nb_clause *p = call->parameters; p != NULL && status == NB_STATUS_OK; p = p->next)
        status = choose_form(s, call, p, &method->optimizer);
    return status == NB_STATUS_OK ? read_numbers(s, call, method) : status;
}

const char *nb_join_optimizers(nb_session *s) {
    nb_buffer names;
    const char *last = "";
    nb_buffer_init(&names, &s->memory);
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const char *name = nb_optimizer_get((nb_optimizer)i)->name;
        if (strcmp(name, last) == 0) continue; /* another form of the same */
        if (i > 0) nb_buffer_add_text(&names, ", ");
        nb_buffer_add_text(&names, name);
        last = name;
    }
    if (names.failed) s->result->failed = true;
    const char *text = nb_result_text(s->result, names.data != NULL ? names.data : "",
                                      names.length);
    nb_buffer_clear(&names);
    return text;
}

/* ---- what is remembered ---- */

nb_status nb_recall(nb_session *s, const nb_method *method, const nb_def_id *weights, size_t count,
                    nb_optimizer_state *state, bool *goes_on) {
    const nb_memory_of_steps *kept = s->state.steps;
    *goes_on = kept != NULL && kept->optimizer == method->optimizer && kept->count == count &&
               memcmp(kept->weights, weights, count * sizeof *weights) == 0;
    nb_status status = nb_optimizer_state_init(state, &s->memory, method->optimizer, count);
    if (status != NB_STATUS_OK || !*goes_on) return status;
    size_t slots = count * nb_optimizer_get(method->optimizer)->slot_count;
    memcpy(state->slots, kept->slots, slots * sizeof *state->slots);
    state->steps = kept->steps;
    return NB_STATUS_OK;
}

nb_status nb_remember(nb_session *s, const nb_def_id *weights, const nb_optimizer_state *state) {
    size_t slots = state->weights * nb_optimizer_get(state->optimizer)->slot_count;
    nb_memory_of_steps *kept = nb_arena_add(&s->arena, 1, sizeof *kept);
    nb_def_id *ids = nb_arena_add(&s->arena, state->weights, sizeof *ids);
    double *numbers = nb_arena_add(&s->arena, slots + 1, sizeof *numbers);
    if (kept == NULL || ids == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(ids, weights, state->weights * sizeof *ids);
    memcpy(numbers, state->slots, slots * sizeof *numbers);
    *kept = (nb_memory_of_steps){.optimizer = state->optimizer, .weights = ids,
                                 .count = state->weights, .slots = numbers, .steps = state->steps};
    s->state.steps = kept;
    return NB_STATUS_OK;
}
