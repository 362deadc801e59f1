/* A picture for the terminal as JSON: the graph itself, for a program to draw. */
#include "json/json_picture.h"

#include "result/figure.h"

static json_t *vertex(nb_object *object, const nb_picture_block *picture, const nb_vertex *v) {
    json_t *item = json_object();
    bool inner = v->kind == NB_VERTEX_OPERATOR || v->kind == NB_VERTEX_CALL;
    if (v->label != NULL) nb_json_set(object, item, "name", nb_json_string(object, v->label));
    else if (v->formula.count > 0)
        nb_json_set(object, item, "name", nb_json_formula(object, &v->formula, 0));
    if (inner) nb_json_set(object, item, "symbol", nb_json_string(object, v->symbol));
    if (!v->no_value) nb_json_set(object, item, "value", nb_json_number(v->value));
    if (picture->has_gradients && v->kind != NB_VERTEX_NUMBER && !v->no_gradient)
        nb_json_set(object, item, "gradient", nb_json_number(v->gradient));
    return item;
}

/* `from` and `to` count the nodes from 0. */
static json_t *edge(nb_object *object, const nb_picture_block *picture, const nb_edge *e) {
    json_t *item = json_object();
    const nb_vertex *from = &picture->vertices[e->from];
    bool told = picture->has_gradients && e->chosen && !from->no_gradient;
    nb_json_set(object, item, "from", json_integer((json_int_t)e->from));
    nb_json_set(object, item, "to", json_integer((json_int_t)e->to));
    nb_json_set(object, item, "chosen", json_boolean(e->chosen));
    if (told && !e->to_target) nb_json_set(object, item, "local", nb_json_number(e->local));
    if (told) nb_json_set(object, item, "gradient", nb_json_number(e->contribution));
    return item;
}

/* Of a summary: all that one name stands for. */
static json_t *name(nb_object *object, const nb_figure_vertex *v) {
    json_t *item = json_object();
    nb_json_set(object, item, "name", nb_json_string(object, v->label));
    if (v->shape.count > 0)
        nb_json_set(object, item, "shape", nb_json_formula(object, &v->shape, 0));
    if (v->formula.count > 0)
        nb_json_set(object, item, "formula", nb_json_formula(object, &v->formula, 0));
    if (v->has_value) nb_json_set(object, item, "value", nb_json_number(v->value));
    if (v->has_gradient) nb_json_set(object, item, "gradient", nb_json_number(v->gradient));
    nb_json_set(object, item, "count", json_integer((json_int_t)v->count));
    return item;
}

/* `steps`: from one member of a family to the next. */
static json_t *arrow(nb_object *object, const nb_figure_edge *e) {
    json_t *item = json_object();
    nb_json_set(object, item, "from", json_integer((json_int_t)e->from));
    nb_json_set(object, item, "to", json_integer((json_int_t)e->to));
    if (e->times > 0) nb_json_set(object, item, "steps", json_integer((json_int_t)e->times));
    return item;
}

void nb_json_picture(nb_object *object, const nb_picture_block *picture) {
    const struct nb_figure *f = picture->figure;
    if (f != NULL && f->columns != NULL) return; /* layers are an image alone */
    json_t *graph = json_object(), *nodes = json_array(), *edges = json_array();
    for (size_t i = 0; f != NULL && i < f->vertex_count; i++)
        nb_json_append(object, &nodes, name(object, &f->vertices[i]));
    for (size_t i = 0; f != NULL && i < f->edge_count; i++)
        nb_json_append(object, &edges, arrow(object, &f->edges[i]));
    for (size_t i = 0; i < picture->vertex_count; i++)
        nb_json_append(object, &nodes, vertex(object, picture, &picture->vertices[i]));
    for (size_t i = 0; i < picture->edge_count; i++)
        nb_json_append(object, &edges, edge(object, picture, &picture->edges[i]));
    nb_json_set(object, graph, "nodes", nodes);
    nb_json_set(object, graph, "edges", edges);
    if (object->tables == NULL) object->tables = json_object();
    nb_json_set(object, object->tables, "graph", graph);
}
