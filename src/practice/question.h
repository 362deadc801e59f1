/* A question of practice, before it is put in words. */
#ifndef NABLA_PRACTICE_QUESTION_H
#define NABLA_PRACTICE_QUESTION_H

#include "nabla.h"
#include "practice/outline.h"

/* ∂of/∂by, as nodes of the plan; `by` -1: the value of `of`; `again` not -1: ∂²of/∂by∂again. */
typedef struct nb_practice_asked {
    int of, by, again;
} nb_practice_asked;

typedef struct nb_practice_question {
    nb_practice_id id;
    nb_session *scratch;
    nb_random random;
    nb_outline plan;
    const char *numbers[NB_OUTLINE_NODES]; /* of the leaves, as they are typed */
    nb_practice_asked asked;
    nb_arena arena;
} nb_practice_question;

/* Finds a plan, numbers, and something to ask; see nb_practice_write for what is answered. */
NB_MUST_USE nb_status nb_practice_find(nb_practice_question *q);

/* `a = 2; b = 3`, so many a line, in the order of the plan; the formulas, one a line; what is
 * asked, as an expression. */
void nb_practice_write_leaves(const nb_practice_question *q, nb_buffer *out, int a_line);
void nb_practice_write_formulas(const nb_practice_question *q, nb_buffer *out);
void nb_practice_write_asked(const nb_practice_question *q, nb_buffer *out);

#endif
