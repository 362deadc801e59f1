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

#include <readline/readline.h>

#include "front/complete.h"
#include "front/host.h"
#include "front/keep.h"
#include "front/script.h"

static struct {
    nb_session *session;
    int terminal;  /* the descriptor that readline writes to */
    char *line;    /* what was typed, once `done`; NULL: Ctrl-D */
    bool done;
    volatile sig_atomic_t running;   /* a statement is, not the editor */
    volatile sig_atomic_t abandoned; /* Ctrl-C while a line was typed */
} prompt;

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

/* Up and Down look for lines that begin with what is typed. What ~/.inputrc says is read later. */
static void bind_keys(void) {
    rl_bind_keyseq("\\e[A", rl_history_search_backward);
    rl_bind_keyseq("\\eOA", rl_history_search_backward);
    rl_bind_keyseq("\\e[B", rl_history_search_forward);
    rl_bind_keyseq("\\eOB", rl_history_search_forward);
}

static void set_up(nb_show *show) {
    const char *term = getenv("TERM");
    bool plain = show->view.plain;
    prompt.session = show->session;
    rl_readline_name = "nabla";
    rl_instream = stdin;
    rl_outstream = isatty(fileno(show->out)) ? show->out : stderr;
    prompt.terminal = fileno(rl_outstream);
    nb_complete_with(show->session);
    bind_keys();
    rl_variable_bind("enable-bracketed-paste", plain ? "off" : "on");
    if (plain) rl_variable_bind("enable-active-region", "off");
    rl_persistent_signal_handlers = 1;
    catch_interrupt();
    bool able = term != NULL && strcmp(term, "dumb") != 0 && isatty(fileno(show->out));
    show->pages = able && !plain && !show->json;
}

/* ---- before the first line ---- */

/* What init.nabla defines is there without a word. */
static void hush(void *user, nb_result *result) {
    (void)user;
    result->quiet = true;
}

/* Its errors are told, and the prompt starts all the same. */
static nb_status run_init(nb_show *show) {
    char folder[NB_PATH_ROOM], path[NB_PATH_ROOM];
    if (!nb_folder_config(folder) || !nb_folder_join(path, folder, "init.nabla"))
        return NB_STATUS_OK;
    if (access(path, F_OK) != 0) return NB_STATUS_OK;
    nb_show quiet = *show;
    quiet.ran = hush;
    prompt.running = 1;
    nb_status status = nb_script_file(&quiet, path);
    prompt.running = 0;
    nb_discard(show->session);
    nb_settle(show->session);
    return status;
}

/* Asks until it is answered: 'y', 'n', or '\0' at Ctrl-D. The Korean letters are the same keys. */
static char ask(const char *question) {
    static const struct { const char *typed; char answer; } answers[] = {
        {"y", 'y'}, {"Y", 'y'}, {"yes", 'y'}, {"ㅛ", 'y'},
        {"n", 'n'}, {"N", 'n'}, {"no", 'n'}, {"ㅜ", 'n'}};
    for (;;) {
        bool abandoned;
        char answer = '\0', *line = read_line(question, &abandoned);
        if (line == NULL && !abandoned) return '\0';
        for (size_t i = 0; line != NULL && i < sizeof answers / sizeof *answers; i++)
            if (strcmp(line, answers[i].typed) == 0) answer = answers[i].answer;
        free(line);
        if (answer != '\0') return answer;
    }
}

static void restore(nb_show *show, nb_keep *keep, nb_journal *found, size_t count) {
    prompt.running = 1;
    size_t good = nb_keep_restore(keep, found, show->session, &prompt.abandoned);
    prompt.running = 0;
    fprintf(rl_outstream, "restored %zu", good);
    if (good < count) fprintf(rl_outstream, " of %zu", count);
    fprintf(rl_outstream, " statement%s\n", count == 1 ? "" : "s");
}

/* Offers what a nabla that ended unexpectedly had kept. False: Ctrl-D, to be asked another time. */
static bool offer_journals(nb_show *show, nb_keep *keep) {
    nb_journal found;
    size_t count;
    if (!isatty(prompt.terminal)) return true;
    while ((count = nb_keep_find(keep, &found)) > 0) {
        char question[128];
        snprintf(question, sizeof question, "nabla ended unexpectedly; %zu statement%s kept. "
                 "Restore? [y/n] ", count, count == 1 ? " was" : "s were");
        char answer = ask(question);
        if (answer == 'y') {
            restore(show, keep, &found, count);
            return true;
        }
        nb_journal_end(&found, answer == 'n');
        if (answer == '\0') return false;
    }
    return true;
}

/* ---- the prompt ---- */

static nb_status read_and_run(nb_show *show, nb_keep *keep) {
    bool open = false, abandoned;
    for (;;) {
        bool ascii = nb_show_view(show).ascii;
        char *line = read_line(open ? "... " : ascii ? ">>> " : "∇ ", &abandoned);
        if (abandoned || (line == NULL && open)) {
            nb_discard(show->session);
            open = false;
            free(line);
            if (!abandoned) fputc('\n', rl_outstream);
            continue;
        }
        if (line == NULL) return NB_STATUS_OK;
        nb_keep_line(keep, line, open);
        if (!open) nb_begin(show->session, NULL);
        nb_status status = run_line(show, line);
        free(line);
        open = status == NB_STATUS_NEED_INPUT;
        if (status == NB_STATUS_QUIT) return status;
    }
}

void nb_prompt(nb_show *show, bool init) {
    nb_keep keep;
    nb_status status = NB_STATUS_OK;
    nb_host_tell_locale();
    announce_locale();
    set_up(show);
    fprintf(rl_outstream, "nabla %s   type a formula; `help` lists the commands\n", NB_VERSION);
    fflush(rl_outstream);
    nb_keep_begin(&keep);
    if (init) status = run_init(show);
    if (status != NB_STATUS_QUIT && offer_journals(show, &keep)) {
        show->ran = nb_keep_result;
        show->user = &keep;
        status = read_and_run(show, &keep);
        show->ran = NULL;
    }
    nb_keep_end(&keep);
    if (status != NB_STATUS_QUIT) fputc('\n', rl_outstream);
}
