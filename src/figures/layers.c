/* See layers.h. Of a wide layer the first and the last units are shown, of a deep network the first
 * and the last layers. */
#include "figures/layers.h"

#include <string.h>

#include "definitions/calls.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/mistake.h"
#include "explore/warn.h"
#include "figures/network.h"
#include "figures/roots.h"
#include "formulas/describe.h"
#include "formulas/table_cells.h"
#include "graph/passes.h"
#include "result/figure.h"

enum { MOST_UNITS = 8, FIRST_UNITS = 4, LAST_UNITS = 2 };
enum { MOST_LEVELS = 9, FIRST_LEVELS = 3, LAST_LEVELS = 3 };
enum { LONGEST_FORMULA = 20 }; /* pieces of a formula beside a unit */

/* What stands in a column: a unit, or an input. */
typedef struct entry {
    nb_node node;
    uint32_t unit;
} entry;

typedef struct column {
    entry *list;
    size_t count, capacity;
    bool has_bias;    /* of the next one a unit has a bias */
    uint32_t one;     /* its vertex */
} column;

typedef struct drawing {
    nb_sheet *s;
    nb_network n;
    struct nb_figure *f;
    const nb_reach *reach;
    bool gradients;
    column *columns;  /* of the levels from 0 */
    uint32_t *vertex; /* of each node that goes in, and each unit's sum: its vertex plus 1 */
    size_t vertex_room, edge_room;
} drawing;

static bool is_kept(const drawing *d, uint32_t unit) {
    return d->n.units[unit].reached && d->n.units[unit].like == unit;
}

/* ---- the columns ---- */

static nb_status add_entry(drawing *d, column *c, entry e) {
    if (!NB_ARENA_RESERVE(&d->s->scratch, c->list, c->count, &c->capacity))
        return NB_STATUS_NO_MEMORY;
    c->list[c->count++] = e;
    return NB_STATUS_OK;
}

/* An input stands before the first unit that it goes into. */
static nb_status place_inputs(drawing *d) {
    nb_network *n = &d->n;
    size_t count = (size_t)n->target + 1;
    uint32_t *level = nb_arena_add(&d->s->scratch, count, sizeof *level);
    if (level == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t u = 0; u < n->count; u++) {
        const nb_unit *unit = &n->units[u];
        for (size_t i = unit->first; is_kept(d, u) && i < unit->first + unit->count; i++) {
            nb_node source = n->terms[i].source;
            if (source == NB_NO_NODE) d->columns[unit->level - 1].has_bias = true;
            else if (nb_source_unit(n, source) == NB_NO_UNIT &&
                     (level[source] == 0 || unit->level < level[source]))
                level[source] = unit->level;
        }
    }
    nb_status status = NB_STATUS_OK;
    for (nb_node i = 0; i < count && status == NB_STATUS_OK; i++) {
        status = nb_poll_turn(d->s, i);
        if (status == NB_STATUS_OK && level[i] > 0)
            status = add_entry(d, &d->columns[level[i] - 1], (entry){i, NB_NO_UNIT});
    }
    return status;
}

static nb_status place_units(drawing *d) {
    nb_status status = place_inputs(d);
    for (uint32_t u = (uint32_t)d->n.count; u-- > 0 && status == NB_STATUS_OK;)
        if (is_kept(d, u))
            status = add_entry(d, &d->columns[d->n.units[u].level],
                               (entry){d->n.units[u].sum, u});
    return status;
}

/* ---- names ---- */

static const char *label_of(nb_sheet *s, nb_node node) {
    if (s->owner[node] == NB_NO_DEF) return NULL;
    const nb_def *def = &s->defs[s->owner[node]];
    const char *label = def->meaning.label;
    if (label == NULL) return nb_def_name(s, &s->result->arena, def);
    return nb_result_text(s->result, label, strlen(label));
}

static const char *call_name(const nb_sheet *s, const nb_call *call) {
    if (call->function == NB_NO_DEF) return nb_vector_get((nb_vector_op)call->vector)->name;
    return s->symbols[s->defs[call->function].symbol].name;
}

/* The function that makes a unit's output of its sum. */
static const char *activation_of(drawing *d, const nb_unit *unit) {
    nb_sheet *s = d->s;
    nb_node out = unit->out;
    while (s->graph.op[out] == NB_OP_IDENTITY && out != unit->sum) out = s->graph.a[out];
    if (out == unit->sum) return NULL;
    const nb_call *call = nb_find_call_of(s, out);
    if (call != NULL) return call_name(s, call);
    const nb_op_info *info = nb_op_get((nb_op)s->graph.op[out]);
    bool named = info->form.kind == NB_FORM_CALL || info->form.kind == NB_FORM_DEFAULT;
    return named && d->n.root[s->graph.a[out]] == unit->sum ? info->name : NULL;
}

/* And before it, where that is no weighted sum, the function of other units. */
static const char *function_of(drawing *d, const nb_unit *unit) {
    const char *last = activation_of(d, unit);
    if (!d->n.terms[unit->first].opaque) return last;
    const char *first = call_name(d->s, nb_find_call_of(d->s, unit->sum));
    const char *both = last == NULL ? first : NB_JOIN(d->s, first, ", ", last);
    return both == NULL ? first : nb_result_text(d->s->result, both, strlen(both));
}

/* What it reads where that function has no name: 1/(1 + exp(-z)). */
static nb_text formula_of(drawing *d, const nb_unit *unit) {
    nb_text text = nb_describe_formula(d->s, unit->out, NB_STYLE_NAMES);
    return text.count <= LONGEST_FORMULA ? text : NB_NO_TEXT;
}

/* ---- vertices ---- */

static uint32_t add_vertex(drawing *d, nb_figure_vertex v) {
    d->f->vertices[d->f->vertex_count] = v;
    return (uint32_t)d->f->vertex_count++;
}

static void set_numbers(const drawing *d, nb_figure_vertex *v, nb_node node) {
    v->value = d->s->graph.value[node];
    v->gradient = nb_graph_gradient(&d->s->graph, node);
    v->has_value = d->reach->value == NULL || d->reach->value[node];
    v->has_gradient = d->gradients && (d->reach->gradient == NULL || d->reach->gradient[node]) &&
                      d->s->graph.op[node] != NB_OP_CONST;
}

static nb_figure_vertex vertex_of(drawing *d, entry e) {
    nb_figure_vertex v = {.kind = NB_FIGURE_INPUT, .label = label_of(d->s, e.node)};
    if (e.unit == NB_NO_UNIT) {
        if (v.label == NULL) v.formula = nb_describe(d->s, e.node);
        set_numbers(d, &v, e.node);
        return v;
    }
    const nb_unit *unit = &d->n.units[e.unit];
    v.kind = NB_FIGURE_UNIT;
    if (label_of(d->s, unit->out) != NULL) v.label = label_of(d->s, unit->out);
    v.symbol = function_of(d, unit);
    if (v.symbol == NULL && unit->out != unit->sum) v.formula = formula_of(d, unit);
    set_numbers(d, &v, unit->out);
    return v;
}

/* The vertices of a column from above: of many the first, dots, and the last. */
static void fill_column(drawing *d, uint32_t level, uint32_t at) {
    column *c = &d->columns[level];
    bool cut = c->count > MOST_UNITS;
    uint32_t place = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (cut && i == FIRST_UNITS) {
            i = c->count - LAST_UNITS;
            add_vertex(d, (nb_figure_vertex){.kind = NB_FIGURE_MORE, .column = at,
                                             .place = place++, .count = i - FIRST_UNITS});
        }
        nb_figure_vertex v = vertex_of(d, c->list[i]);
        v.column = at;
        v.place = place++;
        d->vertex[c->list[i].node] = add_vertex(d, v) + 1;
    }
    if (c->has_bias)
        c->one = add_vertex(d, (nb_figure_vertex){.kind = NB_FIGURE_ONE, .column = at,
                                                  .place = place}) + 1;
}

/* What all units of a column have in common; of the first one, all inputs. */
static void describe_column(drawing *d, uint32_t level, nb_figure_column *heading) {
    const column *c = &d->columns[level];
    nb_sheet *s = d->s;
    nb_symbol symbol = 0;
    for (size_t i = 0; i < c->count; i++) {
        const nb_unit *unit = c->list[i].unit == NB_NO_UNIT ? NULL : &d->n.units[c->list[i].unit];
        if (unit == NULL && level > 0) continue; /* it goes in later */
        nb_def_id id = s->owner[unit == NULL ? c->list[i].node : unit->out];
        bool element = id != NB_NO_DEF && s->defs[id].rank > 0, first = heading->count++ == 0;
        const char *function = unit == NULL ? NULL : function_of(d, unit);
        if (first) heading->symbol = function;
        if (first && element) {
            symbol = s->defs[id].symbol;
            heading->name = s->symbols[symbol].name;
        }
        if (!element || s->defs[id].symbol != symbol) heading->name = NULL;
        if (function == NULL || heading->symbol == NULL || strcmp(function, heading->symbol) != 0)
            heading->symbol = NULL;
    }
}

static bool is_hidden(const drawing *d, uint32_t level) {
    uint32_t levels = d->n.levels + 1;
    return levels > MOST_LEVELS && level >= FIRST_LEVELS && level < levels - LAST_LEVELS;
}

static void fill_columns(drawing *d) {
    uint32_t at = 0, levels = d->n.levels;
    for (uint32_t level = 0; level <= levels; level++, at++) {
        nb_figure_column *heading = &d->f->columns[at];
        if (is_hidden(d, level)) {
            level = levels - LAST_LEVELS;
            size_t count = levels + 1 - FIRST_LEVELS - LAST_LEVELS;
            heading->title = NB_SAY(LAYERS_MORE, NB_COUNT(count));
            add_vertex(d, (nb_figure_vertex){.kind = NB_FIGURE_MORE, .column = at,
                                             .count = count});
            continue;
        }
        if (level == 0) heading->title = NB_PLAIN(LAYER_INPUT);
        else if (level == levels) heading->title = NB_PLAIN(LAYER_OUTPUT);
        else if (levels == 2) heading->title = NB_PLAIN(LAYER_HIDDEN);
        else heading->title = NB_SAY(LAYER_HIDDEN_OF, NB_COUNT(level));
        describe_column(d, level, heading);
        fill_column(d, level, at);
    }
    d->f->column_count = at;
}

/* ---- edges ---- */

static void add_edge(drawing *d, nb_figure_edge edge) {
    d->f->edges[d->f->edge_count++] = edge;
}

static nb_figure_edge weigh(const drawing *d, const nb_term_of_unit *t, uint32_t from,
                            uint32_t to) {
    nb_node leaf = nb_weight_leaf(t);
    nb_figure_edge edge = {.from = from, .to = to, .weight = nb_weight_value(&d->n, t)};
    edge.has_weight = !t->opaque && (t->leaf_count > 0 || t->factor != 1);
    if (leaf == NB_NO_NODE) return edge;
    edge.gradient = nb_graph_gradient(&d->s->graph, leaf);
    edge.has_gradient = d->gradients && (d->reach->gradient == NULL || d->reach->gradient[leaf]);
    return edge;
}

/* Several biases are one: their sum. */
static void add_bias(drawing *d, const nb_unit *unit, uint32_t to) {
    const nb_network *n = &d->n;
    uint32_t one = d->columns[unit->level - 1].one, found = 0;
    nb_figure_edge sum = {.from = one - 1, .to = to, .has_weight = true};
    for (size_t i = unit->first; i < unit->first + unit->count; i++) {
        if (n->terms[i].source != NB_NO_NODE) continue;
        nb_figure_edge edge = weigh(d, &n->terms[i], one - 1, to);
        sum.weight += edge.weight;
        sum.gradient = edge.gradient;
        sum.has_gradient = edge.has_gradient && found == 0;
        found++;
    }
    if (found > 0 && one > 0) add_edge(d, sum);
}

static void add_edges(drawing *d) {
    const nb_network *n = &d->n;
    for (uint32_t u = (uint32_t)n->count; u-- > 0;) {
        const nb_unit *unit = &n->units[u];
        uint32_t to = is_kept(d, u) ? d->vertex[unit->sum] : 0;
        if (to == 0) continue;
        for (size_t i = unit->first; i < unit->first + unit->count; i++) {
            const nb_term_of_unit *t = &n->terms[i];
            uint32_t source = nb_source_unit(n, t->source);
            if (t->source == NB_NO_NODE) continue;
            nb_node key = source == NB_NO_UNIT ? t->source
                                               : n->units[n->units[source].like].sum;
            if (d->vertex[key] > 0) add_edge(d, weigh(d, t, d->vertex[key] - 1, to - 1));
        }
        add_bias(d, unit, to - 1);
    }
}

/* ---- the loss ---- */

/* On the right what a loss compares with: a vector once, by its name. */
static void add_given(drawing *d, uint32_t loss, uint8_t *seen) {
    nb_sheet *s = d->s;
    uint32_t place = 0;
    for (size_t i = d->n.given_count; i-- > 0;) {
        nb_node leaf = d->n.given[i];
        nb_def_id id = s->owner[leaf];
        if (id == NB_NO_DEF || place > MOST_UNITS || seen[s->defs[id].symbol]) continue;
        nb_figure_vertex v = {.kind = NB_FIGURE_GIVEN, .label = label_of(s, leaf),
                              .column = d->f->vertices[loss].column + 1, .place = place++};
        set_numbers(d, &v, leaf);
        v.has_gradient = false;
        if (s->defs[id].rank > 0) {
            seen[s->defs[id].symbol] = 1;
            v.label = s->symbols[s->defs[id].symbol].name;
            v.has_value = false;
        }
        add_edge(d, (nb_figure_edge){.from = add_vertex(d, v), .to = loss});
    }
    d->f->column_count += place > 0;
}

static nb_status add_loss(drawing *d) {
    nb_network *n = &d->n;
    uint32_t at = (uint32_t)d->f->column_count++;
    uint8_t *seen = nb_arena_add(&d->s->scratch, d->s->symbol_count, 1);
    if (seen == NULL) return NB_STATUS_NO_MEMORY;
    nb_figure_vertex v = {.kind = NB_FIGURE_LOSS, .label = label_of(d->s, n->target),
                          .column = at};
    const nb_call *call = nb_find_call_of(d->s, n->target);
    if (call != NULL) v.symbol = call_name(d->s, call);
    else v.formula = nb_describe_formula(d->s, n->target, NB_STYLE_NAMES);
    if (v.formula.count > LONGEST_FORMULA) v.formula = NB_NO_TEXT;
    set_numbers(d, &v, n->target);
    d->f->columns[at] = (nb_figure_column){.title = NB_PLAIN(LAYER_LOSS), .count = 1};
    uint32_t loss = add_vertex(d, v);
    for (uint32_t u = (uint32_t)n->count; u-- > 0;)
        if (is_kept(d, u) && n->units[u].output && d->vertex[n->units[u].sum] > 0)
            add_edge(d, (nb_figure_edge){.from = d->vertex[n->units[u].sum] - 1, .to = loss});
    add_given(d, loss, seen);
    return NB_STATUS_OK;
}

/* ---- the whole ---- */

/* At most so many edges: from each vertex of the shown layers to each of later ones. */
static nb_status make_room(drawing *d) {
    nb_sheet *s = d->s;
    size_t columns = (d->n.levels + 1 > MOST_LEVELS ? MOST_LEVELS : d->n.levels + 1) + 3;
    size_t vertices = columns * (MOST_UNITS + 3) + d->n.given_count + 1, edges = 0;
    for (uint32_t u = 0; u < d->n.count; u++)
        if (is_kept(d, u) && !is_hidden(d, d->n.units[u].level)) edges += d->n.units[u].count + 2;
    struct nb_figure *f = nb_result_array(s->result, 1, sizeof *f);
    d->f = f;
    d->columns = nb_arena_add(&s->scratch, d->n.levels + 1, sizeof *d->columns);
    d->vertex = nb_arena_add(&s->scratch, (size_t)d->n.target + 1, sizeof *d->vertex);
    if (f == NULL || d->columns == NULL || d->vertex == NULL) return NB_STATUS_NO_MEMORY;
    f->vertices = nb_result_array(s->result, vertices, sizeof *f->vertices);
    f->edges = nb_result_array(s->result, edges + d->n.given_count + 1, sizeof *f->edges);
    f->columns = nb_result_array(s->result, columns, sizeof *f->columns);
    f->samples = d->n.samples;
    bool enough = f->vertices != NULL && f->edges != NULL && f->columns != NULL;
    return enough ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

static nb_status draw_all(drawing *d) {
    nb_status status = make_room(d);
    if (status == NB_STATUS_OK) status = place_units(d);
    if (status != NB_STATUS_OK) return status;
    nb_graph_backward(&d->s->graph, d->n.target);
    fill_columns(d);
    add_edges(d);
    return d->n.has_loss ? add_loss(d) : NB_STATUS_OK;
}

nb_status nb_draw_layers(nb_sheet *s, nb_node target, const char *path, bool gradients,
                         const nb_reach *reach, nb_block **block) {
    drawing d = {.s = s, .reach = reach, .gradients = gradients};
    nb_status status = nb_network_find(s, target, path, &d.n);
    if (status == NB_STATUS_OK) status = draw_all(&d);
    if (status != NB_STATUS_OK) return status;
    *block = nb_result_add(s->result, NB_BLOCK_PICTURE);
    if (*block == NULL) return NB_STATUS_NO_MEMORY;
    (*block)->as.picture = (nb_picture_block){
        .path = path != NULL ? nb_result_text(s->result, path, strlen(path)) : NULL,
        .has_gradients = gradients,
        .caption = nb_mistake_command(s), .figure = d.f};
    nb_say_mistake(s);
    return s->result->failed ? NB_STATUS_NO_MEMORY : nb_warn_value(s, target);
}
