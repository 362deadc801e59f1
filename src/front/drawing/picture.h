/* Drawing pictures: a block of a result becomes a file, through Graphviz' dot. */
#ifndef NABLA_FRONT_DRAWING_PICTURE_H
#define NABLA_FRONT_DRAWING_PICTURE_H

#include "front/drawing/drawing.h"

/* Draws the picture that `block` (NB_BLOCK_PICTURE of `result`) holds. The ending of its path says
 * the format: .png .svg .pdf .dot. On success block->written is the path. Otherwise the result
 * gets an error and is no longer ok; where dot is to blame, the source for it is written beside
 * the wanted file, under the ending .dot. A .dot file needs no program. Warnings are added to the
 * result too. `rule` says where may be written. The picture is one of `drafts` then: a source that
 * stands in for it is written at once. */
void nb_picture_carry_out(nb_block *block, nb_result *result, const nb_view *view,
                          nb_memory *memory, const nb_write_rule *rule, nb_drafts *drafts);

/* The same within limits of one's own. */
void nb_picture_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                     const nb_write_rule *rule, nb_drafts *drafts, const nb_picture_limits *limits);

/* How large a picture of pixels is, unless it says so itself. */
typedef struct nb_pixels {
    double dpi, least_dpi; /* where it need not be smaller, and the smallest */
    double width, height;  /* that it should keep within, in pixels */
} nb_pixels;

/* Draws the picture that `block` holds as PNG, whatever its path. False: the outcome says why there
 * is none; the caller clears it at any rate. */
NB_MUST_USE bool nb_picture_pixels(nb_block *block, nb_result *result, const nb_view *view,
                                   nb_memory *memory, const nb_picture_limits *limits,
                                   const nb_pixels *frame, nb_process_outcome *outcome);

#endif
