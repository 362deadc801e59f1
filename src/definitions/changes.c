/* Recording changes. Each is the former meaning of one definition, or the former state. */
#include "definitions/changes.h"

/* Room for two changes: the one to be recorded, and the state's at the statement's end. */
static bool reserve_change(nb_sheet *s) {
    return NB_RESERVE(&s->memory, s->done.changes, &s->done.capacity, s->done.count + 2);
}

nb_status nb_log_meaning(nb_sheet *s, nb_def_id def, nb_meaning former) {
    if (!reserve_change(s)) return NB_STATUS_NO_MEMORY;
    s->done.changes[s->done.count++] = (nb_change){.def = def, .former.meaning = former};
    return NB_STATUS_OK;
}

nb_status nb_log_state(nb_sheet *s, const nb_state *former) {
    if (!reserve_change(s)) return NB_STATUS_NO_MEMORY;
    s->done.changes[s->done.count++] = (nb_change){.def = NB_NO_DEF, .former.state = *former};
    return NB_STATUS_OK;
}
