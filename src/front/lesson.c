/* A lesson at the front: read from its file, its mistakes told, then played or checked. */
#define _POSIX_C_SOURCE 200809L /* isatty */
#include "front/lesson.h"

#include <stdlib.h>
#include <unistd.h>

#include "front/check.h"
#include "front/copies.h"
#include "front/export.h"
#include "front/lesson_file.h"
#include "front/play.h"
#include "front/practice.h"
#include "front/system/language.h"
#include "front/terminal/say.h"
#include "front/tour.h"
#include "lesson/heading.h"

static int parse(nb_show *show, nb_lesson_file *file) {
    const size_t longest = NB_LESSON_LONGEST >> 20; /* MB */
    nb_status status = nb_lesson_parse(&file->arena, file->text, file->length, &file->lesson);
    if (status == NB_STATUS_OK) return EXIT_SUCCESS;
    if (status == NB_STATUS_NO_MEMORY) nb_lesson_no_memory(show, file);
    else
        nb_lesson_tell(show, file,
                       (nb_diagnostic){.message = NB_SAY(LESSON_LENGTH, NB_COUNT(longest))});
    return EXIT_FAILURE;
}

/* Finds the heading that --from names. False: there is none, which is told. */
static bool find_from(nb_show *show, nb_lesson_file *file, const char *words) {
    const char *nearest;
    if (nb_heading_named(&file->arena, &file->lesson, file->text, words, &file->from, &nearest))
        return true;
    nb_diagnostic about = {.message = NB_SAY(LESSON_HEADING, NB_TEXT(words))};
    if (nearest != NULL) about.hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(nearest));
    nb_lesson_tell(show, file, about);
    return false;
}

/* What the command line asks for; a reader at a terminal is guided. */
static int play(nb_show *show, const nb_options *options, nb_lesson_file *file,
                nb_opening *opens) {
    nb_check_mode mode = !options->update ? NB_CHECK_ONLY
                         : options->update_errors ? NB_CHECK_ERRORS : NB_CHECK_UPDATE;
    if (options->strip) return nb_copies_strip(show, file);
    if (options->key) return nb_copies_key(show, file, options->html);
    if (options->html) return nb_lesson_export(show, file);
    if (options->check || options->update)
        return nb_lesson_check(show, file, mode, options->lang != NULL);
    bool asks = !show->json && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
    return asks ? nb_tour_guide(show, file, options->present, opens)
                : nb_play_through(show, file);
}

/* A lesson is played in the language that it is written in, unless --lang asks for another; what is
 * said of its file is for its author. */
static int play_in_its_language(nb_show *show, const nb_options *options, nb_lesson_file *file,
                                nb_opening *opens) {
    const nb_words *words = nb_words_of(nb_lesson_language(file));
    if (words == NULL || options->lang != NULL || options->check || options->update)
        return play(show, options, file, opens);
    const nb_words *before = nb_language_change(words), *usual = show->view.words;
    show->view.words = words;
    int status = play(show, options, file, opens);
    show->view.words = usual;
    (void)nb_language_change(before);
    return status;
}

/* What is made of a lesson, or written into it, is made of a sound one that has its answers. */
static bool is_whole(nb_show *show, const nb_options *options, const nb_lesson_file *file) {
    bool copies = options->strip || options->key;
    bool is_copy = file->lesson.original != NULL && (copies || options->update);
    if (is_copy) nb_lesson_tell(show, file, (nb_diagnostic){.message = NB_PLAIN(LESSON_IS_COPY)});
    return !is_copy && (!copies || file->lesson.problems == NULL);
}

static int take(nb_show *show, const nb_options *options, const char *path, nb_opening *opens) {
    nb_lesson_file file = {.path = path};
    nb_arena_init(&file.arena, nb_session_memory(show->session));
    const char *reason = nb_lesson_read(&file, options->file_count > 0);
    nb_view view = nb_show_view(show);
    if (reason != NULL)
        nb_say(show->errors, &view, "nabla", NB_SAY(FILE_READ, NB_TEXT(path), NB_WORDS(reason)));
    int status = reason == NULL ? parse(show, &file) : EXIT_FAILURE;
    if (status == EXIT_SUCCESS) {
        const nb_lesson_problem *problem = file.lesson.problems;
        for (; problem != NULL; problem = problem->next)
            nb_lesson_tell(show, &file, problem->diagnostic);
        if (!is_whole(show, options, &file)) status = EXIT_FAILURE;
        else if (options->from != NULL && !find_from(show, &file, options->from))
            status = EXIT_FAILURE;
        else status = play_in_its_language(show, options, &file, opens);
        if (file.lesson.problems != NULL) status = EXIT_FAILURE;
    }
    nb_lesson_clear(&file);
    return status;
}

int nb_lesson_main(nb_show *show, const nb_options *options, const char *path) {
    nb_opening opens = {.lesson = ""};
    nb_options next = *options;
    int status = take(show, options, path, &opens);
    next.from = NULL;
    while (nb_opening_wanted(&opens)) {
        nb_opening opened = opens;
        opens = (nb_opening){.lesson = ""};
        if (opened.practice.wanted) nb_practice_guide(show, &opened.practice);
        else status = take(show, &next, opened.lesson, &opens);
    }
    return status;
}
