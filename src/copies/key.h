/* The answers to a lesson's questions, to be printed: what is asked, what is right and why, what is
 * known to be wrong, and the minutes that it all takes.
 *
 * Minutes: 130 words are read in one; a statement takes 20 seconds; a question its words, and what
 * kinds.def says of its kind, and an exercise 30 seconds for each line of its solution. Each
 * question, and all statements and all words together, are rounded to halves of a minute, to one at
 * least, so that what stands there adds up. */
#ifndef NABLA_COPIES_KEY_H
#define NABLA_COPIES_KEY_H

#include "tour/exam.h"
#include "view/view.h"

typedef struct nb_key {
    const nb_view *view; /* for words */
    nb_buffer *out;      /* Markdown; lines of 80 columns where words allow */
    nb_variant variant;  /* whose numbers */
    size_t words, steps, questions;
    size_t halves;       /* minutes of all questions, in halves */
} nb_key;

/* Begins with a title. */
void nb_key_begin(nb_key *key, const char *title, size_t length);
/* Counts what is read and what is run in a part; `text` is the lesson's. */
void nb_key_count(nb_key *key, const nb_lesson_part *part, const char *text);
/* Adds a question of a lesson, in its session, which is then as before; `id`: what it is called
 * here. NB_STATUS_OK, NB_STATUS_NO_MEMORY, or NB_STATUS_ERROR: it cannot be asked, and *result
 * tells why. */
NB_MUST_USE nb_status nb_key_add(nb_key *key, nb_session *session, const nb_lesson *lesson,
                                 const nb_lesson_question *question, const char *id,
                                 nb_result **result);
/* The minutes of all of it, in halves. */
size_t nb_key_halves(const nb_key *key);
/* Appends such minutes as a number. */
void nb_key_add_minutes(nb_buffer *out, size_t halves);
/* Ends with the minutes. */
void nb_key_end(nb_key *key);

#endif
