/* Versions of one table of numbers, each made by scaling some columns of another one. Only one
 * version at a time stands in the table; of the others that `undo` and `redo` come to, no more is
 * kept than the columns in which a version differs from the one that it was made of. */
#ifndef NABLA_DATA_VERSIONS_H
#define NABLA_DATA_VERSIONS_H

#include "base/memory.h"
#include "train/dataset.h"

typedef struct nb_scaled {
    size_t column;
    nb_scale scale; /* to be filled in */
    double *other;  /* the column of the one version while the table holds that of the other */
} nb_scaled;

/* The versions of a table are a tree; a change undone and another made are two branches. All of it
 * lives in an arena, together with the table. */
typedef struct nb_version {
    struct nb_table_of_versions *table;
    struct nb_version *before; /* NULL: the first one */
    struct nb_version *next;   /* on the way to one that is to be shown */
    size_t depth;              /* versions before it */
    nb_scaled *scaled;
    size_t count;
} nb_version;

/* The first version of a table, which stands in it. NULL when memory runs out. */
nb_version *nb_version_first(nb_arena *arena, const nb_dataset *set);
/* A version made of another one, `count` columns of which are to change: it stands in the table,
 * still with the numbers that these had. NULL when memory runs out; then nothing has changed. */
nb_version *nb_version_next(nb_arena *arena, nb_version *before, const size_t *columns,
                            size_t count);
/* Puts a version into the table. */
void nb_version_show(nb_version *version);
/* How the version scaled a column, or NULL. */
const nb_scale *nb_version_scale(const nb_version *version, size_t column);

#endif
