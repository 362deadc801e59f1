/* History and journal of a prompt. See keep.h. */
#include "front/keep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/state/history.h"
#include "front/system/system.h"
#include "front/terminal/say.h"

/* Tells why something is not kept: errno says it. */
#define COMPLAIN(ID, PLACE) \
    nb_complain(NULL, NB_SAY(ID, NB_TEXT(PLACE), NB_WORDS(strerror(errno))))

void nb_keep_init(nb_keep *keep) {
    keep->folder[0] = keep->history[0] = '\0';
    keep->session = NULL;
    nb_journal_init(&keep->journal, NULL);
}

void nb_keep_begin(nb_keep *keep) {
    nb_keep_init(keep);
    bool found = nb_folder_state(keep->folder);
    if (!found) {
        COMPLAIN(NOTHING_KEPT, *keep->folder != '\0' ? keep->folder : "~/.local/state");
        keep->folder[0] = '\0';
    }
    if (!found || !nb_folder_join(keep->history, keep->folder, "history")) keep->history[0] = '\0';
    nb_journal_init(&keep->journal, found ? keep->folder : NULL);
    if (nb_history_load(*keep->history != '\0' ? keep->history : NULL)) return;
    COMPLAIN(HISTORY_UNREAD, keep->history);
    keep->history[0] = '\0';
}

void nb_keep_end(nb_keep *keep, bool clean) {
    nb_journal_end(&keep->journal, clean);
}

void nb_keep_line(nb_keep *keep, const char *line, bool continues) {
    if (nb_history_add(*keep->history != '\0' ? keep->history : NULL, line, continues)) return;
    COMPLAIN(HISTORY_ENDS, keep->history);
    keep->history[0] = '\0';
}

/* A training is kept as what it has reached: it may have been stopped, and would take long again.
 * What is very large is trained again all the same, so that the journal can be read. */
static bool add_result(nb_keep *keep, const nb_result *result) {
    const size_t largest = 4 << 20;
    nb_memory memory = nb_system_memory();
    nb_buffer instead;
    nb_buffer_init(&instead, &memory);
    bool at_once = keep->session != NULL && nb_last_at_once(keep->session, &instead) &&
                   instead.length <= largest;
    bool good = nb_journal_add(&keep->journal, result, at_once ? &instead : NULL);
    int error = errno;
    nb_buffer_clear(&instead);
    errno = error;
    return good;
}

void nb_keep_result(void *user, nb_result *result) {
    nb_keep *keep = user;
    if (!result->ok || add_result(keep, result)) return;
    COMPLAIN(JOURNAL_ENDS, keep->journal.path);
}

/* ---- restoring ---- */

size_t nb_keep_find(nb_keep *keep, nb_journal *found) {
    nb_journal_init(found, NULL);
    return *keep->folder != '\0' ? nb_journal_find(keep->folder, found) : 0;
}

/* Runs a line as it was entered; how many of its statements succeeded. What they would print,
 * write or draw was done when they were entered. */
static size_t run_line(nb_session *session, const nb_buffer *entered, const nb_buffer *line) {
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
    if (entered->length > 0) nb_name_line(session, entered->data);
    return good;
}

size_t nb_keep_restore(nb_keep *keep, nb_journal *found, nb_session *session,
                       const volatile sig_atomic_t *stop) {
    nb_memory memory = nb_system_memory();
    nb_buffer entered, line;
    size_t length, at = 0, good = 0;
    char *text = nb_journal_adopt(found, &length);
    if (text == NULL) {
        COMPLAIN(NOT_RESTORED, found->path);
        nb_journal_end(found, false);
        return 0;
    }
    keep->journal = *found;
    nb_buffer_init(&entered, &memory);
    nb_buffer_init(&line, &memory);
    while (!*stop && nb_journal_read(text, length, &at, &entered, &line) > 0 && !line.failed &&
           !entered.failed)
        good += run_line(session, &entered, &line);
    nb_buffer_clear(&entered);
    nb_buffer_clear(&line);
    free(text);
    return good;
}
