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

typedef enum nb_gradient_step { /* what may be done with a gradient first */
#define GRADIENT(parameter, ...) NB_GRADIENT_##parameter,
#include "train/gradients.def"
#undef GRADIENT
    NB_GRADIENT_COUNT
} nb_gradient_step;

typedef enum nb_line_kind { NB_LINE_KEEP, NB_LINE_LET, NB_LINE_STEP } nb_line_kind;

/* The most that any row has, counted by the compiler: a union is as large as its largest member. */
#define NONE
#define ONLY_FORM
#define FORM(option, choice) +1
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
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ONCE, AT, RULE, ...) char ID[RULE];
#include "train/optimizers.def"
#undef OPTIMIZER
};
union nb_optimizer_forms {
#define OPTIMIZER(ID, NAME, FORMS, ...) char ID[1 FORMS];
#include "train/optimizers.def"
#undef OPTIMIZER
};
#undef NONE
#undef ONLY_FORM
#undef FORM
#undef SLOT
#undef KEEP
#undef LET
#undef STEP
enum {
    NB_MAX_SLOTS = sizeof(union nb_optimizer_slots) - 1,
    NB_MAX_LINES = sizeof(union nb_optimizer_lines),
    NB_MAX_OPTIONS = sizeof(union nb_optimizer_forms) - 1
};

/* What a row has chosen: name(option=choice). */
typedef struct nb_choice {
    const char *option, *choice;
} nb_choice;

/* What is done with the gradient first. */
typedef struct nb_gradient_info {
    nb_parameter parameter; /* done where this is above 0, */
    const char *name;
    const char *formula;    /* in g, w, norm and the parameter */
    const char *help;
} nb_gradient_info;

/* One line of the rule, as on the blackboard: v = momentum·v + g. */
typedef struct nb_rule_line {
    nb_line_kind kind;
    const char *name;    /* of the slot, of the quantity; of the last line: w */
    const char *formula; /* the taught one: in w, g, t, parameters, slots and the lines above */
} nb_rule_line;

typedef struct nb_optimizer_info {
    const char *name;
    nb_choice choices[NB_MAX_OPTIONS + 1]; /* ended by an option NULL; none: the only form */
    nb_default parameters[NB_MAX_PARAMETERS + 1];
    const char *slots[NB_MAX_SLOTS + 1]; /* ended by NULL */
    size_t slot_count;
    const char *ahead; /* the point at which the gradient is taken; NULL: at w */
    nb_rule_line lines[NB_MAX_LINES];
    size_t line_count;
    const char *help;
    const char *source; /* where it comes from, and how others have it; "" where the first form of
                           the name says it */
} nb_optimizer_info;

const nb_optimizer_info *nb_optimizer_get(nb_optimizer optimizer);
const nb_gradient_info *nb_gradient_get(nb_gradient_step step);
/* How many parameters belong to the rule. They stand first in the list; the others are those of
 * what is done with the gradient before. */
size_t nb_optimizer_own(nb_optimizer optimizer);
/* Whether an optimizer can do such a step, */
bool nb_gradient_has(nb_optimizer optimizer, nb_gradient_step step);
/* and the step's parameter among an optimizer's settings; 0: the gradient is left as it is. */
double nb_gradient_setting(nb_optimizer optimizer, const double *settings, nb_gradient_step step);
/* The first form with this name; false when there is none. */
bool nb_optimizer_find(const char *name, size_t length, nb_optimizer *optimizer);
/* The choice that a form has of an option, or NULL where it has no such option. */
const char *nb_optimizer_choice(const nb_optimizer_info *info, const char *option);
/* The same of a row of the optimizer `name`, or NULL where a row above has the same choice: so each
 * is answered once. */
const char *nb_optimizer_new_choice(nb_optimizer optimizer, const char *name, const char *option);
/* Replaces a form by that of the same optimizer which has option=choice and is otherwise the same;
 * false when there is none. */
bool nb_optimizer_choose(nb_optimizer *optimizer, const char *option, const char *choice);

#endif
