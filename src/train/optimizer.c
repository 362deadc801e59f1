/* The optimizers' table as data and the look-ups over it. The rules as machine code are in
 * optimizer_step.c: here the same rows are only read as text. */
#include "train/optimizer.h"

#include <string.h>

#include "base/buffer.h"

#define TAUGHT(formula) #formula
#define CAREFUL(taught, careful) #taught
#define ONLY_FORM NULL, NULL
#define FORM(option, choice) #option, #choice
#define WITH(name, value) {NB_PARAMETER_##name, value},
#define SLOT(name) #name,
#define NONE
#define BEFORE(name, formula)
#define HERE NULL
#define AHEAD(formula) formula
#define KEEP(name, formula) {NB_LINE_KEEP, #name, formula},
#define LET(name, formula) {NB_LINE_LET, #name, formula},
#define STEP(formula) {NB_LINE_STEP, "w", formula}

#define COUNT(type, ...) (sizeof((const type[]){__VA_ARGS__}) / sizeof(type))

static const nb_optimizer_info table[NB_OPTIMIZER_COUNT] = {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ONCE, AT, RULE, HELP)                        \
    {NAME, FORMS, {PARAMETERS {NB_PARAMETER_COUNT, 0}}, {SLOTS NULL},                              \
     COUNT(char *, SLOTS NULL) - 1, AT, {RULE}, COUNT(nb_rule_line, RULE), HELP},
#include "train/optimizers.def"
};

#undef OPTIMIZER
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, ...)                                                \
    NB_PARAMETERS_FIT(ID, PARAMETERS {NB_PARAMETER_COUNT, 0})
#include "train/optimizers.def"

const nb_optimizer_info *nb_optimizer_get(nb_optimizer optimizer) {
    return &table[optimizer];
}

bool nb_optimizer_find(const char *name, size_t length, nb_optimizer *optimizer) {
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        if (!nb_bytes_are(name, length, table[i].name)) continue;
        *optimizer = (nb_optimizer)i;
        return true;
    }
    return false;
}

bool nb_optimizer_choose(nb_optimizer *optimizer, const char *option, const char *choice) {
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = &table[i];
        if (strcmp(info->name, table[*optimizer].name) != 0 || info->option == NULL) continue;
        if (strcmp(info->option, option) != 0 || strcmp(info->choice, choice) != 0) continue;
        *optimizer = (nb_optimizer)i;
        return true;
    }
    return false;
}
