/* A copy is made of the lines of its lesson: what is kept is kept byte by byte, so that a block in
 * a list or in a quotation stays one. */
#include "copies/strip.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fnv.h"
#include "copies/comments.h"
#include "lesson/question.h"
#include "lesson/seal.h"
#include "lesson/update.h"
#include "tour/choose.h"

/* One question while its block is copied. */
typedef struct stripping {
    const nb_lesson_question *question;
    nb_buffer *out;
    uint32_t places[NB_CHOOSE_MOST]; /* of order: */
    size_t ordered, count;           /* its lines so far, and those that are asked for */
} stripping;

/* ---- questions ---- */

static void add_line(nb_buffer *out, const nb_lesson_key *key, const char *name, const char *value,
                     const char *newline) {
    const char *word = strstr(key->text, key->name); /* blanks and signs of a quotation before it */
    nb_buffer_add(out, key->text, (size_t)(word - key->text));
    nb_buffer_add_text(out, name);
    nb_buffer_add_text(out, ": ");
    nb_buffer_add_text(out, value);
    nb_buffer_add_text(out, newline);
}

static const char *choice_text(const nb_lesson_question *question, const nb_lesson_key *key) {
    const nb_remarked *choice = question->choices.all;
    while (choice->line != key->line) choice++;
    return choice->text;
}

static void add_key(stripping *s, const nb_lesson_key *key, const char *newline) {
    const nb_lesson_question *q = s->question;
    switch (nb_question_copy_of(key)) {
    case NB_KEY_DROPPED: break;
    case NB_KEY_KEPT:
        add_line(s->out, key, key->name, key->value, newline);
        if (key->value == q->id && q->kind != NB_ASK_RECALL)
            add_line(s->out, key, "noted", nb_question_word(q->kind), newline);
        break;
    case NB_KEY_UNMARKED: add_line(s->out, key, key->name, choice_text(q, key), newline); break;
    case NB_KEY_SHUFFLED: /* nobody is asked for more than so many */
        if (s->ordered < s->count)
            add_line(s->out, key, key->name, q->order.all[s->places[s->ordered++]].text, newline);
        break;
    case NB_KEY_SEALED:
        add_line(s->out, key, key->name, "", "");
        nb_seal_add(s->out, q->id, key->value);
        nb_buffer_add_text(s->out, newline);
        break;
    }
}

/* The bytes of the line at the front with its newline, which is LF, CR LF or CR. */
static size_t line_length(const char *text, size_t length, size_t *newline) {
    size_t end = 0;
    while (end < length && text[end] != '\n' && text[end] != '\r') end++;
    *newline = end;
    if (end < length) end += text[end] == '\r' && end + 1 < length && text[end + 1] == '\n' ? 2 : 1;
    return end;
}

/* The lines of a block: those of its keys as these are copied, others as they are. */
static void add_question(const nb_lesson_part *part, const char *text, nb_buffer *out) {
    stripping s = {.question = part->question, .out = out};
    const nb_variant first = {.student = 0};
    const nb_lesson_key *key = part->keys;
    size_t at = part->range.start, line = part->line, content;
    s.count = part->question->order.count;
    if (s.count > NB_CHOOSE_MOST) s.count = NB_CHOOSE_MOST;
    if (s.count > 0) nb_choose_shuffle(part->question, first, s.places, s.count);
    for (size_t n; at < part->range.end; at += n, line++) {
        char newline[3] = "";
        n = line_length(text + at, part->range.end - at, &content);
        memcpy(newline, text + at + content, n - content);
        if (key == NULL || key->line != line) {
            nb_buffer_add(out, text + at, n);
            continue;
        }
        add_key(&s, key, newline);
        key = key->next;
    }
}

/* ---- the lesson ---- */

static void add_steps(const nb_lesson_part *part, const char *text, size_t length,
                      nb_buffer *out) {
    size_t done = part->range.start;
    for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
        nb_lesson_update(text, length, &done, step, "", 0, out);
    nb_buffer_add(out, text + done, part->range.end - done);
}

/* A part from `start` on. */
static void add_part(const nb_lesson_part *part, const char *text, size_t start, size_t length,
                     nb_buffer *out) {
    size_t bytes = part->range.end - start;
    switch (part->kind) {
    case NB_LESSON_PROSE: nb_comments_drop(out, text + start, bytes); break;
    case NB_LESSON_CODE: nb_buffer_add(out, text + start, bytes); break;
    case NB_LESSON_TRANSCRIPT: add_steps(part, text, length, out); break;
    case NB_LESSON_QUIZ: case NB_LESSON_EXERCISE:
        if (part->question != NULL) add_question(part, text, out);
        break;
    case NB_LESSON_CHECK: break;
    }
}

static void add_original(const char *text, size_t length, nb_buffer *out) {
    const char *newline = memchr(text, '\r', length) != NULL ? "\r\n" : "\n";
    char hash[24];
    bool ended = out->length == 0 || strchr("\r\n", out->data[out->length - 1]) != NULL;
    (void)snprintf(hash, sizeof hash, "%016" PRIx64, nb_fnv1a(text, length));
    if (!ended) nb_buffer_add_text(out, newline);
    nb_buffer_add_text(out, newline);
    nb_buffer_add_text(out, NB_LESSON_ORIGINAL);
    nb_buffer_add_text(out, hash);
    nb_buffer_add_text(out, NB_LESSON_ORIGINAL_END);
    nb_buffer_add_text(out, newline);
}

/* How much of the text to pass over behind a part: with what is left out goes an empty line. */
static size_t skip_empty(const nb_lesson_part *part, const char *text, size_t length) {
    size_t content, n = line_length(text, length, &content);
    return part->kind == NB_LESSON_CHECK && content == 0 ? n : 0;
}

void nb_strip(const nb_lesson *lesson, const char *text, size_t length, nb_buffer *out) {
    size_t done = 0;
    for (const nb_lesson_part *part = lesson->parts; part != NULL; part = part->next) {
        size_t start = part->range.start > done ? part->range.start : done;
        nb_buffer_add(out, text + done, start - done);
        add_part(part, text, start, length, out);
        done = part->range.end + skip_empty(part, text + part->range.end,
                                            length - part->range.end);
    }
    nb_buffer_add(out, text + done, length - done);
    if (!out->failed) add_original(text, length, out);
}
