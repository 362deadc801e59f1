/* The values of JSON. Text becomes valid UTF-8 here, whatever it was. A finished line holds no
 * control character that a terminal would act on. */
#include "json/json_value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "view/message.h"
#include "view/number.h"

void nb_json_set(nb_object *object, json_t *into, const char *key, json_t *item) {
    if (json_object_set_new(into, key, item) != 0) object->failed = true;
}

void nb_json_append(nb_object *object, json_t **list, json_t *item) {
    if (*list == NULL) *list = json_array();
    if (json_array_append_new(*list, item) != 0) object->failed = true;
}

void nb_json_replace(json_t **slot, json_t *item) {
    json_decref(*slot);
    *slot = item;
}

static json_t *string_of(nb_object *object, const char *text, size_t length) {
    static const char unknown[] = "\xEF\xBF\xBD"; /* U+FFFD */
    nb_buffer clean;
    nb_buffer_init(&clean, object->memory);
    bool valid_text = nb_utf8_valid(text, length) == length;
    while (length > 0 && !valid_text) {
        size_t valid = nb_utf8_valid(text, length);
        nb_buffer_add(&clean, text, valid);
        if (valid < length) nb_buffer_add_text(&clean, unknown);
        size_t used = valid < length ? valid + 1 : valid;
        text += used;
        length -= used;
    }
    json_t *string = valid_text ? json_stringn(text, length)
                     : clean.failed ? NULL : json_stringn(clean.data, clean.length);
    if (string == NULL) object->failed = true;
    nb_buffer_clear(&clean);
    return string;
}

json_t *nb_json_string(nb_object *object, const char *text) {
    return string_of(object, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

json_t *nb_json_take(nb_object *object, nb_buffer *text) {
    bool empty = text->length == 0;
    json_t *item = text->failed ? NULL : string_of(object, empty ? "" : text->data, text->length);
    if (item == NULL) object->failed = true;
    nb_buffer_clear(text);
    return item;
}

json_t *nb_json_number(double value) {
    if (isnan(value)) return json_string("nan");
    if (isinf(value)) return json_string(value > 0 ? "inf" : "-inf");
    return json_real(value == 0 ? 0 : value);
}

json_t *nb_json_formula(nb_object *object, const nb_text *text, int which) {
    nb_buffer flat;
    nb_buffer_init(&flat, object->memory);
    nb_formula_add(&flat, text, object->signs);
    if (which > 0) {
        nb_buffer_add_text(&flat, " #");
        nb_view_number(&flat, which, 17);
    }
    return nb_json_take(object, &flat);
}

json_t *nb_json_message(nb_object *object, const nb_message *said) {
    nb_view view = *object->view; /* escaped by the JSON itself, if at all */
    if (view.ascii) view.words = NULL;
    view.ascii = false;
    nb_buffer words;
    nb_buffer_init(&words, object->memory);
    nb_view_message(&words, &view, said);
    return nb_json_take(object, &words);
}

json_t *nb_json_code(nb_object *object, nb_message_id id) {
    nb_buffer code;
    nb_buffer_init(&code, object->memory);
    for (const char *name = nb_message_name(id); *name != '\0'; name++) {
        bool letter = *name >= 'A' && *name <= 'Z';
        nb_buffer_add_char(&code, *name == '_' ? '-' : letter ? (char)(*name - 'A' + 'a') : *name);
    }
    return nb_json_take(object, &code);
}

json_t *nb_json_numbers(nb_object *object, const double *numbers, size_t count) {
    json_t *row = json_array();
    for (size_t i = 0; i < count; i++) nb_json_append(object, &row, nb_json_number(numbers[i]));
    return row;
}

void nb_json_put(nb_object *object, json_t **slot, json_t *item) {
    if (item == NULL) object->failed = true;
    nb_json_replace(slot, item);
}

/* ---- writing ---- */

static int collect(const char *bytes, size_t length, void *user) {
    nb_buffer *line = user;
    nb_buffer_add(line, bytes, length);
    return line->failed ? -1 : 0;
}

/* Beyond 16 bits JSON has two escapes, as UTF-16 has. */
static void add_escape(nb_buffer *out, uint32_t code) {
    char escape[16];
    uint32_t above = code - 0x10000;
    if (code < 0x10000)
        snprintf(escape, sizeof escape, "\\u%04" PRIx32, code);
    else
        snprintf(escape, sizeof escape, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xd800 + (above >> 10),
                 0xdc00 + (above & 0x3ff));
    nb_buffer_add_text(out, escape);
}

/* jansson escapes the controls of ASCII; the others stand in strings too, and are escaped here. */
static void add_line(nb_buffer *out, const nb_buffer *line) {
    for (size_t at = 0; at < line->length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(line->data + at, line->length - at, &code);
        if (bytes == 0) bytes = 1, code = 0xfffd;
        if (nb_utf8_is_control(code)) add_escape(out, code);
        else nb_buffer_add(out, line->data + at, bytes);
        at += bytes;
    }
    nb_buffer_add_char(out, '\n');
}

void nb_json_line(const json_t *root, size_t flags, nb_buffer *out) {
    nb_buffer line;
    nb_buffer_init(&line, out->memory);
    bool dumped = root != NULL && json_dump_callback(root, collect, &line, flags) == 0;
    if (dumped) add_line(out, &line);
    else out->failed = true;
    nb_buffer_clear(&line);
}
