/* Help about what is called with settings by name: optimizers, initialisers and kinds of samples.
 * All of it is in their tables. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "session/internal.h"
#include "train/initialiser.h"
#include "train/optimizer.h"
#include "train/samples.h"

enum { ROOM = 24, LINE = 400 };

/* One of the three tables' rows, as help sees it. */
typedef struct recipe {
    const char *name, *front, *help; /* front: what stands before the settings, as "100" */
    const nb_default *parameters;
    const nb_optimizer_info *optimizer;     /* NULL: it is none */
    const nb_initialiser_info *initialiser; /* NULL: it is none */
    const char *example;                    /* %s is the name */
    nb_recipe_kind kind;
} recipe;

/* The rows of all three tables, numbered from 0; false behind the last. */
static bool get_recipe(size_t i, recipe *r) {
    if (i < NB_OPTIMIZER_COUNT) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        *r = (recipe){info->name, "", info->help, info->parameters, info, NULL,
                      "w = 3; x = 2\nE = (w*x - 1)^2\nupdate w of E with %s(lr=0.1)",
                      NB_RECIPE_OPTIMIZER};
        return true;
    }
    i -= NB_OPTIMIZER_COUNT;
    if (i < NB_INITIALISER_COUNT) {
        const nb_initialiser_info *info = nb_initialiser_get((nb_initialiser)i);
        *r = (recipe){info->name, "2, 3", info->help, info->parameters, NULL, info,
                      "seed 1\nW = %s(2, 3)", NB_RECIPE_INITIALISER};
        return true;
    }
    const nb_samples_info *info = nb_samples_get(i - NB_INITIALISER_COUNT);
    if (info == NULL) return false;
    *r = (recipe){info->name, "100", info->help, info->parameters, NULL, NULL,
                  "data x1, x2, t from %s(20)\nrow 2", NB_RECIPE_SAMPLES};
    return true;
}

/* ---- texts ---- */

static const char *keep(nb_session *s, const char *text) {
    return nb_result_text(s->result, text, strlen(text));
}

static void append(char line[LINE], const char *text) {
    size_t length = strlen(line);
    snprintf(line + length, LINE - length, "%s", text);
}

/* adam(lr=0.001, beta1=0.9, ..., bias_correction=on|off|keras) */
static const char *usage_of(nb_session *s, const recipe *r) {
    char line[LINE] = "", number[NB_NUMBER_ROOM];
    append(line, r->name);
    append(line, "(");
    append(line, r->front);
    const char *between = *r->front != '\0' ? ", " : "";
    for (const nb_default *p = r->parameters; p->parameter != NB_PARAMETER_COUNT; p++) {
        nb_number_exact(p->value, number);
        append(line, between);
        append(line, nb_parameter_get(p->parameter)->name);
        append(line, "=");
        append(line, number);
        between = ", ";
    }
    if (r->optimizer != NULL && r->optimizer->option != NULL) {
        append(line, between);
        append(line, r->optimizer->option);
        between = "=";
        for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
            const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
            if (strcmp(info->name, r->name) != 0) continue;
            append(line, between);
            append(line, info->choice);
            between = "|";
        }
    }
    append(line, ")");
    return keep(s, line);
}

static void add(nb_help_row *rows, size_t *count, const char *head, const char *text) {
    if (*count < ROOM) rows[(*count)++] = (nb_help_row){head, text};
}

/* The lines of a rule. A slot's name means its old value until its line. */
static void add_rule(nb_session *s, const nb_optimizer_info *info, nb_help_row *rows,
                     size_t *count) {
    char choice[LINE] = "";
    if (info->option != NULL) {
        append(choice, info->option);
        append(choice, "=");
        append(choice, info->choice);
        add(rows, count, keep(s, choice), info->help);
    }
    if (info->ahead != NULL) add(rows, count, "g at", nb_readable(s, info->ahead));
    for (size_t k = 0; k < info->line_count; k++)
        add(rows, count, info->lines[k].name, nb_readable(s, info->lines[k].formula));
}

static bool is_word_in(const char *word, const char *formula) {
    const char *const letters = "abcdefghijklmnopqrstuvwxyz_";
    size_t length = strlen(word);
    for (const char *at = formula; *at != '\0'; at++) {
        size_t letter_count = strspn(at, letters);
        if (letter_count == length && memcmp(at, word, length) == 0) return true;
        if (letter_count > 0) at += letter_count - 1;
    }
    return false;
}

static void add_formula(nb_session *s, const nb_initialiser_info *info, nb_help_row *rows,
                        size_t *count) {
    const nb_quantity *quantity;
    add(rows, count, "element", nb_readable(s, info->formula));
    for (size_t i = 0; (quantity = nb_quantity_get(i)) != NULL; i++)
        if (is_word_in(quantity->name, info->formula))
            add(rows, count, quantity->name, quantity->help);
}

static const char *range_of(nb_session *s, const nb_parameter_info *info) {
    char line[LINE] = "";
    append(line, info->help);
    append(line, "; ");
    append(line, info->range);
    return keep(s, line);
}

/* ---- the answers ---- */

static bool find_recipe(const char *word, recipe *r) {
    for (size_t i = 0; get_recipe(i, r); i++)
        if (strcmp(r->name, word) == 0) return true;
    return false;
}

nb_status nb_help_recipe(nb_session *s, const char *word, bool *found) {
    nb_help_row rows[ROOM];
    size_t count = 0;
    recipe r;
    char example[LINE];
    *found = find_recipe(word, &r);
    if (!*found) return NB_STATUS_OK;
    add(rows, &count, usage_of(s, &r), r.help);
    if (r.initialiser != NULL) add_formula(s, r.initialiser, rows, &count);
    for (int i = 0; r.optimizer != NULL && i < NB_OPTIMIZER_COUNT; i++)
        if (strcmp(nb_optimizer_get((nb_optimizer)i)->name, word) == 0)
            add_rule(s, nb_optimizer_get((nb_optimizer)i), rows, &count);
    for (const nb_default *p = r.parameters; p->parameter != NB_PARAMETER_COUNT; p++) {
        const nb_parameter_info *info = nb_parameter_get(p->parameter);
        add(rows, &count, info->name, range_of(s, info));
    }
    if (r.initialiser != NULL && *r.initialiser->source != '\0')
        add(rows, &count, "source", r.initialiser->source);
    const char *at = strstr(r.example, "%s");
    snprintf(example, sizeof example, "%.*s%s%s", (int)(at - r.example), r.example, r.name,
             at + 2);
    return nb_add_help(s, NULL, rows, count, keep(s, example));
}

const char *nb_recipe_use(nb_session *s, const char *word) {
    char line[LINE];
    recipe r;
    if (!find_recipe(word, &r)) return NULL;
    const char *use = r.optimizer != NULL     ? "train L over w with "
                      : r.initialiser != NULL ? "W = "
                                              : "data x1, x2, t from ";
    snprintf(line, sizeof line, "%s%s(%s)", use, word, r.optimizer != NULL ? "lr=0.1" : r.front);
    return nb_arena_text(&s->scratch, line, strlen(line));
}

/* Another form of an optimizer has its name. */
const char *nb_recipe_get(size_t *next, const char **help, nb_recipe_kind *kind) {
    recipe r, before = {.name = ""};
    if (*next > 0) get_recipe(*next - 1, &before);
    do {
        if (!get_recipe((*next)++, &r)) return NULL;
    } while (strcmp(r.name, before.name) == 0);
    *help = r.help;
    *kind = r.kind;
    return r.name;
}

/* ---- completion ---- */

void nb_offer_recipes(nb_recipe_kind kind, void (*found)(void *user, const char *name),
                      void *user) {
    recipe r;
    for (size_t i = 0; get_recipe(i, &r); i++)
        if (r.kind == kind) found(user, r.name);
}

bool nb_offer_settings(const char *name, size_t length, const char *option, size_t option_length,
                       void (*found)(void *user, const char *name), void *user) {
    char key[LINE] = "";
    bool chosen = false, first = true;
    recipe r;
    for (size_t i = 0; get_recipe(i, &r); i++) {
        if (!nb_bytes_are(name, length, r.name)) continue;
        const char *form = r.optimizer != NULL ? r.optimizer->option : NULL;
        bool asked = form != NULL && option != NULL && nb_bytes_are(option, option_length, form);
        if (asked) found(user, r.optimizer->choice);
        chosen = chosen || asked;
        for (const nb_default *p = r.parameters;
             first && option == NULL && p->parameter != NB_PARAMETER_COUNT; p++) {
            snprintf(key, sizeof key, "%s=", nb_parameter_get(p->parameter)->name);
            found(user, key);
        }
        if (first && option == NULL && form != NULL) {
            snprintf(key, sizeof key, "%s=", form);
            found(user, key);
        }
        /* the first settings of the others are sizes, which may have names */
        chosen = chosen || (option == NULL && r.kind == NB_RECIPE_OPTIMIZER);
        first = false;
    }
    return chosen;
}
