/* Optimizers, initialisers and kinds of samples: what stands behind `with` and `from`, explained
 * and completed. */
#ifndef NABLA_HELP_RECIPES_H
#define NABLA_HELP_RECIPES_H

#include "definitions/sheet.h"

typedef enum nb_recipe_kind {
    NB_RECIPE_OPTIMIZER, NB_RECIPE_INITIALISER, NB_RECIPE_SAMPLES
} nb_recipe_kind;

/* Explains an optimizer, an initialiser or a kind of samples, where the word is one; *found: it is
 * one. */
NB_MUST_USE nb_status nb_help_recipe(nb_sheet *s, const char *word, bool *found);

/* Explains what is set in the brackets of optimizers, as weight_decay or eps_inside, and names
 * these; *found: the word is such a setting. */
NB_MUST_USE nb_status nb_help_setting(nb_sheet *s, const char *word, bool *found);

/* How one of them is called, in the scratch arena: W = zeros(2, 3). NULL: the word is none. */
const char *nb_recipe_use(nb_sheet *s, const char *word);

/* The names of all, one after the other, with what help says of them; *next is 0 at first. NULL
 * behind the last. */
const char *nb_recipe_get(size_t *next, const char **help, nb_recipe_kind *kind);

/* For completion: calls `found` with the names of all of a kind. */
void nb_offer_recipes(nb_recipe_kind kind, void (*found)(void *user, const char *name),
                      void *user);

/* For completion: calls `found` with the settings of the one of this name, as "lr=" or, where
 * `option` is not NULL, with what that option can be. Answers whether nothing else can stand
 * there. */
bool nb_offer_settings(const char *name, size_t length, const char *option, size_t option_length,
                       void (*found)(void *user, const char *name), void *user);

#endif
