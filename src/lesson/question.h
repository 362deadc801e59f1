/* A question of a lesson: the keys of a ```quiz or ```exercise block, read. It lives in the arena
 * of the lesson; texts are as the author wrote them, {expressions} included. */
#ifndef NABLA_LESSON_QUESTION_H
#define NABLA_LESSON_QUESTION_H

#include "lesson/lesson.h"

typedef enum nb_question_kind {
    NB_ASK_VALUE,    /* answer: a number or an expression; with gap: or predict:, too */
    NB_ASK_CHOICE,   /* choice: lines of which one is marked *; the answer is its number */
    NB_ASK_CHOICES,  /* several are marked: the answer is all their numbers */
    NB_ASK_ORDER,    /* order: lines, shown shuffled; the answer is their numbers in order */
    NB_ASK_BREAK,    /* break: without an answer: which mistake is it? */
    NB_ASK_SPOT,     /* spot: which node's gradient in the table is wrong? */
    NB_ASK_EXERCISE, /* check: what the student's definitions must satisfy */
    NB_ASK_TRY,      /* try: nothing is right or wrong */
    NB_ASK_SAY,      /* say: a sentence, recorded; then the model answer (why:) is shown */
    NB_ASK_RECALL    /* recall: another question's id, asked again with other numbers */
} nb_question_kind;

/* A line `TEXT -> REMARK`, or without a remark (""). */
typedef struct nb_remarked {
    const char *text, *remark;
    size_t line;
    bool right; /* of a choice: it was marked * */
} nb_remarked;

/* One line of `vary:`; `name` gets one of count values: choices[i], or from + i·step. */
typedef struct nb_vary {
    const char *name;
    double from, step;
    const double *choices; /* NULL: a range */
    uint32_t count;
    size_t line;
} nb_vary;

typedef struct nb_before { /* `before: 1 < 3`: lines of order:, from 1 */
    uint32_t first, second;
} nb_before;

typedef struct nb_remark_list {
    nb_remarked *all;
    size_t count;
} nb_remark_list;

typedef struct nb_lesson_question {
    nb_question_kind kind;
    const nb_lesson_part *part;
    const char *id;
    const char *ask;     /* of try: and say:, their text */
    const char *answer;  /* VALUE: an expression; else NULL */
    const char *gap;     /* the derivation with ___, or NULL */
    const char *predict; /* an expression whose value the next transcript brings about, or NULL */
    const char *mistake; /* of break:, or NULL */
    const char *spot_node, *spot_value; /* spot: NODE = EXPR */
    const char *recall;  /* the other question's id */
    const char *why;     /* NULL: none */
    double within;       /* how far an answer may be off; 0: that was not said */
    bool within_percent; /* of the answer (`1%` is 0.01), rather than a difference (`0.1`) */
    nb_remark_list choices, order, equivalents, wrongs, hints;
    nb_remark_list refused; /* expressions that an answer may not contain */
    nb_remark_list given, checks, wrong_checks, solution;
    nb_before *befores;
    size_t before_count;
    nb_vary *vary;
    size_t vary_count;
} nb_lesson_question;

/* Reads the keys of a quiz or an exercise, which nb_lesson_parse has done already: part->question
 * is what it found. What is wrong with them (an unknown key, one that is
 * missing, that stands twice, or does not belong to the kind) is added to the lesson's problems,
 * each with its line; *question is NULL then where nothing can be asked. NB_STATUS_NO_MEMORY is the
 * only failure. */
NB_MUST_USE nb_status nb_question_read(nb_arena *arena, nb_lesson *lesson,
                                       const nb_lesson_part *part,
                                       nb_lesson_question **question);

/* When all are read: ids that stand twice become problems. False: memory ran out. */
NB_MUST_USE bool nb_question_ids(nb_arena *arena, nb_lesson *lesson);

/* The question with this id in the lesson, or NULL. */
const nb_lesson_question *nb_question_find(const nb_lesson *lesson, const char *id);

#endif
