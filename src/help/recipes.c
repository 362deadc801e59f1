/* Help about what is called with settings by name: optimizers, initialisers and kinds of samples.
 * All of it is in their tables. */
#include "help/recipes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "formulas/table_cells.h"
#include "help/page.h"
#include "train/initialiser.h"
#include "train/optimizer.h"
#include "train/samples.h"

#define TYPED(statements) statements /* what is typed: not translated */

enum { ROOM = 24 };

/* One of the three tables' rows, as help sees it. */
typedef struct recipe {
    const char *name, *front, *help; /* front: what stands before the settings, as "100" */
    const nb_default *parameters;
    const nb_optimizer_info *optimizer;     /* NULL: it is none */
    const nb_initialiser_info *initialiser; /* NULL: it is none */
    nb_recipe_kind kind;
    const char *use, *given;      /* what may stand in front of the name, and in its brackets */
    const char *before, *behind;  /* the name in an example */
} recipe;

/* The rows of all three tables, numbered from 0; false behind the last. */
static bool get_recipe(size_t i, recipe *r) {
    if (i < NB_OPTIMIZER_COUNT) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        *r = (recipe){info->name, "", info->help, info->parameters, info, NULL,
                      NB_RECIPE_OPTIMIZER, TYPED("train L over w with "), "lr=0.1",
                      TYPED("w = 3; x = 2\nE = (w*x - 1)^2\nupdate w of E with "), "(lr=0.1)"};
        return true;
    }
    i -= NB_OPTIMIZER_COUNT;
    if (i < NB_INITIALISER_COUNT) {
        const nb_initialiser_info *info = nb_initialiser_get((nb_initialiser)i);
        *r = (recipe){info->name, "2, 3", info->help, info->parameters, NULL, info,
                      NB_RECIPE_INITIALISER, "W = ", "2, 3", "seed 1\nW = ", "(2, 3)"};
        return true;
    }
    const nb_samples_info *info = nb_samples_get(i - NB_INITIALISER_COUNT);
    if (info == NULL) return false;
    *r = (recipe){info->name, "100", info->help, info->parameters, NULL, NULL,
                  NB_RECIPE_SAMPLES, TYPED("data x1, x2, t from "), "100",
                  TYPED("data x1, x2, t from "), "(20)\nrow 2"};
    return true;
}

/* ---- texts ---- */

/* adam(lr=0.001, beta1=0.9, ..., bias_correction=on|off|keras) */
static const char *usage_with_defaults(nb_sheet *s, const recipe *r) {
    char number[NB_NUMBER_ROOM];
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    nb_buffer_add_text(&out, r->front);
    for (const nb_default *p = r->parameters; p->parameter != NB_PARAMETER_COUNT; p++) {
        nb_number_exact(p->value, number);
        nb_buffer_add_item(&out, ", ", nb_parameter_get(p->parameter)->name);
        nb_buffer_add_char(&out, '=');
        nb_buffer_add_text(&out, number);
    }
    bool forms = r->optimizer != NULL && r->optimizer->option != NULL;
    if (forms) nb_buffer_add_item(&out, ", ", r->optimizer->option);
    for (int i = 0, count = 0; forms && i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        if (strcmp(info->name, r->name) != 0) continue;
        nb_buffer_add_char(&out, count++ == 0 ? '=' : '|');
        nb_buffer_add_text(&out, info->choice);
    }
    return NB_JOIN(s, r->name, "(", nb_take_text(s, &out), ")");
}

static void add(nb_help_row *rows, size_t *count, const char *head, const char *text) {
    assert(*count < ROOM);
    rows[(*count)++] = NB_HELP_ROW(head, text);
}

static void add_said(nb_help_row *rows, size_t *count, nb_message head, const char *text) {
    assert(*count < ROOM);
    rows[(*count)++] = NB_HELP_SAID(head, text);
}

/* The lines of a rule. A slot's name means its old value until its line. `said` is the help that
 * stands there already. */
static void add_rule(nb_sheet *s, const nb_optimizer_info *info, const char *said,
                     nb_help_row *rows, size_t *count) {
    if (info->option != NULL)
        add(rows, count, NB_JOIN(s, info->option, "=", info->choice),
            strcmp(info->help, said) != 0 ? info->help : "");
    if (info->ahead != NULL)
        add_said(rows, count, NB_PLAIN(HELP_GRADIENT_AT), nb_readable(s, info->ahead));
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

static void add_formula(nb_sheet *s, const nb_initialiser_info *info, nb_help_row *rows,
                        size_t *count) {
    const nb_quantity *quantity;
    add_said(rows, count, NB_PLAIN(HELP_ELEMENT), nb_readable(s, info->formula));
    for (size_t i = 0; (quantity = nb_quantity_get(i)) != NULL; i++)
        if (is_word_in(quantity->name, info->formula))
            add(rows, count, quantity->name, quantity->help);
}

/* ---- the answers ---- */

static bool find_recipe(const char *word, recipe *r) {
    for (size_t i = 0; get_recipe(i, r); i++)
        if (strcmp(r->name, word) == 0) return true;
    return false;
}

nb_status nb_help_recipe(nb_sheet *s, const char *word, bool *found) {
    nb_help_row rows[ROOM];
    size_t count = 0;
    recipe r;
    *found = find_recipe(word, &r);
    if (!*found) return NB_STATUS_OK;
    add(rows, &count, usage_with_defaults(s, &r), r.help);
    if (r.initialiser != NULL) add_formula(s, r.initialiser, rows, &count);
    for (int i = 0; r.optimizer != NULL && i < NB_OPTIMIZER_COUNT; i++)
        if (strcmp(nb_optimizer_get((nb_optimizer)i)->name, word) == 0)
            add_rule(s, nb_optimizer_get((nb_optimizer)i), r.help, rows, &count);
    for (const nb_default *p = r.parameters; p->parameter != NB_PARAMETER_COUNT; p++) {
        const nb_parameter_info *info = nb_parameter_get(p->parameter);
        add(rows, &count, info->name, info->help);
        rows[count - 1].also = info->range;
    }
    if (r.initialiser != NULL && *r.initialiser->source != '\0')
        add_said(rows, &count, NB_PLAIN(HELP_SOURCE), r.initialiser->source);
    return nb_add_help(s, NULL, rows, count, NB_JOIN(s, r.before, r.name, r.behind));
}

const char *nb_recipe_use(nb_sheet *s, const char *word) {
    recipe r;
    return find_recipe(word, &r) ? NB_JOIN(s, r.use, word, "(", r.given, ")") : NULL;
}

/* The forms of an optimizer are rows with one name, which is answered once. */
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
    char key[40];
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
