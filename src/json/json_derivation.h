/* Private to json/: derivations as parts of the JSON object. */
#ifndef NABLA_JSON_JSON_DERIVATION_H
#define NABLA_JSON_JSON_DERIVATION_H

#include "json/json_value.h"

void nb_json_add_derivation(nb_object *object, const nb_derivation_block *block);
void nb_json_add_rule(nb_object *object, const nb_rule_block *block);

#endif
