/* What the operating system gives a process. See system.h. */
#define _DEFAULT_SOURCE /* struct winsize */
#include "front/system/system.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80, LARGEST_WIDTH = 10000 };

void *nb_system_allocate(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user;
    (void)old_size;
    if (new_size > 0) return block != NULL ? realloc(block, new_size) : calloc(1, new_size);
    free(block);
    return NULL;
}

nb_memory nb_system_memory(void) {
    return (nb_memory){.allocate = nb_system_allocate, .zeroed = true,
                       .limit = (size_t)1 << 30};
}

size_t nb_system_machine(void) {
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || size <= 0 || (size_t)pages > SIZE_MAX / (size_t)size) return 0;
    return (size_t)pages * (size_t)size;
}

size_t nb_system_width(void) {
    struct winsize size;
    if (!isatty(STDOUT_FILENO)) return USUAL_WIDTH;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const char *columns = getenv("COLUMNS");
    long width = columns != NULL ? strtol(columns, NULL, 10) : 0;
    return width > 0 && width <= LARGEST_WIDTH ? (size_t)width : USUAL_WIDTH;
}

bool nb_system_vectors(nb_vectors *vectors) {
    static const char *const words[] = {NB_VECTORS_WORDS};
    const char *word = getenv("NABLA_VECTORS");
    *vectors = NB_VECTORS_AUTO;
    for (size_t i = 0; word != NULL && i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) != 0) continue;
        *vectors = (nb_vectors)i;
        return true;
    }
    return word == NULL || *word == '\0';
}
