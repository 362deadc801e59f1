/* predict: asks for ∂L/∂node at each node of the graph that was typed, from the target back. An
 * expression that is entered meanwhile is an answer; other statements run as always.
 *
 * Only the number of the question and what became of its answers is kept; the question itself is
 * found again in the graph by each statement, which is why whatever changes the graph can only
 * make the questions begin anew. */
#include "quiz/predict.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "definitions/calls.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "formulas/alike.h"
#include "formulas/describe.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "graph/passes.h"
#include "quiz/answer.h"
#include "quiz/course.h"
#include "quiz/derivative.h"

enum { WRONG_BEFORE_HELP = 2 };

/* ---- what is asked and shown ---- */

static nb_arg name(nb_sheet *s, nb_node node) {
    return nb_node_arg(s, node);
}

static void note(nb_sheet *s, nb_message message) {
    nb_result_say(s->result, NB_SEVERITY_NOTE, message);
}

/* Which of several nodes that read alike; 0 where none does. */
static nb_status find_which(const nb_course *c, nb_node node, int *which) {
    nb_sheet *s = c->s;
    *which = 0;
    if (c->count > NB_MAX_ROWS) return NB_STATUS_OK;
    nb_text *texts = nb_arena_add(&s->scratch, c->count + 1, sizeof *texts);
    int *numbers = nb_arena_add(&s->scratch, c->count + 1, sizeof *numbers);
    if (texts == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < c->count; i++) texts[i] = nb_describe(s, c->asked[i]);
    nb_status status = nb_number_alike(s, texts, c->asked, c->count, numbers);
    for (size_t i = 0; i < c->count; i++)
        if (c->asked[i] == node) *which = numbers[i];
    return status;
}

/* The question, or the part of it that is about one way. */
static nb_status ask(const nb_course *c, const nb_question *q) {
    nb_sheet *s = c->s;
    const nb_predict *predict = &s->quiz->predict;
    const nb_way *way = predict->wire > 0 ? &q->ways[predict->wire - 1] : NULL;
    if (way != NULL)
        note(s, NB_SAY(PREDICT_ARRIVES, name(s, way->parent), NB_NUMBER(way->upstream)));
    nb_block *block = nb_result_add(s->result, NB_BLOCK_QUESTION);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    block->as.question = (nb_question_block){
        .target = nb_describe(s, way != NULL ? way->parent : q->target),
        .node = nb_describe(s, q->node), .count = predict->count,
        .number = way != NULL ? 0 : predict->at + 1};
    return find_which(c, q->node, &block->as.question.which);
}

static nb_answer_block *add_answer(nb_sheet *s, nb_answer_kind verdict, double answer) {
    nb_block *block = nb_result_add(s->result, NB_BLOCK_ANSWER);
    if (block == NULL) return NULL;
    block->as.answer = (nb_answer_block){.verdict = verdict, .answer = answer};
    return &block->as.answer;
}

static nb_text describe_way(nb_sheet *s, const nb_way *way) {
    return way->operand >= 0 ? nb_describe_local(s, way->parent, way->operand)
                             : NB_NO_TEXT;
}

/* ∂L/∂node = 1.1 × count + ..., or as a hint ∂L/∂parent · count + ... */
static nb_status show_derivation(const nb_course *c, const nb_question *q, bool hint,
                                 nb_answer_block *block) {
    nb_sheet *s = c->s;
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    size_t stored = q->count < NB_MAX_CONTRIBUTIONS ? q->count : NB_MAX_CONTRIBUTIONS;
    nb_node_row *row = &block->row;
    block->shown = true;
    block->hint = hint;
    block->target = nb_describe(s, q->target);
    *row = (nb_node_row){.name = nb_describe(s, q->node), .gradient = q->gradient, .chosen = true,
                         .contribution_total = q->count};
    row->contributions = nb_result_array(s->result, stored, sizeof *row->contributions);
    if (row->contributions == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < stored; i++) {
        const nb_way *way = &q->ways[i];
        nb_contribution *part = &row->contributions[row->contribution_count++];
        *part = (nb_contribution){.upstream = way->upstream, .local = way->local,
                                  .formula = describe_way(s, way)};
        if (hint && way->parent != q->target) part->parent = nb_describe(s, way->parent);
    }
    return find_which(c, q->node, &row->number);
}

/* ∂parent/∂node = count */
static void show_local(nb_sheet *s, const nb_question *q, const nb_way *way,
                       nb_answer_block *block) {
    block->shown = true;
    block->target = nb_describe(s, way->parent);
    block->row = (nb_node_row){.name = nb_describe(s, q->node), .gradient = way->local,
                               .formula = describe_way(s, way), .chosen = true};
}

/* ---- from question to question ---- */

static void leave(nb_sheet *s) {
    const nb_predict *p = &s->quiz->predict;
    note(s, NB_SAY(PREDICT_SCORE, NB_COUNT(p->right), NB_COUNT(p->count), NB_COUNT(p->at_once)));
    s->quiz->predict = (nb_predict){.on = false};
}

static nb_status go_on(nb_course *c) {
    nb_sheet *s = c->s;
    nb_predict *p = &s->quiz->predict;
    nb_question q;
    p->at++;
    p->wire = p->wrong = 0;
    p->helped = false;
    if (p->at == p->count) {
        leave(s);
        return NB_STATUS_OK;
    }
    nb_status status = nb_course_question(c, c->asked[p->at], &q);
    return status == NB_STATUS_OK ? ask(c, &q) : status;
}

/* Begins with the first question about a target, after the words that open them. Where nothing can
 * be asked, predict is off. */
static nb_status begin(nb_sheet *s, nb_node target, bool opening) {
    nb_course c;
    nb_question q;
    nb_predict *p = &s->quiz->predict;
    nb_subject subject = p->subject;
    nb_status status = nb_course_find(s, target, &c);
    bool any = status == NB_STATUS_OK && c.count > 0;
    *p = (nb_predict){.on = any, .subject = subject, .count = (uint32_t)c.count};
    if (p->on && opening) note(s, NB_SAY(PREDICT_BEGIN, name(s, target)));
    if (p->on && opening) note(s, NB_PLAIN(PREDICT_HOW));
    if (status == NB_STATUS_OK && p->on) status = nb_course_question(&c, c.asked[0], &q);
    if (status == NB_STATUS_OK && p->on) status = ask(&c, &q);
    nb_typed_graph_clear(s, &c.typed);
    return status;
}

/* The target that the questions are about. Where it has changed they begin anew, where it is gone
 * or the passes are broken they end: then *target is NB_NO_NODE, and all has been said. */
static nb_status find_target(nb_sheet *s, nb_node *target) {
    nb_predict *p = &s->quiz->predict;
    bool changed;
    nb_status status = nb_subject_find(s, &p->subject, target, &changed);
    if (status != NB_STATUS_OK || (*target != NB_NO_NODE && !changed)) return status;
    nb_node node = *target;
    *target = NB_NO_NODE;
    if (node == NB_NO_NODE || s->state.mistake != NB_MISTAKE_NONE) {
        note(s, node == NB_NO_NODE ? NB_PLAIN(PREDICT_GONE) : NB_PLAIN(PREDICT_BROKEN));
        leave(s);
        return NB_STATUS_OK;
    }
    note(s, NB_SAY(PREDICT_CHANGED, name(s, node)));
    status = begin(s, node, false);
    if (status == NB_STATUS_OK && !p->on) note(s, NB_SAY(PREDICT_NOTHING, name(s, node)));
    return status;
}

nb_status nb_predict_check(nb_sheet *s) {
    nb_node target;
    return s->quiz->predict.on ? find_target(s, &target) : NB_STATUS_OK;
}

NB_COMMAND(PREDICT) {
    nb_node target;
    if (s->state.mistake != NB_MISTAKE_NONE)
        return nb_fail_plain(s, NB_PLAIN(PREDICT_BROKEN), NB_PLAIN(HINT_REPAIR));
    nb_status status = nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    if (status == NB_STATUS_OK) status = nb_subject_set(s, &s->quiz->predict.subject, target);
    if (status != NB_STATUS_OK) return status;
    status = begin(s, target, true);
    if (status == NB_STATUS_OK && !s->quiz->predict.on)
        return nb_fail_plain(s, NB_SAY(PREDICT_NOTHING, name(s, target)), NB_NO_HINT);
    return status;
}

/* ---- answers ---- */

static nb_status judge_wrong(nb_course *c, const nb_question *q, double answer, nb_message says) {
    nb_sheet *s = c->s;
    nb_predict *p = &s->quiz->predict;
    bool taken_apart = false;
    if (says.id == NB_MESSAGE_NONE && p->wire == 0) {
        says = NB_PLAIN(PREDICT_NOT_YET);
        p->wire = 1; /* way by way: what arrives, and the local gradient */
        p->helped = taken_apart = true;
    } else if (says.id == NB_MESSAGE_NONE) {
        says = NB_PLAIN(PREDICT_NO);
    }
    nb_answer_block *block = add_answer(s, NB_ANSWER_WRONG, answer);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    block->says = nb_result_message(s->result, says);
    if (++p->wrong == WRONG_BEFORE_HELP) note(s, NB_PLAIN(PREDICT_OFFER));
    return taken_apart ? ask(c, q) : NB_STATUS_OK;
}

static nb_status judge_right(nb_course *c, const nb_question *q, double answer) {
    nb_predict *p = &c->s->quiz->predict;
    nb_answer_block *block = add_answer(c->s, NB_ANSWER_RIGHT, answer);
    nb_status status = show_derivation(c, q, false, block);
    p->right++;
    p->at_once += p->wrong == 0 && !p->helped;
    return status == NB_STATUS_OK ? go_on(c) : status;
}

/* A local gradient was right: the next way, or all of it again. */
static nb_status judge_right_local(nb_course *c, const nb_question *q, double answer) {
    nb_sheet *s = c->s;
    nb_predict *p = &s->quiz->predict;
    nb_answer_block *block = add_answer(s, NB_ANSWER_RIGHT, answer);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    show_local(s, q, &q->ways[p->wire - 1], block);
    p->wire = p->wire < q->count ? p->wire + 1 : 0;
    if (p->wire == 0)
        note(s, q->count == 1 ? NB_PLAIN(PREDICT_MULTIPLY) : NB_PLAIN(PREDICT_ADD_UP));
    return ask(c, q);
}

/* What was entered as an answer. */
typedef struct given {
    const nb_expr *expr;
    double value;
    bool *is; /* for is_asked */
} given;

/* Whether it contains what is asked for, also where only a part of that is asked by now. */
static nb_status contains_asked(const nb_course *c, const nb_question *q, const given *entered,
                                bool *contains) {
    uint32_t wire = c->s->quiz->predict.wire;
    nb_status status = nb_find_derivative(c->s, entered->expr, q->target, q->node, contains);
    if (status != NB_STATUS_OK || *contains || wire == 0) return status;
    return nb_find_derivative(c->s, entered->expr, q->ways[wire - 1].parent, q->node, contains);
}

static nb_status judge(nb_course *c, const nb_question *q, const given *entered) {
    bool contains;
    double answer = entered->value;
    const nb_predict *p = &c->s->quiz->predict;
    double local = p->wire > 0 ? q->ways[p->wire - 1].local : q->gradient;
    nb_message says = NB_NO_HINT;
    nb_status status = contains_asked(c, q, entered, &contains);
    if (status == NB_STATUS_OK && contains)
        return nb_fail_at(c->s, entered->expr, entered->expr->span, NB_PLAIN(ANSWER_ASKED),
                          NB_PLAIN(HINT_ASKED));
    for (size_t i = 0; i < NB_TOLERANCES; i++) {
        if (status != NB_STATUS_OK || says.id != NB_MESSAGE_NONE) break;
        double tolerance = nb_answer_tolerances[i];
        if (nb_is_near(answer, q->gradient, tolerance)) return judge_right(c, q, answer);
        if (p->wire > 0 && nb_is_near(answer, local, tolerance))
            return judge_right_local(c, q, answer);
        status = p->wire > 0
                     ? nb_diagnose_local(c->s, q, p->wire - 1, answer, tolerance, &says)
                     : nb_diagnose(c->s, q, answer, tolerance, &says);
    }
    return status == NB_STATUS_OK ? judge_wrong(c, q, answer, says) : status;
}

/* ---- what may be typed at a question ---- */

typedef nb_status respond(nb_course *c, const nb_question *q, const given *entered);

/* Finds the question that is asked and responds to what was entered. */
static nb_status at_question(nb_sheet *s, respond *to, const given *entered) {
    nb_course c;
    nb_question q;
    nb_node target;
    if (!s->quiz->predict.on)
        return nb_fail_plain(s, NB_PLAIN(NO_QUESTION), NB_PLAIN(HINT_PREDICT));
    nb_status status = find_target(s, &target);
    if (status != NB_STATUS_OK || target == NB_NO_NODE) return status;
    status = nb_course_find(s, target, &c);
    if (status == NB_STATUS_OK) status = nb_course_question(&c, c.asked[s->quiz->predict.at], &q);
    if (status == NB_STATUS_OK) status = to(&c, &q, entered);
    nb_typed_graph_clear(s, &c.typed);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}

bool nb_takes_answer(const nb_sheet *s) {
    return s->quiz->predict.on && !s->quiz->calculates && s->run_depth == 0 && s->block_depth == 0;
}

nb_status nb_predict_answer(nb_sheet *s, const nb_expr *expr) {
    given entered = {.expr = expr};
    nb_status status = nb_eval(s, expr, s->env, &entered.value);
    return status == NB_STATUS_OK ? at_question(s, judge, &entered) : status;
}

/* Whether what was entered is the derivative that is asked for. */
static nb_status is_asked(nb_course *c, const nb_question *q, const given *entered) {
    nb_node of, by;
    uint32_t wire = c->s->quiz->predict.wire;
    nb_status status = nb_derivative_nodes(c->s, entered->expr, &of, &by);
    nb_node parent = wire > 0 ? q->ways[wire - 1].parent : q->target;
    if (status == NB_STATUS_OK && by == q->node && (of == q->target || of == parent))
        *entered->is = true;
    return status;
}

nb_status nb_predict_read(nb_sheet *s, char *text) {
    char *equals = nb_find_equals(text);
    nb_statement *st = NULL;
    nb_problem problem;
    bool is = false;
    if (!nb_takes_answer(s) || equals == NULL) return NB_STATUS_OK;
    char *left = nb_arena_text(&s->scratch, text, (size_t)(equals - text));
    if (left == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_parse_statement(&s->scratch, &s->names, left, strlen(left), &st,
                                          &problem);
    if (status == NB_STATUS_ERROR) return NB_STATUS_OK;
    if (status != NB_STATUS_OK || st->kind != NB_STATEMENT_EXPRESSION) return status;
    given entered = {.expr = &st->exprs[0], .is = &is};
    status = at_question(s, is_asked, &entered);
    if (equals[1] == '=') equals++;
    if (status == NB_STATUS_OK && is) memset(text, ' ', (size_t)(equals + 1 - text));
    return status;
}

/* The chain rule at this node, in names. */
static nb_status hint(nb_course *c, const nb_question *q, const given *entered) {
    (void)entered;
    c->s->quiz->predict.helped = true;
    return show_derivation(c, q, true, add_answer(c->s, NB_ANSWER_NONE, 0));
}

NB_COMMAND(HINT) {
    (void)st;
    return at_question(s, hint, NULL);
}

static nb_status solve(nb_course *c, const nb_question *q, const given *entered) {
    (void)entered;
    nb_answer_block *block = add_answer(c->s, NB_ANSWER_NONE, 0);
    nb_status status = show_derivation(c, q, false, block);
    return status == NB_STATUS_OK ? go_on(c) : status;
}

static nb_status skip(nb_course *c, const nb_question *q, const given *entered) {
    (void)q, (void)entered;
    return go_on(c);
}

NB_COMMAND(SOLUTION) {
    (void)st;
    return at_question(s, solve, NULL);
}

NB_COMMAND(SKIP) {
    (void)st;
    return at_question(s, skip, NULL);
}

nb_status nb_predict_end(nb_sheet *s) {
    if (!s->quiz->predict.on)
        return nb_fail_plain(s, NB_PLAIN(NO_QUESTION), NB_PLAIN(HINT_PREDICT));
    leave(s);
    return NB_STATUS_OK;
}

NB_COMMAND(END) {
    (void)st;
    return nb_predict_end(s);
}

/* ---- the prompt ---- */

static nb_status keep_variable(nb_sheet *s, nb_node node, int which, nb_text *kept) {
    nb_text text = nb_describe(s, node);
    nb_writer w = {.s = s};
    nb_write_text(&w, text);
    if (which > 0) nb_write_number(&w, NB_PIECE_WHICH, which, 0);
    text = nb_written(&w, text.level);
    bool kept_all = !s->result->failed && nb_text_copy(&s->quiz->asked, &text, kept);
    return kept_all ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

static nb_status keep_asked(nb_course *c, const nb_question *q, const given *entered) {
    const nb_predict *p = &c->s->quiz->predict;
    int which;
    (void)entered;
    nb_status status = find_which(c, q->node, &which);
    if (status != NB_STATUS_OK) return status;
    nb_node of = p->wire > 0 ? q->ways[p->wire - 1].parent : q->target;
    status = keep_variable(c->s, of, 0, &c->s->quiz->asked_of);
    return status == NB_STATUS_OK ? keep_variable(c->s, q->node, which,
                                                  &c->s->quiz->asked_by) : status;
}

/* Without the memory for it the prompt looks as always; the question stays. */
void nb_predict_keep_asked(nb_sheet *s) {
    bool failed = s->result->failed;
    nb_quiz *quiz = s->quiz;
    nb_predict predict = quiz->predict;
    nb_arena_clear(&quiz->asked);
    quiz->asked_by = quiz->asked_of = NB_NO_TEXT;
    if (quiz->predict.on && at_question(s, keep_asked, NULL) != NB_STATUS_OK)
        quiz->asked_by = NB_NO_TEXT;
    s->result->failed = failed;
    quiz->predict = predict;
}
