/* The progress line. See progress.h. The state is static because the host's callbacks have no other
 * way to it. */
#define _POSIX_C_SOURCE 200809L
#include "front/terminal/progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/system/language.h"
#include "front/system/system.h"
#include "view/message.h"

enum { CONTROL_C = 2 }; /* columns that the terminal's ^C takes behind the line */

static const double first_after = 0.5, next_after = 0.2; /* seconds */

static struct {
    FILE *out; /* NULL: no line is shown */
    nb_view view;
    bool begun;
    double begin, last; /* when the training began, when the line was drawn */
    double done;
    size_t columns; /* that the line takes */
} line;

void nb_progress_allow(FILE *out, const nb_view *view) {
    const char *term = getenv("TERM");
    bool able = term != NULL && strcmp(term, "dumb") != 0 && isatty(fileno(out));
    line.out = able ? out : NULL;
    line.view = *view;
    line.view.digits = 4;
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static nb_message say_time(double time) {
    if (time < 60) return NB_SAY(TIME_SECONDS, NB_COUNT(ceil(time)));
    if (time < 3600) return NB_SAY(TIME_MINUTES, NB_COUNT(ceil(time / 60)));
    return NB_SAY(TIME_HOURS, NB_COUNT(ceil(time / 3600)));
}

static void draw(const nb_progress *progress, double left) {
    nb_memory memory = nb_system_memory();
    nb_buffer text, time;
    size_t width = nb_system_width(), room = width > CONTROL_C ? width - CONTROL_C : 0;
    size_t columns = SIZE_MAX;
    nb_buffer_init(&text, &memory);
    nb_buffer_init(&time, &memory);
    line.view.words = nb_language_words();
    nb_message in = say_time(left);
    nb_view_message(&time, &line.view, &in);
    nb_message said = NB_SAY(PROGRESS, NB_COUNT(floor(progress->done)), NB_COUNT(progress->all),
                             NB_FORMULA(progress->name), NB_NUMBER(progress->loss),
                             NB_NUMBER(progress->rate),
                             NB_TEXT(time.data != NULL ? time.data : ""),
                             NB_NUMBER(progress->test));
    static const nb_message_id shorter[] = {NB_MESSAGE_PROGRESS_TEST, NB_MESSAGE_PROGRESS,
                                            NB_MESSAGE_PROGRESS_SHORT,
                                            NB_MESSAGE_PROGRESS_SHORTEST};
    size_t count = sizeof shorter / sizeof *shorter;
    for (size_t i = progress->tested ? 0 : 1; i < count && columns >= room; i++) {
        said.id = shorter[i];
        text.length = 0;
        nb_view_message(&text, &line.view, &said);
        columns = nb_utf8_width(text.data, text.length);
    }
    if (!text.failed && !time.failed && columns < room) {
        (void)fprintf(line.out, "\r%.*s%*s", (int)text.length, text.data,
                      (int)(line.columns > columns ? line.columns - columns : 0), "");
        (void)fflush(line.out);
        line.columns = columns;
    }
    nb_buffer_clear(&text);
    nb_buffer_clear(&time);
}

void nb_progress_show(void *user, const nb_progress *progress) {
    (void)user;
    if (line.out == NULL) return;
    double now = seconds();
    if (!line.begun || progress->done < line.done) { /* a training begins */
        if (!line.begun) line.last = now + first_after - next_after;
        line.begin = now;
        line.begun = true;
    }
    line.done = progress->done;
    if (now < line.last + next_after || progress->done <= 0) return;
    line.last = now;
    draw(progress, (now - line.begin) * ((double)progress->all / progress->done - 1));
}

void nb_progress_end(bool keep) {
    line.begun = false;
    if (line.columns > 0 && !keep) {
        (void)fprintf(line.out, "\r%*s\r", (int)line.columns, "");
        (void)fflush(line.out);
    }
    line.columns = 0;
}
