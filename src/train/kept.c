/* A short list of compiled objectives. See kept.h. */
#include "train/kept.h"

#include <string.h>

/* Takes entry `at` out of the list, which closes up. */
static nb_objective take_out(nb_kept *kept, size_t at) {
    nb_objective found = kept->objectives[at];
    kept->count--;
    memmove(kept->objectives + at, kept->objectives + at + 1,
            (kept->count - at) * sizeof *kept->objectives);
    return found;
}

static bool drop_oldest(void *user) {
    nb_kept *kept = user;
    if (kept->count == 0) return false;
    nb_objective oldest = take_out(kept, 0);
    nb_objective_clear(&oldest);
    return true;
}

void nb_kept_init(nb_kept *kept, nb_memory *memory) {
    *kept = (nb_kept){.memory = memory};
    memory->spare = drop_oldest;
    memory->spare_user = kept;
}

void nb_kept_clear(nb_kept *kept) {
    while (drop_oldest(kept)) {}
}

nb_status nb_kept_take(nb_kept *kept, const nb_objective_plan *plan, nb_objective *objective) {
    for (size_t at = kept->count; plan->compiled && at-- > 0;) {
        if (!nb_objective_renew(&kept->objectives[at], plan)) continue;
        *objective = take_out(kept, at);
        return NB_STATUS_OK;
    }
    kept->made += plan->compiled;
    return nb_objective_init(objective, kept->memory, plan);
}

void nb_kept_put(nb_kept *kept, nb_objective *objective) {
    if (objective->lanes == NULL) {
        nb_objective_clear(objective);
        return;
    }
    if (kept->count == NB_MOST_KEPT) (void)drop_oldest(kept);
    kept->objectives[kept->count++] = *objective;
}
