/* A picture for the terminal as JSON. */
#ifndef NABLA_JSON_JSON_PICTURE_H
#define NABLA_JSON_JSON_PICTURE_H

#include "json/json_value.h"

void nb_json_picture(nb_object *object, const nb_picture_block *picture);

#endif
