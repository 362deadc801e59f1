/* `predictions` lists what comes out of the rows: inputs, what should come out, and what does. Of
 * several arguments the last is the answer that is judged, unless each is compared with a column of
 * its own; the others, such as the sums before a step, stand beside it. */
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
#include "grade/row_table.h"
#include "graph/passes.h"

enum {
    MOST_SHOWN = 20,  /* rows */
    MOST_WIDE = 12,   /* columns in all, beyond which inputs are only kept */
    LEAST_INPUTS = 2, /* that are shown all the same */
    FEW_DIGITS = 4    /* of the chances of several classes */
};

typedef struct listing {
    nb_sheet *s;
    nb_grading g;
    nb_row_table t;
    const uint32_t *rows;
    size_t row_count;
    bool numbers;    /* the formulas of sums are shown with numbers put in */
    bool says_class; /* a column for the class: the outputs are other numbers */
    size_t hidden;   /* inputs that are not shown */
} listing;

/* ---- which of them are judged ---- */

/* Of `y1, y2`, each compared with a column of its own, all are; else the last argument is. */
static nb_status choose_outputs(listing *l, const nb_command_arg *list) {
    nb_sheet *s = l->s;
    nb_grading *g = &l->g;
    nb_partners partners;
    const nb_command_arg *last = list;
    size_t of_last, columns = g->data->set.columns, own = 0;
    bool *taken = nb_arena_add(&s->scratch, columns + 1, sizeof *taken);
    nb_node *nodes;
    if (taken == NULL) return NB_STATUS_NO_MEMORY;
    while (last->next != NULL) last = last->next;
    nb_status status = nb_find_nodes(s, last, NB_NO_NODE, &nodes, &of_last);
    if (status == NB_STATUS_OK) status = nb_partners_find(s, g->data, &partners);
    taken[columns] = true;
    for (size_t i = 0; i < g->node_count && status == NB_STATUS_OK && own == i; i++) {
        size_t column;
        status = nb_find_partner(s, &partners, g->nodes[i], &column);
        own += status == NB_STATUS_OK && !taken[column];
        if (status == NB_STATUS_OK) taken[column] = true;
    }
    bool all = own == g->node_count;
    g->count = all ? g->node_count : of_last;
    g->span = all ? nb_list_span(list) : last->span;
    return status;
}

static nb_status choose_rows(listing *l, const nb_statement *st) {
    const nb_data *data = l->g.data;
    const nb_command_arg *test = nb_clause_get(st, "test");
    l->rows = NULL;
    l->row_count = data->set.rows;
    if (test == NULL) return NB_STATUS_OK;
    l->row_count -= data->train;
    if (l->row_count == 0)
        return nb_fail_no_test(l->s, data, test->span);
    l->rows = nb_data_rows(l->s, data);
    if (l->rows == NULL) return NB_STATUS_NO_MEMORY;
    l->rows += data->train;
    return NB_STATUS_OK;
}

static uint32_t row_of(const listing *l, size_t i) {
    return l->rows != NULL ? l->rows[i] : (uint32_t)i;
}

/* The answer of step(s) is the class itself; that of sigmoid(s) has a side, which is said. */
static nb_status find_whether_class(listing *l) {
    nb_grading *g = &l->g;
    nb_status status = NB_STATUS_OK;
    l->says_class = g->as == NB_GRADED_LARGEST || (g->as == NB_GRADED_SIDE && g->group != NULL);
    if (g->as != NB_GRADED_SIDE || l->says_class) return status;
    for (size_t i = 0; i < l->row_count && status == NB_STATUS_OK && !l->says_class; i++) {
        status = nb_grade_row(g, l->rows, l->row_count, i);
        l->says_class = *g->y != g->values[0] && *g->y != g->values[g->class_count - 1];
    }
    return status;
}

/* ---- the columns ---- */

static size_t judged_from(const listing *l) {
    return l->g.node_count - l->g.count;
}

static nb_status add_definition(listing *l, const nb_def *def, bool shown) {
    const char *name = nb_def_name(l->s, &l->s->result->arena, def);
    return nb_row_table_add(&l->t, NB_COLUMN_NUMBER, name, NB_SAY(HEAD_NAME, NB_TEXT(name)),
                            shown);
}

/* Inputs are what the nodes are made of. */
static nb_status add_inputs(listing *l, size_t others) {
    const nb_grading *g = &l->g;
    const nb_objective *o = &g->objective;
    nb_status status = NB_STATUS_OK;
    size_t most = others < MOST_WIDE ? MOST_WIDE - others : 0;
    if (most < LEAST_INPUTS) most = LEAST_INPUTS;
    for (size_t i = 0; i < o->input_count && status == NB_STATUS_OK; i++)
        status = add_definition(l, &l->s->defs[g->data->columns[o->columns[i]]], i < most);
    l->hidden = o->input_count > most ? o->input_count - most : 0;
    return status;
}

static nb_column_kind class_kind(const nb_grading *g) {
    return g->group != NULL ? NB_COLUMN_TEXT : NB_COLUMN_NUMBER;
}

/* What should come out: of several columns that say one class, the class. */
static nb_status add_targets(listing *l) {
    const nb_grading *g = &l->g;
    nb_status status = NB_STATUS_OK;
    if (g->as == NB_GRADED_NOT) return status;
    if (g->as != NB_GRADED_NUMBER) {
        nb_arg name = nb_target_arg(g, 0);
        return nb_row_table_add(&l->t, class_kind(g), name.text, NB_SAY(HEAD_NAME, name), true);
    }
    for (size_t i = 0; i < g->target_count && status == NB_STATUS_OK; i++)
        status = add_definition(l, &l->s->defs[g->data->columns[g->targets[i]]], true);
    return status;
}

static nb_status add_nodes(listing *l) {
    nb_sheet *s = l->s;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < l->g.node_count && status == NB_STATUS_OK; i++) {
        nb_node node = l->g.nodes[i];
        nb_def_id def = s->owner[node];
        const char *key = def != NB_NO_DEF
                              ? nb_def_name(s, &s->result->arena, &s->defs[def]) : "";
        bool worked = l->numbers && (i < judged_from(l) || judged_from(l) == 0);
        status = nb_row_table_add(&l->t, worked ? NB_COLUMN_TEXT : NB_COLUMN_VALUE, key,
                                  NB_SAY(HEAD_LOSS, nb_node_arg(s, node)), true);
    }
    return status;
}

static nb_status add_verdict(listing *l) {
    const nb_grading *g = &l->g;
    nb_sheet *s = l->s;
    nb_status status = NB_STATUS_OK;
    if (l->says_class)
        status = nb_row_table_add(&l->t, class_kind(g), "predicted", NB_PLAIN(HEAD_CLASS), true);
    if (g->as == NB_GRADED_SIDE || g->as == NB_GRADED_LARGEST)
        return status == NB_STATUS_OK ? nb_row_table_add(&l->t, NB_COLUMN_TEXT, "right",
                                                         NB_PLAIN(HEAD_RIGHT), true) : status;
    for (size_t i = 0; g->as == NB_GRADED_NUMBER && i < g->count && status == NB_STATUS_OK; i++)
        status = nb_row_table_add(&l->t, NB_COLUMN_NUMBER, "error",
                                  NB_SAY(HEAD_OFF, nb_node_arg(s, g->nodes[judged_from(l) + i]),
                                         nb_target_arg(g, i)), true);
    return status;
}

static nb_status add_columns(listing *l) {
    const nb_grading *g = &l->g;
    bool numbers = g->as == NB_GRADED_NUMBER;
    size_t others = 1 + (numbers ? 2 * g->count : 3) + g->node_count;
    nb_status status = nb_row_table_add(&l->t, NB_COLUMN_NUMBER, "row",
                                        NB_PLAIN(HEAD_ROW_NUMBER), true);
    if (status == NB_STATUS_OK) status = add_inputs(l, others);
    if (status == NB_STATUS_OK) status = add_targets(l);
    if (status == NB_STATUS_OK) status = add_nodes(l);
    if (status == NB_STATUS_OK) status = add_verdict(l);
    if (status == NB_STATUS_OK && l->t.count - l->hidden > NB_TABLE_COLUMNS)
        return nb_fail_plain(l->s, NB_SAY(TABLE_WIDE, NB_COUNT(l->t.count - l->hidden),
                                          NB_COUNT(NB_TABLE_COLUMNS)), NB_NO_HINT);
    return status;
}

/* ---- the rows ---- */

/* The numbers of a row on the leaves of the sheet's graph, which formulas with numbers are written
 * from; the definitions keep theirs, which put_back puts there again. */
static void put_row(listing *l, uint32_t row) {
    nb_sheet *s = l->s;
    const nb_dataset *set = &l->g.data->set;
    for (size_t i = 0; i < set->columns; i++)
        nb_graph_set(&s->graph, s->defs[l->g.data->columns[i]].node,
                     set->cells[row * set->columns + i]);
    nb_graph_forward(&s->graph, s->graph.count);
}

static double *take_values(listing *l) {
    nb_sheet *s = l->s;
    size_t columns = l->g.data->set.columns;
    double *values = nb_arena_add(&s->scratch, columns, sizeof *values);
    for (size_t i = 0; values != NULL && i < columns; i++)
        values[i] = s->graph.value[s->defs[l->g.data->columns[i]].node];
    return values;
}

static void put_back(listing *l, const double *values) {
    nb_sheet *s = l->s;
    for (size_t i = 0; i < l->g.data->set.columns; i++)
        nb_graph_set(&s->graph, s->defs[l->g.data->columns[i]].node, values[i]);
    nb_graph_forward(&s->graph, s->graph.count);
}

/* 0 × 0.5 + 1 × 0.5 − 0.7 = -0.2 */
static nb_table_cell worked_cell(listing *l, size_t i, double number) {
    nb_writer w = {.s = l->s};
    nb_text formula = nb_describe_formula(l->s, l->g.nodes[i], NB_STYLE_NUMBERS);
    nb_write_text(&w, formula);
    if (formula.count > 0) {
        nb_write_mark(&w, NB_PIECE_GAP);
        nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_TEXT, .text = "="});
        nb_write_mark(&w, NB_PIECE_GAP);
    }
    nb_write_number(&w, NB_PIECE_NUMBER, number, 0);
    return (nb_table_cell){.kind = NB_CELL_TEXT, .text = w.text, .number = number};
}

static nb_table_cell output_cell(listing *l, size_t i, bool worked) {
    double number = nb_graded_value(&l->g, i);
    size_t of = judged_from(l);
    if (worked) return worked_cell(l, i, number);
    nb_table_cell cell = nb_cell_number(number);
    bool chances = l->g.as == NB_GRADED_LARGEST && i >= of;
    if (chances && l->s->state.settings.digits > FEW_DIGITS) cell.digits = FEW_DIGITS;
    return cell;
}

static nb_status put(listing *l, size_t at) {
    nb_grading *g = &l->g;
    uint32_t row = row_of(l, at);
    const double *cells = g->data->set.cells + row * g->data->set.columns;
    nb_table_cell *cell = l->t.cells;
    size_t first = judged_from(l);
    bool shown = l->t.table->row_count < l->t.table->room;
    bool classes = g->as == NB_GRADED_SIDE || g->as == NB_GRADED_LARGEST;
    nb_status status = nb_grade_row(g, l->rows, l->row_count, at);
    if (status != NB_STATUS_OK) return status;
    if (l->numbers && shown) put_row(l, row);
    *cell++ = nb_cell_number((double)row + 1);
    for (size_t i = 0; i < g->objective.input_count; i++)
        *cell++ = nb_cell_number(cells[g->objective.columns[i]]);
    if (classes) *cell++ = nb_graded_cell(g, nb_graded_true(g));
    for (size_t i = 0; g->as == NB_GRADED_NUMBER && i < g->target_count; i++)
        *cell++ = nb_cell_number(cells[g->targets[i]]);
    for (size_t i = 0; i < g->node_count; i++)
        *cell++ = output_cell(l, i, l->numbers && shown && (i < first || first == 0));
    if (l->says_class) *cell++ = nb_graded_cell(g, nb_graded_class(g));
    if (classes) *cell++ = nb_cell_mark(nb_graded_right(g));
    for (size_t i = 0; g->as == NB_GRADED_NUMBER && i < g->count; i++)
        *cell++ = nb_cell_number(g->y[i] - g->t[i]);
    nb_row_table_put(&l->t);
    return l->s->result->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

static nb_status put_rows(listing *l) {
    size_t most = l->row_count < MOST_SHOWN ? l->row_count : MOST_SHOWN;
    nb_status status = nb_row_table_begin(&l->t, "predictions", most);
    if (status == NB_STATUS_OK) {
        l->t.table->spare = 1; /* behind the number of the row */
        l->t.table->spares = l->g.objective.input_count - l->hidden;
    }
    double *values = l->numbers ? take_values(l) : NULL;
    if (status == NB_STATUS_OK && l->numbers && values == NULL) status = NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < l->row_count && status == NB_STATUS_OK; i++)
        status = put(l, i);
    if (values != NULL) put_back(l, values);
    return status;
}

static void say(const listing *l) {
    nb_result *result = l->s->result;
    if (nb_is_unseen(l->s)) return;
    if (l->hidden > 0) nb_result_prose(result, NB_SAY(PREDICTIONS_HIDDEN, NB_COUNT(l->hidden)));
    if (l->g.as == NB_GRADED_SIDE || l->g.as == NB_GRADED_LARGEST) nb_say_rule(&l->g);
}

NB_COMMAND(PREDICTIONS) {
    listing l = {.s = s, .g = {.s = s}, .numbers = nb_clause_get(st, "numbers") != NULL};
    nb_row_table_init(&l.t, s);
    nb_status status = nb_require_data(s, &l.g.data);
    if (status == NB_STATUS_OK)
        status = nb_find_answers(s, &st->args[0], &l.g.nodes, &l.g.node_count);
    if (status == NB_STATUS_OK) status = choose_rows(&l, st);
    if (status == NB_STATUS_OK) status = choose_outputs(&l, &st->args[0]);
    if (status == NB_STATUS_OK) status = nb_grading_begin(&l.g, st, NB_GRADING_NONE);
    if (status == NB_STATUS_OK) status = find_whether_class(&l);
    if (status == NB_STATUS_OK) status = add_columns(&l);
    if (status == NB_STATUS_OK) status = put_rows(&l);
    if (status == NB_STATUS_OK) say(&l);
    if (status == NB_STATUS_OK) status = nb_row_table_end(&l.t);
    nb_row_table_clear(&l.t);
    nb_grading_clear(&l.g);
    return status;
}
