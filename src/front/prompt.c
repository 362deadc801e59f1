/* The prompt. The state is static because readline's callbacks and a signal handler have no other
 * way to it; there is one terminal, and one prompt on it. */
#define _POSIX_C_SOURCE 200809L
#include "front/prompt.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/utf8.h"
#include "front/host.h"
#include "front/script.h"

static struct {
    nb_session *session;
    int terminal;  /* the descriptor that readline writes to */
    char **names;  /* completions of the present word */
    size_t count, capacity, next;
    char *line;    /* what was typed, once `done`; NULL: Ctrl-D */
    bool done;
    volatile sig_atomic_t running;   /* a statement is, not the editor */
    volatile sig_atomic_t abandoned; /* Ctrl-C while a line was typed */
} prompt;

/* ---- completion ---- */

static void collect(void *user, const char *name) {
    (void)user;
    if (prompt.count == prompt.capacity) {
        size_t wanted = prompt.capacity * 2 + 64;
        char **names = realloc(prompt.names, wanted * sizeof *names);
        if (names == NULL) return;
        prompt.names = names;
        prompt.capacity = wanted;
    }
    char *copy = strdup(name);
    if (copy != NULL) prompt.names[prompt.count++] = copy;
}

static const struct { const char *spelling, *letter; } greek[] = {
#define GREEK(SPELLING, LETTER) {"\\" SPELLING, LETTER},
#include "base/greek.def"
#undef GREEK
};

/* \phi becomes its letter; \p becomes nothing yet: \phi, \pi and \psi are offered. */
static void collect_greek(const char *word) {
    enum { LETTERS = sizeof greek / sizeof *greek };
    size_t length = strlen(word), fitting = 0;
    for (size_t i = 0; i < LETTERS; i++)
        if (strncmp(greek[i].spelling, word, length) == 0) fitting++;
    for (size_t i = 0; i < LETTERS; i++)
        if (strncmp(greek[i].spelling, word, length) == 0)
            collect(NULL, fitting == 1 ? greek[i].letter : greek[i].spelling);
}

/* The bytes before the name that `word` ends in. readline cuts words at ASCII signs only; this
 * looks behind ×, · and ∂, too, and behind the number of 2x. */
static size_t find_name(const char *word) {
    size_t length = strlen(word), name = 0, step;
    bool inside = false;
    for (size_t at = 0; at < length; at += step) {
        uint32_t code;
        step = nb_utf8_decode(word + at, length - at, &code);
        if (step == 0) return length;
        inside = inside ? nb_utf8_continues_name(code) : nb_utf8_starts_name(code);
        if (!inside) name = at + step;
    }
    return name;
}

/* readline frees each name that it is handed; what stands before it in the word stays. */
static char *next_name(const char *word, int state) {
    const char *slash = strrchr(word, '\\');
    size_t head = slash != NULL ? (size_t)(slash - word) : find_name(word);
    if (state == 0) {
        while (prompt.next < prompt.count) free(prompt.names[prompt.next++]);
        prompt.next = prompt.count = 0;
        if (slash != NULL) collect_greek(slash);
        else nb_complete(prompt.session, word + head, strlen(word + head), collect, NULL);
    }
    if (prompt.next == prompt.count) return NULL;
    char *name = prompt.names[prompt.next++];
    size_t size = strlen(name) + 1;
    char *whole = realloc(name, head + size);
    if (whole == NULL) {
        free(name);
        return NULL;
    }
    memmove(whole + head, whole, size);
    memcpy(whole, word, head);
    return whole;
}

/* Files are completed by readline itself. */
static bool wants_file(void) {
    char *line = strndup(rl_line_buffer, (size_t)rl_point);
    bool file = line != NULL && nb_completes_file(line);
    free(line);
    return file;
}

static char *find_breaks(void) {
    static char files[] = " \t\n\"'", names[] = " \t\n\"'`@$><=;|&{}()[],:+-*/^";
    return wants_file() ? files : names;
}

static char **complete(const char *word, int start, int end) {
    (void)start;
    (void)end;
    if (wants_file()) return NULL;
    rl_attempted_completion_over = 1;
    rl_completion_append_character = '\0'; /* readline forgets it at every Tab */
    return rl_completion_matches(word, next_name);
}

/* ---- signals ---- */

/* Stops the statement (a store to an atomic flag) and ends the line that shows ^C. */
static void on_interrupt(int signal) {
    (void)signal;
    prompt.abandoned = 1;
    if (!prompt.running) return;
    int error = errno;
    nb_interrupt(prompt.session);
    (void)!write(prompt.terminal, "\n", 1);
    errno = error;
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

/* Waits for a key or a signal. Signals are let in by pselect only, so that none arrives between
 * looking and waiting. Returns whether there is something to read. */
static bool wait_for_key(void) {
    sigset_t all, before;
    fd_set keys;
    int in = fileno(rl_instream), ready = -1, signal;
    FD_ZERO(&keys);
    FD_SET(in, &keys);
    catch_interrupt();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    errno = EINTR;
    if (rl_pending_signal() == 0 && !prompt.abandoned)
        ready = pselect(in + 1, &keys, NULL, NULL, NULL, &before);
    bool interrupted = ready < 0 && errno == EINTR;
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal = rl_pending_signal();
    rl_check_signals();
    if (signal == SIGTSTP) rl_forced_update_display(); /* we are back in the foreground */
    return !interrupted;
}

/* ---- lines ---- */

static void take_line(char *line) {
    rl_callback_handler_remove(); /* gives the terminal back: statements run outside the editor */
    prompt.line = line;
    prompt.done = true;
}

/* Leaves the line as it is on the screen, ^C behind it. */
static void abandon_line(void) {
    rl_callback_sigcleanup();
    rl_free_line_state();
    rl_point = rl_end;
    rl_redisplay();
    fputs("^C", rl_outstream);
    rl_callback_handler_remove();
    fputc('\n', rl_outstream);
}

/* The line that was typed, or NULL at Ctrl-D. *abandoned: Ctrl-C instead. */
static char *read_line(const char *sign, bool *abandoned) {
    prompt.abandoned = 0;
    prompt.done = false;
    rl_callback_handler_install(sign, take_line);
    while (!prompt.done && !prompt.abandoned)
        if (wait_for_key()) rl_callback_read_char();
    *abandoned = !prompt.done;
    if (*abandoned) abandon_line();
    return *abandoned ? NULL : prompt.line;
}

/* Lines that continue a statement join it in the history, so that it comes back whole. */
static void remember(const char *line, bool continues) {
    HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (!continues || last == NULL) {
        bool again = last != NULL && strcmp(last->line, line) == 0;
        if (line[strspn(line, " \t\n")] != '\0' && !again) add_history(line);
        return;
    }
    size_t head = strlen(last->line), tail = strlen(line);
    char *joined = malloc(head + tail + 2);
    if (joined == NULL) return;
    memcpy(joined, last->line, head);
    joined[head] = '\n';
    memcpy(joined + head + 1, line, tail + 1);
    HIST_ENTRY *old = replace_history_entry(history_length - 1, joined, NULL);
    if (old != NULL) free_history_entry(old);
    free(joined);
}

static nb_status run_line(nb_show *show, const char *line) {
    size_t length = strlen(line);
    char *text = malloc(length + 2);
    if (text == NULL) return NB_STATUS_OK;
    memcpy(text, line, length);
    memcpy(text + length, "\n", 2);
    show->view.width = nb_host_width();
    prompt.running = 1;
    if (prompt.abandoned) nb_interrupt(prompt.session); /* Ctrl-C came right behind Enter */
    nb_status status = nb_script_feed(show, text, length + 1);
    prompt.running = 0;
    free(text);
    return status;
}

/* readline takes the locale from the environment, again at every line. There has to stand what
 * nb_host_prepare chose, which is UTF-8. */
static void announce_locale(void) {
    const char *all = getenv("LC_ALL"), *ours = setlocale(LC_CTYPE, NULL);
    if (ours != NULL) setenv(all != NULL && *all != '\0' ? "LC_ALL" : "LC_CTYPE", ours, 1);
}

static void set_up(nb_show *show) {
    prompt.session = show->session;
    announce_locale();
    rl_readline_name = "nabla";
    rl_instream = stdin;
    rl_outstream = isatty(fileno(show->out)) ? show->out : stderr;
    prompt.terminal = fileno(rl_outstream);
    rl_attempted_completion_function = complete;
    rl_completion_word_break_hook = find_breaks;
    rl_variable_bind("enable-bracketed-paste", "on");
    rl_persistent_signal_handlers = 1;
    catch_interrupt();
    using_history();
}

void nb_prompt(nb_show *show) {
    bool open = false;
    set_up(show);
    fprintf(rl_outstream, "nabla %s   type a formula; `help` lists the commands\n", NB_VERSION);
    for (;;) {
        bool abandoned;
        bool ascii = nb_show_view(show).ascii;
        char *line = read_line(open ? "... " : ascii ? ">>> " : "∇ ", &abandoned);
        if (abandoned || (line == NULL && open)) {
            nb_discard(show->session);
            open = false;
            free(line);
            if (!abandoned) fputc('\n', rl_outstream);
            continue;
        }
        if (line == NULL) break;
        remember(line, open);
        if (!open) nb_begin(show->session, NULL);
        nb_status status = run_line(show, line);
        free(line);
        open = status == NB_STATUS_NEED_INPUT;
        if (status == NB_STATUS_QUIT) return;
    }
    fputc('\n', rl_outstream);
}
