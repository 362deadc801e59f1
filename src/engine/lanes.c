/* The two programs of a graph, run: what depends on no input once, the rest for a group of rows at
 * a time, and the gradients from the lanes back to what depends on no input. See lanes.h. */
#include "engine/lanes.h"

#include <string.h>

#include "engine/lanes_code.h"

/* Lanes' values take no more bytes than this if fewer lanes can help it, and gradients as many. It
 * is for memory's sake: more lanes are quicker even where no cache holds them. */
enum { ROOM = 1 << 27, ALIGNMENT = 64 };

/* Steps between two looks for Ctrl-C. */
enum { PIECE = 1 << 17 };

struct nb_lanes {
    nb_arena arena;
    nb_lanes_programs programs;
    nb_lanes_state once, lanes;
    int width; /* at most */
    nb_vectors vectors;
    const nb_lanes_pass *alone, *pass; /* for what is run once; for the last number of rows: */
    size_t rows;
    size_t held; /* rows of the last gradient that still stand in the lanes; 0: none, or too many */
    const double *held_cells;
    uint32_t held_rows[NB_LANES_MAX];
    size_t input_count, output_count;
    const atomic_bool *interrupted; /* NULL: by nobody */
};

/* The rows of a call, group by group. The short group comes first: what it leaves in the lanes
 * beyond its rows is cleared before the full groups add to them. */
typedef struct groups {
    const nb_lanes_pass *pass;
    const nb_lanes_samples *samples;
    const uint32_t *rows;
    size_t count, next;
    bool held; /* the inputs stand in the lanes */
    int live; /* lanes of this group that are rows; the others repeat the last one */
} groups;

static double *add_lanes(nb_arena *arena, size_t slots, size_t width) {
    if (slots > SIZE_MAX / width - ALIGNMENT) return NULL;
    double *array = nb_arena_add(arena, slots * width + ALIGNMENT / sizeof(double), sizeof *array);
    if (array == NULL) return NULL;
    size_t beyond = (uintptr_t)array % ALIGNMENT;
    return beyond == 0 ? array : array + (ALIGNMENT - beyond) / sizeof *array;
}

/* Dense blocks read and write the other program's slots. */
static bool add_room_for_blocks(nb_lanes *lanes) {
    const nb_lanes_code *code = &lanes->programs.lanes;
    size_t most = 0;
    for (size_t k = 0; k < code->block_count; k++)
        if (code->blocks[k].hands_to_matrix && most < code->blocks[k].stride)
            most = code->blocks[k].stride;
    lanes->lanes.numbers = lanes->once.value;
    lanes->lanes.number_gradients = lanes->once.gradient;
    lanes->lanes.by_lane = add_lanes(&lanes->arena, most, (size_t)lanes->width);
    return lanes->lanes.by_lane != NULL;
}

static bool add_state(nb_lanes *lanes, nb_lanes_state *state, size_t slots, int width) {
    state->value = add_lanes(&lanes->arena, slots, (size_t)width);
    state->gradient = add_lanes(&lanes->arena, slots, (size_t)width);
    if (lanes->programs.partly)
        state->reach = nb_arena_add(&lanes->arena, slots * (size_t)width, sizeof *state->reach);
    return state->value != NULL && state->gradient != NULL &&
           (state->reach != NULL || !lanes->programs.partly);
}

nb_status nb_lanes_new(nb_memory *memory, const nb_graph *graph, const nb_lanes_plan *plan,
                       nb_lanes **made) {
    nb_arena arena;
    nb_arena_init(&arena, memory);
    nb_lanes *lanes = nb_arena_add(&arena, 1, sizeof *lanes);
    nb_status status = NB_STATUS_NO_MEMORY;
    if (lanes != NULL) status = nb_lanes_compile(&arena, graph, plan, &lanes->programs);
    if (status == NB_STATUS_OK) {
        lanes->arena = arena;
        lanes->vectors = plan->vectors;
        lanes->alone = nb_lanes_pass_for(NB_VECTORS_PLAIN, 1, 1);
        lanes->interrupted = graph->interrupted;
        lanes->input_count = plan->input_count;
        lanes->output_count = plan->output_count;
        size_t slots = lanes->programs.lane_slots;
        lanes->width = NB_LANES_MAX;
        while (lanes->width > 1 && slots > ROOM / sizeof(double) / (size_t)lanes->width)
            lanes->width /= 2;
        bool done = add_state(lanes, &lanes->once, lanes->programs.once_slots, 1) &&
                    add_state(lanes, &lanes->lanes, slots, lanes->width) &&
                    add_room_for_blocks(lanes);
        if (done) nb_lanes_renew(lanes, graph);
        else status = NB_STATUS_NO_MEMORY;
        arena = lanes->arena;
    }
    if (status != NB_STATUS_OK) {
        nb_arena_clear(&arena);
        return status;
    }
    *made = lanes;
    return NB_STATUS_OK;
}

void nb_lanes_renew(nb_lanes *lanes, const nb_graph *graph) {
    lanes->held = 0; /* a row may hold other numbers by now */
    for (size_t k = 0; k < lanes->programs.number_count; k++) {
        nb_lanes_number number = lanes->programs.numbers[k];
        lanes->once.value[number.slot] = graph->value[number.node];
    }
}

void nb_lanes_free(nb_lanes *lanes) {
    if (lanes == NULL) return;
    nb_arena arena = lanes->arena; /* in which `lanes` stands itself */
    nb_arena_clear(&arena);
}

/* ---- passes in pieces ---- */

static bool is_interrupted(const nb_lanes *lanes) {
    return lanes->interrupted != NULL &&
           atomic_load_explicit(lanes->interrupted, memory_order_relaxed);
}

/* The first `count` steps. */
static void forward(const nb_lanes *lanes, const nb_lanes_pass *pass, const nb_lanes_code *code,
                    size_t count, const nb_lanes_state *state) {
    nb_lanes_code piece = *code;
    for (size_t from = 0; from < count; from += PIECE) {
        if (from > 0 && is_interrupted(lanes)) return;
        piece.steps = code->steps + from;
        pass->forward(&piece, count - from < PIECE ? count - from : PIECE, state);
    }
}

static void backward(const nb_lanes *lanes, const nb_lanes_pass *pass, const nb_lanes_code *code,
                     const nb_lanes_state *state, int live, bool begins) {
    nb_lanes_code piece = *code;
    for (size_t end = code->count; end > 0; end -= piece.count) {
        if (end < code->count && is_interrupted(lanes)) return;
        piece.count = end < PIECE ? end : PIECE;
        piece.steps = code->steps + end - piece.count;
        pass->backward(&piece, state, live, begins);
    }
}

/* The program that is run once, as far as `length`. */
static void run_once(nb_lanes *lanes, const double *points, size_t length) {
    const nb_lanes_programs *programs = &lanes->programs;
    if (programs->once_slots == 0) return;
    double *value = lanes->once.value;
    for (size_t i = 0; i < programs->weight_runs; i++) {
        const nb_lanes_weights *run = &programs->weights[i];
        if (run->place.slot != NB_LANES_NOWHERE)
            memcpy(value + run->place.slot, points + run->first, run->count * sizeof *points);
    }
    const nb_lanes_single *single = programs->singles, *end = single + programs->single_count;
    for (; single < end; single++) value[single->slot] = points[single->weight];
    forward(lanes, lanes->alone, &programs->once, length, &lanes->once);
    for (size_t k = 0; k < programs->copy_count; k++)
        value[programs->copies[k].to] = value[programs->copies[k].from];
}

static void begin_groups(nb_lanes *lanes, groups *g, const nb_lanes_samples *samples,
                         const uint32_t *rows, size_t count) {
    *g = (groups){.samples = samples, .rows = rows, .count = count};
    if (lanes->rows != count) lanes->pass = nb_lanes_pass_for(lanes->vectors, lanes->width, count);
    lanes->rows = count;
    g->pass = lanes->pass;
    g->pass->share(lanes->programs.shared, lanes->programs.shared_count, lanes->once.value,
                    lanes->lanes.value);
    if (lanes->programs.lanes.block_count > 0)
        g->pass->fill(lanes->lanes.value, lanes->programs.ones, 1.0);
}

/* Whether the inputs of all rows stand in the lanes, as they do when a gradient by the same few is
 * wanted again and again. Notes which ones will. */
static bool hold(nb_lanes *lanes, const groups *g) {
    size_t count = g->count;
    if (count > (size_t)g->pass->width || g->rows == NULL) {
        lanes->held = 0;
        return false;
    }
    bool same = lanes->held == count && lanes->held_cells == g->samples->cells;
    for (size_t l = 0; l < count; l++) {
        same = same && lanes->held_rows[l] == g->rows[l];
        lanes->held_rows[l] = g->rows[l];
    }
    lanes->held = count;
    lanes->held_cells = g->samples->cells;
    return same;
}

/* Whether input k and the three after it stand side by side, among the cells and in the lanes. */
static bool are_four(const nb_lanes *lanes, const size_t *columns, size_t k) {
    const nb_lanes_place *inputs = lanes->programs.inputs;
    bool four = k + 4 <= lanes->input_count;
    for (uint32_t i = 1; four && i < 4; i++)
        four = inputs[k + i].slot == inputs[k].slot + i && columns[k + i] == columns[k] + i;
    return four;
}

/* Sets the inputs of the next group; false when there is none. */
static bool next_group(nb_lanes *lanes, groups *g) {
    if (g->next == g->count) return false;
    size_t width = (size_t)g->pass->width, rest = (g->count - g->next) % width;
    size_t live = rest > 0 ? rest : width;
    g->live = (int)live;
    g->next += live;
    if (g->held) return true;
    const double *cells[NB_LANES_MAX];
    for (size_t l = 0; lanes->input_count > 0 && l < width; l++) {
        size_t at = g->next - live + (l < live ? l : live - 1);
        size_t row = g->rows != NULL ? g->rows[at] : at;
        cells[l] = g->samples->cells + row * g->samples->stride;
    }
    const size_t *columns = g->samples->columns;
    for (size_t k = 0, some; k < lanes->input_count; k += some) {
        uint32_t slot = lanes->programs.inputs[k].slot;
        some = 1;
        if (slot == NB_LANES_NOWHERE) continue;
        if (are_four(lanes, columns, k)) {
            g->pass->set_four(lanes->lanes.value, slot, cells, columns[k]);
            some = 4;
        } else {
            g->pass->set(lanes->lanes.value, slot, cells, columns[k]);
        }
    }
    return true;
}

/* Clears the gradients of the lanes that are no rows of this short group: the groups to come add to
 * them. */
static void clear_dead_lanes(nb_lanes *lanes, const groups *g) {
    size_t width = (size_t)g->pass->width;
    for (size_t k = 0; k < lanes->programs.shared_count; k++) {
        const nb_lanes_shared *shared = &lanes->programs.shared[k];
        for (size_t l = (size_t)g->live; shared->handed && l < width; l++) {
            lanes->lanes.gradient[k * width + l] = 0.0;
            if (shared->partly) lanes->lanes.reach[k * width + l] = 0;
        }
    }
}

/* From the lanes' gradients to those of what they share, and from there to the weights. */
static void hand_back(nb_lanes *lanes, const groups *g) {
    const nb_lanes_programs *programs = &lanes->programs;
    size_t width = (size_t)g->pass->width;
    size_t live = g->count < width ? g->count : width;
    double *gradient = lanes->once.gradient;
    for (size_t k = 0; k < programs->copy_count; k++) {
        const nb_lanes_copy *c = &programs->copies[k];
        if (c->handed)
            gradient[c->from] = c->first ? gradient[c->to] : gradient[c->from] + gradient[c->to];
    }
    g->pass->fold(programs->shared, programs->shared_count, lanes->lanes.gradient, (int)live,
                  gradient);
    for (size_t k = 0; k < programs->shared_count; k++) {
        const nb_lanes_shared *shared = &programs->shared[k];
        if (!shared->handed || !shared->partly) continue;
        uint64_t reach = 0;
        for (size_t l = 0; l < live; l++) reach |= lanes->lanes.reach[k * width + l];
        lanes->once.reach[shared->slot] = reach;
    }
}

#if defined(__GNUC__)
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));
#endif

/* In pairs where they can be: an optimizer will read the gradients as vectors at once. */
static void collect(const nb_lanes_programs *programs, const double *from, double *gradient) {
    const nb_lanes_single *single = programs->singles, *end = single + programs->single_count;
    for (; single < end; single++) {
#if defined(__GNUC__)
        if (single + 1 < end && single[1].weight == (single->weight | 1) &&
            single[1].weight != single->weight) {
            *(pair *)(gradient + single->weight) =
                (pair){from[single->slot], from[single[1].slot]};
            single++;
            continue;
        }
#endif
        gradient[single->weight] = from[single->slot];
    }
}

/* `seeds`: the gradient by the target of each row, and its value goes to `values`; NULL: 1, and the
 * values' sum is the loss. */
static void run_gradient(nb_lanes *lanes, const double *points, const nb_lanes_samples *samples,
                         const uint32_t *rows, size_t count, const double *seeds, double *values,
                         double *loss, double *gradient) {
    const nb_lanes_programs *programs = &lanes->programs;
    nb_lanes_place target = programs->target;
    run_once(lanes, points, programs->once.count);
    if (target.once) {
        double y = lanes->once.value[target.slot], sum = 0.0;
        for (size_t r = 0; seeds != NULL && r < count; r++) sum += seeds[r];
        for (size_t r = 0; seeds != NULL && r < count; r++) values[r] = y;
        *loss = (double)count * y;
        lanes->once.gradient[target.slot] = seeds != NULL ? sum : (double)count;
    } else {
        groups g;
        begin_groups(lanes, &g, samples, rows, count);
        size_t width = (size_t)g.pass->width;
        g.held = hold(lanes, &g);
        *loss = 0.0;
        for (bool begins = true; next_group(lanes, &g); begins = false) {
            double *y = lanes->lanes.value + target.slot * width;
            size_t live = (size_t)g.live, first = g.next - live;
            forward(lanes, g.pass, &programs->lanes, programs->lanes.count, &lanes->lanes);
            for (size_t l = 0; l < live; l++) *loss += y[l];
            g.pass->fill(lanes->lanes.gradient, target.slot, 1.0);
            if (seeds != NULL) {
                double *dy = lanes->lanes.gradient + target.slot * width;
                for (size_t l = 0; l < live; l++) dy[l] = seeds[first + l];
                for (size_t l = 0; l < live; l++) values[first + l] = y[l];
            }
            backward(lanes, g.pass, &programs->lanes, &lanes->lanes, g.live, begins);
            if (g.next < count && live < width) clear_dead_lanes(lanes, &g);
        }
        hand_back(lanes, &g);
    }
    backward(lanes, lanes->alone, &programs->once, &lanes->once, 1, true);
    for (size_t i = 0; i < programs->weight_runs; i++) {
        const nb_lanes_weights *run = &programs->weights[i];
        double *to = gradient + run->first;
        if (run->place.wanted)
            memcpy(to, lanes->once.gradient + run->place.slot, run->count * sizeof *to);
        else memset(to, 0, run->count * sizeof *to);
    }
    collect(programs, lanes->once.gradient, gradient);
}

void nb_lanes_gradient(nb_lanes *lanes, const double *points, const nb_lanes_samples *samples,
                       const uint32_t *rows, size_t count, double *loss, double *gradient) {
    run_gradient(lanes, points, samples, rows, count, NULL, NULL, loss, gradient);
}

void nb_lanes_seeded(nb_lanes *lanes, const double *points, const nb_lanes_samples *samples,
                     size_t count, const double *seeds, double *values, double *gradient) {
    double sum;
    run_gradient(lanes, points, samples, NULL, count, seeds, values, &sum, gradient);
}

void nb_lanes_values(nb_lanes *lanes, const double *points, const nb_lanes_samples *samples,
                     const uint32_t *rows, size_t count, double *values) {
    const nb_lanes_programs *programs = &lanes->programs;
    run_once(lanes, points, programs->once.length);
    groups g;
    begin_groups(lanes, &g, samples, rows, count);
    size_t width = (size_t)g.pass->width;
    lanes->held = 0;
    while (next_group(lanes, &g)) {
        forward(lanes, g.pass, &programs->lanes, programs->lanes.length, &lanes->lanes);
        for (size_t l = 0; l < (size_t)g.live; l++)
            for (size_t k = 0; k < lanes->output_count; k++) {
                nb_lanes_place from = programs->outputs[k];
                *values++ = from.once ? lanes->once.value[from.slot]
                                      : lanes->lanes.value[from.slot * width + l];
            }
    }
}

static size_t count_sums(const nb_lanes_code *code) {
    size_t sums = 0;
    for (size_t i = 0; i < code->length; i++) sums += code->steps[i].op == NB_LANES_SUM;
    for (size_t k = 0; k < code->block_count; k++) sums += code->blocks[k].rows;
    return sums;
}

nb_lanes_report nb_lanes_describe(const nb_lanes *lanes, size_t count) {
    const nb_lanes_code *code = &lanes->programs.lanes, *once = &lanes->programs.once;
    nb_lanes_report report = {.nodes = lanes->programs.nodes, .fused = lanes->programs.fused,
                              .instructions = code->length + once->length, .once = once->length,
                              .sums = count_sums(code) + count_sums(once),
                              .blocks = code->block_count, .bytes = lanes->arena.size};
    for (size_t k = 0; k < code->block_count; k++) report.rows += code->blocks[k].rows;
    bool alone = code->length == 0;
    report.lanes = alone ? 1 : nb_lanes_pass_for(lanes->vectors, lanes->width, count)->width;
    return report;
}
