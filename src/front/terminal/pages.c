/* Pages: rows of the screen are counted, keys are read one byte at a time. See pages.h. What was
 * printed stays above, where the terminal scrolls back to it. */
#define _GNU_SOURCE /* struct winsize */
#include "front/terminal/pages.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/system/files.h"
#include "front/system/system.h"
#include "front/terminal/editor.h"
#include "view/message.h"

enum { ESCAPE = 0x1b, CONTROL_D = 4, NO_BYTE = -1,
       TOGETHER = 50 }; /* milliseconds within which bytes belong to one key, or to a line that a
                         * program types */

/* ---- rows ---- */

/* The columns of a line; an escape sequence of ours (ESC [ ... m) has none. */
static size_t measure_line(const char *line, size_t length) {
    size_t columns = 0, at = 0;
    while (at < length) {
        const char *escape = memchr(line + at, ESCAPE, length - at);
        size_t end = escape != NULL ? (size_t)(escape - line) : length;
        columns += nb_utf8_width(line + at, end - at);
        while (end < length && line[end] != 'm') end++;
        at = end + 1;
    }
    return columns;
}

/* Steps over one line; the rows that it takes. */
static size_t step_line(const char *text, size_t length, size_t *at, size_t columns) {
    const char *newline = memchr(text + *at, '\n', length - *at);
    size_t end = newline != NULL ? (size_t)(newline - text) : length;
    size_t wide = measure_line(text + *at, end - *at);
    *at = end < length ? end + 1 : length;
    return wide == 0 ? 1 : (wide + columns - 1) / columns;
}

size_t nb_pages_measure(const char *text, size_t length, size_t columns, size_t most) {
    size_t rows = 0;
    for (size_t at = 0; at < length && rows <= most;)
        rows += step_line(text, length, &at, columns);
    return rows;
}

/* Where the lines end that fit into `rows`; one line at least. */
static size_t find_end(const char *text, size_t length, size_t begin, size_t columns, size_t rows) {
    size_t end = begin, at = begin, used = 0;
    while (at < length && (used += step_line(text, length, &at, columns)) <= rows) end = at;
    return end > begin ? end : at;
}

static size_t count_lines(const char *text, size_t length) {
    size_t lines = 0;
    for (size_t at = 0; at < length; at++) lines += text[at] == '\n';
    return lines;
}

/* ---- the terminal ---- */

/* Signals that end us wait until the terminal is tidy. */
static const int endings[] = {SIGHUP, SIGQUIT, SIGTERM};
enum { ENDINGS = sizeof endings / sizeof *endings };
static volatile sig_atomic_t ending; /* 0: none came */

static void on_ending(int number) {
    ending = number;
}

typedef struct tidy {
    struct termios terminal;
    struct sigaction before[ENDINGS];
} tidy;

static void give_back(const tidy *as_was) {
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &as_was->terminal);
    for (int i = 0; i < ENDINGS; i++) sigaction(endings[i], &as_was->before[i], NULL);
    if (ending != 0) raise(ending);
}

/* Keys are read as they are pressed, and not shown. Ctrl-C stays a signal. */
static bool take_keys(tidy *as_was) {
    struct sigaction action = {.sa_handler = on_ending};
    if (tcgetattr(STDIN_FILENO, &as_was->terminal) != 0) return false;
    sigemptyset(&action.sa_mask);
    ending = 0;
    for (int i = 0; i < ENDINGS; i++) {
        sigaction(endings[i], NULL, &as_was->before[i]);
        if (as_was->before[i].sa_handler != SIG_IGN) sigaction(endings[i], &action, NULL);
    }
    struct termios keys = as_was->terminal;
    keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    keys.c_cc[VSUSP] = _POSIX_VDISABLE;
    if (tcsetattr(STDIN_FILENO, TCSANOW, &keys) == 0) return true;
    give_back(as_was);
    return false;
}

/* ---- keys ---- */

/* Whether a key comes within so many milliseconds; -1: waits for one, or for a signal. */
static bool comes(int wait) {
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready = -1;
    while (ready < 0 && ending == 0 && !*nb_editor_stopped()) {
        ready = poll(&in, 1, wait);
        if (ready < 0 && errno != EINTR) break;
    }
    return ready > 0;
}

/* What could not be read is tried once more: the rest of a key would be typed at the prompt. */
static int take_byte(int wait) {
    unsigned char byte;
    for (int i = 0; i < 2 && comes(wait); i++)
        if (read(STDIN_FILENO, &byte, 1) == 1) return byte;
    return NO_BYTE;
}

typedef enum key { NOTHING, SCREEN, ROW, REST, LEAVE } key;

/* What follows Escape: nothing, or the sequence of a key. */
static key take_sequence(void) {
    int byte = take_byte(TOGETHER), number = 0;
    if (byte == NO_BYTE) return LEAVE;
    if (byte != '[' && byte != 'O') return NOTHING;
    while ((byte = take_byte(TOGETHER)) >= '0' && byte <= '9') number = byte - '0';
    if (byte == 'B') return ROW;
    if (byte == 'F' || (byte == '~' && number == 4)) return REST;
    return byte == '~' && number == 6 ? SCREEN : NOTHING;
}

/* A letter leaves, and begins the next line; not q alone, nor the Korean letter of that key. */
static key take_letter(int byte) {
    static const char korean[] = "\xe3\x85\x82";
    char line[NB_LINE_BEGIN + 1] = {(char)byte};
    size_t length = 1, wanted = byte == (unsigned char)*korean ? sizeof korean - 1 : 1;
    while (length < wanted && (byte = take_byte(TOGETHER)) != NO_BYTE)
        line[length++] = (char)byte;
    if ((strcmp(line, "q") == 0 || strcmp(line, korean) == 0) && !comes(TOGETHER)) return LEAVE;
    while (length < NB_LINE_BEGIN && line[length - 1] != '\n' &&
           (byte = take_byte(TOGETHER)) != NO_BYTE)
        line[length++] = (char)byte; /* what came with it: it would be shown twice */
    nb_editor_begin_line(line, length);
    return LEAVE;
}

static key take_key(void) {
    int byte = take_byte(-1);
    if (byte == ' ') return SCREEN;
    if (byte == '\n' || byte == '\r') return ROW;
    if (byte == ESCAPE) return take_sequence();
    if (byte == NO_BYTE || byte == CONTROL_D) return LEAVE;
    return byte < ' ' || byte == 0x7f ? NOTHING : take_letter(byte);
}

/* ---- the last line ---- */

static void write_all(const char *text, size_t length) {
    (void)!nb_file_send(STDOUT_FILENO, text, length, nb_editor_stopped());
}

/* Waits below what is shown for a key that means something; its line is gone then. */
static key ask(const nb_view *view, size_t columns, size_t shown, size_t lines) {
    static const char cleared[] = "\r\x1b[K";
    nb_memory memory = nb_system_memory();
    nb_message said = NB_SAY(PAGES, NB_COUNT(shown), NB_COUNT(lines));
    nb_buffer text;
    key pressed;
    nb_buffer_init(&text, &memory);
    if (view->colour) nb_buffer_add_text(&text, "\x1b[7m");
    nb_view_message(&text, view, &said);
    if (view->colour) nb_buffer_add_text(&text, "\x1b[0m");
    if (!text.failed && measure_line(text.data, text.length) < columns)
        write_all(text.data, text.length);
    nb_buffer_clear(&text);
    do pressed = take_key();
    while (pressed == NOTHING && !*nb_editor_stopped());
    write_all(cleared, sizeof cleared - 1);
    return *nb_editor_stopped() ? LEAVE : pressed;
}

bool nb_pages_show(const char *text, size_t length, const nb_view *view) {
    tidy as_was;
    size_t at = 0, lines = count_lines(text, length);
    key pressed = SCREEN;
    if (!take_keys(&as_was)) return false;
    bool typed = nb_editor_typed_ahead();
    while (!typed && at < length && pressed != LEAVE) {
        struct winsize size = {.ws_row = 2, .ws_col = 1};
        (void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
        size_t rows = pressed == REST ? SIZE_MAX : pressed == ROW ? 1 : (size_t)size.ws_row - 1;
        size_t end = find_end(text, length, at, size.ws_col, rows);
        write_all(text + at, end - at);
        at = end;
        if (at < length) pressed = ask(view, size.ws_col, count_lines(text, at), lines);
    }
    give_back(&as_was);
    return !typed;
}
