/* The desktop's viewer for pictures that nabla has written. */
#ifndef NABLA_FRONT_DRAWING_VIEWER_H
#define NABLA_FRONT_DRAWING_VIEWER_H

#include "result/result.h"

/* Opens the file that `block` (a picture of `result`) wants viewed, in a window of its own that
 * outlives us. Only where a user typed that at the prompt, `allowed`, and only a picture; else, or
 * where there is no desktop, the result gets an error. */
void nb_viewer_show(const nb_block *block, nb_result *result, bool allowed);

#endif
