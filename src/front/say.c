/* Messages on their own. See say.h. */
#define _POSIX_C_SOURCE 200809L
#include "front/say.h"

#include <stdint.h>
#include <unistd.h>

#include "front/system.h"
#include "view/message.h"

void nb_say(FILE *file, const nb_view *view, const char *front, nb_message message) {
    nb_memory memory = nb_system_memory();
    nb_view lines = *view;
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    lines.width = isatty(fileno(file)) ? nb_system_width() : SIZE_MAX / 2;
    nb_view_paragraph(&out, &lines, front, &message);
    if (out.length > 0) (void)fwrite(out.data, 1, out.length, file);
    (void)fflush(file);
    nb_buffer_clear(&out);
}

void nb_complain(const nb_view *view, nb_message message) {
    static const nb_view usual = {.digits = 6};
    nb_say(stderr, view != NULL ? view : &usual, "nabla", message);
}
