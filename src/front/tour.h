/* A lesson as a guided tour at the terminal; and, inside tour.c, stop.c and ask.c, what it is. */
#ifndef NABLA_FRONT_TOUR_H
#define NABLA_FRONT_TOUR_H

#include "front/keep.h"
#include "front/lesson_file.h"
#include "front/play.h"
#include "front/state/record.h"
#include "front/state/taken.h"
#include "front/terminal/page.h"
#include "lesson/question.h"

/* Guides through the lesson, from where the reader left it. `small`: for a projector. *opens: what
 * the reader has asked to be opened in its place. */
int nb_tour_guide(nb_show *show, nb_lesson_file *file, bool small, nb_opening *opens);

/* ---- inside the tour ---- */

/* What the reader wants at a stop. */
typedef enum nb_wish {
    NB_WISH_GO,   /* Enter */
    NB_WISH_LINE, /* an answer: nb_tour.line */
    NB_WISH_QUIT, NB_WISH_NEXT, NB_WISH_BACK, NB_WISH_SKIP, NB_WISH_RESTART,
    NB_WISH_HINT, NB_WISH_SOLUTION
} nb_wish;

typedef struct nb_tour {
    nb_play play;      /* the session, the file; what is shown goes to `page` */
    nb_page page;
    nb_keep keep;      /* what was typed, for Up */
    void *history;     /* the prompt's own, put aside */
    nb_session *before; /* whose the terminal was */
    nb_record record;
    nb_roll *roll;     /* in which questions are recorded; NULL: nowhere */
    nb_taken taken;    /* of the question that is asked */
    nb_wish wish;      /* beyond GO it ends what is being shown */
    size_t part;       /* being shown, from 0 */
    const nb_lesson_part **parts; /* all of them */
    size_t count;
    bool skipping;     /* to the next heading: steps run, nothing is shown */
    bool owns;         /* statements of the reader have run since the lesson's last one */
    bool failed;       /* one of the reader's last statements has */
    bool examines;     /* a question is being asked */
    bool asks;         /* its answer is awaited */
    nb_buffer *work;   /* gets what the reader types at an exercise that is noted; else NULL */
    bool ended;        /* memory ran out, or the terminal is gone */
    bool presents;     /* on a projector: nothing is kept, and Enter answers a question */
    bool exam;         /* no help, and nothing is said of an answer */
    /* Tells what `progress` asks for, where it is no lesson's; NULL: it is. */
    void (*progress)(struct nb_tour *tour);
    void *practice;    /* for that function */
    nb_opening *opens; /* gets what the reader asks to be opened; NULL: nothing can be */
    char *line;        /* NB_WISH_LINE; to be freed */
    const nb_lesson_step *step; /* the lesson's own that is running, or NULL */
    nb_buffer shown;   /* what it has shown, held back until it has run */
    nb_buffer printed; /* the same as the lesson's author saw it, */
    nb_buffer english; /* and in English */
    bool drawn;        /* a picture is in it, which fits this terminal, not the author's */
} nb_tour;

/* Begins a tour without a lesson in it: to be given parts, and ended, whatever came of it. False:
 * memory ran out. */
NB_MUST_USE bool nb_tour_begin(nb_tour *tour, nb_show *show, nb_lesson_file *file);
void nb_tour_end(nb_tour *tour);
/* The parts of a lesson, which takes the place of the one before, in a session of its own. */
NB_MUST_USE bool nb_tour_load(nb_tour *tour, nb_lesson_file *file);
/* Plays from tour->part up to tour->count, or until tour->ended. */
void nb_tour_play(nb_tour *tour);

/* Waits at the end of a page; the next one is then empty. */
nb_wish nb_tour_pause(nb_tour *tour);
/* Keeps on disk what was done so far. */
void nb_tour_save(nb_tour *tour);
/* Tells that answers are recorded, and where; or that they cannot be. */
void nb_tour_tell_roll(nb_tour *tour);
/* Tells how far the reader has come. */
void nb_tour_tell_progress(nb_tour *tour);

#endif
