/* The desktop's viewer for pictures that nabla has written. */
#ifndef NABLA_FRONT_DRAWING_VIEWER_H
#define NABLA_FRONT_DRAWING_VIEWER_H

#include "front/drawing/inline.h"

bool nb_viewer_has_desktop(void);

/* Opens the file that `block` (a picture of `result`) wants viewed, in a window of its own that
 * outlives us; where there is no desktop, as an image on the screen. Only where a user typed that
 * at the prompt, `allowed`, and only a picture; else the result gets an error. */
void nb_viewer_show(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                    const nb_screen *screen, bool allowed);

#endif
