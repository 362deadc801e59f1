/* Vectors as bars, several side by side: plot a, softmax(a). */
#include "plots/bars.h"

#include <math.h>
#include <string.h>

#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"
#include "lang/plot.h"

enum { MOST_BARS = 1000 };

/* One number is no plot; what it is made of could vary. */
static nb_status fail_number(nb_plotting *p, const nb_command_arg *arg) {
    nb_sheet *s = p->s;
    nb_node before = s->graph.count, node;
    nb_def_id leaf = NB_NO_DEF;
    uint32_t rebuilt = s->rebuilt;
    nb_status status = nb_build_expr(s, &arg->expr, s->env, &node);
    if (status == NB_STATUS_OK) status = nb_find_leaf(s, node, &leaf);
    nb_truncate(s, before, rebuilt);
    if (status != NB_STATUS_OK) return status;
    const char *text = nb_plot_typed(s, &arg->expr, arg->span);
    nb_message hint = NB_PLAIN(HINT_PLOT_FOR);
    if (leaf != NB_NO_DEF && strcmp(nb_def_name(s, &s->scratch, &s->defs[leaf]), text) != 0)
        hint = NB_SAY(HINT_PLOT_NUMBER, NB_TEXT(text),
                      NB_TEXT(nb_def_name(s, &s->scratch, &s->defs[leaf])));
    return nb_fail_at(s, &arg->expr, arg->span, NB_PLAIN(PLOT_OF_NUMBER), hint);
}

static nb_status add_bars(nb_plotting *p, const nb_command_arg *arg) {
    nb_sheet *s = p->s;
    nb_plot_block *b = p->block;
    nb_shape shape;
    const double *numbers;
    nb_status status = nb_eval_value(s, &arg->expr, s->env, &shape, &numbers);
    if (status != NB_STATUS_OK) return status;
    size_t count = nb_shape_count(shape);
    if (shape.rank == 0) return fail_number(p, arg);
    if (count > MOST_BARS || b->count == NB_MOST_CURVES)
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(PLOT_BARS, NB_COUNT(MOST_BARS), NB_COUNT(NB_MOST_CURVES)),
                          NB_NO_HINT);
    double *x = nb_result_array(s->result, count, sizeof *x);
    double *y = nb_result_array(s->result, count, sizeof *y);
    if (x == NULL || y == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) x[i] = (double)i + 1;
    memcpy(y, numbers, count * sizeof *y);
    nb_text name = nb_plot_name(s, nb_plot_typed(s, &arg->expr, arg->span), 0);
    b->curves[b->count++] = (nb_curve){.name = name, .x = x, .y = y, .count = count};
    return NB_STATUS_OK;
}

static nb_status add_table(nb_plotting *p, size_t rows) {
    const nb_plot_block *b = p->block;
    size_t columns = b->count + 1;
    double *numbers = nb_arena_add(&p->s->scratch, rows * columns, sizeof *numbers);
    if (numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < rows; i++) {
        numbers[i * columns] = (double)i + 1;
        for (size_t k = 0; k < b->count; k++)
            numbers[i * columns + k + 1] = i < b->curves[k].count ? b->curves[k].y[i] : NAN;
    }
    return nb_plot_table(p, numbers, rows, b->count);
}

nb_status nb_plot_bars(nb_plotting *p) {
    nb_sheet *s = p->s;
    nb_plot_block *b = p->block;
    size_t rows = 0;
    double low = 0, high = 0;
    b->kind = NB_PLOT_BARS;
    b->curves = nb_result_array(s->result, NB_MOST_CURVES, sizeof *b->curves);
    nb_status status = b->curves != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    const nb_command_arg *arg = &p->st->args[NB_PLOT_LIST];
    for (; arg != NULL && status == NB_STATUS_OK; arg = arg->next) status = add_bars(p, arg);
    for (size_t k = 0; k < b->count && status == NB_STATUS_OK; k++) {
        if (b->curves[k].count > rows) rows = b->curves[k].count;
        for (size_t i = 0; i < b->curves[k].count; i++) {
            if (!isfinite(b->curves[k].y[i])) continue;
            low = fmin(low, b->curves[k].y[i]);
            high = fmax(high, b->curves[k].y[i]);
        }
    }
    if (status != NB_STATUS_OK) return status;
    b->x = (nb_axis){.name = nb_plot_name(s, "i", 0), .low = 0.5, .high = (double)rows + 0.5};
    b->y = (nb_axis){.low = low, .high = high > low ? high : low + 1};
    if (nb_clause_get(p->st, "y") != NULL)
        status = nb_plot_range(s, nb_clause_get(p->st, "y"), &b->y.low, &b->y.high);
    return status == NB_STATUS_OK ? add_table(p, rows) : status;
}
