/* Other encodings as UTF-8, through iconv. */
#define _POSIX_C_SOURCE 200809L
#include "front/system/encodings.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "front/system/system.h"

typedef struct output {
    char *text, *at;
    size_t room; /* with one byte for the NUL */
} output;

static bool grow(output *out, size_t room) {
    size_t used = (size_t)(out->at - out->text);
    char *text = room > out->room ? nb_system_allocate(NULL, out->text, out->room, room) : NULL;
    if (text == NULL) return false;
    out->text = text;
    out->at = text + used;
    out->room = room;
    return true;
}

/* Converts until the end or the first bytes that are no text; false without memory. */
static bool convert(iconv_t converter, const char *bytes, size_t length, output *out, bool *whole) {
    char *from; /* iconv's parameter is no const, though it leaves the bytes as they are */
    memcpy(&from, &bytes, sizeof from);
    if (!grow(out, length < SIZE_MAX / 2 ? length + length / 2 + 16 : 0)) return false;
    for (;;) {
        size_t left = out->room - (size_t)(out->at - out->text) - 1;
        *whole = iconv(converter, &from, &length, &out->at, &left) != (size_t)-1;
        if (*whole || errno != E2BIG) return true;
        if (!grow(out, out->room < SIZE_MAX / 2 ? 2 * out->room : 0)) return false;
    }
}

bool nb_encoding_decode(void *user, const char *encoding, const char *bytes, size_t length,
                        char **text, size_t *text_length, const char **reason) {
    (void)user;
    output out = {.text = NULL};
    bool whole;
    *reason = NULL;
    iconv_t converter = iconv_open("UTF-8", encoding);
    if ((intptr_t)converter == -1) {
        *reason = strerror(errno);
        return false;
    }
    bool done = convert(converter, bytes, length, &out, &whole);
    (void)iconv_close(converter);
    if (!done) {
        (void)nb_system_allocate(NULL, out.text, out.room, 0);
        *reason = strerror(ENOMEM);
        return false;
    }
    *out.at = '\0';
    *text = out.text;
    *text_length = (size_t)(out.at - out.text);
    return whole;
}
