/* Owns how slides come into being. Each frame is drawn from the final graph, with room for what is
 * not known yet, so that nothing moves; on a page one picture holds all of them. */
#define _POSIX_C_SOURCE 200809L
#include "front/drawing/slides.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "diagram/dot.h"
#include "front/drawing/dot.h"
#include "html/slides.h"
#include "result/slides.h"

typedef struct job {
    nb_picture_job drawing;
    nb_vertex *vertices; /* a copy, as a step shows them */
    const char *family;
} job;

static void fail(const job *j, nb_message message, nb_message hint) {
    nb_drawing_say(&j->drawing, NB_SEVERITY_ERROR, message, hint);
}

/* Has the vertices drawn as they are now in the format of the job; false: the result has an error.
 * The caller clears the outcome. */
static bool run(job *j, nb_process_outcome *outcome) {
    char program[] = "dot", argument[sizeof j->drawing.format->argument], dpi[] = "-Gdpi=144";
    char *argv[] = {program, argument, j->drawing.format->pixels ? dpi : NULL, NULL};
    nb_picture_block picture = j->drawing.block->as.picture;
    nb_buffer source;
    *outcome = (nb_process_outcome){.end = NB_PROCESS_EXITED};
    picture.vertices = j->vertices;
    picture.look.unbroken = true;
    memcpy(argument, j->drawing.format->argument, sizeof argument);
    nb_buffer_init(&outcome->output, j->drawing.memory);
    nb_buffer_init(&outcome->errors, j->drawing.memory);
    nb_buffer_init(&source, j->drawing.memory);
    nb_view_dot(&picture, j->drawing.view, j->family, &source);
    j->drawing.source = &source;
    bool ready = nb_drawing_is_ready(&j->drawing);
    if (ready) nb_drawing_start(&j->drawing, argv, outcome);
    bool good = ready && nb_drawing_succeeded(&j->drawing, outcome);
    if (ready && !good) nb_drawing_say_failure(&j->drawing, outcome, NULL);
    nb_buffer_clear(&source);
    j->drawing.source = NULL;
    return good;
}

/* ---- a page ---- */

static void write_page(const job *j, const nb_file_kind *kind, const nb_process_outcome *svg) {
    const nb_picture_block *picture = &j->drawing.block->as.picture;
    const nb_view *view = j->drawing.view;
    nb_buffer html;
    nb_buffer_init(&html, j->drawing.memory);
    bool whole = nb_html_slides(picture, svg->output.data, svg->output.length, view, &html);
    bool stopped = view->stop != NULL && *view->stop;
    if (html.failed) nb_drawing_say_memory(&j->drawing);
    else if (stopped) fail(j, NB_PLAIN(INTERRUPTED), NB_PLAIN(NONE));
    else if (!whole) nb_drawing_say_failure(&j->drawing, svg, NULL);
    else
        (void)!nb_drawing_draft(&j->drawing, kind, picture->path, &html, j->drawing.drafts);
    nb_buffer_clear(&html);
}

static void draw_page(job *j, const nb_file_kind *kind) {
    const nb_picture_block *picture = &j->drawing.block->as.picture;
    nb_process_outcome outcome;
    j->drawing.format = nb_kind_find(NB_FILES_OF_DRAW, "a.svg");
    for (size_t i = 0; i < picture->vertex_count; i++)
        j->vertices[i].current = picture->vertices[i].kind != NB_VERTEX_TARGET;
    if (run(j, &outcome)) write_page(j, kind, &outcome);
    nb_process_clear(&outcome);
}

/* ---- frames ---- */

static void show_step(job *j, size_t step) {
    const nb_picture_block *picture = &j->drawing.block->as.picture;
    const nb_slides *slides = picture->slides;
    for (size_t i = 0; i < picture->vertex_count; i++) {
        j->vertices[i] = picture->vertices[i];
        j->vertices[i].no_value = slides->value_at[i] > step;
        j->vertices[i].no_gradient = slides->gradient_at[i] > step;
        j->vertices[i].current = slides->current[step - 1] == i;
    }
}

/* FOLDER/007.png, in the result; NULL: memory ran out. */
static const char *name_frame(const job *j, size_t step) {
    const char *folder = j->drawing.block->as.picture.path;
    size_t length = strlen(folder), room = length + sizeof "/000.png" + 16;
    char *path = nb_result_array(j->drawing.result, room, 1);
    while (length > 1 && folder[length - 1] == '/') length--;
    if (path != NULL) snprintf(path, room, "%.*s/%03zu.png", (int)length, folder, step);
    return path;
}

/* One step; whether it is among the drafts. */
static bool draw_frame(job *j, size_t step) {
    const char *path = name_frame(j, step);
    nb_process_outcome outcome;
    if (path == NULL) return false;
    show_step(j, step);
    const nb_picture_job *d = &j->drawing;
    bool good = run(j, &outcome) &&
                nb_drawing_draft(d, d->format, path, &outcome.output, d->drafts);
    nb_process_clear(&outcome);
    return good;
}

static void draw_frames(job *j) {
    nb_block *block = j->drawing.block;
    bool replaces = false;
    j->drawing.format = nb_kind_find(NB_FILES_OF_DRAW, "000.png");
    for (size_t step = 1; step <= block->as.picture.slides->steps; step++) {
        if (!draw_frame(j, step)) return;
        replaces = replaces || block->replaces;
    }
    block->written = block->as.picture.path;
    block->replaces = replaces;
}

static bool is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

void nb_slides_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                    const nb_write_rule *rule, nb_drafts *drafts,
                    const nb_picture_limits *limits) {
    const nb_picture_block *picture = &block->as.picture;
    const nb_file_kind *kind = nb_kind_find(NB_FILES_OF_SLIDES, picture->path);
    nb_drawing_program program = nb_dot;
    program.slow_hint = NB_MESSAGE_HINT_SLIDES_PART;
    size_t count = picture->vertex_count;
    job j = {.drawing = {.block = block, .result = result, .view = view, .memory = memory,
                         .rule = rule, .drafts = drafts, .limits = limits, .program = &program,
                         .path = picture->path}};
    if (kind == NULL && !is_folder(picture->path)) {
        fail(&j, NB_SAY(SLIDES_FILE, NB_TEXT(picture->path)), NB_PLAIN(HINT_SLIDES_FILE));
        return;
    }
    nb_font font = nb_font_choose(memory);
    j.family = font.family;
    j.vertices = nb_memory_resize(memory, NULL, 0, count, sizeof *j.vertices);
    if (j.vertices == NULL) {
        nb_drawing_say_memory(&j.drawing);
        return;
    }
    memcpy(j.vertices, picture->vertices, count * sizeof *j.vertices);
    if (kind != NULL) draw_page(&j, kind);
    else draw_frames(&j);
    nb_memory_free(memory, j.vertices, count, sizeof *j.vertices);
}
