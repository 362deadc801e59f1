/* The kinds of files that nabla writes, by the command that writes them, and the mark by which a
 * file of each is known again. */
#ifndef NABLA_FRONT_SYSTEM_KINDS_H
#define NABLA_FRONT_SYSTEM_KINDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

typedef enum nb_files_of {
    NB_FILES_OF_SAVE,
    NB_FILES_OF_DRAW,
    NB_FILES_OF_SLIDES,
    NB_FILES_OF_PLOT,
    NB_FILES_OF_REPORT
} nb_files_of;

/* Where in a file its mark stands. */
typedef enum nb_mark_place {
    NB_MARK_FIRST,       /* it begins the file */
    NB_MARK_SECOND_LINE, /* behind the first line */
    NB_MARK_PNG,         /* behind the first chunk of a PNG file */
    NB_MARK_LAST         /* it ends the file */
} nb_mark_place;

/* A kind of files, one row of the table each. A picture begins and ends with known bytes, which
 * tells a whole one from a part. */
typedef struct nb_file_kind {
    nb_files_of command;
    const char *ending;
    nb_mark_place place;
    const char *mark;
    size_t mark_length;
    char argument[12]; /* dot's, or gnuplot's terminal; empty: no program is needed */
    const char *begins, *ends;
    bool pixels;
    bool layout; /* dot says where things go, and the file is made of that */
} nb_file_kind;

/* The kind that the ending of a path says, in small or capital letters; NULL: the command writes
 * none such. */
const nb_file_kind *nb_kind_find(nb_files_of command, const char *path);
/* The first kind of a command: what it writes under any other ending. */
const nb_file_kind *nb_kind_usual(nb_files_of command);
/* The byte before which the mark is put into a file that has none yet. */
size_t nb_kind_mark_at(const nb_file_kind *kind, const char *bytes, size_t length);
/* Whether a picture is one of the kind, from its first bytes to its last. */
bool nb_kind_is_whole(const nb_file_kind *kind, const nb_buffer *bytes);
/* Whether an open file carries the mark of its kind. */
bool nb_kind_is_marked(const nb_file_kind *kind, int fd);

#endif
