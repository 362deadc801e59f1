/* Showing results: what a result asks to be written is written, then it is rendered and printed. */
#ifndef NABLA_FRONT_SHOW_H
#define NABLA_FRONT_SHOW_H

#include <stdio.h>

#include "front/opening.h"
#include "front/state/roll.h"
#include "front/system/files.h"
#include "nabla.h"
#include "view/view.h"

typedef struct nb_show {
    nb_session *session;
    nb_view view; /* width 0: that of the terminal, whatever it is when something is shown */
    bool json;
    nb_write_rule rule;
    FILE *out, *errors;
    bool pages; /* what is longer than the screen goes through the pager */
    bool images; /* pictures may be such where the terminal shows them: never in a lesson */
    nb_roll *roll; /* of the class, for whom questions are asked; NULL: nobody knows */
    bool silent; /* nothing is shown, and no picture is drawn */
    /* Prints what is rendered, with `user`, in place of `out` and `errors`; NULL: these. */
    void (*print)(void *user, const nb_buffer *text);
    /* Gets what was asked to be opened. NULL: nothing can be here, like in a script. */
    nb_opening *opens;
    /* Called with each result of nb_script_feed once it is carried out; NULL: nothing. */
    void (*ran)(void *user, nb_result *result);
    void *user; /* of both */
} nb_show;

/* The view as it is now, with what `set` says of it. */
nb_view nb_show_view(const nb_show *show);
/* Whose numbers questions have: nb_variant.student. */
uint64_t nb_show_student(const nb_show *show);
/* Writes the files and pictures of a result, up to the first that fails: that becomes an error in
 * it, and the session takes the statement back. */
void nb_show_carry_out(nb_show *show, nb_result *result);
/* Prints the result (NULL: nothing). False when it is not ok, when Ctrl-C ended the printing, or
 * when standard output cannot be written. */
bool nb_show_result(nb_show *show, nb_result *result);

#endif
