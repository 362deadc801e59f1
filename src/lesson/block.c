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

bool nb_lesson_add_problem(nb_arena *arena, nb_lesson *lesson, nb_diagnostic diagnostic) {
    size_t count = 0;
    nb_lesson_problem **slot = &lesson->problems;
    for (nb_lesson_problem *next = *slot; next != NULL; next = next->next, count++)
        if (next->diagnostic.line <= diagnostic.line) slot = &next->next;
    if (count >= MOST_PROBLEMS) return true;
    nb_lesson_problem *problem = nb_arena_add(arena, 1, sizeof *problem);
    if (problem == NULL) return false;
    diagnostic.severity = NB_SEVERITY_ERROR;
    *problem = (nb_lesson_problem){diagnostic, *slot};
    *slot = problem;
    return true;
}

/* Where something stands in the text of the lesson. */
typedef struct place {
    const char *start; /* of its line, which has no newline here */
    size_t length, line, column, width;
} place;

/* Where `length` bytes stand, `skip` bytes behind the first byte of line i that is no blank. */
static place find_place(const nb_block_reader *reader, size_t i, size_t skip, size_t length) {
    const nb_lesson_source *source = reader->source;
    size_t line = reader->block->first + i;
    size_t start = source->starts[line], end = source->starts[line + 1];
    while (end > start && (source->text[end - 1] == '\n' || source->text[end - 1] == '\r')) end--;
    size_t offset = reader->block->lines[i].offset;
    if (offset == NB_LESSON_NOWHERE) offset = start;
    offset = skip < end - offset ? offset + skip : end;
    if (length > end - offset) length = end - offset;
    size_t width = nb_utf8_width(source->text + offset, length);
    return (place){source->text + start, end - start, line + 1,
                   nb_utf8_width(source->text + start, offset - start) + 1, width > 0 ? width : 1};
}

/* Adds a problem about `length` bytes at the front of line i. */
static bool add_problem(const nb_block_reader *reader, size_t i, size_t length,
                        nb_message message, nb_message hint) {
    place at = find_place(reader, i, 0, length);
    const char *text = nb_arena_text(reader->arena, at.start, at.length);
    return text != NULL &&
           nb_lesson_add_problem(reader->arena, reader->lesson,
                                 (nb_diagnostic){.message = message, .hint = hint, .line = at.line,
                                                 .column = at.column, .width = at.width,
                                                 .text = text});
}

bool nb_lesson_tell_line(const nb_block_reader *reader, size_t i, nb_message message) {
    return add_problem(reader, i, reader->block->lines[i].length, message, (nb_message){0});
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

/* ---- hidden tests ---- */

/* How many brackets more a line opens than it closes, outside quoted texts and comments. */
static int depth_of(const char *text, size_t length) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
        if (quoted || text[i] == '\0') continue;
        if (text[i] == '#') break;
        if (strchr("([{", text[i]) != NULL) depth++;
        if (strchr(")]}", text[i]) != NULL) depth--;
    }
    return depth;
}

/* Takes a line, and those that go on inside an open bracket, from `i` on. */
static nb_lesson_step *add_statement(const nb_block_reader *reader, size_t *i) {
    const nb_code_block *block = reader->block;
    nb_lesson_step *step = nb_arena_add(reader->arena, 1, sizeof *step);
    if (step == NULL) return NULL;
    step->line = block->first + *i + 1;
    nb_buffer typed;
    nb_buffer_init(&typed, reader->arena->memory);
    int depth = 0;
    do {
        if (typed.length > 0) nb_buffer_add_char(&typed, '\n');
        nb_buffer_add(&typed, line_text(block, *i), block->lines[*i].length);
        depth += depth_of(line_text(block, *i), block->lines[*i].length);
        ++*i;
    } while (depth > 0 && *i < block->count);
    step->output_line = block->first + *i + 1;
    step->output.start = step->output.end = reader->source->starts[block->first + *i];
    step->prefix = step->output;
    step->expected = "";
    step->typed = keep(reader->arena, &typed);
    return step->typed != NULL ? step : NULL;
}

bool nb_lesson_read_statements(const nb_block_reader *reader) {
    const nb_code_block *block = reader->block;
    nb_lesson_step **slot = &reader->part->steps;
    for (size_t i = 0; i < block->count;) {
        if (nb_all_blank(line_text(block, i), block->lines[i].length)) {
            i++;
            continue;
        }
        *slot = add_statement(reader, &i);
        if (*slot == NULL) return false;
        slot = &(*slot)->next;
    }
    return true;
}

/* ---- quizzes and exercises ---- */

/* The bytes of the key at the front of a line; 0: it does not read `key: value`. */
static size_t key_length(const char *text, size_t length) {
    const char *colon = memchr(text, ':', length);
    if (colon == NULL) return 0;
    size_t n = (size_t)(colon - text);
    for (size_t i = 0; i < n; i++)
        if (nb_is_blank(text[i])) return 0;
    return n;
}

/* `text` is the line without the blanks in front of it. */
static nb_lesson_key *add_key(const nb_block_reader *reader, size_t i, const char *text,
                              size_t length, size_t name_length) {
    nb_arena *arena = reader->arena;
    nb_lesson_key *key = nb_arena_add(arena, 1, sizeof *key);
    if (key == NULL) return NULL;
    size_t start = name_length + 1;
    while (start < length && nb_is_blank(text[start])) start++;
    while (length > start && nb_is_blank(text[length - 1])) length--;
    place at = find_place(reader, i, start, 0);
    key->text = nb_arena_text(arena, at.start, at.length);
    key->line = at.line;
    key->value_column = at.column;
    key->column = find_place(reader, i, 0, 0).column;
    key->name = nb_arena_text(arena, text, name_length);
    key->value = nb_arena_text(arena, text + start, length - start);
    return key->text != NULL && key->name != NULL && key->value != NULL ? key : NULL;
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
        *slot = add_key(reader, i, text, length, name_length);
        if (*slot == NULL) return false;
        slot = &(*slot)->next;
    }
    return true;
}
