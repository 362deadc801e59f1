/* Two keyboards. The Korean one is the two-set layout (KS X 5002); syllables come apart by the
 * arithmetic of the Unicode standard, section 3.12. */
#include "base/keyboard.h"

#include <string.h>

#include "base/utf8.h"

/* ---- QWERTY ---- */

static bool find_key(uint32_t code, int *row, int *column) {
    static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    if (code >= 'A' && code <= 'Z') code += 'a' - 'A';
    for (int i = 0; i < 3; i++) {
        const char *key = code > 0 && code < 0x80 ? strchr(rows[i], (int)code) : NULL;
        if (key == NULL) continue;
        *row = i;
        *column = (int)(key - rows[i]);
        return true;
    }
    return false;
}

bool nb_keys_are_near(uint32_t a, uint32_t b) {
    int row_a, column_a, row_b, column_b;
    if (!find_key(a, &row_a, &column_a) || !find_key(b, &row_b, &column_b)) return false;
    int down = row_b - row_a, right = column_b - column_a;
    if (down == 0) return right == 1 || right == -1;
    if (down == 1) return right == 0 || right == -1; /* each row is shifted by half a key */
    return down == -1 && (right == 0 || right == 1);
}

/* ---- Hangul ---- */

static const char *const initials[] = {"r", "R", "s", "e", "E", "f", "a", "q", "Q", "t",
                                       "T", "d", "w", "W", "c", "z", "x", "v", "g"};
static const char *const vowels[] = {"k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho",
                                     "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"};
static const char *const finals[] = {"", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr",
                                     "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t",
                                     "T", "d", "w", "c", "z", "x", "v", "g"};
/* single letters, from ㄱ (U+3131) to ㅎ (U+314E); the vowels follow in the order above */
static const char *const letters[] = {"r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr",
                                      "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q", "qt",
                                      "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"};

typedef struct key_buffer {
    char *keys;
    size_t length, room;
} key_buffer;

static void add(key_buffer *out, const char *keys, size_t length) {
    if (out->length + length < out->room) memcpy(out->keys + out->length, keys, length);
    out->length += length;
}

/* Adds the keys of a letter or syllable; false when the code is no Hangul. */
static bool add_hangul(key_buffer *out, uint32_t code) {
    if (code >= 0xac00 && code <= 0xd7a3) {
        uint32_t syllable = code - 0xac00;
        const char *parts[] = {initials[syllable / 588], vowels[syllable % 588 / 28],
                               finals[syllable % 28]};
        for (int i = 0; i < 3; i++) add(out, parts[i], strlen(parts[i]));
        return true;
    }
    const char *keys = code >= 0x3131 && code <= 0x314e   ? letters[code - 0x3131]
                       : code >= 0x314f && code <= 0x3163 ? vowels[code - 0x314f] : NULL;
    if (keys == NULL) return false;
    add(out, keys, strlen(keys));
    return true;
}

bool nb_keys_of_hangul(const char *text, size_t length, char *keys, size_t room) {
    key_buffer out = {keys, 0, room};
    bool hangul = false;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) return false;
        bool here = add_hangul(&out, code);
        if (!here) add(&out, text + at, bytes);
        hangul = hangul || here;
        at += bytes;
    }
    if (!hangul || out.length >= room) return false;
    keys[out.length] = '\0';
    return true;
}
