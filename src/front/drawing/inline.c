/* Owns how a picture becomes an image in the terminal: how large it is drawn, and what is shown
 * where there is none. */
#include "front/drawing/inline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/drawing/dot.h"
#include "front/drawing/picture.h"
#include "front/system/files.h"
#include "sketch/image.h"

enum { MANY_VERTICES = 300, MOST_BYTES = 16 << 20, NUMBER = 24 };

/* A character is as high as 12 points, unless the picture has to be narrower than that: then down
 * to a third of it, behind which its smallest type cannot be read. */
static nb_pixels get_frame(const nb_screen *screen) {
    double dpi = 72.0 / 12.0 * (double)screen->cell_height;
    return (nb_pixels){.dpi = dpi, .least_dpi = dpi / 3, .height = INFINITY,
                      .width = (double)(screen->columns * screen->cell_width)};
}

/* ---- sending ---- */

/* What img2sixel makes of a PNG file, `width` pixels wide, or as it is (0). False: the result says
 * why there is nothing. */
static bool make_sixels(nb_result *result, const nb_block *block, const nb_view *view,
                        const nb_image *image, size_t width, const nb_picture_limits *limits,
                        nb_process_outcome *outcome, nb_memory *memory) {
    static const nb_drawing_program img2sixel = {
        .name = "img2sixel", .title = NB_MESSAGE_SIXEL_PROGRAM,
        .alone_hint = NB_MESSAGE_HINT_SIXEL};
    char program[] = "img2sixel", option[] = "-w", number[NUMBER];
    char *argv[] = {program, width > 0 ? option : NULL, number, NULL};
    (void)snprintf(number, sizeof number, "%zu", width);
    nb_process_request request = {.argv = argv, .input = image->bytes,
                                  .input_length = image->length, .output_limit = limits->bytes,
                                  .milliseconds = limits->milliseconds, .stop = view->stop};
    nb_process_run(&request, memory, outcome);
    if (outcome->end == NB_PROCESS_EXITED && outcome->status == 0 &&
        nb_image_is_sixel(outcome->output.data, outcome->output.length))
        return true;
    if (!nb_failure_is_ours(outcome, block, result, memory))
        nb_dot_say_why(result, outcome, view, limits, &img2sixel);
    return false;
}

static void take_image(nb_block *block, nb_result *result, nb_memory *memory,
                       const nb_image *image) {
    nb_buffer text;
    nb_buffer_init(&text, memory);
    nb_image_add(&text, image);
    if (text.failed) nb_result_fail(result, block, nb_memory_message(memory));
    else block->as.picture.drawn = nb_result_text(result, text.data, text.length);
    block->as.picture.image = true;
    nb_buffer_clear(&text);
}

/* The block shows a PNG file of this size. False: the result says why it does not. */
static bool show_png(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                     const nb_screen *screen, const nb_picture_limits *limits, nb_image image,
                     size_t width, size_t height) {
    size_t most = screen->columns * screen->cell_width;
    bool wide = width > most;
    nb_process_outcome sixels;
    image.kind = screen->images;
    image.tmux = screen->tmux;
    if (wide) image.columns = screen->columns;
    if (wide) height = height * most / width;
    image.rows = (height + screen->cell_height - 1) / screen->cell_height;
    if (image.kind != NB_IMAGES_SIXEL) {
        take_image(block, result, memory, &image);
        return true;
    }
    bool made = make_sixels(result, block, view, &image, wide ? most : 0, limits, &sixels, memory);
    image.bytes = sixels.output.data;
    image.length = sixels.output.length;
    if (made) take_image(block, result, memory, &image);
    nb_process_clear(&sixels);
    return made;
}

/* ---- drawing ---- */

static void say_small(nb_result *result) {
    nb_result_say(result, NB_SEVERITY_NOTE, NB_PLAIN(NOTE_IMAGE_SMALL));
}

static void draw_characters(nb_block *block, nb_result *result, const nb_view *view,
                            nb_memory *memory, const nb_picture_limits *limits) {
    const nb_picture_block *picture = &block->as.picture;
    if (!result->ok) return;
    if (picture->hint.id == NB_MESSAGE_NONE) {
        nb_draw_here(block, result, view, memory, limits->milliseconds);
        return;
    }
    nb_result_fail(result, block, NB_PLAIN(LAYERS_FILE));
    nb_result_hint(result, picture->hint);
}

/* Where dot fails for the characters, too, that is told once. */
static void do_without_dot(nb_block *block, nb_result *result, const nb_view *view,
                           nb_memory *memory, const nb_picture_limits *limits,
                           const nb_process_outcome *outcome) {
    const nb_block *before = result->last;
    (void)nb_failure_is_ours(outcome, block, result, memory); /* then nothing is drawn */
    draw_characters(block, result, view, memory, limits);
    if (result->last == before) nb_dot_say_why(result, outcome, view, limits, &nb_dot);
}

void nb_inline_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                    const nb_screen *screen, const nb_picture_limits *limits) {
    const nb_picture_look *look = &block->as.picture.look;
    nb_process_outcome outcome;
    uint32_t width = 0, height = 0;
    bool large = block->as.picture.vertex_count > MANY_VERTICES;
    bool any = screen->images != NB_IMAGES_OFF;
    if (!any || large) {
        if (any) say_small(result);
        draw_characters(block, result, view, memory, limits);
        return;
    }
    nb_pixels frame = get_frame(screen);
    bool drawn = nb_picture_pixels(block, result, view, memory, limits, &frame, &outcome);
    nb_image image = {.bytes = outcome.output.data, .length = outcome.output.length};
    drawn = drawn && nb_image_measure(image.bytes, image.length, &width, &height);
    bool small = look->width == 0 && look->dpi == 0 && width > frame.width;
    if (!drawn) do_without_dot(block, result, view, memory, limits, &outcome);
    else if (small) say_small(result);
    bool shown = drawn && !small && show_png(block, result, view, memory, screen, limits, image,
                                             width, height);
    if (drawn && !shown) draw_characters(block, result, view, memory, limits);
    nb_process_clear(&outcome);
}

bool nb_inline_file(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                    const nb_screen *screen, const char *path) {
    char *bytes = NULL;
    const char *why;
    size_t length = 0;
    uint32_t width, height;
    if (screen->images == NB_IMAGES_OFF || !nb_file_load(NULL, path, &bytes, &length, &why))
        return false;
    bool good = length <= MOST_BYTES && nb_image_measure(bytes, length, &width, &height) &&
                show_png(block, result, view, memory, screen, &nb_drawing_limits,
                         (nb_image){.bytes = bytes, .length = length}, width, height);
    free(bytes);
    return good;
}
