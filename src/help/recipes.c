/* Help about what is called with settings by name: optimizers, initialisers and kinds of samples.
 * All of it is in their tables. */
#include "help/recipes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "formulas/table_cells.h"
#include "help/page.h"
#include "lang/counters.h"
#include "train/initialiser.h"
#include "train/optimizer.h"
#include "train/samples.h"

#define TYPED(statements) statements /* what is typed: not translated */

enum { ROOM = 40 };

/* One of the three tables' rows, as help sees it. */
typedef struct recipe {
    const char *name, *front, *help; /* front: what stands before the settings, as "100" */
    const nb_default *parameters;
    const nb_optimizer_info *optimizer;     /* NULL: it is none */
    const nb_initialiser_info *initialiser; /* NULL: it is none */
    nb_recipe_kind kind;
    const char *use, *given;      /* what may stand in front of the name, and in its brackets */
    const char *before, *behind;  /* the name in an example */
    const char *source;           /* where it comes from, or "" */
} recipe;

/* The rows of all three tables, numbered from 0; false behind the last. */
static bool get_recipe(size_t i, recipe *r) {
    if (i < NB_OPTIMIZER_COUNT) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        *r = (recipe){info->name, "", info->help, info->parameters, info, NULL,
                      NB_RECIPE_OPTIMIZER, TYPED("train L over w with "), "lr=0.1",
                      TYPED("w = 3; x = 2\nE = (w*x - 1)^2\nupdate w of E with "), "(lr=0.1)",
                      info->source};
        return true;
    }
    i -= NB_OPTIMIZER_COUNT;
    if (i < NB_INITIALISER_COUNT) {
        const nb_initialiser_info *info = nb_initialiser_get((nb_initialiser)i);
        *r = (recipe){info->name, "2, 3", info->help, info->parameters, NULL, info,
                      NB_RECIPE_INITIALISER, "W = ", "2, 3", "seed 1\nW = ", "(2, 3)",
                      info->source};
        return true;
    }
    const nb_samples_info *info = nb_samples_get(i - NB_INITIALISER_COUNT);
    if (info == NULL) return false;
    *r = (recipe){info->name, "100", info->help, info->parameters, NULL, NULL,
                  NB_RECIPE_SAMPLES, TYPED("data x1, x2, t from "), "100",
                  TYPED("data x1, x2, t from "), "(20)\nrow 2", ""};
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
    const nb_choice *c = r->optimizer != NULL ? r->optimizer->choices : NULL;
    for (; c != NULL && c->option != NULL; c++) {
        nb_buffer_add_item(&out, ", ", c->option);
        for (int i = 0, count = 0; i < NB_OPTIMIZER_COUNT; i++) {
            const char *choice = nb_optimizer_new_choice((nb_optimizer)i, r->name, c->option);
            if (choice == NULL) continue;
            nb_buffer_add_char(&out, count++ == 0 ? '=' : '|');
            nb_buffer_add_text(&out, choice);
        }
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

/* Whether the first form of an optimizer has the same line. */
static bool is_line_of(const nb_optimizer_info *plain, const nb_rule_line *line) {
    for (size_t k = 0; k < plain->line_count; k++)
        if (strcmp(plain->lines[k].name, line->name) == 0 &&
            strcmp(plain->lines[k].formula, line->formula) == 0) return true;
    return false;
}

/* The lines of a rule, of which a slot's name means its old value until its line; of another form
 * than the first, `plain`, those that differ. */
static void add_rule(nb_sheet *s, const nb_optimizer_info *info, const nb_optimizer_info *plain,
                     nb_help_row *rows, size_t *count) {
    const nb_choice *chosen = NULL;
    for (int k = 0, others = 0; info->choices[k].option != NULL; k++) {
        if (strcmp(info->choices[k].choice, plain->choices[k].choice) == 0) continue;
        chosen = &info->choices[k];
        if (++others > 1) return; /* what each of the choices does is said already */
    }
    if (chosen != NULL)
        add(rows, count, NB_JOIN(s, chosen->option, "=", chosen->choice), info->help);
    if (info->ahead != NULL)
        add_said(rows, count, NB_PLAIN(HELP_GRADIENT_AT), nb_readable(s, info->ahead));
    for (size_t k = 0; k < info->line_count; k++)
        if (info == plain || !is_line_of(plain, &info->lines[k]))
            add(rows, count, info->lines[k].name, nb_readable(s, info->lines[k].formula));
}

/* What is done with the gradient before. */
static void add_gradient(nb_sheet *s, nb_gradient_step step, nb_help_row *rows, size_t *count) {
    const nb_gradient_info *info = nb_gradient_get(step);
    add(rows, count, NB_JOIN(s, nb_parameter_get(info->parameter)->name, " > 0", ""),
        NB_JOIN(s, "g = ", nb_readable(s, info->formula), ""));
    rows[*count - 1].also = info->help;
}

static void add_gradients(nb_sheet *s, nb_optimizer optimizer, nb_help_row *rows, size_t *count) {
    for (int k = 0; k < NB_GRADIENT_COUNT; k++)
        if (nb_gradient_has(optimizer, (nb_gradient_step)k))
            add_gradient(s, (nb_gradient_step)k, rows, count);
}

static void add_optimizer(nb_sheet *s, const nb_optimizer_info *plain, nb_help_row *rows,
                          size_t *count) {
    bool first = true;
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        if (strcmp(info->name, plain->name) != 0) continue;
        if (first) add_gradients(s, (nb_optimizer)i, rows, count);
        first = false;
        add_rule(s, info, plain, rows, count);
    }
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
    if (r.optimizer != NULL) add_optimizer(s, r.optimizer, rows, &count);
    for (const nb_default *p = r.parameters; p->parameter != NB_PARAMETER_COUNT; p++) {
        const nb_parameter_info *info = nb_parameter_get(p->parameter);
        add(rows, &count, info->name, info->help);
        rows[count - 1].also = info->range;
    }
    if (*r.source != '\0') add_said(rows, &count, NB_PLAIN(HELP_SOURCE), r.source);
    return nb_add_help(s, NULL, rows, count, NB_JOIN(s, r.before, r.name, r.behind));
}

/* ---- one setting ---- */

/* The step that a parameter does with the gradient first; NB_GRADIENT_COUNT: none. */
static nb_gradient_step find_gradient(const char *word) {
    int k = 0;
    while (k < NB_GRADIENT_COUNT &&
           strcmp(nb_parameter_get(nb_gradient_get((nb_gradient_step)k)->parameter)->name,
                  word) != 0)
        k++;
    return (nb_gradient_step)k;
}

static bool has_setting(const nb_optimizer_info *info, const char *word) {
    return nb_optimizer_choice(info, word) != NULL ||
           nb_parameter_find(info->parameters, word, strlen(word)) < NB_MAX_PARAMETERS;
}

/* The optimizers that have a setting, one after the other; one that does something of its own with
 * it, as adamw with weight_decay, has a row of its own. */
static void add_owners(nb_sheet *s, const char *word, nb_help_row *rows, size_t *count) {
    nb_gradient_step step = find_gradient(word);
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    const char *before = "";
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        bool again = strcmp(info->name, before) == 0, has = has_setting(info, word);
        bool own = step != NB_GRADIENT_COUNT && !nb_gradient_has((nb_optimizer)i, step);
        before = info->name;
        if (again || !has) continue;
        if (own) add(rows, count, info->name, info->help);
        else nb_buffer_add_item(&out, " ", info->name);
    }
    add_said(rows, count, NB_PLAIN(HELP_SETTING_OF), nb_take_text(s, &out));
}

/* The lines of a form that another one has not: w = w - lr * v. */
static const char *lines_apart(nb_sheet *s, const nb_optimizer_info *form,
                               const nb_optimizer_info *other) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    for (size_t k = 0; k < form->line_count; k++) {
        if (is_line_of(other, &form->lines[k])) continue;
        nb_buffer_add_item(&out, "; ", form->lines[k].name);
        nb_buffer_add_text(&out, " = ");
        nb_buffer_add_text(&out, nb_readable(s, form->lines[k].formula));
    }
    if (form->ahead != NULL) {
        nb_buffer_add_item(&out, "; ", "g(");
        nb_buffer_add_text(&out, nb_readable(s, form->ahead));
        nb_buffer_add_char(&out, ')');
    }
    return nb_take_text(s, &out);
}

/* What each choice of an option does, in the first optimizer that has it. */
static void add_choices(nb_sheet *s, nb_optimizer first, const char *word, nb_help_row *rows,
                        size_t *count) {
    const nb_optimizer_info *plain = nb_optimizer_get(first), *other = NULL;
    for (int i = NB_OPTIMIZER_COUNT; i-- > (int)first;)
        if (nb_optimizer_new_choice((nb_optimizer)i, plain->name, word) != NULL)
            other = i > (int)first ? nb_optimizer_get((nb_optimizer)i) : other;
    for (int i = (int)first; i < NB_OPTIMIZER_COUNT; i++) {
        const char *choice = nb_optimizer_new_choice((nb_optimizer)i, plain->name, word);
        const nb_optimizer_info *form = nb_optimizer_get((nb_optimizer)i);
        if (choice == NULL || other == NULL) continue;
        add(rows, count, NB_JOIN(s, word, "=", choice),
            lines_apart(s, form, form == plain ? other : plain));
        if (form != plain) rows[*count - 1].also = form->help;
    }
}

static void add_setting(nb_sheet *s, nb_optimizer optimizer, const char *word, nb_help_row *rows,
                        size_t *count) {
    const nb_optimizer_info *info = nb_optimizer_get(optimizer);
    size_t place = nb_parameter_find(info->parameters, word, strlen(word));
    nb_gradient_step step = find_gradient(word);
    if (place == NB_MAX_PARAMETERS) {
        add_choices(s, optimizer, word, rows, count);
        return;
    }
    const nb_parameter_info *parameter = nb_parameter_get(info->parameters[place].parameter);
    add(rows, count, parameter->name, parameter->help);
    rows[*count - 1].also = parameter->range;
    if (step != NB_GRADIENT_COUNT) add_gradient(s, step, rows, count);
}

nb_status nb_help_setting(nb_sheet *s, const char *word, bool *found) {
    nb_help_row rows[ROOM];
    size_t count = 0;
    recipe r;
    *found = false;
    if (find_recipe(word, &r)) return NB_STATUS_OK; /* momentum: it says all of its settings */
    for (int i = 0; i < NB_OPTIMIZER_COUNT && count == 0; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        if (has_setting(info, word)) add_setting(s, (nb_optimizer)i, word, rows, &count);
    }
    *found = count > 0;
    if (!*found) return NB_STATUS_OK;
    add_owners(s, word, rows, &count);
    return nb_add_help(s, NULL, rows, count, NULL);
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

/* The words behind bias_correction=, of all forms; false where there is no such option. */
static bool offer_choices(const recipe *r, const char *option, size_t length,
                          void (*found)(void *user, const char *name), void *user) {
    const nb_choice *c = r->optimizer != NULL ? r->optimizer->choices : NULL;
    while (c != NULL && c->option != NULL && !nb_bytes_are(option, length, c->option)) c++;
    if (c == NULL || c->option == NULL) return false;
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const char *choice = nb_optimizer_new_choice((nb_optimizer)i, r->name, c->option);
        if (choice != NULL) found(user, choice);
    }
    return true;
}

static void offer_key(const char *name, void (*found)(void *user, const char *name), void *user) {
    char key[40];
    snprintf(key, sizeof key, "%s=", name);
    found(user, key);
}

bool nb_offer_settings(const char *name, size_t length, const char *option, size_t option_length,
                       void (*found)(void *user, const char *name), void *user) {
    recipe r;
    size_t i = 0;
    bool there;
    while ((there = get_recipe(i++, &r)) && !nb_bytes_are(name, length, r.name)) continue;
    if (!there) return false;
    const char *counter; /* a learning rate may be made of these, and of what else has a name */
    bool rate = option != NULL && r.optimizer != NULL && nb_bytes_are(option, option_length, "lr");
    for (uint32_t k = NB_MAX_LOCALS; rate && (counter = nb_counter_get(k)) != NULL; k++)
        found(user, counter);
    if (option != NULL) return offer_choices(&r, option, option_length, found, user);
    for (const nb_default *p = r.parameters; p->parameter != NB_PARAMETER_COUNT; p++)
        offer_key(nb_parameter_get(p->parameter)->name, found, user);
    const nb_choice *c = r.optimizer != NULL ? r.optimizer->choices : NULL;
    for (; c != NULL && c->option != NULL; c++) offer_key(c->option, found, user);
    return r.kind == NB_RECIPE_OPTIMIZER; /* the first settings of the others are sizes, which may
                                             have names */
}
