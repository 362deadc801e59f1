/* Inside session/: what made the session what it is, statement by statement, for a transcript of
 * it. See nb_entered in nabla.h. */
#ifndef NABLA_SESSION_ENTERED_H
#define NABLA_SESSION_ENTERED_H

#include "definitions/sheet.h"
#include "nabla.h"

typedef struct nb_entered_list {
    nb_entered *all;
    size_t count, capacity;
} nb_entered_list;

/* Invariant: `undone` has room for all of `done`, so that undo, which cannot fail, can move. */
typedef struct nb_entered_log {
    nb_entered_list done, undone;
    const char *text;   /* a copy of the statement that runs */
    size_t line, known; /* of it; `known` statements were kept when it began */
    size_t marked;      /* statements that nb_take_back leaves */
    bool passing;       /* it is about files or lessons, not about the session */
    bool empties;       /* it made the session empty */
} nb_entered_log;

void nb_entered_clear(nb_sheet *s);
/* A statement begins, on a line of its own or behind the one before. */
NB_MUST_USE nb_status nb_entered_begin(nb_sheet *s, const char *text, size_t length,
                                       bool begins_line);
/* It was right: it is kept, or, of undo and redo, what it moved is. */
void nb_entered_end(nb_sheet *s, bool quiet);
/* It was not, after all. */
void nb_entered_reject(nb_sheet *s);
/* Those of nb_mark, nb_take_back and nb_settle. */
void nb_entered_mark(nb_sheet *s);
void nb_entered_take_back(nb_sheet *s);
void nb_entered_hush(nb_sheet *s);

#endif
