/* Statements typed at the terminal. See turn.h. */
#include "front/turn.h"

#include <stdlib.h>
#include <string.h>

#include "front/editor.h"
#include "front/script.h"

char *nb_turn_read(const nb_show *show, bool *abandoned) {
    return nb_editor_read(nb_show_view(show).ascii ? ">>> " : "∇ ", abandoned);
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
    nb_begin(show->session, NULL);
    for (bool continues = false;; continues = true) {
        bool abandoned;
        nb_keep_line(keep, line, continues);
        nb_status status = run_line(show, line);
        free(line);
        if (status != NB_STATUS_NEED_INPUT) return status;
        line = nb_editor_read("... ", &abandoned);
        if (line != NULL) continue;
        nb_discard(show->session);
        if (!abandoned) fputc('\n', nb_editor_stream());
        return NB_STATUS_OK;
    }
}
