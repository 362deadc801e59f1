/* The passes step by step: a page, or numbered pictures in a folder. */
#ifndef NABLA_FRONT_DRAWING_SLIDES_H
#define NABLA_FRONT_DRAWING_SLIDES_H

#include "front/drawing/drawing.h"
#include "front/system/files.h"

/* As nb_picture_draw, for a picture with slides. Where dot fails nothing is written. */
void nb_slides_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                    const nb_write_rule *rule, nb_drafts *drafts,
                    const nb_picture_limits *limits);

#endif
