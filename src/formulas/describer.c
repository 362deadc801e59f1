/* Pushing what a text is made of. What finds no room is lost; describe.c makes sure that there is
 * room for what one formula pushes. */
#include "formulas/describer.h"

void nb_push_item(nb_describer *d, nb_item it) {
    if (d->depth < NB_MAX_STACK) d->stack[d->depth++] = it;
}

void nb_push_piece(nb_describer *d, nb_piece_kind kind, const char *text) {
    nb_push_item(d, (nb_item){.kind = NB_ITEM_PIECE, .piece = {.kind = kind, .text = text}});
}

void nb_push_mark(nb_describer *d, nb_piece_kind kind) {
    nb_push_piece(d, kind, NULL);
}

bool nb_is_typeset(const nb_describer *d) {
    return (d->style & NB_STYLE_TYPESET) != 0;
}

bool nb_has_content(const nb_describer *d, nb_style content) {
    return (d->style & 3u) == content;
}
