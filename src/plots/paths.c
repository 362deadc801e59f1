/* Paths are put together from trails. Those of one line follow those of the line before where each
 * leaf begins at the number at which it ended there: else something other than a step has set it,
 * and what was before is another path. */
#include "plots/paths.h"

#include <math.h>
#include <string.h>

#include "formulas/cone.h"
#include "formulas/describe.h"
#include "learn/trails.h"
#include "plots/over.h"

enum {
    MOST_PATHS = NB_MOST_CURVES / 2,
    MOST_STEPS = 1000 /* of a path that are shown */
};

typedef struct path {
    nb_plotting *p;
    const nb_text *target;
    nb_def_id leaves[NB_SAMPLER_INPUTS];
    size_t count;
    const uint8_t *marks;    /* where the others count: what the target is made of; or NULL */
    const nb_trails **lines; /* the last one first */
    size_t line_count;
    uint64_t cut;            /* the first step of the path */
    /* while it is followed */
    double now[NB_SAMPLER_INPUTS];
    bool moved[NB_SAMPLER_INPUTS]; /* since the last point */
    double *points;          /* `count` numbers each */
    size_t point_count;
} path;

/* ---- which lines ---- */

static bool is_towards(const path *w, const nb_trails *t) {
    return t->loss.count == 0 || nb_text_same(&t->loss, w->target);
}

/* Whether the leaves go on from this line to where the later ones begin, noted in `begins`. */
static bool goes_on(const path *w, const nb_trails *t, double *begins, bool *known) {
    for (size_t k = 0; k < w->count; k++) {
        const nb_trail *trail = nb_trails_find(t, w->leaves[k]);
        if (trail != NULL && known[k] && trail->last != begins[k]) return false;
    }
    for (size_t k = 0; k < w->count; k++) {
        const nb_trail *trail = nb_trails_find(t, w->leaves[k]);
        if (trail == NULL) continue;
        begins[k] = trail->from;
        known[k] = true;
    }
    return true;
}

/* Where the path begins within its lines, and whether this one is the first of them. */
static bool cut(path *w, const nb_trails *t) {
    const nb_sheet *s = w->p->s;
    bool first = t->trained;
    for (size_t i = 0; i < t->count; i++) {
        const nb_trail *trail = &t->trails[i];
        bool own = false, other = false;
        for (size_t k = 0; k < w->count; k++) own = own || trail->def == w->leaves[k];
        if (!own && w->marks != NULL) other = w->marks[s->defs[trail->def].node] != 0;
        uint64_t from = other ? trail->last_step + 1 : own && trail->leaps ? trail->since : 0;
        if (from > w->cut) w->cut = from;
        first = first || from > 0;
    }
    return first;
}

static nb_status list_lines(path *w, const nb_trails *last) {
    double begins[NB_SAMPLER_INPUTS];
    bool known[NB_SAMPLER_INPUTS] = {false};
    size_t count = 0;
    for (const nb_trails *t = last; t != NULL; t = t->earlier) count++;
    w->lines = nb_arena_add(&w->p->s->scratch, count, sizeof(const nb_trails *));
    if (w->lines == NULL) return NB_STATUS_NO_MEMORY;
    w->line_count = 0;
    w->cut = 0;
    for (const nb_trails *t = last; t != NULL; t = t->earlier) {
        if (!is_towards(w, t) || (t != last && t->run != NULL)) break;
        if (!goes_on(w, t, begins, known)) break;
        w->lines[w->line_count++] = t;
        if (cut(w, t)) break;
    }
    return NB_STATUS_OK;
}

/* The last lines of the paths that are shown: the one that is last, and before it those with a
 * name; of two with the same name the later one. */
static size_t list_ends(const path *w, const nb_trails **ends) {
    size_t count = 0;
    const nb_trails *top = w->p->s->state.learned.trails;
    for (const nb_trails *t = top; t != NULL && count < MOST_PATHS; t = t->earlier) {
        bool shown = t == top || t->run != NULL;
        for (size_t i = 0; i < count && t->run != NULL; i++)
            shown = shown && (ends[i]->run == NULL || strcmp(ends[i]->run, t->run) != 0);
        if (shown && is_towards(w, t)) ends[count++] = t;
    }
    return count;
}

/* ---- from point to point ---- */

static void add_point(path *w) {
    bool there = true;
    for (size_t k = 0; k < w->count; k++) there = there && isfinite(w->now[k]);
    if (there) memcpy(w->points + w->point_count++ * w->count, w->now, w->count * sizeof *w->now);
    memset(w->moved, 0, sizeof w->moved);
}

/* Leaves that move one after the other make one step together: a point is where one of them moves
 * again. */
static void move(path *w, size_t leaf, double to, uint64_t step) {
    bool begins = w->point_count == 0 && step >= w->cut;
    if (begins || (step >= w->cut && w->moved[leaf])) add_point(w);
    w->now[leaf] = to;
    w->moved[leaf] = step >= w->cut;
}

/* Number i of a trail, and behind them where the leaf is in the end, if that was not kept. */
static bool get_step(const nb_trail *t, size_t i, double *to, uint64_t *step) {
    bool kept = t->count > 0 && t->when[t->count - 1] == t->last_step;
    if (i >= t->count + !kept) return false;
    *to = i < t->count ? t->at[i] : t->last;
    *step = i < t->count ? t->when[i] : t->last_step;
    return true;
}

/* The steps of all leaves in a line, as they were taken. */
static void follow_line(path *w, const nb_trails *t) {
    const nb_trail *trails[NB_SAMPLER_INPUTS];
    size_t at[NB_SAMPLER_INPUTS] = {0};
    for (size_t k = 0; k < w->count; k++) {
        trails[k] = nb_trails_find(t, w->leaves[k]);
        if (trails[k] != NULL && trails[k]->leaps) w->now[k] = trails[k]->from;
    }
    for (;;) {
        size_t first = w->count;
        double to = 0, number;
        uint64_t when = 0, step;
        for (size_t k = 0; k < w->count; k++) {
            if (trails[k] == NULL || !get_step(trails[k], at[k], &number, &step)) continue;
            if (first < w->count && step >= when) continue;
            first = k;
            to = number;
            when = step;
        }
        if (first == w->count) return;
        move(w, first, to, when);
        at[first]++;
    }
}

/* The points of the path that ends with these trails. */
static nb_status follow(path *w, const nb_trails *last) {
    nb_sheet *s = w->p->s;
    bool known[NB_SAMPLER_INPUTS] = {false};
    nb_status status = list_lines(w, last);
    size_t room = 2;
    w->point_count = 0;
    for (size_t i = w->line_count; i-- > 0 && status == NB_STATUS_OK;)
        for (size_t k = 0; k < w->count; k++) {
            const nb_trail *trail = nb_trails_find(w->lines[i], w->leaves[k]);
            if (trail == NULL) continue;
            if (!known[k]) w->now[k] = trail->from;
            known[k] = true;
            room += trail->count + 2;
        }
    for (size_t k = 0; k < w->count; k++)
        if (!known[k]) return status;
    w->points = nb_arena_add(&s->scratch, room * w->count, sizeof *w->points);
    if (w->points == NULL) return NB_STATUS_NO_MEMORY;
    memset(w->moved, 0, sizeof w->moved);
    for (size_t i = w->line_count; i-- > 0;) follow_line(w, w->lines[i]);
    for (size_t k = 0; k < w->count; k++)
        if (w->moved[k]) add_point(w);
    return NB_STATUS_OK;
}

/* ---- as curves ---- */

/* Over one leaf: how high the curve is there. */
static nb_status find_heights(path *w, nb_node leaf, const double *x, size_t count, double *y) {
    nb_sampler sampler;
    nb_status status = nb_sampler_begin_loss(&sampler, w->p->s, &leaf, 1, w->p->outputs, 1);
    if (status == NB_STATUS_OK) status = nb_sample(&sampler, x, count, y);
    nb_sampler_clear(&sampler);
    return status;
}

/* A long path is thinned out; its last point stays. */
static nb_status add_curve(path *w, const nb_node *leaves, const char *run) {
    nb_plotting *p = w->p;
    size_t each = (w->point_count + MOST_STEPS - 1) / MOST_STEPS;
    size_t last = w->point_count - 1, steps = (last + each - 1) / each + 1;
    double *x = nb_result_array(p->s->result, steps, sizeof *x);
    double *y = nb_result_array(p->s->result, steps, sizeof *y);
    nb_curve *curve;
    if (x == NULL || y == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < steps; i++) {
        const double *point = w->points + (i * each < last ? i * each : last) * w->count;
        x[i] = point[0];
        if (w->count > 1) y[i] = point[1];
    }
    nb_status status = nb_plot_more(p, 1, &curve);
    if (status == NB_STATUS_OK && w->count == 1) status = find_heights(w, leaves[0], x, steps, y);
    if (status != NB_STATUS_OK) return status;
    nb_text name = run != NULL ? nb_plot_name(p->s, run, 0)
                               : nb_plot_words(p->s, NB_MESSAGE_WORD_PATH);
    *curve = (nb_curve){.name = name, .x = x, .y = y, .count = steps, .points = true,
                        .joined = true};
    return status;
}

nb_status nb_plot_paths(nb_plotting *p, const nb_node *leaves, size_t count) {
    nb_sheet *s = p->s;
    const nb_trails *ends[MOST_PATHS];
    nb_text target = nb_describe(s, p->outputs[0]);
    path w = {.p = p, .target = &target, .count = count};
    uint8_t *marks;
    nb_status status = NB_STATUS_OK;
    for (size_t k = 0; k < count; k++) w.leaves[k] = s->owner[leaves[k]];
    if (count == 1) {
        status = nb_mark_cone(s, p->outputs[0], &marks);
        w.marks = marks;
    }
    for (size_t i = list_ends(&w, ends); i-- > 0 && status == NB_STATUS_OK;) {
        status = follow(&w, ends[i]);
        if (status == NB_STATUS_OK && w.point_count > 1)
            status = add_curve(&w, leaves, ends[i]->run);
    }
    return status;
}

nb_status nb_plot_extent(nb_plotting *p, nb_node leaf, double *low, double *high, bool *found) {
    nb_sheet *s = p->s;
    const nb_trails *ends[MOST_PATHS];
    nb_text target = nb_describe(s, p->outputs[0]);
    path w = {.p = p, .target = &target, .count = 1, .leaves = {s->owner[leaf]}};
    nb_status status = NB_STATUS_OK;
    *found = false;
    for (size_t i = list_ends(&w, ends); i-- > 0 && status == NB_STATUS_OK;) {
        status = follow(&w, ends[i]);
        for (size_t k = 0; k < w.point_count; k++) {
            *low = fmin(*low, w.points[k]);
            *high = fmax(*high, w.points[k]);
            *found = true;
        }
    }
    return status;
}
