/* The bytes of the text, NULs up to a multiple of PIECE, and a check sum; all mixed with a stream
 * of bytes that begins with the hash of the question's id. */
#include "lesson/seal.h"

#include <string.h>

#include "base/fnv.h"

enum { PIECE = 24, SUM = 4 };

typedef struct stream {
    uint64_t state;
} stream;

/* Knuth's linear congruence (MMIX), whose high bits are the better ones. */
static unsigned next(stream *s) {
    s->state = s->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(s->state >> 56);
}

static unsigned sum_byte(uint64_t sum, size_t i) {
    return (unsigned)(sum >> 8 * i & 0xff);
}

static void add_byte(nb_buffer *out, unsigned byte) {
    static const char digits[] = "0123456789abcdef";
    nb_buffer_add_char(out, digits[byte >> 4 & 0xf]);
    nb_buffer_add_char(out, digits[byte & 0xf]);
}

void nb_seal_add(nb_buffer *out, const char *id, const char *text) {
    size_t length = strlen(text), padded = (length + PIECE - 1) / PIECE * PIECE;
    uint64_t sum = nb_fnv1a(text, length);
    stream s = {nb_fnv1a(id, strlen(id))};
    for (size_t i = 0; i < padded; i++)
        add_byte(out, next(&s) ^ (i < length ? (unsigned char)text[i] : 0));
    for (size_t i = 0; i < SUM; i++) add_byte(out, next(&s) ^ sum_byte(sum, i));
}

static unsigned value_of(char digit) {
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

nb_status nb_seal_open(nb_arena *arena, const char *id, const char *sealed, const char **text) {
    size_t digits = strlen(sealed), count = digits / 2;
    *text = NULL;
    if (strspn(sealed, "0123456789abcdef") != digits || digits % 2 != 0 || count <= SUM)
        return NB_STATUS_ERROR;
    char *plain = nb_arena_add(arena, count - SUM + 1, 1);
    if (plain == NULL) return NB_STATUS_NO_MEMORY;
    stream s = {nb_fnv1a(id, strlen(id))};
    bool same = true, ended = false;
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned byte = (value_of(sealed[2 * i]) << 4 | value_of(sealed[2 * i + 1])) ^ next(&s);
        if (i < count - SUM) plain[i] = (char)byte;
        same = same && !(ended && i < count - SUM && byte != 0);
        ended = ended || byte == 0;
        if (i == count - SUM) sum = nb_fnv1a(plain, strlen(plain));
        if (i >= count - SUM) same = same && byte == sum_byte(sum, i - (count - SUM));
    }
    *text = plain;
    return same ? NB_STATUS_OK : NB_STATUS_ERROR;
}
