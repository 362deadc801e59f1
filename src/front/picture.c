/* Owns how a picture comes into being: the format, the font, the run of dot, and what is said
 * when something of it fails. Nothing is written under the wanted name unless dot ended well and
 * what it made looks whole. */
#include "front/picture.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/diagram.h"
#include "diagram/tikz.h"
#include "front/dot.h"
#include "front/system/fonts.h"
#include "front/system/output.h"
#include "front/system/process.h"
#include "result/figure.h"

enum { DOT_MILLISECONDS = 30000, DOT_BYTES = 256 << 20, MANY_VERTICES = 300,
       MOST_VERTICES = 1500 };

enum { TAIL = 32 }; /* bytes in which `ends` is looked for */

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

static bool is_whole(const nb_file_kind *f, const nb_buffer *bytes) {
    size_t begins = strlen(f->begins), ends = strlen(f->ends);
    size_t tail = bytes->length < TAIL ? bytes->length : TAIL;
    if (bytes->length < begins + ends || memcmp(bytes->data, f->begins, begins) != 0) return false;
    for (const char *at = bytes->data + bytes->length - tail, *end = at + tail;
         (size_t)(end - at) >= ends; at++)
        if (memcmp(at, f->ends, ends) == 0) return true;
    return false;
}

/* Some of dot's errors leave its exit status 0. */
static bool succeeded(const job *j, const nb_process_outcome *outcome) {
    return outcome->end == NB_PROCESS_EXITED && outcome->status == 0
           && !nb_dot_says(&outcome->errors, "Error:") && is_whole(j->format, &outcome->output);
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

/* Makes the file of what dot says of the places of things. */
static bool draft_layout(const job *j, const nb_buffer *plain) {
    const nb_picture_block *picture = &j->block->as.picture;
    nb_buffer text;
    nb_buffer_init(&text, j->memory);
    nb_view_tikz(picture, j->view, plain->data, &text);
    bool good = !text.failed && draft(j, j->format, picture->path, &text, j->drafts);
    if (text.failed) say_memory(j);
    nb_buffer_clear(&text);
    return good;
}

static void keep(const job *j, const nb_process_outcome *outcome, const nb_font *font) {
    const nb_picture_block *picture = &j->block->as.picture;
    const nb_buffer *output = &outcome->output;
    if (j->format->layout) {
        (void)!draft_layout(j, output);
        return;
    }
    if (!draft(j, j->format, picture->path, output, j->drafts)) return;
    if (nb_dot_says(&outcome->errors, "too large"))
        say(j, NB_SEVERITY_WARNING, NB_SAY(WARN_PICTURE_SCALED, NB_TEXT(picture->path)),
            NB_PLAIN(HINT_PICTURE_SCALED));
    else if (j->format->pixels && picture->vertex_count > MANY_VERTICES)
        say(j, NB_SEVERITY_NOTE, NB_SAY(NOTE_PICTURE_LARGE, NB_COUNT(picture->vertex_count)),
            NB_PLAIN(HINT_PICTURE_SCALED));
    if (font->asked && !font->korean && needs_korean(picture) && !nb_font_any_korean(j->memory))
        say(j, NB_SEVERITY_WARNING, NB_PLAIN(WARN_KOREAN_FONT), NB_PLAIN(HINT_KOREAN_FONT));
}

/* ---- pixels ---- */

enum {
    USUAL_DPI = 144, LEAST_DPI = 101, /* the smallest type, 10 points, is 14 pixels high then */
    SLIDE_WIDTH = 1920, SLIDE_HEIGHT = 1080, DPI_BYTES = 32
};

/* In thousandths, so that no locale has a say. */
static void write_dpi(char text[DPI_BYTES], double dpi) {
    unsigned thousandths = (unsigned)(dpi * 1000 + 0.5);
    (void)snprintf(text, DPI_BYTES, "-Gdpi=%u.%03u", thousandths / 1000, thousandths % 1000);
}

static double read_size(const nb_buffer *png, size_t at) {
    const unsigned char *bytes = (const unsigned char *)png->data + at;
    return ((double)bytes[0] * 256 + bytes[1]) * 65536 + bytes[2] * 256.0 + bytes[3];
}

/* Whether a picture of another resolution is wanted than that of `png`, which is *dpi. */
static bool change_dpi(const nb_picture_look *look, const nb_buffer *png, double *dpi) {
    if (png->length < 24 || look->dpi > 0) return false;
    double width = read_size(png, 16), height = read_size(png, 20), factor = 1;
    if (width < 1 || height < 1) return false;
    if (look->width > 0) {
        if (width == look->width) return false;
        *dpi *= look->width / width;
        return *dpi < 10000;
    }
    if (width > SLIDE_WIDTH) factor = SLIDE_WIDTH / width;
    if (height * factor > SLIDE_HEIGHT) factor = SLIDE_HEIGHT / height;
    if (factor == 1 || *dpi <= LEAST_DPI) return false;
    *dpi = *dpi * factor > LEAST_DPI ? *dpi * factor : LEAST_DPI;
    return true;
}

static void run(const job *j, const char *resolution, nb_process_outcome *outcome) {
    char program[] = "dot", argument[sizeof j->format->argument], dpi[DPI_BYTES];
    char *argv[] = {program, argument, j->format->pixels ? dpi : NULL, NULL};
    nb_process_request request = {.argv = argv,
                                  .input = j->source.data,
                                  .input_length = j->source.length,
                                  .output_limit = j->limits->bytes,
                                  .milliseconds = j->limits->milliseconds,
                                  .stop = j->view->stop};
    memcpy(argument, j->format->argument, sizeof argument);
    memcpy(dpi, resolution, sizeof dpi);
    nb_process_run(&request, j->memory, outcome);
}

/* Draws; and where the pixels are too many or not those that were asked for, once more with what
 * the first run says of the size. */
static void run_dot(const job *j, const nb_font *font) {
    const nb_picture_look *look = &j->block->as.picture.look;
    nb_process_outcome outcome;
    double dpi = look->dpi > 0 ? look->dpi : USUAL_DPI;
    char text[DPI_BYTES];
    for (int runs = 0; ; runs++) {
        write_dpi(text, dpi);
        run(j, text, &outcome);
        bool again = runs < 3 && j->format->pixels && succeeded(j, &outcome) &&
                     change_dpi(look, &outcome.output, &dpi);
        if (!again) break;
        nb_process_clear(&outcome);
    }
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
    if (j.format->layout && block->as.picture.figure != NULL) {
        say(&j, NB_SEVERITY_ERROR, NB_PLAIN(PICTURE_NO_TEX), NB_PLAIN(HINT_PICTURE_NO_TEX));
        return;
    }
    /* records are no figure of a book */
    if (j.format->layout && block->as.picture.look.style == NB_PICTURE_RECORD)
        block->as.picture.look.style = NB_PICTURE_TEXTBOOK;
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
