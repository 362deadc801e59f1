/* Fences. A word that is nearly a kind of ours would be prose to Markdown, and a block that is not
 * closed swallows the next one: both would pass unseen, with all that they should have tested. */
#include "lesson/fence.h"

#include <string.h>

#include "base/nearest.h"
#include "base/utf8.h"

enum { SHORTEST = 3, LONGEST_WORD = 40 };

static const struct { const char *word; nb_lesson_kind kind; } kinds[] = {
    {"nabla", NB_LESSON_TRANSCRIPT}, {"quiz", NB_LESSON_QUIZ}, {"exercise", NB_LESSON_EXERCISE},
    {"check", NB_LESSON_CHECK},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* The kind that a word is spelled like, whatever stands around it: {.nabla}, Quiz, excercise. */
static const char *find_meant(const char *info, size_t length) {
    char word[LONGEST_WORD + 1];
    size_t n = 0;
    while (length > 0 && strchr("{.=: \t", *info) != NULL) info++, length--;
    while (n < length && strchr("{}.,:;= \t\r\n", info[n]) == NULL) n++;
    if (n == 0 || n > LONGEST_WORD) return NULL;
    memcpy(word, info, n);
    word[n] = '\0';
    nb_nearest nearest;
    nb_nearest_begin(&nearest, word);
    for (size_t i = 0; i < KINDS; i++) (void)nb_nearest_try(&nearest, kinds[i].word);
    return nb_nearest_get(&nearest);
}

nb_fence nb_fence_read(const char *info, size_t length) {
    size_t n = 0;
    while (n < length && info[n] != ' ' && info[n] != '\t') n++;
    for (size_t i = 0; i < KINDS; i++)
        if (nb_bytes_are(info, n, kinds[i].word)) return (nb_fence){kinds[i].kind, NULL};
    return (nb_fence){NB_LESSON_CODE, find_meant(info, length)};
}

/* How often the sign of a fence stands at the front of a text. */
static size_t run_length(const char *text, size_t length, char sign) {
    size_t n = 0;
    while (n < length && text[n] == sign) n++;
    return n;
}

/* The signs that opened the block; a list or a quotation may stand before them. */
static size_t opening_length(const char *opening, char sign) {
    for (const char *at = strchr(opening, sign); at != NULL; at = strchr(at + 1, sign)) {
        size_t n = run_length(at, strlen(at), sign);
        if (n >= SHORTEST) return n;
    }
    return SHORTEST;
}

/* Whether a line of the block opens one of our blocks: it cannot be what closes this one. */
static bool opens_block(const char *text, size_t length, char sign, size_t least) {
    while (length > 0 && nb_is_blank(*text)) text++, length--;
    size_t n = run_length(text, length, sign);
    if (n < least) return false;
    while (n < length && nb_is_blank(text[n])) n++;
    nb_fence fence = nb_fence_read(text + n, length - n);
    return fence.kind != NB_LESSON_CODE || fence.meant != NULL;
}

static bool tell(const nb_block_reader *reader, nb_message message, nb_message hint) {
    const char *opening = reader->part->opening;
    nb_diagnostic about = {.message = message, .hint = hint, .line = reader->part->line,
                           .column = 1, .width = nb_utf8_width(opening, strlen(opening)),
                           .text = opening};
    return nb_lesson_add_problem(reader->arena, reader->lesson, about);
}

bool nb_fence_check(const nb_block_reader *reader, nb_fence fence, char sign, bool closed) {
    if (fence.meant != NULL && !tell(reader, NB_SAY(LESSON_FENCE, NB_TEXT(fence.meant)),
                                     NB_SAY(HINT_FENCE, NB_TEXT(fence.meant))))
        return false;
    const nb_code_block *block = reader->block;
    size_t least = opening_length(reader->part->opening, sign);
    for (size_t i = 0; i < block->count; i++) {
        const char *text = block->content.data != NULL ? block->content.data : "";
        if (opens_block(text + block->lines[i].start, block->lines[i].length, sign, least))
            return nb_lesson_tell_line(reader, i,
                                       NB_SAY(LESSON_FENCE_OPEN, NB_COUNT(reader->part->line)));
    }
    return closed || tell(reader, NB_PLAIN(LESSON_UNCLOSED), (nb_message){0});
}
