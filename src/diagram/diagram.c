/* Which drawing a picture gets. */
#include "diagram/diagram.h"

#include "diagram/dot_layers.h"
#include "diagram/dot_summary.h"
#include "result/figure.h"
#include "diagram/dot.h"

void nb_diagram_dot(const nb_picture_block *picture, const nb_view *view, const char *font,
                    nb_buffer *out) {
    if (picture->figure == NULL) nb_view_dot(picture, view, font, out);
    else if (picture->figure->columns != NULL) nb_diagram_layers(picture, view, font, out);
    else nb_diagram_summary(picture, view, font, out);
}
