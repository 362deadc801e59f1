/* Owns how a picture of a graph comes into being: the format, the font, dot's arguments, and what
 * is remarked. */
#include "front/drawing/picture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "diagram/diagram.h"
#include "diagram/tikz.h"
#include "diagram/tikz_layers.h"
#include "front/drawing/dot.h"
#include "front/drawing/dot_says.h"
#include "front/drawing/slides.h"
#include "result/figure.h"
#include "sketch/image.h"

enum { MANY_VERTICES = 300, MOST_VERTICES = 1500 };

static bool needs_korean(const nb_picture_block *picture) {
    for (size_t i = 0; i < picture->vertex_count; i++)
        if (nb_drawing_has_korean(picture->vertices[i].label) ||
            nb_drawing_has_korean(picture->vertices[i].symbol))
            return true;
    const struct nb_figure *figure = picture->figure;
    for (size_t i = 0; figure != NULL && i < figure->vertex_count; i++)
        if (nb_drawing_has_korean(figure->vertices[i].label) ||
            nb_drawing_has_korean(figure->vertices[i].symbol))
            return true;
    return false;
}

/* ---- dot ---- */

static void remark(const nb_picture_job *j, const nb_buffer *errors, const nb_font *font) {
    const nb_picture_block *picture = &j->block->as.picture;
    nb_dot_warn(j, errors);
    if (errors->length == 0 && j->format->pixels && picture->vertex_count > MANY_VERTICES)
        nb_drawing_say(j, NB_SEVERITY_NOTE,
                       NB_SAY(NOTE_PICTURE_LARGE, NB_COUNT(picture->vertex_count)),
                       NB_PLAIN(HINT_PICTURE_SCALED));
    if (needs_korean(picture)) nb_drawing_check_korean(j, font);
}

/* ---- pixels ---- */

enum { DPI_BYTES = 32, MOST_DPI = 10000 };

/* The smallest type, 10 points, is 14 pixels high at 101. */
static const nb_pixels slide = {.dpi = 144, .least_dpi = 101, .width = 1920, .height = 1080};

/* In thousandths, so that no locale has a say. */
static void write_dpi(char text[DPI_BYTES], double dpi) {
    unsigned thousandths = (unsigned)(dpi * 1000 + 0.5);
    (void)snprintf(text, DPI_BYTES, "-Gdpi=%u.%03u", thousandths / 1000, thousandths % 1000);
}

/* The resolution to begin with. A second run costs as much as the first, and above so many vertices
 * a picture is usually larger than its frame. */
static double first_dpi(const nb_picture_block *picture, const nb_pixels *frame) {
    enum { WIDE = 20, WIDE_PLAIN = 100 };
    size_t wide = picture->look.style == NB_PICTURE_PLAIN ? WIDE_PLAIN : WIDE;
    if (picture->look.dpi > 0) return picture->look.dpi;
    return picture->vertex_count > wide ? frame->least_dpi : frame->dpi;
}

/* Whether a picture of another resolution is wanted than that of `png`, which is *dpi: the one that
 * fits the frame best. Less than a hundredth of growth is not worth a run. */
static bool change_dpi(const nb_picture_look *look, const nb_pixels *frame, const nb_buffer *png,
                       double *dpi) {
    uint32_t width, height;
    double wanted = frame->dpi;
    if (look->dpi > 0 || !nb_image_measure(png->data, png->length, &width, &height)) return false;
    if (look->width > 0) {
        if (width == look->width) return false;
        *dpi *= look->width / (double)width;
        return *dpi < MOST_DPI;
    }
    wanted = fmin(wanted, *dpi * fmin((double)frame->width / width,
                                      (double)frame->height / height));
    wanted = fmax(wanted, frame->least_dpi);
    if (wanted == *dpi || (wanted > *dpi && wanted < 1.01 * *dpi)) return false;
    *dpi = wanted;
    return true;
}

/* Draws; and where the pixels are too many or not those that were asked for, once more with what
 * the first run says of the size. */
static void draw_pixels(const nb_picture_job *j, const nb_pixels *frame,
                        nb_process_outcome *outcome) {
    const nb_picture_look *look = &j->block->as.picture.look;
    char program[] = "dot", argument[sizeof j->format->argument], text[DPI_BYTES];
    char *argv[] = {program, argument, j->format->pixels ? text : NULL, NULL};
    double dpi = first_dpi(&j->block->as.picture, frame);
    memcpy(argument, j->format->argument, sizeof argument);
    for (int runs = 0; ; runs++) {
        write_dpi(text, dpi);
        nb_drawing_start(j, argv, outcome);
        bool again = runs < 3 && j->format->pixels && nb_drawing_succeeded(j, outcome) &&
                     change_dpi(look, frame, &outcome->output, &dpi);
        if (!again) return;
        nb_process_clear(outcome);
    }
}

/* A layout becomes the file; a picture is one. */
static void run_dot(nb_picture_job *j, const nb_font *font) {
    nb_process_outcome outcome;
    nb_buffer text;
    nb_buffer_init(&text, j->memory);
    draw_pixels(j, &slide, &outcome);
    bool layout = j->format->layout && nb_drawing_succeeded(j, &outcome);
    if (layout) nb_view_tikz(&j->block->as.picture, j->view, outcome.output.data, &text);
    if (nb_drawing_take(j, &outcome, layout ? &text : &outcome.output) && !layout)
        remark(j, &outcome.errors, font);
    nb_buffer_clear(&text);
    nb_process_clear(&outcome);
}

bool nb_picture_pixels(nb_block *block, nb_result *result, const nb_view *view,
                       nb_memory *memory, const nb_picture_limits *limits, const nb_pixels *frame,
                       nb_process_outcome *outcome) {
    static const char path[] = "here.png";
    nb_buffer source;
    nb_picture_job j = {.block = block, .result = result, .view = view, .memory = memory,
                    .limits = limits, .program = &nb_dot, .path = path, .source = &source,
                    .kept = &source, .format = nb_kind_find(NB_FILES_OF_DRAW, path)};
    nb_font font = nb_font_choose(memory);
    *outcome = (nb_process_outcome){.end = NB_PROCESS_NO_MEMORY};
    nb_buffer_init(&outcome->output, memory);
    nb_buffer_init(&outcome->errors, memory);
    nb_buffer_init(&source, memory);
    nb_diagram_dot(&block->as.picture, view, font.family, &source);
    if (!source.failed) draw_pixels(&j, frame, outcome);
    bool drawn = nb_drawing_succeeded(&j, outcome);
    if (drawn && needs_korean(&block->as.picture)) nb_drawing_check_korean(&j, &font);
    nb_buffer_clear(&source);
    return drawn;
}

void nb_picture_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                     const nb_write_rule *rule, nb_drafts *drafts,
                     const nb_picture_limits *limits) {
    nb_picture_block *picture = &block->as.picture;
    nb_buffer source;
    if (picture->slides != NULL) {
        nb_slides_draw(block, result, view, memory, rule, drafts, limits);
        return;
    }
    nb_picture_job j = {.block = block, .result = result, .view = view, .memory = memory,
                    .rule = rule, .drafts = drafts, .limits = limits, .program = &nb_dot,
                    .path = picture->path, .source = &source, .kept = &source,
                    .format = nb_kind_find(NB_FILES_OF_DRAW, picture->path)};
    nb_font font = {.family = "sans-serif"};
    if (j.format == NULL) {
        nb_drawing_say(&j, NB_SEVERITY_ERROR, NB_SAY(PICTURE_FORMAT, NB_TEXT(j.path)),
                       NB_PLAIN(HINT_PICTURE_FORMATS));
        return;
    }
    /* for LaTeX nothing of it is left to dot */
    bool layers = picture->figure != NULL && picture->figure->columns != NULL;
    bool needs_program = j.format->argument[0] != '\0' && !(j.format->layout && layers);
    if (needs_program && picture->vertex_count > MOST_VERTICES) {
        nb_drawing_say(&j, NB_SEVERITY_ERROR,
                       NB_SAY(PICTURE_TOO_LARGE, NB_COUNT(picture->vertex_count),
                              NB_COUNT(MOST_VERTICES)), NB_PLAIN(HINT_PICTURE_PART));
        return;
    }
    /* records are no figure of a book */
    if (j.format->layout && picture->look.style == NB_PICTURE_RECORD)
        picture->look.style = NB_PICTURE_TEXTBOOK;
    if (needs_program) font = nb_font_choose(memory);
    nb_buffer_init(&source, memory);
    if (j.format->layout && layers) nb_tikz_layers(picture, view, &source);
    else nb_diagram_dot(picture, view, font.family, &source);
    if (nb_drawing_is_ready(&j)) {
        if (needs_program) run_dot(&j, &font);
        else nb_drawing_keep(&j);
    }
    nb_buffer_clear(&source);
}

void nb_picture_carry_out(nb_block *block, nb_result *result, const nb_view *view,
                          nb_memory *memory, const nb_write_rule *rule, nb_drafts *drafts) {
    nb_picture_draw(block, result, view, memory, rule, drafts, &nb_drawing_limits);
}
