/* The lessons that records speak of: those that were named, nabla's own, and those beside a
 * record. */
#ifndef NABLA_FRONT_MARKING_SHELF_H
#define NABLA_FRONT_MARKING_SHELF_H

#include <stdbool.h>

#include "front/system/folders.h"
#include "lesson/question.h"

typedef struct nb_shelved {
    const char *name;  /* of the file, up to its first point: NAME.ko.md is the same lesson */
    const char *file;  /* without .md */
    char path[NB_PATH_ROOM], folder[NB_PATH_ROOM];
    char hash[17];     /* of its text, in hex digits */
    bool named;        /* on the command line */
    nb_lesson lesson;
    struct nb_shelved *next;
} nb_shelved;

typedef struct nb_shelf {
    nb_arena *arena;
    nb_shelved *first; /* in the order in which they came */
    const char *unread, *reason; /* one that is there and could not be read; NULL: none */
    bool failed;       /* memory ran out */
} nb_shelf;

/* The lesson in a file, which is read unless it was before. NULL: *reason says why not, or memory
 * ran out. */
nb_shelved *nb_shelf_add(nb_shelf *shelf, const char *path, bool named, const char **reason);
/* The lesson of a name with this hash; where none was named so, it is looked for among nabla's own
 * and in the folder of the file `beside`. NULL: *known says whether there is another version. */
nb_shelved *nb_shelf_find(nb_shelf *shelf, const char *name, const char *hash, const char *beside,
                          bool *known);
/* The question that `recall:` names, in another lesson of the same folder and language; NULL: there
 * is none. */
nb_shelved *nb_shelf_recall(nb_shelf *shelf, const nb_shelved *from, const char *id,
                            const nb_lesson_question **question);

#endif
