/* What practice asks next. A kind of question that went wrong comes back sooner; one that was right
 * comes back later each time, and is sure once it was right at the first try twice in a row. */
#ifndef NABLA_PRACTICE_DRILL_H
#define NABLA_PRACTICE_DRILL_H

#include "base/random.h"
#include "practice/practice.h"

typedef struct nb_drill_kind {
    uint32_t asked, right; /* how often; right: at the first try and without help */
    uint32_t row;          /* how often it was right since it went wrong last */
    uint32_t gap, due;     /* it comes back `gap` questions after it was asked: at number `due` */
} nb_drill_kind;

/* A value: it points to nothing. */
typedef struct nb_drill {
    nb_practice_level level;
    bool climbs;         /* the next level follows when all of this one is sure */
    uint32_t asked;      /* questions so far, of any level */
    nb_random random;    /* the seed makes the row of questions, if the answers are the same */
    nb_drill_kind kinds[NB_PRACTICE_LEVELS][NB_PRACTICE_KINDS];
} nb_drill;

/* `climbs`: no level was named. */
void nb_drill_begin(nb_drill *drill, nb_practice_level level, bool climbs, uint64_t seed);
/* The next question. `even`: kinds take turns however they went, as in an exam. */
nb_practice_id nb_drill_next(nb_drill *drill, bool even);
/* What became of it. True: the level is done, and the drill has gone on to the next one. */
bool nb_drill_note(nb_drill *drill, nb_practice_id id, bool right);

bool nb_drill_is_sure(const nb_drill *drill, nb_practice_level level, nb_practice_kind kind);

#endif
