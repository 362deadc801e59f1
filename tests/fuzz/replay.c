/* Runs a target on files, in place of libFuzzer: the inputs that are kept, in an ordinary build.
 * Folders are not entered. Exit 0 when every file ran; a finding aborts. */
#include <stdio.h>
#include <stdlib.h>

#include "world.h"

enum { LARGEST = 1 << 20 };

/* In a block of just its size, so that reading behind it shows. */
static int run_file(const char *path) {
    static char bytes[LARGEST];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return EXIT_FAILURE;
    }
    size_t length = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    uint8_t *copy = malloc(length > 0 ? length : 1);
    if (copy == NULL) return EXIT_FAILURE;
    for (size_t i = 0; i < length; i++) copy[i] = (uint8_t)bytes[i];
    (void)fprintf(stderr, "%s\n", path);
    (void)LLVMFuzzerTestOneInput(copy, length);
    free(copy);
    return EXIT_SUCCESS;
}

int main(int count, char **paths) {
    int status = count > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
    for (int i = 1; i < count && status == EXIT_SUCCESS; i++) status = run_file(paths[i]);
    return status;
}
