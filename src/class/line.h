/* What a student did at one question, as a line of a class's record. Such files outlive programs:
 * the keys and what they mean are fixed here.
 *
 *     {"nabla":"0.1","student":"kim01","name":"김하나","number":20231234,"lesson":"apple-tax",
 *      "hash":"85944171f73967e8","id":"dearer","variant":0,"round":0,"numbers":{"pear":100},
 *      "answers":["7","2"],"statements":[],"hints":1,"solution":false,"tries":1,"right":true,
 *      "begun":"2026-11-29T10:00:00Z","seconds":34}
 *
 * (on one line, in UTF-8, without blanks). A student who comes back to a question makes another
 * line of the same id. */
#ifndef NABLA_CLASS_LINE_H
#define NABLA_CLASS_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* Texts in order. */
typedef struct nb_class_texts {
    char **all;
    size_t count, capacity;
} nb_class_texts;

/* A number that `vary:` chose, or, where it chose none, the lesson's own. */
typedef struct nb_class_number {
    const char *name;
    double value;
} nb_class_number;

enum { NB_CLASS_HASH = 17, NB_CLASS_TIME = 21 };

typedef struct nb_class_line {
    const char *student; /* the login name */
    const char *name;    /* the full name of the account; "": it has none */
    bool numbered;       /* else "number" is null */
    uint64_t number;     /* of --student */
    const char *lesson;  /* the name of its file without .md: apple-tax, apple-tax.ko; "practice" */
    char hash[NB_CLASS_HASH]; /* nb_fnv1a of the lesson's bytes, 16 hex digits; practice: "" */
    const char *id;      /* of the question in this lesson; in practice LEVEL-KIND-SEED */
    uint64_t variant;    /* nb_variant: these two chose the numbers */
    uint32_t round;
    const nb_class_number *numbers;
    size_t number_count;
    nb_class_texts answers;    /* as typed, in order: those that were judged right or wrong */
    nb_class_texts statements; /* what was run at an exercise, one text a line, but what failed */
    uint32_t hints;      /* how many were shown */
    bool solution;       /* it was shown */
    uint32_t tries;      /* how many of the answers were wrong */
    bool right;          /* the question was answered rightly */
    char begun[NB_CLASS_TIME]; /* when it was asked, in UTC */
    uint64_t seconds;    /* from then to its end */
} nb_class_line;

/* Appends the line with its newline. Text that is no UTF-8 gets U+FFFD where it is none. */
void nb_class_line_write(nb_buffer *out, const nb_class_line *line);

#endif
