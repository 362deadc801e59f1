/* A Markdown text becomes a lesson. md4c says which lines are in a fenced block, however deep in
 * lists and quotations; since it hands out pieces of the text itself, and every line of a block is
 * one line of the text, one known place tells all the others.
 *
 * Invariant: `done` is where the last part ended; what lies between it and a new block is prose. */
#include "lesson/lesson.h"

#include <md4c.h>
#include <stdint.h>
#include <string.h>

#include "lesson/block.h"
#include "lesson/fence.h"
#include "lesson/question.h"

enum { BYTES_OF_BOM = 3 };

typedef struct assembly {
    nb_arena *arena;
    nb_lesson *lesson;
    nb_lesson_source source;
    nb_lesson_part **slot; /* where the next part is hung in */
    size_t done;
    size_t depth;  /* of list items */
    size_t indent; /* of the block that `done` is the end of */
    bool in_block;
    nb_fence fence;
    char sign; /* of the fence */
    size_t info; /* the offset of the info string, or NB_LESSON_NOWHERE */
    nb_code_block block;
} assembly;

/* ---- lines of the text ---- */

static size_t after_line(const char *text, size_t length, size_t at) {
    while (at < length && text[at] != '\n' && text[at] != '\r') at++;
    if (at + 1 < length && text[at] == '\r' && text[at + 1] == '\n') at++;
    return at < length ? at + 1 : at;
}

static bool find_lines(nb_arena *arena, nb_lesson_source *source) {
    for (size_t at = 0; at < source->length; source->count++)
        at = after_line(source->text, source->length, at);
    source->starts = nb_arena_add(arena, source->count + 1, sizeof *source->starts);
    if (source->starts == NULL) return false;
    for (size_t i = 0, at = 0; i < source->count; i++) {
        source->starts[i] = at;
        at = after_line(source->text, source->length, at);
    }
    source->starts[source->count] = source->length;
    return true;
}

/* The line, from 0, that a byte of the text is in. */
static size_t line_of(const nb_lesson_source *source, size_t offset) {
    size_t low = 0, high = source->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->starts[middle] <= offset) low = middle;
        else high = middle;
    }
    return low;
}

/* md4c mixes pieces of the text with constants of its own; only the former have a place. */
static size_t offset_of(const nb_lesson_source *source, const char *piece) {
    uintptr_t from = (uintptr_t)source->text, at = (uintptr_t)piece;
    return piece != NULL && at >= from && at < from + source->length ? (size_t)(at - from)
                                                                    : NB_LESSON_NOWHERE;
}

/* ---- parts ---- */

static bool only_blank(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r\n", text[i]) == NULL) return false;
    return true;
}

static nb_lesson_part *add_part(assembly *made, nb_lesson_kind kind, size_t start,
                                size_t end) {
    nb_lesson_part *part = nb_arena_add(made->arena, 1, sizeof *part);
    if (part == NULL) return NULL;
    part->kind = kind;
    part->range = (nb_lesson_range){start, end};
    part->line = made->source.count > 0 ? line_of(&made->source, start) + 1 : 1;
    *made->slot = part;
    made->slot = &part->next;
    return part;
}

static bool add_prose(assembly *made, size_t end) {
    size_t start = made->done;
    if (end <= start || only_blank(made->source.text + start, end - start)) return true;
    nb_lesson_part *part = add_part(made, NB_LESSON_PROSE, start, end);
    if (part == NULL) return false;
    part->indent = made->indent;
    return true;
}

/* True if the line does nothing but close a fence; signs of a quotation may stand before it. */
static bool closes_fence(const assembly *made, size_t line) {
    if (line >= made->source.count) return false;
    const char *text = made->source.text + made->source.starts[line];
    size_t length = made->source.starts[line + 1] - made->source.starts[line], run = 0;
    while (length > 0 && strchr(" \t>", *text) != NULL) text++, length--;
    while (run < length && text[run] == made->sign) run++;
    return run >= 3 && only_blank(text + run, length - run);
}

/* Finds the line that the block's first line is. False: the block has no known place at all. */
static bool find_place(assembly *made) {
    nb_code_block *block = &made->block;
    size_t known = 0;
    while (known < block->count && block->lines[known].offset == NB_LESSON_NOWHERE) known++;
    if (known < block->count) {
        size_t line = line_of(&made->source, block->lines[known].offset);
        block->first = line >= known ? line - known : 0;
    } else if (made->info != NB_LESSON_NOWHERE) {
        block->first = line_of(&made->source, made->info) + 1;
    } else {
        return false;
    }
    size_t room = made->source.count - block->first;
    if (block->count > room) block->count = room;
    return true;
}

static size_t leading_blanks(const nb_lesson_source *source, size_t line) {
    const char *text = source->text + source->starts[line];
    size_t length = source->starts[line + 1] - source->starts[line], n = 0;
    while (n < length && text[n] == ' ') n++;
    return n;
}

static bool read_block(const nb_block_reader *reader) {
    nb_lesson_part *part = reader->part;
    switch (part->kind) {
    case NB_LESSON_TRANSCRIPT: return nb_lesson_read_steps(reader);
    case NB_LESSON_CHECK: return nb_lesson_read_statements(reader);
    case NB_LESSON_QUIZ:
    case NB_LESSON_EXERCISE:
        return nb_lesson_read_keys(reader) &&
               nb_question_read(reader->arena, reader->lesson, part, &part->question) ==
                   NB_STATUS_OK;
    case NB_LESSON_PROSE:
    case NB_LESSON_CODE: break;
    }
    return true;
}

/* The block has ended: it becomes a part, and so does the prose before it. */
static bool finish_block(assembly *made) {
    if (!find_place(made)) return true;
    const nb_lesson_source *source = &made->source;
    const nb_code_block *block = &made->block;
    size_t opening = block->first > 0 ? block->first - 1 : 0;
    size_t after = block->first + block->count;
    bool closed = closes_fence(made, after);
    if (closed) after++;
    if (!add_prose(made, source->starts[opening])) return false;
    nb_lesson_part *part = add_part(made, made->fence.kind, source->starts[opening],
                                    source->starts[after]);
    if (part == NULL) return false;
    size_t end = source->starts[opening + 1];
    while (end > part->range.start && strchr("\r\n", source->text[end - 1]) != NULL) end--;
    part->opening = nb_arena_text(made->arena, source->text + part->range.start,
                                  end - part->range.start);
    if (part->opening == NULL) return false;
    made->done = source->starts[after];
    made->indent = made->depth > 0 ? leading_blanks(source, opening) : 0;
    nb_block_reader reader = {made->arena, source, block, part, made->lesson};
    return nb_fence_check(&reader, made->fence, made->sign, closed) && read_block(&reader);
}

/* ---- md4c's callbacks ---- */

enum { STOP = -1 }; /* what is above 0 md4c does not hand on from every depth */

static bool begin_line(nb_code_block *block) {
    if (!NB_RESERVE(block->content.memory, block->lines, &block->capacity, block->count + 1))
        return false;
    block->lines[block->count] = (nb_code_line){block->content.length, 0, NB_LESSON_NOWHERE};
    return true;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
    assembly *made = user;
    if (type == MD_BLOCK_LI) made->depth++;
    if (type != MD_BLOCK_CODE) return 0;
    const MD_BLOCK_CODE_DETAIL *code = detail;
    if (code->fence_char == 0) return 0;
    made->in_block = true;
    made->sign = code->fence_char;
    made->fence = nb_fence_read(code->info.text, code->info.size);
    made->info = offset_of(&made->source, code->info.text);
    made->block.count = 0;
    made->block.content.length = 0;
    return begin_line(&made->block) ? 0 : STOP;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)detail;
    assembly *made = user;
    if (type == MD_BLOCK_LI) made->depth--;
    if (type != MD_BLOCK_CODE || !made->in_block) return 0;
    made->in_block = false;
    return finish_block(made) ? 0 : STOP;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
    (void)type;
    assembly *made = user;
    if (!made->in_block) return 0;
    nb_code_block *block = &made->block;
    nb_code_line *line = &block->lines[block->count];
    if (size == 1 && *text == '\n') {
        line->length = block->content.length - line->start;
        block->count++;
        return begin_line(block) ? 0 : STOP;
    }
    size_t offset = offset_of(&made->source, text);
    if (line->offset == NB_LESSON_NOWHERE) line->offset = offset;
    nb_buffer_add(&block->content, text, size);
    return block->content.failed ? STOP : 0;
}

static int ignore_span(MD_SPANTYPE type, void *detail, void *user) {
    (void)type, (void)detail, (void)user;
    return 0;
}

/* A copy for md4c, whose release 0.4.8 looks at the byte after the text and reads too far behind
 * NUL bytes: this one ends with a NUL, and has another control character (SUB) for those inside.
 * NULL: memory ran out. */
static const char *make_safe(nb_arena *arena, const char *text, size_t length) {
    char *copy = nb_arena_text(arena, text, length);
    for (size_t i = 0; copy != NULL && i < length; i++)
        if (copy[i] == '\0') copy[i] = '\x1A';
    return copy;
}

/* Whether the text is a copy: its last line says so. False: memory ran out. */
static bool find_original(nb_arena *arena, const char *text, size_t length, nb_lesson *lesson) {
    static const char begin[] = NB_LESSON_ORIGINAL, end[] = NB_LESSON_ORIGINAL_END;
    enum { DIGITS = 16, BEGIN = sizeof begin - 1, END = sizeof end - 1,
           WHOLE = BEGIN + DIGITS + END };
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL) length--;
    if (length < WHOLE) return true;
    const char *at = text + length - WHOLE;
    bool starts = at == text || at[-1] == '\n' || at[-1] == '\r';
    if (!starts || memcmp(at, begin, BEGIN) != 0 ||
        memcmp(at + BEGIN + DIGITS, end, END) != 0 ||
        strspn(at + BEGIN, "0123456789abcdef") != DIGITS)
        return true;
    lesson->original = nb_arena_text(arena, at + BEGIN, DIGITS);
    return lesson->original != NULL;
}

nb_status nb_lesson_parse(nb_arena *arena, const char *text, size_t length, nb_lesson *lesson) {
    *lesson = (nb_lesson){0};
    if (length > NB_LESSON_LONGEST) return NB_STATUS_ERROR;
    text = make_safe(arena, text, length);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    assembly made = {.arena = arena, .lesson = lesson, .slot = &lesson->parts,
                          .source = {.text = text, .length = length}};
    nb_buffer_init(&made.block.content, arena->memory);
    if (length >= BYTES_OF_BOM && memcmp(text, "\xEF\xBB\xBF", BYTES_OF_BOM) == 0)
        made.done = BYTES_OF_BOM;
    const MD_PARSER parser = {.enter_block = enter_block, .leave_block = leave_block,
                              .enter_span = ignore_span, .leave_span = ignore_span,
                              .text = add_text};
    bool done = find_original(arena, text, length, lesson) && find_lines(arena, &made.source) &&
                md_parse(text + made.done, (MD_SIZE)(length - made.done), &parser,
                         &made) == 0 &&
                add_prose(&made, length) && nb_question_ids(arena, lesson);
    nb_buffer_clear(&made.block.content);
    nb_memory_free(arena->memory, made.block.lines, made.block.capacity,
                   sizeof *made.block.lines);
    return done ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

const char *nb_lesson_find(const nb_lesson_part *part, const char *name) {
    for (const nb_lesson_key *key = part->keys; key != NULL; key = key->next)
        if (strcmp(key->name, name) == 0) return key->value;
    return NULL;
}
