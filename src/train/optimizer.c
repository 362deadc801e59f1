/* The optimizers' table as data and the look-ups over it. The rules as machine code are in
 * optimizer_step.c: here the same rows are only read as text. */
#include "train/optimizer.h"

#include <string.h>

#include "base/buffer.h"

#define TAUGHT(formula) #formula
#define CAREFUL(taught, careful) #taught
#define ONLY_FORM
#define FORM(option, choice) {#option, #choice},
#define WITH(name, value) {NB_PARAMETER_##name, value},
#define FIRST(name, value) WITH(name, value)
#define SLOT(name) #name,
#define NONE
#define BEFORE(name, formula)
#define HERE NULL
#define AHEAD(formula) formula
#define KEEP(name, formula) {NB_LINE_KEEP, #name, formula},
#define LET(name, formula) {NB_LINE_LET, #name, formula},
#define STEP(formula) {NB_LINE_STEP, "w", formula}

#define COUNT(type, ...) (sizeof((const type[]){__VA_ARGS__}) / sizeof(type))

static const nb_optimizer_info rows[NB_OPTIMIZER_COUNT] = {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ONCE, AT, RULE, HELP, SOURCE)                \
    {NAME, {FORMS {NULL, NULL}}, {PARAMETERS {NB_PARAMETER_COUNT, 0}}, {SLOTS NULL},               \
     COUNT(char *, SLOTS NULL) - 1, AT, {RULE}, COUNT(nb_rule_line, RULE), HELP, SOURCE},
#include "train/optimizers.def"
#undef OPTIMIZER
};

#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, ...)                                                \
    NB_PARAMETERS_FIT(ID, PARAMETERS {NB_PARAMETER_COUNT, 0})
#include "train/optimizers.def"
#undef OPTIMIZER

/* Of each row the parameters that change the gradient first, as bits. */
#undef WITH
#undef FIRST
#define WITH(name, value)
#define FIRST(name, value) | 1u << NB_PARAMETER_##name
static const unsigned first[NB_OPTIMIZER_COUNT] = {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, ...) 0u PARAMETERS,
#include "train/optimizers.def"
#undef OPTIMIZER
};
_Static_assert(NB_PARAMETER_COUNT <= 32, "a parameter has no bit");

static const nb_gradient_info gradients[NB_GRADIENT_COUNT] = {
#define GRADIENT(parameter, name, condition, formula, help)                                        \
    {NB_PARAMETER_##parameter, name, #formula, help},
#include "train/gradients.def"
#undef GRADIENT
};

const nb_optimizer_info *nb_optimizer_get(nb_optimizer optimizer) {
    return &rows[optimizer];
}

const nb_gradient_info *nb_gradient_get(nb_gradient_step step) {
    return &gradients[step];
}

size_t nb_optimizer_own(nb_optimizer optimizer) {
    const nb_default *list = rows[optimizer].parameters;
    size_t own = 0;
    while (list[own].parameter != NB_PARAMETER_COUNT &&
           (first[optimizer] >> list[own].parameter & 1u) == 0)
        own++;
    return own;
}

bool nb_gradient_has(nb_optimizer optimizer, nb_gradient_step step) {
    return (first[optimizer] >> gradients[step].parameter & 1u) != 0;
}

double nb_gradient_setting(nb_optimizer optimizer, const double *settings,
                           nb_gradient_step step) {
    const nb_default *list = rows[optimizer].parameters;
    if (!nb_gradient_has(optimizer, step)) return 0;
    while (list->parameter != gradients[step].parameter) list++, settings++;
    return *settings;
}

bool nb_optimizer_find(const char *name, size_t length, nb_optimizer *optimizer) {
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        if (!nb_bytes_are(name, length, rows[i].name)) continue;
        *optimizer = (nb_optimizer)i;
        return true;
    }
    return false;
}

const char *nb_optimizer_choice(const nb_optimizer_info *info, const char *option) {
    for (const nb_choice *c = info->choices; c->option != NULL; c++)
        if (strcmp(c->option, option) == 0) return c->choice;
    return NULL;
}

const char *nb_optimizer_new_choice(nb_optimizer optimizer, const char *name,
                                    const char *option) {
    const char *choice = nb_optimizer_choice(&rows[optimizer], option);
    if (choice == NULL || strcmp(rows[optimizer].name, name) != 0) return NULL;
    for (int i = 0; i < (int)optimizer; i++) {
        const char *before = strcmp(rows[i].name, name) == 0
                                 ? nb_optimizer_choice(&rows[i], option) : NULL;
        if (before != NULL && strcmp(before, choice) == 0) return NULL;
    }
    return choice;
}

/* Whether a form is the other one but for option=choice. */
static bool is_form(const nb_optimizer_info *form, const nb_optimizer_info *other,
                    const char *option, const char *choice) {
    if (strcmp(form->name, other->name) != 0) return false;
    bool found = false;
    for (int k = 0; form->choices[k].option != NULL; k++) {
        bool chosen = strcmp(form->choices[k].option, option) == 0;
        const char *wanted = chosen ? choice : other->choices[k].choice;
        if (strcmp(form->choices[k].choice, wanted) != 0) return false;
        found = found || chosen;
    }
    return found;
}

bool nb_optimizer_choose(nb_optimizer *optimizer, const char *option, const char *choice) {
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        if (!is_form(&rows[i], &rows[*optimizer], option, choice)) continue;
        *optimizer = (nb_optimizer)i;
        return true;
    }
    return false;
}
