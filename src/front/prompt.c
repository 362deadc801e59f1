/* The prompt: what happens before the first line, then line by line. editor.c reads them. */
#define _POSIX_C_SOURCE 200809L
#include "front/prompt.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/host.h"
#include "front/keep.h"
#include "front/lesson.h"
#include "front/practice.h"
#include "front/script.h"
#include "front/terminal/editor.h"
#include "front/terminal/say.h"
#include "front/typed.h"
#include "view/message.h"

static void set_up(nb_show *show) {
    const char *term = getenv("TERM");
    (void)nb_editor_begin(show->session, show->out, show->view.plain);
    bool able = term != NULL && strcmp(term, "dumb") != 0 && isatty(fileno(show->out));
    show->pages = able && !show->view.plain && !show->json;
}

/* ---- before the first line ---- */

/* What init.nabla defines is there without a word. */
static void hush(void *user, nb_result *result) {
    (void)user;
    result->quiet = true;
}

/* Its errors are told, and the prompt starts all the same. */
static nb_status run_init(nb_show *show) {
    char folder[NB_PATH_ROOM], path[NB_PATH_ROOM];
    if (!nb_folder_config(folder) || !nb_folder_join(path, folder, "init.nabla"))
        return NB_STATUS_OK;
    if (access(path, F_OK) != 0) return NB_STATUS_OK;
    nb_show quiet = *show;
    quiet.ran = hush;
    nb_editor_begin_work();
    nb_status status = nb_script_file(&quiet, path, false);
    nb_editor_end_work();
    nb_discard(show->session);
    nb_settle(show->session);
    return status;
}

/* Asks until it is answered: 'y', 'n', or '\0' at Ctrl-D. The Korean letters are the same keys. */
static char ask(const char *question) {
    static const struct { const char *typed; char answer; } answers[] = {
        {"y", 'y'}, {"Y", 'y'}, {"yes", 'y'}, {"ㅛ", 'y'},
        {"n", 'n'}, {"N", 'n'}, {"no", 'n'}, {"ㅜ", 'n'}};
    for (;;) {
        bool abandoned;
        char answer = '\0', *line = nb_editor_read(question, &abandoned);
        if (line == NULL && !abandoned) return '\0';
        for (size_t i = 0; line != NULL && i < sizeof answers / sizeof *answers; i++)
            if (strcmp(line, answers[i].typed) == 0) answer = answers[i].answer;
        free(line);
        if (answer != '\0') return answer;
    }
}

static void restore(nb_show *show, nb_keep *keep, nb_journal *found, size_t count) {
    nb_editor_begin_work();
    size_t good = nb_keep_restore(keep, found, show->session, nb_editor_stopped());
    nb_editor_end_work();
    nb_view view = nb_show_view(show);
    nb_message message = NB_SAY(RESTORED_SOME, NB_COUNT(good), NB_COUNT(count));
    if (good == count)
        message = good == 1 ? NB_PLAIN(RESTORED_ONE) : NB_SAY(RESTORED, NB_COUNT(good));
    nb_say(nb_editor_stream(), &view, NULL, message);
}

/* Offers what a nabla that ended unexpectedly had kept. False: Ctrl-D, to be asked another time. */
static bool offer_journals(nb_show *show, nb_keep *keep) {
    nb_view view = nb_show_view(show);
    nb_journal found;
    size_t count;
    if (!isatty(fileno(nb_editor_stream()))) return true;
    while ((count = nb_keep_find(keep, &found)) > 0) {
        char question[128];
        nb_say(nb_editor_stream(), &view, NULL,
               count == 1 ? NB_PLAIN(KEPT_ONE) : NB_SAY(KEPT, NB_COUNT(count)));
        snprintf(question, sizeof question, "%s ", nb_view_word(&view, NB_MESSAGE_RESTORE));
        char answer = ask(question);
        if (answer == 'y') {
            restore(show, keep, &found, count);
            return true;
        }
        nb_journal_end(&found, answer == 'n');
        if (answer == '\0') return false;
    }
    return true;
}

/* ---- the prompt ---- */

/* Guides through a lesson, or asks; either has a session of its own. */
static void open(const nb_show *show, const nb_opening *opens) {
    const nb_options no_options = {.colour = NB_WHEN_AUTO};
    nb_show own = *show;
    own.ran = NULL;
    own.opens = NULL;
    own.images = false;
    own.rule.guarded = true;
    if (opens->practice.wanted) nb_practice_guide(&own, &opens->practice);
    else (void)nb_lesson_main(&own, &no_options, opens->lesson);
    nb_say(nb_editor_stream(), &own.view, NULL,
           opens->practice.wanted ? NB_PLAIN(PRACTICE_OVER) : NB_PLAIN(LESSON_OVER));
}

static nb_status read_and_run(nb_show *show, nb_keep *keep) {
    nb_opening opens;
    show->opens = &opens;
    for (;;) {
        bool abandoned;
        char *line = nb_typed_read(show, &abandoned);
        if (abandoned) continue;
        if (line == NULL) return NB_STATUS_OK;
        opens = (nb_opening){.lesson = ""};
        if (nb_typed_run(show, keep, line) == NB_STATUS_QUIT) return NB_STATUS_QUIT;
        if (nb_opening_wanted(&opens)) open(show, &opens);
    }
}

bool nb_prompt(nb_show *show, bool init) {
    nb_keep keep;
    nb_status status = NB_STATUS_OK;
    nb_view view = nb_show_view(show);
    nb_host_tell_locale(&view);
    set_up(show);
    nb_say(nb_editor_stream(), &view, NULL, NB_SAY(BANNER, NB_TEXT(NB_VERSION)));
    nb_keep_begin(&keep);
    keep.session = show->session;
    if (init) status = run_init(show);
    if (status != NB_STATUS_QUIT && offer_journals(show, &keep)) {
        show->ran = nb_keep_result;
        show->user = &keep;
        status = read_and_run(show, &keep);
        show->ran = NULL;
    }
    int error = nb_editor_error();
    nb_keep_end(&keep, error == 0);
    nb_editor_end(NULL);
    if (status != NB_STATUS_QUIT) fputc('\n', nb_editor_stream());
    if (error != 0) nb_complain(&view, NB_SAY(STANDARD_INPUT, NB_WORDS(strerror(error))));
    return error == 0;
}
