/* A CSV reader over a text that stands in a block of its exact size, so that a sanitizer sees each
 * byte read beyond it; its memory can run out. */
#ifndef NABLA_TESTS_CSV_READING_H
#define NABLA_TESTS_CSV_READING_H

#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "train/csv.h"

typedef struct heap {
    long growths, refuse_at, blocks; /* refuse_at: the growth that fails; 0: none */
} heap;

static inline void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    heap *h = user;
    if (new_size > old_size && ++h->growths == h->refuse_at) return NULL;
    h->blocks += (new_size > 0) - (block != NULL);
    if (new_size > 0) return realloc(block, new_size);
    free(block);
    return NULL;
}

typedef struct reading {
    heap heap;
    nb_memory memory;
    char *text;
    nb_csv csv;
} reading;

static inline nb_status begin_reading(reading *r, const char *bytes, size_t length,
                                      long refuse_at) {
    *r = (reading){.heap = {.refuse_at = refuse_at}};
    r->memory = (nb_memory){.allocate = allocate, .user = &r->heap, .limit = (size_t)1 << 40};
    r->text = malloc(length + 1);
    assert_non_null(r->text);
    memcpy(r->text, bytes, length);
    r->text[length] = '\0';
    return nb_csv_begin(&r->csv, &r->memory, r->text, length, (nb_csv_wish){0});
}

/* `at_once`: rows a call. */
static inline nb_status read_all(reading *r, const char *bytes, size_t length, size_t at_once) {
    nb_status status = begin_reading(r, bytes, length, 0);
    if (status == NB_STATUS_OK)
        do status = nb_csv_read(&r->csv, at_once);
        while (status == NB_STATUS_RUNNING);
    return status;
}

static inline void end_reading(reading *r) {
    nb_csv_clear(&r->csv);
    assert_int_equal(r->heap.blocks, 0);
    assert_int_equal(r->memory.used, 0);
    free(r->text);
}

#endif
