/* `check`: every gradient of the backward pass against a central difference. */
#include <math.h>

#include "calculus/judge.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "explore/depends.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "formulas/alike.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "formulas/vector_call.h"
#include "graph/passes.h"

enum {
    MOST_NAMELESS = 2000, /* a larger graph is checked at its names and leaves */
    MOST_RIGHT = 24,      /* of more rows those that are right, or cannot be seen, are left out */
    MOST_NAMED = 6,       /* names in a sentence */
    MOST_SENTENCES = 8
};

typedef struct check {
    nb_sheet *s;
    nb_node target;
    nb_node *nodes; /* that are checked, from the target back */
    nb_judgement *found;
    size_t count, with[NB_VERDICT_NOT_FINITE + 1];
    nb_node held; /* see nb_probe */
    bool names_only;
} check;

/* ---- what is checked ---- */

static nb_status choose_nodes(check *c) {
    nb_sheet *s = c->s;
    uint8_t *marks, *hidden = NULL;
    nb_status status = nb_mark_cone(s, c->target, &marks);
    if (status == NB_STATUS_OK && s->state.mistake == NB_MISTAKE_DIAGONAL) /* softmax is the node */
        status = nb_hide_closed(s, c->target, marks, &hidden);
    if (status != NB_STATUS_OK) return status;
    for (int all = 1; all >= 0; all--) {
        c->count = 0;
        c->names_only = all == 0;
        for (nb_node i = c->target + 1; i-- > 0;) {
            bool number = s->graph.op[i] == NB_OP_CONST, named = s->owner[i] != NB_NO_DEF;
            if (!(marks[i] & 2) || number || (hidden != NULL && hidden[i]) ||
                !(all || named || i == c->target)) continue;
            c->nodes[c->count++] = i;
        }
        if (c->count <= MOST_NAMELESS) break;
    }
    return NB_STATUS_OK;
}

static nb_status judge_nodes(check *c) {
    nb_sheet *s = c->s;
    nb_probe probe;
    nb_status status = nb_probe_begin(&probe, &s->scratch, &s->graph, c->target);
    if (status == NB_STATUS_OK)
        status = nb_judge_nodes(&probe, &s->scratch, c->nodes, c->count, c->found);
    c->held = probe.held;
    for (size_t i = 0; i < c->count && status == NB_STATUS_OK; i++)
        c->with[c->found[i].verdict]++;
    return nb_say_stopped(s, status);
}

/* ---- rows ---- */

/* What each verdict is called in the table and, for programs, in the counts; and whether a large
 * graph's rows of it are shown one by one. */
static const struct {
    nb_message_id word;
    const char *key;
    bool shown;
} verdicts[] = {
    [NB_VERDICT_RIGHT] = {NB_MESSAGE_CHECK_RIGHT, "right", false},
    [NB_VERDICT_WRONG] = {NB_MESSAGE_CHECK_WRONG, "wrong", true},
    [NB_VERDICT_KINK] = {NB_MESSAGE_CHECK_KINK, "kink", true},
    [NB_VERDICT_JUMP] = {NB_MESSAGE_CHECK_JUMP, "jump", true},
    [NB_VERDICT_UNSEEN] = {NB_MESSAGE_CHECK_UNSEEN, "hidden", false},
    [NB_VERDICT_NOT_FINITE] = {NB_MESSAGE_CHECK_NOT_FINITE, "not_finite", true}};

enum { VERDICTS = sizeof verdicts / sizeof *verdicts };

static bool is_shown(const check *c, size_t i) {
    return c->count <= MOST_RIGHT || verdicts[c->found[i].verdict].shown;
}

static void fill_row(check *c, size_t i, nb_text name, int number, nb_table_cell *row) {
    nb_sheet *s = c->s;
    double gradient = nb_graph_gradient(&s->graph, c->nodes[i]);
    const nb_judgement *found = &c->found[i];
    nb_writer w = {.s = s};
    nb_write_text(&w, name);
    if (number > 0) nb_write_number(&w, NB_PIECE_WHICH, number, 0);
    row[0] = nb_cell_text(w.text);
    row[1] = nb_cell_number(gradient);
    row[4] = nb_cell_said((nb_message){.id = verdicts[found->verdict].word});
    if (!isfinite(found->numerical)) return;
    row[2] = nb_cell_number(found->numerical);
    row[3] = nb_cell_number(fabs(found->numerical - gradient));
    row[3].digits = 1; /* rounding decides the others */
    if (found->verdict != NB_VERDICT_WRONG) return;
    row[1].digits = row[2].digits = nb_digits_apart(s, gradient, found->numerical);
    double whole = 1 + floor(log10(row[3].number)); /* 36 is not written 4e+1 */
    row[3].digits = (int)fmin(fmax(whole, 1), s->state.settings.digits);
}

static nb_status add_rows(check *c) {
    nb_sheet *s = c->s;
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "node", NB_PLAIN(HEAD_NODE), NULL},
        {NB_COLUMN_GRADIENT, "gradient", nb_gradient_heading(s, c->target), NULL},
        {NB_COLUMN_NUMBER, "numerical", NB_PLAIN(HEAD_NUMERICAL), NULL},
        {NB_COLUMN_NUMBER, "difference", NB_PLAIN(HEAD_DIFFERENCE), NULL},
        {NB_COLUMN_TEXT, "verdict", NB_PLAIN(HEAD_VERDICT), NULL}};
    size_t shown = 0;
    for (size_t i = 0; i < c->count && shown < NB_MAX_ROWS; i++) shown += is_shown(c, i);
    nb_text *names = nb_arena_add(&s->scratch, c->count, sizeof *names);
    int *numbers = nb_arena_add(&s->scratch, c->count, sizeof *numbers);
    nb_table_block *table = nb_result_table(s->result, columns, sizeof columns / sizeof *columns,
                                            shown);
    if (names == NULL || numbers == NULL || table == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < c->count && !c->names_only; i++)
        names[i] = nb_describe(s, c->nodes[i]);
    if (!c->names_only) status = nb_number_alike(s, names, c->nodes, c->count, numbers);
    for (size_t i = 0; i < c->count && table->row_count < shown; i++) {
        if (!is_shown(c, i)) continue;
        if (c->names_only) names[i] = nb_describe(s, c->nodes[i]);
        fill_row(c, i, names[i], numbers[i], nb_table_row(table));
    }
    nb_table_fact(table, "checked", (double)c->count);
    for (int i = 0; i < VERDICTS; i++)
        nb_table_fact(table, verdicts[i].key, (double)c->with[i]);
    return status;
}

/* ---- sentences ---- */

/* The first few names of the nodes with a verdict. */
static nb_arg join_names(check *c, nb_verdict verdict) {
    nb_writer names = {.s = c->s};
    size_t named = 0;
    for (size_t i = 0; i < c->count && named <= MOST_NAMED; i++) {
        if (c->found[i].verdict != verdict) continue;
        if (named > 0) nb_write_mark(&names, NB_PIECE_COMMA);
        if (named < MOST_NAMED) nb_write_text(&names, nb_describe(c->s, c->nodes[i]));
        else nb_write_mark(&names, NB_PIECE_MORE);
        named++;
    }
    return nb_text_arg(c->s, names.text);
}

/* Where the two sides differ, each node has a sentence of its own. */
static void say_sides(check *c) {
    nb_sheet *s = c->s;
    for (size_t i = 0, said = 0; i < c->count && said < MOST_SENTENCES; i++) {
        const nb_judgement *found = &c->found[i];
        bool kink = found->verdict == NB_VERDICT_KINK;
        if (!kink && found->verdict != NB_VERDICT_JUMP) continue;
        nb_message sentence = NB_SAY(CHECK_AT_KINK, nb_node_arg(s, c->nodes[i]),
                                     NB_NUMBER(found->left), NB_NUMBER(found->right),
                                     nb_node_arg(s, c->target));
        if (!kink) sentence.id = NB_MESSAGE_CHECK_AT_JUMP;
        else if (found->left == found->right) sentence.id = NB_MESSAGE_CHECK_AT_KINKS;
        nb_result_prose(s->result, sentence);
        said++;
    }
}

static void say_outcome(check *c) {
    nb_result *result = c->s->result;
    size_t wrong = c->with[NB_VERDICT_WRONG], right = c->with[NB_VERDICT_RIGHT];
    nb_arg target = nb_node_arg(c->s, c->target);
    say_sides(c);
    if (c->held != NB_NO_NODE) nb_result_prose(result, nb_say_held(c->s, c->held));
    if (c->with[NB_VERDICT_UNSEEN] > 0)
        nb_result_prose(result, NB_SAY(CHECK_HIDDEN, nb_node_arg(c->s, c->target),
                                       join_names(c, NB_VERDICT_UNSEEN)));
    if (c->with[NB_VERDICT_NOT_FINITE] > 0)
        nb_result_prose(result, NB_SAY(CHECK_NO_NUMBER,
                                       join_names(c, NB_VERDICT_NOT_FINITE)));
    nb_message some = NB_SAY(CHECK_SOME_WRONG, NB_COUNT(wrong), NB_COUNT(c->count), target,
                             join_names(c, NB_VERDICT_WRONG));
    if (wrong == 1) some.id = NB_MESSAGE_CHECK_ONE_WRONG;
    if (wrong > 0)
        nb_result_prose(result, some);
    else if (right < c->count)
        nb_result_prose(result, NB_SAY(CHECK_REST_RIGHT, NB_COUNT(right), NB_COUNT(c->count),
                                       target));
    else
        nb_result_prose(result, NB_SAY(CHECK_ALL_RIGHT, NB_COUNT(c->count), target));
    if (c->names_only) nb_result_prose(result, NB_PLAIN(CHECK_NAMES_ONLY));
}

/* ---- the command ---- */

static nb_status check_target(nb_sheet *s, nb_node target) {
    check c = {.s = s, .target = target};
    c.nodes = nb_arena_add(&s->scratch, (size_t)target + 1, sizeof *c.nodes);
    c.found = nb_arena_add(&s->scratch, (size_t)target + 1, sizeof *c.found);
    if (c.nodes == NULL || c.found == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = choose_nodes(&c);
    nb_graph_backward(&s->graph, target);
    if (status == NB_STATUS_OK) status = judge_nodes(&c);
    if (status == NB_STATUS_OK) status = add_rows(&c);
    if (status != NB_STATUS_OK) return status;
    say_outcome(&c);
    nb_say_mistake(s);
    if (c.with[NB_VERDICT_NOT_FINITE] > 0) status = nb_warn_gradient(s, target);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}

NB_COMMAND(CHECK) {
    nb_node target;
    nb_status status = nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    return status == NB_STATUS_OK ? check_target(s, target) : status;
}
