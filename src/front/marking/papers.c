/* Reading records. Lines that are passed over for one reason are told together, as 3, 7-9. */
#include "front/marking/papers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fnv.h"
#include "base/utf8.h"
#include "front/system/files.h"

/* ---- reading ---- */

static nb_paper *add(nb_papers *papers) {
    bool room = papers->count < papers->capacity ||
                NB_ARENA_RESERVE(papers->arena, papers->all, papers->count, &papers->capacity);
    papers->failed = papers->failed || !room;
    return room ? &papers->all[papers->count++] : NULL;
}

static void read_line(nb_papers *papers, const char *path, size_t number, const char *text,
                      size_t length) {
    nb_paper *paper = add(papers);
    if (paper == NULL) return;
    *paper = (nb_paper){.path = path, .number = number, .length = length};
    nb_line_state state = nb_marks_line_read(papers->arena, text, length, &paper->said,
                                             &paper->why);
    if (state == NB_LINE_GOOD) paper->why = (nb_message){.id = NB_MESSAGE_NONE};
    if (state == NB_LINE_GOOD) paper->text = nb_arena_text(papers->arena, text, length);
    bool kept = state != NB_LINE_GOOD || paper->text != NULL;
    if (state == NB_LINE_NO_MEMORY || !kept) papers->failed = true;
}

/* A byte order mark in front is what an editor has left there. */
static void read_lines(nb_papers *papers, const char *path, const char *text, size_t length) {
    static const char mark[] = "\xef\xbb\xbf";
    size_t at = 0, number = 1;
    if (length >= 3 && memcmp(text, mark, 3) == 0) at = 3;
    for (; at < length && !papers->failed; number++) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline != NULL ? (size_t)(newline - text) : length, bytes = end - at;
        while (bytes > 0 && nb_is_blank(text[at + bytes - 1])) bytes--;
        if (bytes > 0) read_line(papers, path, number, text + at, bytes);
        at = end + 1;
    }
}

/* A file without a single record is none: its lines are not told one by one. */
static bool has_record(const nb_papers *papers, size_t from) {
    for (size_t i = from; i < papers->count; i++)
        if (papers->all[i].why.id == NB_MESSAGE_NONE) return true;
    return false;
}

void nb_papers_read(nb_papers *papers, const char *path, nb_result *result) {
    char *text;
    size_t length, before = papers->count;
    const char *reason;
    if (!nb_file_load(NULL, path, &text, &length, &reason)) {
        if (strcmp(reason, strerror(ENOMEM)) == 0) papers->failed = true;
        papers->unread_files++;
        nb_result_say(result, NB_SEVERITY_WARNING,
                      NB_SAY(FILE_READ, NB_TEXT(path), NB_WORDS(reason)));
        return;
    }
    read_lines(papers, path, text, length);
    bool binary = memchr(text, '\0', length) != NULL;
    free(text);
    if (papers->failed || has_record(papers, before)) return;
    if (papers->count > before && !binary) return;
    papers->count = before;
    papers->empty_files++;
    nb_result_say(result, NB_SEVERITY_WARNING, NB_SAY(MARKS_NO_RECORD, NB_TEXT(path)));
}

/* ---- lines that stand twice ---- */

typedef struct hashed {
    uint64_t hash;
    nb_paper *paper;
} hashed;

static int compare_hashed(const void *x, const void *y) {
    const hashed *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return a->paper < b->paper ? -1 : a->paper > b->paper;
}

void nb_papers_find_doubled(nb_papers *papers) {
    hashed *all = nb_arena_add(papers->arena, papers->count + 1, sizeof *all);
    size_t count = 0;
    if (all == NULL) papers->failed = true;
    for (size_t i = 0; all != NULL && i < papers->count; i++) {
        nb_paper *paper = &papers->all[i];
        if (paper->why.id != NB_MESSAGE_NONE) continue;
        all[count++] = (hashed){nb_fnv1a(paper->text, paper->length), paper};
    }
    if (count > 1) qsort(all, count, sizeof *all, compare_hashed);
    for (size_t i = 1; i < count; i++) {
        const nb_paper *before = all[i - 1].paper;
        all[i].paper->doubled = all[i].hash == all[i - 1].hash &&
                                before->length == all[i].paper->length &&
                                memcmp(before->text, all[i].paper->text, before->length) == 0;
    }
}

/* ---- lines that are passed over ---- */

static const char *text_of(const nb_message *message, size_t arg) {
    return message->args[arg].kind == NB_ARG_TEXT ? message->args[arg].text : "";
}

static int compare_reasons(const nb_paper *a, const nb_paper *b) {
    int order = strcmp(a->path, b->path);
    if (order == 0) order = a->why.id < b->why.id ? -1 : a->why.id > b->why.id;
    if (order == 0) order = strcmp(text_of(&a->why, 2), text_of(&b->why, 2));
    return order != 0 ? order : strcmp(text_of(&a->why, 3), text_of(&b->why, 3));
}

static int compare_passed(const void *x, const void *y) {
    const nb_paper *a = *(const nb_paper *const *)x, *b = *(const nb_paper *const *)y;
    int order = compare_reasons(a, b);
    if (order != 0) return order;
    return a->number < b->number ? -1 : a->number > b->number;
}

/* FILE:3,7-9: the reason */
static void tell(nb_result *result, const nb_paper *const *lines, size_t count, nb_memory *memory) {
    nb_buffer places;
    nb_buffer_init(&places, memory);
    for (size_t i = 0, end; i < count; i = end + 1) {
        char place[64];
        for (end = i; end + 1 < count && lines[end + 1]->number == lines[end]->number + 1;) end++;
        if (end > i)
            (void)snprintf(place, sizeof place, "%zu-%zu", lines[i]->number, lines[end]->number);
        else (void)snprintf(place, sizeof place, "%zu", lines[i]->number);
        nb_buffer_add_item(&places, ",", place);
    }
    nb_message message = {lines[0]->why.id, {NB_TEXT(lines[0]->path), NB_TEXT("")}};
    if (!places.failed) message.args[1].text = places.data;
    for (size_t i = 2; i < NB_MESSAGE_ARGS; i++) message.args[i] = lines[0]->why.args[i];
    result->failed = result->failed || places.failed;
    nb_result_say(result, NB_SEVERITY_WARNING, message);
    nb_buffer_clear(&places);
}

size_t nb_papers_tell_passed(const nb_papers *papers, nb_result *result) {
    const nb_paper **passed = nb_arena_add(papers->arena, papers->count + 1, sizeof(void *));
    size_t count = 0;
    if (passed == NULL) result->failed = true;
    for (size_t i = 0; passed != NULL && i < papers->count; i++)
        if (papers->all[i].why.id != NB_MESSAGE_NONE) passed[count++] = &papers->all[i];
    if (count > 1) qsort(passed, count, sizeof(void *), compare_passed);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && compare_reasons(passed[i], passed[end]) == 0;) end++;
        tell(result, passed + i, end - i, papers->arena->memory);
    }
    return count;
}
