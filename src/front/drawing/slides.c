/* Owns how slides come into being. Each frame is drawn from the final graph, with room for what is
 * not known yet, so that nothing moves; on a page one picture holds all of them. */
#define _POSIX_C_SOURCE 200809L
#include "front/drawing/slides.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "diagram/dot.h"
#include "front/drawing/dot.h"
#include "front/system/fonts.h"
#include "front/system/output.h"
#include "html/slides.h"
#include "result/slides.h"

typedef struct job {
    nb_block *block;
    nb_result *result;
    const nb_view *view;
    nb_memory *memory;
    const nb_write_rule *rule;
    nb_drafts *drafts;
    const nb_picture_limits *limits;
    nb_vertex *vertices; /* a copy, as a step shows them */
    const char *family;
} job;

static void fail(const job *j, nb_message message, nb_message hint) {
    nb_result_fail(j->result, j->block, message);
    if (!j->result->failed)
        j->result->last->as.diagnostic.hint = nb_result_message(j->result, hint);
}

static void fail_of_dot(const job *j, const nb_process_outcome *outcome) {
    char line[200];
    const char *why = nb_dot_reason(outcome, j->view, line, sizeof line);
    static const char program[] = "dot";
    const nb_arg none = NB_TEXT(""), name = NB_TEXT(program);
    nb_message message = NB_SAY(DOT_FAILED_ALONE, NB_TEXT(why), none, name), hint = NB_PLAIN(NONE);
    if (outcome->end == NB_PROCESS_MISSING) {
        message = NB_SAY(DOT_MISSING_ALONE, none, NB_SAID(DOT_PROGRAM));
        hint = NB_PLAIN(HINT_DOT_LAYOUT);
    } else if (outcome->end == NB_PROCESS_TIMED_OUT) {
        message = NB_SAY(DOT_TIMEOUT_ALONE, NB_NUMBER(j->limits->milliseconds / 1000.0), none,
                         name);
    } else if (outcome->end == NB_PROCESS_FLOODED) {
        message = NB_SAY(DOT_FLOOD_ALONE, NB_COUNT(j->limits->bytes >> 20), none, name);
    } else if (outcome->end == NB_PROCESS_INTERRUPTED) {
        message = NB_PLAIN(INTERRUPTED);
    } else if (outcome->end == NB_PROCESS_NO_MEMORY) {
        message = nb_memory_message(j->memory);
    }
    fail(j, message, hint);
}

/* Has the vertices drawn as they are now; false: the result has an error. To be cleared if true. */
static bool run(const job *j, const char *format, nb_process_outcome *outcome) {
    char program[] = "dot", argument[16], dpi[] = "-Gdpi=144";
    char *argv[] = {program, argument, strcmp(format, "-Tpng") == 0 ? dpi : NULL, NULL};
    nb_picture_block picture = j->block->as.picture;
    nb_buffer source;
    picture.vertices = j->vertices;
    picture.look.unbroken = true;
    nb_buffer_init(&source, j->memory);
    nb_view_dot(&picture, j->view, j->family, &source);
    if (source.failed) {
        fail(j, nb_memory_message(j->memory), NB_PLAIN(NONE));
        nb_buffer_clear(&source);
        return false;
    }
    (void)snprintf(argument, sizeof argument, "%s", format);
    const nb_process_request request = {.argv = argv, .input = source.data,
                                        .input_length = source.length,
                                        .output_limit = j->limits->bytes,
                                        .milliseconds = j->limits->milliseconds,
                                        .stop = j->view->stop};
    nb_process_run(&request, j->memory, outcome);
    nb_buffer_clear(&source);
    bool good = outcome->end == NB_PROCESS_EXITED && outcome->status == 0 &&
                !nb_dot_says(&outcome->errors, "Error:") && outcome->output.length > 0;
    if (!good) fail_of_dot(j, outcome);
    if (!good) nb_process_clear(outcome);
    return good;
}

/* ---- a page ---- */

static void draw_page(job *j, const nb_file_kind *kind) {
    nb_picture_block *picture = &j->block->as.picture;
    nb_process_outcome outcome;
    nb_buffer html;
    for (size_t i = 0; i < picture->vertex_count; i++)
        j->vertices[i].current = picture->vertices[i].kind != NB_VERTEX_TARGET;
    if (!run(j, "-Tsvg", &outcome)) return;
    nb_buffer_init(&html, j->memory);
    const nb_buffer *svg = &outcome.output;
    bool whole = nb_html_slides(picture, svg->data, svg->length, j->view, &html);
    bool stopped = j->view->stop != NULL && *j->view->stop;
    if (html.failed) fail(j, nb_memory_message(j->memory), NB_PLAIN(NONE));
    else if (stopped) fail(j, NB_PLAIN(INTERRUPTED), NB_PLAIN(NONE));
    else if (!whole) fail_of_dot(j, &outcome);
    else (void)!nb_output_draft(j->block, j->result, j->rule, kind, picture->path, html.data,
                                html.length, j->drafts);
    nb_buffer_clear(&html);
    nb_process_clear(&outcome);
}

/* ---- frames ---- */

static void show_step(job *j, size_t step) {
    const nb_picture_block *picture = &j->block->as.picture;
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
    const char *folder = j->block->as.picture.path;
    size_t length = strlen(folder), room = length + sizeof "/000.png" + 16;
    char *path = nb_result_array(j->result, room, 1);
    while (length > 1 && folder[length - 1] == '/') length--;
    if (path != NULL) snprintf(path, room, "%.*s/%03zu.png", (int)length, folder, step);
    return path;
}

static void draw_frames(job *j) {
    const nb_slides *slides = j->block->as.picture.slides;
    bool replaces = false;
    for (size_t step = 1; step <= slides->steps && j->result->ok; step++) {
        const char *path = name_frame(j, step);
        const nb_file_kind *kind = nb_kind_find(NB_FILES_OF_DRAW, ".../000.png");
        nb_process_outcome outcome;
        if (path == NULL) return;
        show_step(j, step);
        if (!run(j, kind->argument, &outcome)) return;
        if (!nb_kind_is_whole(kind, &outcome.output)) fail_of_dot(j, &outcome);
        else (void)!nb_output_draft(j->block, j->result, j->rule, kind, path, outcome.output.data,
                                    outcome.output.length, j->drafts);
        replaces = replaces || j->block->replaces;
        nb_process_clear(&outcome);
    }
    if (!j->result->ok) return;
    j->block->written = j->block->as.picture.path;
    j->block->replaces = replaces;
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
    size_t count = picture->vertex_count;
    job j = {block, result, view, memory, rule, drafts, limits, NULL, NULL};
    if (kind == NULL && !is_folder(picture->path)) {
        fail(&j, NB_SAY(SLIDES_FILE, NB_TEXT(picture->path)), NB_PLAIN(HINT_SLIDES_FILE));
        return;
    }
    nb_font font = nb_font_choose(memory);
    j.family = font.family;
    j.vertices = nb_memory_resize(memory, NULL, 0, count, sizeof *j.vertices);
    if (j.vertices == NULL) {
        fail(&j, nb_memory_message(memory), NB_PLAIN(NONE));
        return;
    }
    memcpy(j.vertices, picture->vertices, count * sizeof *j.vertices);
    if (kind != NULL) draw_page(&j, kind);
    else draw_frames(&j);
    nb_memory_free(memory, j.vertices, count, sizeof *j.vertices);
}
