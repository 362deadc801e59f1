/* Who is made from whom, and what is out of date when something changes. */
#ifndef NABLA_DEFINITIONS_USES_H
#define NABLA_DEFINITIONS_USES_H

#include "definitions/sheet.h"

/* Records that `user` is made from `used`. */
NB_MUST_USE nb_status nb_link(nb_sheet *s, nb_def_id user, nb_def_id used);

/* Forgets all that `user` is made from. */
void nb_unlink_uses(nb_sheet *s, nb_def_id user);

/* Whether a definition has no node: what it was made from has changed, or it was never built. */
bool nb_is_dirty(const nb_def *def);

/* Takes the node of a definition away: it is dirty from then on. A leaf keeps its number. */
void nb_drop_node(nb_sheet *s, nb_def *def);

/* Takes the nodes away of everything that is made from `def`, directly or not. */
void nb_make_users_dirty(nb_sheet *s, nb_def_id def);

/* The leaves, formulas and elements that are out of date, in the order of their ids, in the scratch
 * arena. */
NB_MUST_USE nb_status nb_list_dirty(nb_sheet *s, nb_def_id **list, size_t *count);

/* Takes the definitions from `end` on off that list, because they are about to be dropped. */
void nb_forget_dirty(nb_sheet *s, nb_def_id end);

#endif
