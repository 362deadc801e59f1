/* Drawing by a program: dot or gnuplot makes a file of what it is fed. */
#ifndef NABLA_FRONT_DRAWING_DRAWING_H
#define NABLA_FRONT_DRAWING_DRAWING_H

#include "front/drawing/failure.h"
#include "front/system/fonts.h"
#include "front/system/output.h"

extern const nb_picture_limits nb_drawing_limits; /* usually */

/* One picture to be drawn, for `block` of `result`. `rule` says where may be written. */
typedef struct nb_picture_job {
    nb_block *block;
    nb_result *result;
    const nb_view *view;
    nb_memory *memory;
    const nb_write_rule *rule;
    nb_drafts *drafts;
    const nb_picture_limits *limits;
    const nb_drawing_program *program;
    const char *path;
    const nb_file_kind *format;
    const nb_buffer *source; /* what the program reads */
    const nb_buffer *kept;   /* written in the place of a picture that failed; of slides NULL */
    bool failed;             /* the program is to blame */
} nb_picture_job;

/* Bytes become one of these drafts. False: the result has an error. */
NB_MUST_USE bool nb_drawing_draft(const nb_picture_job *drawing, const nb_file_kind *kind,
                                  const char *path, const nb_buffer *bytes, nb_drafts *drafts);
/* Whether all was written that is to be drawn; else the result has an error. */
NB_MUST_USE bool nb_drawing_is_ready(const nb_picture_job *drawing);
/* A format that needs no program: `kept` is what was asked for. */
void nb_drawing_keep(const nb_picture_job *drawing);
/* Runs the program. The caller clears the outcome. */
void nb_drawing_start(const nb_picture_job *drawing, char *const *argv,
                      nb_process_outcome *outcome);
/* Whether it ended well and made something whole. */
bool nb_drawing_succeeded(const nb_picture_job *drawing, const nb_process_outcome *outcome);
/* What was made of that becomes one of the drafts. False: the result has an error and is no longer
 * ok; where the program is to blame, `kept` is written beside the wanted file. */
NB_MUST_USE bool nb_drawing_take(nb_picture_job *drawing, const nb_process_outcome *outcome,
                                 const nb_buffer *made);

/* Says why the program did not draw. `instead` is the file that stands in; NULL: none does. */
void nb_drawing_say_failure(const nb_picture_job *drawing, const nb_process_outcome *outcome,
                            const char *instead);
/* Adds a diagnostic about the picture; an error where memory ran out. */
void nb_drawing_say(const nb_picture_job *drawing, nb_severity severity, nb_message message,
                    nb_message hint);
void nb_drawing_say_memory(const nb_picture_job *drawing);
/* Whether a text has Korean letters; and then a warning, where no font has any. */
bool nb_drawing_has_korean(const char *text);
void nb_drawing_check_korean(const nb_picture_job *drawing, const nb_font *font);
#endif
