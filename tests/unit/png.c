/* See png.h. Inflating is RFC 1951 as it stands there, a bit at a time. */
#include "png.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- inflating ---- */

typedef struct stream {
    const unsigned char *in;
    size_t length, at; /* in bits */
    unsigned char *out;
    size_t room, made;
    bool wrong;
} stream;

static unsigned take(stream *s, int bits) {
    unsigned value = 0;
    for (int i = 0; i < bits; i++, s->at++) {
        if (s->at >= 8 * s->length) s->wrong = true;
        else value |= (unsigned)(s->in[s->at / 8] >> (s->at % 8) & 1) << i;
    }
    return value;
}

static void put(stream *s, unsigned char byte) {
    if (s->made == s->room) s->wrong = true;
    else s->out[s->made++] = byte;
}

enum { MOST_BITS = 15, SYMBOLS = 288, DISTANCES = 30 };

/* How many codes there are of each length, and the symbols in the order of their codes. */
typedef struct code {
    unsigned count[MOST_BITS + 1], symbol[SYMBOLS];
} code;

static void make_code(code *c, const unsigned char *lengths, int symbols) {
    unsigned at = 0;
    memset(c, 0, sizeof *c);
    for (unsigned bits = 1; bits <= MOST_BITS; bits++)
        for (int i = 0; i < symbols; i++)
            if (lengths[i] == bits) {
                c->count[bits]++;
                c->symbol[at++] = (unsigned)i;
            }
}

static unsigned take_symbol(stream *s, const code *c) {
    unsigned value = 0, first = 0, index = 0;
    for (int bits = 1; bits <= MOST_BITS && !s->wrong; bits++) {
        value |= take(s, 1);
        if (value < first + c->count[bits]) return c->symbol[index + value - first];
        index += c->count[bits];
        first = (first + c->count[bits]) << 1;
        value <<= 1;
    }
    s->wrong = true;
    return 0;
}

static void take_block(stream *s, const code *symbols, const code *distances) {
    static const unsigned lengths[29] = {3,  4,  5,  6,  7,  8,  9,  10,  11,  13,
                                         15, 17, 19, 23, 27, 31, 35, 43,  51,  59,
                                         67, 83, 99, 115, 131, 163, 195, 227, 258};
    for (;;) {
        unsigned symbol = take_symbol(s, symbols);
        if (s->wrong || symbol == 256) return;
        if (symbol < 256) {
            put(s, (unsigned char)symbol);
            continue;
        }
        symbol -= 257;
        if (symbol >= 29) s->wrong = true;
        if (s->wrong) return;
        int more = symbol < 8 || symbol == 28 ? 0 : (int)symbol / 4 - 1;
        unsigned length = lengths[symbol] + take(s, more);
        unsigned far = take_symbol(s, distances);
        int wide = far < 4 ? 0 : (int)far / 2 - 1;
        size_t back = (far < 4 ? far + 1 : ((2 + far % 2) << wide) + 1) + take(s, wide);
        if (far >= DISTANCES || back > s->made) s->wrong = true;
        for (; length > 0 && !s->wrong; length--) put(s, s->out[s->made - back]);
    }
}

static void take_stored(stream *s) {
    s->at = (s->at + 7) / 8 * 8;
    unsigned length = take(s, 16);
    (void)take(s, 16);
    for (; length > 0 && !s->wrong; length--) put(s, (unsigned char)take(s, 8));
}

static void take_fixed(stream *s) {
    unsigned char lengths[SYMBOLS];
    code symbols, distances;
    for (int i = 0; i < SYMBOLS; i++) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    make_code(&symbols, lengths, SYMBOLS);
    memset(lengths, 5, DISTANCES);
    make_code(&distances, lengths, DISTANCES);
    take_block(s, &symbols, &distances);
}

static void take_dynamic(stream *s) {
    static const int order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    unsigned char lengths[SYMBOLS + 32] = {0}, shorts[19] = {0};
    unsigned literals = take(s, 5) + 257, distant = take(s, 5) + 1, given = take(s, 4) + 4;
    code first, symbols, distances;
    for (unsigned i = 0; i < given; i++) shorts[order[i]] = (unsigned char)take(s, 3);
    make_code(&first, shorts, 19);
    for (unsigned i = 0; i < literals + distant && !s->wrong;) {
        unsigned symbol = take_symbol(s, &first), times = 1;
        unsigned char length = symbol < 16 ? (unsigned char)symbol : 0;
        if (symbol == 16 && i > 0) length = lengths[i - 1];
        if (symbol == 16) times = 3 + take(s, 2);
        if (symbol == 17) times = 3 + take(s, 3);
        if (symbol == 18) times = 11 + take(s, 7);
        if (i + times > literals + distant) s->wrong = true;
        for (; times > 0 && !s->wrong; times--) lengths[i++] = length;
    }
    make_code(&symbols, lengths, (int)literals);
    make_code(&distances, lengths + literals, (int)distant);
    take_block(s, &symbols, &distances);
}

static bool inflate(stream *s) {
    bool last = false;
    while (!last && !s->wrong) {
        last = take(s, 1) == 1;
        switch (take(s, 2)) {
        case 0: take_stored(s); break;
        case 1: take_fixed(s); break;
        case 2: take_dynamic(s); break;
        default: s->wrong = true;
        }
    }
    return !s->wrong && s->made == s->room;
}

/* ---- the picture ---- */

static size_t read_number(const unsigned char *at) {
    return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

/* What a pixel is foretold to be by the one before it, the one above and the one before that. */
static int foretell(int filter, int left, int above, int corner) {
    int sum = left + above - corner;
    int a = abs(sum - left), b = abs(sum - above), c = abs(sum - corner);
    switch (filter) {
    case 1: return left;
    case 2: return above;
    case 3: return (left + above) / 2;
    case 4: return a <= b && a <= c ? left : b <= c ? above : corner;
    default: return 0;
    }
}

static void unfilter(unsigned char *rows, size_t height, size_t stride, size_t channels) {
    for (size_t y = 0; y < height; y++) {
        unsigned char *row = rows + y * (stride + 1) + 1;
        for (size_t x = 0; x < stride; x++) {
            const unsigned char *above = row - stride - 1;
            int up = y > 0 ? above[x] : 0, left = x >= channels ? row[x - channels] : 0;
            int corner = y > 0 && x >= channels ? above[x - channels] : 0;
            row[x] = (unsigned char)(row[x] + foretell(row[-1], left, up, corner));
        }
    }
}

/* The parts of the file: the head says the sizes, the data are put together in their place. */
static bool take_parts(unsigned char *file, size_t length, png *picture, size_t *channels,
                       size_t *data) {
    *data = 0;
    for (size_t at = 8; at + 12 <= length;) {
        size_t bytes = read_number(file + at);
        const unsigned char *part = file + at + 8;
        if (bytes > length - at - 12) return false;
        if (memcmp(part - 4, "IHDR", 4) == 0) {
            picture->width = read_number(part);
            picture->height = read_number(part + 4);
            *channels = part[9] == 2 ? 3 : 4;
            if (part[8] != 8 || (part[9] != 2 && part[9] != 6) || part[12] != 0) return false;
        } else if (memcmp(part - 4, "IDAT", 4) == 0) {
            memmove(file + *data, part, bytes);
            *data += bytes;
        }
        at += bytes + 12;
    }
    return *data > 2 && picture->width > 0 && picture->height > 0;
}

bool png_load(const char *path, png *picture) {
    FILE *stream_of = fopen(path, "rb");
    size_t room = 1 << 24, channels = 3, data;
    unsigned char *file = malloc(room), *rows = NULL;
    *picture = (png){0, 0, NULL};
    size_t length = stream_of != NULL && file != NULL ? fread(file, 1, room, stream_of) : 0;
    if (stream_of != NULL) fclose(stream_of);
    bool good = length > 8 && memcmp(file, "\211PNG\r\n\032\n", 8) == 0 &&
                take_parts(file, length, picture, &channels, &data);
    size_t stride = channels * picture->width, size = picture->height * (stride + 1);
    if (good) rows = malloc(size);
    if (rows != NULL) { /* behind two bytes of zlib's own */
        stream s = {.in = file + 2, .length = data - 2, .out = rows, .room = size};
        good = inflate(&s);
        unfilter(rows, picture->height, stride, channels);
        picture->pixels = malloc(3 * picture->width * picture->height);
    }
    good = good && rows != NULL && picture->pixels != NULL;
    for (size_t i = 0; good && i < picture->width * picture->height; i++) {
        const unsigned char *row = rows + i / picture->width * (stride + 1) + 1;
        memcpy(picture->pixels + 3 * i, row + channels * (i % picture->width), 3);
    }
    free(rows);
    free(file);
    if (!good) png_clear(picture);
    return good;
}

void png_clear(png *picture) {
    free(picture->pixels);
    picture->pixels = NULL;
}
