/* Redisplay by appending. See redisplay.h. Only backspace, newline and printable characters are
 * written. The state is static because readline's callbacks have no other way to it. */
#include "front/terminal/redisplay.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "base/utf8.h"
#include "front/system/system.h"

/* Where a byte of a text stands when the text begins at the left of a row. */
typedef struct place {
    size_t row, column;
} place;

static struct {
    nb_buffer text; /* what was written */
    size_t cursor;  /* the byte of it at which the cursor stands */
    bool begun;
} shown;

static nb_memory memory; /* of the buffers */

void nb_redisplay_anew(void) {
    if (!shown.begun) memory = nb_system_memory();
    if (!shown.begun) nb_buffer_init(&shown.text, &memory);
    shown.begun = true;
    shown.text.length = shown.cursor = 0;
}

static size_t measure(const char *text, size_t length) {
    uint32_t code;
    size_t bytes = nb_utf8_decode(text, length, &code);
    return bytes > 0 ? bytes : 1;
}

static place find_place(const nb_buffer *text, size_t end, size_t width) {
    place at = {0, 0};
    for (size_t i = 0, bytes; i < end; i += bytes) {
        bytes = measure(text->data + i, text->length - i);
        size_t columns = nb_utf8_width(text->data + i, bytes);
        bool newline = text->data[i] == '\n';
        if (newline || at.column + columns > width) at = (place){at.row + 1, 0};
        if (!newline) at.column += columns;
    }
    return at;
}

/* The prompt and the line as they are to be seen; *cursor: the byte where the cursor belongs. */
static void put_together(nb_buffer *text, size_t *cursor) {
    nb_buffer_add_text(text, rl_display_prompt != NULL ? rl_display_prompt : "");
    for (size_t i = 0, end = (size_t)rl_end, bytes; i <= end; i += bytes) {
        if (i == (size_t)rl_point) *cursor = text->length;
        if (i == end) break;
        bytes = measure(rl_line_buffer + i, end - i);
        unsigned char byte = (unsigned char)rl_line_buffer[i];
        bool control = (byte < ' ' && byte != '\n') || byte == 0x7F;
        if (byte == '\t') nb_buffer_add_char(text, ' ');
        else if (control) nb_buffer_add_char(text, '?');
        else nb_buffer_add(text, rl_line_buffer + i, bytes);
    }
}

static size_t common_bytes(const nb_buffer *a, const nb_buffer *b) {
    size_t same = 0;
    while (same < a->length && same < b->length) {
        size_t bytes = measure(a->data + same, a->length - same);
        if (same + bytes > b->length || memcmp(a->data + same, b->data + same, bytes) != 0) break;
        same += bytes;
    }
    return same;
}

static void write_bytes(const nb_buffer *text, size_t from, size_t to) {
    if (to > from) (void)fwrite(text->data + from, 1, to - from, rl_outstream);
}

static void repeat(char c, size_t count) {
    while (count-- > 0) (void)fputc(c, rl_outstream);
}

/* From byte `from` to byte `to` of one text. False: it stands in another row. */
static bool move(const nb_buffer *text, size_t from, size_t to, size_t width) {
    place a = find_place(text, from, width), b = find_place(text, to, width);
    if (a.row != b.row || a.column == width) return from == to;
    if (b.column < a.column) repeat('\b', a.column - b.column);
    else write_bytes(text, from, to);
    return true;
}

/* Writes what differs from what is shown. False: a row above would have to change. */
static bool change(const nb_buffer *text, size_t width) {
    size_t same = common_bytes(&shown.text, text);
    place was = find_place(&shown.text, shown.text.length, width);
    place is = find_place(text, text->length, width);
    place begins = find_place(text, same, width);
    if (was.row > begins.row || !move(&shown.text, shown.cursor, same, width)) return false;
    write_bytes(text, same, text->length);
    size_t rest = is.row == was.row && was.column > is.column ? was.column - is.column : 0;
    repeat(' ', rest);
    repeat('\b', rest);
    return true;
}

void nb_redisplay(void) {
    size_t width = nb_system_width(), cursor = 0;
    nb_buffer text;
    if (!shown.begun) nb_redisplay_anew();
    nb_buffer_init(&text, &memory);
    put_together(&text, &cursor);
    if (text.failed || !change(&text, width)) {
        if (shown.text.length > 0) (void)fputc('\n', rl_outstream);
        write_bytes(&text, 0, text.length);
    }
    nb_buffer old = shown.text;
    shown.text = text;
    shown.cursor = move(&text, text.length, cursor, width) ? cursor : text.length;
    nb_buffer_clear(&old);
    fflush(rl_outstream);
}
