/* The trails hang together from line to line, the last one first; what is no longer seen, because
 * the same line has begun another training, is dropped from the chain at once. */
#include "learn/trails.h"

#include <string.h>

/* ---- one leaf ---- */

static void begin_trail(nb_trail *t, nb_def_id def, double from, uint64_t step) {
    t->def = def;
    t->from = t->last = from;
    t->since = t->last_step = step;
    t->leaps = false;
    t->count = t->seen = 0;
    t->every = 1;
}

/* `when`: what the trail is to share with others, or NULL. */
static bool make_room(nb_sheet *s, nb_trail *t, size_t room, uint64_t *when) {
    double *at = nb_arena_add(&s->arena, room, sizeof *at);
    if (when == NULL) when = nb_arena_add(&s->arena, room, sizeof *when);
    if (at == NULL || when == NULL) return false;
    if (t->count > 0) memcpy(at, t->at, t->count * sizeof *at);
    if (t->count > 0) memcpy(when, t->when, t->count * sizeof *when);
    t->at = at;
    t->when = when;
    t->room = room;
    return true;
}

/* Keeps the second of every two steps: those of which `every` is a divisor. */
static void halve(nb_trail *t) {
    t->count /= 2;
    t->every *= 2;
    for (size_t i = 0; i < t->count; i++) t->at[i] = t->at[2 * i + 1];
}

static void halve_when(uint64_t *when) {
    for (size_t i = 0; i < NB_MOST_TRAIL_STEPS / 2; i++) when[i] = when[2 * i + 1];
}

/* There is room for one more. Whether there will not be, then. */
static bool keep_step(nb_trail *t, double to, uint64_t step) {
    t->at[t->count] = to;
    t->when[t->count++] = step;
    if (t->count < NB_MOST_TRAIL_STEPS) return false;
    halve(t);
    return true;
}

static void add_step(nb_trail *t, double to, uint64_t step) {
    t->last = to;
    t->last_step = step;
    if ((++t->seen & (t->every - 1)) == 0 && keep_step(t, to, step)) halve_when(t->when);
}

/* ---- those of a line ---- */

static nb_trails *add_trails(nb_sheet *s, const nb_text *loss, const char *run, size_t room) {
    nb_trails *t = nb_arena_add(&s->arena, 1, sizeof *t);
    nb_trail *trails = nb_arena_add(&s->arena, room, sizeof *trails);
    char *copy = run != NULL ? nb_arena_text(&s->arena, run, strlen(run)) : NULL;
    nb_text name = {0};
    if (t == NULL || trails == NULL || (run != NULL && copy == NULL) ||
        (loss != NULL && !nb_text_copy(&s->arena, loss, &name)))
        return NULL;
    nb_trails *earlier = s->state.learned.trails;
    *t = (nb_trails){.statement = s->statement, .loss = name, .run = copy, .trails = trails,
                     .room = room, .step = earlier != NULL ? earlier->step : 0,
                     .earlier = earlier};
    return t;
}

static bool is_loss(const nb_trails *t, const nb_text *loss) {
    return loss != NULL ? nb_text_same(&t->loss, loss) : t->loss.count == 0;
}

/* Whether a training of the same kind can use the room of this one. */
static bool serves(const nb_trails *t, const nb_text *loss, const nb_def_id *weights,
                   size_t count, size_t room) {
    bool same = t->trained && t->count == count && nb_text_same(&t->loss, loss);
    for (size_t i = 0; same && i < count; i++)
        same = t->trails[i].def == weights[i] && t->trails[i].room >= room;
    return same;
}

nb_status nb_trails_train(nb_sheet *s, const nb_text *loss, const char *run,
                          const nb_def_id *weights, const double *values, size_t count,
                          size_t updates) {
    size_t room = updates < NB_MOST_TRAIL_STEPS ? updates : NB_MOST_TRAIL_STEPS;
    nb_trails *found = NULL, *top = s->state.learned.trails;
    if (count > NB_MOST_TRAILS) count = 0;
    while (top != NULL && top->statement == s->statement && top->run == NULL) {
        if (run == NULL && serves(top, loss, weights, count, room)) found = top;
        top = top->earlier;
    }
    s->state.learned.trails = top;
    nb_trails *t = found != NULL ? found : add_trails(s, loss, run, count);
    if (t == NULL) return NB_STATUS_NO_MEMORY;
    t->trained = true;
    t->earlier = top;
    t->count = count;
    for (size_t i = 0; i < count; i++) {
        uint64_t *when = i > 0 ? t->trails[0].when : NULL;
        if (found == NULL && !make_room(s, &t->trails[i], room, when)) return NB_STATUS_NO_MEMORY;
        begin_trail(&t->trails[i], weights[i], values[i], t->step + 1);
    }
    s->state.learned.trails = t;
    return NB_STATUS_OK;
}

/* The trails of a training go in step: what the first one has seen, all have, and `when` is one
 * array. */
void nb_trails_update(nb_sheet *s, const double *values) {
    nb_trails *t = s->state.learned.trails;
    t->step++;
    if (t->count == 0 || (++t->trails[0].seen & (t->trails[0].every - 1)) != 0) return;
    size_t kept = t->trails[0].count;
    t->trails[0].when[kept++] = t->step;
    for (nb_trail *trail = t->trails, *end = trail + t->count; trail < end; trail++) {
        trail->at[kept - 1] = *values++;
        trail->count = kept;
    }
    if (kept < NB_MOST_TRAIL_STEPS) return;
    for (size_t i = 0; i < t->count; i++) halve(&t->trails[i]);
    halve_when(t->trails[0].when);
}

void nb_trails_end(nb_sheet *s, const double *values) {
    nb_trails *t = s->state.learned.trails;
    for (size_t i = 0; i < t->count; i++) {
        nb_trail *trail = &t->trails[i];
        trail->seen = t->trails[0].seen;
        trail->last = values[i];
        if (trail->seen > 0) trail->last_step = t->step;
    }
}

/* ---- single steps ---- */

/* The trail of a leaf that goes on from `from`. */
static nb_status go_on(nb_sheet *s, nb_trails *t, nb_def_id leaf, double from,
                       nb_trail **trail) {
    enum { FIRST_ROOM = 4 };
    size_t i = 0;
    while (i < t->count && t->trails[i].def != leaf) i++;
    *trail = &t->trails[i];
    if (i == t->count) {
        begin_trail(*trail, leaf, from, t->step);
    } else if ((*trail)->last != from) {
        begin_trail(*trail, leaf, from, t->step);
        (*trail)->leaps = true;
    }
    size_t room = (*trail)->room;
    if ((*trail)->count == room && !make_room(s, *trail, room > 0 ? 2 * room : FIRST_ROOM, NULL))
        return NB_STATUS_NO_MEMORY;
    t->count += i == t->count;
    return NB_STATUS_OK;
}

/* Room for so many more of them. */
static bool reserve(nb_sheet *s, nb_trails *t, size_t more) {
    if (more <= t->room - t->count) return true;
    size_t room = t->count + more + t->room;
    nb_trail *trails = nb_arena_add(&s->arena, room, sizeof *trails);
    if (trails == NULL) return false;
    if (t->count > 0) memcpy(trails, t->trails, t->count * sizeof *trails);
    t->trails = trails;
    t->room = room;
    return true;
}

nb_status nb_trails_step(nb_sheet *s, const nb_text *loss, const nb_def_id *leaves,
                         const double *before, const double *after, size_t count) {
    nb_trails *t = s->state.learned.trails;
    bool moves = false;
    for (size_t i = 0; i < count; i++) moves = moves || before[i] != after[i];
    if (!moves || count > NB_MOST_TRAILS) return NB_STATUS_OK;
    if (t == NULL || t->statement != s->statement || t->trained || !is_loss(t, loss))
        t = add_trails(s, loss, NULL, count);
    if (t == NULL || !reserve(s, t, count)) return NB_STATUS_NO_MEMORY;
    t->step++;
    for (size_t i = 0; i < count; i++) {
        nb_trail *trail;
        nb_status status = go_on(s, t, leaves[i], before[i], &trail);
        if (status != NB_STATUS_OK) return status;
        add_step(trail, after[i], t->step);
    }
    s->state.learned.trails = t;
    return NB_STATUS_OK;
}

const nb_trail *nb_trails_find(const nb_trails *trails, nb_def_id leaf) {
    for (size_t i = 0; i < trails->count; i++)
        if (trails->trails[i].def == leaf) return &trails->trails[i];
    return NULL;
}
