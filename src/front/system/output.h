/* Files that statements ask for: which of them a script may write, and nabla's mark in each. */
#ifndef NABLA_FRONT_SYSTEM_OUTPUT_H
#define NABLA_FRONT_SYSTEM_OUTPUT_H

#include "front/system/files.h"
#include "front/system/kinds.h"
#include "result/result.h"

/* Writes a file of `kind`, with its mark, for `block` of `result`, as one of `drafts`. What the
 * statement of a file asks for (`block` was not typed) is guarded whatever `rule` says: the path
 * must end as the kind does, and a file that is there must be nabla's own. On success
 * block->written is the path. False: the result has an error. */
NB_MUST_USE bool nb_output_draft(nb_block *block, nb_result *result,
                                 const nb_write_rule *rule, const nb_file_kind *kind,
                                 const char *path, const char *bytes, size_t length,
                                 nb_drafts *drafts);
/* Puts the drafts of `result` in their places, unless it is not ok; a user who typed what replaces
 * another's file is told so. False: the result is not ok, all files are as they were, and none is
 * `written`. */
NB_MUST_USE bool nb_output_place(nb_drafts *drafts, nb_result *result);

/* Whether a file that no statement named may be left at `path`: nothing is there, or a file of
 * nabla's own. */
NB_MUST_USE bool nb_output_is_free(const nb_block *block, const nb_write_rule *rule,
                                   const nb_file_kind *kind, const char *path);

#endif
