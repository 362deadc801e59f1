/* `set`. A setting is a row of the table below and a field of nb_settings. */
#include "definitions/settings.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "words/words.h"

enum { NOWHERE = -1, MEGABYTE = 1000000 };

/* Words in a row, and their end. */
#define WORDS(...) (const char *const[]){__VA_ARGS__, NULL}

static const struct {
    const char *name;
    int place; /* of its int in nb_settings; NOWHERE: it is no part of them */
    int least, most; /* of a number */
    const char *const *words; /* for `least` and those that follow; NULL: it is a number */
} settings[] = {
    {"digits", offsetof(nb_settings, digits), 1, 17, NULL},
    {"ascii", offsetof(nb_settings, ascii), 0, 1, WORDS("off", "on")},
    {"colour", offsetof(nb_settings, colour), -1, 1, WORDS("auto", "off", "on")},
    {"engine", offsetof(nb_settings, compiled), 0, 1, WORDS("plain", "compiled")},
    {"images", offsetof(nb_settings, images), NB_IMAGES_AUTO, NB_IMAGES_OFF,
     WORDS("auto", "kitty", "iterm", "sixel", "off")},
    {"lang", offsetof(nb_settings, lang), 0, 0, nb_words_languages},
    {"memory", NOWHERE, 1, 1 << 24, NULL}, /* of the session, in megabytes */
    {"vectors", offsetof(nb_settings, vectors), NB_VECTORS_AUTO, NB_VECTORS_AVX512,
     WORDS(NB_VECTORS_WORDS)},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

/* ---- asking ---- */

const char *nb_setting_get(size_t setting) {
    return setting < SETTINGS ? settings[setting].name : NULL;
}

const char *nb_setting_word(size_t setting, size_t word) {
    const char *const *words = settings[setting].words;
    while (words != NULL && *words != NULL && word-- > 0) words++;
    return words != NULL ? *words : NULL;
}

static int *find_place(nb_sheet *s, size_t setting) {
    return (int *)((char *)&s->state.settings + settings[setting].place);
}

static const char *write_value(nb_sheet *s, size_t setting) {
    char number[NB_NUMBER_ROOM];
    bool kept = settings[setting].place != NOWHERE;
    double value = kept ? *find_place(s, setting) : floor((double)s->memory.limit / 1e6);
    if (settings[setting].words != NULL)
        return settings[setting].words[(int)value - settings[setting].least];
    nb_number_exact(value, number);
    return nb_result_text(s->result, number, strlen(number));
}

const char *nb_setting_value(nb_sheet *s, size_t setting) {
    return settings[setting].place != NOWHERE ? write_value(s, setting) : NULL;
}

/* ---- changing ---- */

/* A name or a word as the table has it, also where it is spelled as on the command line. */
static const char *as_in_table(const char *word) {
    static const char *const spelled[][2] = {
        {"color", "colour"}, {"never", "off"}, {"always", "on"}, {"iterm2", "iterm"}};
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
        if (strcmp(word, spelled[i][0]) == 0) return spelled[i][1];
    return word;
}

static bool read_value(size_t setting, const char *text, long *value) {
    char *end;
    const char *const *words = settings[setting].words;
    for (int i = 0; words != NULL && words[i] != NULL; i++) {
        *value = settings[setting].least + i;
        if (strcmp(words[i], as_in_table(text)) == 0) return true;
    }
    *value = strtol(text, &end, 10);
    return words == NULL && *text != '\0' && *end == '\0' &&
           *value >= settings[setting].least && *value <= settings[setting].most;
}

/* A stranger's file cannot take more of the machine than the user has given it. */
static size_t most_memory(const nb_sheet *s) {
    if (!s->typed) return s->memory.limit;
    return s->host.memory_most != 0 ? s->host.memory_most : SIZE_MAX;
}

static bool change(nb_sheet *s, size_t setting, const char *text) {
    long value;
    if (!read_value(setting, text, &value)) return false;
    if (settings[setting].place != NOWHERE) {
        *find_place(s, setting) = (int)value;
        return true;
    }
    if ((size_t)value > most_memory(s) / MEGABYTE || (size_t)value * MEGABYTE < s->memory.used)
        return false;
    s->memory.limit = (size_t)value * MEGABYTE;
    return true;
}

static nb_message hint_memory(const nb_sheet *s, const char *text) {
    char *end;
    double value = strtod(text, &end);
    size_t most = most_memory(s) / MEGABYTE;
    if (end == text || *end != '\0' || value <= (double)most) return NB_PLAIN(HINT_MEGABYTES);
    return s->typed ? NB_SAY(HINT_MEMORY_MOST, NB_COUNT(most))
                    : NB_SAY(HINT_MEMORY_LOWER, NB_COUNT(most));
}

static nb_message hint_words(nb_sheet *s, const char *const *words) {
    nb_buffer list;
    int last = 0;
    nb_buffer_init(&list, &s->memory);
    for (; words[last + 1] != NULL; last++)
        nb_buffer_add_item(&list, ", ", words[last]);
    const char *first = list.failed ? "" : nb_result_text(s->result, list.data, list.length);
    nb_buffer_clear(&list);
    return NB_SAY(HINT_EITHER, NB_TEXT(first), NB_TEXT(words[last]));
}

static nb_message hint_values(nb_sheet *s, size_t setting, const char *text) {
    const char *const *words = settings[setting].words;
    if (settings[setting].place == NOWHERE) return hint_memory(s, text);
    if (words == NULL)
        return NB_SAY(HINT_WHOLE, NB_COUNT(settings[setting].least),
                      NB_COUNT(settings[setting].most));
    return hint_words(s, words);
}

static nb_status use_setting(nb_sheet *s, const nb_statement *st, size_t setting) {
    const char *name = settings[setting].name, *value = st->args[1].text;
    if (value == NULL)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(NOTE_SETTING, NB_TEXT(name), NB_TEXT(write_value(s, setting))));
    else if (!change(s, setting, value))
        return nb_fail_place(s, st->args[1].span,
                             NB_SAY(BAD_SETTING, NB_TEXT(name), NB_TEXT(value)),
                             hint_values(s, setting, value));
    return NB_STATUS_OK;
}

NB_COMMAND(SET) {
    const char *name = st->args[0].text;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < SETTINGS && status == NB_STATUS_OK; i++) {
        if (name != NULL && strcmp(as_in_table(name), settings[i].name) != 0) continue;
        status = use_setting(s, st, i);
        if (name != NULL) return status;
    }
    if (name == NULL) return status;
    return nb_fail_place(s, st->args[0].span, NB_SAY(UNKNOWN_SETTING, NB_TEXT(name)),
                         NB_PLAIN(HINT_SETTINGS));
}
