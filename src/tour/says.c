/* What an exam says: messages are copied out of the statement in which they arose. */
#include "tour/says.h"

void nb_exam_say_text(nb_exam_says *says, const char *text) {
    *says = (nb_exam_says){.text = text};
}

nb_status nb_exam_say(nb_exam *exam, nb_exam_says *says, nb_message message, nb_message hint) {
    nb_result *result = nb_result_new(nb_session_memory(exam->session));
    if (result == NULL) return NB_STATUS_NO_MEMORY;
    *says = (nb_exam_says){.text = "", .message = nb_result_message(result, message),
                           .hint = nb_result_message(result, hint)};
    nb_result_free(exam->said);
    exam->said = result;
    if (!result->failed) return NB_STATUS_OK;
    *says = NB_NOTHING_SAID;
    return NB_STATUS_NO_MEMORY;
}
