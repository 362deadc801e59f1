/* One question of a lesson, asked in a session: set up, answered, taken back. It prints nothing and
 * reads nothing; whoever asks (the tour at a terminal, --check, practice) shows the texts.
 *
 * Invariant: while an exam is on, everything that it or the student does to the session is behind
 * the session's last nb_mark, so that nb_take_back leads to where it began. */
#ifndef NABLA_TOUR_EXAM_H
#define NABLA_TOUR_EXAM_H

#include "lesson/question.h"
#include "nabla.h"

typedef struct nb_exam nb_exam;

/* Which numbers `vary:` chooses, and how lines are shuffled: the same ones for the same triple. */
typedef struct nb_variant {
    uint64_t student; /* 0: the numbers that the lesson has, unless `round` is above 0 */
    uint32_t round;   /* how often the question was asked before: 0, 1, … */
} nb_variant;

/* Sets a question up in the lesson's session: marks it, chooses its numbers, runs `given:`, breaks
 * what `break:` says. *exam is to be ended. On failure it is NULL: NB_STATUS_NO_MEMORY, or
 * NB_STATUS_ERROR where a statement of the question failed: then *result tells (freed by the
 * caller). */
NB_MUST_USE nb_status nb_exam_begin(nb_session *session, const nb_lesson *lesson,
                                    const nb_lesson_question *question, nb_variant variant,
                                    nb_exam **exam, nb_result **result);

/* What is asked, as Markdown, its {expressions} being numbers; choices and lines to be ordered are
 * numbered under it, as they are shown. Lives as long as the exam. */
const char *nb_exam_text(const nb_exam *exam);
/* spot: the table with one number changed, to be rendered; else NULL. Belongs to the exam. */
const nb_result *nb_exam_table(const nb_exam *exam);
/* What kind it is: of recall:, that of the question which is asked again. */
const nb_lesson_question *nb_exam_question(const nb_exam *exam);
/* The number of its vary: line `i` with which it is asked. False: there is none. */
NB_MUST_USE bool nb_exam_number(const nb_exam *exam, size_t i, double *number);

typedef enum nb_exam_verdict {
    NB_VERDICT_RIGHT,
    NB_VERDICT_WRONG,
    NB_VERDICT_REFUSED, /* it contains what was asked for, or cannot be read: no try is counted */
    NB_VERDICT_NOTED,   /* it can be read; in a copy without answers that is all there is to say */
    NB_VERDICT_OTHER    /* no answer: a statement of one's own, which has not been run */
} nb_exam_verdict;

/* What is said of an answer: the author's words, or else nabla's. To be rendered one behind the
 * other; what is empty is left out. It lives until the next call that says something. */
typedef struct nb_exam_says {
    const char *text;   /* Markdown in the lesson's language; "": nothing */
    nb_message message; /* id NONE: nothing */
    nb_message hint;    /* what to type, or NONE */
} nb_exam_says;

/* Judges one line. *says: the remark, the diagnosis, or why it is refused. Nothing of the session
 * changes. NB_STATUS_OK, NB_STATUS_NO_MEMORY, or NB_STATUS_ERROR (interrupted). A sentence for
 * say: is always right, for try: nothing is; what is typed at an exercise is OTHER. */
NB_MUST_USE nb_status nb_exam_judge(nb_exam *exam, const char *line, nb_exam_verdict *verdict,
                                    nb_exam_says *says);

/* EXERCISE, not noted: to be called after a statement of the student: whether all checks hold by
 * now. Where they do not, says->text is the remark of a wrong-check that does, or else
 * says->message tells what the first check that fails has found, if all it speaks of is defined.
 * Neither is said again until something has changed. */
NB_MUST_USE nb_status nb_exam_check(nb_exam *exam, nb_exam_verdict *verdict, nb_exam_says *says);

/* Whether a statement of the student's own contains the derivative that is asked for: it may run,
 * and counts as help. Without the memory to tell: true. *calculates: the line is nothing but whole
 * expressions. */
bool nb_exam_gives_away(nb_exam *exam, const char *line, bool *calculates);

/* Hint number `i` from 0, or NULL when there are no more; the explanation (why:), or "". Markdown;
 * they live as long as the exam. */
const char *nb_exam_hint(nb_exam *exam, size_t i);
const char *nb_exam_why(nb_exam *exam);
/* EXERCISE: takes back what the student has done, and does what the solution says, with the numbers
 * of the question; *result tells where a statement of it failed. Of other questions nothing. */
NB_MUST_USE nb_status nb_exam_solve(nb_exam *exam, nb_result **result);
/* The right answer as one would type it, several lines for an exercise; what `solution` shows. */
const char *nb_exam_solution(const nb_exam *exam);

/* Of a number, the expression whose value it is; NULL: it is none but itself. */
const char *nb_exam_formula(const nb_exam *exam);

/* Takes back all that was done since nb_exam_begin, and frees the exam: it might not have been. */
void nb_exam_drop(nb_exam *exam);
/* Takes back all that was done since nb_exam_begin. An exercise's `given:` and `solution:` are then
 * run for good: the lesson goes on from there. Where answers are noted, what the student did for an
 * exercise stays in their place. *result tells where a statement of these failed.
 * Frees the exam. */
NB_MUST_USE nb_status nb_exam_end(nb_exam *exam, nb_result **result);

#endif
