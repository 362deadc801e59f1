/* Reading optimizers as a statement names them, with adam(lr=0.01, bias_correction=off); keeping
 * what they remember for the next `train`, and writing it as a statement for `save`. */
#include "learn/optimizer_call.h"

#include <math.h>
#include <string.h>

#include "base/nearest.h"
#include "data/parameters.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "lang/source.h"
#include "learn/schedule.h"

/* ---- the settings ---- */

/* "on, off, keras": what an option of an optimizer can be. */
static const char *join_choices(nb_sheet *s, const nb_optimizer_info *info, const char *option) {
    nb_buffer names;
    nb_buffer_init(&names, &s->memory);
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const char *choice = nb_optimizer_new_choice((nb_optimizer)i, info->name, option);
        if (choice != NULL) nb_buffer_add_item(&names, ", ", choice);
    }
    return nb_take_text(s, &names);
}

/* point=base chooses another form of the optimizer, also where base is the name of a value. */
static nb_status choose_form(nb_sheet *s, const nb_command_arg *call, const nb_clause *p,
                             nb_optimizer *optimizer) {
    const nb_optimizer_info *info = nb_optimizer_get(*optimizer);
    nb_span span = p->arg.span;
    if (p->key == NULL) return NB_STATUS_OK;
    bool option = nb_optimizer_choice(info, p->key) != NULL;
    const char *choice = nb_arena_text(&s->scratch, s->text + span.offset, span.length);
    if (choice == NULL) return NB_STATUS_NO_MEMORY;
    if (option && nb_optimizer_choose(optimizer, p->key, choice)) return NB_STATUS_OK;
    if (option)
        return nb_fail_place(s, span, NB_SAY(BAD_SETTING, NB_TEXT(p->key), NB_TEXT(choice)),
                             NB_SAY(HINT_CHOICES, NB_TEXT(join_choices(s, info, p->key))));
    if (nb_parameter_find(info->parameters, p->key, strlen(p->key)) != NB_MAX_PARAMETERS)
        return NB_STATUS_OK;
    nb_optimizer other; /* adam(amsgrad=on) */
    nb_message hint = nb_setting_meant(s, call->text, info->parameters, info->choices, p->key);
    if (nb_optimizer_find(p->key, strlen(p->key), &other))
        hint = NB_SAY(HINT_OPTIMIZER_OF, NB_TEXT(p->key));
    return nb_fail_place(s, p->span,
                         NB_SAY(UNKNOWN_KEYWORD, NB_TEXT(call->text), NB_TEXT(p->key)), hint);
}

/* The key that a number without one has: the next of the rule's. An error where it is set, too. */
static nb_status name_number(nb_sheet *s, const nb_command_arg *call, nb_optimizer optimizer,
                             size_t next, nb_clause *p) {
    const nb_default *list = nb_optimizer_get(optimizer)->parameters;
    if (next >= nb_optimizer_own(optimizer))
        return nb_fail_place(s, p->arg.span,
                             NB_SAY(TOO_MANY_SETTINGS, NB_TEXT(call->text), NB_COUNT(next)),
                             NB_SAY(HINT_HELP_WORD, NB_TEXT(call->text)));
    p->key = nb_parameter_get(list[next].parameter)->name;
    p->span = p->arg.span;
    for (const nb_clause *other = call->parameters; other != NULL; other = other->next)
        if (other->key != NULL && strcmp(other->key, p->key) == 0)
            return nb_fail_place(s, other->span, NB_SAY(CLAUSE_TWICE, NB_TEXT(p->key)),
                                 NB_NO_HINT);
    return NB_STATUS_OK;
}

/* Of all numbers lr alone may change from step to step. */
static nb_status read_counted(nb_sheet *s, const nb_clause *p, nb_optimizer_call *method) {
    bool rate = strcmp(p->key, "lr") == 0;
    if (p->arg.form != NB_ARG_EXPR) return NB_STATUS_OK;
    if (rate) nb_note_counters(s, &p->arg.expr);
    if (!nb_counts(&p->arg.expr)) return NB_STATUS_OK;
    if (rate) method->rate = &p->arg.expr;
    return rate ? NB_STATUS_OK
                : nb_fail_place(s, p->arg.span, NB_SAY(COUNTED_SETTING, NB_TEXT(p->key)),
                                NB_PLAIN(HINT_COUNTED_RATE));
}

/* Where lr is a formula of an unknown t, it was to change from step to step. */
static void hint_at_counters(nb_sheet *s, const nb_command_arg *call) {
    nb_problem *p = &s->problem;
    if (p->message.id != NB_MESSAGE_UNKNOWN_NAME || !p->has_span) return;
    if (p->hint.id != NB_MESSAGE_HINT_DEFINE) return;
    for (const nb_clause *c = call->parameters; c != NULL; c = c->next) {
        uint32_t from = c->arg.span.offset, to = from + c->arg.span.length;
        bool here = from <= p->span.offset && p->span.offset < to;
        if (here && strcmp(c->key, "lr") == 0 && c->arg.form == NB_ARG_EXPR)
            p->hint = NB_PLAIN(HINT_COUNTERS);
    }
}

/* The numbers among the settings; one without a key is the next of the list: sgd(0.1). */
static nb_status read_numbers(nb_sheet *s, const nb_command_arg *call, nb_optimizer_call *method) {
    const nb_optimizer_info *info = nb_optimizer_get(method->optimizer);
    nb_command_arg numbers = *call;
    nb_clause **last = &numbers.parameters;
    size_t next = 0;
    nb_status status = NB_STATUS_OK;
    for (const nb_clause *p = call->parameters; p != NULL && status == NB_STATUS_OK; p = p->next) {
        if (p->key != NULL && nb_optimizer_choice(info, p->key) != NULL) continue;
        nb_clause *copy = nb_arena_add(&s->scratch, 1, sizeof *copy);
        if (copy == NULL) return NB_STATUS_NO_MEMORY;
        *copy = *p;
        if (p->key == NULL) status = name_number(s, call, method->optimizer, next++, copy);
        if (status == NB_STATUS_OK) status = read_counted(s, copy, method);
        if (method->rate == &copy->arg.expr) continue;
        *last = copy;
        last = &copy->next;
    }
    *last = NULL;
    if (status != NB_STATUS_OK) return status;
    status = nb_read_parameters(s, &numbers, info->parameters, method->settings);
    if (status == NB_STATUS_ERROR) hint_at_counters(s, &numbers);
    return status;
}

static const char *join_optimizers(nb_sheet *s) {
    nb_buffer names;
    const char *last = "";
    nb_buffer_init(&names, &s->memory);
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const char *name = nb_optimizer_get((nb_optimizer)i)->name;
        if (strcmp(name, last) == 0) continue; /* another form of the same */
        nb_buffer_add_item(&names, ", ", name);
        last = name;
    }
    return nb_take_text(s, &names);
}

/* SGD and adamm were meant to be one of them. */
static nb_status fail_optimizer(nb_sheet *s, const nb_command_arg *call) {
    nb_nearest nearest;
    nb_span span = {call->span.offset, (uint32_t)strlen(call->text)};
    char *small = nb_arena_text(&s->scratch, call->text, strlen(call->text));
    if (small == NULL) return NB_STATUS_NO_MEMORY;
    for (char *c = small; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    nb_nearest_begin(&nearest, small);
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++)
        nb_nearest_try(&nearest, nb_optimizer_get((nb_optimizer)i)->name);
    const char *near = nb_nearest_get(&nearest);
    nb_message hint = near != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near))
                                   : NB_SAY(HINT_OPTIMIZERS, NB_TEXT(join_optimizers(s)));
    return nb_fail_place(s, span, NB_SAY(UNKNOWN_OPTIMIZER, NB_TEXT(call->text)), hint);
}

nb_status nb_read_optimizer_call(nb_sheet *s, const nb_command_arg *with,
                                 nb_optimizer_call *method) {
    static const nb_command_arg plain = {.form = NB_ARG_CALL, .text = "sgd"};
    const nb_command_arg *call = with != NULL ? with : &plain;
    method->rate = NULL;
    if (!nb_optimizer_find(call->text, strlen(call->text), &method->optimizer))
        return fail_optimizer(s, call);
    nb_status status = NB_STATUS_OK;
    for (const nb_clause *p = call->parameters; p != NULL && status == NB_STATUS_OK; p = p->next)
        status = choose_form(s, call, p, &method->optimizer);
    return status == NB_STATUS_OK ? read_numbers(s, call, method) : status;
}

/* ---- what is remembered ---- */

/* Whether this is what an optimizer remembers of these leaves, in their order. */
static bool is_kept(const nb_memory_of_steps *kept, nb_optimizer optimizer,
                    const nb_def_id *weights, size_t count) {
    return kept != NULL && kept->optimizer == optimizer && kept->count == count &&
           memcmp(kept->weights, weights, count * sizeof *weights) == 0;
}

/* Copies what is remembered of the same leaves in another order; *same: they are the same. */
static nb_status copy_slots(nb_sheet *s, const nb_memory_of_steps *kept,
                            const nb_def_id *weights, nb_optimizer_state *state, bool *same) {
    size_t count = state->weights, slots = nb_optimizer_get(state->optimizer)->slot_count;
    *same = kept->count == count;
    if (!*same) return NB_STATUS_OK;
    size_t *places = nb_arena_add(&s->scratch, s->def_count, sizeof *places); /* from 1 */
    if (places == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) places[kept->weights[i]] = i + 1;
    for (size_t i = 0; i < count; i++) *same = *same && places[weights[i]] > 0;
    for (size_t i = 0; *same && i < count; i++)
        for (size_t k = 0; k < slots; k++)
            state->slots[k * count + i] = kept->slots[k * count + places[weights[i]] - 1];
    return NB_STATUS_OK;
}

nb_status nb_recall(nb_sheet *s, const nb_optimizer_call *method, const nb_def_id *weights,
                    size_t count,
                    bool fresh, nb_optimizer_state *state) {
    const nb_memory_of_steps *kept = s->state.learned.steps;
    bool same = is_kept(kept, method->optimizer, weights, count);
    nb_status status = nb_optimizer_state_init(state, &s->memory, method->optimizer, count);
    if (status != NB_STATUS_OK || fresh || kept == NULL || kept->optimizer != method->optimizer)
        return status;
    size_t slots = count * nb_optimizer_get(method->optimizer)->slot_count;
    if (same) memcpy(state->slots, kept->slots, slots * sizeof *state->slots);
    else status = copy_slots(s, kept, weights, state, &same);
    if (status != NB_STATUS_OK) nb_optimizer_state_clear(state);
    if (same) state->steps = kept->steps;
    if (same) state->epochs = kept->epochs;
    return status;
}

nb_status nb_remember(nb_sheet *s, const nb_def_id *weights, const nb_optimizer_state *state) {
    size_t slots = state->weights * nb_optimizer_get(state->optimizer)->slot_count;
    nb_memory_of_steps *kept = s->state.learned.steps;
    if (!is_kept(kept, state->optimizer, weights, state->weights) ||
        kept->statement != s->statement) {
        kept = nb_arena_add(&s->arena, 1, sizeof *kept);
        nb_def_id *ids = nb_arena_add(&s->arena, state->weights, sizeof *ids);
        double *numbers = nb_arena_add(&s->arena, slots, sizeof *numbers);
        if (kept == NULL || ids == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
        memcpy(ids, weights, state->weights * sizeof *ids);
        *kept = (nb_memory_of_steps){.statement = s->statement, .optimizer = state->optimizer,
                                     .weights = ids, .count = state->weights, .slots = numbers};
    }
    memcpy(kept->slots, state->slots, slots * sizeof *kept->slots);
    kept->steps = state->steps;
    kept->epochs = state->epochs;
    s->state.learned.steps = kept;
    return NB_STATUS_OK;
}

/* ---- as a statement ---- */

static nb_status read_count(nb_sheet *s, const nb_statement *st, const char *key, double *number) {
    const nb_command_arg *count = nb_clause_get(st, key);
    if (count == NULL) return NB_STATUS_OK;
    nb_status status = nb_eval(s, &count->expr, s->env, number);
    if (status != NB_STATUS_OK || (*number >= 0 && *number == rint(*number))) return status;
    return nb_fail_at(s, &count->expr, count->span,
                      NB_SAY(REMEMBER_STEPS, NB_TEXT(key), NB_NUMBER(*number)), NB_NO_HINT);
}

/* The numbers of all slots, one after another. */
static nb_status read_slots(nb_sheet *s, const nb_command_arg *slots, nb_optimizer_state *state) {
    size_t wanted = state->weights * nb_optimizer_get(state->optimizer)->slot_count, count = 0;
    nb_shape shape;
    const double *numbers;
    nb_status status = NB_STATUS_OK;
    if (slots != NULL) status = nb_eval_value(s, &slots->expr, s->env, &shape, &numbers);
    if (status != NB_STATUS_OK) return status;
    if (slots != NULL) count = nb_shape_count(shape);
    nb_message message = NB_SAY(REMEMBER_COUNT, NB_COUNT(wanted), NB_COUNT(count));
    if (count != wanted && slots != NULL)
        return nb_fail_at(s, &slots->expr, slots->span, message, NB_NO_HINT);
    if (count != wanted) return nb_fail_plain(s, message, NB_NO_HINT);
    if (count > 0) memcpy(state->slots, numbers, count * sizeof *numbers);
    return NB_STATUS_OK;
}

static nb_status read_leaves(nb_sheet *s, const nb_command_arg *list, nb_def_id **leaves,
                             size_t *count) {
    nb_node *nodes;
    nb_status status = nb_find_nodes(s, list, NB_NO_NODE, &nodes, count);
    if (status != NB_STATUS_OK) return status;
    *leaves = nb_arena_add(&s->scratch, *count, sizeof **leaves);
    if (*leaves == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*leaves)[i] = s->owner[nodes[i]];
        if (s->graph.op[nodes[i]] != NB_OP_LEAF)
            return nb_fail_place(s, nb_place_in_list(s, list, NB_NO_NODE, i),
                                 NB_SAY(TRAIN_FORMULA, nb_node_arg(s, nodes[i])),
                                 NB_NO_HINT);
    }
    return NB_STATUS_OK;
}

/* remember w, b with adam(...) steps=17 epochs=17 state=[...]: what `save` writes, so that the
 * training goes on after `open` as if nothing had been. */
NB_COMMAND(REMEMBER) {
    nb_optimizer_call method;
    nb_def_id *leaves;
    nb_optimizer_state state;
    size_t count;
    nb_status status = nb_read_optimizer_call(s, nb_clause_get(st, "with"), &method);
    if (status == NB_STATUS_OK) status = read_leaves(s, &st->args[0], &leaves, &count);
    if (status == NB_STATUS_OK)
        status = nb_optimizer_state_init(&state, &s->memory, method.optimizer, count);
    if (status != NB_STATUS_OK) return status;
    status = read_count(s, st, "steps", &state.steps);
    if (status == NB_STATUS_OK) status = read_count(s, st, "epochs", &state.epochs);
    if (status == NB_STATUS_OK) status = read_slots(s, nb_clause_get(st, "state"), &state);
    if (status == NB_STATUS_OK) status = nb_remember(s, leaves, &state);
    nb_optimizer_state_clear(&state);
    return status;
}

void nb_list_steps(nb_sheet *s, nb_buffer *out) {
    const nb_memory_of_steps *kept = s->state.learned.steps;
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
    for (const nb_choice *c = info->choices; c->option != NULL; c++) {
        nb_buffer_add_text(out, c == info->choices ? "(" : ", ");
        nb_buffer_add_text(out, c->option);
        nb_buffer_add_char(out, '=');
        nb_buffer_add_text(out, c->choice);
    }
    if (info->choices[0].option != NULL) nb_buffer_add_char(out, ')');
    nb_buffer_add_text(out, " steps=");
    nb_write_double(out, kept->steps);
    nb_buffer_add_text(out, " epochs=");
    nb_write_double(out, kept->epochs);
    for (size_t i = 0; i < kept->count * info->slot_count; i++) {
        nb_buffer_add_text(out, i == 0 ? " state=[" : ", ");
        nb_write_double(out, kept->slots[i]);
    }
    nb_buffer_add_text(out, info->slot_count > 0 ? "]\n" : "\n");
}
