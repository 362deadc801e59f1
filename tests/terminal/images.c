/* Reads the sequences of images. See images.h. It shares no code with the program. */
#include "images.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PIECE = 4096, FRONT = 32, BYTES = 24 };

static const struct {
    const char *word, *attributes;
} kinds[] = {
    [IMAGES_NONE] = {"plain", "\033[?64;1;2;14;22c"},
    [IMAGES_KITTY] = {"kitty", "\033[?62;c"},
    [IMAGES_SIXEL] = {"sixel", "\033[?62;4;22c"},
    [IMAGES_SILENT] = {"silent", ""},
};

bool images_find(const char *word, image_kind *kind) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        *kind = (image_kind)i;
        if (strcmp(kinds[i].word, word) == 0) return true;
    }
    return false;
}

const char *images_attributes(image_kind terminal) {
    return kinds[terminal].attributes;
}

/* "WxH" of a PNG file whose base64 begins so; false: it is none. */
static bool measure(const char *text, size_t length, char size[FRONT]) {
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char bytes[BYTES + 2];
    if (length < FRONT) return false;
    for (size_t i = 0; i < BYTES / 3; i++) {
        unsigned long three = 0;
        for (size_t k = 0; k < 4; k++) {
            const char *digit = strchr(digits, text[i * 4 + k]);
            if (digit == NULL) return false;
            three = three << 6 | (unsigned long)(digit - digits);
        }
        for (size_t k = 0; k < 3; k++)
            bytes[i * 3 + k] = (unsigned char)(three >> (16 - 8 * k) & 255);
    }
    snprintf(size, FRONT, "%dx%d", bytes[18] * 256 + bytes[19], bytes[22] * 256 + bytes[23]);
    return memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0;
}

/* A piece is not longer than 4096, and all of them but the last are a multiple of 4. The image is
 * told at the last one. */
static bool take_kitty(image_kind terminal, const char *string, size_t length, char *shown,
                       char *reply) {
    static char size[FRONT];
    const char *payload = strchr(string, ';');
    if (payload == NULL) return false;
    size_t bytes = length - (size_t)(++payload - string);
    if (strstr(string, "a=q") != NULL) {
        if (terminal == IMAGES_KITTY) snprintf(reply, IMAGE_TEXT, "\033_Gi=31;OK\033\\");
        return true;
    }
    bool more = strstr(string, "m=1;") != NULL, first = strstr(string, "a=T") != NULL;
    if (bytes > MOST_PIECE || bytes % 4 != 0 || strstr(string, "q=2") == NULL) return false;
    if (first && !measure(payload, bytes, size)) return false;
    if (!more) snprintf(shown, IMAGE_TEXT, "[kitty %s]", size);
    return true;
}

static bool take_iterm(const char *string, size_t length, char *shown) {
    char size[FRONT];
    const char *payload = strchr(string, ':');
    if (payload++ == NULL || strstr(string, "inline=1") == NULL) return false;
    if (!measure(payload, length - (size_t)(payload - string), size)) return false;
    snprintf(shown, IMAGE_TEXT, "[iterm %s]", size);
    return true;
}

/* What tmux hands on, each ESC in it doubled: one string, from ESC to its end. */
static bool take_tmux(const char *string, size_t length, char *shown) {
    char *inner = malloc(length + 1), unused[IMAGE_TEXT] = "", seen[IMAGE_TEXT] = "";
    size_t bytes = 0;
    if (inner == NULL) return false;
    for (size_t i = 0; i < length; i++) {
        if (string[i] == '\033' && string[++i] != '\033') bytes = length + 1; /* a single one */
        if (bytes <= length) inner[bytes++] = string[i];
    }
    bool good = bytes > 4 && bytes <= length && inner[0] == '\033';
    size_t end = good && inner[bytes - 1] == '\\' ? bytes - 2 : bytes - 1;
    if (good) inner[end] = '\0';
    good = good && images_take(IMAGES_NONE, inner[1], inner + 2, end - 2, seen, unused);
    if (*seen != '\0') snprintf(shown, IMAGE_TEXT, "tmux: %.100s", seen);
    free(inner);
    return good;
}

bool images_take(image_kind terminal, char kind, const char *string, size_t length, char *shown,
                 char *reply) {
    static const char iterm[] = "1337;File=", tmux[] = "tmux;";
    const size_t skip = sizeof tmux - 1;
    *shown = *reply = '\0';
    if (kind == ']' && strncmp(string, iterm, sizeof iterm - 1) == 0)
        return take_iterm(string, length, shown);
    if (kind == ']') return true; /* titles */
    if (kind == '_' && *string == 'G')
        return take_kitty(terminal, string, length, shown, reply);
    if (kind == 'P' && strncmp(string, tmux, skip) == 0)
        return take_tmux(string + skip, length - skip, shown);
    if (kind != 'P' || string[strspn(string, "0123456789;")] != 'q') return false;
    snprintf(shown, IMAGE_TEXT, "[sixel]");
    return true;
}
