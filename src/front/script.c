/* Running text through a session to the end or the first error. */
#define _POSIX_C_SOURCE 200809L
#include "front/script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/terminal/editor.h"
#include "front/terminal/progress.h"
#include "front/terminal/say.h"

enum { STEPS = 1000, READ = 1 << 16, LONGEST_LINE = 256 << 20 };

static bool goes_on(nb_status status) {
    return status == NB_STATUS_OK || status == NB_STATUS_NEED_INPUT ||
           status == NB_STATUS_NEED_ANSWER;
}

/* Carries out and shows a result; one that is not ok turns a good status into an error. */
static nb_status show_result(nb_show *show, nb_result *result, nb_status status) {
    if (result != NULL) nb_progress_end(*nb_editor_stopped());
    if (result != NULL) nb_show_carry_out(show, result);
    if (result != NULL && show->ran != NULL && status != NB_STATUS_QUIT)
        show->ran(show->user, result);
    bool ok = nb_show_result(show, result);
    nb_result_free(result);
    bool good = goes_on(status) || status == NB_STATUS_RUNNING || status == NB_STATUS_QUIT;
    return good && !ok ? NB_STATUS_ERROR : status;
}

nb_status nb_script_aside(nb_show *show, const char *text, size_t length) {
    nb_result *result;
    nb_status status = nb_feed_aside(show->session, text, length, &result);
    return show_result(show, result, status);
}

nb_status nb_script_feed(nb_show *show, const char *text, size_t length) {
    nb_result *result;
    nb_status status = nb_feed(show->session, text, length, &result);
    bool told = result != NULL; /* a statement that met the session's limit says so itself */
    while ((status = show_result(show, result, status)) == NB_STATUS_RUNNING) {
        status = nb_resume(show->session, STEPS, &result);
        told = result != NULL;
    }
    if (status == NB_STATUS_NO_MEMORY && !told) nb_complain(&show->view, NB_PLAIN(NO_MEMORY));
    if (status == NB_STATUS_ERROR) nb_discard(show->session);
    return status;
}

static nb_status finish(nb_show *show, nb_status status) {
    if (!goes_on(status)) return status;
    nb_result *result;
    status = nb_finish(show->session, &result);
    return show_result(show, result, status);
}

nb_status nb_script_text(nb_show *show, const char *name, nb_origin origin, const char *text,
                         size_t length) {
    nb_begin_as(show->session, name, origin);
    return finish(show, nb_script_feed(show, text, length));
}

nb_status nb_script_file(nb_show *show, const char *path, bool named) {
    char *bytes;
    size_t length;
    const char *reason;
    bool good = named ? nb_file_load_named(path, &bytes, &length, &reason)
                      : nb_file_load(NULL, path, &bytes, &length, &reason);
    if (!good) {
        nb_view view = nb_show_view(show);
        nb_complain(&view, NB_SAY(FILE_READ, NB_TEXT(path), NB_WORDS(reason)));
        return NB_STATUS_ERROR;
    }
    struct stat about;
    bool piped = named && stat(path, &about) == 0 && !S_ISREG(about.st_mode);
    nb_origin origin = piped ? NB_ORIGIN_TEXT : NB_ORIGIN_FILE;
    nb_status status = nb_script_text(show, path, origin, bytes, length);
    free(bytes);
    return status;
}

/* Adds what standard input has now, and looks for the end of a line in it alone. Returns the bytes
 * of whole lines, at the end of the input all bytes; -1 with errno when it cannot be read. */
static ssize_t read_lines(nb_buffer *text, bool *ended) {
    char piece[READ];
    for (;;) {
        ssize_t got = read(STDIN_FILENO, piece, sizeof piece);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        *ended = got == 0;
        size_t whole = (size_t)got;
        while (whole > 0 && piece[whole - 1] != '\n') whole--;
        size_t before = text->length;
        nb_buffer_add(text, piece, (size_t)got);
        errno = text->failed ? ENOMEM : EFBIG;
        if (text->failed || (whole == 0 && text->length > LONGEST_LINE)) return -1;
        if (*ended) return (ssize_t)text->length;
        if (whole > 0) return (ssize_t)(before + whole);
    }
}

nb_status nb_script_stdin(nb_show *show) {
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(show->session));
    nb_status status = NB_STATUS_OK;
    bool ended = false;
    nb_begin_as(show->session, "-", NB_ORIGIN_TEXT);
    while (goes_on(status) && !ended) {
        ssize_t whole = read_lines(&text, &ended);
        if (whole < 0) {
            nb_complain(&show->view, NB_SAY(STANDARD_INPUT, NB_WORDS(strerror(errno))));
            status = NB_STATUS_ERROR;
            break;
        }
        if (whole > 0) status = nb_script_feed(show, text.data, (size_t)whole);
        nb_buffer_drop(&text, (size_t)whole);
    }
    nb_buffer_clear(&text);
    return finish(show, status);
}
