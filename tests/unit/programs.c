/* See programs.h. */
#define _POSIX_C_SOURCE 200809L
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};


void join(char *out, const char *folder, const char *name) {
    int length = snprintf(out, PATH_BYTES, "%s/%s", folder, name);
    assert_true(length > 0 && length < PATH_BYTES);
}

int set_up(void **state) {
    scratch *s = calloc(1, sizeof *s);
    assert_non_null(s);
    snprintf(s->folder, sizeof s->folder, "%s", "/tmp/nabla-picture-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->bin, sizeof s->bin, "%s/bin", s->folder);
    assert_int_equal(mkdir(s->bin, 0700), 0);
    s->path = strdup(getenv("PATH") != NULL ? getenv("PATH") : "/usr/bin:/bin");
    assert_non_null(s->path);
    s->free_end = lowest_free_descriptor();
    *state = s;
    return 0;
}

int tear_down(void **state) {
    static const char *const names[] = {"a.png", "a.dot", "a.svg", "a.pdf", "a.PDF", "a.dat",
                                        "bin/dot", "bin/img2sixel",
                                        "bin/gnuplot", "bin/fc-list", "bin", ""};
    scratch *s = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[PATH_BYTES];
        join(path, s->folder, names[i]);
        remove(path);
    }
    setenv("PATH", s->path, 1);
    bool closed = lowest_free_descriptor() == s->free_end;
    free(s->path);
    free(s);
    return closed && memory.used == 0 ? 0 : -1;
}

/* Puts a program on PATH, before the others or instead of them. */
void install(const scratch *s, const char *name, const char *body) {
    char path[PATH_BYTES];
    join(path, s->bin, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", body);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0700), 0);
}

void use_bin(const scratch *s, bool alone) {
    size_t size = strlen(s->bin) + strlen(s->path) + 2;
    char *value = malloc(size);
    assert_non_null(value);
    snprintf(value, size, "%s%s%s", s->bin, alone ? "" : ":", alone ? "" : s->path);
    setenv("PATH", value, 1);
    free(value);
}

long size_of(const scratch *s, const char *name) {
    char path[PATH_BYTES];
    struct stat info;
    join(path, s->folder, name);
    return stat(path, &info) == 0 ? (long)info.st_size : -1;
}
