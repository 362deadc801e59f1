/* The session as a script that recreates it. Each name stands before those that use it; where that
 * is impossible, it stands there twice: first as its numbers, at the end as its formula. */
#include "session/list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/data.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "definitions/settings.h"
#include "definitions/state.h"
#include "formulas/build.h"
#include "formulas/nodes.h"
#include "formulas/target.h"
#include "graph/passes.h"
#include "lang/source.h"
#include "learn/optimizer_call.h"
#include "session/place.h"
#include "session/retype.h"

/* ---- one definition as text ---- */

static void add_label(nb_sheet *s, nb_buffer *out, const nb_def *def) {
    if (def->meaning.label == NULL) return;
    nb_buffer_add_text(out, "label ");
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, def));
    nb_buffer_add_char(out, ' ');
    nb_write_quoted(out, def->meaning.label);
    nb_buffer_add_char(out, '\n');
}

/* ---- vectors ---- */

static double element_value(const nb_sheet *s, nb_def_id id) {
    const nb_def *def = &s->defs[id];
    return def->meaning.kind == NB_DEF_LEAF ? nb_leaf_value(s, def) : s->graph.value[def->node];
}

/* Whether a vector's line assigns its elements: when all are stored, or one is no literal. */
static nb_status find_assigned(nb_sheet *s, nb_symbol symbol, nb_shape shape, uint8_t *assigned) {
    bool stored = true, finite = true;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = nb_shape_count(shape); i-- > 0 && status == NB_STATUS_OK;) {
        nb_def_id id = nb_element(s, symbol, shape, i);
        const nb_meaning *meaning = &s->defs[id].meaning;
        stored = stored && meaning->kind == NB_DEF_LEAF && meaning->stored;
        finite = finite && isfinite(element_value(s, id));
        status = nb_poll_turn(s, i);
    }
    *assigned = stored || !finite;
    return status;
}

/* W = [0.1, 0.5; 1.1, 0] with the numbers of now. */
static nb_status add_vector(nb_sheet *s, nb_buffer *out, const nb_def *def, nb_shape shape) {
    uint8_t assigned;
    nb_status status = find_assigned(s, def->symbol, shape, &assigned);
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, def));
    nb_buffer_add_text(out, assigned ? " := [" : " = [");
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        if (i > 0) nb_buffer_add_text(out, i % shape.columns == 0 ? "; " : ", ");
        nb_write_double(out, element_value(s, nb_element(s, def->symbol, shape, i)));
        status = nb_poll_turn(s, i);
    }
    /* a matrix of one row is no vector */
    nb_buffer_add_text(out, shape.rank == 2 && shape.rows == 1 ? ";]\n" : "]\n");
    return status;
}

/* The name that an element belongs to, or NB_NO_DEF. */
static nb_def_id whole_of(const nb_sheet *s, const nb_def *def) {
    nb_def_id whole = def->rank > 0 ? s->symbols[def->symbol].value : NB_NO_DEF;
    return nb_is_defined(s, whole) && nb_shape_of(s, whole).rank > 0 ? whole : NB_NO_DEF;
}

/* An element that its vector's line says already. `assigned`: see find_assigned. */
static bool is_said(nb_sheet *s, const nb_def *def, const uint8_t *assigned) {
    nb_def_id whole = whole_of(s, def);
    if (def->meaning.kind == NB_DEF_ELEMENT) return true;
    if (whole == NB_NO_DEF || def->meaning.kind != NB_DEF_LEAF ||
        s->defs[whole].meaning.kind != NB_DEF_VECTOR) return false;
    return def->meaning.stored == assigned[whole];
}

static nb_status add_formula_line(nb_sheet *s, nb_buffer *out, const nb_def *def) {
    const nb_meaning *meaning = &def->meaning;
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, def));
    for (uint32_t i = 0; i < meaning->parameter_count; i++) {
        nb_buffer_add_text(out, i == 0 ? "(" : ", ");
        nb_buffer_add_text(out, s->symbols[meaning->parameters[i]].name);
    }
    nb_buffer_add_text(out, meaning->parameter_count > 0 ? ") = " : " = ");
    nb_status status = nb_retype(s, out, meaning);
    nb_buffer_add_char(out, '\n');
    return status;
}

/* x = 3, or x := 3 */
static void add_value(nb_sheet *s, nb_buffer *out, const nb_def *def, double value,
                      bool assigned) {
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, def));
    nb_buffer_add_text(out, assigned ? " := " : " = ");
    nb_write_double(out, value);
    nb_buffer_add_char(out, '\n');
}

static void add_leaf(nb_sheet *s, nb_buffer *out, const nb_def *def) {
    double value = nb_leaf_value(s, def);
    bool assigned = def->meaning.stored || !isfinite(value);
    nb_def_id whole = whole_of(s, def);
    bool part = whole != NB_NO_DEF && s->defs[whole].meaning.kind == NB_DEF_FORMULA;
    if (part && assigned) add_value(s, out, def, 0, false); /* := stores in leaves only */
    add_value(s, out, def, value, assigned);
}

/* The labels of the elements that the line of a vector says, right behind it: wherever the elements
 * stood in the list, the same session has the same list. */
static nb_status add_labels(nb_sheet *s, nb_buffer *out, const nb_def *def, nb_shape shape,
                            const uint8_t *assigned) {
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++) {
        const nb_def *element = &s->defs[nb_element(s, def->symbol, shape, i)];
        if (is_said(s, element, assigned)) add_label(s, out, element);
        status = nb_poll_turn(s, i);
    }
    return status;
}

static nb_status add_definition(nb_sheet *s, nb_buffer *out, const nb_def *def,
                                const uint8_t *assigned) {
    const nb_meaning *meaning = &def->meaning;
    nb_status status = NB_STATUS_OK;
    bool vector = meaning->kind == NB_DEF_VECTOR, said = is_said(s, def, assigned);
    if (vector) status = add_vector(s, out, def, meaning->shape);
    else if (!said && meaning->kind == NB_DEF_LEAF) add_leaf(s, out, def);
    else if (!said) status = add_formula_line(s, out, def);
    nb_shape shape = nb_shape_of(s, (nb_def_id)(def - s->defs));
    if (status == NB_STATUS_OK && shape.rank > 0) return add_labels(s, out, def, shape, assigned);
    if (!said) add_label(s, out, def); /* as `label` takes it: a name keeps one while a vector */
    return status;
}

/* ---- the order ---- */

/* What is on its way to be listed. An element of a vector needs the line of the vector; if it has a
 * line of its own, that comes before the lines that use it. Where lines need each other in a
 * circle, the list is made anew. First `relaxed`: what uses an element then waits for the vector's
 * line only, since the element's own line may also come later. If there is still a circle (u = v*x
 * and x = u[3]^2, because u[3] = 1), a name of it begins with a line of its numbers (`early`), and
 * its formula stands at the end. */
typedef struct listing {
    nb_sheet *s;
    nb_buffer *out;
    nb_def_id *stack; /* each is needed by the one below */
    size_t count;
    uint8_t *state;   /* of each definition */
    uint8_t *early;   /* whether it begins with its numbers */
    uint8_t *assigned; /* of a vector of leaves: see find_assigned */
    bool relaxed, again;
} listing;

enum { NEW, BEGUN, DONE };

static bool is_before(const nb_sheet *s, nb_def_id a, nb_def_id b) {
    return b == NB_NO_DEF || s->defs[a].meaning.order < s->defs[b].meaning.order;
}

/* Makes *first the definition whose line a use of `used` needs, if that is not listed yet and
 * comes before *first. */
static void look_at(const listing *l, nb_def_id used, nb_def_id *first) {
    if (!nb_is_defined(l->s, used)) return; /* a family's name */
    nb_def_id whole = whole_of(l->s, &l->s->defs[used]);
    if (whole != NB_NO_DEF && (l->relaxed || l->state[whole] != DONE)) used = whole;
    else if (is_said(l->s, &l->s->defs[used], l->assigned)) return; /* thousands of weights */
    if (l->state[used] != DONE && is_before(l->s, used, *first)) *first = used;
}

/* The first definition that this one needs and that is not listed yet, or NB_NO_DEF. */
static nb_def_id next_needed(const listing *l, nb_def_id id) {
    const nb_sheet *s = l->s;
    const nb_def *def = &s->defs[id];
    nb_def_id first = whole_of(s, def);
    if (l->early[id]) return NB_NO_DEF;
    if (first != NB_NO_DEF && l->state[first] != DONE) return first;
    first = NB_NO_DEF;
    for (uint32_t e = def->uses; e != NB_NO_EDGE; e = s->edges[e].next_use)
        look_at(l, s->edges[e].used, &first);
    if (def->meaning.kind != NB_DEF_FUNCTION) return first;
    for (uint32_t i = 0; i < def->meaning.expr->count; i++) {
        const nb_code *code = &def->meaning.expr->codes[i];
        nb_def_id used = NB_NO_DEF;
        if (code->kind == NB_CODE_NAME) used = s->symbols[code->symbol].value;
        if (code->kind == NB_CODE_CALL) used = s->symbols[code->symbol].function;
        if (nb_is_defined(s, used)) look_at(l, used, &first);
    }
    return first;
}

/* Which definition of a circle begins with its numbers: the first that is a number, if there is
 * one. The circle is `needed` and all above it on the stack. */
static nb_def_id choose_early(const listing *l, nb_def_id needed) {
    nb_def_id first = NB_NO_DEF, id;
    size_t at = l->count;
    do {
        id = l->stack[--at];
        bool number = l->s->defs[id].meaning.kind != NB_DEF_FUNCTION &&
                      nb_shape_of(l->s, id).rank == 0;
        if (number && is_before(l->s, id, first)) first = id;
    } while (id != needed);
    return first != NB_NO_DEF ? first : needed;
}

/* A definition needs itself, by way of others: the list is to be made anew. */
static void go_round(listing *l, nb_def_id needed) {
    if (l->relaxed) l->early[choose_early(l, needed)] = 1;
    l->relaxed = l->again = true;
}

/* The line of a name that begins with its numbers. */
static nb_status add_numbers(listing *l, nb_def_id id) {
    nb_sheet *s = l->s;
    const nb_def *def = &s->defs[id];
    nb_shape shape = nb_shape_of(s, id);
    double value = shape.rank > 0 ? 0 : s->graph.value[def->node];
    if (shape.rank > 0) return add_vector(s, l->out, def, shape);
    add_value(s, l->out, def, value, !isfinite(value));
    return NB_STATUS_OK;
}

static bool is_part_of_early(const listing *l, nb_def_id id) {
    nb_def_id whole = whole_of(l->s, &l->s->defs[id]);
    return whole != NB_NO_DEF && l->early[whole];
}

static nb_status list_one(listing *l, nb_def_id id) {
    l->state[id] = DONE;
    if (l->s->defs[id].meaning.built_in || is_part_of_early(l, id)) return NB_STATUS_OK;
    if (!l->early[id]) return add_definition(l->s, l->out, &l->s->defs[id], l->assigned);
    return add_numbers(l, id);
}

static nb_status list_from(listing *l, nb_def_id first) {
    nb_status status = NB_STATUS_OK;
    l->count = 0;
    if (l->state[first] != DONE) l->stack[l->count++] = first;
    while (l->count > 0 && !l->again && status == NB_STATUS_OK) {
        nb_def_id id = l->stack[l->count - 1], needed = next_needed(l, id);
        l->state[id] = BEGUN;
        if (needed == NB_NO_DEF) {
            l->count--;
            status = list_one(l, id);
        } else if (l->state[needed] == BEGUN) {
            go_round(l, needed);
        } else {
            l->stack[l->count++] = needed;
        }
    }
    return status;
}

typedef struct ordered {
    uint32_t order;
    int32_t index[2];
    nb_def_id def;
} ordered;

/* The elements of a formula have its order, and stand in the order of their indices. */
static int compare_order(const void *x, const void *y) {
    const ordered *a = x, *b = y;
    if (a->order != b->order) return (a->order > b->order) - (a->order < b->order);
    int k = a->index[0] == b->index[0];
    return (a->index[k] > b->index[k]) - (a->index[k] < b->index[k]);
}

static ordered order_of(const nb_sheet *s, nb_def_id id) {
    const nb_def *def = &s->defs[id];
    nb_def_id whole = def->meaning.kind == NB_DEF_ELEMENT ? whole_of(s, def) : id;
    return (ordered){s->defs[whole].meaning.order, {def->index[0], def->index[1]}, id};
}

/* Lists all, and at the end, once more, those that began with their numbers. */
static nb_status list_all(listing *l, const ordered *all, size_t count) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < count && status == NB_STATUS_OK && !l->again; i++) {
        status = list_from(l, all[i].def);
        if (status == NB_STATUS_OK && i % 1024 == 0) status = nb_poll(l->s);
    }
    for (size_t i = 0; i < count && status == NB_STATUS_OK && !l->again; i++)
        if (l->early[all[i].def] || is_part_of_early(l, all[i].def))
            status = add_definition(l->s, l->out, &l->s->defs[all[i].def], l->assigned);
        else status = nb_poll_turn(l->s, i);
    return status;
}

nb_status nb_list(nb_sheet *s, nb_buffer *out) {
    nb_status status = nb_build_all(s);
    if (status != NB_STATUS_OK) return status;
    nb_graph_forward(&s->graph, s->graph.count); /* a vector is written with its numbers */
    ordered *all = nb_arena_add(&s->scratch, s->def_count + 1, sizeof *all);
    listing l = {.s = s, .out = out, .again = true};
    l.stack = nb_arena_add(&s->scratch, s->def_count + 1, sizeof *l.stack);
    l.state = nb_arena_add(&s->scratch, s->def_count + 1, 1);
    l.early = nb_arena_add(&s->scratch, s->def_count + 1, 1);
    l.assigned = nb_arena_add(&s->scratch, s->def_count + 1, 1);
    if (all == NULL || l.stack == NULL || l.state == NULL || l.early == NULL || l.assigned == NULL)
        return NB_STATUS_NO_MEMORY;
    size_t count = 0, before = out->length;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        const nb_def *def = &s->defs[i];
        if (nb_is_defined(s, (nb_def_id)i)) all[count++] = order_of(s, (nb_def_id)i);
        status = def->meaning.kind != NB_DEF_VECTOR ? nb_poll_turn(s, i)
                 : find_assigned(s, def->symbol, def->meaning.shape, &l.assigned[i]);
    }
    qsort(all, count, sizeof *all, compare_order);
    while (l.again && status == NB_STATUS_OK) {
        l.again = false;
        out->length = before;
        memset(l.state, NEW, s->def_count);
        status = list_all(&l, all, count);
    }
    if (status == NB_STATUS_OK) status = nb_list_data(s, out);
    return status == NB_STATUS_OK && out->failed ? NB_STATUS_NO_MEMORY : status;
}

static bool has_value(nb_sheet *s, size_t setting, const char *value, nb_settings settings) {
    nb_settings now = s->state.settings;
    s->state.settings = settings;
    bool same = strcmp(nb_setting_value(s, setting), value) == 0;
    s->state.settings = now;
    return same;
}

nb_status nb_list_state(nb_sheet *s, nb_buffer *out) {
    for (size_t i = 0; nb_setting_get(i) != NULL; i++) {
        const char *value = nb_setting_value(s, i);
        /* it need not be set only if it is so behind init.nabla here and also without that */
        if (value == NULL || (has_value(s, i, value, s->session->settled) &&
                              has_value(s, i, value, nb_default_settings))) continue;
        nb_buffer_add_text(out, "set ");
        nb_buffer_add_text(out, nb_setting_get(i));
        nb_buffer_add_char(out, ' ');
        nb_buffer_add_text(out, value);
        nb_buffer_add_char(out, '\n');
    }
    nb_list_steps(s, out);
    const nb_random *random = &s->state.random;
    bool moved = nb_find_data(s) != NULL; /* the statements that make the data set the seed, too */
    if (moved || random->seed != NB_FIRST_SEED || random->drawn > 0) {
        nb_buffer_add_text(out, "seed ");
        nb_write_double(out, (double)random->seed);
        if (random->drawn > 0) nb_buffer_add_text(out, " drawn ");
        if (random->drawn > 0) nb_write_double(out, (double)random->drawn);
        nb_buffer_add_char(out, '\n');
    }
    if (nb_mistake_command(s) != NULL) {
        nb_buffer_add_text(out, nb_mistake_command(s));
        nb_buffer_add_char(out, '\n');
    }
    nb_def_id target = nb_named_target(s);
    if (target != NB_NO_DEF) { /* quietly, for the name of the target */
        nb_buffer_add_text(out, "forward ");
        nb_buffer_add_text(out, nb_def_name(s, &s->scratch, &s->defs[target]));
        nb_buffer_add_text(out, ";\n");
    }
    return out->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

/* ---- the commands ---- */

NB_COMMAND(LIST) {
    (void)st;
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    nb_status status = nb_list(s, &out);
    if (status == NB_STATUS_OK && out.length == 0) {
        nb_result_say(s->result, NB_SEVERITY_NOTE, NB_PLAIN(NOTE_EMPTY));
    } else if (status == NB_STATUS_OK) {
        nb_block *block = nb_result_add(s->result, NB_BLOCK_SCRIPT);
        if (block != NULL) block->as.script = nb_result_text(s->result, out.data, out.length);
    }
    nb_buffer_clear(&out);
    return status;
}

/* Whether a name ends so, in small or capital letters. */
static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path), bytes = strlen(ending), same = 0;
    if (length < bytes) return false;
    for (const char *c = path + length - bytes; same < bytes; c++, same++)
        if (*c != ending[same] && *c != ending[same] - ('a' - 'A')) return false;
    return true;
}

/* The table that was listed last. */
static nb_status write_table(nb_sheet *s, nb_buffer *out) {
    const nb_buffer *table = &s->last_table;
    if (table->length == 0) return nb_fail_plain(s, NB_PLAIN(NO_TABLE), NB_PLAIN(HINT_TABLE));
    nb_buffer_add(out, table->data, table->length);
    return out->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}

static nb_status write_script(nb_sheet *s, nb_buffer *out) {
    nb_status status = nb_list(s, out);
    return status == NB_STATUS_OK ? nb_list_state(s, out) : status;
}

NB_COMMAND(SAVE) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    bool transcript = ends_in(st->args[0].text, ".md");
    nb_status status = NB_STATUS_OK;
    s->session->entries.passing = true;
    if (ends_in(st->args[0].text, ".csv")) status = write_table(s, &out);
    else if (!transcript) status = write_script(s, &out);
    nb_block *block = status == NB_STATUS_OK ? nb_result_add(s->result, NB_BLOCK_FILE) : NULL;
    if (block != NULL) nb_set_place(s, block);
    if (block != NULL)
        block->as.file = (nb_file_block){
            .path = nb_result_text(s->result, st->args[0].text, strlen(st->args[0].text)),
            .bytes = nb_result_text(s->result, out.data, out.length), .length = out.length,
            .transcript = transcript};
    nb_buffer_clear(&out);
    return status;
}
