/* The small tools of base/: buffers, lists, blanks, hashes, arenas, and which words are alike. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/base64.h"
#include "base/hash.h"
#include "base/keyboard.h"
#include "base/number.h"
#include "base/random.h"
#include "base/utf8.h"

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

static void test_buffer(void **state) {
    (void)state;
    nb_buffer buffer;
    nb_buffer_init(&buffer, &memory);
    nb_buffer_drop(&buffer, 0);
    nb_buffer_add_text(&buffer, "first second");
    nb_buffer_drop(&buffer, strlen("first "));
    assert_string_equal(buffer.data, "second"); /* the NUL has moved, too */
    assert_int_equal(buffer.length, strlen("second"));
    nb_buffer_drop(&buffer, buffer.length);
    assert_string_equal(buffer.data, "");
    nb_buffer_clear(&buffer);
    assert_int_equal(memory.used, 0);
}

/* RFC 4648, section 10; and by hand: the first and the last digits, signs of char, a NUL. */
static void test_base64(void **state) {
    (void)state;
    static const struct { const char *bytes; size_t length; const char *text; } cases[] = {
        {"", 0, ""}, {"f", 1, "Zg=="}, {"fo", 2, "Zm8="}, {"foo", 3, "Zm9v"},
        {"foob", 4, "Zm9vYg=="}, {"fooba", 5, "Zm9vYmE="}, {"foobar", 6, "Zm9vYmFy"},
        {"\xff\xfe\xfd", 3, "//79"}, {"\xfb\xf0", 2, "+/A="}, {"\0\0\0\0", 4, "AAAAAA=="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        nb_buffer_add_text(&out, "");
        nb_base64_add(&out, cases[i].bytes, cases[i].length);
        assert_string_equal(out.data, cases[i].text);
        nb_buffer_clear(&out);
    }
}

static void test_blanks(void **state) {
    (void)state;
    assert_true(nb_utf8_is_hangul(0xAC00) && nb_utf8_is_hangul(0xD7A3)); /* 가, 힣 */
    assert_true(nb_utf8_is_hangul(0x1100) && nb_utf8_is_hangul(0x3163)); /* typed singly */
    assert_false(nb_utf8_is_hangul(0xABFF) || nb_utf8_is_hangul(0xD7A4) || nb_utf8_is_hangul('a'));
    assert_true(nb_is_blank(' ') && nb_is_blank('\t') && nb_is_blank('\r'));
    assert_false(nb_is_blank('\n') || nb_is_blank('\0') || nb_is_blank('x'));
    assert_true(nb_all_blank("", 0) && nb_all_blank(" \t ", 3));
    assert_false(nb_all_blank(" x", 2) || nb_all_blank("x ", 2));
}

/* Tables take the low bits of a hash: numbers in a row, and such that differ in their high bits
 * alone, must not all fall together. */
static void test_hashes(void **state) {
    (void)state;
    enum { SLOTS = 256 };
    for (int shift = 0; shift < 64; shift += 14) {
        bool used[SLOTS] = {false};
        int slots = 0;
        for (uint64_t i = 0; i < SLOTS; i++) {
            size_t at = nb_hash_add(0, i << shift) % SLOTS;
            slots += !used[at];
            used[at] = true;
        }
        assert_true(slots > SLOTS / 4);
    }
    assert_true(nb_hash_add_bytes(0, "w12", 3) == nb_hash_add_bytes(0, "w12", 3));
    assert_true(nb_hash_add_bytes(0, "w12", 3) != nb_hash_add_bytes(0, "w21", 3));
    assert_true(nb_hash_add_bytes(1, "w12", 3) != nb_hash_add_bytes(2, "w12", 3));
}

static void test_arena_size(void **state) {
    (void)state;
    nb_arena arena;
    nb_arena_init(&arena, &memory);
    assert_non_null(nb_arena_add(&arena, 100, 1));
    size_t before = arena.size;
    assert_true(before >= 100);
    nb_arena_mark mark = nb_arena_get_mark(&arena);
    assert_non_null(nb_arena_add(&arena, 100000, 1));
    assert_true(arena.size >= before + 100000);
    nb_arena_rewind(&arena, mark);
    assert_int_equal(arena.size, before);
    nb_arena_clear(&arena);
    assert_int_equal(arena.size, 0);
    assert_int_equal(memory.used, 0);
}

/* Each text ends in its own NUL, whatever follows it. */
static void test_arena_text(void **state) {
    (void)state;
    enum { LONGEST = 70 };
    const char *texts[LONGEST + 1];
    char letters[LONGEST];
    nb_arena arena;
    nb_arena_init(&arena, &memory);
    memset(letters, 'x', sizeof letters);
    for (size_t n = 0; n <= LONGEST; n++) {
        texts[n] = nb_arena_text(&arena, letters, n);
        assert_non_null(texts[n]);
    }
    for (size_t n = 0; n <= LONGEST; n++) assert_int_equal(strlen(texts[n]), n);
    nb_arena_clear(&arena);
}

static void test_near_keys(void **state) {
    (void)state;
    static const char near[] = "qwasgfqawaazsxhyHY"; /* pairs */
    static const char far[] = "qsqzaxpaq1wxax";
    for (const char *at = near; *at != '\0'; at += 2) {
        assert_true(nb_keys_are_near((uint32_t)at[0], (uint32_t)at[1]));
        assert_true(nb_keys_are_near((uint32_t)at[1], (uint32_t)at[0]));
    }
    for (const char *at = far; *at != '\0'; at += 2) {
        assert_false(nb_keys_are_near((uint32_t)at[0], (uint32_t)at[1]));
        assert_false(nb_keys_are_near((uint32_t)at[1], (uint32_t)at[0]));
    }
}

static void test_distances(void **state) {
    (void)state;
    static const struct { const char *a, *b; size_t distance; } rows[] = {
        {"", "", 0}, {"total", "total", 0}, {"total", "TOTAL", 0}, {"total", "totla", NB_UTF8_EDIT},
        {"total", "ttoal", NB_UTF8_EDIT}, {"total", "tota", NB_UTF8_EDIT},
        {"total", "toxtal", NB_UTF8_EDIT}, {"total", "tptal", 1}, {"total", "tptsl", 2},
        {"total", "tzqal", 2 * NB_UTF8_EDIT}, {"사과", "과사", NB_UTF8_EDIT}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t found = nb_utf8_distance(rows[i].a, rows[i].b, 9);
        if (found != rows[i].distance)
            fail_msg("%s, %s: %zu, not %zu", rows[i].a, rows[i].b, found, rows[i].distance);
    }
    assert_int_equal(nb_utf8_distance("total", "price", 3), 4); /* more than the limit */
}

/* ASCII is judged without Unicode's tables, and as they judge it. */
static void test_ascii(void **state) {
    (void)state;
    for (uint32_t code = 0; code < 0x80; code++) {
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
        char text = (char)code;
        uint32_t read = 0;
        bool letter = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL;
        bool inside = letter || code == '_' || category == UTF8PROC_CATEGORY_ND;
        assert_int_equal(nb_utf8_decode(&text, 1, &read), 1);
        assert_int_equal(read, code);
        assert_int_equal(nb_utf8_width(&text, 1), utf8proc_charwidth((utf8proc_int32_t)code));
        assert_int_equal(nb_utf8_starts_name(code), letter || code == '_');
        assert_int_equal(nb_utf8_continues_name(code), inside);
        assert_int_equal(nb_utf8_is_blank(code), category == UTF8PROC_CATEGORY_ZS);
        assert_int_equal(nb_utf8_is_control(code), category == UTF8PROC_CATEGORY_CC);
    }
}

/* Every syllable in both spellings, by utf8proc's own arithmetic; and words of them. */
static void test_spelling(void **state) {
    (void)state;
    for (uint32_t code = 0xac00; code <= 0xd7a3; code++) {
        char word[5] = "", letters[32] = "";
        utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)word);
        utf8proc_uint8_t *apart = utf8proc_NFD((const utf8proc_uint8_t *)word);
        assert_non_null(apart);
        snprintf(letters, sizeof letters, "%s", (char *)apart);
        free(apart);
        size_t length = strlen(letters);
        assert_true(nb_utf8_spells(letters, length, word));
        assert_true(nb_utf8_spells(word, strlen(word), word));
        assert_false(nb_utf8_spells(letters, length - 3, word));
        assert_false(nb_utf8_spells(word, strlen(word) - 1, word));
        memcpy(letters + length, "\xe1\x86\xa8", 4); /* a ㄱ too many */
        assert_false(nb_utf8_spells(letters, length + 3, word));
    }
    assert_true(nb_utf8_spells("가\xe1\x84\x82\xe1\x85\xa1", 9, "가나"));
    assert_true(nb_utf8_spells("", 0, ""));
    assert_false(nb_utf8_spells("", 0, "가"));
    assert_false(nb_utf8_spells("가", 3, "나"));
    assert_false(nb_utf8_spells("b", 1, "a"));
    assert_true(nb_utf8_spells("a", 1, "a"));
}

/* The fewest digits that are read back, as C's library writes and reads them. */
static void check_exact(double number) {
    char wanted[NB_NUMBER_ROOM], written[NB_NUMBER_ROOM];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(wanted, sizeof wanted, "%.*g", digits, number);
        if (strtod(wanted, NULL) == number) break;
    }
    char *zero = strstr(wanted, "e-0"); /* e-5 is written, not e-05 */
    if (zero != NULL) memmove(zero + 2, zero + 3, strlen(zero + 3) + 1);
    nb_number_exact(number, written);
    if (strcmp(written, wanted) != 0) fail_msg("%s, not %s", written, wanted);
}

static void test_exact_numbers(void **state) {
    nb_random random;
    (void)state;
    nb_random_seed(&random, 1);
    for (int i = 0; i < 100000; i++) {
        double x = nb_random_uniform(&random) - 0.5, big = ldexp(x, i % 140 - 110);
        check_exact(x);
        check_exact(big);
        check_exact(rint(x * 1e6) / 1e4); /* few digits */
        check_exact(rint(x * 1e10) / 1e6 + i);
        check_exact(ldexp(i + 1, -(i % 60))); /* few places */
    }
    for (int e = -110; e < 31; e++) { /* beside a power of two, or of ten */
        check_exact(ldexp(1, e));
        check_exact(nextafter(ldexp(1, e), INFINITY));
        check_exact(nextafter(ldexp(1, e), 0));
        double ten = pow(10, e % 40);
        check_exact(ten);
        check_exact(nextafter(ten, INFINITY));
        check_exact(nextafter(ten, 0));
    }
    check_exact(0);
    check_exact(-0.0);
    check_exact(DBL_MAX);
    check_exact(INFINITY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buffer),
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_blanks), cmocka_unit_test(test_hashes),
        cmocka_unit_test(test_arena_size), cmocka_unit_test(test_arena_text),
        cmocka_unit_test(test_near_keys),
        cmocka_unit_test(test_distances), cmocka_unit_test(test_spelling),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_exact_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
