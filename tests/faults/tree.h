/* The files below a folder, with what stands in them. */
#ifndef FAULTS_TREE_H
#define FAULTS_TREE_H

#include <stdbool.h>
#include <stddef.h>

enum { TREE_FILES = 64, TREE_PATH = 256 };

typedef struct tree_file {
    char path[TREE_PATH]; /* from the folder on */
    char *bytes;
    size_t length;
    bool folder;
} tree_file;

typedef struct tree {
    tree_file files[TREE_FILES];
    size_t count;
} tree;

/* Reads all that lies below the present folder. False with errno. */
bool tree_read(tree *t);
void tree_free(tree *t);
const tree_file *tree_find(const tree *t, const char *path);
/* Whether both are missing or both are there and the same. */
bool tree_same(const tree_file *a, const tree_file *b);
/* Writes the files into the present folder; makes folders where they are wanted. */
bool tree_write(const tree *t);
/* Adds a file, or a folder where bytes is NULL. */
bool tree_add(tree *t, const char *path, const char *bytes, size_t length);
/* Removes all that lies below the present folder. */
bool tree_remove(void);

#endif
