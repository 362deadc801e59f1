/* Reading the pictures that dot and gnuplot write: PNG with eight bits a channel. */
#ifndef NABLA_TESTS_PNG_H
#define NABLA_TESTS_PNG_H

#include <stdbool.h>
#include <stddef.h>

typedef struct png {
    size_t width, height;
    unsigned char *pixels; /* three bytes each: red, green, blue */
} png;

/* False: no such file, or it is no such picture. What it read is freed by png_clear. */
bool png_load(const char *path, png *picture);
void png_clear(png *picture);

#endif
