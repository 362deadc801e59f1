/* Owns what dot is, and what is made of a run of it that writes no file. */
#include "front/drawing/dot.h"

#include <string.h>

#include "sketch/sketch.h"

enum { LAYOUT_BYTES = 16 << 20 };

const nb_drawing_program nb_dot = {"dot", NB_MESSAGE_DOT_PROGRAM, NB_MESSAGE_HINT_DOT,
                                   NB_MESSAGE_HINT_DOT_LAYOUT, NB_MESSAGE_HINT_DOT_SLOW, ".dot"};

static bool ends_well(const nb_buffer *layout) {
    static const char end[] = "stop\n";
    size_t bytes = sizeof end - 1;
    return layout->length > bytes && memchr(layout->data, '\0', layout->length) == NULL &&
           memcmp(layout->data + layout->length - bytes, end, bytes) == 0;
}

void nb_dot_say_why(nb_result *result, const nb_process_outcome *outcome, const nb_view *view,
                    const nb_picture_limits *limits, const nb_drawing_program *program) {
    nb_failure failure;
    bool missing = outcome->end == NB_PROCESS_MISSING;
    nb_failure_find(outcome, view, program, limits, NULL, &failure);
    nb_result_say(result, missing ? NB_SEVERITY_NOTE : NB_SEVERITY_WARNING, failure.message);
    nb_result_hint(result, failure.hint);
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
        !nb_program_says(&outcome->errors, "Error:") && ends_well(&outcome->output))
        return outcome->output.data;
    if (!nb_failure_is_ours(outcome, block, result, source->memory))
        nb_dot_say_why(result, outcome, view, &(nb_picture_limits){milliseconds, LAYOUT_BYTES},
                       &nb_dot);
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
