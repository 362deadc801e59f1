/* Statements typed at the terminal. See typed.h. */
#include "front/typed.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "front/script.h"
#include "front/terminal/editor.h"
#include "front/terminal/say.h"
#include "view/message.h"

/* ---- reading ---- */

/* What the session asks for, behind what it should remind of. */
static const char *get_sign(const nb_show *show, nb_buffer *sign) {
    nb_waiting waiting = nb_session_waiting(show->session);
    nb_view view = nb_show_view(show);
    for (size_t i = 0; i < NB_NOTICES; i++) nb_view_message(sign, &view, &waiting.notices[i]);
    if (waiting.question.id != NB_MESSAGE_NONE) nb_view_message(sign, &view, &waiting.question);
    else nb_buffer_add_text(sign, view.ascii ? ">>> " : "∇ ");
    return sign->failed ? ">>> " : sign->data;
}

char *nb_typed_read(const nb_show *show, bool *abandoned) {
    nb_buffer sign;
    nb_buffer_init(&sign, nb_session_memory(show->session));
    char *line = nb_editor_read(get_sign(show, &sign), abandoned);
    nb_buffer_clear(&sign);
    return line;
}

bool nb_typed_waits(const nb_show *show) {
    nb_waiting waiting = nb_session_waiting(show->session);
    return waiting.question.id != NB_MESSAGE_NONE || waiting.empty != NULL;
}

/* ---- pasting ---- */

/* The bytes of a prompt's sign at the front of a line, and of the blank behind it; 0: none. */
static size_t measure_sign(const char *line, size_t length) {
    static const char *const signs[] = {"∇", ">>>", "..."};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t sign = strlen(signs[i]);
        if (length < sign || memcmp(line, signs[i], sign) != 0) continue;
        if (length == sign) return sign;
        if (line[sign] == ' ') return sign + 1;
    }
    return 0;
}

/* A transcript in several lines, with its answers: where some line begins with a sign, those that
 * begin with none are answers. Takes these out, in place, and the signs; how many it left out. */
static size_t take_transcript(char *text) {
    size_t lines = 0, signs = 0, left_out = 0, end = 0, length;
    for (const char *line = text; *line != '\0'; line += length + (line[length] == '\n')) {
        length = strcspn(line, "\n");
        lines++;
        if (measure_sign(line, length) > 0) signs++;
    }
    if (lines < 2 || signs == 0) return 0;
    for (char *line = text, *next; *line != '\0'; line = next) {
        length = strcspn(line, "\n");
        next = line + length + (line[length] == '\n');
        size_t sign = measure_sign(line, length);
        if (sign == 0) left_out += length > strspn(line, " \t");
        if (sign == 0) continue;
        if (end > 0) text[end++] = '\n';
        memmove(text + end, line + sign, length - sign);
        end += length - sign;
    }
    text[end] = '\0';
    return left_out;
}

static void tell_left_out(const nb_show *show, size_t count) {
    nb_view view = nb_show_view(show);
    nb_message message = count == 1 ? NB_PLAIN(PASTED_ONE) : NB_SAY(PASTED, NB_COUNT(count));
    if (count > 0) nb_say(nb_editor_stream(), &view, NULL, message);
}

/* ---- running ---- */

typedef nb_status feeding(nb_show *show, const char *text, size_t length);

static nb_status run_line(nb_show *show, feeding *feed, const char *line) {
    size_t length = strlen(line);
    char *text = malloc(length + 2);
    if (text == NULL) {
        nb_complain(&show->view, NB_PLAIN(NO_MEMORY));
        nb_discard(show->session);
        return NB_STATUS_NO_MEMORY;
    }
    memcpy(text, line, length);
    text[length] = '\n';
    text[length + 1] = '\0';
    nb_editor_begin_work();
    nb_status status = feed(show, text, length + 1);
    nb_editor_end_work();
    free(text);
    return status;
}

/* Inside a bracket these answer and leave all the same: they are no names. */
static bool is_aside(const char *line) {
    static const char *const words[] = {"help", "apropos", "quit", "exit"};
    line += strspn(line, " \t");
    size_t length = strcspn(line, " \t");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && memcmp(words[i], line, length) == 0) return true;
    return false;
}

/* An open bracket is told once, with how to leave it. */
static void tell_open(const nb_show *show) {
    nb_view view = nb_show_view(show);
    nb_waiting waiting = nb_session_waiting(show->session);
    if (waiting.unclosed.id != NB_MESSAGE_NONE)
        nb_say(nb_editor_stream(), &view, NULL, waiting.unclosed);
}

/* Reads the next line of a statement in several. NULL: the statement is given up, and *status says
 * whether the prompt is left as well. */
static char *read_on(nb_show *show, nb_status *status) {
    for (;;) {
        bool abandoned;
        char *line = nb_editor_read("... ", &abandoned);
        bool empty = line != NULL && nb_all_blank(line, strlen(line));
        *status = NB_STATUS_OK;
        if (line != NULL && !is_aside(line) && (!empty || nb_editor_typed_ahead())) return line;
        if (line != NULL && !empty) *status = run_line(show, nb_script_aside, line);
        free(line);
        if (line != NULL && !empty && *status != NB_STATUS_QUIT) continue;
        nb_discard(show->session);
        nb_view view = nb_show_view(show);
        if (empty) nb_say(nb_editor_stream(), &view, NULL, NB_PLAIN(UNCLOSED_LEFT));
        if (line == NULL && !abandoned) fputc('\n', nb_editor_stream());
        return NULL;
    }
}

nb_status nb_typed_run(nb_show *show, nb_keep *keep, char *line) {
    tell_left_out(show, take_transcript(line));
    bool empty = nb_all_blank(line, strlen(line));
    const char *meant = empty ? nb_session_waiting(show->session).empty : NULL;
    nb_begin(show->session, NULL);
    for (bool continues = false;; continues = true) {
        nb_keep_line(keep, line, continues);
        const char *said = !continues && meant != NULL ? meant : line;
        nb_status status = run_line(show, nb_script_feed, said);
        free(line);
        if (status != NB_STATUS_NEED_INPUT) return status;
        if (!continues) tell_open(show);
        line = read_on(show, &status);
        if (line == NULL) return status;
    }
}
