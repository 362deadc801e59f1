/* What the parts of --check share. */
#include "front/checker.h"

#include <string.h>

#include "front/scratch.h"
#include "front/terminal/say.h"
#include "view/message.h"
#include "view/plain.h"

/* Prints lines of a lesson or of an output, each behind a sign, harmless for the terminal. */
static void add_lines(nb_buffer *out, const nb_view *view, const char *sign, nb_lines lines) {
    nb_buffer line;
    nb_buffer_init(&line, out->memory);
    for (size_t at = 0; at < lines.length;) {
        const char *newline = memchr(lines.text + at, '\n', lines.length - at);
        size_t n = newline != NULL ? (size_t)(newline - lines.text) - at : lines.length - at;
        line.length = 0;
        nb_buffer_add(&line, lines.text + at, n);
        nb_buffer_add_text(out, sign);
        if (!line.failed) nb_view_plain_text(out, view, line.data);
        nb_buffer_add_char(out, '\n');
        at += n + 1;
    }
    if (line.failed) out->failed = true;
    nb_buffer_clear(&line);
}

void nb_check_tell(nb_checker *checker, size_t line, nb_message message, nb_message when,
                   nb_lines expected, nb_lines found) {
    char place[32];
    (void)snprintf(place, sizeof place, ":%zu: ", line);
    nb_view view = nb_show_view(checker->show);
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(checker->show->session));
    nb_view_plain_text(&out, &view, checker->file->path);
    nb_buffer_add_text(&out, place);
    nb_view_message(&out, &view, &message);
    if (when.id != NB_MESSAGE_NONE) nb_buffer_add_char(&out, ' ');
    if (when.id != NB_MESSAGE_NONE) nb_view_message(&out, &view, &when);
    nb_buffer_add_char(&out, '\n');
    add_lines(&out, &view, "- ", expected);
    add_lines(&out, &view, "+ ", found);
    nb_say_bytes(checker->show->errors, &out);
    nb_buffer_clear(&out);
}

bool nb_check_goes_on(const nb_checker *checker) {
    bool failed = checker->printed.failed || checker->english.failed;
    return !failed && !checker->file->refused && !nb_scratch_ending();
}
