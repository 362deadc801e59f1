/* UTF-8, columns and identifiers, on top of utf8proc. No allocation but in the caller's buffer. */
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#include "base/keyboard.h"

static bool is_ascii(uint32_t code) { return code < 0x80; }

size_t nb_utf8_decode(const char *text, size_t length, uint32_t *code) {
    utf8proc_int32_t point;
    if (length > 0 && is_ascii((unsigned char)*text)) {
        *code = (unsigned char)*text;
        return 1;
    }
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text,
                                              (utf8proc_ssize_t)(length < 4 ? length : 4), &point);
    if (bytes <= 0) return 0;
    *code = (uint32_t)point;
    return (size_t)bytes;
}

size_t nb_utf8_encode(uint32_t code, char *text) {
    utf8proc_ssize_t bytes = utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)text);
    return bytes > 0 ? (size_t)bytes : 0;
}

size_t nb_utf8_valid(const char *text, size_t length) {
    size_t at = 0;
    while (at < length) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) break;
        at += bytes;
    }
    return at;
}

static size_t columns_of(uint32_t code) {
    if (is_ascii(code)) return !nb_utf8_is_control(code);
    int columns = utf8proc_charwidth((utf8proc_int32_t)code);
    return columns > 0 ? (size_t)columns : 0;
}

size_t nb_utf8_width(const char *text, size_t length) {
    size_t width = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        width += bytes > 0 ? columns_of(code) : 1;
        at += bytes > 0 ? bytes : 1;
    }
    return width;
}

bool nb_all_blank(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (!nb_is_blank(text[i])) return false;
    return true;
}

static bool is_letter(uint32_t code) {
    if (is_ascii(code)) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return false;
    }
}

static bool is_subscript_digit(uint32_t code) {
    return code >= 0x2080 && code <= 0x2089;
}

bool nb_utf8_starts_name(uint32_t code) {
    return code == '_' || is_letter(code);
}

bool nb_utf8_continues_name(uint32_t code) {
    if (nb_utf8_starts_name(code) || is_subscript_digit(code)) return true;
    if (is_ascii(code)) return code >= '0' && code <= '9';
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return false;
    }
}

size_t nb_utf8_name_length(const char *text, size_t length) {
    size_t at = 0;
    while (at < length) {
        uint32_t code = 0;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        bool letter = bytes > 0 && (at == 0 ? nb_utf8_starts_name(code)
                                            : nb_utf8_continues_name(code));
        if (!letter) break;
        at += bytes;
    }
    return at;
}

static bool continues_name_at(const char *text) {
    uint32_t code;
    size_t length = 0; /* of the first character */
    while (length < 4 && text[length] != '\0') length++;
    return length > 0 && nb_utf8_decode(text, length, &code) > 0 && nb_utf8_continues_name(code);
}

bool nb_utf8_is_inside_name(const char *text, size_t at) {
    size_t before = at;
    if (at == 0) return false;
    do before--; while (before > 0 && ((unsigned char)text[before] & 0xc0) == 0x80);
    return continues_name_at(text + before) && continues_name_at(text + at);
}

bool nb_utf8_is_blank(uint32_t code) {
    if (is_ascii(code)) return code == ' ';
    return utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_ZS;
}

bool nb_utf8_is_hangul(uint32_t code) {
    return (code >= 0x1100 && code <= 0x11FF) || (code >= 0x3130 && code <= 0x318F) ||
           (code >= 0xAC00 && code <= 0xD7A3);
}

bool nb_utf8_is_control(uint32_t code) {
    const uint32_t non_joiner = 0x200c, joiner = 0x200d; /* scripts and emoji are made with them */
    if (is_ascii(code)) return code < ' ' || code == 0x7f;
    if (code == non_joiner || code == joiner) return false;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF: /* directions, tags */
    case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

static uint32_t fold(uint32_t code) {
    static const struct { uint32_t from, to; } look_alikes[] = {
        {0x03d5, 0x03c6}, /* ϕ φ */ {0x03f5, 0x03b5}, /* ϵ ε */ {0x00b5, 0x03bc}, /* µ μ */
        {0x03d1, 0x03b8}, /* ϑ θ */ {0x03f1, 0x03c1}, /* ϱ ρ */ {0x03d6, 0x03c0}, /* ϖ π */
    };
    if (is_subscript_digit(code)) return '0' + (code - 0x2080);
    if (code >= 0xff01 && code <= 0xff5e) return code - 0xff01 + '!'; /* of double width */
    for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++)
        if (look_alikes[i].from == code) return look_alikes[i].to;
    return code;
}

static const struct { const char *spelling, *letter; } letters[] = {
#define GREEK(SPELLING, LETTER) {SPELLING, LETTER},
#include "base/greek.def"
#undef GREEK
};

enum { LETTERS = sizeof letters / sizeof *letters };

const char *nb_utf8_greek(const char *text, size_t length, size_t *bytes) {
    const char *found = NULL;
    *bytes = 0;
    if (length == 0 || *text != '\\') return NULL;
    for (size_t i = 0; i < LETTERS; i++) {
        size_t n = strlen(letters[i].spelling);
        if (n + 1 > length || n + 1 <= *bytes) continue;
        if (memcmp(text + 1, letters[i].spelling, n) != 0) continue;
        found = letters[i].letter;
        *bytes = n + 1;
    }
    return found;
}

const char *nb_utf8_greek_word(const char *word, size_t length) {
    for (size_t i = 0; i < LETTERS; i++)
        if (nb_bytes_are(word, length, letters[i].spelling)) return letters[i].letter;
    return NULL;
}

const char *nb_utf8_greek_spelling(const char *letter, size_t length) {
    for (size_t i = 0; i < LETTERS; i++)
        if (nb_bytes_are(letter, length, letters[i].letter)) return letters[i].spelling;
    return NULL;
}

/* A name with spellings in it, part by part. */
static void add_spelled(nb_buffer *out, const char *name, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t bytes, plain = 0;
        const char *letter = nb_utf8_greek(name + at, length - at, &bytes);
        while (at + plain < length && name[at + plain] != '\\') plain++;
        if (letter != NULL) nb_buffer_add_text(out, letter);
        else if (plain > 0) nb_utf8_add_name(out, name + at, plain);
        else nb_buffer_add_char(out, '\\'); /* spells nothing */
        at += letter != NULL ? bytes : plain > 0 ? plain : 1;
    }
}

static void add_composed(nb_buffer *out, const char *text, size_t length, bool folded) {
    bool ascii = true;
    for (size_t i = 0; i < length; i++) ascii = ascii && (unsigned char)text[i] < 0x80;
    if (ascii) {
        nb_buffer_add(out, text, length);
        return;
    }
    const utf8proc_option_t nfc = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_int32_t *codes = NULL;
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text,
                                                (utf8proc_ssize_t)length, NULL, 0, nfc);
    size_t capacity = 0;
    if (count < 0 || !NB_RESERVE(out->memory, codes, &capacity, (size_t)count + 1)) {
        out->failed = true;
        return;
    }
    count = utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, codes,
                               count, nfc);
    count = utf8proc_normalize_utf32(codes, count, nfc);
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        utf8proc_uint8_t bytes[4];
        uint32_t code = folded ? fold((uint32_t)codes[i]) : (uint32_t)codes[i];
        utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)code, bytes);
        nb_buffer_add(out, (const char *)bytes, (size_t)n);
    }
    nb_memory_free(out->memory, codes, capacity, sizeof *codes);
}

/* The two or three letters that spell a syllable of Hangul, as section 3.12 of Unicode counts them;
 * 0: it is none. */
static size_t spell_syllable(uint32_t code, uint32_t jamo[3]) {
    const uint32_t first = 0xac00, last = 0xd7a3, vowels = 21, finals = 28;
    if (code < first || code > last) return 0;
    uint32_t n = code - first;
    jamo[0] = 0x1100 + n / (vowels * finals);
    jamo[1] = 0x1161 + n / finals % vowels;
    jamo[2] = 0x11a7 + n % finals;
    return n % finals > 0 ? 3 : 2;
}

bool nb_utf8_spells(const char *text, size_t length, const char *word) {
    size_t at = 0, bytes;
    for (size_t left = strlen(word); left > 0; word += bytes, left -= bytes) {
        uint32_t syllable = 0, code = 0, jamo[3];
        bytes = nb_utf8_decode(word, left, &syllable);
        size_t n = at < length ? nb_utf8_decode(text + at, length - at, &code) : 0;
        if (n > 0 && code == syllable) {
            at += n;
            continue;
        }
        size_t count = spell_syllable(syllable, jamo);
        if (count == 0) return false;
        for (size_t i = 0; i < count; i++, at += n) {
            n = at < length ? nb_utf8_decode(text + at, length - at, &code) : 0;
            if (n == 0 || code != jamo[i]) return false;
        }
    }
    return at == length;
}

void nb_utf8_add_name(nb_buffer *out, const char *name, size_t length) {
    bool spelled = length > 1 && memchr(name, '\\', length) != NULL;
    if (spelled) add_spelled(out, name, length);
    else add_composed(out, name, length, true);
}

void nb_utf8_add_text(nb_buffer *out, const char *text, size_t length) {
    add_composed(out, text, length, false);
}

enum { LONGEST_COMPARED = 40, EDIT = NB_UTF8_EDIT };

static size_t decode_all(const char *text, uint32_t codes[LONGEST_COMPARED]) {
    size_t count = 0, length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t bytes = count < LONGEST_COMPARED
                           ? nb_utf8_decode(text + at, length - at, &codes[count]) : 0;
        if (bytes == 0) return LONGEST_COMPARED + 1;
        at += bytes;
        count++;
    }
    return count;
}

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static bool same_letter(uint32_t a, uint32_t b) {
    return a == b || utf8proc_tolower((utf8proc_int32_t)a) == utf8proc_tolower((utf8proc_int32_t)b);
}

/* Optimal string alignment: Levenshtein with swaps, three rows of the table at a time. */
size_t nb_utf8_distance(const char *a, const char *b, size_t limit) {
    uint32_t left[LONGEST_COMPARED], right[LONGEST_COMPARED];
    size_t m = decode_all(a, left), n = decode_all(b, right);
    if (m > LONGEST_COMPARED || n > LONGEST_COMPARED) return limit + 1;
    if ((m > n ? m - n : n - m) * EDIT > limit) return limit + 1;
    size_t rows[3][LONGEST_COMPARED + 1];
    for (size_t j = 0; j <= n; j++) rows[0][j] = j * EDIT;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i * EDIT;
        for (size_t j = 1; j <= n; j++) {
            bool same = same_letter(left[i - 1], right[j - 1]);
            size_t slip = same ? 0 : nb_keys_are_near(left[i - 1], right[j - 1]) ? 1 : EDIT;
            row[j] = smallest(above[j] + EDIT, row[j - 1] + EDIT, above[j - 1] + slip);
            bool swapped = i > 1 && j > 1 && same_letter(left[i - 1], right[j - 2]) &&
                           same_letter(left[i - 2], right[j - 1]);
            if (swapped && two_above[j - 2] + EDIT < row[j]) row[j] = two_above[j - 2] + EDIT;
        }
    }
    size_t distance = rows[m % 3][n];
    return distance <= limit ? distance : limit + 1;
}
