/* slides: the two passes of a target as steps, each with the graph as far as it is known by then.
 * What is drawn is the final picture; what a step does not know yet is left out of it. */
#include "quiz/slides.h"

#include "data/data.h"
#include "definitions/problem.h"
#include "explore/picture.h"
#include "explore/report.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"
#include "quiz/walk.h"
#include "result/slides.h"

enum { MOST_STEPS = 600 };

/* The table of a pass; its notes stay in the result. */
static nb_status take_pass(nb_sheet *s, nb_nodes_kind kind, nb_node target, nb_nodes_block *pass) {
    nb_result_mark mark = nb_result_get_mark(s->result);
    nb_status status = nb_report(s, kind, target);
    const nb_block *block = status == NB_STATUS_OK ? nb_result_take(s->result, mark) : NULL;
    if (block != NULL) *pass = block->as.nodes;
    return status;
}

/* Of each node the first vertex that it leads to: itself, or the call that it is inside of. */
static nb_status find_vertices(nb_sheet *s, nb_node target, const nb_picture_block *picture,
                               uint32_t **found) {
    const uint32_t none = UINT32_MAX;
    uint32_t *vertex = nb_arena_add(&s->scratch, (size_t)target + 1, sizeof *vertex);
    if (vertex == NULL) return NB_STATUS_NO_MEMORY;
    *found = vertex;
    for (nb_node i = 0; i <= target; i++) vertex[i] = none;
    for (size_t i = picture->vertex_count; i-- > 0;)
        if (picture->vertices[i].kind != NB_VERTEX_TARGET)
            vertex[picture->vertices[i].node] = (uint32_t)i;
    for (nb_node i = target; vertex[i] != none && i > 0; i--) {
        int arity = nb_graph_arity(&s->graph, i);
        for (int k = 0; k < arity; k++) {
            nb_node operand = nb_graph_operand(&s->graph, i, k);
            const nb_vertex *known = vertex[operand] == none ? NULL
                                                             : &picture->vertices[vertex[operand]];
            if (known == NULL || known->node > picture->vertices[vertex[i]].node)
                vertex[operand] = vertex[i];
        }
    }
    return nb_poll(s);
}

static uint32_t known_at(uint32_t step) {
    return step == NB_WALK_NEVER ? 0 : step;
}

static nb_status fill(nb_sheet *s, nb_node target, nb_picture_block *picture, nb_slides *slides) {
    nb_walk_order order;
    uint32_t *vertex;
    nb_status status = nb_walk_find_order(s, target, &order);
    if (status == NB_STATUS_OK) status = find_vertices(s, target, picture, &vertex);
    if (status != NB_STATUS_OK) return status;
    slides->steps = 2 * order.count;
    slides->value_at = nb_result_array(s->result, picture->vertex_count, sizeof(uint32_t));
    slides->gradient_at = nb_result_array(s->result, picture->vertex_count, sizeof(uint32_t));
    slides->current = nb_result_array(s->result, slides->steps, sizeof(uint32_t));
    if (s->result->failed) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < picture->vertex_count; i++) {
        nb_node node = picture->vertices[i].node;
        slides->value_at[i] = known_at(order.value[node]);
        slides->gradient_at[i] = known_at(order.gradient[node]);
    }
    for (size_t i = 0; i < slides->steps; i++) slides->current[i] = vertex[order.node[i]];
    return NB_STATUS_OK;
}

nb_status nb_slides_make(nb_sheet *s, nb_node target, const char *path, nb_block **block) {
    static const nb_reach whole = {.current = NB_NO_NODE};
    nb_walk_order order;
    nb_status status = nb_walk_find_order(s, target, &order);
    if (status != NB_STATUS_OK) return status;
    if (order.count == 0)
        return nb_fail_plain(s, NB_SAY(WALK_NUMBER, nb_node_arg(s, target)), NB_NO_HINT);
    if (2 * order.count > MOST_STEPS)
        return nb_fail_plain(s,
                             NB_SAY(SLIDES_MANY, NB_COUNT(2 * order.count), NB_COUNT(MOST_STEPS)),
                             NB_PLAIN(HINT_SLIDES_PART));
    nb_slides *slides = nb_result_array(s->result, 1, sizeof *slides);
    if (slides == NULL) return NB_STATUS_NO_MEMORY;
    status = nb_walk_find_step(s, target, &slides->walked);
    if (status == NB_STATUS_OK) status = take_pass(s, NB_NODES_FORWARD, target, &slides->forward);
    if (status == NB_STATUS_OK) status = take_pass(s, NB_NODES_BACKWARD, target, &slides->backward);
    uint32_t *columns = NULL;
    if (status == NB_STATUS_OK) status = nb_place_columns(s, &columns);
    const nb_plan_of_picture plan = {.traced = NB_NO_NODE, .columns = columns};
    if (status == NB_STATUS_OK) status = nb_draw(s, target, path, &whole, &plan, block);
    if (status == NB_STATUS_OK) status = fill(s, target, &(*block)->as.picture, slides);
    if (status == NB_STATUS_OK) (*block)->as.picture.slides = slides;
    return status;
}
