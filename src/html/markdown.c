/* md4c walks the text, and what it meets becomes an element. What stands in a picture is gathered
 * until that ends: HTML has it in an attribute. */
#include "html/markdown.h"

#include <limits.h>
#include <md4c.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "html/escape.h"
#include "prose/markdown.h"

enum { SHOW_AS_IT_STANDS = -2, MOST_COLUMNS = 64, MOST_CELLS = 100000, DEEPEST = 64 };

typedef struct html {
    nb_buffer *out;
    const nb_html_pictures *pictures;
    unsigned picture;    /* how many are open, one in another */
    nb_buffer alt;       /* what the picture shows */
    nb_buffer address;
    const char *spans[DEEPEST]; /* the elements that are open; "": a link that leads nowhere */
    size_t depth, too_deep;     /* spans that are open and not kept */
} html;

static void add(html *h, const char *text) {
    nb_buffer_add_text(h->out, text);
}

/* ---- addresses ---- */

/* The address as it was meant. False: it has entities other than &amp;, which could hide what it
 * is. */
static bool read_address(html *h, const MD_ATTRIBUTE *from) {
    h->address.length = 0;
    nb_buffer_add_text(&h->address, "");
    for (size_t i = 0; from->size > 0 && from->substr_offsets[i] < from->size; i++) {
        const char *text = from->text + from->substr_offsets[i];
        size_t length = from->substr_offsets[i + 1] - from->substr_offsets[i];
        bool entity = from->substr_types[i] != MD_TEXT_NORMAL;
        if (entity && !nb_bytes_are(text, length, "&amp;")) return false;
        nb_buffer_add(&h->address, text, entity ? 1 : length);
    }
    return h->address.length > 0 && strlen(h->address.data) == h->address.length;
}

/* Whether an address is of something beside the text: it names neither a scheme nor a machine. */
static bool is_relative(const char *address) {
    return address[0] != '/' && address[strcspn(address, ":\\/?#")] != ':' &&
           strchr(address, '\\') == NULL;
}

static bool leads_somewhere(const char *address) {
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(address, schemes[i], strlen(schemes[i])) == 0) return true;
    return is_relative(address);
}

/* Writes the start of a link; the element, "" where it leads nowhere. */
static const char *open_link(html *h, const MD_ATTRIBUTE *from) {
    if (!read_address(h, from) || !leads_somewhere(h->address.data)) return "";
    const char *address = h->address.data;
    size_t length = h->address.length, path = strcspn(address, "?#");
    bool lesson = is_relative(address) && path > 3 && memcmp(address + path - 3, ".md", 3) == 0;
    add(h, "<a href=\"");
    nb_html_add(h->out, address, lesson ? path - 3 : path);
    if (lesson) add(h, ".html");
    nb_html_add(h->out, address + path, length - path);
    add(h, "\">");
    return "a";
}

/* ---- pictures ---- */

void nb_html_add_picture(nb_buffer *out, const nb_html_picture *picture, const char *alt,
                         size_t alt_length) {
    nb_buffer_add_text(out, "<img alt=\"");
    nb_html_add(out, alt, alt_length);
    nb_buffer_add_text(out, "\" src=\"");
    nb_html_add_data(out, picture->type, picture->bytes, picture->length);
    nb_buffer_add_text(out, "\">");
}

static void close_picture(html *h, const MD_ATTRIBUTE *from) {
    nb_html_picture found;
    if (h->picture == 0 || --h->picture > 0) return;
    if (read_address(h, from) &&
        h->pictures->find(h->pictures->user, h->address.data, &found)) {
        if (found.type != NULL) nb_html_add_picture(h->out, &found, h->alt.data, h->alt.length);
    } else {
        add(h, "<em class=\"missing\">[");
        nb_html_add(h->out, h->pictures->missing, strlen(h->pictures->missing));
        nb_html_add(h->out, h->alt.data, h->alt.length);
        add(h, "]</em>");
    }
    h->alt.length = 0;
}

/* ---- spans ---- */

static const char *span_name(MD_SPANTYPE type) {
    return type == MD_SPAN_EM ? "em" : type == MD_SPAN_STRONG ? "strong"
           : type == MD_SPAN_CODE ? "code" : type == MD_SPAN_A ? "a" : NULL;
}

static void open_span(html *h, MD_SPANTYPE type, void *detail) {
    const char *name = span_name(type);
    if (name == NULL || h->picture > 0) return;
    if (h->depth == DEEPEST) {
        h->too_deep++;
        return;
    }
    if (type == MD_SPAN_A) name = open_link(h, &((MD_SPAN_A_DETAIL *)detail)->href);
    h->spans[h->depth++] = name;
    if (type == MD_SPAN_A) return;
    add(h, "<");
    add(h, name);
    add(h, ">");
}

static void close_last(html *h) {
    const char *name = h->spans[--h->depth];
    if (*name == '\0') return;
    add(h, "</");
    add(h, name);
    add(h, ">");
}

/* md4c may leave a span that it never entered where markers stand inside an address. */
static void close_span(html *h, MD_SPANTYPE type) {
    const char *name = span_name(type);
    if (name == NULL || h->picture > 0) return;
    if (h->too_deep > 0) {
        h->too_deep--;
        return;
    }
    const char *last = h->depth > 0 ? h->spans[h->depth - 1] : NULL;
    bool dead = last != NULL && *last == '\0' && type == MD_SPAN_A;
    if (last != NULL && (dead || strcmp(last, name) == 0)) close_last(h);
}

/* ---- blocks ---- */

static const char *const block_names[] = {
    [MD_BLOCK_QUOTE] = "blockquote", [MD_BLOCK_UL] = "ul", [MD_BLOCK_OL] = "ol",
    [MD_BLOCK_LI] = "li",            [MD_BLOCK_P] = "p",   [MD_BLOCK_TABLE] = "table",
    [MD_BLOCK_THEAD] = "thead",      [MD_BLOCK_TBODY] = "tbody", [MD_BLOCK_TR] = "tr",
};

static void open_cell(html *h, MD_BLOCKTYPE type, MD_ALIGN align) {
    static const char *const classes[] = {[MD_ALIGN_DEFAULT] = "", [MD_ALIGN_LEFT] = "",
                                          [MD_ALIGN_CENTER] = " class=\"centre\"",
                                          [MD_ALIGN_RIGHT] = " class=\"right\""};
    add(h, type == MD_BLOCK_TH ? "<th" : "<td");
    add(h, classes[align]);
    add(h, ">");
}

static void add_heading(html *h, const char *front, unsigned level) {
    char tag[16];
    (void)snprintf(tag, sizeof tag, "%sh%u>", front, level);
    add(h, tag);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
    html *h = user;
    char start[40];
    switch (type) {
    case MD_BLOCK_HR: add(h, "<hr>"); return 0;
    case MD_BLOCK_H: add_heading(h, "<", ((MD_BLOCK_H_DETAIL *)detail)->level); return 0;
    case MD_BLOCK_CODE: add(h, "<pre><code>"); return 0;
    case MD_BLOCK_TH: case MD_BLOCK_TD:
        open_cell(h, type, ((MD_BLOCK_TD_DETAIL *)detail)->align);
        return 0;
    case MD_BLOCK_OL:
        (void)snprintf(start, sizeof start, "<ol start=\"%u\">\n",
                       ((MD_BLOCK_OL_DETAIL *)detail)->start);
        add(h, start);
        return 0;
    case MD_BLOCK_TABLE: {
        const MD_BLOCK_TABLE_DETAIL *table = detail;
        size_t rows = (size_t)table->head_row_count + table->body_row_count;
        if (table->col_count > MOST_COLUMNS || rows > MOST_CELLS / (table->col_count + 1u))
            return SHOW_AS_IT_STANDS;
        break;
    }
    default: break;
    }
    if (type >= sizeof block_names / sizeof *block_names || block_names[type] == NULL) return 0;
    add(h, "<");
    add(h, block_names[type]);
    add(h, ">");
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
    html *h = user;
    while (h->depth > 0) close_last(h);
    h->too_deep = 0;
    if (type == MD_BLOCK_H) add_heading(h, "</", ((MD_BLOCK_H_DETAIL *)detail)->level);
    if (type == MD_BLOCK_CODE) add(h, "</code></pre>");
    if (type == MD_BLOCK_TH) add(h, "</th>");
    if (type == MD_BLOCK_TD) add(h, "</td>");
    if (type < sizeof block_names / sizeof *block_names && block_names[type] != NULL) {
        add(h, "</");
        add(h, block_names[type]);
        add(h, ">");
    }
    if (type != MD_BLOCK_TH && type != MD_BLOCK_TD && type != MD_BLOCK_DOC) add(h, "\n");
    return 0;
}

/* ---- what md4c calls besides ---- */

static int enter_span(MD_SPANTYPE type, void *detail, void *user) {
    html *h = user;
    if (type == MD_SPAN_IMG) h->picture++;
    else open_span(h, type, detail);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user) {
    html *h = user;
    if (type == MD_SPAN_IMG) close_picture(h, &((MD_SPAN_IMG_DETAIL *)detail)->src);
    else close_span(h, type);
    return 0;
}

/* &name; means in HTML what it means in Markdown; &#12; or &#x1f; may be a control character. */
static void add_entity(html *h, const char *text, size_t length) {
    char sign[4], digits[12] = "";
    bool hexadecimal = length > 3 && (text[2] == 'x' || text[2] == 'X');
    size_t skip = hexadecimal ? 3 : 2, bytes;
    if (text[1] != '#') {
        nb_buffer_add(h->out, text, length);
        return;
    }
    if (length - skip - 1 < sizeof digits) memcpy(digits, text + skip, length - skip - 1);
    unsigned long code = strtoul(digits, NULL, hexadecimal ? 16 : 10);
    bool none = code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
    bytes = nb_utf8_encode(none ? 0xfffd : (uint32_t)code, sign);
    nb_html_add(h->out, sign, bytes);
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
    html *h = user;
    switch (type) {
    case MD_TEXT_HTML:
        if (size >= 3 && memcmp(text, "<br", 3) == 0 && h->picture == 0) add(h, "<br>");
        break;
    case MD_TEXT_BR: add(h, h->picture == 0 ? "<br>\n" : ""); break;
    case MD_TEXT_SOFTBR: nb_buffer_add_text(h->picture > 0 ? &h->alt : h->out, "\n"); break;
    case MD_TEXT_ENTITY:
        if (h->picture == 0) add_entity(h, text, size);
        break;
    default:
        if (h->picture > 0) nb_buffer_add(&h->alt, text, size);
        else nb_html_add(h->out, text, size);
        break;
    }
    return h->out->failed ? 1 : 0;
}

/* ---- the whole ---- */

static void show_as_it_stands(html *h, const char *text, size_t length) {
    add(h, "<pre>");
    nb_html_add(h->out, text, length);
    add(h, "</pre>\n");
}

static void render(html *h, const char *text, size_t length) {
    const MD_PARSER parser = {.flags = MD_FLAG_TABLES, .enter_block = enter_block,
                              .leave_block = leave_block, .enter_span = enter_span,
                              .leave_span = leave_span, .text = add_text};
    size_t start = h->out->length;
    int outcome = length <= UINT_MAX / 4 ? md_parse(text, (MD_SIZE)length, &parser, h)
                                         : SHOW_AS_IT_STANDS;
    if (outcome == SHOW_AS_IT_STANDS) {
        h->out->length = start;
        show_as_it_stands(h, text, length);
    } else if (outcome != 0) {
        h->out->failed = true;
    }
}

void nb_html_markdown(nb_buffer *out, const char *text, size_t length,
                      const nb_html_pictures *pictures) {
    html h = {.out = out, .pictures = pictures};
    nb_buffer copy;
    nb_buffer_init(&copy, out->memory);
    nb_buffer_init(&h.alt, out->memory);
    nb_buffer_init(&h.address, out->memory);
    nb_buffer_add_text(&h.alt, "");
    nb_prose_copy(&copy, text, length);
    if (!copy.failed) render(&h, copy.data, length);
    if (copy.failed || h.alt.failed || h.address.failed) out->failed = true;
    nb_buffer_clear(&copy);
    nb_buffer_clear(&h.alt);
    nb_buffer_clear(&h.address);
}
