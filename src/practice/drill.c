/* Which kind is due: a queue of gaps that double, as on a box of cards. */
#include "practice/drill.h"

enum { SURE_AFTER = 2, SOONEST = 2, FIRST_GAP = 4, LONGEST_GAP = 16 };

void nb_drill_begin(nb_drill *drill, nb_practice_level level, bool climbs, uint64_t seed) {
    *drill = (nb_drill){.level = level, .climbs = climbs};
    nb_random_seed(&drill->random, seed);
}

bool nb_drill_is_sure(const nb_drill *drill, nb_practice_level level, nb_practice_kind kind) {
    return drill->kinds[level][kind].row >= SURE_AFTER;
}

/* Of what is due first, one at random; what was asked a moment ago waits, if there is a choice. */
nb_practice_id nb_drill_next(nb_drill *drill, bool even) {
    uint32_t least = UINT32_MAX, found = 0;
    nb_practice_kind chosen = 0;
    for (int kind = 0; kind < NB_PRACTICE_KINDS; kind++) {
        const nb_drill_kind *k = &drill->kinds[drill->level][kind];
        uint32_t due = even ? k->asked : k->due;
        if (!nb_practice_has(drill->level, (nb_practice_kind)kind) || due > least) continue;
        if (due < least) found = 0;
        least = due;
        if (nb_random_below(&drill->random, ++found) == 0) chosen = (nb_practice_kind)kind;
    }
    uint32_t seed = nb_random_below(&drill->random, 1u << 24); /* short enough to be typed */
    return (nb_practice_id){.level = drill->level, .kind = chosen, .seed = seed};
}

static bool is_done(const nb_drill *drill) {
    for (int kind = 0; kind < NB_PRACTICE_KINDS; kind++)
        if (nb_practice_has(drill->level, (nb_practice_kind)kind) &&
            !nb_drill_is_sure(drill, drill->level, (nb_practice_kind)kind))
            return false;
    return true;
}

bool nb_drill_note(nb_drill *drill, nb_practice_id id, bool right) {
    nb_drill_kind *k = &drill->kinds[id.level][id.kind];
    drill->asked++;
    k->asked++;
    k->right += right;
    k->row = right ? k->row + 1 : 0;
    k->gap = !right ? SOONEST : k->gap < FIRST_GAP ? FIRST_GAP : k->gap * 2;
    if (k->gap > LONGEST_GAP) k->gap = LONGEST_GAP;
    k->due = drill->asked + k->gap;
    if (!drill->climbs || !is_done(drill) || drill->level + 1 == NB_PRACTICE_LEVELS) return false;
    drill->level = (nb_practice_level)(drill->level + 1);
    return true;
}
