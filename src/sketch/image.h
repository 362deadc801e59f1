/* Images among the characters of a terminal, for those that show them. */
#ifndef NABLA_SKETCH_IMAGE_H
#define NABLA_SKETCH_IMAGE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/settings.h"

typedef struct nb_image {
    nb_images kind;    /* kitty, iTerm2 or sixel */
    const char *bytes; /* a PNG file; of sixel, the whole sequence that the terminal reads */
    size_t length;
    size_t columns; /* of characters, to make it smaller; 0: as large as it is */
    size_t rows;    /* that it takes */
    bool tmux;      /* tmux is to hand it on */
} nb_image;

/* Writes the image and ends its line. There is no NUL in it. */
void nb_image_add(nb_buffer *out, const nb_image *image);

/* The pixels of a PNG file. False: it is none. */
bool nb_image_measure(const char *png, size_t length, uint32_t *width, uint32_t *height);
/* Whether this is one image as sixels, and nothing else: any other sequence could be in it. */
bool nb_image_is_sixel(const char *bytes, size_t length);

#endif
