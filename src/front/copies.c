/* The students' copy. */
#include "front/copies.h"

#include <stdlib.h>

#include "copies/strip.h"
#include "front/terminal/say.h"

int nb_copies_strip(nb_show *show, nb_lesson_file *file) {
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(show->session));
    nb_strip(&file->lesson, file->text, file->length, &out);
    bool good = !out.failed;
    if (good) nb_say_bytes(show->out, &out);
    else nb_lesson_no_memory(show, file);
    nb_buffer_clear(&out);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
