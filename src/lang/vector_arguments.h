/* The arguments of an operator over vectors: values, settings and a direction. What stands in them
 * is read by expression.c. */
#ifndef NABLA_LANG_VECTOR_ARGUMENTS_H
#define NABLA_LANG_VECTOR_ARGUMENTS_H

#include "lang/reader.h"

enum { NB_MOST_SLOTS = NB_VECTOR_PARAMETERS + NB_VECTOR_SETTINGS };

/* Where the codes of each argument stand; behind the values come the settings. */
typedef struct nb_slots {
    const nb_vector_info *info;
    uint32_t begin[NB_MOST_SLOTS], end[NB_MOST_SLOTS];
    bool given[NB_MOST_SLOTS];
    uint32_t count;     /* of those without a name */
    uint32_t at, start; /* the one that is being read, and where its codes begin */
    nb_span from;
} nb_slots;

/* Whether the current token is a name with = behind it, and whether that name is `by`. */
bool nb_at_keyword(parser *p);
bool nb_at_direction(parser *p);
/* What stands there then. */
NB_MUST_USE nb_status nb_read_direction(parser *p, nb_along *by);

/* Before and behind the expression of an argument. */
NB_MUST_USE nb_status nb_open_slot(parser *p, nb_slots *slots);
NB_MUST_USE nb_status nb_close_slot(parser *p, nb_slots *slots);
/* Behind the closing bracket: the codes from `first` on get the order of the row, with the settings
 * that were left out. `from` is where the call begins. */
NB_MUST_USE nb_status nb_fill_slots(parser *p, const nb_slots *slots, uint32_t first,
                                    nb_span from);

#endif
