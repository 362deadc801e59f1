/* Markdown in lines. */
#include "copies/lines.h"

#include <string.h>

#include "view/wrap.h"

enum { WIDTH = 80, NARROWEST = 60 };

static const char code[] = "    ";

/* Whether a line would begin something else than the rest of a paragraph. */
static bool begins_block(const char *line) {
    size_t digits = strspn(line, "0123456789");
    const char *sign = line + digits;
    bool item = strchr(digits > 0 ? ".)" : "-+*", *sign) != NULL;
    if (item) return strchr(" \n", sign[1]) != NULL || sign[1] == *sign;
    size_t underline = strspn(line, "=");
    if (underline > 0) return line[underline] == '\n';
    return digits == 0 && (strchr("#>|~<", *line) != NULL || strncmp(line, "```", 3) == 0);
}

/* Whether all lines but the first go on with what the first began. */
static bool goes_on(const char *lines, const char *rest) {
    for (const char *at = strchr(lines, '\n'); at != NULL && at[1] != '\0'; at = strchr(at, '\n')) {
        at += 1 + strlen(rest);
        if (begins_block(at)) return false;
    }
    return true;
}

/* The blanks below the sign of an item: `- `, `12. `. */
static const char *hang(const char *line) {
    static const char blanks[] = "    ";
    size_t digits = strspn(line, "0123456789"), sign = 0;
    if (strncmp(line, "- ", 2) == 0) sign = 2;
    if (digits > 0 && strncmp(line + digits, ". ", 2) == 0) sign = digits + 2;
    return sign < sizeof blanks ? blanks + sizeof blanks - 1 - sign : blanks;
}

/* A narrower line may end before another word. */
static void break_line(nb_buffer *out, const char *line, size_t length) {
    const char *rest = hang(line);
    bool breaks = length > 0 && strncmp(line, code, sizeof code - 1) != 0, good = false;
    nb_buffer broken;
    nb_buffer_init(&broken, out->memory);
    for (size_t width = WIDTH; breaks && !good && width > NARROWEST; width--) {
        broken.length = 0;
        nb_view_wrap(&broken, line, length, "", rest, width);
        if (broken.failed) break;
        good = goes_on(broken.data, rest);
    }
    if (broken.failed) out->failed = true;
    else nb_buffer_add(out, good ? broken.data : line, good ? broken.length : length + 1);
    nb_buffer_clear(&broken);
}

void nb_lines_break(nb_buffer *out, size_t begin) {
    nb_buffer whole;
    if (out->failed) return;
    nb_buffer_init(&whole, out->memory);
    nb_buffer_add(&whole, out->data + begin, out->length - begin);
    out->length = begin;
    for (size_t at = 0; at < whole.length && !whole.failed;) {
        size_t length = strcspn(whole.data + at, "\n");
        break_line(out, whole.data + at, length);
        at += length + 1;
    }
    if (whole.failed) out->failed = true;
    nb_buffer_clear(&whole);
}

void nb_lines_indent(nb_buffer *out, const char *text) {
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (length > 0) nb_buffer_add_text(out, code);
        nb_buffer_add(out, text, length);
        nb_buffer_add_char(out, '\n');
        text += length + (text[length] == '\n');
    }
}

/* As many ticks around it as no run inside has. */
void nb_lines_code(nb_buffer *out, const char *text) {
    size_t longest = 0, run = 0;
    for (const char *at = text; *at != '\0'; at++) {
        run = *at == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    const char *space = longest > 0 ? " " : "";
    nb_buffer_add_repeated(out, '`', longest + 1);
    nb_buffer_add_text(out, space);
    nb_buffer_add_text(out, text);
    nb_buffer_add_text(out, space);
    nb_buffer_add_repeated(out, '`', longest + 1);
}
