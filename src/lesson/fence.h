/* Inside lesson/: what the first line of a fenced block says, and whether the block ends where its
 * author thinks. */
#ifndef NABLA_LESSON_FENCE_H
#define NABLA_LESSON_FENCE_H

#include "lesson/block.h"

typedef struct nb_fence {
    nb_lesson_kind kind;
    const char *meant; /* of NB_LESSON_CODE: the kind that it is a slip of, or NULL */
} nb_fence;

/* Reads what stands behind the signs of a fence. */
nb_fence nb_fence_read(const char *info, size_t length);

/* Tells of a block with a misspelt kind, without an end, or with the fence of another one inside:
 * then its own end is missing. False: memory ran out. */
NB_MUST_USE bool nb_fence_check(const nb_block_reader *reader, nb_fence fence, char sign,
                                bool closed);

#endif
