/* Images as terminals are sent them: what a person would see of one is told in words, like
 * [kitty 320x80]. */
#ifndef TERMINAL_IMAGES_H
#define TERMINAL_IMAGES_H

#include <stdbool.h>
#include <stddef.h>

/* What a terminal shows and answers. */
typedef enum image_kind { IMAGES_NONE, IMAGES_KITTY, IMAGES_SIXEL, IMAGES_SILENT } image_kind;

/* False: there is no such word. */
bool images_find(const char *word, image_kind *kind);

/* Takes a string that was sent behind ESC `kind`, without its end. What is to be seen goes to
 * `shown`; what the terminal answers, to `reply`; both have IMAGE_TEXT bytes and are empty where
 * there is nothing. False: the string is not understood, or breaks a rule. */
enum { IMAGE_TEXT = 128 };
bool images_take(image_kind terminal, char kind, const char *string, size_t length,
                 char *shown, char *reply);

/* The answer to ESC [ c; "": there is none. */
const char *images_attributes(image_kind terminal);

#endif
