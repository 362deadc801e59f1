/* A line of a record, as JSON. The keys keep their order, for those who look at the file. */
#include "class/line.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "json/json_value.h"
#include "nabla.h"

/* Whole numbers without a point; what binary has rounded is written as it was meant, 0.1. */
static json_t *number_of(double value) {
    const double largest = 9007199254740992; /* 2^53 */
    bool whole = floor(value) == value && fabs(value) <= largest;
    return whole ? json_integer((json_int_t)value) : nb_json_number(value);
}

/* How many digits it takes to read all of them back. */
static size_t digits_of(const nb_class_line *line) {
    size_t digits = 15;
    for (size_t i = 0; i < line->number_count; i++) {
        char text[48];
        for (; digits < 17; digits++) {
            snprintf(text, sizeof text, "%.*g", (int)digits, line->numbers[i].value);
            if (strtod(text, NULL) == line->numbers[i].value) break;
        }
    }
    return digits;
}

static json_t *texts_of(nb_object *object, const nb_class_texts *texts) {
    json_t *list = json_array();
    for (size_t i = 0; i < texts->count; i++)
        nb_json_append(object, &list, nb_json_string(object, texts->all[i]));
    return list;
}

static json_t *numbers_of(nb_object *object, const nb_class_line *line) {
    json_t *numbers = json_object();
    for (size_t i = 0; i < line->number_count; i++)
        nb_json_set(object, numbers, line->numbers[i].name, number_of(line->numbers[i].value));
    return numbers;
}

void nb_class_line_write(nb_buffer *out, const nb_class_line *line) {
    nb_object object = {.memory = out->memory};
    const struct { const char *key; json_t *item; } keys[] = {
        {"nabla", json_string(NB_VERSION)},
        {"student", nb_json_string(&object, line->student)},
        {"name", nb_json_string(&object, line->name)},
        {"number", line->numbered ? json_integer((json_int_t)line->number) : json_null()},
        {"lesson", nb_json_string(&object, line->lesson)},
        {"hash", json_string(line->hash)},
        {"id", nb_json_string(&object, line->id)},
        {"variant", json_integer((json_int_t)line->variant)},
        {"round", json_integer(line->round)},
        {"numbers", numbers_of(&object, line)},
        {"answers", texts_of(&object, &line->answers)},
        {"statements", texts_of(&object, &line->statements)},
        {"hints", json_integer(line->hints)},
        {"solution", json_boolean(line->solution)},
        {"tries", json_integer(line->tries)},
        {"right", json_boolean(line->right)},
        {"begun", json_string(line->begun)},
        {"seconds", json_integer((json_int_t)line->seconds)}};
    json_t *root = json_object();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        nb_json_set(&object, root, keys[i].key, keys[i].item);
    if (object.failed) out->failed = true;
    else nb_json_line(root, JSON_COMPACT | JSON_REAL_PRECISION(digits_of(line)), out);
    json_decref(root);
}
