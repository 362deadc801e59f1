/* Owns the page of slides: for each step the picture, and the lines of its pass up to there. */
#include "html/slides.h"

#include <stdio.h>
#include <string.h>

#include "html/escape.h"
#include "html/figure.h"
#include "html/slides_parts.h"
#include "view/message.h"
#include "view/nodes.h"

enum { ENDLESS = 1 << 20 }; /* columns: a row of a table is one line, whatever it holds */

/* The table of a pass, as text: its lines. */
typedef struct lines {
    nb_buffer text;
    size_t head; /* lines before that of the first step */
} lines;

typedef struct page {
    const nb_slides *slides;
    const nb_view *view;
    nb_buffer *out;
    nb_buffer figure;
    lines forward, backward;
} page;

static void add(page *p, const char *html) {
    nb_buffer_add_text(p->out, html);
}

static void add_parts(page *p, const char *const *parts) {
    for (; *parts != NULL; parts++) add(p, *parts);
}

static void add_words(page *p, nb_message message) {
    nb_buffer words;
    nb_buffer_init(&words, p->out->memory);
    nb_view_message(&words, p->view, &message);
    if (words.failed) p->out->failed = true;
    else if (words.length > 0) nb_html_add(p->out, words.data, words.length);
    nb_buffer_clear(&words);
}

/* ---- lines ---- */

static void write_lines(page *p, const nb_nodes_block *pass, lines *into) {
    nb_pen pen;
    nb_view view = *p->view;
    size_t count = 0;
    view.width = ENDLESS;
    view.colour = true;
    view.ascii = view.plain = false;
    nb_buffer_init(&into->text, p->out->memory);
    nb_pen_init(&pen, &view, &into->text);
    nb_view_nodes(&pen, pass);
    nb_pen_clear(&pen);
    if (into->text.failed) p->out->failed = true;
    for (size_t i = 0; i < into->text.length; i++) count += into->text.data[i] == '\n';
    into->head = count > pass->count ? count - pass->count : 0;
}

/* Line number `line`, from 0; *length without its end. */
static const char *line_at(const lines *l, size_t line, size_t *length) {
    const char *at = l->text.length > 0 ? l->text.data : "";
    for (; line > 0 && *at != '\0'; line--) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    *length = strcspn(at, "\n");
    return at;
}

/* The line of the step, and before the first one the head. The script puts those of earlier steps
 * before it: a page holds each once. */
static void add_lines(page *p, const lines *l, size_t step) {
    size_t length, last = l->head + step;
    add(p, "<pre>");
    for (size_t i = step == 0 ? 0 : last; i < last; i++) {
        const char *line = line_at(l, i, &length);
        nb_html_add_coloured(p->out, line, length);
        add(p, "\n");
    }
    const char *line = line_at(l, last, &length);
    add(p, "<mark>");
    nb_html_add_coloured(p->out, line, length);
    add(p, "</mark></pre>\n");
}

/* ---- a step ---- */

/* The step in words, for those who do not see the picture: u = x·w = 3 × 2 = 6, and on the way back
 * ∂y/∂u = 1 × w = 2. */
static void write_words(nb_pen *pen, const nb_nodes_block *pass, const nb_node_row *row) {
    bool named = row->formula.count > 0 && !nb_pen_same(pen, &row->name, &row->formula);
    nb_pen_begin(pen);
    if (pass->kind != NB_NODES_BACKWARD) {
        nb_pen_add_pieces(pen, &row->name);
        if (named) nb_pen_add(pen, " = ");
        if (named) nb_pen_add_pieces(pen, &row->formula);
        nb_pen_add(pen, " = ");
        nb_pen_add_number(pen, NB_INK_PLAIN, row->value);
        return;
    }
    nb_pen_add(pen, "∂");
    nb_pen_add_variable(pen, &pass->target);
    nb_pen_add(pen, "/∂");
    nb_pen_add_variable(pen, &row->name);
    nb_pen_add(pen, " ");
    nb_pen_add_contributions(pen, row);
    nb_pen_add(pen, row->contribution_count > 0 ? " = " : "= ");
    nb_pen_add_number(pen, NB_INK_PLAIN, row->gradient);
}

static void add_picture(page *p, const nb_nodes_block *pass, size_t row, size_t step) {
    nb_pen pen;
    nb_view view = *p->view;
    nb_buffer words;
    view.colour = view.ascii = false;
    nb_buffer_init(&words, p->out->memory);
    nb_pen_init(&pen, &view, &words);
    write_words(&pen, pass, &pass->rows[row]);
    nb_pen_put_unbroken(&pen);
    nb_pen_clear(&pen);
    if (words.failed) p->out->failed = true;
    else nb_html_use_figure(p->out, &p->figure, step + 1, false, words.data,
                            words.length);
    nb_buffer_clear(&words);
}

static void add_step(page *p, size_t step) {
    size_t one = p->slides->steps / 2, steps = p->slides->steps;
    bool backward = step >= one;
    size_t row = backward ? step - one : step;
    add(p, "<section>\n<h2>");
    add_words(p, backward ? NB_SAY(SLIDES_BACKWARD, NB_COUNT(step + 1), NB_COUNT(steps))
                          : NB_SAY(SLIDES_FORWARD, NB_COUNT(step + 1), NB_COUNT(steps)));
    add(p, "</h2>\n");
    add_picture(p, backward ? &p->slides->backward : &p->slides->forward, row, step);
    add_lines(p, backward ? &p->backward : &p->forward, row);
    add(p, "</section>\n");
}

/* ---- the whole ---- */

static void add_title(page *p, nb_buffer *target) {
    add_words(p, NB_SAY(SLIDES_TITLE, NB_TEXT(target->length > 0 ? target->data : "")));
}

static void begin(page *p) {
    nb_buffer target;
    nb_buffer_init(&target, p->out->memory);
    nb_formula_add(&target, &p->slides->forward.target, NB_SIGNS_BOARD);
    add(p, "<!DOCTYPE html>\n<html lang=\"");
    add(p, nb_view_language(p->view));
    add(p, "\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"generator\" content=\"nabla\">\n");
    add(p, nb_slides_policy);
    add(p, "<title>");
    add_title(p, &target);
    add(p, "</title>\n<style>\n");
    add_parts(p, nb_slides_style);
    add(p, "</style>\n</head>\n<body>\n<h1>");
    add_title(p, &target);
    add(p, "</h1>\n<svg class=\"symbols\" aria-hidden=\"true\">\n");
    nb_buffer_add(p->out, p->figure.data, p->figure.length);
    add(p, "</svg>\n<main>\n<noscript>\n");
    nb_html_use_figure(p->out, &p->figure, p->slides->steps, true, target.data,
                       target.length);
    add(p, "</noscript>\n");
    if (target.failed) p->out->failed = true;
    nb_buffer_clear(&target);
}

/* What the script needs, with the step at which it begins. */
static void add_controls(page *p) {
    char range[64];
    (void)snprintf(range, sizeof range, " min=\"1\" max=\"%zu\" value=\"%zu\"", p->slides->steps,
                   p->slides->walked > 0 ? p->slides->walked : 1);
    add(p, "<p id=\"said\" aria-live=\"polite\"></p>\n"
           "<nav>\n<button type=\"button\" id=\"back\">");
    add_words(p, NB_PLAIN(SLIDES_BACK));
    add(p, "</button>\n<input type=\"range\" id=\"at\"");
    add(p, range);
    add(p, " aria-label=\"");
    add_words(p, NB_PLAIN(SLIDES_STEP));
    add(p, "\">\n<button type=\"button\" id=\"next\">");
    add_words(p, NB_PLAIN(SLIDES_NEXT));
    add(p, "</button>\n<button type=\"button\" id=\"zoom\">");
    add_words(p, NB_PLAIN(SLIDES_WHOLE));
    add(p, "</button>\n</nav>\n<p class=\"keys\">");
    add_words(p, NB_PLAIN(SLIDES_KEYS));
    add(p, "</p>\n<script>");
    add_parts(p, nb_slides_script);
    add(p, "</script>\n</body>\n</html>\n");
}

static void write_page(page *p) {
    const nb_slides *slides = p->slides;
    write_lines(p, &slides->forward, &p->forward);
    write_lines(p, &slides->backward, &p->backward);
    begin(p);
    for (size_t i = 0; i < slides->steps && (p->view->stop == NULL || !*p->view->stop); i++)
        add_step(p, i);
    add(p, "</main>\n");
    add_controls(p);
    nb_buffer_clear(&p->forward.text);
    nb_buffer_clear(&p->backward.text);
}

bool nb_html_slides(const nb_picture_block *picture, const char *svg, size_t length,
                    const nb_view *view, nb_buffer *out) {
    page p = {.slides = picture->slides, .view = view, .out = out};
    nb_buffer_init(&p.figure, out->memory);
    bool good = nb_html_add_figure(picture, svg, length, &p.figure);
    if (p.figure.failed) out->failed = true;
    else if (good) write_page(&p);
    nb_buffer_clear(&p.figure);
    return good;
}
