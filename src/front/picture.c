/* Owns how a picture comes into being: the format, the font, the run of dot, and what is said
 * when something of it fails. Nothing is written under the wanted name unless dot ended well and
 * what it made looks whole. */
#include "front/picture.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/diagram.h"
#include "front/drawing/dot.h"
#include "front/drawing/slides.h"
#include "front/system/fonts.h"
#include "front/system/output.h"
#include "front/system/process.h"
#include "result/figure.h"

enum { DOT_MILLISECONDS = 30000, DOT_BYTES = 256 << 20, MANY_VERTICES = 300,
       MOST_VERTICES = 1500 };

typedef struct job {
    nb_block *block;
    nb_result *result;
    const nb_view *view;
    nb_memory *memory;
    const nb_write_rule *rule;
    nb_drafts *drafts;
    const nb_picture_limits *limits;
    const nb_file_kind *format;
    nb_buffer source;
} job;

/* ---- saying what happened ---- */

static void say(const job *j, nb_severity severity, nb_message message, nb_message hint) {
    if (severity == NB_SEVERITY_ERROR) nb_result_fail(j->result, j->block, message);
    else nb_result_say(j->result, severity, message);
    if (!j->result->failed)
        j->result->last->as.diagnostic.hint = nb_result_message(j->result, hint);
}

static void say_memory(const job *j) {
    say(j, NB_SEVERITY_ERROR, nb_memory_message(j->memory), NB_PLAIN(NONE));
}

/* ---- the format and the source ---- */

static bool draft(const job *j, const nb_file_kind *kind, const char *path,
                  const nb_buffer *bytes, nb_drafts *drafts) {
    return nb_output_draft(j->block, j->result, j->rule, kind, path, bytes->data, bytes->length,
                           drafts);
}

/* The path with the ending .dot, in the result; "" when memory ran out. */
static const char *source_path(const job *j) {
    const char *path = j->block->as.picture.path;
    static const char ending[] = ".dot";
    size_t stem = strlen(path) - strlen(j->format->ending);
    char *other = nb_result_array(j->result, stem + sizeof ending, 1);
    if (other == NULL) return "";
    memcpy(other, path, stem);
    memcpy(other + stem, ending, sizeof ending);
    return other;
}

/* ---- Korean letters ---- */

static bool has_hangul(const char *text) {
    size_t length = text == NULL ? 0 : strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) return false;
        if ((code >= 0x1100 && code <= 0x11FF) || (code >= 0x3130 && code <= 0x318F)
            || (code >= 0xAC00 && code <= 0xD7A3))
            return true;
        at += bytes;
    }
    return false;
}

static bool needs_korean(const nb_picture_block *picture) {
    for (size_t i = 0; i < picture->vertex_count; i++)
        if (has_hangul(picture->vertices[i].label) || has_hangul(picture->vertices[i].symbol))
            return true;
    const struct nb_figure *figure = picture->figure;
    for (size_t i = 0; figure != NULL && i < figure->vertex_count; i++)
        if (has_hangul(figure->vertices[i].label) || has_hangul(figure->vertices[i].symbol))
            return true;
    return false;
}

/* ---- dot ---- */

/* Some of dot's errors leave its exit status 0. */
static bool succeeded(const job *j, const nb_process_outcome *outcome) {
    return outcome->end == NB_PROCESS_EXITED && outcome->status == 0
           && !nb_dot_says(&outcome->errors, "Error:")
           && nb_kind_is_whole(j->format, &outcome->output);
}

static nb_message failure(const job *j, const nb_process_outcome *outcome, const char *line,
                          const char *path) {
    bool alone = path == NULL;
    if (alone) path = ""; /* not mentioned */
    nb_message message = NB_SAY(DOT_FAILED, NB_TEXT(line), NB_TEXT(path));
    if (alone) message.id = NB_MESSAGE_DOT_FAILED_ALONE;
    if (outcome->end == NB_PROCESS_MISSING) {
        message = NB_SAY(DOT_MISSING, NB_TEXT(path));
        if (alone) message.id = NB_MESSAGE_DOT_MISSING_ALONE;
    } else if (outcome->end == NB_PROCESS_TIMED_OUT) {
        message = NB_SAY(DOT_TIMEOUT, NB_NUMBER(j->limits->milliseconds / 1000.0), NB_TEXT(path));
        if (alone) message.id = NB_MESSAGE_DOT_TIMEOUT_ALONE;
    } else if (outcome->end == NB_PROCESS_FLOODED) {
        message = NB_SAY(DOT_FLOOD, NB_COUNT(j->limits->bytes >> 20), NB_TEXT(path));
        if (alone) message.id = NB_MESSAGE_DOT_FLOOD_ALONE;
    }
    return message;
}

/* Writes dot's source beside the wanted picture, to be drawn later, and says why dot failed. Nobody
 * named that file: it replaces none but nabla's own. When it cannot be written, only that is said:
 * it has to be mended first. */
static void fall_back(const job *j, const nb_process_outcome *outcome) {
    char line[200];
    const char *path = source_path(j), *why = nb_dot_reason(outcome, j->view, line, sizeof line);
    const nb_file_kind *kind = nb_kind_find(NB_FILES_OF_DRAW, path);
    if (j->result->failed) return;
    if (!nb_output_is_free(j->block, j->rule, kind, path)) {
        say(j, NB_SEVERITY_ERROR, failure(j, outcome, why, NULL),
            NB_SAY(HINT_DOT_KEPT, NB_TEXT(path)));
        return;
    }
    bool missing = outcome->end == NB_PROCESS_MISSING;
    nb_drafts drafts = {NULL};
    nb_message bad;
    if (!draft(j, kind, path, &j->source, &drafts)) return;
    j->block->written = NULL; /* it is not what was asked for */
    if (!nb_drafts_place(&drafts, &bad))
        say(j, NB_SEVERITY_ERROR, bad, NB_PLAIN(NONE));
    else
        say(j, NB_SEVERITY_ERROR, failure(j, outcome, why, path),
            missing ? NB_SAY(HINT_DOT, NB_TEXT(path)) : NB_PLAIN(NONE));
}

static void keep(const job *j, const nb_process_outcome *outcome, const nb_font *font) {
    const nb_picture_block *picture = &j->block->as.picture;
    if (!draft(j, j->format, picture->path, &outcome->output, j->drafts)) return;
    if (nb_dot_says(&outcome->errors, "too large"))
        say(j, NB_SEVERITY_WARNING, NB_SAY(WARN_PICTURE_SCALED, NB_TEXT(picture->path)),
            NB_PLAIN(HINT_PICTURE_SCALED));
    else if (j->format->pixels && picture->vertex_count > MANY_VERTICES)
        say(j, NB_SEVERITY_NOTE, NB_SAY(NOTE_PICTURE_LARGE, NB_COUNT(picture->vertex_count)),
            NB_PLAIN(HINT_PICTURE_SCALED));
    if (font->asked && !font->korean && needs_korean(picture) && !nb_font_any_korean(j->memory))
        say(j, NB_SEVERITY_WARNING, NB_PLAIN(WARN_KOREAN_FONT), NB_PLAIN(HINT_KOREAN_FONT));
}

static void run_dot(const job *j, const nb_font *font) {
    char program[] = "dot", argument[sizeof j->format->argument], dpi[] = "-Gdpi=144";
    char *argv[] = {program, argument, j->format->pixels ? dpi : NULL, NULL};
    nb_process_request request = {.argv = argv,
                                  .input = j->source.data,
                                  .input_length = j->source.length,
                                  .output_limit = j->limits->bytes,
                                  .milliseconds = j->limits->milliseconds,
                                  .stop = j->view->stop};
    nb_process_outcome outcome;
    memcpy(argument, j->format->argument, sizeof argument);
    nb_process_run(&request, j->memory, &outcome);
    if (outcome.end == NB_PROCESS_INTERRUPTED)
        say(j, NB_SEVERITY_ERROR, NB_PLAIN(INTERRUPTED), NB_PLAIN(NONE));
    else if (outcome.end == NB_PROCESS_NO_MEMORY) say_memory(j);
    else if (succeeded(j, &outcome)) keep(j, &outcome, font);
    else fall_back(j, &outcome);
    nb_process_clear(&outcome);
}

void nb_picture_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                     const nb_write_rule *rule, nb_drafts *drafts,
                     const nb_picture_limits *limits) {
    const char *path = block->as.picture.path;
    if (path == NULL) {
        nb_draw_here(block, result, view, memory, limits->milliseconds);
        return;
    }
    if (block->as.picture.slides != NULL) {
        nb_slides_draw(block, result, view, memory, rule, drafts, limits);
        return;
    }
    const nb_file_kind *format = nb_kind_find(NB_FILES_OF_DRAW, path);
    job j = {block, result, view, memory, rule, drafts, limits, format, {0}};
    nb_font font = {.family = "sans-serif"};
    if (j.format == NULL) {
        say(&j, NB_SEVERITY_ERROR, NB_SAY(PICTURE_FORMAT, NB_TEXT(path)),
            NB_PLAIN(HINT_PICTURE_FORMATS));
        return;
    }
    bool needs_program = j.format->argument[0] != '\0';
    if (needs_program && block->as.picture.vertex_count > MOST_VERTICES) {
        say(&j, NB_SEVERITY_ERROR,
            NB_SAY(PICTURE_TOO_LARGE, NB_COUNT(block->as.picture.vertex_count),
                   NB_COUNT(MOST_VERTICES)), NB_PLAIN(HINT_PICTURE_PART));
        return;
    }
    if (needs_program) font = nb_font_choose(memory);
    nb_buffer_init(&j.source, memory);
    nb_diagram_dot(&block->as.picture, view, font.family, &j.source);
    bool stopped = view->stop != NULL && *view->stop; /* then the source is not all there */
    if (j.source.failed) say_memory(&j);
    else if (stopped) say(&j, NB_SEVERITY_ERROR, NB_PLAIN(INTERRUPTED), NB_PLAIN(NONE));
    else if (needs_program) run_dot(&j, &font);
    else (void)!draft(&j, format, path, &j.source, drafts);
    nb_buffer_clear(&j.source);
}

void nb_picture_carry_out(nb_block *block, nb_result *result, const nb_view *view,
                          nb_memory *memory, const nb_write_rule *rule, nb_drafts *drafts) {
    static const nb_picture_limits usual = {DOT_MILLISECONDS, DOT_BYTES};
    nb_picture_draw(block, result, view, memory, rule, drafts, &usual);
}
