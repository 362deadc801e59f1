/* A lesson at the front: read from its file, its mistakes told, then played or checked. */
#define _XOPEN_SOURCE 700 /* realpath, strdup, access */
#include "front/lesson.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/check.h"
#include "front/host.h"
#include "front/lesson_file.h"
#include "front/play.h"
#include "front/say.h"
#include "front/system/files.h"
#include "front/system/system.h"
#include "front/tour.h"
#include "lesson/heading.h"
#include "view/text.h"

/* ---- telling ---- */

/* Tells an error as the errors of a script are told. */
static void tell(nb_show *show, const nb_lesson_file *file, nb_diagnostic diagnostic) {
    nb_result *result = nb_result_new(nb_session_memory(show->session));
    nb_block *block = result != NULL ? nb_result_add(result, NB_BLOCK_DIAGNOSTIC) : NULL;
    bool told = false;
    if (block != NULL) {
        diagnostic.severity = NB_SEVERITY_ERROR;
        diagnostic.source = file->path;
        block->as.diagnostic = diagnostic;
        nb_buffer text;
        nb_buffer_init(&text, nb_session_memory(show->session));
        nb_view view = nb_show_view(show);
        nb_view_text(result, &view, &text, &text);
        told = !text.failed;
        if (told) nb_say_bytes(show->errors, &text);
        nb_buffer_clear(&text);
    }
    if (!told) nb_complain(&show->view, NB_PLAIN(NO_MEMORY));
    nb_result_free(result);
}

void nb_lesson_no_memory(nb_show *show, const nb_lesson_file *file) {
    const nb_memory *memory = nb_session_memory(show->session);
    nb_message limited = nb_memory_message(memory);
    tell(show, file, (nb_diagnostic){.message = file->refused ? NB_PLAIN(NO_MEMORY) : limited});
}

/* ---- files ---- */

/* nb_host.load: beside the lesson, or else in the current folder, where the lesson may have
 * written. */
static bool load_beside(void *user, const char *path, char **bytes, size_t *length,
                        const char **reason) {
    const nb_lesson_file *file = user;
    char beside[PATH_MAX];
    int n = snprintf(beside, sizeof beside, "%s/%s", file->folder, path);
    bool found = path[0] != '/' && n > 0 && (size_t)n < sizeof beside &&
                 access(beside, F_OK) == 0;
    return nb_file_load(NULL, found ? beside : path, bytes, length, reason);
}

/* nb_host.allocate: notes it where the system refuses; a session's own limit comes before that. */
static void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    nb_lesson_file *file = user;
    void *got = nb_system_allocate(NULL, block, old_size, new_size);
    if (got == NULL && new_size > 0) file->refused = true;
    return got;
}

nb_session *nb_lesson_session(nb_lesson_file *file) {
    nb_host host = nb_host_get();
    host.allocate = allocate;
    host.user = file;
    host.load = load_beside;
    return nb_session_new(&host);
}

/* Reads the file and finds where it lies. NULL, or why it could not. */
static const char *read_file(nb_lesson_file *file, bool named) {
    const char *reason = NULL;
    bool good = named ? nb_file_load_named(file->path, &file->text, &file->length, &reason)
                      : nb_file_load(NULL, file->path, &file->text, &file->length, &reason);
    if (!good) return reason;
    file->place = realpath(file->path, NULL);
    file->folder = file->place != NULL ? strdup(file->place) : NULL;
    if (file->folder == NULL) return strerror(errno);
    char *slash = strrchr(file->folder, '/');
    if (slash == file->folder) slash++; /* the root */
    *slash = '\0';
    return NULL;
}

static int parse(nb_show *show, nb_lesson_file *file) {
    const size_t longest = NB_LESSON_LONGEST >> 20; /* MB */
    nb_status status = nb_lesson_parse(&file->arena, file->text, file->length, &file->lesson);
    if (status == NB_STATUS_OK) return EXIT_SUCCESS;
    if (status == NB_STATUS_NO_MEMORY) nb_lesson_no_memory(show, file);
    else tell(show, file, (nb_diagnostic){.message = NB_SAY(LESSON_LENGTH, NB_COUNT(longest))});
    return EXIT_FAILURE;
}

/* Finds the heading that --from names. False: there is none, which is told. */
static bool find_from(nb_show *show, nb_lesson_file *file, const char *words) {
    const char *nearest;
    if (nb_heading_named(&file->arena, &file->lesson, file->text, words, &file->from, &nearest))
        return true;
    nb_diagnostic about = {.message = NB_SAY(LESSON_HEADING, NB_TEXT(words))};
    if (nearest != NULL) about.hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(nearest));
    tell(show, file, about);
    return false;
}

/* A reader at a terminal is guided. */
static int play(nb_show *show, const nb_options *options, nb_lesson_file *file) {
    bool asks = !show->json && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
    return asks ? nb_tour_guide(show, file, options->present) : nb_play_through(show, file);
}

int nb_lesson_main(nb_show *show, const nb_options *options, const char *path) {
    nb_lesson_file file = {.path = path};
    nb_arena_init(&file.arena, nb_session_memory(show->session));
    const char *reason = read_file(&file, options->file_count > 0);
    nb_view view = nb_show_view(show);
    if (reason != NULL)
        nb_say(show->errors, &view, "nabla", NB_SAY(FILE_READ, NB_TEXT(path), NB_TEXT(reason)));
    int status = reason == NULL ? parse(show, &file) : EXIT_FAILURE;
    if (status == EXIT_SUCCESS) {
        const nb_lesson_problem *problem = file.lesson.problems;
        for (; problem != NULL; problem = problem->next) tell(show, &file, problem->diagnostic);
        nb_check_mode mode = !options->update ? NB_CHECK_ONLY
                             : options->update_errors ? NB_CHECK_ERRORS : NB_CHECK_UPDATE;
        bool check = options->check || options->update;
        if (options->from != NULL && !find_from(show, &file, options->from)) status = EXIT_FAILURE;
        else status = check ? nb_lesson_check(show, &file, mode) : play(show, options, &file);
        if (file.lesson.problems != NULL) status = EXIT_FAILURE;
    }
    nb_arena_clear(&file.arena);
    free(file.text);
    free(file.place);
    free(file.folder);
    return status;
}
