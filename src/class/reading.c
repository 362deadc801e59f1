/* The keys of a line are rows; what a row asks for is checked, and all else in a line is passed
 * by. */
#include "class/reading.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

typedef enum field_kind { TEXT, NUMBER_OR_NULL, COUNT, FLAG, TEXTS, TIME, HASH } field_kind;
enum { LEFT_OUT = 0, NEEDED = 1 };

/* LONGEST of a text: nobody's name is longer, and tables stay tables. */
enum { LONGEST_NAME = 200 };

static const struct field {
    const char *key;
    field_kind kind;
    int needed;
    size_t at;
} fields[] = {
#define FIELD(KEY, KIND, NEED, MEMBER) {KEY, KIND, NEED, offsetof(nb_marks_line, MEMBER)}
    FIELD("student", TEXT, NEEDED, student),
    FIELD("name", TEXT, LEFT_OUT, name),
    FIELD("number", NUMBER_OR_NULL, LEFT_OUT, number),
    FIELD("lesson", TEXT, NEEDED, lesson),
    FIELD("hash", HASH, NEEDED, hash),
    FIELD("id", TEXT, NEEDED, id),
    FIELD("variant", COUNT, NEEDED, variant),
    FIELD("round", COUNT, NEEDED, round),
    FIELD("answers", TEXTS, NEEDED, answers),
    FIELD("statements", TEXTS, LEFT_OUT, statements),
    FIELD("hints", COUNT, LEFT_OUT, hints),
    FIELD("solution", FLAG, LEFT_OUT, solution),
    FIELD("tries", COUNT, LEFT_OUT, tries),
    FIELD("right", FLAG, LEFT_OUT, right),
    FIELD("begun", TIME, NEEDED, begun),
#undef FIELD
};
enum { FIELDS = sizeof fields / sizeof *fields };

/* Whether a text has the form of another, in which 0 stands for a digit, x for one of hex. */
static bool has_form(const char *text, const char *form) {
    size_t i = 0;
    for (; form[i] != '\0' && text[i] != '\0'; i++) {
        const char *wanted = form[i] == '0' ? "0123456789"
                             : form[i] == 'x' ? "0123456789abcdef" : NULL;
        if (wanted != NULL ? strchr(wanted, text[i]) == NULL : text[i] != form[i]) return false;
    }
    return form[i] == '\0' && text[i] == '\0';
}

static bool fits(const struct field *field, const json_t *value) {
    const char *text = json_is_string(value) ? json_string_value(value) : NULL;
    switch (field->kind) {
    case TEXT: return text != NULL && json_string_length(value) <= LONGEST_NAME;
    case NUMBER_OR_NULL: return json_is_integer(value) || json_is_null(value);
    case COUNT: return json_is_integer(value) && json_integer_value(value) >= 0;
    case FLAG: return json_is_boolean(value);
    case TIME: return text != NULL && has_form(text, "0000-00-00T00:00:00Z");
    case HASH: return text != NULL && (*text == '\0' || has_form(text, "xxxxxxxxxxxxxxxx"));
    case TEXTS: break;
    }
    bool all = json_is_array(value);
    for (size_t i = 0; all && i < json_array_size(value); i++)
        all = json_is_string(json_array_get(value, i));
    return all;
}

static const char *copy(nb_arena *arena, const json_t *value) {
    return nb_arena_text(arena, json_string_value(value), json_string_length(value));
}

static bool take_texts(nb_arena *arena, const json_t *value, nb_texts *texts) {
    texts->count = json_array_size(value);
    texts->all = nb_arena_add(arena, texts->count, sizeof *texts->all);
    if (texts->all == NULL) return texts->count == 0;
    for (size_t i = 0; i < texts->count; i++) {
        texts->all[i] = copy(arena, json_array_get(value, i));
        if (texts->all[i] == NULL) return false;
    }
    return true;
}

/* Puts a value that fits where its row says. False: memory ran out. */
static bool take(nb_arena *arena, const struct field *field, const json_t *value, void *to) {
    char digits[24];
    switch (field->kind) {
    case TEXTS: return take_texts(arena, value, to);
    case FLAG: *(bool *)to = json_is_true(value); return true;
    case COUNT: *(uint64_t *)to = (uint64_t)json_integer_value(value); return true;
    case NUMBER_OR_NULL:
        if (json_is_null(value)) return true;
        (void)snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        *(const char **)to = nb_arena_text(arena, digits, strlen(digits));
        break;
    case TEXT: case TIME: case HASH: *(const char **)to = copy(arena, value); break;
    }
    return *(const char **)to != NULL;
}

static nb_line_state take_all(nb_arena *arena, const json_t *object, nb_marks_line *line,
                              nb_message *why) {
    *line = (nb_marks_line){.name = ""};
    for (size_t i = 0; i < FIELDS; i++) {
        const struct field *field = &fields[i];
        const json_t *value = json_object_get(object, field->key);
        if (value == NULL && field->needed == LEFT_OUT) continue;
        *why = NB_SAY(MARKS_KEY, {0}, {0}, NB_TEXT(field->key));
        if (value == NULL || !fits(field, value)) return NB_LINE_BROKEN;
        if (!take(arena, field, value, (char *)line + field->at)) return NB_LINE_NO_MEMORY;
    }
    line->who = line->number != NULL ? line->number : line->student;
    *why = NB_PLAIN(MARKS_NOBODY);
    return nb_all_blank(line->who, strlen(line->who)) ? NB_LINE_BROKEN : NB_LINE_GOOD;
}

static nb_line_state read_once(nb_arena *arena, const char *text, size_t length,
                               nb_marks_line *line, nb_message *why) {
    json_error_t error;
    json_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (object == NULL && json_error_code(&error) == json_error_out_of_memory)
        return NB_LINE_NO_MEMORY;
    *why = NB_PLAIN(MARKS_JSON);
    nb_line_state state = NB_LINE_BROKEN;
    if (json_is_object(object)) state = take_all(arena, object, line, why);
    json_decref(object);
    return state;
}

/* jansson does not always say that memory ran out, but leaves something away: what looks broken is
 * looked at twice. */
nb_line_state nb_marks_line_read(nb_arena *arena, const char *text, size_t length,
                                 nb_marks_line *line, nb_message *why) {
    *why = NB_SAY(MARKS_LONG, {0}, {0}, NB_COUNT(NB_MARKS_LINE_LONGEST >> 20));
    if (length > NB_MARKS_LINE_LONGEST) return NB_LINE_BROKEN;
    nb_line_state state = read_once(arena, text, length, line, why);
    return state == NB_LINE_BROKEN ? read_once(arena, text, length, line, why) : state;
}
