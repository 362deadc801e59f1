/* The optimizers: what optimizers.def says, as C. An optimizer changes plain arrays of weights; who
 * computes the gradients is not its concern.
 *
 * A caller keeps `slots` × count doubles of state, all 0 at first: slot k of weight i stands at
 * state[k * count + i]. Settings are the values of the row's parameters, in their order. */
#ifndef NABLA_TRAIN_OPTIMIZER_H
#define NABLA_TRAIN_OPTIMIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "train/parameter.h"

typedef enum nb_optimizer { /* a row: one form of an optimizer */
#define OPTIMIZER(ID, ...) NB_OPTIMIZER_##ID,
#include "train/optimizers.def"
#undef OPTIMIZER
    NB_OPTIMIZER_COUNT
} nb_optimizer;

typedef enum nb_line_kind { NB_LINE_KEEP, NB_LINE_LET, NB_LINE_STEP } nb_line_kind;

/* The most that any row has, counted by the compiler: a union is as large as its largest member. */
#define NONE
#define SLOT(name) +1
#define KEEP(name, formula) +1
#define LET(name, formula) +1
#define STEP(formula) +1
union nb_optimizer_slots {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ...) char ID[1 SLOTS];
#include "train/optimizers.def"
#undef OPTIMIZER
};
union nb_optimizer_lines {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ONCE, AT, RULE, HELP) char ID[RULE];
#include "train/optimizers.def"
#undef OPTIMIZER
};
#undef NONE
#undef SLOT
#undef KEEP
#undef LET
#undef STEP
enum {
    NB_MAX_SLOTS = sizeof(union nb_optimizer_slots) - 1,
    NB_MAX_LINES = sizeof(union nb_optimizer_lines)
};

/* One line of the rule, as on the blackboard: v = momentum·v + g. */
typedef struct nb_rule_line {
    nb_line_kind kind;
    const char *name;    /* of the slot, of the quantity; of the last line: w */
    const char *formula; /* the taught one: in w, g, t, parameters, slots and the lines above */
} nb_rule_line;

typedef struct nb_optimizer_info {
    const char *name;
    const char *option, *choice; /* name(option=choice); NULL: there is only one form */
    nb_default parameters[NB_MAX_PARAMETERS + 1];
    const char *slots[NB_MAX_SLOTS + 1]; /* ended by NULL */
    size_t slot_count;
    const char *ahead; /* the point at which the gradient is taken; NULL: at w */
    nb_rule_line lines[NB_MAX_LINES];
    size_t line_count;
    const char *help;
} nb_optimizer_info;

const nb_optimizer_info *nb_optimizer_get(nb_optimizer optimizer);
/* The first form with this name; false when there is none. */
bool nb_optimizer_find(const char *name, size_t length, nb_optimizer *optimizer);
/* Replaces a form by that of the same optimizer for option=choice; false when there is none. */
bool nb_optimizer_choose(nb_optimizer *optimizer, const char *option, const char *choice);

#endif
