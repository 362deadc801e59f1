/* `break` and `repair`: backward passes that are wrong on purpose. The sheet's state says in which
 * way, and the graph's passes follow it; each answer that shows gradients says so, too. */
#include "explore/mistake.h"

#include <string.h>

#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "graph/broken.h"
#include "graph/passes.h"

static const struct {
    const char *word, *command;
    nb_message_id says; /* what the passes do wrong */
} mistakes[NB_MISTAKE_COUNT] = {
#define MISTAKE(ID, WORD) [NB_MISTAKE_##ID] = {WORD, "break " WORD, NB_MESSAGE_MISTAKE_##ID},
#include "graph/mistakes.def"
#undef MISTAKE
};

const char *nb_mistake_command(const nb_sheet *s) {
    return s->state.secret ? NULL : mistakes[s->state.mistake].command;
}

void nb_say_mistake(nb_sheet *s) {
    nb_mistake mistake = s->state.mistake;
    if (mistake != NB_MISTAKE_NONE && !s->state.secret)
        nb_result_say(s->result, NB_SEVERITY_NOTE, (nb_message){.id = mistakes[mistake].says});
}

void nb_say_spared(nb_sheet *s, nb_message_id note) {
    nb_message message = {.id = note, .args = {NB_TEXT(nb_mistake_command(s))}};
    if (s->state.mistake != NB_MISTAKE_NONE && !s->state.secret)
        nb_result_say(s->result, NB_SEVERITY_NOTE, message);
}

NB_COMMAND(BREAK) {
    const nb_command_arg *arg = &st->args[0];
    for (int i = NB_MISTAKE_NONE + 1; arg->form == NB_ARG_WORD && i < NB_MISTAKE_COUNT; i++) {
        if (strcmp(mistakes[i].word, arg->text) != 0) continue;
        nb_status status = nb_graph_prepare_break(&s->graph);
        if (status != NB_STATUS_OK) return status;
        s->state.mistake = (nb_mistake)i;
        s->state.secret = false;
        nb_graph_break(&s->graph, s->state.mistake);
        nb_say_mistake(s);
        return NB_STATUS_OK;
    }
    if (arg->form != NB_ARG_WORD)
        return nb_fail_plain(s, NB_PLAIN(BREAK_WHICH), NB_PLAIN(HINT_BREAK));
    return nb_fail_place(s, arg->span, NB_SAY(UNKNOWN_MISTAKE, NB_TEXT(arg->text)),
                         NB_PLAIN(HINT_BREAK));
}

NB_COMMAND(REPAIR) {
    (void)st;
    bool broken = s->state.mistake != NB_MISTAKE_NONE;
    s->state.mistake = NB_MISTAKE_NONE;
    s->state.secret = false;
    nb_graph_break(&s->graph, s->state.mistake);
    nb_result_say(s->result, NB_SEVERITY_NOTE,
                  broken ? NB_PLAIN(NOTE_REPAIRED) : NB_PLAIN(NOTE_NOT_BROKEN));
    return NB_STATUS_OK;
}

/* ---- the sums that passes leave ---- */

static bool is_leaf(const nb_sheet *s, size_t def) {
    nb_node node = s->defs[def].node;
    return node != NB_NO_NODE && s->graph.op[node] == NB_OP_LEAF;
}

/* The sums are kept for each definition, not for each node: nodes may move, or be made anew. */
nb_status nb_keep_sums(nb_sheet *s, nb_sums *sums) {
    const nb_graph *graph = &s->graph;
    *sums = (nb_sums){.target = graph->target, .target_def = NB_NO_DEF};
    if (graph->mistake != NB_MISTAKE_SUM) return NB_STATUS_OK;
    if (graph->target != NB_NO_NODE) sums->target_def = s->owner[graph->target];
    sums->of = nb_arena_add(&s->scratch, s->def_count, sizeof *sums->of);
    if (sums->of == NULL) return NB_STATUS_NO_MEMORY;
    sums->count = s->def_count;
    for (size_t i = 0; i < sums->count; i++) {
        nb_node node = s->defs[i].node;
        if (is_leaf(s, i))
            sums->of[i] = (nb_sum){graph->broken.left[node], graph->broken.total[node],
                                   nb_graph_is_reached(graph, node)};
    }
    return NB_STATUS_OK;
}

void nb_restore_sums(nb_sheet *s, const nb_sums *sums) {
    nb_graph *graph = &s->graph;
    if (sums->of == NULL || graph->mistake != NB_MISTAKE_SUM) return;
    nb_node target = sums->target_def != NB_NO_DEF ? s->defs[sums->target_def].node : sums->target;
    bool again = target != NB_NO_NODE && target < graph->count;
    nb_graph_forget_gradients(graph);
    if (again) { /* the last pass, for what stands between the leaves and its target */
        nb_graph_forward(graph, target + 1);
        nb_graph_backward(graph, target);
    }
    for (size_t i = 0; i < sums->count; i++) {
        nb_node node = s->defs[i].node;
        if (!is_leaf(s, i)) continue;
        nb_sum sum = sums->of[i];
        /* a target that is to be built anew will have its last pass run again */
        double total = again || !sum.reached ? sum.total : sum.left;
        nb_graph_restore_sum(graph, node, sum.left, total);
    }
}
