/* The two passes of a target as pictures, step by step. */
#ifndef NABLA_QUIZ_SLIDES_H
#define NABLA_QUIZ_SLIDES_H

#include "definitions/sheet.h"

/* Adds them to the result, for the page or folder `path`; *block is their block. A target without
 * steps, or with very many, is an error. */
NB_MUST_USE nb_status nb_slides_make(nb_sheet *s, nb_node target, const char *path,
                                     nb_block **block);

#endif
