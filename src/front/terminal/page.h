/* The screen of a lesson: rows are counted, so that nothing scrolls away before it was read. */
#ifndef NABLA_FRONT_TERMINAL_PAGE_H
#define NABLA_FRONT_TERMINAL_PAGE_H

#include <stdio.h>

#include "base/buffer.h"

typedef struct nb_page {
    size_t rows, columns; /* of the screen, as they were when the page began */
    size_t used;          /* rows since the reader was asked last */
    bool small;           /* for a projector: 60 columns and 20 rows at most, each page by itself */
    /* Asks the reader to go on. False: the rest of what is shown is not wanted. */
    bool (*pause)(void *user);
    void *user;
} nb_page;

/* Begins a page where the reader has just been asked: `used` rows of it are taken. */
void nb_page_begin(nb_page *page, size_t used);
/* Asks first where so many rows more would not fit on what is left of the page, but on a page. */
bool nb_page_need(nb_page *page, size_t rows);
/* How many rows a text takes; more than two pages may be counted as fewer. */
size_t nb_page_rows(const nb_page *page, const nb_buffer *text);
/* Prints a text, asking wherever a page is full. */
bool nb_page_print(nb_page *page, FILE *out, const nb_buffer *text);

#endif
