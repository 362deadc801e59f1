/* Recording changes. Each is the former meaning of one definition, or the former state. */
#include "definitions/changes.h"

/* Room for two changes: the one to be recorded, and the state's at the statement's end. */
static bool reserve_change(nb_sheet *s) {
    nb_history *done = &s->done;
    return NB_RESERVE(&s->memory, done->changes, &done->capacity, done->count + 2) &&
           NB_RESERVE(&s->memory, done->states, &done->state_capacity, done->state_count + 2);
}

nb_status nb_log_meaning(nb_sheet *s, nb_def_id def, nb_meaning former) {
    if (!reserve_change(s)) return NB_STATUS_NO_MEMORY;
    s->done.changes[s->done.count++] = (nb_change){.def = def, .former = former};
    return NB_STATUS_OK;
}

nb_status nb_log_state(nb_sheet *s, const nb_state *former) {
    if (!reserve_change(s)) return NB_STATUS_NO_MEMORY;
    s->done.changes[s->done.count++] = (nb_change){.def = NB_NO_DEF};
    s->done.states[s->done.state_count++] = *former;
    return NB_STATUS_OK;
}
