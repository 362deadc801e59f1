/* Owns how a picture of a graph comes into being: the format, the font, dot's arguments, and what
 * is remarked. */
#include "front/drawing/picture.h"

#include <string.h>

#include "diagram/diagram.h"
#include "front/drawing/dot.h"
#include "front/drawing/slides.h"
#include "result/figure.h"

enum { MANY_VERTICES = 300, MOST_VERTICES = 1500 };

static const nb_drawing_program dot = {"dot", NB_MESSAGE_DOT_PROGRAM, NB_MESSAGE_HINT_DOT,
                                       ".dot"};

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
    if (nb_dot_says(errors, "too large"))
        nb_drawing_say(j, NB_SEVERITY_WARNING, NB_SAY(WARN_PICTURE_SCALED, NB_TEXT(j->path)),
                       NB_PLAIN(HINT_PICTURE_SCALED));
    else if (j->format->pixels && picture->vertex_count > MANY_VERTICES)
        nb_drawing_say(j, NB_SEVERITY_NOTE,
                       NB_SAY(NOTE_PICTURE_LARGE, NB_COUNT(picture->vertex_count)),
                       NB_PLAIN(HINT_PICTURE_SCALED));
    if (needs_korean(picture)) nb_drawing_check_korean(j, font);
}

static void run_dot(nb_picture_job *j, const nb_font *font) {
    char program[] = "dot", argument[sizeof j->format->argument], dpi[] = "-Gdpi=144";
    char *argv[] = {program, argument, j->format->pixels ? dpi : NULL, NULL};
    nb_process_outcome outcome;
    memcpy(argument, j->format->argument, sizeof argument);
    if (nb_drawing_run(j, argv, &outcome)) remark(j, &outcome.errors, font);
    nb_process_clear(&outcome);
}

void nb_picture_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                     const nb_write_rule *rule, nb_drafts *drafts,
                     const nb_picture_limits *limits) {
    const nb_picture_block *picture = &block->as.picture;
    nb_buffer source;
    if (picture->slides != NULL) {
        nb_slides_draw(block, result, view, memory, rule, drafts, limits);
        return;
    }
    if (picture->path == NULL) {
        nb_draw_here(block, result, view, memory, limits->milliseconds);
        return;
    }
    nb_picture_job j = {.block = block, .result = result, .view = view, .memory = memory,
                    .rule = rule, .drafts = drafts, .limits = limits, .program = &dot,
                    .path = picture->path, .source = &source, .kept = &source,
                    .format = nb_kind_find(NB_FILES_OF_DRAW, picture->path)};
    nb_font font = {.family = "sans-serif"};
    if (j.format == NULL) {
        nb_drawing_say(&j, NB_SEVERITY_ERROR, NB_SAY(PICTURE_FORMAT, NB_TEXT(j.path)),
                       NB_PLAIN(HINT_PICTURE_FORMATS));
        return;
    }
    bool needs_program = j.format->argument[0] != '\0';
    if (needs_program && picture->vertex_count > MOST_VERTICES) {
        nb_drawing_say(&j, NB_SEVERITY_ERROR,
                       NB_SAY(PICTURE_TOO_LARGE, NB_COUNT(picture->vertex_count),
                              NB_COUNT(MOST_VERTICES)), NB_PLAIN(HINT_PICTURE_PART));
        return;
    }
    if (needs_program) font = nb_font_choose(memory);
    nb_buffer_init(&source, memory);
    nb_diagram_dot(picture, view, font.family, &source);
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
