/* What a statement may change besides definitions: saved, compared and restored as one. */
#ifndef NABLA_DEFINITIONS_STATE_H
#define NABLA_DEFINITIONS_STATE_H

#include "definitions/sheet.h"

/* The state of a session that has just begun. */
nb_state nb_state_first(nb_settings settings);

/* Whether two states differ in what `undo` brings back: in all but what was printed last. */
bool nb_state_differs(const nb_state *a, const nb_state *b);

/* Makes this the sheet's state; the graph's passes become right or wrong as its `mistake` says, for
 * which nb_graph_prepare_break has made room. */
void nb_state_set(nb_sheet *s, const nb_state *state);

/* The settings of a new session. */
extern const nb_settings nb_default_settings;

/* `ans`: what was printed last, 0 before anything was. */
double nb_get_ans(const nb_sheet *s);
void nb_set_ans(nb_sheet *s, double value);

#endif
