/* What the parts of a definition's formula are: which of the graph's nodes x @ W has in
 * h = sigmoid(x @ W + b). The graph does not keep it, so the formula is built once more. */
#ifndef NABLA_ARRAYS_PARTS_H
#define NABLA_ARRAYS_PARTS_H

#include "definitions/sheet.h"

/* A part with several elements. All of it lives in the scratch arena. */
typedef struct nb_formula_part {
    nb_shape shape;
    nb_node *nodes;     /* row by row; NB_NO_NODE for those that are not in the graph */
    const char *text;   /* as it was typed */
    nb_level level;     /* of what binds least in it */
    bool inner;         /* an operator over vectors is applied to what it is a part of */
    const nb_code *code; /* what makes it of other parts: of a call whose body has parts of its own,
                          * what stands last in that */
    bool call;           /* it is such a call */
    nb_def_id function;  /* the function whose call it is the value of, or NB_NO_DEF */
    bool own;            /* it stands in the formula itself, not in the body of a function */
    const nb_code *user; /* what is made of it at once; NULL: it is the whole formula */
} nb_formula_part;

/* The definitions that the target is made of, in the order of their nodes; of an element, that of
 * the formula or vector that it is part of. In the scratch arena. */
NB_MUST_USE nb_status nb_find_made_of(nb_sheet *s, nb_node target, nb_def_id **defs,
                                      size_t *count);

/* The parts of the formula that a definition, which is up to date, is made by, and those of the
 * functions that it calls, with the arguments in place of the parameters; of what is no formula
 * there are none. The graph is left as it was. */
NB_MUST_USE nb_status nb_find_parts(nb_sheet *s, nb_def_id def, nb_formula_part **parts,
                                    size_t *count);

#endif
