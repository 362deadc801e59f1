/* The catalogues: each text of the program is in each of them, with the same arguments and with
 * particles that there are, and nothing else is. And the particles. */
#define _POSIX_C_SOURCE 200809L /* unsetenv */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "texts.h"
#include "view/message.h"
#include "words/particle.h"
#include "words/words.h"

/* ---- catalogues ---- */

typedef struct checking {
    const nb_words *words;
    int missing, wrong;
} checking;

/* Which of {0} to {7} stand in a text, as bits; what looks like one and is none sets bit 8. */
static unsigned list_places(const char *text) {
    unsigned places = 0;
    for (; (text = strchr(text, '{')) != NULL; text++) {
        unsigned slot = (unsigned)((unsigned char)text[1] - '0');
        if (slot >= NB_MESSAGE_ARGS || (text[2] != '}' && text[2] != ':')) continue;
        const char *end = strchr(text, '}');
        bool known = text[2] == '}' ||
                     (end != NULL &&
                      nb_particle("", 0, text + 3, (size_t)(end - text) - 3) != NULL);
        places |= known ? 1u << slot : 1u << NB_MESSAGE_ARGS;
    }
    return places;
}

static void check_text(void *user, const said_text *text) {
    checking *c = user;
    const char *other = nb_words_find(c->words, text->words);
    if (other == NULL) {
        if (c->missing++ < 20)
            print_message("%s %s: no translation of \"%s\"\n", text->table, text->row, text->words);
    } else if (list_places(other) != list_places(text->words)) {
        c->wrong++;
        print_message("%s %s: other arguments or an unknown particle: \"%s\"\n", text->table,
                      text->row, other);
    }
}

static void test_catalogues(void **state) {
    (void)state;
    for (const nb_words *words = nb_words_all; words->language != NULL; words++) {
        checking c = {words, 0, 0};
        assert_true(each_text(check_text, &c));
        assert_int_equal(c.wrong, 0);
        assert_int_equal(c.missing, 0);
    }
}

typedef struct looking {
    const char *words;
    bool found;
} looking;

static void look(void *user, const said_text *text) {
    looking *l = user;
    l->found = l->found || strcmp(l->words, text->words) == 0;
}

/* Behind a text that is gone nothing is left in the files. */
static void test_no_others(void **state) {
    (void)state;
    for (const nb_words *words = nb_words_all; words->language != NULL; words++) {
        assert_true(nb_words_count(words) > 1);
        for (size_t i = 1; i < nb_words_count(words); i++) {
            looking l = {.found = false};
            (void)nb_words_get(words, i, &l.words);
            assert_true(each_text(look, &l));
            if (!l.found) fail_msg("%s.po: nothing says \"%s\"", words->language, l.words);
        }
    }
}

static void test_finding(void **state) {
    (void)state;
    const nb_words *korean = nb_words_of("ko");
    assert_non_null(korean);
    assert_ptr_equal(nb_words_of("ko_KR.UTF-8"), korean);
    assert_ptr_equal(nb_words_of("ko_KR"), korean);
    assert_ptr_equal(nb_words_of("ko@won"), korean);
    static const char *const none[] = {"en", "kok_IN", "k", "", "C", "C.UTF-8", "POSIX", "de_DE"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_null(nb_words_of(none[i]));
    assert_string_equal(nb_words_languages[1], "en");
    assert_string_equal(nb_words_choice, "en|ko");
    for (size_t i = 1; i < nb_words_count(korean); i++) { /* each is found, the last one, too */
        const char *text, *other = nb_words_get(korean, i, &text);
        assert_ptr_equal(nb_words_find(korean, text), other);
    }
    assert_null(nb_words_find(korean, "")); /* the file's header */
    assert_null(nb_words_find(korean, "nothing says this"));
    assert_null(nb_words_find(NULL, "node"));
    assert_int_equal(nb_words_count(NULL), 0);
}

/* A file that is cut: nothing outside of it is read. */
static void test_cut(void **state) {
    (void)state;
    const nb_words *korean = nb_words_of("ko");
    for (size_t length = 0; length < korean->length; length += length < 64 ? 1 : 997) {
        unsigned char *bytes = malloc(length > 0 ? length : 1);
        assert_non_null(bytes);
        memcpy(bytes, korean->bytes, length);
        nb_words cut = {"ko", bytes, length};
        (void)nb_words_find(&cut, "node");
        (void)nb_words_find(&cut, "{0} is not defined");
        free(bytes);
    }
}

/* ---- particles ---- */

static const struct { const char *text, *reading; } readings[] = {
#define READ(text, reading) {text, reading},
#include "readings.def"
#undef READ
};

/* By the arithmetic of Unicode, section 3.12: the last syllable's final consonant, 0 to 27. */
static nb_ending ending_of_syllable(const char *reading) {
    size_t length = strlen(reading);
    uint32_t code;
    if (length < 3 || nb_utf8_decode(reading + length - 3, 3, &code) != 3) return NB_ENDING_OPEN;
    uint32_t final = (code - 0xac00) % 28;
    return final == 0 ? NB_ENDING_OPEN : final == 8 ? NB_ENDING_LIEUL : NB_ENDING_FINAL;
}

static void test_readings(void **state) {
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        const char *text = readings[i].text;
        nb_ending wanted = ending_of_syllable(readings[i].reading);
        nb_ending found = nb_ending_of(text, strlen(text));
        if (found == wanted) continue;
        print_message("%s (%s): %d, not %d\n", text, readings[i].reading, (int)found, (int)wanted);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void test_particles(void **state) {
    (void)state;
    static const struct { const char *word, *which, *wanted; } rows[] = {
        {"사과", "을", "를"}, {"값", "을", "을"}, {"손실", "을", "을"}, {"L", "을", "을"},
        {"사과", "이", "가"}, {"값", "이", "이"}, {"w52", "은", "는"}, {"w1", "은", "은"},
        {"y", "과", "와"}, {"n", "과", "과"}, {"L", "과", "과"}, {"y", "으로", "로"},
        {"n", "으로", "으로"}, {"L", "으로", "로"}, {"3", "으로", "으로"}, {"1", "으로", "로"},
        {"7", "으로", "로"}, {"10", "으로", "으로"}, {"y", "이나", "나"}, {"L", "이나", "이나"},
        {"y", "이라", "라"}, {"m", "이라", "이라"}, {"y", "이란", "란"}, {"m", "이고", "이고"},
        {"y", "이며", "며"}, {"y", "이면", "면"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found = nb_particle(rows[i].word, strlen(rows[i].word), rows[i].which,
                                        strlen(rows[i].which));
        assert_non_null(found);
        assert_string_equal(found, rows[i].wanted);
    }
    static const char *const unknown[] = {"를", "가", "에", "", "을(를)"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_null(nb_particle("L", 1, unknown[i], strlen(unknown[i])));
    assert_int_equal(nb_ending_of("\xff\xff", 2), NB_ENDING_OPEN);
    assert_int_equal(nb_ending_of("\x82\x83", 2), NB_ENDING_OPEN);
    assert_int_equal(nb_ending_of("'", 1), NB_ENDING_FINAL);
}

int main(void) {
    (void)unsetenv("NABLA_SAID"); /* looking all texts up is not showing them */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogues), cmocka_unit_test(test_no_others),
        cmocka_unit_test(test_finding),    cmocka_unit_test(test_cut),
        cmocka_unit_test(test_readings),   cmocka_unit_test(test_particles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
