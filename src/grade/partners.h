/* Which column of the data says what an output should be. Where a formula puts the two together,
 * as (y − t)² or cross_entropy(p, t) do, it is the column that stands there by itself: nothing else
 * that the output is compared with is made of one column and of no weight. */
#ifndef NABLA_GRADE_PARTNERS_H
#define NABLA_GRADE_PARTNERS_H

#include "data/data.h"

typedef struct nb_partners { /* of the nodes of the sheet's graph; in the scratch arena */
    const nb_data *data;
    uint8_t *live;  /* whether a definition needs it */
    uint32_t *bare; /* the column that it alone is made of, plus one; 0: of none; or MIXED */
} nb_partners;

NB_MUST_USE nb_status nb_partners_find(nb_sheet *s, const nb_data *data, nb_partners *partners);

/* The column, from 0, that an output is compared with first; data->set.columns: there is none. */
NB_MUST_USE nb_status nb_find_partner(nb_sheet *s, const nb_partners *partners, nb_node output,
                                      size_t *column);

/* Whether a node is a loss: it compares an output that has a name with a column, and nothing
 * compares the node itself. That output; or NB_NO_DEF: it is none. */
NB_MUST_USE nb_status nb_find_judged(nb_sheet *s, const nb_partners *partners, nb_node loss,
                                     nb_def_id *output);

#endif
