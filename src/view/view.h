/* Renderers: results become bytes. Pure: no I/O, no session, no state. Each appends to a buffer;
 * running out of memory is the buffer's `failed`. */
#ifndef NABLA_VIEW_VIEW_H
#define NABLA_VIEW_VIEW_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "result/result.h"
#include "words/words.h"

typedef struct nb_view {
    int digits;   /* significant digits of a number, 1 to 17 */
    size_t width; /* display columns that lines should keep within */
    bool ascii;   /* no character outside ASCII */
    bool colour;  /* ANSI colours */
    bool plain;   /* no boxes, no redrawing: for screen readers */
    /* Set by a signal handler: nobody will read the rest of a long text. NULL: it never is. */
    const volatile sig_atomic_t *stop;
    const nb_words *words; /* of the user's language; NULL: English. In ASCII no other is shown. */
} nb_view;

#endif
