/* Making and freeing a session, and the functions of nabla.h, the library's public face, that are
 * not about text being fed (input.c). */
#include "session/session.h"

#include <stdlib.h>
#include <string.h>

#include "definitions/define.h"
#include "definitions/state.h"
#include "definitions/undo.h"
#include "help/complete.h"

static const size_t default_memory = (size_t)2 << 30;

static void *allocate_by_realloc(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user, (void)old_size;
    if (new_size > 0) return block != NULL ? realloc(block, new_size) : calloc(1, new_size);
    free(block);
    return NULL;
}

nb_session *nb_session_new(const nb_host *host) {
    nb_memory memory = {.allocate = host->allocate != NULL ? host->allocate : allocate_by_realloc,
                        .zeroed = host->allocate == NULL || host->zeroed,
                        .user = host->user,
                        .limit = host->memory_limit != 0 ? host->memory_limit : default_memory};
    nb_session *session = nb_memory_resize(&memory, NULL, 0, 1, sizeof *session);
    if (session == NULL) return NULL;
    memset(session, 0, sizeof *session);
    nb_sheet *s = &session->sheet;
    nb_sheet_init(s, memory, host);
    s->quiz = &session->quiz;
    s->session = session;
    nb_buffer_init(&session->queue, &s->memory);
    nb_buffer_init(&session->name_buffer, &s->memory);
    nb_arena_init(&session->quiz.asked, &s->memory);
    nb_begin(session, NULL);
    s->state = nb_state_first(nb_default_settings);
    s->state.settings.vectors = (int)host->vectors;
    if (nb_define_constants(s) != NB_STATUS_OK) {
        nb_session_free(session);
        return NULL;
    }
    nb_settle(session); /* what is built in was not done by the user */
    return session;
}

nb_session *nb_session_again(const nb_session *session) {
    return nb_session_new(&session->sheet.host);
}

void nb_session_free(nb_session *session) {
    if (session == NULL) return;
    nb_buffer_clear(&session->queue);
    nb_buffer_clear(&session->name_buffer);
    nb_entered_clear(&session->sheet);
    nb_arena_clear(&session->quiz.asked);
    nb_sheet_clear(&session->sheet);
    nb_memory memory = session->sheet.memory;
    nb_memory_free(&memory, session, 1, sizeof *session);
}

void nb_mark(nb_session *session) {
    nb_sheet *s = &session->sheet;
    s->done.count = s->done.state_count = s->done.line_count = 0;
    nb_forget_undone(s);
    nb_entered_mark(s);
    nb_save_point_mark(s, &session->mark);
}

bool nb_take_back(nb_session *session) {
    nb_sheet *s = &session->sheet;
    bool walks = session->quiz.walk.on || session->quiz.predict.on;
    bool changed = walks || nb_save_point_changed(s, &session->mark) ||
                   nb_save_point_state_changed(s, &session->mark);
    nb_save_point_return(s, &session->mark);
    nb_entered_take_back(s);
    nb_mark(session);
    return changed;
}

void nb_settle(nb_session *session) {
    session->settled = session->sheet.state.settings;
    nb_entered_hush(&session->sheet);
    nb_mark(session);
}

void nb_interrupt(nb_session *session) {
    atomic_store(&session->sheet.interrupted, true);
}

nb_settings nb_session_settings(const nb_session *session) {
    return session->sheet.state.settings;
}

/* The bracket that the text which was fed last leaves open; NULL: none. */
static const char *get_unclosed(const nb_session *session) {
    const nb_source *source = &session->source;
    uint32_t depth = source->scan.depth < NB_MAX_DEPTH ? source->scan.depth : NB_MAX_DEPTH;
    if (depth == 0) return NULL;
    char bracket = source->text[source->at + source->scan.opened[depth - 1]];
    return bracket == '(' ? "(" : bracket == '[' ? "[" : "{";
}

nb_waiting nb_session_waiting(const nb_session *session) {
    nb_waiting waiting = {.empty = NULL};
    const char *bracket = get_unclosed(session);
    if (bracket != NULL) waiting.unclosed = NB_SAY(PROMPT_UNCLOSED, NB_TEXT(bracket));
    const nb_quiz *quiz = &session->quiz;
    const char *mistake = nb_mistake_command(&session->sheet);
    nb_walk walk = quiz->walk;
    bool backward = walk.at > walk.count;
    size_t step = backward ? walk.at - walk.count : walk.at;
    if (mistake != NULL) waiting.notices[0] = NB_SAY(PROMPT_NOTICE, NB_TEXT(mistake));
    if (quiz->predict.on && quiz->asked_by.count > 0)
        waiting.question = NB_SAY(PROMPT_QUESTION, NB_VARIABLE(&quiz->asked_of),
                                  NB_VARIABLE(&quiz->asked_by));
    if (!walk.on || quiz->predict.on) return waiting;
    waiting.notices[1] = backward
                             ? NB_SAY(PROMPT_BACKWARD, NB_COUNT(step), NB_COUNT(walk.count))
                             : NB_SAY(PROMPT_FORWARD, NB_COUNT(step), NB_COUNT(walk.count));
    waiting.empty = "step";
    return waiting;
}

nb_memory *nb_session_memory(nb_session *session) {
    return &session->sheet.memory;
}

size_t nb_complete(nb_session *session, const char *line, size_t length,
                   void (*found)(void *user, const char *name), void *user) {
    return nb_complete_line(&session->sheet, line, length, found, user);
}

bool nb_completes_file(const char *line, bool *node) {
    return nb_line_takes_file(line, node);
}
