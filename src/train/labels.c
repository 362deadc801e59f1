/* Classes and their spellings. A spelling is looked up by its bytes, which is all that most cells
 * of a file take; only the first of its kind is cleaned and compared with the classes' names. */
#include "train/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "train/dataset.h"

enum { MOST_SPELLINGS = 10 * NB_MOST_CLASSES };

void nb_labels_init(nb_labels *labels, nb_memory *memory, nb_arena *arena) {
    *labels = (nb_labels){.memory = memory, .arena = arena, .numeric = true};
}

void nb_labels_clear(nb_labels *l) {
    nb_memory_free(l->memory, l->spellings, l->spelling_capacity, sizeof *l->spellings);
    nb_memory_free(l->memory, l->classes, l->capacity, sizeof *l->classes);
    *l = (nb_labels){0};
}

/* ---- spellings ---- */

static int compare(const nb_label *a, const char *text, size_t length) {
    int order = memcmp(a->text, text, a->length < length ? a->length : length);
    return order != 0 ? order : (a->length > length) - (a->length < length);
}

/* Where a spelling stands, or would have to be inserted. */
static size_t find_place(const nb_labels *l, const char *text, size_t length, bool *known) {
    size_t low = 0, high = l->spelling_count;
    *known = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&l->spellings[middle], text, length);
        *known = order == 0;
        if (*known) return middle;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

bool nb_labels_find(const nb_labels *l, const char *text, size_t length, size_t *number) {
    bool known;
    size_t at = find_place(l, text, length, &known);
    if (known) *number = l->spellings[at].number;
    return known;
}

/* ---- names ---- */

/* Blanks of any width at either end are none of the name's. */
static void trim(const char **begin, const char **end) {
    uint32_t code;
    size_t bytes;
    while (*begin < *end && (bytes = nb_utf8_decode(*begin, (size_t)(*end - *begin), &code)) > 0 &&
           (nb_utf8_is_blank(code) || code == '\t')) *begin += bytes;
    while (*begin < *end) {
        const char *last = *end - 1;
        while (last > *begin && ((unsigned char)*last & 0xc0) == 0x80) last--;
        bytes = nb_utf8_decode(last, (size_t)(*end - last), &code);
        if (bytes != (size_t)(*end - last) || (!nb_utf8_is_blank(code) && code != '\t')) return;
        *end = last;
    }
}

/* Bytes that are no UTF-8 stay as they are: whoever shows the name finds them. */
static const char *clean(const nb_labels *l, const nb_label_text *t) {
    nb_buffer plain, name;
    nb_buffer_init(&plain, l->memory);
    nb_buffer_init(&name, l->memory);
    for (size_t i = 0; i < t->length; i++) {
        nb_buffer_add_char(&plain, t->text[i]);
        if (t->quoted && t->text[i] == '"') i++;
    }
    const char *begin = plain.data, *end = plain.data + plain.length;
    if (plain.length > 0) trim(&begin, &end);
    size_t length = (size_t)(end - begin);
    if (length > 0 && nb_utf8_valid(begin, length) == length)
        nb_utf8_add_text(&name, begin, length);
    else if (length > 0)
        nb_buffer_add(&name, begin, length);
    bool failed = plain.failed || name.failed;
    const char *kept = failed ? NULL : nb_arena_text(l->arena, name.length > 0 ? name.data : "",
                                                     name.length);
    nb_buffer_clear(&plain);
    nb_buffer_clear(&name);
    return kept;
}

static nb_status find_class(nb_labels *l, const nb_label_text *text, size_t *number) {
    const char *name = clean(l, text);
    if (name == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < l->count; i++) {
        *number = l->classes[i].number;
        if (strcmp(l->classes[i].name, name) == 0) return NB_STATUS_OK;
    }
    if (l->count == NB_MOST_CLASSES) return NB_STATUS_ERROR;
    if (!NB_RESERVE(l->memory, l->classes, &l->capacity, l->count + 1)) return NB_STATUS_NO_MEMORY;
    *number = l->count;
    l->classes[l->count++] = (nb_class){name, text->value, *number};
    l->numeric = l->numeric && text->is_number;
    return NB_STATUS_OK;
}

nb_status nb_labels_add(nb_labels *l, const nb_label_text *text, size_t *number) {
    bool known;
    *number = NB_NO_LABEL;
    nb_status status = text->missing ? NB_STATUS_OK : find_class(l, text, number);
    size_t at = find_place(l, text->text, text->length, &known);
    if (status != NB_STATUS_OK || known) return status;
    if (l->spelling_count == MOST_SPELLINGS) return NB_STATUS_ERROR;
    if (!NB_RESERVE(l->memory, l->spellings, &l->spelling_capacity, l->spelling_count + 1))
        return NB_STATUS_NO_MEMORY;
    memmove(l->spellings + at + 1, l->spellings + at,
            (l->spelling_count - at) * sizeof *l->spellings);
    l->spellings[at] = (nb_label){text->text, text->length, *number};
    l->spelling_count++;
    return NB_STATUS_OK;
}

/* ---- order ---- */

static int by_name(const void *a, const void *b) {
    return strcmp(((const nb_class *)a)->name, ((const nb_class *)b)->name);
}

static int by_value(const void *a, const void *b) {
    double x = ((const nb_class *)a)->value, y = ((const nb_class *)b)->value;
    return (x > y) - (x < y);
}

void nb_labels_order(nb_labels *l, size_t *order) {
    size_t kept = 0;
    if (l->count > 0) qsort(l->classes, l->count, sizeof *l->classes,
                            l->numeric ? by_value : by_name);
    for (size_t i = 0; i < l->count; i++) {
        bool same = l->numeric && i > 0 && l->classes[i].value == l->classes[kept - 1].value;
        order[l->classes[i].number] = same ? kept - 1 : kept;
        if (!same) l->classes[kept++] = l->classes[i];
    }
    l->count = kept;
}
