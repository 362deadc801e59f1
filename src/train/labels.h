/* Texts that stand for classes, counted as they come; once all are there, ordered. A class may be
 * spelled in several ways, which are told apart byte by byte while texts come: its name is the text
 * in NFC, without quotes and without blanks around it.
 *
 * Where every class is a number, classes of one number are one, and they are ordered by it; else by
 * the bytes of their names. */
#ifndef NABLA_TRAIN_LABELS_H
#define NABLA_TRAIN_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/status.h"

typedef struct nb_label { /* a spelling */
    const char *text;     /* not NUL-terminated */
    size_t length, number; /* of its class, or NB_NO_LABEL */
} nb_label;

#define NB_NO_LABEL ((size_t)-1) /* a spelling of nothing: its cell is missing */

typedef struct nb_class {
    const char *name; /* NUL-terminated, in the arena */
    double value;     /* where it is a number */
    size_t number;    /* as it came */
} nb_class;

typedef struct nb_labels {
    nb_memory *memory;
    nb_arena *arena;
    nb_label *spellings; /* in the order of their bytes */
    size_t spelling_count, spelling_capacity;
    nb_class *classes;   /* as they came; after nb_labels_order in their order */
    size_t count, capacity;
    bool numeric;        /* every class is a number */
} nb_labels;

typedef struct nb_label_text {
    const char *text; /* outlives the labels */
    size_t length;
    bool quoted;  /* it stood in quotes, where "" is one quote */
    bool missing; /* it says that there is none */
    bool is_number;
    double value; /* then */
} nb_label_text;

/* The names live in the arena. */
void nb_labels_init(nb_labels *labels, nb_memory *memory, nb_arena *arena);
void nb_labels_clear(nb_labels *labels);
/* Finds a text that was there before, byte by byte. */
bool nb_labels_find(const nb_labels *labels, const char *text, size_t length, size_t *number);
/* Counts a text that was not, or that stands for a class now though it was missing:
 * NB_STATUS_ERROR when there would be too many classes. */
NB_MUST_USE nb_status nb_labels_add(nb_labels *labels, const nb_label_text *text, size_t *number);
/* Orders the classes. order[number] becomes where the class stands then, from 0; it has room for
 * NB_MOST_CLASSES. */
void nb_labels_order(nb_labels *labels, size_t *order);

#endif
