/* A terminal's screen, as far as the prompt uses one: what a person would see of the bytes that
 * the program sends. It shares no code with the program, so that both would have to be wrong about
 * the width of a character in the same way. */
#ifndef TERMINAL_SCREEN_H
#define TERMINAL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "images.h"

enum { MOST_COLUMNS = 200, MOST_ROWS = 2000, MOST_CELL_BYTES = 28 };

/* One column of one row. A wide character stands in the first of its two cells. */
typedef struct cell {
    char text[MOST_CELL_BYTES]; /* with what combines with it; "": empty */
    unsigned stamp;             /* when it was written: the screen's `clock` then */
    bool tail, coloured;        /* tail: the second cell of a wide character */
} cell;

typedef struct row {
    cell cells[MOST_COLUMNS];
} row;

/* The rows are a roll of paper: the last `rows` of them are what the window shows. Of what scrolls
 * out of it at least a thousand rows are kept. */
typedef struct screen {
    row *paper;
    int used;                   /* rows of paper */
    int columns, rows;          /* of the window */
    int x, y;                   /* the cursor; y counts rows of paper */
    bool coloured, wraps;       /* wraps: the next character goes to the next row */
    bool brackets_pastes;       /* the program has asked for it */
    bool dumb;                  /* it understands no escape sequence */
    unsigned clock;             /* characters written so far */
    char sequence[64];          /* an escape sequence or a character that is not complete */
    size_t length;
    image_kind images;          /* what it shows and answers */
    char *string;               /* what has come behind ESC P, ESC ] or ESC _ */
    size_t string_length, string_room;
    char reply[2 * IMAGE_TEXT]; /* what it answers */
    char unknown[64];           /* the first sequence that it does not understand; "": none */
} screen;

/* Where a text stands: from column x on, so many columns. */
typedef struct place {
    int y, x, columns;
    unsigned newest; /* when the last of its characters was written */
    bool coloured;   /* some of it is */
} place;

void screen_start(screen *s, int columns, int rows);
void screen_free(screen *s);
/* As xterm does it: rows keep their text and do not flow. */
void screen_resize(screen *s, int columns, int rows);
void screen_write(screen *s, const char *bytes, size_t length);

/* Row y of the paper without blanks at its end, in `text` of at least SCREEN_ROW_BYTES. */
enum { SCREEN_ROW_BYTES = MOST_COLUMNS * MOST_CELL_BYTES + 1 };
void screen_row(const screen *s, int y, char *text);
/* Whether the text stands in row y from column x on, and more about it. */
bool screen_shows(const screen *s, int y, int x, const char *text, place *found);
/* The first place of a text within one row of which a character was written at `since` or later. */
bool screen_find(const screen *s, const char *text, unsigned since, place *found);
/* The first row of the window. */
int screen_top(const screen *s);
/* Prints the screen for a person, with a mark at the cursor's line. */
void screen_print(const screen *s);

#endif
