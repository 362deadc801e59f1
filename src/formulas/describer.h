/* The stack on which formulas become text: describe.c takes items from it, each of which becomes a
 * piece of the text or is replaced by what it is made of; describe_call.c pushes, too. */
#ifndef NABLA_FORMULAS_DESCRIBER_H
#define NABLA_FORMULAS_DESCRIBER_H

#include "formulas/describe.h"

enum { NB_MAX_PIECES = 200, NB_MAX_STACK = 400 };

typedef enum nb_item_kind {
    NB_ITEM_PIECE,
    NB_ITEM_NUMBER,
    NB_ITEM_NODE,
    NB_ITEM_TERM
} nb_item_kind;

typedef struct nb_item {
    nb_item_kind kind;
    nb_piece piece;
    double number;
    nb_node node;
    const nb_term *term;
    nb_level level; /* an operator that binds less tightly needs brackets */
    bool right;     /* something stands directly before it: a sign needs brackets */
    bool expand;    /* the node's formula, although it has a name */
} nb_item;

typedef struct nb_describer {
    nb_sheet *s;
    nb_style style;
    nb_piece pieces[NB_MAX_PIECES];
    size_t count;
    nb_item stack[NB_MAX_STACK];
    size_t depth;
} nb_describer;

/* What is pushed last stands first: formulas are pushed from the right. */
void nb_push_item(nb_describer *d, nb_item it);
void nb_push_piece(nb_describer *d, nb_piece_kind kind, const char *text);
void nb_push_mark(nb_describer *d, nb_piece_kind kind); /* a piece that needs no more */

/* What the style says: whether it is for a typesetter, and whether it is this one of the first
 * three (names, numbers, values). */
bool nb_is_typeset(const nb_describer *d);
bool nb_has_content(const nb_describer *d, nb_style content);

#endif
