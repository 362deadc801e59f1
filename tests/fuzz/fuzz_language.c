/* The statement language: any bytes, fed as lines of one session and cut in the middle, are
 * answered, and every answer can be shown. Completion looks at every line, too. */
#include <stdlib.h>
#include <string.h>

#include "nabla.h"
#include "world.h"

enum { LONGEST = 2048 };

const char *const fuzz_sign = "";

static const char beginning[] = "a = 2; b = 3; x = 11; w = 17; v = [1, 2]; W = [1, 2; 3, 4]\n"
                                "f(u, v) = u*v; L = (w*x - a)^2; h[1] = 4; h[2] = 6*w\n";

static void found(void *user, const char *name) {
    size_t *count = user;
    FUZZ_CHECK(name != NULL && *name != '\0');
    ++*count;
}

static void complete(fuzz_world *world, const char *text, size_t length) {
    char *line = malloc(length + 1);
    FUZZ_CHECK(line != NULL);
    memcpy(line, text, length);
    line[length] = '\0';
    size_t count = 0;
    bool node;
    FUZZ_CHECK(nb_complete(world->session, line, length, found, &count) <= length);
    (void)nb_completes_file(line, &node);
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    if (size > LONGEST) return 0;
    fuzz_world world;
    fuzz_open(&world);
    (void)fuzz_feed(&world, beginning, strlen(beginning));
    for (size_t at = 0; at < size;) {
        const char *newline = memchr(text + at, '\n', size - at);
        size_t length = newline != NULL ? (size_t)(newline - text) - at + 1 : size - at;
        complete(&world, text + at, length - (newline != NULL));
        fuzz_answer answer = fuzz_feed(&world, text + at, length);
        free(answer.file);
        at += length;
    }
    nb_result *result;
    (void)!nb_finish(world.session, &result);
    if (result != NULL) fuzz_render(result);
    nb_result_free(result);
    fuzz_close(&world);
    return 0;
}
