/* For json/ and class/: the JSON object of a result while it is made, and the values in it. A step
 * that runs out of memory sets `failed`, which is looked at once, at the end. */
#ifndef NABLA_JSON_JSON_VALUE_H
#define NABLA_JSON_JSON_VALUE_H

#include <jansson.h>

#include "view/formula.h"
#include "view/view.h"

/* The keys of the object, each NULL until something applies. */
typedef struct nb_object {
    const nb_view *view;
    nb_memory *memory;
    bool failed;
    nb_signs signs; /* of the derivation: one for a typesetter has those of LaTeX */
    json_t *value, *name, *names, *values, *local, *equations, *product, *nodes, *step, *omitted;
    json_t *gradients, *rows, *summary, *series, *files, *help, *text, *answer, *question, *note;
    json_t *warning, *hint, *error, *note_code, *warning_code;
    json_t *tables; /* those of their own kind, each under its key */
} nb_object;

/* Each takes what it is given; NULL sets `failed`. A list is made with its first item. */
void nb_json_set(nb_object *object, json_t *into, const char *key, json_t *item);
void nb_json_append(nb_object *object, json_t **list, json_t *item);
/* Drops what `slot` holds, and puts the item there. */
void nb_json_replace(json_t **slot, json_t *item);
/* The same with what has to be there: NULL means that memory ran out. */
void nb_json_put(nb_object *object, json_t **slot, json_t *item);

/* These answer NULL when memory runs out. A text of NULL is "". */
/* A list of numbers. */
json_t *nb_json_numbers(nb_object *object, const double *numbers, size_t count);
json_t *nb_json_string(nb_object *object, const char *text);
json_t *nb_json_number(double value); /* inf and nan as texts */
/* The formula, and ` #2` where several nodes read the same; 0: no other reads so. */
json_t *nb_json_formula(nb_object *object, const nb_text *text, int which);
json_t *nb_json_message(nb_object *object, const nb_message *said);
/* The message's row: unknown-name. It is the same in every language. */
json_t *nb_json_code(nb_object *object, nb_message_id id);
/* What is written so far, which is emptied. */
json_t *nb_json_take(nb_object *object, nb_buffer *text);

/* Appends the object (NULL: no memory) on one line with jansson's flags, and a newline. */
void nb_json_line(const json_t *root, size_t flags, nb_buffer *out);

#endif
