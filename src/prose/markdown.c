/* Markdown blocks become lines. md4c walks the text; what stands in a paragraph is gathered by
 * inline.c and wrapped when the block ends.
 *
 * Invariant: `rest` is what stands before every line of the containers that are open; while
 * `pending`, `first` stands before the next line instead, because a list item's marker is due. */
#include "prose/markdown.h"

#include <limits.h>
#include <md4c.h>
#include <stdio.h>
#include <string.h>

#include "prose/inline.h"
#include "view/table.h"
#include "view/wrap.h"

/* What ends md4c's parse is below 0: what is above it does not hand on from every depth. */
enum { DEEPEST = 32, SHOW_AS_IT_STANDS = -2 };

/* A list, an item of one, or a quotation. */
typedef struct nesting {
    size_t rest_length; /* of the prefix outside it */
    bool ordered, tight;
    unsigned number; /* of the next item */
} nesting;

typedef struct nb_markdown {
    nb_buffer *out;
    nb_inline words;
    nb_table table;
    nb_buffer first, rest;
    bool pending;
    nesting levels[DEEPEST];
    size_t depth;
    size_t too_deep; /* levels that are open but not kept: they are not indented */
    bool gap;        /* something was written that an empty line should follow */
    bool in_code;
} nb_markdown;

static const char *text_of(const nb_buffer *buffer) {
    return buffer->length > 0 ? buffer->data : "";
}

static const nb_view *view_of(const nb_markdown *markdown) {
    return markdown->words.view;
}

/* ---- lines ---- */

static void space_before(nb_markdown *markdown) {
    bool tight = markdown->depth > 0 && markdown->levels[markdown->depth - 1].tight;
    if (markdown->gap && !tight) nb_view_empty_line(markdown->out, text_of(&markdown->rest));
    markdown->gap = false;
}

static const char *take_prefix(nb_markdown *markdown) {
    const char *prefix = text_of(markdown->pending ? &markdown->first : &markdown->rest);
    markdown->pending = false;
    return prefix;
}

/* Writes the gathered words as a paragraph. */
static void flush(nb_markdown *markdown) {
    nb_buffer *words = &markdown->words.out;
    if (nb_view_columns(words->data, words->length) > 0) {
        space_before(markdown);
        const char *first = take_prefix(markdown);
        nb_view_wrap(markdown->out, words->data, words->length, first, text_of(&markdown->rest),
                     view_of(markdown)->width);
        markdown->gap = true;
    }
    words->length = 0;
}

static void flush_code_line(nb_markdown *markdown) {
    nb_buffer *words = &markdown->words.out;
    if (words->length == 0) {
        nb_view_empty_line(markdown->out, take_prefix(markdown));
        return;
    }
    nb_buffer_add_text(markdown->out, take_prefix(markdown));
    nb_buffer_add_text(markdown->out, "    ");
    nb_buffer_add(markdown->out, words->data, words->length);
    nb_buffer_add_char(markdown->out, '\n');
    words->length = 0;
}

static void add_rule(nb_markdown *markdown) {
    space_before(markdown);
    const char *prefix = take_prefix(markdown);
    size_t used = nb_view_columns(prefix, strlen(prefix)), width = view_of(markdown)->width;
    nb_buffer_add_text(markdown->out, prefix);
    nb_table_add_rule(markdown->out, view_of(markdown), width > used ? width - used : 1);
    nb_buffer_add_char(markdown->out, '\n');
    markdown->gap = true;
}

static void add_table(nb_markdown *markdown) {
    space_before(markdown);
    const char *first = take_prefix(markdown);
    nb_table_render(&markdown->table, view_of(markdown), first, text_of(&markdown->rest),
                    markdown->out);
    markdown->gap = true;
}

/* ---- containers ---- */

static nesting *push(nb_markdown *markdown) {
    if (markdown->depth == DEEPEST) {
        markdown->too_deep++;
        return NULL;
    }
    nesting *level = &markdown->levels[markdown->depth++];
    *level = (nesting){.rest_length = markdown->rest.length};
    return level;
}

static void pop(nb_markdown *markdown) {
    if (markdown->too_deep > 0) {
        markdown->too_deep--;
        return;
    }
    size_t length = markdown->levels[--markdown->depth].rest_length;
    if (markdown->rest.length > length) {
        markdown->rest.length = length;
        markdown->rest.data[length] = '\0';
    }
}

/* Puts `marker` before the next line and `indent` before those that follow. */
static void add_prefix(nb_markdown *markdown, const char *marker, const char *indent) {
    if (!markdown->pending) {
        markdown->first.length = 0;
        nb_buffer_add(&markdown->first, markdown->rest.data, markdown->rest.length);
    }
    nb_buffer_add_text(&markdown->first, marker);
    nb_buffer_add_text(&markdown->rest, indent);
    markdown->pending = true;
}

static void enter_list(nb_markdown *markdown, bool ordered, bool tight, unsigned number) {
    flush(markdown);
    space_before(markdown);
    nesting *level = push(markdown);
    if (level == NULL) return;
    level->ordered = ordered;
    level->tight = tight;
    level->number = number;
}

static void leave_list(nb_markdown *markdown) {
    pop(markdown);
    markdown->gap = true;
}

static void enter_item(nb_markdown *markdown) {
    space_before(markdown);
    nesting *item = push(markdown);
    if (item == NULL) return;
    nesting *list = item - 1; /* md4c has items in lists only */
    item->tight = list->tight;
    char marker[16], indent[16];
    if (list->ordered) (void)snprintf(marker, sizeof marker, "%u. ", list->number++);
    else (void)snprintf(marker, sizeof marker, "%s", view_of(markdown)->ascii ? "- " : "• ");
    (void)snprintf(indent, sizeof indent, "%*s", (int)nb_view_columns(marker, strlen(marker)), "");
    add_prefix(markdown, marker, indent);
}

static void leave_item(nb_markdown *markdown) {
    flush(markdown);
    if (markdown->pending) nb_view_empty_line(markdown->out, take_prefix(markdown));
    pop(markdown);
    markdown->gap = true;
}

static void enter_quote(nb_markdown *markdown) {
    flush(markdown);
    space_before(markdown);
    if (push(markdown) == NULL) return;
    bool simple = view_of(markdown)->ascii || view_of(markdown)->plain;
    const char *sign = simple ? "> " : "│ ";
    bool was_pending = markdown->pending;
    add_prefix(markdown, sign, sign);
    markdown->pending = was_pending;
}

/* ---- md4c's callbacks: anything but 0 ends the walk ---- */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
    nb_markdown *markdown = user;
    switch (type) {
    case MD_BLOCK_QUOTE: enter_quote(markdown); break;
    case MD_BLOCK_UL:
        enter_list(markdown, false, ((MD_BLOCK_UL_DETAIL *)detail)->is_tight != 0, 0);
        break;
    case MD_BLOCK_OL: {
        const MD_BLOCK_OL_DETAIL *list = detail;
        enter_list(markdown, true, list->is_tight != 0, list->start);
        break;
    }
    case MD_BLOCK_LI: enter_item(markdown); break;
    case MD_BLOCK_HR:
        flush(markdown);
        add_rule(markdown);
        break;
    case MD_BLOCK_H:
        flush(markdown);
        nb_inline_heading(&markdown->words, ((MD_BLOCK_H_DETAIL *)detail)->level);
        break;
    case MD_BLOCK_CODE:
        flush(markdown);
        space_before(markdown);
        markdown->in_code = true;
        break;
    case MD_BLOCK_TABLE: {
        const MD_BLOCK_TABLE_DETAIL *table = detail;
        flush(markdown);
        bool fits = nb_table_begin(&markdown->table, table->col_count,
                                   (size_t)table->head_row_count + table->body_row_count);
        return fits ? 0 : SHOW_AS_IT_STANDS;
    }
    default: break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
    nb_markdown *markdown = user;
    nb_buffer *words = &markdown->words.out;
    switch (type) {
    case MD_BLOCK_QUOTE:
        flush(markdown);
        pop(markdown);
        markdown->gap = true;
        break;
    case MD_BLOCK_UL: case MD_BLOCK_OL: leave_list(markdown); break;
    case MD_BLOCK_LI: leave_item(markdown); break;
    case MD_BLOCK_H:
        nb_inline_heading(&markdown->words, 0);
        flush(markdown);
        break;
    case MD_BLOCK_CODE:
        markdown->in_code = false;
        markdown->gap = true;
        break;
    case MD_BLOCK_P: flush(markdown); break;
    case MD_BLOCK_TH: case MD_BLOCK_TD:
        nb_table_add_cell(&markdown->table, words->data, words->length,
                          ((MD_BLOCK_TD_DETAIL *)detail)->align);
        words->length = 0;
        break;
    case MD_BLOCK_TABLE: add_table(markdown); break;
    default: break;
    }
    return 0;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
    nb_markdown *markdown = user;
    if (!markdown->in_code) nb_inline_text(&markdown->words, type, text, size);
    else if (size == 1 && *text == '\n') flush_code_line(markdown);
    else nb_inline_code_line(&markdown->words, text, size);
    return markdown->out->failed ? 1 : 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user) {
    nb_markdown *markdown = user;
    (void)detail;
    nb_inline_enter(&markdown->words, type);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user) {
    nb_markdown *markdown = user;
    const MD_ATTRIBUTE *address = type == MD_SPAN_A ? &((MD_SPAN_A_DETAIL *)detail)->href : NULL;
    nb_inline_leave(&markdown->words, type, address);
    return 0;
}

/* ---- the whole ---- */

/* Line by line, nothing but control characters changed. */
static void show_as_it_stands(nb_markdown *markdown, const char *text, size_t length) {
    nb_buffer *words = &markdown->words.out;
    for (size_t at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline != NULL ? (size_t)(newline - text) : length;
        words->length = 0;
        nb_inline_code_line(&markdown->words, text + at, end - at);
        nb_buffer_add(markdown->out, words->data, words->length);
        nb_buffer_add_char(markdown->out, '\n');
        at = end + 1;
    }
}

/* Release 0.4.8 of md4c looks at the byte after the text and reads too far behind NUL bytes: the
 * copy ends with a NUL, and has another control character (SUB) for those inside. */
void nb_prose_copy(nb_buffer *copy, const char *text, size_t length) {
    nb_buffer_add(copy, text, length);
    if (copy->failed) return;
    for (size_t i = 0; i < length; i++)
        if (copy->data[i] == '\0') copy->data[i] = '\x1A';
}

static void render(nb_markdown *markdown, const char *text, size_t length) {
    const MD_PARSER parser = {.flags = MD_FLAG_TABLES, .enter_block = enter_block,
                              .leave_block = leave_block, .enter_span = enter_span,
                              .leave_span = leave_span, .text = add_text};
    size_t start = markdown->out->length;
    int outcome = length <= UINT_MAX / 4
                      ? md_parse(text, (MD_SIZE)length, &parser, markdown) : SHOW_AS_IT_STANDS;
    if (outcome == SHOW_AS_IT_STANDS) {
        markdown->out->length = start;
        show_as_it_stands(markdown, text, length);
    } else if (outcome != 0) {
        markdown->out->failed = true;
    }
}

void nb_prose_add(const char *text, size_t length, const nb_view *view, nb_buffer *out) {
    nb_markdown markdown = {.out = out};
    nb_inline_init(&markdown.words, view, out->memory);
    nb_table_init(&markdown.table, out->memory);
    nb_buffer_init(&markdown.first, out->memory);
    nb_buffer_init(&markdown.rest, out->memory);
    nb_buffer copy;
    nb_buffer_init(&copy, out->memory);
    nb_prose_copy(&copy, text, length);
    if (copy.failed) out->failed = true;
    else render(&markdown, copy.data, length);
    bool complete = !markdown.words.out.failed && !markdown.words.copy.failed &&
                    !markdown.table.failed && !markdown.table.text.failed &&
                    !markdown.first.failed && !markdown.rest.failed;
    if (!complete) out->failed = true;
    nb_inline_clear(&markdown.words);
    nb_table_clear(&markdown.table);
    nb_buffer_clear(&copy);
    nb_buffer_clear(&markdown.first);
    nb_buffer_clear(&markdown.rest);
}
