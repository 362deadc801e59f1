/* Messages on their own. See say.h. */
#define _POSIX_C_SOURCE 200809L
#include "front/terminal/say.h"

#include <errno.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "front/system/language.h"
#include "front/system/system.h"
#include "view/message.h"

/* Room for a message when there is no other: that memory ran out has to be said. */
typedef struct reserve {
    size_t used;
    alignas(max_align_t) char bytes[1 << 16];
} reserve;

/* As realloc. What was given back is not used again: it is for one message. */
static void *take(void *user, void *block, size_t old_size, size_t new_size) {
    reserve *from = user;
    const size_t unit = alignof(max_align_t);
    size_t need = (new_size + unit - 1) / unit * unit;
    if (new_size == 0 || need > sizeof from->bytes - from->used) return NULL;
    char *taken = from->bytes + from->used;
    if (old_size > 0) memcpy(taken, block, old_size < new_size ? old_size : new_size);
    from->used += need;
    return taken;
}

/* False: memory was not enough, and nothing is printed. */
static bool print(FILE *file, const nb_view *view, const char *front, const nb_message *message,
                  nb_memory *memory) {
    nb_buffer out;
    nb_buffer_init(&out, memory);
    nb_view_paragraph(&out, view, front, message);
    bool good = !out.failed;
    if (good) nb_say_bytes(file, &out);
    nb_buffer_clear(&out);
    return good;
}

void nb_say(FILE *file, const nb_view *view, const char *front, nb_message message) {
    nb_memory memory = nb_system_memory();
    nb_view lines = *view;
    lines.width = isatty(fileno(file)) ? nb_system_width() : SIZE_MAX / 2;
    if (print(file, &lines, front, &message, &memory)) return;
    reserve room;
    room.used = 0;
    nb_memory last = {.allocate = take, .user = &room, .limit = sizeof room.bytes};
    (void)print(file, &lines, front, &message, &last);
}

void nb_say_bytes(FILE *file, const nb_buffer *bytes) {
    bool all = bytes->length == 0 ||
               fwrite(bytes->data, 1, bytes->length, file) == bytes->length;
    if ((!all || fflush(file) != 0) && file == stdout) nb_say_unwritten();
}

void nb_say_unwritten(void) {
    static bool told; /* each later result fails in the same way */
    int error = errno;
    if (told) return;
    told = true;
    if (error == EPIPE) return;
    nb_complain(NULL, NB_SAY(CANNOT_WRITE, NB_WORDS(strerror(error))));
}

void nb_complain(const nb_view *view, nb_message message) {
    nb_view usual = {.digits = 6, .words = nb_language_words()};
    nb_say(stderr, view != NULL ? view : &usual, "nabla", message);
}
