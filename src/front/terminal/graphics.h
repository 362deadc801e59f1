/* Which images the terminal shows: as the student has set, as the environment says, or as the
 * terminal itself answers. */
#ifndef NABLA_FRONT_TERMINAL_GRAPHICS_H
#define NABLA_FRONT_TERMINAL_GRAPHICS_H

#include <stdio.h>

#include "front/drawing/inline.h"

/* The terminal that `out` is; where it is none, there are no images. `wanted` is what is set.
 * `asks`: where nothing else tells, the terminal is asked, once, in a tenth of a second. */
nb_screen nb_graphics_look(FILE *out, nb_images wanted, bool asks);

/* What stands in bytes that a terminal has sent. */
typedef struct nb_replies {
    bool kitty; /* it knows kitty's images, */
    bool sixel; /* sixels; */
    bool ended; /* and this was its last answer */
} nb_replies;

/* Takes the answers out, in place; how many bytes are left, which somebody has typed. */
size_t nb_graphics_read(char *bytes, size_t length, nb_replies *replies);

#endif
