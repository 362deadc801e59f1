/* Running statements: each kind is handed to the function that carries it out; expressions and
 * loops are run here. */
#include "session/execute.h"

#include <math.h>
#include <string.h>

#include "definitions/collect.h"
#include "definitions/problem.h"
#include "explore/report.h"
#include "formulas/build.h"
#include "formulas/evaluate.h"
#include "graph/passes.h"
#include "quiz/predict.h"
#include "session/assign.h"
#include "session/commands.h"
#include "session/definition.h"
#include "session/save_point.h"
#include "session/session.h"
#include "session/show.h"

enum { MAX_TURNS = 100000000 }; /* of all loops of an entered statement */

/* ---- expressions and loops ---- */

static nb_status print_expression(nb_sheet *s, const nb_expr *expr) {
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    nb_shape shape;
    const nb_node *nodes;
    s->remarks = (nb_remarks){.family = NULL};
    nb_status status = nb_build_value(s, expr, s->env, &shape, &nodes);
    if (status == NB_STATUS_OK) nb_say_remarks(s);
    if (status == NB_STATUS_OK && shape.rank > 0) {
        status = nb_show_array(s, NULL, shape, nodes);
    } else if (status == NB_STATUS_OK) {
        nb_graph_forward(&s->graph, nodes[0] + 1);
        status = nb_show_number(s, NULL, s->graph.value[nodes[0]], nodes[0]);
    }
    if (status == NB_STATUS_OK) status = nb_warn_suspect(s);
    nb_truncate(s, before, rebuilt);
    return status;
}

/* A loop may be long. So what a statement leaves in the scratch arena is dropped behind it, unless
 * it failed, for its problem lies there. And when the answers have filled a part of the memory,
 * further ones are left out and counted, so that the loop does not fail because of them. */
static nb_status run_block(nb_sheet *s, nb_statement *body) {
    const size_t part = 4;
    for (; body != NULL; body = body->next) {
        nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
        nb_result_mark told = nb_result_get_mark(s->result);
        bool full = s->result->arena.size > s->memory.limit / part;
        nb_status status = nb_execute(s, body);
        if (status == NB_STATUS_OK) status = nb_poll(s);
        if (status != NB_STATUS_OK) {
            nb_drop_unfinished(s, told);
            return status;
        }
        bool answers = s->result->last != told.last;
        if (full && answers && nb_result_rewind(s->result, told)) s->session->untold++;
        nb_arena_rewind(&s->scratch, mark);
        nb_collect(s);
    }
    return NB_STATUS_OK;
}

static nb_status range_end(nb_sheet *s, const nb_expr *expr, double *end) {
    nb_status status = nb_eval(s, expr, s->env, end);
    if (status == NB_STATUS_OK && *end != rint(*end))
        return nb_fail_at(s, expr, expr->span, NB_SAY(RANGE_ENDS, NB_NUMBER(*end)), NB_NO_HINT);
    return status;
}

static nb_status run_turns(nb_sheet *s, const nb_statement *st, double first, double turns) {
    if (turns > MAX_TURNS)
        return nb_fail_place(s, st->exprs[0].span,
                             NB_SAY(LOOP_TOO_LONG, NB_COUNT(turns), NB_COUNT(MAX_TURNS)),
                             NB_NO_HINT);
    if (turns > MAX_TURNS - s->turns)
        return nb_fail_place(s, st->exprs[0].span, NB_SAY(LOOP_BUDGET, NB_COUNT(MAX_TURNS)),
                             NB_NO_HINT);
    s->turns += turns;
    bool quiet = s->quiet;
    nb_status status = NB_STATUS_OK;
    s->block_depth++;
    for (double i = 0; i < turns && status == NB_STATUS_OK; i++) {
        if (st->kind == NB_STATEMENT_FOR) s->env[st->local] = first + i;
        s->quiet = true;
        status = run_block(s, st->body);
        s->quiet = quiet;
    }
    s->block_depth--;
    if (s->block_depth > 0 || s->session->untold == 0 || status != NB_STATUS_OK) return status;
    nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(LOOP_UNTOLD, NB_COUNT(s->session->untold)));
    s->session->untold = 0;
    return status;
}

static nb_status run_for(nb_sheet *s, const nb_statement *st) {
    double first, last;
    nb_status status = range_end(s, &st->exprs[0], &first);
    if (status == NB_STATUS_OK) status = range_end(s, &st->exprs[1], &last);
    const double exact = 9007199254740992.0; /* beyond 2^53 a double skips whole numbers */
    if (status == NB_STATUS_OK && last - first < MAX_TURNS && fabs(first) + fabs(last) > exact)
        return nb_fail_at(s, &st->exprs[0], st->exprs[0].span,
                          NB_SAY(RANGE_ENDS, NB_NUMBER(first)), NB_NO_HINT);
    return status == NB_STATUS_OK ? run_turns(s, st, first, last - first + 1) : status;
}

static nb_status run_repeat(nb_sheet *s, const nb_statement *st) {
    double turns;
    nb_status status = nb_eval(s, &st->exprs[0], s->env, &turns);
    if (status != NB_STATUS_OK) return status;
    if (turns != rint(turns) || turns < 0)
        return nb_fail_at(s, &st->exprs[0], st->exprs[0].span,
                          NB_SAY(BAD_COUNT, NB_NUMBER(turns)), NB_NO_HINT);
    return run_turns(s, st, 0, turns);
}

nb_status nb_execute(nb_sheet *s, nb_statement *statement) {
    switch (statement->kind) {
    case NB_STATEMENT_DEFINE: return nb_define(s, statement);
    case NB_STATEMENT_FUNCTION: return nb_define_function(s, statement);
    case NB_STATEMENT_ASSIGN: return nb_assign(s, statement);
    case NB_STATEMENT_EXPRESSION:
        return nb_takes_answer(s) ? nb_predict_answer(s, &statement->exprs[0])
                                  : print_expression(s, &statement->exprs[0]);
    case NB_STATEMENT_FOR: return run_for(s, statement);
    case NB_STATEMENT_REPEAT: return run_repeat(s, statement);
    case NB_STATEMENT_COMMAND: return nb_run_command(s, statement);
    }
    return NB_STATUS_OK;
}
