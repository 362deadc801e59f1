/* Inside lesson/: a fenced block as lesson.c collects it, and what block.c makes of it. */
#ifndef NABLA_LESSON_BLOCK_H
#define NABLA_LESSON_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "lesson/lesson.h"

/* The text and where its lines begin: starts[count] is the length. A line ends with LF, CR LF or
 * CR, as in Markdown. */
typedef struct nb_lesson_source {
    const char *text;
    size_t length;
    size_t *starts;
    size_t count;
} nb_lesson_source;

#define NB_LESSON_NOWHERE ((size_t)-1)

/* One line of a block. Its content has no newline and lost the indentation of the containers. */
typedef struct nb_code_line {
    size_t start, length; /* in nb_code_block.content */
    size_t offset;        /* of its first byte that is no blank, in the source; or NOWHERE */
} nb_code_line;

typedef struct nb_code_block {
    nb_buffer content;
    nb_code_line *lines;
    size_t count, capacity;
    size_t first; /* the line of the source, from 0, that lines[0] is */
} nb_code_block;

/* What the functions below need: the block, and where to put what it holds. */
typedef struct nb_block_reader {
    nb_arena *arena;
    const nb_lesson_source *source;
    const nb_code_block *block;
    nb_lesson_part *part;
    nb_lesson *lesson; /* problems and step_count */
} nb_block_reader;

/* Fill part->steps and part->keys. False: memory ran out. */
NB_MUST_USE bool nb_lesson_read_steps(const nb_block_reader *reader);
NB_MUST_USE bool nb_lesson_read_statements(const nb_block_reader *reader);
NB_MUST_USE bool nb_lesson_read_keys(const nb_block_reader *reader);
/* Adds a problem about line i. */
NB_MUST_USE bool nb_lesson_tell_line(const nb_block_reader *reader, size_t i, nb_message message);

/* Adds a problem to those of the lesson, which stand in the order of their lines. False: memory ran
 * out. */
NB_MUST_USE bool nb_lesson_add_problem(nb_arena *arena, nb_lesson *lesson,
                                       nb_diagnostic diagnostic);

#endif
