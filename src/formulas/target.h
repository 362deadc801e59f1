/* The target: the formula that the passes, and all that is asked about gradients, are about. */
#ifndef NABLA_FORMULAS_TARGET_H
#define NABLA_FORMULAS_TARGET_H

#include "definitions/sheet.h"

/* What a command does with its target. */
typedef enum nb_target_role {
    NB_TARGET_NAMED,  /* a target that it names is the target from then on */
    NB_TARGET_SEEN,   /* it looks at one, and leaves the target as it is */
    NB_TARGET_TRAINED /* likewise; and without a name it takes none but the only candidate */
} nb_target_role;

/* The target that was named, as long as it is one number; else NB_NO_DEF. It must have been built,
 * for else its shape is not known. */
nb_def_id nb_named_target(const nb_sheet *s);

/* What a command has in the place of its target: what stands behind `of`, where its row has that
 * clause, else its first argument; NULL: nothing. */
const nb_command_arg *nb_typed_target(const nb_statement *st);

/* The target that a command means, built: the one that it names; else the one that was named last;
 * else the only formula that nothing uses. Where there are several, the error lists those that
 * contain what the command asks for, and writes out a line that names one. */
NB_MUST_USE nb_status nb_choose_target(nb_sheet *s, const nb_statement *st, nb_target_role role,
                                       nb_node *target);

/* Of a command that shows what is near *target: the target that a command without a name would mean
 * takes its place, where it is made of it. */
NB_MUST_USE nb_status nb_widen_target(nb_sheet *s, nb_node *target);

/* nb_choose_target for a command that names its target, as explain dL/dw does. */
NB_MUST_USE nb_status nb_choose_named(nb_sheet *s, const nb_command_arg *named,
                                      nb_target_role role, nb_node *target);

/* To be called behind a statement that may have defined formulas, `first` being the first of the
 * changes that it made: one that is made of the target takes its place, unless it contains a
 * derivative, and it is said. */
NB_MUST_USE nb_status nb_follow_target(nb_sheet *s, size_t first);

#endif
