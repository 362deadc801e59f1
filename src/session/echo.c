/* The lines of a file that `run` runs at the prompt, in a lesson or from standard input. They are
 * not shown where the statement is quiet, in braces, nor where `run` stands in a file itself: a
 * script on the command line answers, and says no more. */
#include "session/echo.h"

#include <string.h>

#include "base/utf8.h"

nb_echo nb_echo_begin(const nb_sheet *s, bool opens) {
    const nb_session *session = s->session;
    bool inner = s->run_depth > 0;
    bool shows = inner ? session->echoes : session->origin != NB_ORIGIN_FILE;
    return (nb_echo){.shows = shows && !opens && !s->result->quiet && !s->quiet};
}

/* Adds text without the returns at the ends of its lines, which are no part of them. */
static nb_status add(nb_sheet *s, const char *text, size_t length) {
    nb_buffer copy;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_TYPED);
    nb_buffer_init(&copy, &s->memory);
    nb_buffer_add_text(&copy, "");
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\r') nb_buffer_add_char(&copy, text[i]);
    if (block != NULL && !copy.failed)
        block->as.typed = nb_result_text(s->result, copy.data, copy.length);
    bool good = block != NULL && !copy.failed;
    nb_buffer_clear(&copy);
    return good ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

/* Comments and empty lines between two lines; at the edges of the file none are empty. */
static nb_status add_between(nb_sheet *s, const char *text, size_t from, size_t to, bool last) {
    for (bool first = from == 0; first && from < to;) {
        size_t line = strcspn(text + from, "\n") + 1;
        first = from + line <= to && nb_all_blank(text + from, line - 1);
        if (first) from += line;
    }
    if (last) while (to > from && strchr(" \t\r\n", text[to - 1]) != NULL) to--;
    else while (to > from && text[to - 1] != '\n') to--; /* the indentation of a line */
    if (to == from) return NB_STATUS_OK;
    return add(s, text + from, to - from - (text[to - 1] == '\n'));
}

nb_status nb_echo_line(nb_sheet *s, nb_echo *echo, const nb_source *source) {
    size_t from = source->at, to = source->line_end;
    if (!echo->shows || from < echo->until) return NB_STATUS_OK;
    nb_status status = add_between(s, source->text, echo->until, from, false);
    echo->until = to;
    while (to > from && strchr(" \t\r\n", source->text[to - 1]) != NULL) to--;
    while (from < to && nb_is_blank(source->text[from])) from++;
    return status == NB_STATUS_OK ? add(s, source->text + from, to - from) : status;
}

nb_status nb_echo_end(nb_sheet *s, const nb_echo *echo, const nb_source *source) {
    if (!echo->shows) return NB_STATUS_OK;
    return add_between(s, source->text, echo->until, source->length, true);
}
