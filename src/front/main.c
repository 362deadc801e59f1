/* nabla, the program: an ordinary client of nabla.h. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front/copies.h"
#include "front/host.h"
#include "front/lesson.h"
#include "front/command/options.h"
#include "front/marking/report.h"
#include "front/prompt.h"
#include "front/script.h"
#include "front/system/folders.h"
#include "front/system/language.h"
#include "front/system/system.h"
#include "front/terminal/progress.h"
#include "front/terminal/say.h"

/* One FILE of the command line; the exit status. */
static int run_file(nb_show *show, const nb_options *options, const char *path, bool *quit) {
    if (nb_path_ends(path, ".md") || options->check || options->update || options->html ||
        options->strip || options->key) {
        nb_show own = *show;
        own.images = false;
        return nb_lesson_main(&own, options, path);
    }
    nb_status status = strcmp(path, "-") == 0 ? nb_script_stdin(show)
                                                : nb_script_file(show, path, true);
    *quit = status != NB_STATUS_OK;
    return status == NB_STATUS_OK || status == NB_STATUS_QUIT ? 0 : 1;
}

static int run_all(nb_show *show, const nb_options *options) {
    int status = 0;
    bool quit = false;
    for (size_t i = 0; i < options->eval_count && !quit; i++) {
        nb_status last = nb_script_text(show, "-e", NB_ORIGIN_USER, options->evals[i],
                                        strlen(options->evals[i]));
        quit = last != NB_STATUS_OK;
        if (quit && last != NB_STATUS_QUIT) status = 1;
    }
    for (int i = 0; i < options->file_count && !quit; i++)
        if (run_file(show, options, options->files[i], &quit) != 0) status = 1;
    if (options->key && options->file_count == 0 && !quit)
        return nb_copies_plan(show, options->html);
    if (options->eval_count > 0 || options->file_count > 0) return status;
    if (!isatty(0)) return run_file(show, options, "-", &quit);
    show->rule.guarded = false;
    return nb_prompt(show, !options->no_init) ? 0 : 1;
}

static int report(const nb_options *options, const nb_show *show) {
    nb_reporting reporting = {.host = nb_host_get(), .view = show->view, .json = show->json,
                              .out = show->out, .errors = show->errors,
                              .rule = {.guarded = false}, .csv = options->csv,
                              .mark = options->mark, .files = options->files,
                              .file_count = options->file_count};
    reporting.view.width = nb_system_width();
    return nb_report_main(&reporting);
}

static int run(const nb_options *options) {
    nb_show show = {
        .view = {.digits = 6, .plain = options->plain, .words = nb_language_words(),
                 .ascii = options->ascii, .colour = nb_options_colour(options) && !options->json},
        .json = options->json, .images = true, .out = stdout, .errors = stderr,
        .rule = {.guarded = true, .allowed = options->allowed,
                 .allowed_count = options->allowed_count}};
    nb_roll roll;
    if (options->report || options->mark != NULL) return report(options, &show);
    nb_host host = nb_host_get();
    if (!options->plain && !options->json) nb_progress_allow(stdout, &show.view);
    show.session = nb_session_new(&host);
    if (show.session == NULL) {
        nb_complain(NULL, NB_PLAIN(NO_MEMORY));
        return 1;
    }
    nb_roll_begin(&roll, options->record, options->numbered, options->student);
    show.roll = &roll;
    int status = run_all(&show, options);
    nb_roll_end(&roll);
    nb_session_free(show.session);
    return status;
}

/* Writes what standard output still holds. Whatever could not be printed, now or before, is an
 * error. */
static int finish(int status) {
    errno = EIO; /* what was wrong earlier is not known any more */
    if (fflush(stdout) != 0 || ferror(stdout)) nb_say_unwritten();
    return ferror(stdout) || ferror(stderr) ? 1 : status;
}

int main(int argc, char **argv) {
    nb_options options;
    nb_host_prepare();
    int status = nb_options_read(&options, argc, argv);
    if (status < 0) status = run(&options);
    nb_options_clear(&options);
    return finish(status);
}
