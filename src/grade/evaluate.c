/* `evaluate` judges the rows that are trained on, and those for the test: a loss by its mean over
 * them, answers of classes by how many are right, answers of numbers by how far they are off. */
#include <math.h>
#include <string.h>

#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/describe.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "grade/grading.h"
#include "grade/partners.h"
#include "learn/loss_history.h"
#include "train/scores.h"

enum { MOST_LOSSES = 8, ROWS_AT_ONCE = 4096 };

/* Its rows of the data begin at `first`. */
typedef struct part {
    size_t first, count;
    double losses[MOST_LOSSES]; /* means */
    size_t right;
} part;

typedef struct evaluation {
    nb_sheet *s;
    nb_grading g;
    nb_node losses[MOST_LOSSES];
    size_t loss_count;
    part parts[2]; /* trained on, tested */
    size_t part_count;
    double *y, *t; /* of answers that are numbers: of each row, in the order of g.rows */
} evaluation;

/* ---- losses or answers ---- */

/* A loss is what was trained last, what compares an output with a column, or what is made of all
 * columns, so that nothing is left to judge it by. */
static nb_status is_loss(nb_sheet *s, const nb_data *data, const nb_partners *partners,
                         nb_node node, bool *loss) {
    nb_text name = nb_describe(s, node);
    const nb_history_of_loss *history = s->state.learned.history;
    nb_def_id judged;
    nb_objective objective;
    nb_objective_plan plan = {.targets = &node, .target_count = 1};
    *loss = history != NULL && nb_text_same(&history->name, &name);
    if (*loss) return NB_STATUS_OK;
    nb_status status = nb_find_judged(s, partners, node, &judged);
    *loss = judged != NB_NO_DEF;
    if (status != NB_STATUS_OK || *loss) return status;
    status = nb_begin_objective(s, data, &plan, &objective);
    if (status != NB_STATUS_OK) return status;
    *loss = objective.input_count == data->set.columns;
    nb_objective_clear(&objective);
    return NB_STATUS_OK;
}

/* Takes the losses out of the list: what is left are the answers. */
static nb_status split(evaluation *e, const nb_command_arg *list) {
    nb_partners partners;
    nb_grading *g = &e->g;
    nb_span left = list->span;
    bool begun = false;
    nb_status status = nb_partners_find(e->s, g->data, &partners);
    for (const nb_command_arg *arg = list; arg != NULL && status == NB_STATUS_OK;
         arg = arg->next) {
        nb_command_arg alone = *arg;
        nb_node *nodes;
        size_t count;
        bool loss = false;
        alone.next = NULL;
        status = nb_find_nodes(e->s, &alone, NB_NO_NODE, &nodes, &count);
        if (status == NB_STATUS_OK && count == 1 && e->loss_count < MOST_LOSSES)
            status = is_loss(e->s, g->data, &partners, *nodes, &loss);
        if (status != NB_STATUS_OK) return status;
        if (loss) e->losses[e->loss_count++] = *nodes;
        else memmove(g->nodes + g->count, nodes, count * sizeof *nodes), g->count += count;
        if (loss) continue;
        left.offset = begun ? left.offset : arg->span.offset;
        left.length = arg->span.offset + arg->span.length - left.offset;
        begun = true;
    }
    g->node_count = g->count;
    g->span = left;
    return status;
}

/* ---- over the rows ---- */

static nb_status find_mean(evaluation *e, nb_node loss, part *p, double *mean) {
    nb_sheet *s = e->s;
    nb_objective objective;
    nb_objective_plan plan = {.targets = &loss, .target_count = 1,
                              .compiled = s->state.settings.compiled};
    const uint32_t *rows = nb_data_rows(s, e->g.data);
    if (rows == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_begin_objective(s, e->g.data, &plan, &objective);
    if (status != NB_STATUS_OK) return status;
    *mean = 0;
    for (size_t at = 0; at < p->count && status == NB_STATUS_OK; at += ROWS_AT_ONCE) {
        size_t count = p->count - at < ROWS_AT_ONCE ? p->count - at : ROWS_AT_ONCE;
        nb_objective_add(&objective, NULL, rows + p->first + at, count, false, mean, NULL);
        status = nb_poll(s);
    }
    *mean /= (double)p->count;
    nb_kept_put(&s->kept, &objective);
    return status;
}

static nb_status grade(evaluation *e, part *p) {
    nb_grading *g = &e->g;
    nb_status status = NB_STATUS_OK;
    for (size_t i = p->first; i < p->first + p->count && status == NB_STATUS_OK; i++) {
        status = nb_grade_row(g, g->rows, g->data->set.rows, i);
        if (g->as != NB_GRADED_NUMBER) {
            p->right += nb_graded_right(g);
            continue;
        }
        memcpy(e->y + i * g->count, g->y, g->count * sizeof *e->y);
        memcpy(e->t + i * g->count, g->t, g->count * sizeof *e->t);
    }
    return status;
}

static nb_status make_room(evaluation *e) {
    const nb_grading *g = &e->g;
    if (g->as != NB_GRADED_NUMBER || g->count == 0) return NB_STATUS_OK;
    size_t rows = g->data->set.rows;
    if (rows > SIZE_MAX / g->count) return NB_STATUS_NO_MEMORY;
    e->y = nb_arena_add(&e->s->scratch, rows * g->count, sizeof *e->y);
    e->t = nb_arena_add(&e->s->scratch, rows * g->count, sizeof *e->t);
    return e->y != NULL && e->t != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

static nb_status go_over_rows(evaluation *e) {
    size_t train = e->g.data->train, test = e->g.data->set.rows - train;
    e->parts[0] = (part){.count = train};
    e->parts[1] = (part){.first = train, .count = test};
    e->part_count = test > 0 ? 2 : 1;
    nb_status status = make_room(e);
    for (size_t k = 0; k < e->part_count && status == NB_STATUS_OK; k++) {
        part *p = &e->parts[k];
        for (size_t i = 0; i < e->loss_count && status == NB_STATUS_OK; i++)
            status = find_mean(e, e->losses[i], p, &p->losses[i]);
        if (status == NB_STATUS_OK && e->g.count > 0) status = grade(e, p);
    }
    return status;
}

/* ---- the table ---- */

enum { MOST_COLUMNS = MOST_LOSSES + 6 };

typedef struct layout {
    nb_table_column columns[MOST_COLUMNS];
    size_t count;
} layout;

static void add_column(layout *l, nb_column_kind kind, const char *key, nb_message heading) {
    l->columns[l->count++] = (nb_table_column){kind, key, heading, NULL};
}

/* How a name reads in JSON: its own, as it was typed. */
static const char *key_of(nb_sheet *s, nb_node node) {
    nb_def_id def = s->owner[node];
    return def != NB_NO_DEF ? nb_def_name(s, &s->result->arena, &s->defs[def]) : "loss";
}

static void choose_columns(const evaluation *e, layout *l) {
    const nb_grading *g = &e->g;
    bool numbers = g->count > 0 && g->as == NB_GRADED_NUMBER;
    add_column(l, NB_COLUMN_TEXT, "rows", NB_PLAIN(HEAD_ROWS));
    for (size_t i = 0; i < e->loss_count; i++)
        add_column(l, NB_COLUMN_VALUE, key_of(e->s, e->losses[i]),
                   NB_SAY(HEAD_LOSS, nb_node_arg(e->s, e->losses[i])));
    if (numbers && g->count > 1)
        add_column(l, NB_COLUMN_TEXT, "output", NB_PLAIN(HEAD_OUTPUT));
    if (numbers) {
        add_column(l, NB_COLUMN_VALUE, "r2", NB_PLAIN(HEAD_R2));
        add_column(l, NB_COLUMN_VALUE, "mae", NB_PLAIN(HEAD_MAE));
        add_column(l, NB_COLUMN_VALUE, "rmse", NB_PLAIN(HEAD_RMSE));
    }
    if (g->count > 0 && !numbers)
        add_column(l, NB_COLUMN_NUMBER, "right", NB_PLAIN(HEAD_RIGHT));
    add_column(l, NB_COLUMN_NUMBER, "of", NB_PLAIN(HEAD_OF));
    if (g->count > 0 && !numbers)
        add_column(l, NB_COLUMN_NUMBER, "percent", NB_PLAIN(HEAD_PERCENT));
}

/* A line of the table: of each output of numbers one, of all others together one. */
static void add_line(const evaluation *e, nb_table_block *table, const part *p, size_t output) {
    const nb_grading *g = &e->g;
    nb_table_cell *cell = nb_table_row(table);
    bool numbers = g->count > 0 && g->as == NB_GRADED_NUMBER;
    *cell++ = nb_cell_said(p == e->parts ? NB_PLAIN(ROWS_TRAIN) : NB_PLAIN(ROWS_TEST));
    for (size_t i = 0; i < e->loss_count; i++) *cell++ = nb_cell_number(p->losses[i]);
    if (numbers) {
        size_t at = p->first * g->count + output;
        nb_scores scores = nb_scores_get(e->y + at, e->t + at, p->count, g->count);
        if (g->count > 1) *cell++ = nb_cell_text(nb_describe(e->s, g->nodes[output]));
        if (!isnan(scores.r2)) *cell = nb_cell_number(scores.r2);
        cell++;
        *cell++ = nb_cell_number(scores.mae);
        *cell++ = nb_cell_number(scores.rmse);
    } else if (g->count > 0) {
        *cell++ = nb_cell_number((double)p->right);
    }
    *cell++ = nb_cell_number((double)p->count);
    if (g->count > 0 && !numbers)
        *cell++ = nb_cell_number(100.0 * (double)p->right / (double)p->count);
}

static void say_meaning(const evaluation *e) {
    const nb_grading *g = &e->g;
    nb_sheet *s = e->s;
    if (g->count == 0 && !nb_is_unseen(s)) nb_result_prose(s->result, NB_PLAIN(EVALUATE_MEAN));
    if (g->count == 0 || nb_is_unseen(s)) return;
    if (g->as != NB_GRADED_NUMBER) {
        nb_say_rule(g);
        return;
    }
    nb_writer targets = {.s = s};
    for (size_t i = 0; i < g->count && i < 8; i++) {
        const nb_def *def = &s->defs[g->data->columns[g->targets[i]]];
        nb_write_item(&targets, nb_def_name(s, &s->result->arena, def));
    }
    if (g->count > 8) nb_write_item(&targets, NULL);
    nb_result_prose(s->result, NB_SAY(EVALUATE_NUMBERS, nb_outputs_arg(g),
                                      nb_text_arg(s, targets.text)));
}

static nb_status report(const evaluation *e) {
    const nb_grading *g = &e->g;
    layout l = {.count = 0};
    bool numbers = g->count > 0 && g->as == NB_GRADED_NUMBER;
    size_t lines = numbers ? g->count : 1;
    choose_columns(e, &l);
    nb_table_block *table = nb_result_table(e->s->result, l.columns, l.count,
                                            lines * e->part_count);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < e->part_count; k++) {
        const part *p = &e->parts[k];
        for (size_t i = 0; i < lines; i++) add_line(e, table, p, i);
        if (g->count > 0 && !numbers)
            nb_table_fact(table, k == 0 ? "train" : "test", (double)p->right / (double)p->count);
    }
    say_meaning(e);
    return NB_STATUS_OK;
}

NB_COMMAND(EVALUATE) {
    evaluation e = {.s = s, .g = {.s = s}};
    size_t count;
    nb_status status = nb_require_data(s, &e.g.data);
    if (status == NB_STATUS_OK) status = nb_find_answers(s, &st->args[0], &e.g.nodes, &count);
    if (status == NB_STATUS_OK) status = split(&e, &st->args[0]);
    if (status == NB_STATUS_OK && e.g.count > 0)
        status = nb_grading_begin(&e.g, st, NB_GRADING_ANY);
    if (status == NB_STATUS_OK) status = go_over_rows(&e);
    if (status == NB_STATUS_OK) status = report(&e);
    nb_grading_clear(&e.g);
    return status;
}
