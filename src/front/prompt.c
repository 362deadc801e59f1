/* The prompt. The state is static because readline's callbacks and a signal handler have no other
 * way to it; there is one terminal, and one prompt on it. */
#define _POSIX_C_SOURCE 200809L
#include "front/prompt.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "front/script.h"

static struct {
    nb_session *session;
    char **names;  /* completions of the present word */
    size_t count, capacity, next;
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

/* readline frees each name that it is handed. */
static char *next_name(const char *word, int state) {
    if (state == 0) {
        while (prompt.next < prompt.count) free(prompt.names[prompt.next++]);
        prompt.next = prompt.count = 0;
        nb_complete(prompt.session, word, strlen(word), collect, NULL);
    }
    return prompt.next < prompt.count ? prompt.names[prompt.next++] : NULL;
}

/* Behind draw, save, open and run stand files, which readline completes itself. */
static char **complete(const char *word, int start, int end) {
    static const char *const with_file[] = {"draw ", "save ", "open ", "run "};
    (void)end;
    for (size_t i = 0; i < sizeof with_file / sizeof *with_file; i++) {
        size_t n = strlen(with_file[i]);
        if (start >= (int)n && strncmp(rl_line_buffer, with_file[i], n) == 0) return NULL;
    }
    rl_attempted_completion_over = 1;
    return rl_completion_matches(word, next_name);
}

/* ---- signals ---- */

/* Both calls are a store to an atomic flag. */
static void on_interrupt(int signal) {
    (void)signal;
    prompt.abandoned = 1;
    nb_interrupt(prompt.session);
}

static int look_at_signal(void) {
    if (prompt.abandoned) rl_done = 1;
    return 0;
}

static void catch_interrupt(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* ---- lines ---- */

static void update_width(nb_show *show) {
    struct winsize size;
    if (ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) show->view.width = size.ws_col;
}

/* The line that was typed with a line end, or NULL at Ctrl-D. *abandoned: Ctrl-C instead. */
static char *read_line(const char *sign, bool *abandoned) {
    prompt.abandoned = 0;
    char *line = readline(sign);
    *abandoned = prompt.abandoned != 0;
    if (*abandoned) printf("^C\n");
    return line;
}

static nb_status run_line(nb_show *show, const char *line) {
    size_t length = strlen(line);
    char *text = malloc(length + 2);
    if (text == NULL) return NB_STATUS_OK;
    memcpy(text, line, length);
    memcpy(text + length, "\n", 2);
    update_width(show);
    nb_status status = nb_script_feed(show, text, length + 1);
    free(text);
    return status;
}

static void set_up(nb_show *show) {
    prompt.session = show->session;
    rl_readline_name = "nabla";
    rl_attempted_completion_function = complete;
    rl_basic_word_break_characters = " \t\n\"\\'`@$><=;|&{}()[],+-*/^·×÷−∂";
    rl_completion_append_character = '\0';
    rl_catch_signals = 0;
    rl_event_hook = look_at_signal;
    rl_variable_bind("enable-bracketed-paste", "on");
    catch_interrupt();
    using_history();
}

void nb_prompt(nb_show *show) {
    bool open = false;
    set_up(show);
    printf("nabla %s   type a formula; `help` lists the commands\n", NB_VERSION);
    for (;;) {
        bool abandoned;
        bool ascii = nb_show_view(show).ascii;
        char *line = read_line(open ? "... " : ascii ? ">>> " : "∇ ", &abandoned);
        if (abandoned || (line == NULL && open)) {
            nb_discard(show->session);
            open = false;
            free(line);
            if (!abandoned) putchar('\n');
            continue;
        }
        if (line == NULL) break;
        if (*line != '\0') add_history(line);
        if (!open) nb_begin(show->session, NULL);
        nb_status status = run_line(show, line);
        free(line);
        open = status == NB_STATUS_NEED_INPUT;
        if (status == NB_STATUS_QUIT) return;
    }
    putchar('\n');
}
