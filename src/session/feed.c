/* The statements come one after another, and so do their results: what one asks of the host is done
 * before the next one runs. */
#include "session/feed.h"

#include <string.h>

enum { STEPS_AT_ONCE = 1000 };

/* Hands a result (NULL: nothing was run) over, and frees it. False: it is not ok. */
static bool hand_over(nb_result *result, nb_fed *fed, void *user) {
    if (result == NULL) return true;
    fed(user, result);
    bool ok = result->ok;
    nb_result_free(result);
    return ok;
}

nb_status nb_feed_all(nb_session *session, const char *text, nb_fed *fed, void *user) {
    nb_result *result;
    nb_status status = nb_feed(session, text, strlen(text), &result);
    bool told = result != NULL; /* a statement that met the session's limit says so itself */
    bool good = hand_over(result, fed, user);
    while (good && status == NB_STATUS_RUNNING) {
        status = nb_resume(session, STEPS_AT_ONCE, &result);
        told = result != NULL;
        good = hand_over(result, fed, user);
    }
    if (status == NB_STATUS_OK || status == NB_STATUS_NEED_INPUT ||
        status == NB_STATUS_NEED_ANSWER) {
        status = nb_finish(session, &result);
        told = result != NULL;
        good = hand_over(result, fed, user) && good;
    }
    nb_discard(session);
    if (status == NB_STATUS_NO_MEMORY) return told ? NB_STATUS_ERROR : status;
    return good ? status : NB_STATUS_ERROR;
}
