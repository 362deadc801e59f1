/* Statements typed at the terminal. See turn.h. */
#include "front/turn.h"

#include <stdlib.h>
#include <string.h>

#include "front/editor.h"
#include "front/script.h"

/* What the session asks for, behind what it should remind of. */
static const char *get_sign(const nb_show *show, nb_buffer *sign) {
    nb_waiting waiting = nb_session_waiting(show->session);
    nb_view view = nb_show_view(show);
    for (size_t i = 0; i < NB_NOTICES; i++) nb_view_message(sign, &view, &waiting.notices[i]);
    if (waiting.question.id != NB_MESSAGE_NONE) nb_view_message(sign, &view, &waiting.question);
    else nb_buffer_add_text(sign, view.ascii ? ">>> " : "∇ ");
    return sign->failed ? ">>> " : sign->data;
}

char *nb_turn_read(const nb_show *show, bool *abandoned) {
    nb_buffer sign;
    nb_buffer_init(&sign, nb_session_memory(show->session));
    char *line = nb_editor_read(get_sign(show, &sign), abandoned);
    nb_buffer_clear(&sign);
    return line;
}

bool nb_turn_waits(const nb_show *show) {
    nb_waiting waiting = nb_session_waiting(show->session);
    return waiting.question.id != NB_MESSAGE_NONE || waiting.empty != NULL;
}

static bool is_blank(const char *line) {
    return line[strspn(line, " \t")] == '\0';
}

static nb_status run_line(nb_show *show, const char *line) {
    size_t length = strlen(line);
    char *text = malloc(length + 2);
    if (text == NULL) return NB_STATUS_OK;
    memcpy(text, line, length);
    memcpy(text + length, "\n", 2);
    nb_editor_begin_work();
    nb_status status = nb_script_feed(show, text, length + 1);
    nb_editor_end_work();
    free(text);
    return status;
}

nb_status nb_turn_run(nb_show *show, nb_keep *keep, char *line) {
    const char *meant = is_blank(line) ? nb_session_waiting(show->session).empty : NULL;
    nb_begin(show->session, NULL);
    for (bool continues = false;; continues = true) {
        bool abandoned;
        nb_keep_line(keep, line, continues);
        nb_status status = run_line(show, !continues && meant != NULL ? meant : line);
        free(line);
        if (status != NB_STATUS_NEED_INPUT) return status;
        line = nb_editor_read("... ", &abandoned);
        if (line != NULL) continue;
        nb_discard(show->session);
        if (!abandoned) fputc('\n', nb_editor_stream());
        return NB_STATUS_OK;
    }
}
