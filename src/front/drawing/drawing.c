/* Owns the run of a program that draws: what it is asked, and what is said and left when it fails.
 * Nothing is written under the wanted name unless the program ended well and what it made looks
 * whole. */
#include "front/drawing/drawing.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { MILLISECONDS = 30000, BYTES = 256 << 20 };
const nb_picture_limits nb_drawing_limits = {MILLISECONDS, BYTES};

/* ---- saying what happened ---- */

void nb_drawing_say(const nb_picture_job *j, nb_severity severity, nb_message message,
                    nb_message hint) {
    if (severity == NB_SEVERITY_ERROR) nb_result_fail(j->result, j->block, message);
    else nb_result_say(j->result, severity, message);
    nb_result_hint(j->result, hint);
}

void nb_drawing_say_memory(const nb_picture_job *j) {
    nb_drawing_say(j, NB_SEVERITY_ERROR, nb_memory_message(j->memory), NB_PLAIN(NONE));
}

/* ---- Korean letters ---- */

bool nb_drawing_has_korean(const char *text) {
    size_t length = text == NULL ? 0 : strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) return false;
        if (nb_utf8_is_hangul(code)) return true;
        at += bytes;
    }
    return false;
}

void nb_drawing_check_korean(const nb_picture_job *j, const nb_font *font) {
    if (font->asked && !font->korean && !nb_font_any_korean(j->memory))
        nb_drawing_say(j, NB_SEVERITY_WARNING, NB_PLAIN(WARN_KOREAN_FONT),
                       NB_PLAIN(HINT_KOREAN_FONT));
}

/* ---- what stands in for the picture ---- */

bool nb_drawing_draft(const nb_picture_job *j, const nb_file_kind *kind, const char *path,
                      const nb_buffer *bytes, nb_drafts *drafts) {
    return nb_output_draft(j->block, j->result, j->rule, kind, path, bytes->data, bytes->length,
                           drafts);
}

bool nb_drawing_is_ready(const nb_picture_job *j) {
    bool stopped = j->view->stop != NULL && *j->view->stop; /* then the source is not all there */
    bool failed = j->source->failed || (j->kept != NULL && j->kept->failed);
    if (failed) nb_drawing_say_memory(j);
    else if (stopped) nb_drawing_say(j, NB_SEVERITY_ERROR, NB_PLAIN(INTERRUPTED), NB_PLAIN(NONE));
    return !failed && !stopped;
}

void nb_drawing_keep(const nb_picture_job *j) {
    (void)!nb_drawing_draft(j, j->format, j->path, j->kept, j->drafts);
}

/* The path with the ending of that, in the result; "" when memory ran out. */
static const char *kept_path(const nb_picture_job *j) {
    const char *ending = j->program->kept_ending;
    size_t stem = strlen(j->path) - strlen(j->format->ending), room = strlen(ending) + 1;
    char *other = nb_result_array(j->result, stem + room, 1);
    if (other == NULL) return "";
    (void)snprintf(other, stem + room, "%.*s%s", (int)stem, j->path, ending);
    return other;
}

/* ---- what the program did ---- */

/* Some errors of dot leave its exit status 0. */
bool nb_drawing_succeeded(const nb_picture_job *j, const nb_process_outcome *outcome) {
    return outcome->end == NB_PROCESS_EXITED && outcome->status == 0
           && !nb_program_says(&outcome->errors, "Error:")
           && nb_kind_is_whole(j->format, &outcome->output);
}

void nb_drawing_say_failure(const nb_picture_job *j, const nb_process_outcome *outcome,
                            const char *instead) {
    nb_failure failure;
    if (nb_failure_is_ours(outcome, j->block, j->result, j->memory)) return;
    nb_failure_find(outcome, j->view, j->program, j->limits, instead, &failure);
    nb_drawing_say(j, NB_SEVERITY_ERROR, failure.message, failure.hint);
}

/* Writes what is kept beside the wanted picture, and says why the program failed. Nobody
 * named that file: it replaces none but nabla's own. When it cannot be written, only that is said:
 * it has to be mended first. */
static void fall_back(const nb_picture_job *j, const nb_process_outcome *outcome) {
    const char *path = kept_path(j);
    const nb_file_kind *kind = nb_kind_find(j->format->command, path);
    nb_failure failure;
    if (j->result->failed) return;
    if (!nb_output_is_free(j->block, j->rule, kind, path)) {
        nb_failure_find(outcome, j->view, j->program, j->limits, NULL, &failure);
        nb_drawing_say(j, NB_SEVERITY_ERROR, failure.message,
                       NB_SAY(HINT_DOT_KEPT, NB_TEXT(path)));
        return;
    }
    nb_drafts drafts = {NULL};
    nb_message bad;
    if (!nb_drawing_draft(j, kind, path, j->kept, &drafts)) return;
    j->block->written = NULL; /* it is not what was asked for */
    if (!nb_drafts_place(&drafts, &bad))
        nb_drawing_say(j, NB_SEVERITY_ERROR, bad, NB_PLAIN(NONE));
    else nb_drawing_say_failure(j, outcome, path);
}

void nb_drawing_start(const nb_picture_job *j, char *const *argv, nb_process_outcome *outcome) {
    nb_process_request request = {.argv = argv,
                                  .input = j->source->data,
                                  .input_length = j->source->length,
                                  .output_limit = j->limits->bytes,
                                  .milliseconds = j->limits->milliseconds,
                                  .stop = j->view->stop};
    nb_process_run(&request, j->memory, outcome);
}

bool nb_drawing_take(nb_picture_job *j, const nb_process_outcome *outcome,
                     const nb_buffer *made) {
    if (made->failed) nb_drawing_say_memory(j);
    else if (nb_drawing_succeeded(j, outcome))
        return nb_drawing_draft(j, j->format, j->path, made, j->drafts);
    else if (!nb_failure_is_ours(outcome, j->block, j->result, j->memory))
        fall_back(j, outcome), j->failed = true;
    return false;
}
