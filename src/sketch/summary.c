/* Owns the summary of a graph in characters. Names may be made of one another in a circle, as the
 * steps of a recurrence are: what stands there already is not told again. */
#include "sketch/summary.h"

#include "sketch/branch.h"
#include "view/message.h"

enum { MOST_LINES = 100 };

typedef struct turn {
    size_t vertex, depth;
    bool last;
} turn;

typedef struct summary {
    nb_pen *pen;
    const struct nb_figure *figure;
    uint8_t *told; /* vertices that stood there already */
    uint8_t *open; /* by depth: whether further branches follow below */
    turn *stack;
    size_t stacked;
    bool cut;
} summary;

/* ---- a line ---- */

static void add_words(nb_pen *pen, nb_message message) {
    nb_pen_add(pen, ", ");
    nb_view_message(&pen->cell, pen->view, &message);
}

/* How often it is made of itself. */
static size_t steps_of(const summary *m, size_t vertex) {
    for (size_t i = 0; i < m->figure->edge_count; i++) {
        const nb_figure_edge *edge = &m->figure->edges[i];
        if (edge->from == vertex && edge->to == vertex) return edge->times;
    }
    return 0;
}

static bool is_made_of_more(const summary *m, size_t vertex) {
    for (size_t i = 0; i < m->figure->edge_count; i++)
        if (m->figure->edges[i].to == vertex && m->figure->edges[i].from != vertex) return true;
    return false;
}

static void add_line(summary *m, const turn *at) {
    nb_pen *pen = m->pen;
    const nb_figure_vertex *v = &m->figure->vertices[at->vertex];
    size_t steps = steps_of(m, at->vertex);
    nb_pen_begin(pen);
    nb_pen_add(pen, v->label);
    if (v->shape.count > 0) {
        nb_pen_add(pen, " (");
        nb_pen_add_pieces(pen, &v->shape);
        nb_pen_add(pen, ")");
    }
    if (v->formula.count > 0) {
        nb_pen_add(pen, " = ");
        nb_pen_add_pieces(pen, &v->formula);
    }
    if (v->has_value) {
        nb_pen_add(pen, " = ");
        nb_pen_add_number(pen, NB_INK_VALUE, v->value);
    }
    if (v->has_gradient) {
        add_words(pen, NB_PLAIN(HEAD_GRADIENT_ALONE));
        nb_pen_add(pen, " ");
        nb_pen_add_number(pen, NB_INK_GRADIENT, v->gradient);
    }
    if (steps > 0) add_words(pen, NB_SAY(SUMMARY_STEPS, NB_COUNT(steps)));
    if (v->kind != NB_FIGURE_VALUES && v->count > 1)
        add_words(pen, NB_SAY(SUMMARY_NODES, NB_COUNT(v->count)));
    bool more = is_made_of_more(m, at->vertex);
    if (more && m->told[at->vertex]) add_words(pen, NB_PLAIN(TREE_ABOVE));
    else if (more && at->depth >= nb_branch_deepest(pen)) nb_pen_add(pen, ", …");
    nb_branch_write(pen, &(nb_branch){at->depth, at->last, m->open});
}

/* ---- the walk ---- */

static void go_down(summary *m, const turn *at) {
    const struct nb_figure *f = m->figure;
    bool last = true;
    if (m->told[at->vertex]) return;
    if (at->depth >= nb_branch_deepest(m->pen)) {
        m->cut = m->cut || is_made_of_more(m, at->vertex);
        return;
    }
    m->told[at->vertex] = 1;
    for (size_t i = f->edge_count; i-- > 0;) {
        if (f->edges[i].to != at->vertex || f->edges[i].from == at->vertex) continue;
        m->stack[m->stacked++] = (turn){f->edges[i].from, at->depth + 1, last};
        last = false;
    }
}

static void walk(summary *m) {
    const volatile sig_atomic_t *stop = m->pen->view->stop;
    size_t lines = 0, root = 0;
    while (root + 1 < m->figure->vertex_count &&
           m->figure->vertices[root].kind != NB_FIGURE_LOSS) root++;
    m->stack[m->stacked++] = (turn){root, 0, true};
    for (; m->stacked > 0 && (stop == NULL || !*stop); lines++) {
        turn at = m->stack[--m->stacked];
        m->open[at.depth] = !at.last;
        if (lines < MOST_LINES) add_line(m, &at);
        go_down(m, &at);
    }
    if (lines > MOST_LINES)
        nb_branch_say(m->pen, NB_SAY(NOTE_OMITTED, NB_COUNT(lines - MOST_LINES)));
    if (m->cut) nb_branch_say(m->pen, NB_PLAIN(TREE_CUT));
}

void nb_sketch_summary(nb_pen *pen, const struct nb_figure *figure) {
    nb_memory *memory = pen->out->memory;
    size_t vertices = figure->vertex_count + 1, room = figure->edge_count + 1;
    summary m = {.pen = pen, .figure = figure, .told = nb_memory_new(memory, vertices, 1),
                 .open = nb_memory_new(memory, vertices, 1),
                 .stack = nb_memory_new(memory, room, sizeof *m.stack)};
    if (m.told != NULL && m.open != NULL && m.stack != NULL) walk(&m);
    else pen->out->failed = true;
    nb_memory_free(memory, m.told, vertices, 1);
    nb_memory_free(memory, m.open, vertices, 1);
    nb_memory_free(memory, m.stack, room, sizeof *m.stack);
}
