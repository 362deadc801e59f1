/* What went wrong: the running statement's one problem, with its place and its hint. */
#ifndef NABLA_DEFINITIONS_PROBLEM_H
#define NABLA_DEFINITIONS_PROBLEM_H

#include "definitions/sheet.h"

/* Sets the problem and answers NB_STATUS_ERROR: nb_fail_at with a place in an expression's source,
 * nb_fail_plain without one. The texts of the messages are copied to the scratch arena; without
 * memory for that: NB_STATUS_NO_MEMORY. */
NB_MUST_USE nb_status nb_fail_at(nb_sheet *s, const nb_expr *expr, nb_span span,
                                 nb_message message, nb_message hint);
NB_MUST_USE nb_status nb_fail_plain(nb_sheet *s, nb_message message, nb_message hint);

/* The same with a place in the running statement's own text. */
NB_MUST_USE nb_status nb_fail_place(nb_sheet *s, nb_span span, nb_message message, nb_message hint);

#define NB_NO_HINT ((nb_message){.id = NB_MESSAGE_NONE})

/* The hint that `name` was meant to be `near`. Where the keys of that were typed with the Korean
 * keyboard on, it says so. */
nb_message nb_meant(const char *name, const char *near);

/* The hint for an unknown name, of a function or a value: a near one; else, for a value, how to
 * define it. */
nb_message nb_did_you_mean(nb_sheet *s, const char *name, bool function);

/* Sets the problem and answers NB_STATUS_ERROR when the host called nb_interrupt: every long loop
 * asks now and then. */
NB_MUST_USE nb_status nb_poll(nb_sheet *s);
/* The status of a walk that knows the graph only, whose NB_STATUS_ERROR is that it was stopped: now
 * that is said, too. */
NB_MUST_USE static inline nb_status nb_say_stopped(nb_sheet *s, nb_status status) {
    return status == NB_STATUS_ERROR ? nb_poll(s) : status;
}
/* The same as nb_poll in turn `i` of a loop whose turns are short. */
static inline nb_status nb_poll_turn(nb_sheet *s, size_t i) {
    return i % 1024 == 1023 ? nb_poll(s) : NB_STATUS_OK;
}

#endif
