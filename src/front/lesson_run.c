/* Running what stands in a lesson: each result is carried out before the next statement runs. */
#include "front/lesson_run.h"

#include <string.h>

#include "front/scratch.h"
#include "front/terminal/say.h"
#include "lesson/question.h"
#include "session/feed.h"
#include "view/message.h"

typedef struct runner {
    nb_show *show;
    nb_lesson_ran *ran;
    void *user;
    size_t above; /* the lines of the file above the first that is run */
} runner;

static void carry_out(void *user, nb_result *result) {
    const runner *r = user;
    nb_show_carry_out(r->show, result);
    for (nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_DIAGNOSTIC && block->as.diagnostic.line > 0)
            block->as.diagnostic.line += r->above;
    r->ran(r->user, result);
}

nb_status nb_lesson_run(nb_show *show, const char *typed, nb_lesson_ran *ran, void *user) {
    runner r = {show, ran, user, 0};
    nb_begin_as(show->session, NULL, NB_ORIGIN_TEXT);
    return nb_feed_all(show->session, typed, carry_out, &r);
}

nb_status nb_lesson_run_hidden(nb_show *show, const char *path, const nb_lesson_step *step,
                               nb_lesson_ran *ran, void *user) {
    runner r = {show, ran, user, step->line - 1};
    nb_begin_as(show->session, path, NB_ORIGIN_HIDDEN);
    return nb_feed_all(show->session, step->typed, carry_out, &r);
}

/* What a lesson shows may be in English, whatever language it is played in. */
bool nb_lesson_shows_error(const nb_view *view, const nb_lesson_step *step) {
    const nb_view plain = {.digits = view->digits};
    const char *error = nb_view_word(view, NB_MESSAGE_WORD_ERROR);
    const char *english = nb_view_word(&plain, NB_MESSAGE_WORD_ERROR);
    for (const char *line = step->expected; *line != '\0';) {
        line += strspn(line, " \t");
        if (strncmp(line, error, strlen(error)) == 0 ||
            strncmp(line, english, strlen(english)) == 0) return true;
        line += strcspn(line, "\n");
        if (*line == '\n') line++;
    }
    return false;
}

static void ignore(void *user, nb_result *result) {
    (void)user, (void)result;
}

static void pass_lines(nb_show *show, const nb_remark_list *lines) {
    for (size_t i = 0; i < lines->count; i++)
        (void)!nb_lesson_run(show, lines->all[i].text, ignore, NULL);
}

void nb_lesson_pass(nb_show *show, const nb_lesson_part *part) {
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
        if (part->kind == NB_LESSON_CHECK)
            (void)!nb_lesson_run_hidden(show, NULL, step, ignore, NULL);
        else (void)!nb_lesson_run(show, step->typed, ignore, NULL);
    if (part->question == NULL || part->question->kind != NB_ASK_EXERCISE) return;
    pass_lines(show, &part->question->given);
    pass_lines(show, &part->question->solution);
}

bool nb_lesson_in_scratch(const nb_show *show, nb_session *session, bool (*deed)(void *user),
                          void *user) {
    nb_scratch scratch;
    int reason = nb_scratch_enter(&scratch, session);
    if (reason != 0) {
        nb_say(show->errors, &show->view, NULL, NB_SAY(LESSON_FOLDER, NB_WORDS(strerror(reason))));
        return false;
    }
    bool good = deed(user);
    reason = nb_scratch_leave(&scratch);
    if (reason != 0)
        nb_say(show->errors, &show->view, NULL,
               NB_SAY(LESSON_LEFT, NB_TEXT(scratch.path), NB_WORDS(strerror(reason))));
    return good && reason == 0;
}
