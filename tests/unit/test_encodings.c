/* Other encodings as UTF-8: what is written, what is no text, and outputs that grow. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "front/system/encodings.h"
#include "front/system/system.h"

static const struct sample {
    const char *encoding, *bytes;
    size_t length;
    bool whole;
    const char *text;
} samples[] = {
    {"CP949", "\xc5\xb0,t\n1,2\n", 9, true, "키,t\n1,2\n"},
    {"CP949", "\x8c\x63", 2, true, "똠"}, /* not among the syllables of EUC-KR */
    {"CP949", "x\n\xff\n", 4, false, "x\n"},
    {"CP949", "x\xc5", 2, false, "x"},
    {"UTF-16LE", "\xff\xfe" "1\0\x00\xac", 6, true, "\xef\xbb\xbf" "1가"},
    {"UTF-16BE", "\0x\0\n", 4, true, "x\n"},
    {"UTF-16LE", "1\0\n", 3, false, "1"},
    {"CP1252", "\x80\xe9", 2, true, "€é"},
    {"CP1252", "", 0, true, ""},
    {"CP949", "1\0" "2", 3, true, "1\0" "2"},
};

static void test_samples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *sample = &samples[i];
        char *text = NULL;
        size_t length, wanted = strlen(sample->text);
        const char *reason = "";
        bool whole = nb_encoding_decode(NULL, sample->encoding, sample->bytes, sample->length,
                                        &text, &length, &reason);
        assert_int_equal(whole, sample->whole);
        assert_null(reason);
        if (memchr(sample->bytes, '\0', sample->length) == NULL || sample->encoding[0] == 'U')
            assert_int_equal(length, wanted);
        assert_memory_equal(text, sample->text, wanted);
        assert_int_equal(text[length], '\0');
        nb_system_allocate(NULL, text, length + 1, 0);
    }
}

/* A byte becomes three. */
static void test_growth(void **state) {
    (void)state;
    enum { LENGTH = 100000 };
    char *bytes = malloc(LENGTH), *text = NULL;
    assert_non_null(bytes);
    memset(bytes, 0x80, LENGTH);
    size_t length;
    const char *reason;
    assert_true(nb_encoding_decode(NULL, "CP1252", bytes, LENGTH, &text, &length, &reason));
    assert_int_equal(length, 3 * LENGTH);
    for (size_t i = 0; i < length; i += 3) assert_memory_equal(text + i, "€", 3);
    nb_system_allocate(NULL, text, length + 1, 0);
    free(bytes);
}

static void test_unknown(void **state) {
    (void)state;
    char *text = NULL;
    size_t length;
    const char *reason = NULL;
    assert_false(nb_encoding_decode(NULL, "KLINGON", "1", 1, &text, &length, &reason));
    assert_non_null(reason);
    assert_null(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
