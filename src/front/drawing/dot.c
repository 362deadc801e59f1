/* Owns what is made of a run of dot that writes no file. */
#include "front/drawing/dot.h"

#include <stdio.h>
#include <string.h>

#include "front/drawing/dot_says.h"
#include "view/message.h"
#include "sketch/sketch.h"

enum { LAYOUT_BYTES = 16 << 20 };

const nb_drawing_program nb_dot_here = {"dot", NB_MESSAGE_DOT_PROGRAM,
                                        NB_MESSAGE_HINT_DOT_LAYOUT, NULL};

bool nb_dot_says(const nb_buffer *errors, const char *text) {
    return errors->length > 0 && strstr(errors->data, text) != NULL;
}

const char *nb_dot_reason(const nb_process_outcome *outcome, const nb_view *view, char *line,
                          size_t size) {
    const char *text = outcome->errors.length > 0 ? outcome->errors.data : "";
    const char *error = strstr(text, "Error: ");
    if (error != NULL) text = error;
    text += strspn(text, " \r\n");
    nb_dot_copy_line(text, line, size);
    nb_message_id meaning = nb_dot_meaning(line);
    if (meaning != NB_MESSAGE_NONE) return nb_view_word(view, meaning);
    if (line[0] != '\0') return line;
    if (outcome->end == NB_PROCESS_UNSTARTED) return strerror(outcome->status);
    bool exited = outcome->end == NB_PROCESS_EXITED;
    if (exited && outcome->status == 0) return nb_view_word(view, NB_MESSAGE_DOT_INCOMPLETE);
    nb_message message = exited ? NB_SAY(DOT_STATUS, NB_COUNT(outcome->status))
                                : NB_SAY(DOT_SIGNAL, NB_COUNT(outcome->status));
    nb_buffer words;
    nb_buffer_init(&words, outcome->errors.memory);
    nb_view_message(&words, view, &message);
    (void)snprintf(line, size, "%s", words.failed || words.length == 0 ? "" : words.data);
    nb_buffer_clear(&words);
    return line;
}

/* ---- the layout ---- */

static bool ends_well(const nb_buffer *layout) {
    static const char end[] = "stop\n";
    size_t bytes = sizeof end - 1;
    return layout->length > bytes && memchr(layout->data, '\0', layout->length) == NULL &&
           memcmp(layout->data + layout->length - bytes, end, bytes) == 0;
}

void nb_dot_say_why(nb_result *result, const nb_process_outcome *outcome, const nb_view *view,
                    const nb_picture_limits *limits, const nb_drawing_program *program) {
    const nb_arg none = NB_TEXT(""), name = NB_TEXT(program->name);
    char line[200];
    nb_severity severity = NB_SEVERITY_WARNING;
    nb_message message = NB_SAY(DOT_FAILED_ALONE,
                                NB_TEXT(nb_dot_reason(outcome, view, line, sizeof line)), none,
                                name), hint = NB_PLAIN(NONE);
    if (outcome->end == NB_PROCESS_MISSING) {
        severity = NB_SEVERITY_NOTE;
        message = NB_SAY(DOT_MISSING_ALONE, none, NB_WORDS(nb_message_wording(program->title)));
        hint.id = program->hint;
    } else if (outcome->end == NB_PROCESS_TIMED_OUT)
        message = NB_SAY(DOT_TIMEOUT_ALONE, NB_NUMBER(limits->milliseconds / 1000.0), none, name);
    else if (outcome->end == NB_PROCESS_FLOODED)
        message = NB_SAY(DOT_FLOOD_ALONE, NB_COUNT(limits->bytes >> 20), none, name);
    nb_result_say(result, severity, message);
    if (!result->failed) result->last->as.diagnostic.hint = nb_result_message(result, hint);
}

/* What dot laid out; NULL: nothing, and the result says why. */
static const char *run(nb_block *block, nb_result *result, const nb_view *view,
                       nb_process_outcome *outcome, int milliseconds, const nb_buffer *source) {
    char program[] = "dot", argument[] = "-Tplain", *argv[] = {program, argument, NULL};
    const nb_process_request request = {.argv = argv, .input = source->data,
                                        .input_length = source->length,
                                        .output_limit = LAYOUT_BYTES,
                                        .milliseconds = milliseconds, .stop = view->stop};
    nb_process_run(&request, source->memory, outcome);
    if (outcome->end == NB_PROCESS_EXITED && outcome->status == 0 &&
        !nb_dot_says(&outcome->errors, "Error:") && ends_well(&outcome->output))
        return outcome->output.data;
    if (outcome->end == NB_PROCESS_INTERRUPTED)
        nb_result_fail(result, block, NB_PLAIN(INTERRUPTED));
    else if (outcome->end == NB_PROCESS_NO_MEMORY)
        nb_result_fail(result, block, nb_memory_message(source->memory));
    else nb_dot_say_why(result, outcome, view, &(nb_picture_limits){milliseconds, LAYOUT_BYTES},
                        &nb_dot_here);
    return NULL;
}

void nb_draw_here(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                  int milliseconds) {
    nb_picture_block *picture = &block->as.picture;
    nb_buffer source, text;
    nb_process_outcome outcome;
    const char *layout = NULL;
    nb_buffer_init(&source, memory);
    nb_buffer_init(&text, memory);
    bool wanted = nb_sketch_source(picture, view, &source) && !source.failed;
    if (wanted) layout = run(block, result, view, &outcome, milliseconds, &source);
    if (result->ok) nb_sketch(picture, layout, view, &text);
    if (source.failed || text.failed) nb_result_fail(result, block, nb_memory_message(memory));
    else if (result->ok) picture->drawn = nb_result_text(result, text.data, text.length);
    if (wanted) nb_process_clear(&outcome);
    nb_buffer_clear(&source);
    nb_buffer_clear(&text);
}
