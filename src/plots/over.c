/* Over leaves: plot L over w is how L changes with it, other leaves being as they are. */
#include "plots/over.h"

#include <math.h>
#include <string.h>

#include "base/ticks.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"
#include "lang/plot.h"
#include "plots/paths.h"

/* ---- the leaves ---- */

static nb_status fail_leaf(nb_sheet *s, const nb_command_arg *arg, nb_node node) {
    nb_def_id leaf;
    nb_status status = nb_find_leaf(s, node, &leaf);
    if (status != NB_STATUS_OK) return status;
    nb_message hint = NB_NO_HINT;
    if (leaf != NB_NO_DEF)
        hint = NB_SAY(HINT_PLOT_OVER, NB_TEXT(nb_def_name(s, &s->scratch, &s->defs[leaf])));
    return nb_fail_place(s, arg->span, NB_SAY(PLOT_LEAF, nb_node_arg(s, node)), hint);
}

/* Where the data have been in a column. */
static bool find_column(const nb_sheet *s, nb_node leaf, double *low, double *high) {
    const nb_data *data = nb_find_data(s);
    bool found = false;
    for (size_t i = 0; data != NULL && i < data->set.columns; i++) {
        if (data->columns[i] != s->owner[leaf]) continue;
        for (size_t r = 0; r < data->set.rows; r++) {
            double at = data->set.cells[r * data->set.columns + i];
            *low = fmin(*low, at);
            *high = fmax(*high, at);
        }
        found = true;
    }
    return found;
}

/* Round ends that leave some room; the leaf's own number lies between. */
static nb_status choose_range(nb_plotting *p, nb_node leaf, nb_axis *range) {
    const nb_sheet *s = p->s;
    double at = s->graph.value[leaf], low = at, high = at;
    if (!isfinite(at)) low = high = at = 0;
    bool seen = find_column(s, leaf, &low, &high);
    nb_status status = NB_STATUS_OK;
    if (!seen) status = nb_plot_extent(p, leaf, &low, &high, &seen);
    if (!seen || !isfinite(high - low)) low = high = at;
    double room = high > low ? (high - low) / 8 : at != 0 ? 2 * fabs(at) : 2;
    double step = nb_tick_step(high - low + 2 * room, 10);
    range->low = floor((low - room) / step + 1e-9) * step;
    range->high = ceil((high + room) / step - 1e-9) * step;
    return status;
}

nb_status nb_plot_leaves(nb_plotting *p, size_t wanted, nb_node *leaves, nb_axis *ranges) {
    nb_sheet *s = p->s;
    const nb_command_arg *over = nb_clause_get(p->st, "over"), *in = nb_clause_get(p->st, "in");
    nb_node *nodes = NULL;
    size_t count = 0;
    if (in == NULL && p->st->args[NB_PLOT_VARIABLE].form != NB_ARG_MISSING)
        in = &p->st->args[NB_PLOT_VARIABLE];
    nb_status status = NB_STATUS_OK;
    if (over != NULL) status = nb_find_nodes(s, over, NB_NO_NODE, &nodes, &count);
    if (status != NB_STATUS_OK) return status;
    nb_message hint = wanted == 1 ? NB_PLAIN(HINT_PLOT_ONE) : NB_PLAIN(HINT_PLOT_TWO);
    if (count != wanted || (wanted > 1 && nodes[0] == nodes[1]))
        return nb_fail_plain(s, wanted == 1 ? NB_PLAIN(PLOT_ONE_LEAF) : NB_PLAIN(PLOT_TWO_LEAVES),
                             hint);
    nb_graph_forward(&s->graph, s->graph.count);
    for (size_t i = 0; i < wanted; i++) {
        if (s->graph.op[nodes[i]] != NB_OP_LEAF || s->owner[nodes[i]] == NB_NO_DEF)
            return fail_leaf(s, over, nodes[i]);
        leaves[i] = nodes[i];
        ranges[i] = (nb_axis){.name = nb_describe(s, nodes[i])};
        if (in == NULL) status = choose_range(p, nodes[i], &ranges[i]);
        else status = nb_plot_range(s, in, &ranges[i].low, &ranges[i].high);
        if (in != NULL) in = in->next;
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

nb_status nb_plot_build(nb_plotting *p) {
    nb_sheet *s = p->s;
    const nb_command_arg *arg = &p->st->args[NB_PLOT_LIST];
    nb_status status = NB_STATUS_OK;
    for (; arg != NULL && status == NB_STATUS_OK; arg = arg->next) {
        nb_shape shape;
        const nb_node *nodes;
        status = nb_build_value(s, &arg->expr, s->env, &shape, &nodes);
        if (status == NB_STATUS_OK) status = nb_plot_add(p, arg, shape, nodes);
    }
    return status;
}

/* ---- marks ---- */

nb_status nb_plot_more(nb_plotting *p, size_t more, nb_curve **next) {
    nb_plot_block *b = p->block;
    nb_curve *curves = nb_result_array(p->s->result, b->count + more, sizeof *curves);
    if (curves == NULL) return NB_STATUS_NO_MEMORY;
    if (b->count > 0) memcpy(curves, b->curves, b->count * sizeof *curves);
    *next = curves + b->count;
    b->curves = curves;
    b->count += more;
    return NB_STATUS_OK;
}

/* Where the leaf is now. */
static nb_status add_present(nb_plotting *p, nb_node leaf) {
    nb_sheet *s = p->s;
    double *at = nb_result_array(s->result, 2, sizeof *at);
    nb_sampler sampler;
    nb_curve *now;
    if (at == NULL) return NB_STATUS_NO_MEMORY;
    at[0] = s->graph.value[leaf];
    nb_status status = nb_sampler_begin_loss(&sampler, s, &leaf, 1, p->outputs, 1);
    if (status == NB_STATUS_OK) status = nb_sample(&sampler, at, 1, at + 1);
    nb_sampler_clear(&sampler);
    if (status == NB_STATUS_OK) status = nb_plot_more(p, 1, &now);
    if (status != NB_STATUS_OK) return status;
    nb_writer name = {.s = s};
    nb_write_name(&name, leaf);
    nb_write_piece(&name, (nb_piece){.kind = NB_PIECE_TEXT, .text = " = "});
    nb_write_number(&name, NB_PIECE_NUMBER, at[0], 0);
    *now = (nb_curve){.name = name.text, .x = at, .y = at + 1, .count = 1, .points = true};
    return NB_STATUS_OK;
}

static nb_status sample_over(nb_plotting *p, nb_node leaf) {
    nb_sampler sampler;
    nb_status status = nb_sampler_begin_loss(&sampler, p->s, &leaf, 1, p->outputs, p->count);
    if (status == NB_STATUS_OK) status = nb_plot_curves(p, &sampler);
    if (status == NB_STATUS_OK && sampler.losses != NULL)
        nb_result_prose(p->s->result, NB_SAY(PLOT_MEAN, NB_COUNT(sampler.row_count)));
    nb_sampler_clear(&sampler);
    return status;
}

nb_status nb_plot_over(nb_plotting *p) {
    nb_sheet *s = p->s;
    nb_node leaf = NB_NO_NODE;
    nb_axis range = {.high = 1};
    nb_status status = nb_build_all(s);
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    if (status == NB_STATUS_OK) status = nb_plot_build(p);
    if (status == NB_STATUS_OK) status = nb_plot_leaves(p, 1, &leaf, &range);
    if (status == NB_STATUS_OK) {
        p->block->x = range;
        p->low = range.low;
        p->high = range.high;
        status = sample_over(p, leaf);
    }
    size_t curves = p->block->count;
    if (status == NB_STATUS_OK) status = nb_plot_paths(p, &leaf, 1);
    if (status == NB_STATUS_OK && p->block->count == curves) status = add_present(p, leaf);
    nb_truncate(s, before, rebuilt);
    return status;
}
