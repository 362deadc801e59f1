/* The three tables of nodes: the forward pass as equations, the backward pass and `table` in
 * columns, or one fact below the other where columns do not fit. */
#include "view/nodes.h"

#include <string.h>

#include "view/message.h"
#include "view/number.h"
#include "view/text.h"

enum {
    INDENT = 2,
    GAP = 3,
    TABLE_GAP = 2, /* `table` has a column more */
    STACK_INDENT = 4,
    TAIL_INDENT = 6,  /* of contributions that stand below their row */
    LEAST_NUMBER = 7, /* columns of a number's column */
    NARROWEST_TAIL = 30,
    LONGEST_TARGET = 16 /* a longer target is not repeated in the header */
};

/* ---- forward ---- */

/* u = x1·w1 + b = 1.7 × 0.1 + 0.3 = 0.47 */
static void render_forward(nb_pen *pen, const nb_node_row *row) {
    bool named = row->formula.count > 0 && !nb_pen_same(pen, &row->name, &row->formula);
    bool numbers = row->chosen && row->numbers.count > 0 &&
                   !nb_pen_same(pen, &row->numbers, &row->formula);
    nb_pen_blanks(pen, INDENT);
    nb_pen_begin(pen);
    nb_pen_add_pieces(pen, &row->name);
    size_t sign = INDENT + nb_pen_columns(pen) + 1; /* the column of the first = */
    if (named) {
        nb_pen_add(pen, " = ");
        nb_pen_add_pieces(pen, &row->formula);
    }
    if (numbers) {
        nb_pen_add_break(pen);
        nb_pen_add(pen, "= ");
        nb_pen_add_pieces(pen, &row->numbers);
    }
    nb_pen_add_break(pen);
    nb_pen_add(pen, "= ");
    if (row->chosen) {
        nb_pen_add_number(pen, NB_INK_VALUE, row->value);
    } else {
        nb_pen_add(pen, "–");
        nb_pen_add_break(pen);
        nb_pen_add(pen, "  ");
        nb_pen_add(pen, nb_view_word(pen->view, NB_MESSAGE_WORD_NOT_CHOSEN));
    }
    nb_pen_flow(pen, INDENT, sign <= pen->width / 2 ? sign : STACK_INDENT);
}

/* ---- what stands in the columns ---- */

typedef enum cell_kind {
    CELL_NAME,
    CELL_FORMULA,
    CELL_VALUE,
    CELL_GRADIENT,
    CELL_TAIL, /* contributions, or local gradients */
    CELLS
} cell_kind;

typedef enum layout_kind { LAYOUT_BESIDE, LAYOUT_BELOW, LAYOUT_STACKED } layout_kind;

typedef struct columns {
    nb_pen *pen;
    const nb_nodes_block *block;
    nb_text target;  /* empty: too long for a header */
    layout_kind layout;
    size_t width[CELLS];
} columns;

/* ∂total/∂node */
static void add_derivative(columns *c, nb_message_id by) {
    if (c->target.count == 0) {
        bool own = by == NB_MESSAGE_HEAD_NODE;
        nb_pen_add(c->pen, nb_view_word(c->pen->view, own ? NB_MESSAGE_HEAD_GRADIENT_ALONE
                                                          : NB_MESSAGE_WORD_UPSTREAM));
        return;
    }
    nb_pen_add(c->pen, "∂");
    nb_pen_add_variable(c->pen, &c->target);
    nb_pen_add(c->pen, "/∂");
    nb_pen_add(c->pen, nb_view_word(c->pen->view, by));
}

static void fill_header(columns *c, cell_kind cell) {
    const nb_view *view = c->pen->view;
    switch (cell) {
    case CELL_NAME: nb_pen_add(c->pen, nb_view_word(view, NB_MESSAGE_HEAD_NODE)); break;
    case CELL_FORMULA: nb_pen_add(c->pen, nb_view_word(view, NB_MESSAGE_WORD_FORMULA)); break;
    case CELL_VALUE: nb_pen_add(c->pen, nb_view_word(view, NB_MESSAGE_WORD_VALUE)); break;
    case CELL_GRADIENT: add_derivative(c, NB_MESSAGE_HEAD_NODE); break;
    case CELL_TAIL:
        if (c->block->kind == NB_NODES_TABLE) {
            nb_pen_add(c->pen, nb_view_word(view, NB_MESSAGE_WORD_LOCAL_GRADIENTS));
            break;
        }
        nb_pen_add(c->pen, "= ");
        add_derivative(c, NB_MESSAGE_WORD_PARENT);
        nb_pen_add(c->pen, " × ");
        nb_pen_add(c->pen, nb_view_word(view, NB_MESSAGE_HEAD_LOCAL));
        break;
    case CELLS: break;
    }
}

static void add_name(nb_pen *pen, const nb_node_row *row) {
    nb_pen_add_pieces(pen, &row->name);
    if (row->number == 0) return;
    nb_pen_add(pen, " #");
    nb_view_number(&pen->cell, row->number, 17);
}

/* = 1.1 × count + 0.5 × b: upstream gradient × local gradient, summed over the node's users; before
 * them what earlier passes had left. */
void nb_pen_add_contributions(nb_pen *pen, const nb_node_row *row) {
    bool left = row->left != 0 && row->contribution_count > 0;
    if (left) {
        nb_pen_add(pen, "= ");
        nb_pen_add_number(pen, NB_INK_PLAIN, row->left);
    }
    for (size_t i = 0; i < row->contribution_count; i++) {
        const nb_contribution *part = &row->contributions[i];
        bool more = left || i > 0;
        if (more) nb_pen_add_break(pen);
        nb_pen_add(pen, more ? "+ " : "= ");
        if (more) nb_pen_add_operand(pen, part->upstream);
        else nb_pen_add_number(pen, NB_INK_PLAIN, part->upstream);
        nb_pen_add(pen, " × ");
        if (part->formula.count > 0) nb_pen_add_factor(pen, &part->formula);
        else nb_pen_add_operand(pen, part->local);
    }
    if (row->contribution_total <= row->contribution_count) return;
    size_t more = row->contribution_total - row->contribution_count;
    nb_pen_add_break(pen);
    nb_pen_add(pen, "+ … (");
    nb_view_message(&pen->cell, pen->view, &NB_SAY(WORD_MORE, NB_COUNT(more)));
    nb_pen_add(pen, ")");
}

/* ∂/∂apple = 2, ∂/∂count = 100 */
static void add_locals(nb_pen *pen, const nb_node_row *row) {
    for (size_t i = 0; i < row->local_count; i++) {
        if (i > 0) {
            nb_pen_add(pen, ",");
            nb_pen_add_break(pen);
        }
        nb_pen_add(pen, "∂/∂");
        nb_pen_add_variable(pen, &row->locals[i].operand);
        nb_pen_add(pen, " = ");
        nb_pen_add_number(pen, NB_INK_LOCAL, row->locals[i].value);
    }
}

/* Puts a row's cell together; the header's when `row` is NULL. */
static void fill(columns *c, const nb_node_row *row, cell_kind cell) {
    nb_pen *pen = c->pen;
    bool same = cell == CELL_FORMULA && row != NULL &&
                nb_pen_same(pen, &row->name, &row->formula);
    nb_pen_begin(pen);
    if (row == NULL) {
        fill_header(c, cell);
        return;
    }
    switch (cell) {
    case CELL_NAME: add_name(pen, row); break;
    case CELL_FORMULA:
        if (!same) nb_pen_add_pieces(pen, &row->formula);
        break;
    case CELL_VALUE: case CELL_GRADIENT:
        if (!row->chosen) nb_pen_add(pen, "–");
        else if (cell == CELL_VALUE) nb_pen_add_number(pen, NB_INK_VALUE, row->value);
        else nb_pen_add_number(pen, NB_INK_GRADIENT, row->gradient);
        break;
    case CELL_TAIL:
        if (!row->chosen) nb_pen_add(pen, nb_view_word(pen->view, NB_MESSAGE_WORD_NOT_CHOSEN));
        else if (c->block->kind == NB_NODES_TABLE) add_locals(pen, row);
        else nb_pen_add_contributions(pen, row);
        break;
    case CELLS: break;
    }
}

/* ---- layout ---- */

static bool is_shown(const columns *c, cell_kind cell) {
    return cell != CELL_FORMULA || c->block->kind == NB_NODES_TABLE;
}

/* What is wider does not widen its column, but has a line for itself. */
static size_t widest_allowed(const columns *c, cell_kind cell) {
    if (cell != CELL_NAME && cell != CELL_FORMULA) return SIZE_MAX;
    return c->pen->width * (c->block->kind == NB_NODES_TABLE ? 3 : 4) / 10;
}

static size_t gap(const columns *c) {
    return c->block->kind == NB_NODES_TABLE ? TABLE_GAP : GAP;
}

/* Of a tail only its parts count: it may be wrapped between them. */
static void measure(columns *c, const nb_node_row *row) {
    for (cell_kind cell = CELL_NAME; cell < CELLS; cell++) {
        if (!is_shown(c, cell)) continue;
        if (row == NULL && cell == CELL_TAIL && c->block->kind == NB_NODES_BACKWARD) continue;
        fill(c, row, cell);
        size_t width = cell == CELL_TAIL ? nb_pen_widest_part(c->pen) : nb_pen_columns(c->pen);
        if (width <= widest_allowed(c, cell) && width > c->width[cell]) c->width[cell] = width;
    }
}

static size_t end_of_numbers(const columns *c) {
    size_t end = INDENT + c->width[CELL_NAME];
    for (cell_kind cell = CELL_FORMULA; cell < CELL_TAIL; cell++)
        if (is_shown(c, cell)) end += gap(c) + c->width[cell];
    return end;
}

static void choose_layout(columns *c) {
    c->width[CELL_VALUE] = c->width[CELL_GRADIENT] = LEAST_NUMBER;
    measure(c, NULL);
    for (size_t i = 0; i < c->block->count; i++) measure(c, &c->block->rows[i]);
    size_t tail = c->width[CELL_TAIL];
    if (tail > NARROWEST_TAIL) tail = NARROWEST_TAIL;
    size_t end = end_of_numbers(c);
    if (end + gap(c) + tail <= c->pen->width) c->layout = LAYOUT_BESIDE;
    else if (end <= c->pen->width) c->layout = LAYOUT_BELOW;
    else c->layout = LAYOUT_STACKED;
}

/* ---- rows ---- */

/* The name, and for `table` what it is: a line for itself. */
static void render_title(columns *c, const nb_node_row *row) {
    nb_pen *pen = c->pen;
    bool formula = is_shown(c, CELL_FORMULA) && row->formula.count > 0 &&
                   !nb_pen_same(pen, &row->name, &row->formula);
    nb_pen_blanks(pen, INDENT);
    nb_pen_begin(pen);
    add_name(pen, row);
    if (formula) {
        nb_pen_add_break(pen);
        nb_pen_add(pen, "= ");
        nb_pen_add_pieces(pen, &row->formula);
    }
    nb_pen_flow(pen, INDENT, STACK_INDENT);
}

static bool is_too_wide(columns *c, const nb_node_row *row) {
    for (cell_kind cell = CELL_NAME; cell <= CELL_FORMULA; cell++) {
        if (row == NULL || !is_shown(c, cell)) continue;
        fill(c, row, cell);
        if (nb_pen_columns(c->pen) > c->width[cell]) return true;
    }
    return false;
}

static void render_columns(columns *c, const nb_node_row *row) {
    nb_pen *pen = c->pen;
    bool alone = is_too_wide(c, row);
    if (alone) render_title(c, row);
    nb_pen_blanks(pen, INDENT);
    for (cell_kind cell = CELL_NAME; cell < CELL_TAIL; cell++) {
        if (!is_shown(c, cell)) continue;
        if (cell != CELL_NAME) nb_pen_blanks(pen, gap(c));
        fill(c, row, cell);
        if (alone && cell <= CELL_FORMULA) nb_pen_begin(pen);
        nb_pen_put(pen, c->width[cell], cell >= CELL_VALUE);
    }
    fill(c, row, CELL_TAIL);
    size_t tail = c->layout == LAYOUT_BESIDE ? end_of_numbers(c) + gap(c) : TAIL_INDENT;
    bool empty = pen->cell.length == 0;
    if (empty || c->layout == LAYOUT_BELOW) nb_buffer_add_char(pen->out, '\n');
    if (empty) return;
    nb_pen_blanks(pen, c->layout == LAYOUT_BESIDE ? gap(c) : TAIL_INDENT);
    nb_pen_flow(pen, tail, tail);
}

/* One fact a line, for lines too short for columns. */
static void render_stacked(columns *c, const nb_node_row *row) {
    nb_pen *pen = c->pen;
    size_t label = 0;
    for (cell_kind cell = CELL_VALUE; cell <= CELL_GRADIENT; cell++) {
        fill(c, NULL, cell);
        size_t width = nb_pen_columns(pen);
        if (width > label) label = width;
    }
    render_title(c, row);
    for (cell_kind cell = CELL_VALUE; cell <= CELL_GRADIENT; cell++) {
        nb_pen_blanks(pen, STACK_INDENT);
        fill(c, NULL, cell);
        nb_pen_put(pen, label + GAP, false);
        fill(c, row, cell);
        nb_pen_put(pen, 0, false);
        nb_buffer_add_char(pen->out, '\n');
    }
    fill(c, row, CELL_TAIL);
    if (pen->cell.length == 0) return;
    nb_pen_blanks(pen, STACK_INDENT);
    nb_pen_flow(pen, STACK_INDENT, STACK_INDENT);
}

static void render_table(nb_pen *pen, const nb_nodes_block *block) {
    columns c = {.pen = pen, .block = block, .target = block->target};
    nb_pen_begin(pen);
    nb_pen_add_pieces(pen, &block->target);
    if (pen->cell.length == 0 || nb_pen_columns(pen) > LONGEST_TARGET) c.target.count = 0;
    choose_layout(&c);
    if (c.layout != LAYOUT_STACKED && block->step <= 1) render_columns(&c, NULL);
    for (size_t i = 0; i < block->count; i++) {
        if (!nb_nodes_shows(block, i)) continue;
        if (c.layout == LAYOUT_STACKED) render_stacked(&c, &block->rows[i]);
        else render_columns(&c, &block->rows[i]);
    }
}

/* A line of our own words below or above the rows. */
static void render_remark(nb_pen *pen, nb_message message) {
    nb_pen_blanks(pen, INDENT);
    nb_pen_ink(pen, pen->out, NB_INK_DIM);
    nb_view_message(pen->out, pen->view, &message);
    nb_pen_ink(pen, pen->out, NB_INK_PLAIN);
    nb_buffer_add_char(pen->out, '\n');
}

void nb_view_nodes(nb_pen *pen, const nb_nodes_block *block) {
    bool forward = block->kind == NB_NODES_FORWARD;
    if (block->steps > 0)
        render_remark(pen, forward ? NB_SAY(STEP_FORWARD, NB_COUNT(block->step),
                                            NB_COUNT(block->steps))
                                   : NB_SAY(STEP_BACKWARD, NB_COUNT(block->step),
                                            NB_COUNT(block->steps)));
    if (!forward) render_table(pen, block);
    for (size_t i = 0; forward && i < block->count; i++)
        if (nb_nodes_shows(block, i)) render_forward(pen, &block->rows[i]);
    if (block->omitted > 0) render_remark(pen, NB_SAY(NOTE_OMITTED, NB_COUNT(block->omitted)));
}
