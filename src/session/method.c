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

/* ---- as a statement ---- */

/* remember w, b with adam(bias_correction=on) steps=17 state=[...]: what `save` writes, so that the
 * training goes on after `open` as if nothing had been. */
nb_status nb_restore_steps(nb_session *s, const nb_statement *st) {
    const nb_command_arg *count = nb_clause_get(st, "steps"), *slots = nb_clause_get(st, "state");
    nb_method method;
    nb_node *nodes, before;
    nb_shape shape = {0, 0, 0};
    const nb_node *numbers = NULL;
    nb_optimizer_state state;
    size_t weights;
    bool goes_on;
    nb_status status = nb_read_method(s, nb_clause_get(st, "with"), &method);
    if (status == NB_STATUS_OK)
        status = nb_find_nodes(s, &st->args[0], NB_NO_NODE, &nodes, &weights);
    if (status != NB_STATUS_OK) return status;
    nb_def_id *ids = nb_arena_add(&s->scratch, weights, sizeof *ids);
    if (ids == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < weights; i++) {
        ids[i] = s->owner[nodes[i]];
        if (s->graph.op[nodes[i]] != NB_OP_LEAF)
            return nb_fail_plain(s, NB_SAY(TRAIN_FORMULA, NB_TEXT(nb_name_of(s, nodes[i]))),
                                 NB_NO_HINT);
    }
    s->state.steps = NULL;
    status = nb_recall(s, &method, ids, weights, &state, &goes_on);
    if (status != NB_STATUS_OK) return status;
    before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    if (count != NULL) status = nb_eval(s, &count->expr, s->env, &state.steps);
    if (status == NB_STATUS_OK && slots != NULL)
        status = nb_build_value(s, &slots->expr, s->env, &shape, &numbers);
    size_t wanted = weights * nb_optimizer_get(method.optimizer)->slot_count;
    if (status == NB_STATUS_OK && (size_t)shape.rows * shape.columns != wanted)
        status = nb_fail_plain(s, NB_SAY(REMEMBER_COUNT, NB_COUNT(wanted),
                                         NB_COUNT((size_t)shape.rows * shape.columns)),
                               NB_NO_HINT);
    if (status == NB_STATUS_OK) nb_graph_forward(&s->graph, s->graph.count);
    for (size_t i = 0; numbers != NULL && i < wanted && status == NB_STATUS_OK; i++)
        state.slots[i] = s->graph.value[numbers[i]];
    nb_truncate(s, before, rebuilt);
    if (status == NB_STATUS_OK) status = nb_remember(s, ids, &state);
    nb_optimizer_state_clear(&state);
    return status;
}

void nb_list_steps(nb_session *s, nb_buffer *out) {
    const nb_memory_of_steps *kept = s->state.steps;
    for (size_t i = 0; kept != NULL && i < kept->count; i++)
        if (s->defs[kept->weights[i]].meaning.kind != NB_DEF_LEAF) return;
    if (kept == NULL) return;
    const nb_optimizer_info *info = nb_optimizer_get(kept->optimizer);
    nb_buffer_add_text(out, "remember ");
    for (size_t i = 0; i < kept->count; i++) {
        if (i > 0) nb_buffer_add_text(out, ", ");
        nb_buffer_add_text(out, nb_def_name(s, &s->scratch, &s->defs[kept->weights[i]]));
    }
    nb_buffer_add_text(out, " with ");
    nb_buffer_add_text(out, info->name);
    if (info->option != NULL) {
        nb_buffer_add_char(out, '(');
        nb_buffer_add_text(out, info->option);
        nb_buffer_add_char(out, '=');
        nb_buffer_add_text(out, info->choice);
        nb_buffer_add_char(out, ')');
    }
    nb_buffer_add_text(out, " steps=");
    nb_write_double(out, kept->steps);
    for (size_t i = 0; i < kept->count * info->slot_count; i++) {
        nb_buffer_add_text(out, i == 0 ? " state=[" : ", ");
        nb_write_double(out, kept->slots[i]);
    }
    nb_buffer_add_text(out, info->slot_count > 0 ? "]\n" : "\n");
}
