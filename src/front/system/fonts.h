/* Which font pictures are set in: asked of fontconfig. */
#ifndef NABLA_FRONT_SYSTEM_FONTS_H
#define NABLA_FRONT_SYSTEM_FONTS_H

#include "base/memory.h"

typedef struct nb_font {
    const char *family; /* static; never NULL */
    bool asked;         /* false: fontconfig could not be asked, nothing is known */
    bool korean;        /* it has Korean letters */
} nb_font;

/* The best font there is. Without fontconfig, the family that every system maps to some font. */
nb_font nb_font_choose(nb_memory *memory);
/* True when any font has Korean letters (dot takes single letters from it), or when it is not
 * known. Slower than nb_font_choose: ask only when `korean` is false and it matters. */
bool nb_font_any_korean(nb_memory *memory);

#endif
