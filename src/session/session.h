/* What a session is: a sheet, what goes on from statement to statement, and the text being read.
 * Outside this folder nobody sees its fields. */
#ifndef NABLA_SESSION_SESSION_H
#define NABLA_SESSION_SESSION_H

#include "definitions/sheet.h"
#include "nabla.h"
#include "quiz/quiz.h"
#include "session/entered.h"
#include "session/save_point.h"

enum { NB_MAX_RUN_DEPTH = 16 }; /* files that run files */

typedef struct nb_source {
    const char *name; /* NULL: the prompt */
    const char *text; /* of the line that `at` is on, and what follows */
    size_t length;
    size_t at;        /* the next statement begins here */
    size_t line_at;   /* where its line begins */
    size_t line;      /* its number, from 1 */
    bool goes_on;     /* the statement before `at` ended in ; on the same line */
    bool line_quiet;  /* the line ends in ; */
    size_t line_end;  /* until where line_quiet holds */
    nb_scan scan;
    bool understood;  /* a statement of it was carried out */
} nb_source;

struct nb_session {
    nb_sheet sheet;
    nb_quiz quiz;
    nb_settings settled;   /* what reset goes back to: the settings behind init.nabla */

    /* the text being read: input.c */
    nb_buffer queue;
    nb_source source;
    const char *source_name; /* a copy in `name_buffer` */
    nb_buffer name_buffer;
    nb_origin origin;        /* of what is fed now */
    const nb_source *running; /* where the statement that runs stands, and at which byte */
    size_t running_at;
    bool echoes;           /* the file that runs shows its lines: echo.c */
    nb_save_point before;  /* the last statement, for nb_reject */
    nb_save_point mark;    /* where nb_take_back goes back to */
    bool moving;           /* the statement is undo or redo: it makes no change of its own */
    bool trained;          /* the last statement was a training */
    bool dropped;          /* what the statement that failed had half said is dropped already */
    nb_entered_log entries;    /* what was entered: entered.c */
    size_t untold;         /* statements of loops whose answers there was no room for */
};

#endif
