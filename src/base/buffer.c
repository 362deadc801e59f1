/* The byte buffer. `failed` is sticky until nb_buffer_clear. */
#include "base/buffer.h"

#include <stdint.h>
#include <string.h>

void nb_buffer_init(nb_buffer *buffer, nb_memory *memory) {
    *buffer = (nb_buffer){.memory = memory};
}

void nb_buffer_clear(nb_buffer *buffer) {
    nb_memory_free(buffer->memory, buffer->data, buffer->capacity, 1);
    nb_buffer_init(buffer, buffer->memory);
}

static bool make_room(nb_buffer *buffer, size_t more) {
    if (buffer->failed) return false;
    bool fits = more < SIZE_MAX - buffer->length &&
                NB_RESERVE(buffer->memory, buffer->data, &buffer->capacity,
                           buffer->length + more + 1);
    buffer->failed = !fits;
    return fits;
}

void nb_buffer_add(nb_buffer *buffer, const char *bytes, size_t length) {
    if (!make_room(buffer, length)) return;
    if (length > 0) memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void nb_buffer_add_text(nb_buffer *buffer, const char *text) {
    nb_buffer_add(buffer, text, strlen(text));
}

void nb_buffer_add_char(nb_buffer *buffer, char c) {
    nb_buffer_add(buffer, &c, 1);
}

void nb_buffer_add_item(nb_buffer *buffer, const char *between, const char *item) {
    if (buffer->length > 0) nb_buffer_add_text(buffer, between);
    nb_buffer_add_text(buffer, item);
}

void nb_buffer_add_repeated(nb_buffer *buffer, char c, size_t count) {
    if (!make_room(buffer, count)) return;
    memset(buffer->data + buffer->length, c, count);
    buffer->length += count;
    buffer->data[buffer->length] = '\0';
}

void nb_buffer_drop(nb_buffer *buffer, size_t length) {
    if (buffer->data == NULL || length == 0) return;
    memmove(buffer->data, buffer->data + length, buffer->length - length + 1);
    buffer->length -= length;
}

bool nb_bytes_are(const char *bytes, size_t length, const char *text) {
    return strlen(text) == length && memcmp(bytes, text, length) == 0;
}
