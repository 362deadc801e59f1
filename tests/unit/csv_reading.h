/* A CSV reader over a text that stands in a block of its exact size, so that a sanitizer sees each
 * byte read beyond it; its memory can run out. */
#ifndef NABLA_TESTS_CSV_READING_H
#define NABLA_TESTS_CSV_READING_H

#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "train/csv.h"

typedef struct reading {
    heap heap;
    nb_memory memory;
    char *text;
    nb_csv csv;
} reading;

/* refuse_at: the growth of memory that fails, from 1; 0: none. */
static inline nb_status begin_reading(reading *r, const char *bytes, size_t length,
                                      long refuse_at) {
    *r = (reading){.heap = {.refuse = refuse_at - 1}};
    r->memory = (nb_memory){.allocate = heap_allocate, .user = &r->heap, .limit = (size_t)1 << 40};
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
