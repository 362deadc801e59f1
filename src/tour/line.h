/* A line that was typed at a question: what it is, before anything is said of it. */
#ifndef NABLA_TOUR_LINE_H
#define NABLA_TOUR_LINE_H

#include "session/quiet.h"
#include "tour/state.h"

typedef enum nb_typed_kind {
    NB_LINE_ANSWER,  /* an expression */
    NB_LINE_REFUSED, /* meant as one, but it cannot be read: see message and hint */
    NB_LINE_OTHER    /* a statement, nothing, or a calculation behind a ? */
} nb_typed_kind;

typedef struct nb_typed {
    nb_typed_kind kind;
    const char *text; /* tidied: without blanks around it, wide digits narrow */
    nb_expr expr;
    bool percent;     /* expr is a hundredth of the number that was typed */
    nb_message message, hint;
} nb_typed;

/* Reads a line, in the sheet's scratch arena. NB_STATUS_NO_MEMORY is the only failure. */
NB_MUST_USE nb_status nb_line_read(const nb_exam *exam, nb_quiet *quiet, const char *line,
                                   nb_typed *typed);
/* Only its tidied text; NULL when memory runs out. */
const char *nb_line_tidy(nb_arena *arena, const char *line);

#endif
