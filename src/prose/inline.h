/* Inside markdown.c: the words of one paragraph, heading or cell, with emphasis and links. */
#ifndef NABLA_PROSE_INLINE_H
#define NABLA_PROSE_INLINE_H

#include <md4c.h>

#include "view/view.h"

typedef struct nb_inline {
    const nb_view *view;
    nb_buffer out;  /* blanks part words, a newline is a hard break; colours as wrap.h wants */
    nb_buffer copy; /* for texts that need a NUL at the end */
    unsigned heading, strong, emphasis, code, link, picture; /* how many are open */
    size_t link_start; /* in `out` */
} nb_inline;

void nb_inline_init(nb_inline *words, const nb_view *view, nb_memory *memory);
void nb_inline_clear(nb_inline *words);
/* A heading of that level begins; 0: it ends. */
void nb_inline_heading(nb_inline *words, unsigned level);
void nb_inline_enter(nb_inline *words, MD_SPANTYPE type);
/* `address`: of a link, otherwise NULL. */
void nb_inline_leave(nb_inline *words, MD_SPANTYPE type, const MD_ATTRIBUTE *address);
void nb_inline_text(nb_inline *words, MD_TEXTTYPE type, const char *text, size_t length);
/* Text in which blanks count; a tab is four. */
void nb_inline_code_line(nb_inline *words, const char *text, size_t length);

#endif
