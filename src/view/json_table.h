/* Private to view/: tables as JSON. */
#ifndef NABLA_VIEW_JSON_TABLE_H
#define NABLA_VIEW_JSON_TABLE_H

#include "view/json_value.h"

/* Adds the rows of a table to the object: under its own key, or to "rows". */
void nb_json_table(nb_object *object, const nb_table_block *table);
/* Formulas with · between. */
json_t *nb_json_product(nb_object *object, const nb_text *factors, size_t count);
/* One of them, perhaps in brackets, behind what is written. */
void nb_json_factor(const nb_object *object, nb_buffer *out, const nb_text *text, bool brackets);

#endif
