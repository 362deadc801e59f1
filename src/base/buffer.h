/* A growing byte buffer. A failed append sets `failed` and drops what follows, so that a writer
 * of many pieces checks once, at the end. `data` is NUL-terminated once anything was added. */
#ifndef NABLA_BASE_BUFFER_H
#define NABLA_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

typedef struct nb_buffer {
    nb_memory *memory;
    char *data;
    size_t length, capacity;
    bool failed;
} nb_buffer;

void nb_buffer_init(nb_buffer *buffer, nb_memory *memory);
void nb_buffer_clear(nb_buffer *buffer);
void nb_buffer_add(nb_buffer *buffer, const char *bytes, size_t length);
void nb_buffer_add_text(nb_buffer *buffer, const char *text); /* NUL-terminated */
void nb_buffer_add_char(nb_buffer *buffer, char c);
/* An item of a list: behind the first one, `between` stands in front of it. */
void nb_buffer_add_item(nb_buffer *buffer, const char *between, const char *item);
void nb_buffer_add_repeated(nb_buffer *buffer, char c, size_t count);
/* Drops `length` bytes from the front. */
void nb_buffer_drop(nb_buffer *buffer, size_t length);

/* Whether `length` bytes are this text, and all of it. */
bool nb_bytes_are(const char *bytes, size_t length, const char *text);

#endif
