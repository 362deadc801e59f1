/* Owns what becomes of dot's SVG on a page of slides. It is read tag by tag: of each text it is
 * known by where it stands what it is. Above the line of a wire are its value and, with a sign of
 * multiplication, the local gradient, below it the gradient; the last text of a vertex whose wires
 * part is their sum. */
#include "html/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html/escape.h"

typedef struct object {
    char kind; /* n: a vertex, e: a wire, a: an arrow into a vertex, w: another one; 0: none */
    size_t index; /* of the vertex or wire */
    size_t shapes; /* that have been seen in it */
} object;

typedef struct reader {
    const nb_picture_block *picture;
    const nb_slides *slides;
    const char *at, *end;
    nb_buffer *out;
    object now;
    size_t found; /* vertices and wires */
    bool wrong;
} reader;

/* ---- tags ---- */

typedef struct tag {
    const char *begin, *end; /* from < to behind > */
    const char *name;
    size_t name_length;
} tag;

/* The next tag; what stands before it goes out if `text`. */
static bool next_tag(reader *f, tag *t, bool text) {
    const char *open = memchr(f->at, '<', (size_t)(f->end - f->at));
    const char *close = open != NULL ? memchr(open, '>', (size_t)(f->end - open)) : NULL;
    if (close == NULL) return false;
    if (text) nb_buffer_add(f->out, f->at, (size_t)(open - f->at));
    *t = (tag){.begin = open, .end = close + 1, .name = open + 1};
    size_t closing = *t->name == '/';
    t->name_length = closing + strcspn(t->name + closing, " />\n");
    f->at = t->end;
    return true;
}

static bool is(const tag *t, const char *name) {
    return nb_bytes_are(t->name, t->name_length, name);
}

/* The tag with more attributes in front of its own. */
static void add_tag(reader *f, const tag *t, const char *attributes) {
    size_t head = (size_t)(t->name + t->name_length - t->begin);
    nb_buffer_add(f->out, t->begin, head);
    nb_buffer_add_text(f->out, attributes);
    nb_buffer_add(f->out, t->begin + head, (size_t)(t->end - t->begin) - head);
}

/* ---- which step shows it ---- */

/* The results of one call share a box, that of the first. */
static size_t box_of(const nb_picture_block *picture, size_t vertex) {
    uint32_t joined = picture->vertices[vertex].joined;
    return joined == 0 ? vertex : joined - 1;
}

/* From step k on: an opacity is held between 0 and 1. */
static void write_from(char *text, size_t size, const char *class, uint32_t step) {
    if (step == 0) snprintf(text, size, " class=\"%s\"", class);
    else
        snprintf(text, size, " class=\"%s\" style=\"opacity:calc(var(--s) - %u)\"", class,
                 (unsigned)(step - 1));
}

/* Adds to both what they say of each step of vertex `index`; whether there is any. */
static bool add_steps(const reader *f, size_t index, nb_buffer *class, nb_buffer *style) {
    char text[64];
    bool any = false;
    for (size_t i = 0; i < f->slides->steps; i++) {
        size_t current = f->slides->current[i];
        if (current >= f->picture->vertex_count || box_of(f->picture, current) != index) continue;
        snprintf(text, sizeof text, " at%zu", i + 1);
        nb_buffer_add_text(class, text);
        snprintf(text, sizeof text, ",min(var(--s) - %zu,%zu - var(--s))", i, i + 2);
        nb_buffer_add_text(style, text);
        any = true;
    }
    return any;
}

/* Vertex `index` is marked at each of its steps, and at no other. */
static void add_mark(reader *f, const tag *t, size_t index) {
    nb_buffer class, style;
    nb_buffer_init(&class, f->out->memory);
    nb_buffer_init(&style, f->out->memory);
    nb_buffer_add_text(&class, " class=\"m");
    bool any = add_steps(f, index, &class, &style);
    nb_buffer_add_text(&class, "\" style=\"opacity:max(0");
    if (style.length > 0) nb_buffer_add(&class, style.data, style.length);
    nb_buffer_add_text(&class, ")\"");
    if (class.failed || style.failed) f->out->failed = true;
    else if (any) add_tag(f, t, class.data);
    nb_buffer_clear(&class);
    nb_buffer_clear(&style);
}

/* ---- titles ---- */

/* n5, e5:w: the object that an arrow leads to or comes from. */
static bool read_end(const reader *f, const char *at, object *end) {
    char *behind;
    *end = (object){.kind = at[0]};
    if (at[0] != 'n' && at[0] != 'e') return false;
    end->index = strtoul(at + 1, &behind, 10);
    size_t most = at[0] == 'n' ? f->picture->vertex_count : f->picture->edge_count;
    return behind != at + 1 && end->index < most;
}

/* n5 or e5, or an arrow: n5&#45;&gt;e5:w. What another title names is none of ours. */
static void read_title(reader *f) {
    static const char arrow[] = "&gt;";
    tag close;
    char title[64] = "";
    const char *text = f->at;
    if (!next_tag(f, &close, false)) {
        f->wrong = true;
        return;
    }
    size_t length = (size_t)(close.begin - text);
    f->now = (object){.kind = 0};
    if (length >= sizeof title) return;
    memcpy(title, text, length);
    const char *to = strstr(title, arrow);
    object from, into;
    if (!read_end(f, title, &from)) return;
    f->now = from;
    f->found += to == NULL;
    if (to == NULL) return;
    f->now.kind = from.kind == 'e' ? 'a' : 'w';
    if (!read_end(f, to + sizeof arrow - 1, &into)) f->wrong = true;
}

/* ---- elements ---- */

static size_t uses_of(const reader *f, size_t vertex) {
    size_t uses = 0;
    for (size_t i = 0; i < f->picture->edge_count; i++)
        uses += f->picture->edges[i].from == vertex && f->picture->edges[i].chosen;
    return uses;
}

static bool shows_sum(const reader *f, size_t vertex) {
    return f->picture->has_gradients && uses_of(f, vertex) > 1 &&
           f->picture->vertices[vertex].kind != NB_VERTEX_NUMBER &&
           f->picture->vertices[vertex].joined == 0;
}

/* A vertex' last text is known as such only once the next one does not come: look ahead. */
static bool is_last_text(const reader *f) {
    const char *at = f->at;
    for (; at < f->end; at++) {
        if (*at != '<') continue;
        size_t left = (size_t)(f->end - at);
        if (left >= 5 && memcmp(at, "<text", 5) == 0) return false;
        if (left >= 3 && memcmp(at, "</g", 3) == 0) return true;
    }
    return true;
}

static void add_text(reader *f, const tag *t) {
    char attributes[96] = "";
    object *o = &f->now;
    size_t wire = o->kind == 'n' ? 0 : o->index;
    const uint32_t *value = f->slides->value_at, *gradient = f->slides->gradient_at;
    uint32_t from = o->kind == 'n' || o->kind == 0 ? 0 : f->picture->edges[wire].from;
    size_t room = sizeof attributes;
    bool local = strncmp(f->at, "×", strlen("×")) == 0 || *f->at == '*';
    if (o->kind == 'e' && local) write_from(attributes, room, "l", gradient[from]);
    else if (o->kind == 'e' && o->shapes == 0) write_from(attributes, room, "v", value[from]);
    else if (o->kind == 'e') write_from(attributes, room, "g", gradient[from]);
    else if (o->kind == 'n' && shows_sum(f, o->index) && is_last_text(f))
        write_from(attributes, room, "g", gradient[o->index]);
    add_tag(f, t, attributes);
}

/* A vertex' first shape is drawn as it is, and again as a mark; a name's, as a mark only. */
static void add_shape(reader *f, const tag *t) {
    object *o = &f->now;
    if (o->kind == 0) return; /* what lies behind all */
    o->shapes++;
    if (o->kind != 'n' || o->shapes > 1) {
        add_tag(f, t, " class=\"w\"");
        return;
    }
    nb_vertex_kind kind = f->picture->vertices[o->index].kind;
    bool inner = kind == NB_VERTEX_OPERATOR || kind == NB_VERTEX_CALL;
    if (inner) add_tag(f, t, " class=\"n\"");
    add_mark(f, t, o->index);
}

static void add_element(reader *f, const tag *t) {
    bool shape = is(t, "ellipse") || is(t, "polygon") || is(t, "path") || is(t, "polyline");
    if (is(t, "title")) read_title(f);
    else if (is(t, "text")) add_text(f, t);
    else if (is(t, "/text")) nb_buffer_add(f->out, t->begin, (size_t)(t->end - t->begin));
    else if (shape) add_shape(f, t);
    else if (is(t, "g")) nb_buffer_add(f->out, t->begin, (size_t)(t->end - t->begin));
    else if (is(t, "/g")) nb_buffer_add_text(f->out, "</g>\n");
}

/* viewBox="..." of the picture's own tag. */
static bool add_view_box(reader *f, const tag *t) {
    static const char name[] = "viewBox=\"";
    for (const char *at = t->begin; at + sizeof name < t->end; at++) {
        if (memcmp(at, name, sizeof name - 1) != 0) continue;
        size_t length = sizeof name - 1 + strcspn(at + sizeof name - 1, "\"") + 1;
        nb_buffer_add(f->out, at, length);
        return strspn(at + sizeof name - 1, "0123456789. -") == length - sizeof name;
    }
    return false;
}

/* How many vertices and wires are drawn. */
static size_t expected(const nb_picture_block *picture) {
    size_t count = 0;
    for (size_t i = 0; i < picture->vertex_count; i++) count += box_of(picture, i) == i;
    for (size_t i = 0; i < picture->edge_count; i++) { /* that of a number is an arrow alone */
        const nb_edge *edge = &picture->edges[i];
        count += edge->chosen && picture->vertices[edge->from].kind != NB_VERTEX_NUMBER;
    }
    return count;
}

bool nb_html_add_figure(const nb_picture_block *picture, const char *svg, size_t length,
                        nb_buffer *out) {
    reader f = {.picture = picture, .slides = picture->slides, .at = svg, .end = svg + length,
                .out = out};
    tag t;
    bool found = false;
    while (!found && next_tag(&f, &t, false)) found = is(&t, "svg");
    if (!found) return false;
    nb_buffer_add_text(out, "<symbol id=\"figure\" ");
    if (!add_view_box(&f, &t)) return false;
    nb_buffer_add_text(out, ">\n");
    bool whole = false, text = false;
    while (!whole && !f.wrong && next_tag(&f, &t, text)) {
        whole = is(&t, "/svg");
        add_element(&f, &t);
        text = is(&t, "text");
    }
    nb_buffer_add_text(out, "</symbol>\n");
    return whole && !f.wrong && f.found == expected(picture);
}

void nb_html_use_figure(nb_buffer *out, const nb_buffer *figure, size_t step, bool used,
                        const char *about, size_t about_length) {
    static const char name[] = "viewBox=\"";
    const char *box = strstr(figure->data, name);
    char style[64];
    snprintf(style, sizeof style, " style=\"--s:%zu\" role=\"img\" aria-label=\"", step);
    nb_buffer_add_text(out, "<svg ");
    if (box != NULL) nb_buffer_add(out, box, sizeof name + strcspn(box + sizeof name - 1, "\""));
    nb_buffer_add_text(out, style);
    nb_html_add(out, about, about_length);
    nb_buffer_add_text(out, used ? "\"><use href=\"#figure\"/></svg>\n" : "\"></svg>\n");
}
