/* Checking a lesson: every step is run in a fresh session and an empty folder, and what it prints
 * is compared with what the lesson says, or put in its place. */
#define _XOPEN_SOURCE 700 /* mkdtemp, nftw, fchdir */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/check.h"
#include "front/lesson.h"
#include "front/lesson_file.h"
#include "front/say.h"
#include "front/system/files.h"
#include "lesson/compare.h"
#include "lesson/update.h"
#include "view/message.h"
#include "view/plain.h"
#include "view/text.h"

enum { PAGE_WIDTH = 80, OPEN_FOLDERS = 16 };

typedef struct nb_check {
    nb_show *show;  /* where the outcome is told */
    nb_show played; /* the session and the look of what is compared */
    nb_lesson_file *file;
    bool update;
    size_t agreed, changed;
    size_t done;       /* bytes of the text that are in `text` */
    nb_buffer printed; /* by the present step */
    nb_buffer text;    /* the lesson with new outputs */
} nb_check;

/* ---- the scratch folder ---- */

typedef struct nb_scratch {
    char path[PATH_MAX];
    int home; /* the folder to come back to */
} nb_scratch;

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)status, (void)walk;
    if (type == FTW_DP) (void)rmdir(path);
    else (void)unlink(path);
    return 0;
}

/* Leaves the scratch folder and removes it; 0, or the errno that says why it is still there. What
 * has failed is tried once more: memory or a file may have been wanting for a moment only. */
static int leave_scratch(nb_scratch *scratch) {
    /* The folder that was current may be gone meanwhile: then any that is there has to do. */
    if (fchdir(scratch->home) != 0) (void)!chdir("/");
    (void)close(scratch->home);
    for (int i = 0; i < 2; i++) {
        (void)nftw(scratch->path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
        if (rmdir(scratch->path) == 0 || errno == ENOENT) return 0;
    }
    return errno;
}

/* Makes an empty folder and enters it; 0, or the errno that says why not. */
static int enter_scratch(nb_scratch *scratch) {
    const char *parent = getenv("TMPDIR");
    if (parent == NULL || parent[0] != '/') parent = "/tmp";
    int n = snprintf(scratch->path, sizeof scratch->path, "%s/nabla-XXXXXX", parent);
    if (n < 0 || (size_t)n >= sizeof scratch->path) return ENAMETOOLONG;
    scratch->home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (scratch->home < 0) return errno;
    int reason = 0;
    if (mkdtemp(scratch->path) == NULL) {
        reason = errno;
        (void)close(scratch->home);
    } else if (chdir(scratch->path) != 0) {
        reason = errno;
        (void)leave_scratch(scratch);
    }
    return reason;
}

/* ---- signals that end us ---- */

/* The scratch folder is removed first. Static, because a signal handler has no other way to it. */
static struct {
    nb_session *session;
    volatile sig_atomic_t signal; /* 0: none came */
} ending;

static const int endings[] = {SIGHUP, SIGINT, SIGTERM};
enum { ENDINGS = sizeof endings / sizeof *endings };

static void on_ending(int number) {
    ending.signal = number;
    nb_interrupt(ending.session); /* a store to an atomic flag */
}

static void catch_endings(nb_session *session, struct sigaction before[ENDINGS]) {
    struct sigaction action = {.sa_handler = on_ending};
    sigemptyset(&action.sa_mask);
    ending.session = session;
    ending.signal = 0;
    for (int i = 0; i < ENDINGS; i++) {
        sigaction(endings[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) sigaction(endings[i], &action, NULL);
    }
}

/* One that came does now what it does usually. */
static void release_endings(const struct sigaction before[ENDINGS]) {
    for (int i = 0; i < ENDINGS; i++) sigaction(endings[i], &before[i], NULL);
    if (ending.signal != 0) raise(ending.signal);
}

/* ---- one step ---- */

static const char *bytes_of(const nb_buffer *buffer) {
    return buffer->length > 0 ? buffer->data : "";
}

/* Prints lines of a lesson or of an output, each behind a sign, harmless for the terminal. */
static void add_lines(nb_buffer *out, const nb_view *view, const char *sign, nb_lines lines) {
    nb_buffer line;
    nb_buffer_init(&line, out->memory);
    for (size_t at = 0; at < lines.length;) {
        const char *newline = memchr(lines.text + at, '\n', lines.length - at);
        size_t n = newline != NULL ? (size_t)(newline - lines.text) - at : lines.length - at;
        line.length = 0;
        nb_buffer_add(&line, lines.text + at, n);
        nb_buffer_add_text(out, sign);
        if (!line.failed) nb_view_plain_text(out, view, line.data);
        nb_buffer_add_char(out, '\n');
        at += n + 1;
    }
    if (line.failed) out->failed = true;
    nb_buffer_clear(&line);
}

static void tell_difference(nb_check *check, const nb_lesson_step *step,
                            const nb_difference *difference) {
    char place[32];
    (void)snprintf(place, sizeof place, ":%zu: ", step->output_line + difference->line - 1);
    nb_view view = nb_show_view(check->show);
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(check->show->session));
    nb_view_plain_text(&out, &view, check->file->path);
    nb_buffer_add_text(&out, place);
    nb_view_message(&out, &view, &NB_PLAIN(LESSON_DIFFERS));
    nb_buffer_add_char(&out, '\n');
    add_lines(&out, &view, "- ", difference->expected);
    add_lines(&out, &view, "+ ", difference->actual);
    nb_say_bytes(check->show->errors, &out);
    nb_buffer_clear(&out);
}

/* Carries out and renders a result, and frees it. False: it is not ok. */
static bool render(nb_check *check, nb_result *result) {
    if (result == NULL) return true;
    nb_show_carry_out(&check->played, result);
    nb_view view = nb_show_view(&check->played);
    nb_view_text(result, &view, &check->printed, &check->printed);
    bool ok = result->ok;
    nb_result_free(result);
    return ok;
}

/* Runs what was typed, as at the prompt, to its end or its first error. */
static void run(nb_check *check, const char *typed) {
    enum { STEPS_AT_ONCE = 1000 };
    nb_session *session = check->played.session;
    nb_result *result;
    nb_begin_as(session, NULL, NB_ORIGIN_TEXT);
    nb_status status = nb_feed(session, typed, strlen(typed), &result);
    bool told = result != NULL; /* a statement that met the session's limit says so itself */
    while (render(check, result) && status == NB_STATUS_RUNNING) {
        status = nb_resume(session, STEPS_AT_ONCE, &result);
        told = result != NULL;
    }
    if (status == NB_STATUS_OK || status == NB_STATUS_NEED_INPUT ||
        status == NB_STATUS_NEED_ANSWER) {
        status = nb_finish(session, &result);
        told = result != NULL;
        (void)render(check, result);
    }
    if (status == NB_STATUS_NO_MEMORY && !told) check->printed.failed = true;
    nb_discard(session);
}

/* Runs a step and compares; an error that the lesson shows is as good as a value. False: memory
 * ran out, or a signal came. */
static bool check_step(nb_check *check, const nb_lesson_step *step, double largest) {
    check->printed.length = 0;
    run(check, step->typed);
    if (check->printed.failed || check->file->refused || ending.signal != 0) return false;
    nb_difference difference;
    nb_lines expected = {step->expected, strlen(step->expected)};
    nb_lines printed = {bytes_of(&check->printed), check->printed.length};
    if (nb_compare(expected, printed, largest, &difference)) {
        check->agreed++;
        return true;
    }
    check->changed++;
    tell_difference(check, step, &difference);
    if (check->update)
        nb_lesson_update(check->file->text, check->file->length, &check->done, step, printed.text,
                         printed.length, &check->text);
    return true;
}

static bool check_steps(nb_check *check) {
    for (const nb_lesson_part *part = check->file->lesson.parts; part != NULL; part = part->next) {
        double largest = 0;
        for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
            double number = nb_compare_largest(step->expected, strlen(step->expected));
            if (number > largest) largest = number;
        }
        for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
            if (!check_step(check, step, largest)) return false;
    }
    nb_buffer_add(&check->text, check->file->text + check->done,
                  check->file->length - check->done);
    return !check->text.failed;
}

/* ---- the lesson ---- */

/* True if the new text reads back as the same steps with the outputs that were just printed: an
 * output could hold a line that looks like a prompt, or that closes the fence. */
static bool reads_back(const nb_check *check) {
    nb_arena arena;
    nb_arena_init(&arena, nb_session_memory(check->show->session));
    nb_lesson again;
    bool same = nb_lesson_parse(&arena, bytes_of(&check->text), check->text.length, &again) ==
                NB_STATUS_OK;
    const nb_lesson_part *a = check->file->lesson.parts, *b = again.parts;
    for (; same && a != NULL && b != NULL; a = a->next, b = b->next) {
        const nb_lesson_step *s = a->steps, *t = b->steps;
        for (; same && s != NULL && t != NULL; s = s->next, t = t->next)
            same = strcmp(s->typed, t->typed) == 0;
        same = same && s == NULL && t == NULL && a->kind == b->kind;
    }
    same = same && a == NULL && b == NULL;
    nb_arena_clear(&arena);
    return same;
}

/* Writes the new text. False: it could not. */
static bool rewrite(const nb_check *check) {
    const nb_lesson_file *file = check->file;
    const nb_write_rule anywhere = {0}; /* the user named this very file */
    nb_message why = NB_PLAIN(LESSON_AMBIGUOUS);
    if (reads_back(check) && nb_file_write(&anywhere, file->place, bytes_of(&check->text),
                                           check->text.length, &why))
        return true;
    nb_say(check->show->errors, &check->show->view, file->path, why);
    return false;
}

/* Plays the lesson in the scratch folder. False: memory ran out, or there is no such folder, or it
 * cannot be removed. */
static bool play_in_scratch(nb_check *check) {
    nb_scratch scratch;
    struct sigaction before[ENDINGS];
    catch_endings(check->played.session, before);
    int reason = enter_scratch(&scratch);
    if (reason != 0) {
        nb_say(check->show->errors, &check->show->view, NULL,
                      NB_SAY(LESSON_FOLDER, NB_TEXT(strerror(reason))));
        release_endings(before);
        return false;
    }
    bool done = check_steps(check);
    reason = leave_scratch(&scratch);
    release_endings(before);
    if (!done) nb_lesson_no_memory(check->show, check->file);
    if (reason != 0)
        nb_say(check->show->errors, &check->show->view, NULL,
               NB_SAY(LESSON_LEFT, NB_TEXT(scratch.path), NB_TEXT(strerror(reason))));
    return done && reason == 0;
}

/* Tells how many steps agree, and with --update writes those that do not. */
static bool conclude(nb_check *check) {
    size_t steps = check->file->lesson.step_count;
    nb_message message = NB_SAY(LESSON_AGREES, NB_COUNT(check->agreed), NB_COUNT(steps));
    if (check->update && check->changed > 0) {
        if (!rewrite(check)) return false;
        message = NB_SAY(LESSON_UPDATED, NB_COUNT(check->changed), NB_COUNT(steps));
    }
    nb_say(check->show->out, &check->show->view, check->file->path, message);
    return check->update || check->agreed == steps;
}

int nb_lesson_check(nb_show *show, nb_lesson_file *file, bool update) {
    nb_check check = {.show = show, .played = *show, .file = file, .update = update};
    check.played.session = nb_lesson_session(file);
    if (check.played.session == NULL) {
        nb_lesson_no_memory(show, file);
        return EXIT_FAILURE;
    }
    check.played.view = (nb_view){.digits = 6, .width = PAGE_WIDTH,
                                  .translate = show->view.translate, .user = show->view.user};
    check.played.rule = (nb_write_rule){.guarded = true};
    check.played.json = false;
    nb_buffer_init(&check.printed, nb_session_memory(show->session));
    nb_buffer_init(&check.text, nb_session_memory(show->session));
    bool good = play_in_scratch(&check) && conclude(&check);
    nb_buffer_clear(&check.printed);
    nb_buffer_clear(&check.text);
    nb_session_free(check.played.session);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
