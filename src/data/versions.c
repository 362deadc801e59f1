/* Invariant: the table holds version `now`. A version's columns are kept on the side that the table
 * is not on: stepping over it exchanges them. (H. Baker's shallow binding, for columns.) */
#include "data/versions.h"

typedef struct nb_table_of_versions {
    nb_dataset set;
    nb_version *now;
} nb_table_of_versions;

nb_version *nb_version_first(nb_arena *arena, const nb_dataset *set) {
    nb_version *version = nb_arena_add(arena, 1, sizeof *version);
    nb_table_of_versions *table = nb_arena_add(arena, 1, sizeof *table);
    if (version == NULL || table == NULL) return NULL;
    *table = (nb_table_of_versions){*set, version};
    version->table = table;
    return version;
}

nb_version *nb_version_next(nb_arena *arena, nb_version *before, const size_t *columns,
                            size_t count) {
    const nb_dataset *set = &before->table->set;
    nb_version *version = nb_arena_add(arena, 1, sizeof *version);
    nb_scaled *scaled = nb_arena_add(arena, count, sizeof *scaled);
    if (version == NULL || scaled == NULL) return NULL;
    nb_version_show(before);
    for (size_t i = 0; i < count; i++) {
        scaled[i] = (nb_scaled){.column = columns[i],
                                .other = nb_arena_add(arena, set->rows, sizeof(double))};
        if (scaled[i].other == NULL) return NULL;
        for (size_t r = 0; r < set->rows; r++)
            scaled[i].other[r] = set->cells[r * set->columns + columns[i]];
    }
    *version = (nb_version){.table = before->table, .before = before, .depth = before->depth + 1,
                            .scaled = scaled, .count = count};
    return before->table->now = version;
}

static void step_over(const nb_version *version) {
    const nb_dataset *set = &version->table->set;
    for (size_t i = 0; i < version->count; i++) {
        double *cell = set->cells + version->scaled[i].column, *other = version->scaled[i].other;
        for (size_t r = 0; r < set->rows; r++, cell += set->columns) {
            double kept = other[r];
            other[r] = *cell;
            *cell = kept;
        }
    }
}

/* Back to the last version that both have in common, and forth. */
void nb_version_show(nb_version *version) {
    nb_version *at = version->table->now, *to = version, *way = NULL;
    while (at != to) {
        if (at->depth >= to->depth) {
            step_over(at);
            at = at->before;
        } else {
            to->next = way;
            way = to;
            to = to->before;
        }
    }
    for (; way != NULL; way = way->next) step_over(way);
    version->table->now = version;
}

const nb_scale *nb_version_scale(const nb_version *version, size_t column) {
    for (size_t i = 0; i < version->count; i++)
        if (version->scaled[i].column == column) return &version->scaled[i].scale;
    return NULL;
}
