/* Maps over two leaves: contour L over w1, w2 and boundary y over x1, x2. */
#include "plots/maps.h"

#include <math.h>

#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/table_cells.h"
#include "grade/grading.h"
#include "lang/plot.h"
#include "plots/over.h"
#include "plots/paths.h"

enum { FINE = 200, COARSE = 81 };

/* ---- the cells ---- */

/* Samples the outputs over a grid, row by row from below. */
static nb_status sample_grid(nb_plotting *p, nb_sampler *sampler, size_t size, double **values) {
    nb_sheet *s = p->s;
    const nb_axis *x = &p->block->x, *y = &p->block->y;
    double *cells = nb_arena_add(&s->scratch, 2 * size * size, sizeof *cells);
    *values = nb_arena_add(&s->scratch, size * size * sampler->outputs, sizeof **values);
    if (cells == NULL || *values == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < size * size; i++) {
        size_t row = i / size, column = i % size;
        cells[2 * i] = x->low + (x->high - x->low) * ((double)column / (double)(size - 1));
        cells[2 * i + 1] = y->low + (y->high - y->low) * ((double)row / (double)(size - 1));
    }
    return nb_sample(sampler, cells, size * size, *values);
}

/* Makes the cells of the values: themselves, or which class they say. */
static nb_status add_cells(nb_plotting *p, const double *values, size_t size, double threshold) {
    nb_plot_block *b = p->block;
    double *cells = nb_result_array(p->s->result, size * size, sizeof *cells);
    if (cells == NULL) return NB_STATUS_NO_MEMORY;
    bool finite = false;
    for (size_t i = 0; i < size * size; i++) {
        const double *y = values + i * p->count;
        cells[i] = y[0];
        if (b->classes > 0) {
            size_t class = nb_class_said(y, p->count, threshold);
            cells[i] = class < b->classes ? (double)class : NAN;
        }
        finite = finite || isfinite(cells[i]);
    }
    b->cells = cells;
    b->columns = b->rows = size;
    if (finite) return NB_STATUS_OK;
    return nb_fail_plain(p->s, NB_SAY(PLOT_EMPTY, NB_NUMBER(b->x.low), NB_NUMBER(b->x.high)),
                         NB_NO_HINT);
}

/* Where no picture is wanted: some of the cells, x, y and the number in a row. */
static nb_status add_table(nb_plotting *p) {
    enum { SIDE = 5 };
    const nb_plot_block *b = p->block;
    nb_table_block *table = &p->block->table;
    nb_result *result = p->s->result;
    nb_table_column *heads = nb_result_array(result, 3, sizeof *heads);
    nb_table_cell *cells = nb_result_array(result, 3 * SIDE * SIDE, sizeof *cells);
    if (heads == NULL || cells == NULL) return NB_STATUS_NO_MEMORY;
    const nb_text *names[] = {&b->x.name, &b->y.name, &b->map};
    for (int k = 0; k < 3; k++)
        heads[k] = (nb_table_column){.kind = k < 2 ? NB_COLUMN_NUMBER : NB_COLUMN_VALUE,
                                     .heading = NB_SAY(HEAD_NAME, NB_FORMULA(names[k]))};
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        size_t i_x = i % SIDE, i_y = i / SIDE;
        double x = (double)i_x / (SIDE - 1), y = (double)i_y / (SIDE - 1);
        size_t column = (size_t)rint(x * (double)(b->columns - 1));
        size_t row = (size_t)rint(y * (double)(b->rows - 1));
        cells[3 * i] = nb_cell_number(b->x.low + x * (b->x.high - b->x.low));
        cells[3 * i + 1] = nb_cell_number(b->y.low + y * (b->y.high - b->y.low));
        double cell = b->cells[row * b->columns + column];
        bool class = b->classes > 0 && isfinite(cell);
        cells[3 * i + 2] = class ? nb_cell_text(b->labels[(size_t)cell]) : nb_cell_number(cell);
    }
    *table = (nb_table_block){.columns = heads, .column_count = 3, .cells = cells,
                              .row_count = SIDE * SIDE, .room = SIDE * SIDE};
    return NB_STATUS_OK;
}

/* ---- the data on a map ---- */

static void name_class(nb_plotting *p, const nb_grading *g, size_t class, nb_curve *curve) {
    nb_table_cell cell = nb_graded_cell(g, class);
    nb_writer name = {.s = p->s};
    if (cell.kind == NB_CELL_TEXT) nb_write_text(&name, cell.text);
    else nb_write_number(&name, NB_PIECE_NUMBER, cell.number, 0);
    curve->name = name.text;
}

/* The rows of the data as points, those of one class in one curve. */
static nb_status add_rows(nb_plotting *p, nb_grading *g, const size_t *columns) {
    nb_sheet *s = p->s;
    size_t rows = g->data->set.rows;
    nb_curve *curves;
    nb_status status = nb_plot_more(p, g->class_count, &curves);
    for (size_t k = 0; k < g->class_count && status == NB_STATUS_OK; k++) {
        curves[k] = (nb_curve){.x = nb_result_array(s->result, rows, sizeof(double)),
                               .y = nb_result_array(s->result, rows, sizeof(double)),
                               .points = true};
        if (curves[k].x == NULL || curves[k].y == NULL) return NB_STATUS_NO_MEMORY;
        name_class(p, g, k, &curves[k]);
    }
    for (uint32_t r = 0; r < rows && status == NB_STATUS_OK; r++) {
        status = nb_grade_row(g, NULL, rows, r);
        size_t class = nb_graded_true(g);
        if (status != NB_STATUS_OK || class >= g->class_count) continue;
        const double *cells = g->data->set.cells + r * g->data->set.columns;
        nb_curve *curve = &curves[class];
        ((double *)curve->x)[curve->count] = cells[columns[0]];
        ((double *)curve->y)[curve->count++] = cells[columns[1]];
    }
    return status;
}

/* Where both leaves are columns of the data, and these say classes: the threshold between two of
 * them, and the rows. */
static nb_status add_data(nb_plotting *p, const nb_node *leaves, double *threshold) {
    nb_sheet *s = p->s;
    nb_grading g = {.s = s, .data = nb_find_data(s), .nodes = p->outputs, .node_count = p->count,
                    .count = p->count, .span = nb_list_span(&p->st->args[NB_PLOT_LIST])};
    size_t columns[2];
    if (g.data == NULL) return NB_STATUS_OK;
    for (int i = 0; i < 2; i++) {
        columns[i] = 0;
        while (columns[i] < g.data->set.columns &&
               g.data->columns[columns[i]] != s->owner[leaves[i]]) columns[i]++;
        if (columns[i] == g.data->set.columns) return NB_STATUS_OK;
    }
    nb_status status = nb_grading_begin(&g, p->st, NB_GRADING_NONE);
    bool classes = g.as == NB_GRADED_SIDE || g.as == NB_GRADED_LARGEST;
    if (status == NB_STATUS_OK && classes) {
        if (g.as == NB_GRADED_SIDE) *threshold = g.threshold;
        status = add_rows(p, &g, columns);
    }
    nb_grading_clear(&g);
    return status;
}

/* ---- the commands ---- */

/* Builds what is plotted, and finds its leaves. */
static nb_status begin_map(nb_plotting *p, nb_node *leaves, bool several) {
    nb_axis ranges[2];
    nb_status status = nb_plot_build(p);
    if (status == NB_STATUS_OK && p->count > 1 && !several)
        return nb_fail_place(p->s, p->st->args[NB_PLOT_LIST].span, NB_PLAIN(PLOT_CONTOUR_ONE),
                             NB_NO_HINT);
    if (status == NB_STATUS_OK) status = nb_plot_leaves(p, 2, leaves, ranges);
    if (status != NB_STATUS_OK) return status;
    const nb_command_arg *arg = &p->st->args[NB_PLOT_LIST];
    p->block->kind = NB_PLOT_MAP;
    p->block->x = ranges[0];
    p->block->y = ranges[1];
    p->block->map = nb_plot_name(p->s, nb_plot_typed(p->s, &arg->expr, arg->span), 0);
    return NB_STATUS_OK;
}

static nb_status map_contour(nb_plotting *p) {
    nb_node leaves[2];
    nb_sampler sampler = {.s = p->s};
    double *values;
    nb_status status = begin_map(p, leaves, false);
    if (status != NB_STATUS_OK) return status;
    status = nb_sampler_begin_loss(&sampler, p->s, leaves, 2, p->outputs, 1);
    if (status == NB_STATUS_OK) status = sample_grid(p, &sampler, COARSE, &values);
    if (status == NB_STATUS_OK && sampler.losses != NULL)
        nb_result_prose(p->s->result, NB_SAY(PLOT_MEAN, NB_COUNT(sampler.row_count)));
    nb_sampler_clear(&sampler);
    if (status == NB_STATUS_OK) status = add_cells(p, values, COARSE, 0);
    if (status == NB_STATUS_OK) status = nb_plot_paths(p, leaves, 2);
    return status;
}

/* What the classes are called: as the data have them, else the outputs or both sides. */
static nb_status name_classes(nb_plotting *p, double threshold) {
    nb_plot_block *b = p->block;
    nb_text *labels = nb_result_array(p->s->result, b->classes, sizeof *labels);
    if (labels == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < b->classes; k++) {
        nb_writer side = {.s = p->s};
        labels[k] = p->names[p->count > 1 ? k : 0];
        if (b->count >= b->classes) labels[k] = b->curves[k].name;
        else if (p->count == 1) {
            nb_write_text(&side, p->names[0]);
            nb_write_sign(&side, k == 0 ? NB_OP_LT : NB_OP_GE);
            nb_write_number(&side, NB_PIECE_NUMBER, threshold, 0);
            labels[k] = side.text;
        }
    }
    b->labels = labels;
    return NB_STATUS_OK;
}

/* What else the network is given stays as it is: that is said. */
static nb_status say_fixed(nb_plotting *p, const nb_node *leaves) {
    enum { NAMED = 8 };
    nb_sheet *s = p->s;
    const nb_data *data = nb_find_data(s);
    nb_writer list = {.s = s};
    uint8_t *marks;
    size_t count = 0;
    nb_node last = 0;
    for (size_t k = 0; k < p->count; k++) last = p->outputs[k] > last ? p->outputs[k] : last;
    uint8_t *needed = nb_arena_add(&s->scratch, (size_t)last + 1, 1);
    if (needed == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < p->count; k++) {
        nb_status status = nb_mark_cone(s, p->outputs[k], &marks);
        if (status != NB_STATUS_OK) return status;
        for (nb_node i = 0; i <= p->outputs[k]; i++) needed[i] |= marks[i];
    }
    for (size_t i = 0; data != NULL && i < data->set.columns && count <= NAMED; i++) {
        const nb_def *def = &s->defs[data->columns[i]];
        nb_node node = def->node;
        if (node > last || !needed[node] || node == leaves[0] || node == leaves[1]) continue;
        bool more = count++ == NAMED;
        nb_write_item(&list, more ? NULL : nb_def_name(s, &s->result->arena, def));
        if (more) break;
        nb_write_piece(&list, (nb_piece){.kind = NB_PIECE_TEXT, .text = " = "});
        nb_write_number(&list, NB_PIECE_NUMBER, s->graph.value[node], 0);
    }
    if (count > 0) nb_result_prose(s->result, NB_SAY(PLOT_FIXED, nb_text_arg(s, list.text)));
    return NB_STATUS_OK;
}

static nb_status map_boundary(nb_plotting *p) {
    nb_node leaves[2];
    nb_sampler sampler = {.s = p->s};
    double *values, threshold = 0.5;
    nb_status status = begin_map(p, leaves, true);
    if (status == NB_STATUS_OK) status = add_data(p, leaves, &threshold);
    if (status != NB_STATUS_OK) return status;
    p->block->classes = p->count > 1 ? p->count : 2;
    status = nb_sampler_begin(&sampler, p->s, leaves, 2, p->outputs, p->count);
    if (status == NB_STATUS_OK) status = sample_grid(p, &sampler, FINE, &values);
    nb_sampler_clear(&sampler);
    if (status == NB_STATUS_OK) status = add_cells(p, values, FINE, threshold);
    if (status == NB_STATUS_OK) status = name_classes(p, threshold);
    return status == NB_STATUS_OK ? say_fixed(p, leaves) : status;
}

static nb_status plot_map(nb_plotting *p, nb_status (*map)(nb_plotting *p)) {
    nb_sheet *s = p->s;
    nb_status status = nb_build_all(s);
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    if (status == NB_STATUS_OK) status = map(p);
    if (status == NB_STATUS_OK) status = add_table(p);
    nb_truncate(s, before, rebuilt);
    return status;
}

nb_status nb_plot_contour(nb_plotting *p) {
    return plot_map(p, map_contour);
}

nb_status nb_plot_boundary(nb_plotting *p) {
    return plot_map(p, map_boundary);
}
