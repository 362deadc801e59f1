/* Gradients as bars: of a vector or matrix the mean of their absolute values, of a family such as
 * the steps of a recurrence each for itself. Where the target is made of data, those of leaves are
 * of the mean over the rows that are trained on, as train sees them. */
#include "plots/gradients.h"

#include <math.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "graph/passes.h"
#include "lang/plot.h"
#include "learn/weights.h"

enum { MOST_BARS = 1000 };

/* What one bar is of. */
typedef struct bar {
    nb_text name;
    const nb_node *nodes;
    size_t count;
} bar;

typedef struct gradients {
    nb_plotting *p;
    nb_node target;
    bar *bars;
    size_t count, room;
    double *of_leaves;      /* by definition, or NULL: those of the graph are shown */
    size_t rows;            /* that these are of */
    bool row;               /* else they are of the row on the leaves */
} gradients;

/* ---- what the bars are of ---- */

static nb_status add_bar(gradients *g, nb_text name, const nb_node *nodes, size_t count) {
    nb_sheet *s = g->p->s;
    if (g->count == MOST_BARS)
        return nb_fail_plain(s, NB_SAY(PLOT_GRADIENTS_MOST, NB_COUNT(MOST_BARS)), NB_NO_HINT);
    if (!NB_ARENA_RESERVE(&s->scratch, g->bars, g->count, &g->room)) return NB_STATUS_NO_MEMORY;
    g->bars[g->count++] = (bar){name, nodes, count};
    return NB_STATUS_OK;
}

static nb_status add_single(gradients *g, nb_node node) {
    nb_node *copy = nb_arena_add(&g->p->s->scratch, 1, sizeof *copy);
    if (copy == NULL) return NB_STATUS_NO_MEMORY;
    *copy = node;
    return add_bar(g, nb_describe(g->p->s, node), copy, 1);
}

/* The name of a family: that of elements that were defined one by one. */
static bool is_family(const nb_sheet *s, nb_symbol symbol) {
    return s->symbols[symbol].family_count > 0 && !nb_is_defined(s, s->symbols[symbol].value);
}

static nb_status add_listed(gradients *g, const nb_command_arg *arg) {
    nb_sheet *s = g->p->s;
    const nb_code *code = &arg->expr.codes[0];
    bool named = arg->other == NULL && arg->expr.count == 1 && code->kind == NB_CODE_NAME;
    nb_command_arg alone = *arg;
    nb_node *nodes;
    size_t count;
    alone.next = NULL;
    nb_status status = nb_find_nodes(s, &alone, g->target, &nodes, &count);
    if (status == NB_STATUS_OK && named && count > 1 && !is_family(s, code->symbol))
        return add_bar(g, nb_plot_name(s, s->symbols[code->symbol].name, 0), nodes, count);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) status = add_single(g, nodes[i]);
    return status;
}

/* The leaves that the target is made of, those of one name together. */
static nb_status add_leaves(gradients *g) {
    nb_sheet *s = g->p->s;
    nb_def_id *leaves;
    size_t count, all;
    nb_status status = nb_find_leaves(s, g->target, &leaves, &count);
    nb_node *nodes = nb_arena_add(&s->scratch, status == NB_STATUS_OK ? count : 0, sizeof *nodes);
    if (status == NB_STATUS_OK && nodes == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; status == NB_STATUS_OK && i < count; i += all) {
        nb_symbol symbol = s->defs[leaves[i]].symbol;
        for (all = 0; i + all < count && s->defs[leaves[i + all]].symbol == symbol; all++)
            nodes[i + all] = s->defs[leaves[i + all]].node;
        bool vector = s->defs[leaves[i]].rank > 0 && !is_family(s, symbol);
        if (!vector) all = 1;
        status = vector ? add_bar(g, nb_plot_name(s, s->symbols[symbol].name, 0), nodes + i, all)
                        : add_single(g, nodes[i]);
    }
    return status;
}

static nb_status list_bars(gradients *g) {
    nb_sheet *s = g->p->s;
    const nb_command_arg *arg = nb_clause_get(g->p->st, "over");
    nb_status status = NB_STATUS_OK;
    if (arg == NULL) status = add_leaves(g);
    for (; arg != NULL && status == NB_STATUS_OK; arg = arg->next) status = add_listed(g, arg);
    if (status != NB_STATUS_OK || g->count > 0) return status;
    return nb_fail_plain(s, NB_SAY(TRAIN_NOTHING, nb_node_arg(s, g->target)), NB_NO_HINT);
}

/* ---- the gradients ---- */

/* Those of the mean over the rows, where the target is made of data and all bars are of leaves that
 * no data have. */
static nb_status find_of_rows(gradients *g) {
    nb_sheet *s = g->p->s;
    const nb_data *data = nb_find_data(s);
    size_t count = 0, k = 0;
    bool leaves = true;
    for (size_t i = 0; i < g->count; i++)
        for (size_t j = 0; j < g->bars[i].count; j++, count++)
            leaves = leaves && s->graph.op[g->bars[i].nodes[j]] == NB_OP_LEAF;
    if (data == NULL) return NB_STATUS_OK;
    nb_node *nodes = nb_arena_add(&s->scratch, count, sizeof *nodes);
    double *at = nb_arena_add(&s->scratch, count, sizeof *at), loss = 0;
    double *gradient = nb_arena_add(&s->scratch, count, sizeof *gradient);
    const uint32_t *rows = nb_data_rows(s, data);
    if (nodes == NULL || at == NULL || gradient == NULL || rows == NULL)
        return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < g->count; i++)
        for (size_t j = 0; j < g->bars[i].count; j++) nodes[k++] = g->bars[i].nodes[j];
    for (k = 0; k < count; k++) at[k] = s->graph.value[nodes[k]];
    nb_status status = nb_sees_columns(s, nodes, count, &g->target, 1, &g->row);
    if (status != NB_STATUS_OK || !g->row || !leaves) return status;
    nb_objective_plan plan = {.targets = &g->target, .target_count = 1, .weights = nodes,
                              .weight_count = count, .compiled = true};
    nb_objective objective;
    status = nb_begin_objective(s, data, &plan, &objective);
    if (status != NB_STATUS_OK) return status;
    nb_objective_add(&objective, at, rows, data->train, true, &loss, gradient);
    nb_kept_put(&s->kept, &objective);
    g->of_leaves = gradient;
    g->rows = data->train;
    return nb_poll(s);
}

static nb_status find_gradients(gradients *g) {
    nb_sheet *s = g->p->s;
    nb_graph_forward(&s->graph, s->graph.count);
    nb_status status = find_of_rows(g);
    if (status != NB_STATUS_OK) return status;
    if (g->of_leaves != NULL) {
        nb_result_prose(s->result, NB_SAY(PLOT_MEAN, NB_COUNT(g->rows)));
        nb_say_spared(s, NB_MESSAGE_NOTE_TRAINED_RIGHT);
        return status;
    }
    if (g->row) nb_result_prose(s->result, NB_SAY(PLOT_ROW, NB_COUNT(s->state.learned.row)));
    nb_graph_backward(&s->graph, g->target);
    nb_say_mistake(s);
    return nb_poll(s);
}

/* ---- the plot ---- */

static double mean_of(const gradients *g, size_t number, size_t *at) {
    const nb_graph *graph = &g->p->s->graph;
    const bar *b = &g->bars[number];
    double sum = 0, count = (double)b->count;
    for (size_t j = 0; j < b->count; j++, (*at)++)
        sum += g->of_leaves != NULL ? fabs(g->of_leaves[*at]) / (double)g->rows / count
                                    : fabs(nb_graph_gradient(graph, b->nodes[j])) / count;
    return sum;
}

/* Powers of ten where a linear axis would hide most of the bars; the smallest is seen, too. */
static void choose_axis(nb_plotting *p, const double *sizes, size_t count) {
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(sizes[i])) high = fmax(high, sizes[i]);
        if (sizes[i] > 0) low = fmin(low, sizes[i]);
    }
    p->block->y = (nb_axis){.low = 0, .high = high > 0 ? high : 1};
    if (!(high > 100 * low)) return;
    p->block->y = (nb_axis){.low = fmax(pow(10, ceil(log10(low)) - 1), 1e-307),
                            .high = high, .logarithmic = true};
    nb_result_prose(p->s->result, NB_SAY(PLOT_LOGARITHMIC, NB_NUMBER(p->block->y.low)));
}

static nb_status add_table(nb_plotting *p, const nb_text *labels, const double *sizes,
                           size_t count) {
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "node", NB_PLAIN(HEAD_NODE), NULL},
        {NB_COLUMN_GRADIENT, "gradient",
         NB_SAY(HEAD_NAME, NB_FORMULA(&p->block->curves[0].name)), NULL}};
    nb_table_column *heads = nb_result_array(p->s->result, 2, sizeof *heads);
    nb_table_cell *cells = nb_result_array(p->s->result, 2 * count, sizeof *cells);
    if (heads == NULL || cells == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < 2; i++) heads[i] = columns[i];
    for (size_t i = 0; i < count; i++) {
        cells[2 * i] = nb_cell_text(labels[i]);
        cells[2 * i + 1] = nb_cell_number(sizes[i]);
    }
    p->block->table = (nb_table_block){.columns = heads, .column_count = 2, .cells = cells,
                                       .row_count = count, .room = count};
    return NB_STATUS_OK;
}

/* A family that the target is made of, and that is no bar yet, has a plot of its own. */
static nb_status say_steps(gradients *g) {
    nb_sheet *s = g->p->s;
    uint8_t *marks;
    nb_shape shape;
    if (nb_clause_get(g->p->st, "over") != NULL) return NB_STATUS_OK;
    nb_status status = nb_mark_cone(s, g->target, &marks);
    for (nb_node i = 0; status == NB_STATUS_OK && i < g->target; i++) {
        if (!marks[i] || s->owner[i] == NB_NO_DEF || s->graph.op[i] == NB_OP_LEAF) continue;
        const nb_def *def = &s->defs[s->owner[i]];
        if (def->rank == 0 || !is_family(s, def->symbol) ||
            !nb_family_shape(s, def->symbol, &shape))
            continue;
        nb_result_prose(s->result, NB_SAY(PLOT_BY_STEP, NB_TEXT(s->symbols[def->symbol].name)));
        break;
    }
    return status;
}

static nb_status show(gradients *g) {
    nb_plotting *p = g->p;
    nb_plot_block *b = p->block;
    nb_result *result = p->s->result;
    nb_text *labels = nb_result_array(result, g->count, sizeof *labels);
    double *x = nb_result_array(result, g->count, sizeof *x);
    double *y = nb_result_array(result, g->count, sizeof *y);
    size_t at = 0;
    b->curves = nb_result_array(result, 1, sizeof *b->curves);
    if (labels == NULL || x == NULL || y == NULL || b->curves == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < g->count; i++) {
        labels[i] = g->bars[i].name;
        x[i] = (double)i + 1;
        y[i] = mean_of(g, i, &at);
    }
    nb_writer name = {.s = p->s};
    nb_write_piece(&name, (nb_piece){.kind = NB_PIECE_WORDS,
                                     .text = nb_message_wording(NB_MESSAGE_WORD_GRADIENTS)});
    nb_write_name(&name, g->target);
    b->kind = NB_PLOT_BARS;
    b->labels = labels;
    b->curves[b->count++] = (nb_curve){.name = name.text, .x = x, .y = y, .count = g->count};
    b->x = (nb_axis){.low = 0.5, .high = (double)g->count + 0.5};
    choose_axis(p, y, g->count);
    if (nb_clause_get(p->st, "y") != NULL) {
        b->y.logarithmic = false;
        nb_status status = nb_plot_range(p->s, nb_clause_get(p->st, "y"), &b->y.low, &b->y.high);
        if (status != NB_STATUS_OK) return status;
    }
    nb_status status = add_table(p, labels, y, g->count);
    if (status == NB_STATUS_OK) status = say_steps(g);
    return status == NB_STATUS_OK ? nb_warn_gradient(p->s, g->target) : status;
}

nb_status nb_plot_gradients(nb_plotting *p) {
    gradients g = {.p = p};
    nb_status status = nb_choose_target(p->s, p->st, NB_TARGET_SEEN, &g.target);
    if (status == NB_STATUS_OK) status = list_bars(&g);
    if (status == NB_STATUS_OK) status = find_gradients(&g);
    return status == NB_STATUS_OK ? show(&g) : status;
}
