/* Tab at the prompt: what the library offers, files, lessons and Greek letters. The state is static
 * because readline's callbacks have no other way to it. */
#define _POSIX_C_SOURCE 200809L
#include "front/terminal/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "base/utf8.h"
#include "front/system/language.h"
#include "front/system/lessons.h"
#include "front/terminal/redisplay.h"
#include "front/terminal/say.h"

enum { MOST_LISTED = 100 };

static struct {
    nb_session *session;
    char **names; /* what the present word could become; those before `next` are handed over */
    size_t count, capacity, next;
    size_t head;  /* bytes of readline's word that stay, before the one that is completed */
} tab;

/* Besides letters, signs that many keyboards lack. */
static const struct { const char *spelling, *letter; } greek[] = {
    {"\\partial", "∂"}, {"\\nabla", "∇"}, {"\\cdot", "·"}, {"\\times", "×"}, {"\\div", "÷"},
    {"\\le", "≤"}, {"\\ge", "≥"},
#define GREEK(SPELLING, LETTER) {"\\" SPELLING, LETTER},
#include "base/greek.def"
#undef GREEK
};

static void collect(void *user, const char *name) {
    (void)user;
    if (tab.count == tab.capacity) {
        size_t wanted = tab.capacity * 2 + 64;
        char **names = realloc(tab.names, wanted * sizeof *names);
        if (names == NULL) return;
        tab.names = names;
        tab.capacity = wanted;
    }
    char *copy = strdup(name);
    if (copy != NULL) tab.names[tab.count++] = copy;
}

static void forget(void) {
    while (tab.next < tab.count) free(tab.names[tab.next++]);
    tab.next = tab.count = 0;
}

/* ---- Greek ---- */

/* \phi2 becomes φ2. */
static void collect_spelled(const char *word) {
    size_t bytes;
    const char *letter = nb_utf8_greek(word, strlen(word), &bytes);
    if (letter == NULL) return;
    size_t room = strlen(letter) + strlen(word + bytes) + 1;
    char *name = malloc(room);
    if (name == NULL) return;
    (void)snprintf(name, room, "%s%s", letter, word + bytes);
    collect(NULL, name);
    free(name);
}

/* \phi becomes its letter; \p becomes nothing yet: \phi, \pi and \psi are offered. */
static void collect_greek(const char *word) {
    enum { LETTERS = sizeof greek / sizeof *greek };
    size_t length = strlen(word), fitting = 0;
    for (size_t i = 0; i < LETTERS; i++)
        if (strncmp(greek[i].spelling, word, length) == 0) fitting++;
    for (size_t i = 0; i < LETTERS; i++)
        if (strncmp(greek[i].spelling, word, length) == 0)
            collect(NULL, fitting == 1 ? greek[i].letter : greek[i].spelling);
    if (fitting == 0) collect_spelled(word);
}

/* ---- what is wanted ---- */

typedef enum wanted { NAMES, FILES, NAMES_OR_FILES, SCRIPTS_OR_FILES, LESSONS } wanted;

/* Whether a line is the command `word`, and goes on behind it. */
static bool is_command(const char *line, const char *word) {
    size_t length = strlen(word);
    line += strspn(line, " \t");
    return strncmp(line, word, length) == 0 && (line[length] == ' ' || line[length] == '\t');
}

static wanted look_at(const char *line) {
    bool node, file = nb_completes_file(line, &node);
    if (is_command(line, "run") || is_command(line, "open")) return SCRIPTS_OR_FILES;
    if (file) return node ? NAMES_OR_FILES : FILES;
    if (!is_command(line, "lesson")) return NAMES;
    return is_command(strstr(line, "lesson") + strlen("lesson"), "new") ? FILES : LESSONS;
}

/* The line up to the cursor, to be freed. */
static char *copy_line(void) {
    return strndup(rl_line_buffer, (size_t)rl_point);
}

/* Where readline cuts words. Names end at signs, but not those that `help` explains (f(x)). */
static char *find_breaks(void) {
    static char blanks[] = " \t\n\"'", signs[] = " \t\n\"'`@$><=;|&{}()[],:+-*/^";
    char *line = copy_line();
    if (line == NULL) return signs;
    bool whole = look_at(line) != NAMES;
    if (!whole) {
        size_t word = nb_complete(tab.session, line, strlen(line), NULL, NULL);
        whole = strpbrk(line + word, signs) != NULL;
    }
    free(line);
    return whole ? blanks : signs;
}

/* ---- answering readline ---- */

/* readline frees each name that it is handed. */
static char *next_name(const char *word, int state) {
    (void)state;
    if (tab.next == tab.count) return NULL;
    char *name = tab.names[tab.next++];
    size_t size = strlen(name) + 1;
    char *whole = realloc(name, tab.head + size);
    if (whole == NULL) {
        free(name);
        return NULL;
    }
    memmove(whole + tab.head, whole, size);
    memcpy(whole, word, tab.head);
    return whole;
}

typedef struct beginning {
    const char *text;
    size_t length;
} beginning;

static void collect_lesson(void *user, const char *name, const char *path) {
    (void)path;
    const beginning *typed = user;
    if (strncmp(name, typed->text, typed->length) == 0) collect(NULL, name);
}

/* The networks' scripts, and where there are some the files, too. */
static void collect_scripts(const char *word) {
    beginning typed = {word, strlen(word)};
    nb_scripts_each(collect_lesson, &typed);
    char *name;
    for (int state = 0; tab.count > 0 &&
         (name = rl_filename_completion_function(word, state)) != NULL; state = 1) {
        collect(NULL, name);
        free(name);
    }
}

/* Collects names for the word, which begins at byte `start` of the line. */
static void find_names(const char *line, const char *word, size_t start) {
    const char *slash = strrchr(word, '\\');
    beginning typed = {word, strlen(word)};
    wanted what = look_at(line);
    tab.head = 0;
    if (what == SCRIPTS_OR_FILES) {
        collect_scripts(word);
    } else if (what == LESSONS) {
        nb_lessons_each(collect_lesson, &typed);
        if (strncmp("new", word, strlen(word)) == 0) collect(NULL, "new");
    } else if (slash != NULL) {
        tab.head = (size_t)(slash - word);
        collect_greek(slash);
    } else {
        size_t name = nb_complete(tab.session, line, strlen(line), collect, NULL);
        if (name >= start) tab.head = name - start;
        else forget();
    }
}

static char **complete(const char *word, int start, int end) {
    (void)end;
    char *line = copy_line(), **matches = NULL;
    wanted what = line != NULL ? look_at(line) : FILES;
    if (what == NAMES_OR_FILES && strchr(word, '/') != NULL) what = FILES;
    rl_completion_append_character = '\0'; /* readline forgets it at every Tab */
    forget();
    if (what != FILES) {
        find_names(line, word, (size_t)start);
        matches = rl_completion_matches(word, next_name);
        if (matches != NULL && matches[1] == NULL && strcmp(matches[0], word) == 0) {
            free(matches[0]); /* it is complete: nothing is to be done, or listed */
            free(matches);
            matches = NULL;
        }
    }
    /* readline goes on to complete names of files unless it is told that all is done */
    bool file = what == FILES ||
                ((what == NAMES_OR_FILES || what == SCRIPTS_OR_FILES) && matches == NULL);
    if (what == SCRIPTS_OR_FILES) rl_filename_completion_desired = 1;
    rl_attempted_completion_over = !file;
    free(line);
    return matches;
}

/* Readline's question whether to list very many is never asked while it works by callbacks. */
static void list_matches(char **matches, int count, int longest) {
    int shown = count < MOST_LISTED ? count : MOST_LISTED;
    rl_display_match_list(matches, shown, longest);
    nb_view view = {.digits = 6, .words = nb_language_words()};
    if (shown < count)
        nb_say(rl_outstream, &view, NULL, NB_SAY(MORE_NAMES, NB_COUNT(count - shown)));
    nb_redisplay_anew();
    rl_forced_update_display();
}

void nb_complete_with(nb_session *session) {
    tab.session = session;
    rl_attempted_completion_function = complete;
    rl_completer_quote_characters = "\"";
    rl_filename_quote_characters = " \t;#{}";
    rl_variable_bind("expand-tilde", "on");
    rl_completion_word_break_hook = find_breaks;
    rl_completion_display_matches_hook = list_matches;
}
