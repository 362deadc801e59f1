/* Owns the words about a program that failed: dot and gnuplot, files and the terminal alike. */
#include "front/drawing/failure.h"

#include <stdio.h>
#include <string.h>

#include "front/drawing/dot_says.h"
#include "view/message.h"

bool nb_program_says(const nb_buffer *errors, const char *text) {
    return errors->length > 0 && strstr(errors->data, text) != NULL;
}

bool nb_failure_is_ours(const nb_process_outcome *outcome, const nb_block *block,
                        nb_result *result, const nb_memory *memory) {
    bool interrupted = outcome->end == NB_PROCESS_INTERRUPTED;
    if (!interrupted && outcome->end != NB_PROCESS_NO_MEMORY) return false;
    nb_result_fail(result, block, interrupted ? NB_PLAIN(INTERRUPTED) : nb_memory_message(memory));
    return true;
}

/* Its own words, as one line, or what is known to be meant by them; "" where it has none. */
static void take_words(const nb_process_outcome *outcome, const nb_view *view, char *line,
                       size_t size) {
    static const char error_prefix[] = "Error: ";
    const char *text = outcome->errors.length > 0 ? outcome->errors.data : "";
    const char *error = strstr(text, error_prefix);
    if (error != NULL) text = error + sizeof error_prefix - 1;
    nb_dot_copy_line(text + strspn(text, " \r\n"), line, size);
    nb_message_id meaning = nb_dot_meaning(line);
    if (meaning != NB_MESSAGE_NONE) (void)snprintf(line, size, "%s", nb_view_word(view, meaning));
}

/* How it ended, where it said nothing. */
static void take_end(const nb_process_outcome *outcome, const nb_view *view, char *line,
                     size_t size) {
    nb_message message = NB_SAY(DOT_STATUS, NB_COUNT(outcome->status));
    nb_buffer words;
    if (outcome->end == NB_PROCESS_SIGNALLED)
        message = NB_SAY(DOT_SIGNAL, NB_COUNT(outcome->status));
    else if (outcome->end == NB_PROCESS_UNSTARTED)
        message = NB_SAY(DOT_UNSTARTED, NB_WORDS(strerror(outcome->status)));
    else if (outcome->status == 0) message = NB_PLAIN(DOT_INCOMPLETE);
    nb_buffer_init(&words, outcome->errors.memory);
    nb_view_message(&words, view, &message);
    (void)snprintf(line, size, "%s", words.failed || words.length == 0 ? "" : words.data);
    nb_buffer_clear(&words);
}

void nb_failure_find(const nb_process_outcome *outcome, const nb_view *view,
                     const nb_drawing_program *program, const nb_picture_limits *limits,
                     const char *instead, nb_failure *failure) {
    const nb_arg name = NB_TEXT(program->name), path = NB_TEXT(instead == NULL ? "" : instead);
    nb_message message, hint = NB_PLAIN(NONE);
    nb_message_id alone = NB_MESSAGE_DOT_FAILED_ALONE;
    if (outcome->end == NB_PROCESS_MISSING) {
        alone = NB_MESSAGE_DOT_MISSING_ALONE;
        message = NB_SAY(DOT_MISSING, path, NB_WORDS(nb_message_wording(program->title)));
        hint = (nb_message){instead == NULL ? program->alone_hint : program->hint, {path}};
    } else if (outcome->end == NB_PROCESS_TIMED_OUT) {
        alone = NB_MESSAGE_DOT_TIMEOUT_ALONE;
        message = NB_SAY(DOT_TIMEOUT, NB_NUMBER(limits->milliseconds / 1000.0), path, name);
        hint.id = program->slow_hint;
    } else if (outcome->end == NB_PROCESS_FLOODED) {
        alone = NB_MESSAGE_DOT_FLOOD_ALONE;
        message = NB_SAY(DOT_FLOOD, NB_COUNT(limits->bytes >> 20), path, name);
    } else {
        take_words(outcome, view, failure->line, sizeof failure->line);
        if (failure->line[0] == '\0') {
            take_end(outcome, view, failure->line, sizeof failure->line);
            hint = NB_SAY(HINT_PROGRAM_WORKS, name);
        }
        message = NB_SAY(DOT_FAILED, NB_TEXT(failure->line), path, name);
    }
    if (instead == NULL) message.id = alone;
    failure->message = message;
    failure->hint = hint;
}
