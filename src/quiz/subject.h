/* What a walk or a row of questions is about, from statement to statement. */
#ifndef NABLA_QUIZ_SUBJECT_H
#define NABLA_QUIZ_SUBJECT_H

#include "definitions/sheet.h"

#define NB_ITSELF UINT32_MAX

/* A node that is found again though ids change, and a fingerprint of what it is made of. */
typedef struct nb_subject {
    nb_def_id def;  /* the node is part of it */
    uint32_t place; /* among the definition's nodes, or NB_ITSELF: it is the definition's value */
    uint64_t fingerprint;
} nb_subject;

/* A subject that is `node`, which belongs to a definition. */
NB_MUST_USE nb_status nb_subject_set(nb_sheet *s, nb_subject *subject, nb_node node);

/* Its node by now, or NB_NO_NODE when there is none any more. *changed is set where there is one:
 * whether something it is made of has changed since it was set or found last. */
NB_MUST_USE nb_status nb_subject_find(nb_sheet *s, nb_subject *subject, nb_node *node,
                                      bool *changed);

#endif
