/* See summary.h. A node without a name belongs to the name that it is computed for, so one loop
 * down over the nodes finds the boxes, and one up the wires between them. */
#include "figures/summary.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "figures/network.h"
#include "formulas/cone.h"
#include "formulas/table_cells.h"
#include "result/figure.h"

enum { MOST_NAMES = 60, MOST_BOXES = 300 };
enum { STEPPED = 2 }; /* in the cone: a member that others of its box are made of */

typedef struct box {
    nb_symbol symbol;  /* of the first name in it */
    nb_def_id def;     /* its last definition */
    nb_node node;      /* of that */
    size_t nodes, members, steps; /* steps: from one member to another */
    bool several;      /* different names that begin alike: w1, w2 */
    bool formula;      /* not all of it are leaves */
} box;

typedef struct summary {
    nb_sheet *s;
    nb_node target;
    const nb_reach *reach; /* of a walk */
    bool gradients;
    uint8_t *cone;
    uint32_t *box_of;    /* of each node: its box plus 1, or 0 */
    uint32_t *box_named; /* of each symbol likewise */
    box *boxes;
    size_t count;
    uint8_t *wires;      /* from × count + to: 1 */
} summary;

/* ---- the boxes ---- */

/* The letters of a name that ends in a number; the whole of any other. */
static size_t stem(const char *name) {
    size_t length = strlen(name), end = length;
    while (end > 0 && strchr("0123456789_", name[end - 1]) != NULL) end--;
    return end > 0 ? end : length;
}

/* Of many names those that begin alike share a box: it is that of the first. */
static uint32_t find_alike(const summary *m, nb_symbol symbol) {
    const char *name = m->s->symbols[symbol].name;
    size_t length = stem(name);
    for (size_t i = 0; i < m->count; i++) {
        const char *other = m->s->symbols[m->boxes[i].symbol].name;
        if (stem(other) == length && memcmp(name, other, length) == 0) return (uint32_t)i + 1;
    }
    return 0;
}

static bool is_leaf(const nb_sheet *s, nb_node node) {
    return s->graph.op[node] == NB_OP_LEAF;
}

/* The box of a node that has a name; 0: there are too many. */
static uint32_t box_for(summary *m, nb_node node, bool alike) {
    nb_sheet *s = m->s;
    nb_symbol symbol = s->defs[s->owner[node]].symbol;
    uint32_t found = m->box_named[symbol];
    if (found == 0 && alike) {
        found = find_alike(m, symbol);
        if (found > 0) m->boxes[found - 1].several = true;
    }
    if (found == 0 && m->count < MOST_BOXES) {
        m->boxes[m->count++] = (box){.symbol = symbol, .def = s->owner[node], .node = node};
        found = (uint32_t)m->count;
    }
    m->box_named[symbol] = found;
    return found;
}

static nb_status fill_boxes(summary *m, bool alike, bool *fits) {
    nb_sheet *s = m->s;
    nb_status status = NB_STATUS_OK;
    m->count = 0;
    memset(m->box_of, 0, ((size_t)m->target + 1) * sizeof *m->box_of);
    memset(m->box_named, 0, s->symbol_count * sizeof *m->box_named);
    *fits = true;
    for (nb_node i = m->target + 1; i-- > 0 && *fits && status == NB_STATUS_OK;) {
        status = nb_poll_turn(s, i);
        if (m->cone[i] == 0 || s->graph.op[i] == NB_OP_CONST) continue;
        if (s->owner[i] != NB_NO_DEF) m->box_of[i] = box_for(m, i, alike);
        *fits = m->box_of[i] != 0 && (alike || m->count <= MOST_NAMES);
        if (!*fits) return status;
        box *b = &m->boxes[m->box_of[i] - 1];
        b->nodes++;
        b->members += s->owner[i] != NB_NO_DEF;
        b->formula = b->formula || !is_leaf(s, i);
        for (int k = 0; k < nb_graph_arity(&s->graph, i); k++) {
            nb_node operand = nb_graph_operand(&s->graph, i, k);
            if (s->owner[operand] == NB_NO_DEF) m->box_of[operand] = m->box_of[i];
        }
    }
    return status;
}

/* A box for each name or, if those are very many, for each beginning of names. A target without a
 * name has none. */
static nb_status find_boxes(summary *m, bool *fits) {
    nb_sheet *s = m->s;
    size_t count = (size_t)m->target + 1;
    *fits = s->owner[m->target] != NB_NO_DEF;
    m->box_of = nb_arena_add(&s->scratch, count, sizeof *m->box_of);
    m->box_named = nb_arena_add(&s->scratch, s->symbol_count, sizeof *m->box_named);
    m->boxes = nb_arena_add(&s->scratch, MOST_BOXES, sizeof *m->boxes);
    if (m->box_of == NULL || m->box_named == NULL || m->boxes == NULL) return NB_STATUS_NO_MEMORY;
    if (!*fits) return NB_STATUS_OK;
    nb_status status = fill_boxes(m, false, fits);
    return status == NB_STATUS_OK && !*fits ? fill_boxes(m, true, fits) : status;
}

/* ---- the wires ---- */

static nb_status find_wires(summary *m) {
    const nb_graph *graph = &m->s->graph;
    nb_status status = NB_STATUS_OK;
    m->wires = nb_arena_add(&m->s->scratch, m->count * m->count, 1);
    if (m->wires == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= m->target && status == NB_STATUS_OK; i++) {
        status = nb_poll_turn(m->s, i);
        for (int k = 0; m->box_of[i] != 0 && k < nb_graph_arity(graph, i); k++) {
            nb_node operand = nb_graph_operand(graph, i, k);
            if (m->box_of[operand] == 0) continue;
            size_t from = m->box_of[operand] - 1, to = m->box_of[i] - 1;
            if (from != to) m->wires[from * m->count + to] = 1;
            else if (m->s->owner[operand] != NB_NO_DEF && m->cone[operand] != STEPPED) {
                m->cone[operand] = STEPPED;
                m->boxes[to].steps++;
            }
        }
    }
    return status;
}

static bool has_recurrence(const summary *m) {
    for (size_t i = 0; i < m->count; i++)
        if (m->boxes[i].steps >= NB_MANY_STEPS) return true;
    return false;
}

/* ---- the figure ---- */

/* What its definition says, as it was typed. */
static nb_text typed_formula(nb_sheet *s, const nb_def *def) {
    if (def->meaning.kind == NB_DEF_ELEMENT) {
        nb_def_id whole = s->symbols[def->symbol].value;
        if (whole == NB_NO_DEF) return NB_NO_TEXT;
        def = &s->defs[whole];
    }
    const nb_expr *expr = def->meaning.expr;
    if (def->meaning.kind != NB_DEF_FORMULA || expr == NULL) return NB_NO_TEXT;
    nb_piece *piece = nb_result_array(s->result, 1, sizeof *piece);
    char *text = nb_typed_line(&s->result->arena, expr->source + expr->span.offset,
                               expr->span.length);
    if (piece == NULL || text == NULL) {
        s->result->failed = true;
        return NB_NO_TEXT;
    }
    *piece = (nb_piece){.kind = NB_PIECE_TEXT, .text = text};
    return (nb_text){piece, 1, NB_LEVEL_NONE};
}

/* One number has them, and the target. */
static void set_numbers(const summary *m, const box *b, nb_figure_vertex *v) {
    const nb_graph *graph = &m->s->graph;
    const nb_reach *reach = m->reach;
    v->value = graph->value[b->node];
    v->gradient = nb_graph_gradient(graph, b->node);
    bool one = b->members == 1 || b->node == m->target;
    v->has_value = one && (reach->value == NULL || reach->value[b->node]);
    v->has_gradient = one && m->gradients &&
                      (reach->gradient == NULL || reach->gradient[b->node]);
}

static nb_figure_vertex vertex_of(summary *m, const box *b) {
    nb_sheet *s = m->s;
    const nb_def *def = &s->defs[b->def];
    nb_def_id whole = s->symbols[b->symbol].value;
    const char *name = s->symbols[b->symbol].name;
    nb_figure_vertex v = {.kind = b->formula ? NB_FIGURE_FORMULA : NB_FIGURE_VALUES,
                          .count = b->nodes, .label = def->rank == 0 ? def->meaning.label : NULL};
    if (b->node == m->target) v.kind = NB_FIGURE_LOSS;
    if (b->node == m->target) {
        name = nb_def_name(s, &s->scratch, def);
    } else if (b->several) {
        char *begin = nb_arena_text(&s->scratch, name, stem(name));
        name = begin == NULL ? NULL : NB_JOIN(s, begin, "1, ", begin, "2, ...");
    }
    if (v.label == NULL) v.label = name;
    v.label = v.label == NULL ? NULL : nb_result_text(s->result, v.label, strlen(v.label));
    if (v.label == NULL) s->result->failed = true;
    bool one = nb_is_defined(s, whole) && !b->several; /* vector, matrix or number */
    nb_shape shape = one ? nb_shape_of(s, whole) : NB_SCALAR;
    if (shape.rank == 0 && b->members > 1)
        shape = (nb_shape){.rank = 1, .rows = 1, .columns = (uint32_t)b->members};
    if (shape.rank > 0) v.shape = nb_shape_text(s, shape);
    set_numbers(m, b, &v);
    if (!b->several && b->formula) v.formula = typed_formula(s, def);
    return v;
}

static nb_status make_figure(summary *m, struct nb_figure *f) {
    size_t edges = 0;
    for (size_t i = 0; i < m->count * m->count; i++) edges += m->wires[i];
    f->vertices = nb_result_array(m->s->result, m->count, sizeof *f->vertices);
    f->edges = nb_result_array(m->s->result, edges + m->count, sizeof *f->edges);
    if (f->vertices == NULL || f->edges == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = m->count; i-- > 0;) /* what was typed first stands first */
        f->vertices[f->vertex_count++] = vertex_of(m, &m->boxes[i]);
    for (size_t from = m->count; from-- > 0;)
        for (size_t to = m->count; to-- > 0;) {
            bool loop = from == to && m->boxes[from].steps > 0;
            if (!loop && !m->wires[from * m->count + to]) continue;
            f->edges[f->edge_count++] = (nb_figure_edge){
                .from = (uint32_t)(m->count - 1 - from), .to = (uint32_t)(m->count - 1 - to),
                .times = loop ? m->boxes[from].steps : 0};
        }
    return NB_STATUS_OK;
}

/* Whether `layers` would draw it. */
static nb_status find_network(nb_sheet *s, nb_node target, const char *path, bool *is_network) {
    nb_network network;
    nb_problem problem = s->problem;
    nb_status status = nb_network_find(s, target, path, &network);
    *is_network = status == NB_STATUS_OK;
    if (status != NB_STATUS_ERROR) return status;
    s->problem = problem;
    return nb_poll(s);
}

/* Says what the picture is, and what draws more of it. Layers are drawn in a file alone. */
static nb_status say(nb_sheet *s, nb_node target, const nb_picture_block *picture, size_t count) {
    const char *name = nb_def_name(s, &s->scratch, &s->defs[s->owner[target]]);
    const char *path = picture->path, *file = path != NULL ? NB_JOIN(s, " ", path) : "";
    const char *whole = file == NULL ? NULL : NB_JOIN(s, "draw ", name, file, " whole");
    const char *layers = file == NULL ? NULL : NB_JOIN(s, "draw ", name, file, " layers");
    bool is_network = false;
    if (whole == NULL || layers == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    if (path != NULL) status = find_network(s, target, path, &is_network);
    if (status != NB_STATUS_OK) return status;
    nb_message hint = is_network ? NB_SAY(HINT_SUMMARY_LAYERS, NB_TEXT(layers), NB_TEXT(whole))
                                 : NB_SAY(HINT_SUMMARY, NB_TEXT(whole));
    nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(NOTE_SUMMARY, NB_COUNT(count)));
    nb_result_hint(s->result, hint);
    return s->result->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

nb_status nb_summarise(nb_sheet *s, nb_node target, const nb_reach *reach,
                       nb_picture_block *picture) {
    summary m = {.s = s, .target = target, .reach = reach, .gradients = picture->has_gradients};
    bool fits = false, large = picture->vertex_count > NB_MANY_VERTICES;
    if (!large && picture->vertex_count < 2 * NB_MANY_STEPS) return NB_STATUS_OK;
    nb_status status = nb_mark_cone(s, target, &m.cone);
    if (status == NB_STATUS_OK) status = find_boxes(&m, &fits);
    if (status != NB_STATUS_OK || !fits) return status;
    status = find_wires(&m);
    if (status != NB_STATUS_OK || (!large && !has_recurrence(&m))) return status;
    struct nb_figure *f = nb_result_array(s->result, 1, sizeof *f);
    if (f == NULL) return NB_STATUS_NO_MEMORY;
    status = make_figure(&m, f);
    if (status != NB_STATUS_OK) return status;
    size_t count = picture->vertex_count;
    picture->figure = f;
    picture->vertices = NULL;
    picture->vertex_count = picture->edge_count = 0;
    return say(s, target, picture, count);
}
