/* Invariant of a picture's edges: those into a vertex come before all that leave it, so that one
 * walk over them, forward or back, follows every path. */
#include "explore/part.h"

#include "definitions/problem.h"

/* Results of one call are one vertex: the first of them. */
static uint32_t drawn(const nb_picture_block *p, uint32_t vertex) {
    uint32_t joined = p->vertices[vertex].joined;
    return joined == 0 ? vertex : joined - 1;
}

/* Where a path that leads into a vertex goes on: from any result of a call, but of a function that
 * was applied to each element from the one alone. */
static uint32_t onward(const nb_picture_block *p, uint32_t vertex) {
    return p->vertices[vertex].each ? vertex : drawn(p, vertex);
}

/* ---- a path ---- */

nb_status nb_picture_trace(nb_sheet *s, nb_picture_block *p, uint32_t from) {
    p->look.traced = true;
    p->vertices[onward(p, from)].traced = true;
    for (size_t i = 0; i < p->edge_count; i++) {
        nb_edge *edge = &p->edges[i];
        edge->traced = edge->chosen && p->vertices[onward(p, edge->from)].traced;
        if (edge->traced) p->vertices[onward(p, edge->to)].traced = true;
    }
    uint8_t *leads = nb_arena_add(&s->scratch, p->vertex_count, 1); /* to the end */
    if (leads == NULL) return NB_STATUS_NO_MEMORY;
    leads[p->vertex_count - 1] = 1;
    for (size_t i = p->edge_count; i-- > 0;) {
        nb_edge *edge = &p->edges[i];
        edge->traced = edge->traced && leads[onward(p, edge->to)];
        if (edge->traced) leads[onward(p, edge->from)] = 1;
    }
    for (size_t i = 0; i < p->vertex_count; i++)
        p->vertices[i].traced = p->vertices[i].traced && leads[i];
    for (uint32_t i = 0; i < p->vertex_count; i++)
        if (p->vertices[i].traced) p->vertices[drawn(p, i)].traced = true;
    return nb_poll(s);
}

/* ---- a part ---- */

static nb_status mark_near(nb_sheet *s, const nb_picture_block *p, uint32_t *distance,
                           uint32_t wires) {
    bool grown = true;
    nb_status status = NB_STATUS_OK;
    for (uint32_t round = 1; round <= wires && grown && status == NB_STATUS_OK; round++) {
        grown = false;
        for (size_t i = 0; i < p->edge_count; i++) {
            uint32_t *a = &distance[drawn(p, p->edges[i].from)];
            uint32_t *b = &distance[drawn(p, p->edges[i].to)];
            if (*a == round && *b == 0) *b = round + 1;
            else if (*b == round && *a == 0) *a = round + 1;
            else continue;
            grown = true;
        }
        status = nb_poll(s);
    }
    return status;
}

/* What stands where the other end of a wire was; a number of a formula stays with its operator. */
static nb_vertex more(const nb_vertex *away, nb_piece *dots) {
    if (away->kind == NB_VERTEX_NUMBER) return *away;
    return (nb_vertex){.kind = NB_VERTEX_MORE, .formula = {dots, 1, NB_LEVEL_CALL},
                       .value = away->value, .gradient = away->gradient,
                       .no_value = away->no_value, .no_gradient = away->no_gradient,
                       .traced = away->traced, .box = away->box};
}

nb_status nb_picture_cut(nb_sheet *s, nb_picture_block *p, uint32_t middle, uint32_t wires) {
    uint32_t *distance = nb_arena_add(&s->scratch, p->vertex_count, sizeof *distance);
    uint32_t *place = nb_arena_add(&s->scratch, p->vertex_count, sizeof *place);
    if (distance == NULL || place == NULL) return NB_STATUS_NO_MEMORY;
    distance[drawn(p, middle)] = 1;
    nb_status status = mark_near(s, p, distance, wires);
    if (status != NB_STATUS_OK) return status;
    nb_vertex *vertices = nb_result_array(s->result, p->vertex_count + p->edge_count,
                                          sizeof *vertices);
    nb_piece *dots = nb_result_array(s->result, 1, sizeof *dots);
    if (vertices == NULL || dots == NULL) return NB_STATUS_NO_MEMORY;
    *dots = (nb_piece){.kind = NB_PIECE_MORE};
    size_t count = 0, edges = 0;
    for (size_t i = 0; i < p->vertex_count; i++) {
        uint32_t first = drawn(p, (uint32_t)i);
        distance[i] = distance[first];
        place[i] = (uint32_t)count;
        if (distance[i] == 0) continue;
        vertices[count] = p->vertices[i];
        if (vertices[count].joined != 0) vertices[count].joined = place[first] + 1;
        count++;
    }
    for (size_t i = 0; i < p->edge_count; i++) {
        nb_edge edge = p->edges[i];
        bool from = distance[edge.from] > 0, to = distance[edge.to] > 0;
        if (!from && !to) continue;
        uint32_t other = (uint32_t)count;
        if (!from || !to) vertices[count++] = more(&p->vertices[from ? edge.to : edge.from], dots);
        edge.from = from ? place[edge.from] : other;
        edge.to = to ? place[edge.to] : other;
        p->edges[edges++] = edge;
    }
    p->vertices = vertices;
    p->vertex_count = count;
    p->edge_count = edges;
    return nb_poll(s);
}
