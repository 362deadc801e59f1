/* What stands in a fenced block: the steps of a transcript, the keys of a quiz or an exercise. */
#include "lesson/block.h"

#include <string.h>

#include "base/utf8.h"

static const char *line_text(const nb_code_block *block, size_t i) {
    /* A block of empty lines only has no bytes at all. */
    return block->content.data != NULL ? block->content.data + block->lines[i].start : "";
}

/* Of a lesson with very many mistakes the first ones are told. */
enum { MOST_PROBLEMS = 100 };

/* Adds a problem about `length` bytes at the front of line i. */
static bool add_problem(const nb_block_reader *reader, size_t i, size_t length,
                        nb_message message, nb_message hint) {
    size_t count = 0;
    nb_lesson_problem **slot = &reader->lesson->problems;
    for (; *slot != NULL; slot = &(*slot)->next) count++;
    if (count >= MOST_PROBLEMS) return true;
    nb_lesson_problem *problem = nb_arena_add(reader->arena, 1, sizeof *problem);
    if (problem == NULL) return false;
    const nb_lesson_source *source = reader->source;
    size_t line = reader->block->first + i;
    size_t start = source->starts[line], end = source->starts[line + 1];
    while (end > start && (source->text[end - 1] == '\n' || source->text[end - 1] == '\r')) end--;
    size_t offset = reader->block->lines[i].offset;
    if (offset == NB_LESSON_NOWHERE) offset = start;
    if (length > end - offset) length = end - offset;
    size_t width = nb_utf8_width(source->text + offset, length);
    problem->diagnostic = (nb_diagnostic){
        .severity = NB_SEVERITY_ERROR, .message = message, .hint = hint, .line = line + 1,
        .column = nb_utf8_width(source->text + start, offset - start) + 1,
        .width = width > 0 ? width : 1,
        .text = nb_arena_text(reader->arena, source->text + start, end - start)};
    *slot = problem;
    return problem->diagnostic.text != NULL;
}

/* ---- transcripts ---- */

/* The bytes of a prompt and the blank after it; 0: the line has another beginning. */
static size_t prompt_length(const char *prompt, const char *text, size_t length) {
    size_t n = strlen(prompt);
    if (length < n || memcmp(text, prompt, n) != 0) return 0;
    if (length == n) return n;
    return nb_is_blank(text[n]) ? n + 1 : 0;
}

static bool is_typed(const nb_code_block *block, size_t i) {
    return prompt_length(">>>", line_text(block, i), block->lines[i].length) > 0;
}

/* Takes the lines of one step, from `i` on; returns the line after them. */
static size_t read_step(const nb_lesson_source *source, const nb_code_block *block, size_t i,
                        nb_lesson_step *step, nb_buffer *typed, nb_buffer *expected) {
    const nb_code_line *lines = block->lines;
    size_t skip = prompt_length(">>>", line_text(block, i), lines[i].length);
    nb_buffer_add(typed, line_text(block, i) + skip, lines[i].length - skip);
    for (i++; i < block->count; i++) {
        skip = prompt_length("...", line_text(block, i), lines[i].length);
        if (skip == 0) break;
        nb_buffer_add_char(typed, '\n');
        nb_buffer_add(typed, line_text(block, i) + skip, lines[i].length - skip);
    }
    step->output_line = block->first + i + 1;
    step->output.start = step->output.end = source->starts[block->first + i];
    for (; i < block->count; i++) {
        const char *text = line_text(block, i);
        if (prompt_length(">>>", text, lines[i].length) > 0) break;
        nb_buffer_add(expected, text, lines[i].length);
        nb_buffer_add_char(expected, '\n');
        if (!nb_all_blank(text, lines[i].length))
            step->output.end = source->starts[block->first + i + 1];
    }
    return i;
}

static const char *keep(nb_arena *arena, nb_buffer *buffer) {
    const char *text = buffer->failed ? NULL : nb_arena_text(arena, buffer->data, buffer->length);
    nb_buffer_clear(buffer);
    return text;
}

static nb_lesson_step *add_step(const nb_block_reader *reader, size_t *i) {
    const nb_code_block *block = reader->block;
    nb_lesson_step *step = nb_arena_add(reader->arena, 1, sizeof *step);
    if (step == NULL) return NULL;
    step->line = block->first + *i + 1;
    size_t start = reader->source->starts[block->first + *i], offset = block->lines[*i].offset;
    step->prefix = (nb_lesson_range){start, offset == NB_LESSON_NOWHERE ? start : offset};
    nb_buffer typed, expected;
    nb_buffer_init(&typed, reader->arena->memory);
    nb_buffer_init(&expected, reader->arena->memory);
    *i = read_step(reader->source, block, *i, step, &typed, &expected);
    step->typed = keep(reader->arena, &typed);
    step->expected = keep(reader->arena, &expected);
    return step->typed != NULL && step->expected != NULL ? step : NULL;
}

bool nb_lesson_read_steps(const nb_block_reader *reader) {
    const nb_code_block *block = reader->block;
    size_t i = 0;
    bool complained = false;
    for (; i < block->count && !is_typed(block, i); i++) {
        size_t length = block->lines[i].length;
        if (complained || nb_all_blank(line_text(block, i), length)) continue;
        complained = true;
        if (!add_problem(reader, i, length, NB_SAY(LESSON_NO_PROMPT, NB_TEXT(">>>")),
                         (nb_message){0}))
            return false;
    }
    nb_lesson_step **slot = &reader->part->steps;
    while (i < block->count) {
        *slot = add_step(reader, &i);
        if (*slot == NULL) return false;
        slot = &(*slot)->next;
        reader->lesson->step_count++;
    }
    return true;
}

/* ---- quizzes and exercises ---- */

static const char *const key_names[] = {
    "id",     "ask", "answer",  "equivalent", "choice", "check", "solution",
    "within", "gap", "predict", "vary",       "wrong",  "hint",  "why",
};

/* The known key that is `name`, or the one that is spelled most alike; NULL: none is near. */
static const char *nearest_key(const char *name, bool *known) {
    const char *nearest = NULL;
    size_t least = 2 * NB_UTF8_EDIT + 1;
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++) {
        size_t distance = nb_utf8_distance(name, key_names[i], 2 * NB_UTF8_EDIT);
        if (distance >= least) continue;
        least = distance;
        nearest = key_names[i];
    }
    *known = nearest != NULL && least == 0;
    return nearest;
}

/* The bytes of the key at the front of a line; 0: it does not read `key: value`. */
static size_t key_length(const char *text, size_t length) {
    const char *colon = memchr(text, ':', length);
    if (colon == NULL) return 0;
    size_t n = (size_t)(colon - text);
    for (size_t i = 0; i < n; i++)
        if (nb_is_blank(text[i])) return 0;
    return n;
}

static nb_lesson_key *add_key(nb_arena *arena, const char *text, size_t length,
                              size_t name_length, size_t line) {
    nb_lesson_key *key = nb_arena_add(arena, 1, sizeof *key);
    if (key == NULL) return NULL;
    size_t start = name_length + 1;
    while (start < length && nb_is_blank(text[start])) start++;
    while (length > start && nb_is_blank(text[length - 1])) length--;
    key->line = line;
    key->name = nb_arena_text(arena, text, name_length);
    key->value = nb_arena_text(arena, text + start, length - start);
    return key->name != NULL && key->value != NULL ? key : NULL;
}

static bool check_key(const nb_block_reader *reader, size_t i, const nb_lesson_key *key,
                      const char *kind) {
    bool known;
    const char *nearest = nearest_key(key->name, &known);
    nb_message hint = {0};
    if (nearest != NULL) hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(nearest));
    return known || add_problem(reader, i, strlen(key->name),
                                NB_SAY(LESSON_KEY, NB_TEXT(kind), NB_TEXT(key->name)), hint);
}

bool nb_lesson_read_keys(const nb_block_reader *reader) {
    const char *kind = reader->part->kind == NB_LESSON_QUIZ ? "quiz" : "exercise";
    nb_lesson_key **slot = &reader->part->keys;
    for (size_t i = 0; i < reader->block->count; i++) {
        const char *text = line_text(reader->block, i);
        size_t length = reader->block->lines[i].length;
        while (length > 0 && nb_is_blank(*text)) text++, length--;
        if (length == 0) continue;
        size_t name_length = key_length(text, length);
        if (name_length == 0) {
            if (!add_problem(reader, i, length, NB_SAY(LESSON_KEY_FORM, NB_TEXT(kind)),
                             (nb_message){0}))
                return false;
            continue;
        }
        nb_lesson_key *key = add_key(reader->arena, text, length, name_length,
                                     reader->block->first + i + 1);
        if (key == NULL || !check_key(reader, i, key, kind)) return false;
        *slot = key;
        slot = &key->next;
    }
    return true;
}
