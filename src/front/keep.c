/* History and journal of a prompt. See keep.h. */
#include "front/keep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/history.h"
#include "front/host.h"

/* Tells why something is not kept: "nabla: PLACE: REASON; WHAT". */
static void complain(const char *place, const char *what) {
    char why[256];
    (void)snprintf(why, sizeof why, "%s; %s", strerror(errno), what);
    nb_show_complain(*place != '\0' ? place : "~/.local/state", why);
}

void nb_keep_begin(nb_keep *keep) {
    keep->folder[0] = '\0';
    bool found = nb_folder_state(keep->folder);
    if (!found) {
        complain(keep->folder, "history and journal are not kept");
        keep->folder[0] = '\0';
    }
    if (!found || !nb_folder_join(keep->history, keep->folder, "history")) keep->history[0] = '\0';
    nb_journal_init(&keep->journal, found ? keep->folder : NULL);
    if (nb_history_load(*keep->history != '\0' ? keep->history : NULL)) return;
    complain(keep->history, "the history is not kept");
    keep->history[0] = '\0';
}

void nb_keep_end(nb_keep *keep) {
    nb_journal_end(&keep->journal, true);
}

void nb_keep_line(nb_keep *keep, const char *line, bool continues) {
    if (nb_history_add(*keep->history != '\0' ? keep->history : NULL, line, continues)) return;
    complain(keep->history, "the history is not kept from here on");
    keep->history[0] = '\0';
}

void nb_keep_result(void *user, nb_result *result) {
    nb_keep *keep = user;
    if (!result->ok || nb_journal_add(&keep->journal, result)) return;
    complain(keep->journal.path, "the journal is not kept from here on");
}

/* ---- restoring ---- */

size_t nb_keep_find(nb_keep *keep, nb_journal *found) {
    nb_journal_init(found, NULL);
    return *keep->folder != '\0' ? nb_journal_find(keep->folder, found) : 0;
}

/* Runs a line as it was entered; how many of its statements succeeded. What they would print,
 * write or draw was done when they were entered. */
static size_t run_line(nb_session *session, const nb_buffer *line) {
    nb_result *result;
    size_t good = 0;
    nb_begin(session, NULL);
    nb_status status = nb_feed(session, line->data, line->length, &result);
    for (;;) {
        if (result != NULL && result->ok) good++;
        nb_result_free(result);
        if (status != NB_STATUS_RUNNING) break;
        status = nb_resume(session, 1000, &result);
    }
    nb_discard(session);
    return good;
}

size_t nb_keep_restore(nb_keep *keep, nb_journal *found, nb_session *session,
                       const volatile sig_atomic_t *stop) {
    nb_memory memory = {.allocate = nb_host_allocate, .limit = (size_t)1 << 30};
    nb_buffer line;
    size_t length, at = 0, good = 0;
    char *text = nb_journal_adopt(found, &length);
    if (text == NULL) {
        complain(found->path, "it cannot be restored");
        nb_journal_end(found, false);
        return 0;
    }
    keep->journal = *found;
    nb_buffer_init(&line, &memory);
    while (!*stop && nb_journal_read(text, length, &at, &line) > 0 && !line.failed)
        good += run_line(session, &line);
    nb_buffer_clear(&line);
    free(text);
    return good;
}
