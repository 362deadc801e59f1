/* Owns the sequences in which terminals read images: kitty's (APC G), iTerm2's (OSC 1337) and sixel
 * (DCS q). What tmux is to hand on stands in a sequence of its own, each ESC in it doubled; tmux
 * knows nothing of the rows below, so room is made for them first. */
#include "sketch/image.h"

#include <stdio.h>
#include <string.h>

#include "base/base64.h"

enum {
    CHUNK = 4096 / 4 * 3, /* bytes whose base64 is as long as kitty allows a piece to be */
    NUMBERS = 128,        /* room for what stands in front of the bytes */
    PNG_FRONT = 24, PNG_WIDTH = 16, PNG_HEIGHT = 20
};

/* ---- what is sent ---- */

static void add_sequence(nb_buffer *out, const nb_image *image, const char *bytes, size_t length) {
    if (!image->tmux) {
        nb_buffer_add(out, bytes, length);
        return;
    }
    nb_buffer_add_text(out, "\033Ptmux;");
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\033') nb_buffer_add_char(out, '\033');
        nb_buffer_add_char(out, bytes[i]);
    }
    nb_buffer_add_text(out, "\033\\");
}

/* One piece: the whole, or from `at` on. q=2: the terminal is not to answer. */
static void add_kitty(nb_buffer *piece, const nb_image *image, size_t at) {
    char numbers[NUMBERS];
    size_t rest = image->length - at, length = rest < CHUNK ? rest : CHUNK;
    nb_buffer_add_text(piece, "\033_G");
    if (at == 0) nb_buffer_add_text(piece, "a=T,f=100,");
    if (at == 0 && image->columns > 0) {
        (void)snprintf(numbers, sizeof numbers, "c=%zu,", image->columns);
        nb_buffer_add_text(piece, numbers);
    }
    nb_buffer_add_text(piece, rest > length ? "q=2,m=1;" : "q=2,m=0;");
    nb_base64_add(piece, image->bytes + at, length);
    nb_buffer_add_text(piece, "\033\\");
}

static void add_iterm(nb_buffer *piece, const nb_image *image) {
    char numbers[NUMBERS];
    (void)snprintf(numbers, sizeof numbers, "\033]1337;File=inline=1;size=%zu", image->length);
    nb_buffer_add_text(piece, numbers);
    if (image->columns > 0) {
        (void)snprintf(numbers, sizeof numbers, ";width=%zu", image->columns);
        nb_buffer_add_text(piece, numbers);
    }
    nb_buffer_add_char(piece, ':');
    nb_base64_add(piece, image->bytes, image->length);
    nb_buffer_add_char(piece, '\a');
}

/* `at` goes on to the piece behind it. */
static void add_piece(nb_buffer *piece, const nb_image *image, size_t *at) {
    if (image->kind == NB_IMAGES_KITTY) add_kitty(piece, image, *at);
    else if (image->kind == NB_IMAGES_ITERM) add_iterm(piece, image);
    else nb_buffer_add(piece, image->bytes, image->length);
    *at += image->kind == NB_IMAGES_KITTY ? CHUNK : image->length;
}

void nb_image_add(nb_buffer *out, const nb_image *image) {
    char move[NUMBERS];
    nb_buffer piece;
    nb_buffer_init(&piece, out->memory);
    if (image->tmux) {
        nb_buffer_add_repeated(out, '\n', image->rows);
        (void)snprintf(move, sizeof move, "\033[%zuA", image->rows);
        nb_buffer_add_text(out, move);
    }
    for (size_t at = 0; at < image->length && !piece.failed && !out->failed;) {
        piece.length = 0;
        add_piece(&piece, image, &at);
        if (!piece.failed) add_sequence(out, image, piece.data, piece.length);
    }
    if (image->tmux) {
        (void)snprintf(move, sizeof move, "\r\033[%zuB", image->rows);
        nb_buffer_add_text(out, move);
    } else nb_buffer_add_char(out, '\n');
    if (piece.failed) out->failed = true;
    nb_buffer_clear(&piece);
}

/* ---- what images are ---- */

static uint32_t read_number(const char *bytes) {
    uint32_t number = 0;
    for (int i = 0; i < 4; i++) number = number << 8 | (unsigned char)bytes[i];
    return number;
}

/* The signature and the first chunk stand in each such file. */
bool nb_image_measure(const char *png, size_t length, uint32_t *width, uint32_t *height) {
    static const char front[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
    if (length < PNG_FRONT || memcmp(png, front, sizeof front - 1) != 0) return false;
    *width = read_number(png + PNG_WIDTH);
    *height = read_number(png + PNG_HEIGHT);
    return *width > 0 && *height > 0;
}

/* ESC P numbers q, printable characters, ESC \. */
bool nb_image_is_sixel(const char *bytes, size_t length) {
    size_t at = 2, end = length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) end--;
    if (end < 5 || memcmp(bytes, "\033P", 2) != 0) return false;
    if (memcmp(bytes + end - 2, "\033\\", 2) != 0) return false;
    while (at < end && ((bytes[at] >= '0' && bytes[at] <= '9') || bytes[at] == ';')) at++;
    if (bytes[at++] != 'q') return false;
    for (; at < end - 2; at++) {
        bool ends_line = bytes[at] == '\n' || bytes[at] == '\r';
        if (!ends_line && (bytes[at] < ' ' || bytes[at] > '~')) return false;
    }
    return true;
}
