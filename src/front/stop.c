/* Where a tour waits: Enter, the words of words.def, an answer, or a statement of one's own. */
#include "front/stop.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "definitions/problem.h"
#include "front/tell.h"
#include "front/terminal/editor.h"
#include "front/terminal/say.h"
#include "front/typed.h"
#include "view/message.h"

typedef enum nb_word {
#define WORD(ID, ENGLISH, KOREAN) WORD_##ID,
#include "front/words.def"
#undef WORD
    WORDS
} nb_word;

static const char *const words[WORDS][2] = {
#define WORD(ID, ENGLISH, KOREAN) {ENGLISH, KOREAN},
#include "front/words.def"
#undef WORD
};

/* A word alone on the line, in either language; WORDS: it is none. */
static nb_word find_word(const char *line) {
    line += strspn(line, " \t");
    size_t length = strcspn(line, " \t");
    int word = 0;
    if (!nb_all_blank(line + length, strlen(line + length))) return WORDS;
    while (word < WORDS && !nb_bytes_are(line, length, words[word][0]) &&
           !nb_bytes_are(line, length, words[word][1]))
        word++;
    return (nb_word)word;
}

nb_message nb_stop_meant(const char *line) {
    char small[64];
    size_t length = 0;
    line += strspn(line, " \t");
    for (; line[length] != '\0' && length + 1 < sizeof small; length++)
        small[length] = (char)tolower((unsigned char)line[length]);
    while (length > 0 && strchr(" \t", small[length - 1]) != NULL) length--;
    small[length] = '\0';
    nb_nearest nearest;
    nb_nearest_begin(&nearest, small);
    for (int word = 0; word < WORDS; word++)
        for (int language = 0; language < 2; language++)
            nb_nearest_try(&nearest, words[word][language]);
    const char *meant = nb_nearest_get(&nearest);
    return meant != NULL ? nb_meant(small, meant) : NB_NO_HINT;
}

/* Behind ? an expression only calculates. */
static char *take_sign(char *line) {
    size_t blanks = strspn(line, " \t");
    if (line[blanks] == '?') line[blanks] = ' ';
    return line;
}

bool nb_stop_try(nb_tour *tour, char *line) {
    nb_opening *opens = tour->opens;
    nb_show *show = &tour->play.show;
    tour->owns = true;
    tour->failed = false;
    show->opens = opens; /* the lesson's own statements can open nothing */
    nb_status status = nb_typed_run(show, &tour->keep, take_sign(line));
    show->opens = NULL;
    return status != NB_STATUS_QUIT && (opens == NULL || !nb_opening_wanted(opens));
}

/* What the reader has tried is taken back before the lesson goes on; a question does so itself. */
static void put_back(nb_tour *tour) {
    if (tour->examines) return;
    if (tour->owns && nb_take_back(tour->play.show.session))
        nb_tell_say(tour, NB_PLAIN(LESSON_SCRATCH));
    tour->owns = false;
}

/* True: *wish is what the line says; false: the tour stays. */
static bool follow(nb_tour *tour, nb_word word, bool asks, nb_wish *wish) {
    static const nb_wish wishes[WORDS] = {
        [WORD_NEXT] = NB_WISH_NEXT,         [WORD_BACK] = NB_WISH_BACK,
        [WORD_HINT] = NB_WISH_HINT,         [WORD_SOLUTION] = NB_WISH_SOLUTION,
        [WORD_SKIP] = NB_WISH_SKIP,         [WORD_RESTART] = NB_WISH_RESTART,
        [WORD_QUIT] = NB_WISH_QUIT,
    };
    *wish = wishes[word];
    if (word == WORD_PROGRESS) nb_tour_tell_progress(tour);
    if (!asks && (word == WORD_HINT || word == WORD_SOLUTION))
        nb_tell_say(tour, NB_PLAIN(LESSON_NO_QUESTION));
    else if (word != WORD_PROGRESS) return true;
    return false;
}

/* One line that was typed at the lesson's sign. True: *wish is what it says. */
static bool take_line(nb_tour *tour, char *line, bool asks, nb_wish *wish) {
    const char *text = line + strspn(line, " \t");
    nb_word word = find_word(line);
    *wish = NB_WISH_GO;
    if (*text == '\0' || word != WORDS) {
        bool left = word == WORDS || follow(tour, word, asks, wish);
        free(line);
        if (left) put_back(tour);
        return left;
    }
    if (asks && (*text != '?' || tour->exam)) {
        tour->line = line;
        *wish = NB_WISH_LINE;
        return true;
    }
    *wish = NB_WISH_QUIT;
    return !nb_stop_try(tour, line);
}

nb_wish nb_stop_wait(nb_tour *tour, const char *sign, bool asks) {
    nb_wish wish = NB_WISH_QUIT;
    for (bool stays = true; stays;) {
        bool abandoned, waits = tour->owns && nb_typed_waits(&tour->play.show);
        nb_editor_page_keys(!waits);
        char *line = waits ? nb_typed_read(&tour->play.show, &abandoned)
                           : nb_editor_read(sign, &abandoned);
        nb_editor_page_keys(false);
        nb_page_begin(&tour->page, 1);
        if (abandoned) continue;
        if (line == NULL) {
            (void)fputc('\n', nb_editor_stream());
            return NB_WISH_QUIT;
        }
        if (!waits) stays = !take_line(tour, line, asks, &wish);
        else if (!nb_stop_try(tour, line)) return NB_WISH_QUIT;
    }
    return wish;
}
