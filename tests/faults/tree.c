/* Files read, compared, written and removed. See tree.h. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static tree *reading; /* nftw has no other way to it */

bool tree_add(tree *t, const char *path, const char *bytes, size_t length) {
    if (t->count == TREE_FILES) return false;
    tree_file *file = &t->files[t->count];
    *file = (tree_file){.length = length, .folder = bytes == NULL};
    int n = snprintf(file->path, TREE_PATH, "%s", path);
    file->bytes = malloc(length + 1);
    if (file->bytes == NULL || n < 0 || n >= TREE_PATH) return false;
    if (length > 0) memcpy(file->bytes, bytes, length);
    file->bytes[length] = '\0';
    t->count++;
    return true;
}

static bool add_file(const char *path, size_t size) {
    int fd = open(path, O_RDONLY);
    char *bytes = malloc(size + 1);
    bool good = fd >= 0 && bytes != NULL && read(fd, bytes, size) == (ssize_t)size;
    if (fd >= 0) close(fd);
    good = good && tree_add(reading, path + 2, bytes, size);
    free(bytes);
    return good;
}

static int visit(const char *path, const struct stat *about, int type, struct FTW *walk) {
    if (walk->level == 0) return 0;
    if (type == FTW_D) return tree_add(reading, path + 2, NULL, 0) ? 0 : -1;
    return add_file(path, (size_t)about->st_size) ? 0 : -1;
}

bool tree_read(tree *t) {
    t->count = 0;
    reading = t;
    return nftw(".", visit, 16, FTW_PHYS) == 0;
}

void tree_free(tree *t) {
    for (size_t i = 0; i < t->count; i++) free(t->files[i].bytes);
    t->count = 0;
}

const tree_file *tree_find(const tree *t, const char *path) {
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->files[i].path, path) == 0) return &t->files[i];
    return NULL;
}

bool tree_same(const tree_file *a, const tree_file *b) {
    if (a == NULL || b == NULL) return a == b;
    return a->folder == b->folder && a->length == b->length &&
           memcmp(a->bytes, b->bytes, a->length) == 0;
}

static bool write_file(const tree_file *file) {
    char path[TREE_PATH];
    memcpy(path, file->path, TREE_PATH);
    for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) return false;
        *slash = '/';
    }
    if (file->folder) return mkdir(path, 0777) == 0 || errno == EEXIST;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, strncmp(path, "bin/", 4) == 0 ? 0777 : 0666);
    if (fd < 0) return false;
    bool good = write(fd, file->bytes, file->length) == (ssize_t)file->length;
    return close(fd) == 0 && good;
}

bool tree_write(const tree *t) {
    for (size_t i = 0; i < t->count; i++)
        if (!write_file(&t->files[i])) return false;
    return true;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *walk) {
    (void)about, (void)type;
    return walk->level == 0 ? 0 : remove(path);
}

bool tree_remove(void) {
    return nftw(".", remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0;
}
