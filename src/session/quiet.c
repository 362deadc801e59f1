/* A look is a statement that is taken back as if it had failed, however it went. */
#include "session/quiet.h"

#include <string.h>

#include "session/execute.h"

nb_status nb_quiet_begin(nb_session *session, nb_quiet *quiet) {
    nb_sheet *s = &session->sheet;
    *quiet = (nb_quiet){.s = s, .growth = nb_growth_begin(s), .warned = s->warned};
    quiet->result = s->result = nb_result_new(&s->memory);
    s->problem = (nb_problem){.message.id = NB_MESSAGE_NONE};
    s->text = "";
    s->kept_text = NULL;
    s->suspect = NB_NO_NODE;
    s->named = s->quiet = s->typed = false;
    s->turns = 0;
    s->statement++;
    session->quiz.calculates = true; /* it is no answer to predict */
    nb_save_point_mark(s, &quiet->before);
    if (quiet->result == NULL) return NB_STATUS_NO_MEMORY;
    return nb_save_point_take(s, &quiet->before);
}

bool nb_quiet_stopped(const nb_quiet *quiet) {
    return quiet->s->problem.message.id == NB_MESSAGE_INTERRUPTED;
}

void nb_quiet_end(nb_quiet *quiet) {
    nb_sheet *s = quiet->s;
    if (nb_quiet_stopped(quiet)) atomic_store(&s->interrupted, false);
    nb_save_point_restore(s, &quiet->before);
    s->quiz->calculates = false;
    s->warned = quiet->warned;
    s->text = s->kept_text = NULL;
    s->problem = (nb_problem){.message.id = NB_MESSAGE_NONE};
    nb_arena_clear(&s->scratch);
    nb_growth_undo(s, quiet->growth);
    nb_result_free(quiet->result);
    s->result = NULL;
}

nb_status nb_quiet_finish(nb_quiet *quiet, nb_status status) {
    bool lacks = quiet->s->scratch.failed || (quiet->result != NULL && quiet->result->failed);
    nb_quiet_end(quiet);
    return lacks ? NB_STATUS_NO_MEMORY : status;
}

nb_status nb_quiet_read(nb_quiet *quiet, const char *text, nb_statement **statement) {
    nb_sheet *s = quiet->s;
    s->text = nb_arena_text(&s->scratch, text, strlen(text));
    s->kept_text = NULL;
    s->problem = (nb_problem){.message.id = NB_MESSAGE_NONE};
    if (s->text == NULL) return NB_STATUS_NO_MEMORY;
    return nb_parse_statement(&s->scratch, &s->names, s->text, strlen(s->text), statement,
                              &s->problem);
}

nb_result *nb_quiet_keep(nb_quiet *quiet) {
    nb_result *result = quiet->result;
    quiet->result = NULL;
    return result;
}

void nb_keep_mistake_secret(nb_session *session) {
    session->sheet.state.secret = session->sheet.state.mistake != NB_MISTAKE_NONE;
}
