/* A question of a lesson: the keys of a ```quiz or ```exercise block, read. It lives in the arena
 * of the lesson; texts are as the author wrote them, {expressions} included. */
#ifndef NABLA_LESSON_QUESTION_H
#define NABLA_LESSON_QUESTION_H

#include "lesson/lesson.h"

typedef enum nb_question_kind {
#define KIND(ID, word, seconds, MAKER) NB_ASK_##ID,
#include "lesson/kinds.def"
#undef KIND
} nb_question_kind;

enum {
#define KIND(ID, word, seconds, MAKER) +1
    NB_ASK_KINDS = 0
#include "lesson/kinds.def"
#undef KIND
};

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
    const char *noted;   /* in a copy without answers, which are noted and not judged: the word of
                            the kind; else NULL */
    const char *ask;     /* of try: and say:, their text */
    const char *answer;  /* VALUE: an expression; else NULL */
    const char *gap;     /* the derivation with ___, or NULL */
    const char *predict; /* an expression whose value the next transcript brings about, or NULL */
    const char *mistake; /* of break:, or NULL */
    const char *spot_node, *spot_value; /* spot: NODE = EXPR */
    const char *recall;  /* the other question's id */
    const char *see;     /* the lesson that teaches it, to be read again; NULL: that was not said */
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

/* What becomes of a key in a copy without answers. */
typedef enum nb_key_copy {
    NB_KEY_KEPT,
    NB_KEY_DROPPED,
    NB_KEY_UNMARKED, /* a choice, without its mark and its remark */
    NB_KEY_SHUFFLED, /* a line of order: */
    NB_KEY_SEALED    /* seal.h */
} nb_key_copy;

nb_key_copy nb_question_copy_of(const nb_lesson_key *key);
/* How `noted:` says it. */
const char *nb_question_word(nb_question_kind kind);

/* The question with this id in the lesson, or NULL. */
const nb_lesson_question *nb_question_find(const nb_lesson *lesson, const char *id);

#endif
