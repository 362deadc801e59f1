/* The line editor. See editor.h. The state is static because readline's callbacks and a signal
 * handler have no other way to it.
 *
 * Ctrl-C also makes the system forget the keys that were not read yet. So a key that was there may
 * be gone when it is read: reading never waits, and waiting lets signals in. */
#define _GNU_SOURCE /* ppoll */
#include "front/terminal/editor.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/readline.h>

#include "front/terminal/complete.h"
#include "front/terminal/redisplay.h"

static struct {
    nb_session *session;
    /* The bytes of a letter, or of a line that was begun; from `next` on readline needs them. */
    unsigned char keys[NB_LINE_BEGIN];
    int next, count;
    char ahead[NB_AHEAD_ROOM]; /* bytes that were read before, from `ahead_next` on */
    size_t ahead_next, ahead_count;
    char *line;   /* what was typed, once `done`; NULL: Ctrl-D */
    bool done;
    bool ended;   /* the line that shows ^C */
    bool pages;   /* the keys for pages mean something */
    void (*end)(void *user); /* see nb_editor_before_end */
    void *user;
    int error;    /* errno, when nothing more can be read; 0: it can */
    struct sigaction before; /* what Ctrl-C did before we took the terminal */
    volatile sig_atomic_t running; /* a statement is, not the editor */
    volatile sig_atomic_t stopped; /* Ctrl-C since the line was begun */
} editor;

/* ---- signals ---- */

static void on_interrupt(int signal) {
    (void)signal;
    editor.stopped = 1;
    if (editor.running) nb_interrupt(editor.session); /* a store to an atomic flag */
}

void nb_editor_before_end(void (*end)(void *user), void *user) {
    editor.end = end;
    editor.user = user;
}

/* A signal has come, and readline will end the program for it. No handler runs now. */
static void foresee(int signal) {
    void (*end)(void *user) = editor.end;
    if (end == NULL || (signal != SIGHUP && signal != SIGTERM && signal != SIGQUIT)) return;
    editor.end = NULL;
    end(editor.user);
}

/* While a line is edited, readline's handlers give the terminal back before the program is stopped
 * or ended. Ctrl-C stays ours: readline would have moved the cursor from the end of the line. */
static void catch_interrupt(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* ---- keys ---- */

static void prepare_terminal(int meta) {
    struct termios settings;
    rl_prep_terminal(meta);
    if (tcgetattr(fileno(rl_instream), &settings) != 0) return;
    settings.c_cc[VMIN] = settings.c_cc[VTIME] = 0; /* reading never waits */
    (void)tcsetattr(fileno(rl_instream), TCSANOW, &settings);
}

enum { NO_KEY = -2 }; /* beside EOF, which is -1 */

static bool has_ahead(void) {
    return editor.ahead_next < editor.ahead_count;
}

/* Waits for something to read; false: a signal came. Signals are let in by ppoll only, so that none
 * arrives between looking and waiting. */
static bool wait_for_input(struct pollfd *in) {
    sigset_t all, before;
    catch_interrupt();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    bool called = rl_pending_signal() != 0 || editor.stopped;
    int ready = called ? 0 : has_ahead() ? 1 : ppoll(in, 1, NULL, &before);
    if (ready < 0 && errno != EINTR) editor.error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    int signal = rl_pending_signal();
    foresee(signal);
    rl_check_signals();
    if (signal == SIGTSTP) nb_redisplay_anew(); /* we are back in the foreground */
    if (signal == SIGTSTP) rl_forced_update_display();
    return (ready > 0 || editor.error != 0) && !editor.stopped;
}

/* The byte that is there, NO_KEY where there is none, or EOF when the terminal is no more. */
static int take_byte(const struct pollfd *in) {
    unsigned char key;
    if (has_ahead()) return (unsigned char)editor.ahead[editor.ahead_next++];
    ssize_t got = editor.error == 0 ? read(in->fd, &key, 1) : 0;
    if (got == 1) return key;
    bool waits = got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK);
    if (got < 0 && !waits) editor.error = errno;
    if (editor.error != 0) return EOF;
    return waits || (got == 0 && (in->revents & (POLLHUP | POLLERR)) == 0) ? NO_KEY : EOF;
}

static int pop_key(void) {
    return editor.next < editor.count ? editor.keys[editor.next++] : NO_KEY;
}

/* Takes a whole letter: were it cut in two by Ctrl-C, readline would keep the first half for the
 * next line. Its first byte, NO_KEY or EOF. */
static int take_letter(struct pollfd *in) {
    int key = take_byte(in), wanted = key < 0xC0 ? 1 : key < 0xE0 ? 2 : key < 0xF0 ? 3 : 4;
    editor.next = editor.count = 0;
    while (key >= 0) {
        editor.keys[editor.count++] = (unsigned char)key;
        bool whole = editor.count == wanted || (editor.count > 1 && (key & 0xC0) != 0x80);
        while (!whole && !editor.stopped && !wait_for_input(in)) continue;
        key = whole || editor.stopped ? NO_KEY : take_byte(in);
    }
    if (editor.stopped) editor.count = 0;
    return editor.count > 0 ? pop_key() : key;
}

static int wait_for_key(void) {
    struct pollfd in = {.fd = fileno(rl_instream), .events = POLLIN};
    int key = pop_key();
    if (key != NO_KEY) return key;
    return wait_for_input(&in) ? take_letter(&in) : NO_KEY;
}

/* readline asks whether there is a key, and reads it then: it is taken at once, so that it cannot
 * be gone meanwhile. */
static int look_for_key(void) {
    struct pollfd in = {.fd = fileno(rl_instream), .events = POLLIN};
    int wait = rl_set_keyboard_input_timeout(-1) / 1000; /* asks for it, in microseconds */
    if (editor.next == editor.count && !editor.stopped &&
        (has_ahead() || poll(&in, 1, wait) > 0) && take_letter(&in) >= 0)
        editor.next = 0;
    return editor.next < editor.count;
}

/* For readline, within a sequence of keys. Ctrl-C ends that one, too. */
static int get_key(FILE *in) {
    int key;
    (void)in;
    do {
        key = wait_for_key();
    } while (key == NO_KEY && !editor.stopped);
    return key == NO_KEY ? EOF : key;
}

/* ---- lines ---- */

static void take_line(char *line) {
    bool entered = line != NULL && rl_redisplay_function == nb_redisplay;
    if (entered) fputc('\n', rl_outstream); /* which otherwise readline does */
    rl_callback_handler_remove(); /* gives the terminal back: statements run outside the editor */
    editor.line = line;
    editor.done = true;
}

/* Leaves the line as it is on the screen, ^C behind it. Where Ctrl-C has cut what was being
 * written, that is no error of the stream: a real one comes again. */
static void abandon_line(void) {
    clearerr(rl_outstream);
    rl_callback_sigcleanup();
    rl_free_line_state();
    rl_point = rl_end;
    rl_redisplay_function();
    fputs("^C", rl_outstream);
    rl_callback_handler_remove();
    fputc('\n', rl_outstream);
}

void nb_editor_begin_line(const char *bytes, size_t length) {
    editor.next = editor.count = 0;
    for (size_t i = 0; i < length && i < sizeof editor.keys; i++)
        editor.keys[editor.count++] = (unsigned char)bytes[i];
}

bool nb_editor_typed_ahead(void) {
    struct pollfd in = {.fd = fileno(rl_instream), .events = POLLIN};
    return has_ahead() || poll(&in, 1, 0) > 0;
}

void nb_editor_put_back(const char *bytes, size_t length) {
    editor.ahead_next = 0;
    editor.ahead_count = length < sizeof editor.ahead ? length : sizeof editor.ahead;
    memcpy(editor.ahead, bytes, editor.ahead_count);
}

/* Reads the rest of a terminal's answer: to its letter or, behind ESC _, to ESC \. */
static int swallow_reply(int count, int key) {
    (void)count;
    int last = key, next;
    bool letter = key == '?';
    while ((next = rl_read_key()) >= 0 && next != EOF && !editor.stopped) {
        if (letter ? next >= '@' : last == '\033' && next == '\\') break;
        last = next;
    }
    return 0;
}

void nb_editor_expect_replies(void) {
    rl_bind_keyseq("\\e[?", swallow_reply);
    rl_bind_keyseq("\\e_G", swallow_reply);
}

char *nb_editor_read(const char *sign, bool *abandoned) {
    editor.stopped = 0;
    editor.done = false;
    nb_redisplay_anew();
    rl_callback_handler_install(sign, take_line);
    while (!editor.done && !editor.stopped) {
        int key = wait_for_key();
        if (key == EOF) take_line(NULL);
        if (key < 0) continue;
        for (; key >= 0; key = pop_key()) (void)rl_stuff_char(key);
        rl_callback_read_char();
    }
    editor.next = editor.count = 0;
    *abandoned = !editor.done;
    if (*abandoned) editor.ahead_count = 0;
    if (*abandoned) abandon_line();
    return *abandoned ? NULL : editor.line;
}

/* ---- work ---- */

int nb_editor_error(void) {
    return editor.error;
}

void nb_editor_begin_work(void) {
    editor.running = 1;
    editor.ended = false;
    if (editor.stopped) nb_interrupt(editor.session);
}

void nb_editor_end_work(void) {
    editor.running = 0;
    nb_editor_end_line();
}

void nb_editor_end_line(void) {
    if (!editor.stopped || editor.ended) return;
    editor.ended = true;
    editor.ahead_count = 0; /* as the system forgets keys */
    clearerr(rl_outstream); /* Ctrl-C may have cut the end of the line: see abandon_line */
    fputc('\n', rl_outstream);
    fflush(rl_outstream);
}

const volatile sig_atomic_t *nb_editor_stopped(void) {
    return &editor.stopped;
}

/* ---- beginning ---- */

/* readline takes the locale from the environment, again at every line. There has to stand what
 * nb_host_prepare chose, which is UTF-8. */
static void announce_locale(void) {
    const char *all = getenv("LC_ALL"), *ours = setlocale(LC_CTYPE, NULL);
    if (ours != NULL) setenv(all != NULL && *all != '\0' ? "LC_ALL" : "LC_CTYPE", ours, 1);
}

/* Up and Down look for lines that begin with what was typed, as long as they follow each other. The
 * cursor goes to the end of what is found. */
static int search(rl_command_func_t *how, rl_command_func_t *same, rl_command_func_t *other) {
    if (rl_last_func == same || rl_last_func == other) rl_last_func = how;
    int status = how(1, 0);
    rl_point = rl_end;
    return status;
}

static int search_forward(int count, int key);

static int search_backward(int count, int key) {
    (void)count, (void)key;
    return search(rl_history_search_backward, search_backward, search_forward);
}

static int search_forward(int count, int key) {
    (void)count, (void)key;
    return search(rl_history_search_forward, search_forward, search_backward);
}

/* In a lesson, on an empty line; elsewhere a page is nothing. */
static int page_down(int count, int key) {
    return editor.pages && rl_end == 0 ? rl_newline(count, key) : 0;
}

static int page_up(int count, int key) {
    if (!editor.pages || rl_end > 0) return 0;
    rl_insert_text("back");
    rl_redisplay_function();
    return rl_newline(count, key);
}

void nb_editor_page_keys(bool on) {
    editor.pages = on;
}

/* What ~/.inputrc says is read later. */
static void bind_keys(void) {
    rl_bind_keyseq("\\e[A", search_backward);
    rl_bind_keyseq("\\eOA", search_backward);
    rl_bind_keyseq("\\e[B", search_forward);
    rl_bind_keyseq("\\eOB", search_forward);
    rl_bind_keyseq("\\e[5~", page_up);
    rl_bind_keyseq("\\e[6~", page_down);
}

/* readline writes the keys of a sequence here without looking whether it got the room. */
static void make_room_for_keys(void) {
    enum { ROOM = 16 }; /* as much as readline asked for */
    if (rl_executing_keyseq == NULL) rl_executing_keyseq = calloc(ROOM, 1);
}

static void set_up(FILE *out, bool plain) {
    announce_locale();
    rl_readline_name = "nabla";
    rl_instream = stdin;
    rl_outstream = isatty(fileno(out)) ? out : stderr;
    rl_prep_term_function = prepare_terminal;
    rl_getc_function = get_key;
    rl_input_available_hook = look_for_key;
    bind_keys();
    rl_variable_bind("enable-bracketed-paste", plain ? "off" : "on");
    rl_variable_bind("page-completions", "off");
    if (plain) rl_variable_bind("enable-active-region", "off");
    (void)rl_initialize(); /* finds out what the terminal can do */
    make_room_for_keys();
    if (plain || rl_get_termcap("up") == NULL) rl_redisplay_function = nb_redisplay;
    rl_persistent_signal_handlers = 1;
    sigaction(SIGINT, NULL, &editor.before);
    catch_interrupt();
}

nb_session *nb_editor_begin(nb_session *session, FILE *out, bool plain) {
    nb_session *before = editor.session;
    if (before == NULL) set_up(out, plain);
    editor.session = session;
    nb_complete_with(session);
    return before;
}

void nb_editor_end(nb_session *before) {
    editor.session = before;
    nb_complete_with(before);
    if (before == NULL) sigaction(SIGINT, &editor.before, NULL);
}

nb_session *nb_editor_turn(nb_session *session) {
    nb_session *before = editor.session;
    if (before != NULL) editor.session = session;
    return before;
}

FILE *nb_editor_stream(void) {
    return rl_outstream;
}
