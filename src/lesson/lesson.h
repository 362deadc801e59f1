/* A lesson: a Markdown text taken apart into what is read and what is run.
 *
 * The parts cover the text in order: prose, transcripts (```nabla), quizzes, exercises, hidden
 * tests (```check) and plain code. Everything a lesson points to lives in the arena that it was
 * parsed into; places in the text are kept as byte offsets, so that the outputs of a transcript can
 * be rewritten in place. */
#ifndef NABLA_LESSON_LESSON_H
#define NABLA_LESSON_LESSON_H

#include <stddef.h>

#include "base/memory.h"
#include "result/result.h"

typedef struct nb_lesson_range {
    size_t start, end; /* bytes of the text */
} nb_lesson_range;

/* One statement of a transcript and what the program prints for it. */
typedef struct nb_lesson_step {
    const char *typed;      /* the typed lines without their prompts, joined by newlines */
    const char *expected;   /* the lines under them, each ended by a newline; "": none */
    size_t line;            /* of the first typed line, from 1 */
    size_t output_line;     /* where the first printed line stands, or would stand */
    nb_lesson_range output; /* whole lines, without blank ones at the end */
    nb_lesson_range prefix; /* what stands before the prompt: indentation, signs of a quotation */
    struct nb_lesson_step *next;
} nb_lesson_step;

/* A line `name: value` of a quiz or an exercise. */
typedef struct nb_lesson_key {
    const char *name, *value;
    size_t line;
    size_t column, value_column; /* where they stand, in display columns from 1 */
    const char *text;            /* the whole line */
    struct nb_lesson_key *next;
} nb_lesson_key;

typedef enum nb_lesson_kind {
    NB_LESSON_PROSE,
    NB_LESSON_TRANSCRIPT,
    NB_LESSON_QUIZ,
    NB_LESSON_EXERCISE,
    NB_LESSON_CHECK, /* statements that only test the lesson */
    NB_LESSON_CODE /* a fenced block of another kind */
} nb_lesson_kind;

typedef struct nb_lesson_part {
    nb_lesson_kind kind;
    nb_lesson_range range; /* with the lines of the fence */
    size_t line;           /* where it begins, from 1 */
    const char *opening;   /* that line, of a fenced block */
    size_t indent;         /* prose: the columns that the list item around it is indented by */
    nb_lesson_step *steps; /* of a transcript; of hidden tests: statements; not counted */
    nb_lesson_key *keys;   /* of a quiz or an exercise, as they stand, known or not */
    struct nb_lesson_question *question; /* what they ask (question.h); NULL: nothing */
    struct nb_lesson_part *next;
} nb_lesson_part;

/* What is wrong with a lesson; `diagnostic.source` is NULL. */
typedef struct nb_lesson_problem {
    nb_diagnostic diagnostic;
    struct nb_lesson_problem *next;
} nb_lesson_problem;

typedef struct nb_lesson {
    nb_lesson_part *parts;
    nb_lesson_problem *problems;
    size_t step_count;
    const char *original; /* of a copy without answers: what its last line says of the text that it
                             was made from, 16 digits; else NULL */
} nb_lesson;

/* The last line of a copy: that, 16 digits in between, and this. */
#define NB_LESSON_ORIGINAL "<!-- original: "
#define NB_LESSON_ORIGINAL_END " -->"

/* md4c needs time that is quadratic in the text at worst. */
enum { NB_LESSON_LONGEST = 2 << 20 }; /* bytes */

/* Parses `length` bytes; any bytes are a lesson. NB_STATUS_OK (see `problems`), NB_STATUS_ERROR
 * when they are more than NB_LESSON_LONGEST, or NB_STATUS_NO_MEMORY. */
NB_MUST_USE nb_status nb_lesson_parse(nb_arena *arena, const char *text, size_t length,
                                      nb_lesson *lesson);

/* The value of the first key of that name; NULL: the part has none. */
const char *nb_lesson_find(const nb_lesson_part *part, const char *name);

#endif
