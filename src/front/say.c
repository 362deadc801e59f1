/* Messages on their own. See say.h. */
#define _POSIX_C_SOURCE 200809L
#include "front/say.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "front/system.h"
#include "view/message.h"

/* Past all that needs memory, in English. */
static void say_no_memory(int fd) {
    const char *words = nb_message_wording(NB_MESSAGE_NO_MEMORY);
    const char *const parts[] = {"nabla: ", words, "\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (write(fd, parts[i], strlen(parts[i])) < 0) return;
}

void nb_say(FILE *file, const nb_view *view, const char *front, nb_message message) {
    nb_memory memory = nb_system_memory();
    nb_view lines = *view;
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    lines.width = isatty(fileno(file)) ? nb_system_width() : SIZE_MAX / 2;
    nb_view_paragraph(&out, &lines, front, &message);
    if (out.failed) say_no_memory(STDERR_FILENO);
    else nb_say_bytes(file, &out);
    nb_buffer_clear(&out);
}

void nb_say_bytes(FILE *file, const nb_buffer *bytes) {
    if (bytes->length > 0) (void)fwrite(bytes->data, 1, bytes->length, file);
    if (fflush(file) != 0 && file == stdout) nb_say_unwritten();
}

void nb_say_unwritten(void) {
    static bool told; /* each later result fails in the same way */
    int error = errno;
    if (told || error == EPIPE) return;
    told = true;
    nb_complain(NULL, NB_SAY(CANNOT_WRITE, NB_TEXT(strerror(error))));
}

void nb_complain(const nb_view *view, nb_message message) {
    static const nb_view usual = {.digits = 6};
    nb_say(stderr, view != NULL ? view : &usual, "nabla", message);
}
