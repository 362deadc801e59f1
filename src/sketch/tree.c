/* Owns the picture of a graph as a tree: the target, and below each node what it is made of. A node
 * that is used twice stands there with its operands once. */
#include "sketch/tree.h"

#include <float.h>
#include <math.h>
#include <stdint.h>

#include "sketch/boxes.h"
#include "sketch/branch.h"
#include "view/message.h"
#include "view/number.h"

enum { MOST_LINES = 100 };

typedef struct turn {
    size_t edge;  /* into the node; SIZE_MAX: the target */
    size_t depth;
    bool last;    /* of the operands of its parent */
} turn;

typedef struct tree {
    nb_pen *pen;
    const nb_picture_block *picture;
    size_t *uses;
    size_t *first; /* for each vertex where its operands begin in `into` */
    size_t *into;  /* edges by where they lead */
    uint8_t *told; /* vertices that stood there already */
    turn *stack;
    size_t stacked;
    uint8_t *open; /* by depth: whether further operands follow below */
    bool cut;      /* something is left out below the deepest nodes */
} tree;

/* ---- a line ---- */

static void add_name(nb_pen *pen, const nb_vertex *vertex, const nb_vertex *target,
                     bool chosen) {
    bool call = vertex->kind == NB_VERTEX_CALL, inner = call || vertex->kind == NB_VERTEX_OPERATOR;
    const nb_vertex *named = target != NULL ? target : vertex;
    if (vertex->current) nb_pen_add(pen, "> ");
    if (named->label != NULL) nb_pen_add(pen, named->label);
    else if (named->formula.count > 0) nb_pen_add_pieces(pen, &named->formula);
    bool name = named->label != NULL || named->formula.count > 0;
    if (name && inner) nb_pen_add(pen, " ");
    if (inner) nb_pen_add(pen, call ? "[" : "(");
    if (inner) nb_pen_add(pen, vertex->symbol != NULL ? vertex->symbol : "");
    if (inner) nb_pen_add(pen, call ? "]" : ")");
    if (name || inner) nb_pen_add(pen, " = ");
    if (vertex->no_value) nb_pen_add(pen, "?");
    else nb_pen_add_number(pen, chosen ? NB_INK_VALUE : NB_INK_PLAIN, vertex->value);
}

static void add_word(nb_pen *pen, nb_message message) {
    nb_pen_add(pen, ", ");
    nb_view_message(&pen->cell, pen->view, &message);
}

/* The gradient of what the wire leads to, times the local one; where the pass is broken on purpose
 * what comes back may be no such product. */
static bool is_product(double upstream, const nb_edge *edge) {
    double product = upstream * edge->local, sum = fabs(product) + fabs(edge->contribution);
    return fabs(product - edge->contribution) <= sum * DBL_EPSILON;
}

static void add_gradient(tree *t, const nb_vertex *vertex, size_t index, const nb_edge *edge) {
    nb_pen *pen = t->pen;
    double upstream = edge != NULL ? t->picture->vertices[edge->to].gradient : 0;
    add_word(pen, NB_PLAIN(HEAD_GRADIENT_ALONE));
    nb_pen_add(pen, " ");
    if (vertex->no_gradient) {
        nb_pen_add(pen, "?");
        return;
    }
    if (edge != NULL && is_product(upstream, edge)) {
        nb_view_number(&pen->cell, upstream, pen->view->digits);
        nb_pen_add(pen, " × ");
        nb_pen_ink(pen, &pen->cell, NB_INK_LOCAL);
        nb_pen_add_operand(pen, edge->local);
        nb_pen_ink(pen, &pen->cell, NB_INK_PLAIN);
        nb_pen_add(pen, " = ");
    }
    nb_pen_add_number(pen, NB_INK_GRADIENT, edge != NULL ? edge->contribution : vertex->gradient);
    if (edge != NULL && nb_boxes_sum(t->picture, t->uses, index))
        add_word(pen, NB_SAY(TREE_SUM, NB_NUMBER(vertex->gradient)));
}

static void add_line(tree *t, const turn *at, size_t index, const nb_edge *edge,
                     const nb_vertex *target) {
    nb_pen *pen = t->pen;
    const nb_vertex *vertex = &t->picture->vertices[index];
    nb_pen_begin(pen);
    bool chosen = edge == NULL || edge->chosen;
    if (!chosen) nb_pen_ink(pen, &pen->cell, NB_INK_DIM);
    add_name(pen, vertex, target, chosen);
    if (!chosen) add_word(pen, NB_PLAIN(WORD_NOT_CHOSEN));
    else if (t->picture->has_gradients && vertex->kind != NB_VERTEX_NUMBER)
        add_gradient(t, vertex, index, edge);
    bool more = t->first[index] < t->first[index + 1];
    if (more && t->told[index]) add_word(pen, NB_PLAIN(TREE_ABOVE));
    else if (more && at->depth >= nb_branch_deepest(t->pen)) nb_pen_add(pen, ", …");
    if (!chosen) nb_pen_ink(pen, &pen->cell, NB_INK_PLAIN);
    nb_branch_write(pen, &(nb_branch){at->depth, at->last, t->open});
}

/* ---- the walk ---- */

static void push_operands(tree *t, size_t vertex, size_t depth) {
    for (size_t i = t->first[vertex + 1]; i > t->first[vertex]; i--)
        t->stack[t->stacked++] = (turn){t->into[i - 1], depth, i == t->first[vertex + 1]};
}

/* The operands of a node that stands `depth` deep, unless they stand above or are left out. */
static void go_down(tree *t, size_t vertex, size_t depth) {
    bool more = t->first[vertex] < t->first[vertex + 1];
    if (t->told[vertex] || !more) return;
    if (depth < nb_branch_deepest(t->pen)) {
        push_operands(t, vertex, depth + 1);
        t->told[vertex] = 1;
    } else {
        t->cut = true;
    }
}

/* Begins with the vertex that is no operand of another: the target, under its name. */
static void walk(tree *t) {
    const nb_picture_block *p = t->picture;
    const volatile sig_atomic_t *stop = t->pen->view->stop;
    size_t root = p->vertex_count - 1, lines = 1;
    const nb_vertex *target = NULL;
    if (p->vertices[root].kind == NB_VERTEX_TARGET && t->first[root] < t->first[root + 1]) {
        target = &p->vertices[root];
        root = p->edges[t->into[t->first[root]]].from;
    }
    add_line(t, &(turn){SIZE_MAX, 0, true}, root, NULL, target);
    go_down(t, root, 0);
    for (; t->stacked > 0 && (stop == NULL || !*stop); lines++) {
        turn at = t->stack[--t->stacked];
        size_t vertex = p->edges[at.edge].from;
        t->open[at.depth] = !at.last;
        if (lines < MOST_LINES) add_line(t, &at, vertex, &p->edges[at.edge], NULL);
        go_down(t, vertex, at.depth);
    }
    if (lines > MOST_LINES)
        nb_branch_say(t->pen, NB_SAY(NOTE_OMITTED, NB_COUNT(lines - MOST_LINES)));
    if (t->cut) nb_branch_say(t->pen, NB_PLAIN(TREE_CUT));
}

/* The edges by where they lead, in each group as they are: operands in their order. */
static void sort_edges(tree *t) {
    const nb_picture_block *p = t->picture;
    for (size_t i = 0; i < p->edge_count; i++) t->first[p->edges[i].to + 2]++;
    for (size_t i = 2; i < p->vertex_count + 2; i++) t->first[i] += t->first[i - 1];
    for (size_t i = 0; i < p->edge_count; i++) t->into[t->first[p->edges[i].to + 1]++] = i;
}

void nb_sketch_tree(nb_pen *pen, const nb_picture_block *picture) {
    nb_memory *memory = pen->out->memory;
    size_t vertices = picture->vertex_count, room = vertices + 2, edges = picture->edge_count + 1;
    if (vertices == 0) return;
    tree t = {.pen = pen, .picture = picture, .uses = nb_boxes_uses(picture, memory)};
    t.first = nb_memory_new(memory, room, sizeof *t.first);
    t.into = nb_memory_new(memory, edges, sizeof *t.into);
    t.told = nb_memory_new(memory, room, sizeof *t.told);
    t.stack = nb_memory_new(memory, edges, sizeof *t.stack);
    t.open = nb_memory_new(memory, room, sizeof *t.open);
    bool good = t.uses != NULL && t.first != NULL && t.into != NULL && t.told != NULL &&
                t.stack != NULL && t.open != NULL;
    if (good) sort_edges(&t);
    if (good) walk(&t);
    else pen->out->failed = true;
    nb_memory_free(memory, t.uses, vertices + 1, sizeof *t.uses);
    nb_memory_free(memory, t.first, room, sizeof *t.first);
    nb_memory_free(memory, t.into, edges, sizeof *t.into);
    nb_memory_free(memory, t.told, room, sizeof *t.told);
    nb_memory_free(memory, t.stack, edges, sizeof *t.stack);
    nb_memory_free(memory, t.open, room, sizeof *t.open);
}
