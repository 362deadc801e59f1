/* Diagnostics: what was found, the line with a caret under the place, and what to try. */
#include "view/diagnostic.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "view/message.h"
#include "view/number.h"
#include "view/plain.h"
#include "view/text.h"

enum { INDENT = 2, TAB_STOP = 4 };

/* Where the place lies in the line as it is shown: tabs are widened, control characters spelled
 * out, so that it may stand elsewhere than in the line as it was written. */
typedef struct place {
    size_t begin, end; /* display columns, from 0 */
} place;

static bool is_mark(uint32_t code, size_t columns) {
    return code == '\t' || (columns == 0 && !nb_utf8_is_control(code));
}

/* Puts the source line into the cell. */
static place fill_line(nb_pen *pen, const nb_diagnostic *diagnostic) {
    place at = {SIZE_MAX, SIZE_MAX};
    size_t length = strcspn(diagnostic->text, "\r\n");
    size_t wanted = diagnostic->column > 0 ? diagnostic->column - 1 : 0;
    size_t column = 0, shown = 0;
    nb_pen_begin(pen);
    for (size_t i = 0; i < length;) {
        uint32_t code;
        const char *sign = diagnostic->text + i;
        size_t bytes = nb_utf8_decode(sign, length - i, &code);
        if (bytes == 0) bytes = 1, code = 0xfffd;
        size_t columns = nb_utf8_width(sign, bytes);
        bool mark = is_mark(code, columns); /* a mark belongs to the letter before it */
        if (at.begin == SIZE_MAX && column >= wanted && !mark) at.begin = shown;
        if (at.end == SIZE_MAX && column >= wanted + diagnostic->width && !mark) at.end = shown;
        size_t before = pen->cell.length;
        if (code == '\t') nb_buffer_add_repeated(&pen->cell, ' ', TAB_STOP - shown % TAB_STOP);
        else nb_view_plain_bytes(&pen->cell, pen->view, sign, bytes);
        if (!pen->cell.failed)
            shown += nb_utf8_width(pen->cell.data + before, pen->cell.length - before);
        column += columns;
        i += bytes;
    }
    if (at.begin == SIZE_MAX) at.begin = shown;
    if (at.end == SIZE_MAX) at.end = shown;
    if (at.end <= at.begin) at.end = at.begin + 1;
    return at;
}

/* The bytes of the cell that lie before a display column. */
static size_t bytes_before(const nb_pen *pen, size_t column) {
    size_t at = 0;
    for (size_t columns = 0; at < pen->cell.length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(pen->cell.data + at, pen->cell.length - at, &code);
        if (bytes == 0) bytes = 1;
        columns += nb_utf8_width(pen->cell.data + at, bytes);
        if (columns > column) break;
        at += bytes;
    }
    return at;
}

/* Cuts a line that is longer than `room` columns, so that the place stays in sight. */
static void cut_line(nb_pen *pen, size_t room, place *at) {
    size_t total = nb_pen_columns(pen);
    if (total <= room || pen->cell.failed) return;
    const char *dots = pen->view->ascii ? "..." : "…";
    size_t dot_columns = nb_utf8_width(dots, strlen(dots));
    size_t from = at->begin + dot_columns < room / 2 ? 0 : at->begin - room / 3;
    size_t start = from > 0 ? bytes_before(pen, from) : 0;
    size_t skipped = start > 0 ? nb_utf8_width(pen->cell.data, start) : 0;
    size_t lead = start > 0 ? dot_columns : 0;
    bool tail = total - skipped + lead > room;
    size_t last = skipped + room - lead - (tail ? dot_columns : 0);
    size_t end = tail ? bytes_before(pen, last) : pen->cell.length;
    nb_buffer cut;
    nb_buffer_init(&cut, pen->out->memory);
    if (lead > 0) nb_buffer_add_text(&cut, dots);
    nb_buffer_add(&cut, pen->cell.data + start, end - start);
    if (tail) nb_buffer_add_text(&cut, dots);
    nb_pen_begin(pen);
    if (cut.length > 0) nb_buffer_add(&pen->cell, cut.data, cut.length);
    if (cut.failed) pen->cell.failed = true;
    nb_buffer_clear(&cut);
    at->begin = at->begin - skipped + lead;
    at->end = at->end - skipped + lead;
    if (at->end > room) at->end = room;
    if (at->end <= at->begin) at->end = at->begin + 1;
}

static void render_line(nb_pen *pen, const nb_diagnostic *diagnostic, size_t indent) {
    if (diagnostic->line == 0 || diagnostic->text == NULL) return;
    if (diagnostic->text[strspn(diagnostic->text, " \t\r\n")] == '\0') return;
    place at = fill_line(pen, diagnostic);
    cut_line(pen, pen->width - indent, &at);
    nb_pen_blanks(pen, indent);
    nb_pen_put(pen, 0, false);
    nb_buffer_add_char(pen->out, '\n');
    nb_pen_blanks(pen, indent + at.begin);
    nb_pen_ink(pen, pen->out, NB_INK_ERROR);
    nb_buffer_add_char(pen->out, '^');
    nb_buffer_add_repeated(pen->out, '~', at.end - at.begin - 1);
    nb_pen_ink(pen, pen->out, NB_INK_PLAIN);
    nb_buffer_add_char(pen->out, '\n');
}

/* FILE:LINE:COLUMN: */
static void render_place(nb_pen *pen, const nb_diagnostic *diagnostic) {
    nb_view_plain_text(pen->out, pen->view, diagnostic->source);
    nb_buffer_add_char(pen->out, ':');
    if (diagnostic->line > 0) {
        nb_view_number(pen->out, (double)diagnostic->line, 17);
        nb_buffer_add_char(pen->out, ':');
        nb_view_number(pen->out, (double)diagnostic->column, 17);
        nb_buffer_add_char(pen->out, ':');
    }
    nb_buffer_add_char(pen->out, ' ');
}

/* "error: ..." where the line has come to `column`; what is too long for it goes on below, but in a
 * file each diagnostic is one line. */
static void render_message(nb_pen *pen, nb_ink ink, nb_message_id word, const nb_message *message,
                           bool file) {
    const char *front = nb_view_word(pen->view, word);
    size_t columns = nb_utf8_width(front, strlen(front));
    nb_pen_ink(pen, pen->out, ink);
    nb_view_plain_text(pen->out, pen->view, front);
    if (ink != NB_INK_DIM) nb_pen_ink(pen, pen->out, NB_INK_PLAIN);
    if (columns > 0) nb_buffer_add_char(pen->out, ' ');
    nb_pen_begin(pen);
    nb_view_message(&pen->cell, pen->view, message);
    if (file) nb_pen_put(pen, 0, false);
    if (file) nb_buffer_add_char(pen->out, '\n');
    else nb_pen_flow(pen, INDENT + columns + 1, INDENT);
    if (ink == NB_INK_DIM) nb_pen_ink(pen, pen->out, NB_INK_PLAIN);
}

static void render_severity(nb_pen *pen, const nb_diagnostic *diagnostic, bool file) {
    static const struct { nb_ink ink; nb_message_id word; } looks[] = {
        [NB_SEVERITY_NOTE] = {NB_INK_PLAIN, NB_MESSAGE_NONE},
        [NB_SEVERITY_WARNING] = {NB_INK_WARNING, NB_MESSAGE_WORD_WARNING},
        [NB_SEVERITY_ERROR] = {NB_INK_ERROR, NB_MESSAGE_WORD_ERROR}};
    render_message(pen, looks[diagnostic->severity].ink, looks[diagnostic->severity].word,
                   &diagnostic->message, file);
}

/* In a file, the place stands first, as editors want it; at the prompt, under the line. */
void nb_view_diagnostic(nb_pen *pen, const nb_diagnostic *diagnostic) {
    bool file = diagnostic->source != NULL && diagnostic->severity != NB_SEVERITY_NOTE;
    size_t indent = file ? 0 : INDENT;
    bool quote = diagnostic->severity != NB_SEVERITY_NOTE;
    if (!file && quote) render_line(pen, diagnostic, indent);
    nb_pen_blanks(pen, indent);
    if (file) render_place(pen, diagnostic);
    render_severity(pen, diagnostic, file);
    if (file) render_line(pen, diagnostic, indent);
    if (diagnostic->hint.id == NB_MESSAGE_NONE) return;
    nb_pen_blanks(pen, indent);
    render_message(pen, NB_INK_DIM, NB_MESSAGE_WORD_HINT, &diagnostic->hint, file);
}
