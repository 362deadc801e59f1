/* Owns where a long picture is parted.
 *
 * An operator's level is how far it is from the beginning when everything is computed as late as
 * possible: D minus the longest way from it to the end, D being the longest way of all. Line l has
 * the levels above cut[l] up to cut[l + 1]. So every wire leads to the same line or to a later
 * one. */
#include "diagram/lines.h"

#include <string.h>

#include "base/status.h"

enum { MOST_LINES = 8, MOST_CROSSINGS = 9 };

typedef struct parting {
    const nb_picture_block *from;
    nb_picture_lines *to;
    nb_memory *memory;
    size_t *level, *line;    /* of each vertex */
    size_t *place;           /* of each operator in the new picture */
    size_t *begin;           /* of each edge from elsewhere: what it begins at there */
    const char **names;      /* of vertices that go on in a later line: what they are called */
    size_t longest, lines;
    size_t cut[MOST_LINES + 1];
    const char *marks[MOST_CROSSINGS + 1];
    size_t marked, crossings;
    bool ascii;
} parting;

/* Results of one call are one vertex: the first of them. */
static size_t drawn(const nb_picture_block *p, size_t vertex) {
    size_t joined = p->vertices[vertex].joined;
    return joined == 0 ? vertex : joined - 1;
}

static bool is_start(const nb_vertex *v) {
    return v->kind == NB_VERTEX_LEAF || v->kind == NB_VERTEX_NUMBER || v->kind == NB_VERTEX_MORE;
}

static void find_levels(parting *p) {
    const nb_picture_block *from = p->from;
    size_t *way = p->level; /* to the end, at first */
    for (size_t i = from->edge_count; i-- > 0;) {
        const nb_edge *edge = &from->edges[i];
        size_t longer = way[drawn(from, edge->to)] + 1, *known = &way[drawn(from, edge->from)];
        if (longer > *known) *known = longer;
        if (longer > p->longest) p->longest = longer;
    }
    for (size_t i = 0; i < from->vertex_count; i++)
        p->level[i] = drawn(from, i) == i ? p->longest - way[i] : p->level[drawn(from, i)];
}

/* What a cut behind `level` costs: what crosses there, more where it has no name. */
static size_t cost_of(const parting *p, size_t level, size_t *seen) {
    const nb_picture_block *from = p->from;
    size_t cost = 0;
    memset(seen, 0, from->vertex_count * sizeof *seen);
    for (size_t i = 0; i < from->edge_count; i++) {
        const nb_edge *edge = &from->edges[i];
        const nb_vertex *v = &from->vertices[edge->from];
        if (is_start(v) || seen[edge->from] || p->level[edge->from] > level ||
            p->level[edge->to] <= level)
            continue;
        seen[edge->from] = 1;
        cost += v->label != NULL ? 2 : 3;
    }
    return cost;
}

static void choose_cuts(parting *p, size_t columns) {
    p->lines = (p->longest + columns - 1) / columns;
    if (p->lines > MOST_LINES) p->lines = 1; /* no picture for a slide in any case */
    for (size_t i = 1; i < p->lines; i++) {
        size_t middle = p->longest * i / p->lines, least = SIZE_MAX;
        size_t slack = columns - (p->longest + p->lines - 1) / p->lines;
        for (size_t off = 0; off <= 2 * slack; off++) { /* the nearest first */
            size_t level = off % 2 ? middle - (off + 1) / 2 : middle + off / 2;
            size_t cost = level > p->cut[i - 1] && level < p->longest
                              ? cost_of(p, level, p->place) : SIZE_MAX;
            if (cost >= least || level - p->cut[i - 1] > columns) continue;
            least = cost;
            p->cut[i] = level;
        }
        if (p->cut[i] == 0 || least > 3 * MOST_CROSSINGS) p->lines = 1;
    }
    p->cut[p->lines] = SIZE_MAX;
}

static void find_lines(parting *p) {
    for (size_t i = 0; i < p->from->vertex_count; i++) {
        p->line[i] = 0;
        while (p->level[i] > p->cut[p->line[i] + 1]) p->line[i]++;
    }
}

static const char *mark_of(parting *p, const nb_vertex *v) {
    static const char *const circled[] = {"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "*"};
    static const char *const plain[] = {"(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)",
                                        "(9)", "*"};
    if (v->label != NULL) return v->label;
    size_t mark = p->marked < MOST_CROSSINGS ? p->marked++ : MOST_CROSSINGS;
    return p->ascii ? plain[mark] : circled[mark];
}

static size_t add_vertex(parting *p, const nb_vertex *vertex) {
    nb_picture_block *to = &p->to->picture;
    to->vertices[to->vertex_count] = *vertex;
    return to->vertex_count++;
}

static void add_edge(parting *p, const nb_edge *edge, size_t from, size_t to) {
    nb_picture_block *out = &p->to->picture;
    nb_edge *added = &out->edges[out->edge_count++];
    *added = *edge;
    added->from = (uint32_t)from;
    added->to = (uint32_t)to;
}

/* Whether an edge comes into its line from elsewhere: a leaf, or an earlier line. */
static bool comes_in(const parting *p, const nb_edge *edge) {
    return is_start(&p->from->vertices[edge->from]) || p->line[edge->from] != p->line[edge->to];
}

static void name_crossings(parting *p) {
    for (size_t i = 0; i < p->from->edge_count; i++) {
        const nb_edge *edge = &p->from->edges[i];
        const nb_vertex *v = &p->from->vertices[edge->from];
        if (!is_start(v) && comes_in(p, edge) && p->names[edge->from] == NULL)
            p->names[edge->from] = mark_of(p, v);
    }
}

/* What edge number `at` begins with. Uses at the same level share it; a leaf shows the sum of its
 * gradient where it stands first. */
static void add_begin(parting *p, size_t at) {
    const nb_edge *edges = p->from->edges;
    size_t source = edges[at].from;
    nb_vertex v = p->from->vertices[source];
    bool before = false, after = false;
    for (size_t i = 0; i < p->from->edge_count; i++) {
        if (edges[i].from != source || i == at) continue;
        if (i < at && p->level[edges[i].to] == p->level[edges[at].to]) {
            p->begin[at] = p->begin[i];
            return;
        }
        before = before || i < at;
        after = after || p->level[edges[i].to] != p->level[edges[at].to];
    }
    v.repeated = is_start(&v) && after && !before;
    if (!is_start(&v)) {
        v.kind = NB_VERTEX_LEAF;
        v.joined = 0;
        v.label = p->names[source];
        v.box = NB_UNBOXED;
        v.current = false;
    }
    p->begin[at] = add_vertex(p, &v);
}

/* Where operator `source` goes on in a later line: its end in this one. */
static void add_end(parting *p, size_t source) {
    const nb_picture_block *from = p->from;
    nb_vertex end = from->vertices[source];
    nb_edge last = {.local = 1, .to_target = true, .chosen = true};
    for (size_t k = 0; k < from->edge_count; k++) {
        if (from->edges[k].from != source || p->line[from->edges[k].to] == p->line[source])
            continue;
        last.contribution += from->edges[k].contribution;
        last.traced = last.traced || from->edges[k].traced;
    }
    end.kind = NB_VERTEX_TARGET;
    end.joined = 0;
    end.role = NB_ROLE_INPUT;
    end.label = p->names[source];
    end.box = NB_UNBOXED;
    end.current = false;
    size_t at = add_vertex(p, &end);
    add_edge(p, &last, p->place[source], at);
}

static void place_operator(parting *p, size_t i) {
    nb_vertex v = p->from->vertices[i];
    if (v.joined != 0) v.joined = (uint32_t)p->to->picture.vertex_count + 1;
    if (drawn(p->from, i) != i) v.joined = (uint32_t)p->place[drawn(p->from, i)] + 1;
    p->place[i] = add_vertex(p, &v);
}

static void make_line(parting *p, size_t line) {
    const nb_picture_block *from = p->from;
    for (size_t i = 0; i < from->edge_count; i++)
        if (p->line[from->edges[i].to] == line && comes_in(p, &from->edges[i])) add_begin(p, i);
    for (size_t i = 0; i < from->vertex_count; i++)
        if (!is_start(&from->vertices[i]) && p->line[i] == line)
            place_operator(p, i);
    for (size_t i = 0; i < from->edge_count; i++) {
        const nb_edge *edge = &from->edges[i];
        if (p->line[edge->to] == line)
            add_edge(p, edge, comes_in(p, edge) ? p->begin[i] : p->place[edge->from],
                     p->place[edge->to]);
    }
    for (size_t i = 0; i < from->vertex_count; i++)
        if (p->names[i] != NULL && p->line[i] == line) add_end(p, i);
}

/* dot puts what comes first at the bottom. */
static bool make_lines(parting *p) {
    nb_picture_lines *to = p->to;
    size_t vertices = p->from->vertex_count, edges = p->from->edge_count;
    p->names = nb_memory_new(p->memory, vertices, sizeof *p->names);
    p->begin = nb_memory_new(p->memory, edges, sizeof *p->begin);
    to->picture.vertices = nb_memory_new(p->memory, 2 * vertices + edges,
                                         sizeof *to->picture.vertices);
    if (to->picture.vertices != NULL) to->vertex_room = 2 * vertices + edges;
    to->picture.edges = nb_memory_new(p->memory, edges + vertices, sizeof *to->picture.edges);
    if (to->picture.edges != NULL) to->edge_room = edges + vertices;
    bool good = p->names != NULL && p->begin != NULL && to->picture.vertices != NULL &&
                to->picture.edges != NULL;
    to->picture.vertex_count = to->picture.edge_count = 0;
    if (good) name_crossings(p);
    for (size_t line = p->lines; good && line-- > 0;) make_line(p, line);
    nb_memory_free(p->memory, p->names, vertices, sizeof *p->names);
    nb_memory_free(p->memory, p->begin, edges, sizeof *p->begin);
    return good;
}

static bool make(parting *p, size_t columns) {
    find_levels(p);
    if (p->longest <= columns) return true;
    choose_cuts(p, columns);
    if (p->lines < 2) return true;
    find_lines(p);
    return make_lines(p);
}

bool nb_picture_lines_make(const nb_picture_block *picture, size_t columns, bool ascii,
                           nb_memory *memory, nb_picture_lines *lines) {
    size_t count = 3 * picture->vertex_count;
    *lines = (nb_picture_lines){.picture = *picture, .memory = memory};
    if (count == 0 || picture->look.down || columns == 0) return true;
    parting p = {.from = picture, .to = lines, .memory = memory, .ascii = ascii};
    p.level = nb_memory_new(memory, count, sizeof *p.level);
    if (p.level == NULL) return false;
    p.line = p.level + picture->vertex_count;
    p.place = p.line + picture->vertex_count;
    bool good = make(&p, columns);
    nb_memory_free(memory, p.level, count, sizeof *p.level);
    return good;
}

void nb_picture_lines_clear(nb_picture_lines *l) {
    if (l->vertex_room > 0)
        nb_memory_free(l->memory, l->picture.vertices, l->vertex_room,
                       sizeof *l->picture.vertices);
    if (l->edge_room > 0)
        nb_memory_free(l->memory, l->picture.edges, l->edge_room, sizeof *l->picture.edges);
    l->vertex_room = l->edge_room = 0;
}
