/* Private to json/: derivations as parts of the JSON object. */
#ifndef NABLA_JSON_JSON_DERIVATION_H
#define NABLA_JSON_JSON_DERIVATION_H

#include "json/json_value.h"

/* 2(y − 2) · y(1 − y) · x2 */
json_t *nb_json_product(nb_object *object, const nb_text *factors, size_t count);
void nb_json_add_derivation(nb_object *object, const nb_derivation_block *block);
void nb_json_add_rule(nb_object *object, const nb_rule_block *block);

#endif
