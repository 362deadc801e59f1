/* What a student has done in a lesson, kept in a file of the state folder: how far, and what became
 * of the questions. The file is complete after each change, whatever happens to the process. */
#ifndef NABLA_FRONT_STATE_RECORD_H
#define NABLA_FRONT_STATE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "front/system/folders.h"

/* What became of a question. */
typedef enum nb_outcome {
    NB_OUTCOME_OPEN,    /* passed by, or never reached */
    NB_OUTCOME_AT_ONCE, /* right at the first try, without help */
    NB_OUTCOME_RIGHT,   /* right later, or with hints */
    NB_OUTCOME_SHOWN,   /* the solution was shown */
    NB_OUTCOME_NOTED,   /* answered in a copy without answers, and not judged */
    NB_OUTCOMES
} nb_outcome;

typedef struct nb_asked {
    char *id;
    nb_outcome outcome;
    uint32_t tries; /* answers that were wrong */
    char *text;     /* the last answer as it was typed */
} nb_asked;

typedef struct nb_record {
    char path[NB_PATH_ROOM]; /* "": nothing can be kept */
    uint64_t text;   /* a hash of the lesson's text, to which `part` belongs */
    size_t part;     /* the tour goes on here; 0: at the beginning */
    bool done;       /* the end was reached at some time */
    nb_asked *asked;
    size_t count, capacity;
    bool failed;     /* it could not be written: told once */
} nb_record;

/* The record of the lesson that lies at `place` (an absolute path): what the file says, or an empty
 * one. To be cleared. */
void nb_record_open(nb_record *record, const char *place);
void nb_record_clear(nb_record *record);
/* The outcome of the question `id` so far. */
nb_outcome nb_record_find(const nb_record *record, const char *id);
/* Its last answer as it was typed; NULL: none is known. */
const char *nb_record_text(const nb_record *record, const char *id);
/* How often it was answered wrongly. */
uint32_t nb_record_tries(const nb_record *record, const char *id);
/* Notes an outcome and `tries` more wrong answers; a better outcome from before stands. `text`: the
 * answer, or NULL. */
void nb_record_note(nb_record *record, const char *id, nb_outcome outcome, uint32_t tries,
                    const char *text);
/* Writes the file. False with errno, once: nothing is kept from here on. */
NB_MUST_USE bool nb_record_save(nb_record *record);
/* Empties the record and removes the file. */
void nb_record_forget(nb_record *record);

#endif
