/* The state as a whole. Another field that statements change is added here, to what differs, and
 * nowhere else. */
#include "definitions/state.h"

#include "graph/broken.h"

const nb_settings nb_default_settings = {.digits = 6, .colour = -1, .compiled = 1};

static bool same_settings(const nb_settings *a, const nb_settings *b) {
    return a->digits == b->digits && a->ascii == b->ascii && a->colour == b->colour &&
           a->compiled == b->compiled && a->images == b->images && a->lang == b->lang &&
           a->vectors == b->vectors;
}

nb_state nb_state_first(nb_settings settings) {
    nb_state state = {.settings = settings, .target = NB_NO_DEF};
    nb_random_seed(&state.random, NB_FIRST_SEED);
    return state;
}

/* What was printed last aside: it belongs to the screen. */
bool nb_state_differs(const nb_state *a, const nb_state *b) {
    return a->target != b->target || a->mistake != b->mistake || a->secret != b->secret ||
           a->random.seed != b->random.seed || a->random.drawn != b->random.drawn ||
           a->learned.data != b->learned.data || a->learned.row != b->learned.row ||
           a->learned.steps != b->learned.steps || a->learned.history != b->learned.history ||
           a->learned.trails != b->learned.trails ||
           !same_settings(&a->settings, &b->settings);
}

void nb_state_set(nb_sheet *s, const nb_state *state) {
    s->state = *state;
    nb_graph_break(&s->graph, state->mistake);
}

double nb_get_ans(const nb_sheet *s) {
    return s->state.printed.is_there ? s->state.printed.value : 0;
}

void nb_set_ans(nb_sheet *s, double value) {
    s->state.printed = (nb_printed){.value = value, .is_there = true, .shape = NB_SCALAR};
}
