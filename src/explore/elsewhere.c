/* Leaves are moved by changes like any others, which are rolled back: nothing else knows how. */
#include "explore/elsewhere.h"

#include <math.h>

#include "base/random.h"
#include "definitions/define.h"
#include "definitions/problem.h"
#include "definitions/undo.h"

/* By a tenth or so to either side: mostly on the same side of kinks, and of the ends of domains. */
static double move(nb_random *random, double value) {
    const double least = 0.05, spread = 0.1, small = 0.1;
    double part = least + spread * nb_random_uniform(random);
    double size = fabs(value) > small ? fabs(value) : 1;
    return value + (nb_random_next(random) & 1 ? part : -part) * size;
}

nb_status nb_elsewhere_go(nb_sheet *s, uint32_t turn, nb_elsewhere *elsewhere) {
    nb_random random;
    nb_random_seed(&random, turn);
    *elsewhere = (nb_elsewhere){s->done.count};
    nb_status status = NB_STATUS_OK;
    s->statement++; /* else a leaf that this statement has changed already would keep the number */
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        nb_meaning meaning = nb_present_meaning(s, (nb_def_id)i);
        if (meaning.kind != NB_DEF_LEAF || meaning.built_in) continue;
        meaning.value = move(&random, meaning.value);
        status = nb_set_meaning(s, (nb_def_id)i, meaning);
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    return status;
}

void nb_elsewhere_return(nb_sheet *s, const nb_elsewhere *elsewhere) {
    nb_roll_back(s, elsewhere->changes);
    s->statement++;
}
