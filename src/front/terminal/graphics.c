/* Owns the question which images the terminal shows. What the environment says is a row of the
 * table; what a terminal answers is read here, past the editor, to which everything else goes that
 * was read with it.
 *
 * The query is kitty's: an image that is not to be shown, then what each terminal answers (DA1).
 * A terminal without images answers the second only. Some would print the first, so the line is
 * cleared: what was typed ahead in it is shown again. */
#define _GNU_SOURCE /* struct winsize */
#include "front/terminal/graphics.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "front/system/files.h"
#include "front/system/folders.h"
#include "front/system/system.h"
#include "front/terminal/editor.h"

enum { PATIENCE = 100, /* milliseconds */
       USUAL_WIDTH = 8, USUAL_HEIGHT = 16 }; /* of a character, where it is not known */

/* ---- what is known without asking ---- */

/* The first row counts that holds. Behind * a value may go on as it likes. */
static const struct {
    const char *variable, *value;
    nb_images images;
} known[] = {
    {"TERM", "dumb", NB_IMAGES_OFF},
    {"TERM", "linux", NB_IMAGES_OFF},
    {"INSIDE_EMACS", "*", NB_IMAGES_OFF},
    {"TERM_PROGRAM", "Apple_Terminal", NB_IMAGES_OFF},
    {"TERMINAL_EMULATOR", "JetBrains-JediTerm", NB_IMAGES_OFF},
    {"TERM", "xterm-kitty", NB_IMAGES_KITTY},
    {"TERM", "xterm-ghostty", NB_IMAGES_KITTY},
    {"TERM_PROGRAM", "ghostty", NB_IMAGES_KITTY},
    {"TERM_PROGRAM", "iTerm.app", NB_IMAGES_ITERM},
    {"TERM_PROGRAM", "WezTerm", NB_IMAGES_ITERM},
    {"TERM_PROGRAM", "mintty", NB_IMAGES_ITERM},
    {"KITTY_WINDOW_ID", "*", NB_IMAGES_KITTY},
    {"LC_TERMINAL", "iTerm2", NB_IMAGES_ITERM},
};

/* tmux and screen stand between us and the terminal, and the environment may be older than they. */
static const struct {
    const char *variable, *value;
    bool tmux; /* it can hand on what it does not know */
} between[] = {
    {"STY", "*", false},
    {"TMUX", "*", true},
    {"TERM", "tmux*", true},
    {"TERM", "screen*", true},
};

static bool holds(const char *variable, const char *value) {
    const char *is = getenv(variable);
    size_t length = strlen(value);
    if (is == NULL || *is == '\0') return false;
    return value[length - 1] == '*' ? strncmp(is, value, length - 1) == 0 : strcmp(is, value) == 0;
}

static nb_images find_known(void) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (holds(known[i].variable, known[i].value)) return known[i].images;
    return NB_IMAGES_AUTO;
}

static bool find_between(bool *tmux) {
    *tmux = false;
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        if (!holds(between[i].variable, between[i].value)) continue;
        *tmux = between[i].tmux;
        return true;
    }
    return false;
}

/* ---- what a terminal answers ---- */

/* ESC [ ? numbers c, of which 4 is sixel. Its bytes; 0: it is none, or is not complete. */
static size_t measure_attributes(const char *bytes, size_t length, nb_replies *replies) {
    size_t at = 3;
    int number = 0;
    bool sixel = false;
    if (length < 4 || memcmp(bytes, "\033[?", 3) != 0) return 0;
    for (; at < length; at++) {
        bool digit = bytes[at] >= '0' && bytes[at] <= '9';
        if (!digit && number == 4) sixel = true;
        if (!digit && bytes[at] != ';') break;
        number = digit ? (number * 10 + bytes[at] - '0') % 10000 : 0;
    }
    if (at == length || bytes[at] != 'c') return 0;
    replies->sixel = replies->sixel || sixel;
    replies->ended = true;
    return at + 1;
}

/* ESC _ G text ESC \, likewise. */
static size_t measure_kitty(const char *bytes, size_t length, nb_replies *replies) {
    if (length < 3 || memcmp(bytes, "\033_G", 3) != 0) return 0;
    for (size_t at = 3; at + 1 < length; at++) {
        if (bytes[at] != '\033') continue;
        if (bytes[at + 1] != '\\') return 0;
        replies->kitty = replies->kitty || (at > 6 && memcmp(bytes + at - 3, ";OK", 3) == 0);
        return at + 2;
    }
    return 0;
}

size_t nb_graphics_read(char *bytes, size_t length, nb_replies *replies) {
    size_t left = 0;
    for (size_t at = 0; at < length;) {
        size_t reply = measure_attributes(bytes + at, length - at, replies);
        if (reply == 0) reply = measure_kitty(bytes + at, length - at, replies);
        if (reply == 0) bytes[left++] = bytes[at++];
        at += reply;
    }
    return left;
}

/* ---- asking ---- */

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Reads until the last answer is there, or the time is over. What was typed is the editor's. */
static nb_replies listen(void) {
    char bytes[NB_AHEAD_ROOM];
    size_t length = 0;
    nb_replies replies = {false, false, false};
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    for (long long end = now() + PATIENCE, left = PATIENCE; left > 0; left = end - now()) {
        if (replies.ended || length == sizeof bytes || poll(&in, 1, (int)left) <= 0) break;
        ssize_t got = read(STDIN_FILENO, bytes + length, sizeof bytes - length);
        if (got <= 0) break;
        length = nb_graphics_read(bytes, length + (size_t)got, &replies);
    }
    nb_editor_put_back(bytes, length);
    return replies;
}

/* Keys are neither shown nor held back until Enter. Signals wait: the terminal is tidy then. */
static nb_replies ask(FILE *out) {
    static const char query[] = "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\r\033[K\033[c";
    struct termios before, keys;
    sigset_t all, as_was;
    nb_replies replies = {false, false, false};
    sigfillset(&all);
    if (fflush(out) != 0 || tcgetattr(STDIN_FILENO, &before) != 0) return replies;
    keys = before;
    keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    keys.c_cc[VMIN] = keys.c_cc[VTIME] = 0;
    sigprocmask(SIG_SETMASK, &all, &as_was);
    if (tcsetattr(STDIN_FILENO, TCSANOW, &keys) == 0 &&
        nb_file_send(fileno(out), query, sizeof query - 1, NULL))
        replies = listen();
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
    sigprocmask(SIG_SETMASK, &as_was, NULL);
    if (!replies.ended) nb_editor_expect_replies();
    return replies;
}

/* Whether a program is on PATH. */
static bool is_there(const char *name) {
    const char *path = getenv("PATH");
    char file[NB_PATH_ROOM];
    while (path != NULL && *path != '\0') {
        size_t length = strcspn(path, ":");
        int bytes = snprintf(file, sizeof file, "%.*s/%s", (int)length, path, name);
        if (bytes > 0 && (size_t)bytes < sizeof file && access(file, X_OK) == 0) return true;
        path += length + (path[length] == ':');
    }
    return false;
}

/* The terminal stays the same: it is asked once. */
static nb_images find_by_asking(FILE *out) {
    static bool asked;
    static nb_replies replies;
    if (!asked && isatty(STDIN_FILENO)) replies = ask(out);
    asked = true;
    if (replies.kitty) return NB_IMAGES_KITTY;
    return replies.sixel && is_there("img2sixel") ? NB_IMAGES_SIXEL : NB_IMAGES_OFF;
}

/* ---- the whole ---- */

static void measure(FILE *out, nb_screen *screen) {
    struct winsize size = {0};
    (void)ioctl(fileno(out), TIOCGWINSZ, &size);
    bool known_size = size.ws_xpixel > size.ws_col && size.ws_ypixel > size.ws_row &&
                      size.ws_col > 0 && size.ws_row > 0;
    screen->columns = size.ws_col > 0 ? size.ws_col : nb_system_width();
    screen->cell_width = known_size ? (size_t)size.ws_xpixel / size.ws_col : USUAL_WIDTH;
    screen->cell_height = known_size ? (size_t)size.ws_ypixel / size.ws_row : USUAL_HEIGHT;
}

nb_screen nb_graphics_look(FILE *out, nb_images wanted, bool asks) {
    nb_screen screen = {.images = wanted};
    bool inside = find_between(&screen.tmux);
    if (!isatty(fileno(out))) screen.images = NB_IMAGES_OFF;
    else if (wanted == NB_IMAGES_AUTO) screen.images = inside ? NB_IMAGES_OFF : find_known();
    if (screen.images == NB_IMAGES_AUTO)
        screen.images = asks ? find_by_asking(out) : NB_IMAGES_OFF;
    measure(out, &screen);
    return screen;
}
