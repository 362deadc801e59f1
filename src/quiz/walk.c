/* step: a walk over the two passes, one node at a time, while other statements come between.
 *
 * Invariant: of the 2·count steps, forward then backward, `at` have been taken. A walk is on from
 * its first step to its last; what it had reached stays, so that `step back` can resume it. */
#include "quiz/walk.h"

#include <string.h>

#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "explore/report.h"
#include "formulas/cone.h"
#include "formulas/nodes.h"
#include "formulas/shown.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "formulas/vector_call.h"
#include "graph/passes.h"

static void say_about(nb_sheet *s, nb_message_id id, nb_node target) {
    nb_result_say(s->result, NB_SEVERITY_NOTE, (nb_message){id, {nb_node_arg(s, target)}});
}

/* The walk's target. If that has changed, the walk is at its beginning again; if it is gone, the
 * walk is over and *target is NB_NO_NODE. Either way it says so. */
static nb_status find_target(nb_sheet *s, nb_node *target) {
    nb_walk *walk = &s->quiz->walk;
    bool changed;
    nb_status status = nb_subject_find(s, &walk->subject, target, &changed);
    if (status != NB_STATUS_OK) return status;
    if (*target == NB_NO_NODE) {
        *walk = (nb_walk){.on = false};
        nb_result_say(s->result, NB_SEVERITY_NOTE, NB_PLAIN(WALK_GONE));
    } else if (changed) {
        walk->at = 0;
        say_about(s, NB_MESSAGE_WALK_CHANGED, *target);
        return nb_count_shown(s, *target, &walk->count);
    }
    return NB_STATUS_OK;
}

nb_status nb_walk_check(nb_sheet *s) {
    nb_node target;
    return s->quiz->walk.on ? find_target(s, &target) : NB_STATUS_OK;
}

/* ---- steps ---- */

static nb_status begin(nb_sheet *s, const nb_statement *st, nb_node *target) {
    nb_walk walk = {.on = true};
    nb_status status = nb_choose_target(s, st, NB_TARGET_NAMED, target);
    if (status == NB_STATUS_OK) status = nb_subject_set(s, &walk.subject, *target);
    if (status == NB_STATUS_OK) status = nb_count_shown(s, *target, &walk.count);
    if (status != NB_STATUS_OK) return status;
    if (walk.count == 0)
        return nb_fail_plain(s, NB_SAY(WALK_NUMBER,
                                       nb_node_arg(s, *target)),
                             NB_NO_HINT);
    s->quiz->walk = walk;
    return NB_STATUS_OK;
}

/* Shows the node of the last step that was taken. */
static nb_status show(nb_sheet *s, nb_node target) {
    nb_walk *walk = &s->quiz->walk;
    bool backward = walk->at > walk->count;
    size_t step = backward ? walk->at - walk->count : walk->at;
    if (backward && step == 1) nb_graph_forget_gradients(&s->graph); /* a pass of its own begins */
    nb_status status = nb_report_step(s, backward ? NB_NODES_BACKWARD : NB_NODES_FORWARD, target,
                                      step);
    walk->on = walk->at < 2 * walk->count;
    if (status == NB_STATUS_OK && !walk->on) say_about(s, NB_MESSAGE_WALK_DONE, target);
    return status;
}

static nb_status go_back(nb_sheet *s) {
    nb_node target;
    nb_status status = find_target(s, &target);
    if (status != NB_STATUS_OK || target == NB_NO_NODE) return status;
    if (s->quiz->walk.at <= 1) return nb_fail_plain(s, NB_PLAIN(WALK_FIRST), NB_NO_HINT);
    s->quiz->walk.at--;
    return show(s, target);
}

static nb_status go_on(nb_sheet *s, const nb_statement *st) {
    nb_node target = NB_NO_NODE;
    nb_status status = NB_STATUS_OK;
    if (s->quiz->walk.on && nb_typed_target(st) == NULL) status = find_target(s, &target);
    if (status == NB_STATUS_OK && target == NB_NO_NODE) status = begin(s, st, &target);
    if (status != NB_STATUS_OK) return status;
    s->quiz->walk.at++;
    return show(s, target);
}

NB_COMMAND(STEP) {
    const nb_clause *word = st->clauses; /* back or end */
    if (word == NULL) return go_on(s, st);
    const nb_clause *second = st->args[0].form != NB_ARG_MISSING ? word : word->next;
    if (second != NULL)
        return nb_fail_place(s, second->arg.span, NB_SAY(UNEXPECTED, NB_TEXT(second->key)),
                             NB_NO_HINT);
    if (s->quiz->walk.at == 0 && !s->quiz->walk.on)
        return nb_fail_plain(s, NB_PLAIN(NO_WALK), NB_PLAIN(HINT_WALK));
    if (strcmp(word->key, "back") == 0) return go_back(s);
    s->quiz->walk = (nb_walk){.on = false};
    nb_result_say(s->result, NB_SEVERITY_NOTE, NB_PLAIN(WALK_ENDED));
    return NB_STATUS_OK;
}

/* ---- how far it has come ---- */

/* Values of nodes that a walk does not show, such as numbers, are always known; their gradients are
 * with that of the node that is shown next. */
nb_status nb_walk_find_order(nb_sheet *s, nb_node target, nb_walk_order *order) {
    size_t n = (size_t)target + 1;
    uint8_t *shown;
    nb_status status = nb_count_shown(s, target, &order->count);
    if (status == NB_STATUS_OK) status = nb_mark_shown(s, target, &shown);
    if (status != NB_STATUS_OK) return status;
    nb_node *pass = nb_arena_add(&s->scratch, n, sizeof *pass);
    uint32_t *pending = nb_arena_add(&s->scratch, n, sizeof *pending);
    uint32_t step = 0, end = (uint32_t)(2 * order->count);
    order->value = nb_arena_add(&s->scratch, n, sizeof *order->value);
    order->gradient = nb_arena_add(&s->scratch, n, sizeof *order->gradient);
    order->node = nb_arena_add(&s->scratch, 2 * order->count + 1, sizeof *order->node);
    if (pass == NULL || pending == NULL || order->value == NULL || order->gradient == NULL ||
        order->node == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= target; i++) {
        if (shown[i] == 1) order->node[step++] = i;
        order->value[i] = shown[i] == 0 ? NB_WALK_NEVER : shown[i] == 1 ? step : 0;
        order->gradient[i] = NB_WALK_NEVER;
    }
    nb_node count = nb_graph_order(&s->graph, target, pass, pending);
    for (nb_node at = 0; at < count; at++) {
        order->gradient[pass[at]] = step < end ? step + 1 : end;
        if (shown[pass[at]] == 1 && step < end) order->node[step++] = pass[at];
    }
    return nb_poll(s);
}

static nb_status mark_known(nb_sheet *s, nb_node target, nb_reach *reach) {
    nb_walk_order order;
    size_t n = (size_t)target + 1, at = s->quiz->walk.at;
    reach->value = nb_arena_add(&s->scratch, n, 1);
    reach->gradient = nb_arena_add(&s->scratch, n, 1);
    nb_status status = nb_walk_find_order(s, target, &order);
    if (reach->value == NULL || reach->gradient == NULL) status = NB_STATUS_NO_MEMORY;
    if (status != NB_STATUS_OK) return status;
    for (size_t i = 0; i < n; i++) {
        reach->value[i] = order.value[i] <= at;
        reach->gradient[i] = order.gradient[i] <= at;
    }
    if (at > 0) reach->current = order.node[at - 1];
    return NB_STATUS_OK;
}

/* Whether there is a walk, and that is over `target`. */
static nb_status is_over(nb_sheet *s, nb_node target, bool *over) {
    nb_node walked = NB_NO_NODE;
    nb_status status = s->quiz->walk.on ? find_target(s, &walked) : NB_STATUS_OK;
    *over = status == NB_STATUS_OK && walked != NB_NO_NODE && walked == target;
    return status;
}

nb_status nb_walk_reach(nb_sheet *s, nb_node target, nb_reach *reach) {
    bool over;
    *reach = (nb_reach){.current = NB_NO_NODE};
    nb_status status = is_over(s, target, &over);
    return over ? mark_known(s, target, reach) : status;
}

nb_status nb_walk_find_step(nb_sheet *s, nb_node target, size_t *step) {
    bool over;
    nb_status status = is_over(s, target, &over);
    *step = over ? s->quiz->walk.at : 0;
    return status;
}
