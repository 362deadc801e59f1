/* Who is made from whom, and what is out of date when something changes. */
#ifndef NABLA_DEFINITIONS_USES_H
#define NABLA_DEFINITIONS_USES_H

#include "definitions/sheet.h"

/* Records that `user` is made from `used`; and forgets all that `user` is made from. */
NB_MUST_USE nb_status nb_link(nb_sheet *s, nb_def_id user, nb_def_id used);
void nb_unlink_uses(nb_sheet *s, nb_def_id user);

/* Whether a definition has no node: what it was made from has changed, or it was never built. */
bool nb_is_dirty(const nb_def *def);

/* Takes a definition its node away, keeping the number of a leaf. */
void nb_drop_node(nb_sheet *s, nb_def *def);

/* Takes the nodes of everything away that is made from `def`. */
void nb_make_users_dirty(nb_sheet *s, nb_def_id def);

/* The definitions that are out of date, in the order in which they came, in the scratch arena. */
NB_MUST_USE nb_status nb_list_dirty(nb_sheet *s, nb_def_id **list, size_t *count);
/* Forgets that definitions from `end` on are out of date: they will be no more. */
void nb_forget_dirty(nb_sheet *s, nb_def_id end);

#endif
