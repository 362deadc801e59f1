/* A line of the record while it comes about. Where memory runs out, an answer is missing in it. */
#define _POSIX_C_SOURCE 200809L /* strdup, clock_gettime, gmtime_r */
#include "front/state/taken.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fnv.h"
#include "front/system/folders.h"
#include "front/system/system.h"

static int64_t seconds(void) {
    struct timespec now;
    return clock_gettime(CLOCK_MONOTONIC, &now) == 0 ? now.tv_sec : 0;
}

void nb_taken_begin(nb_taken *taken, nb_roll *roll, bool exercise) {
    time_t now = time(NULL);
    struct tm utc;
    *taken = (nb_taken){.roll = roll != NULL && roll->path != NULL ? roll : NULL,
                        .exercise = exercise, .since = seconds()};
    if (gmtime_r(&now, &utc) == NULL ||
        strftime(taken->line.begun, sizeof taken->line.begun, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        taken->line.begun[0] = '\0';
}

static void add(nb_class_texts *texts, const char *text) {
    if (texts->count == texts->capacity) {
        size_t capacity = texts->capacity * 2 + 8;
        char **grown = realloc(texts->all, capacity * sizeof *grown);
        if (grown == NULL) return;
        texts->all = grown;
        texts->capacity = capacity;
    }
    char *copy = strdup(text);
    if (copy != NULL) texts->all[texts->count++] = copy;
}

static void clear(nb_class_texts *texts) {
    for (size_t i = 0; i < texts->count; i++) free(texts->all[i]);
    free(texts->all);
    *texts = (nb_class_texts){0};
}

void nb_taken_answer(nb_taken *taken, const char *text, bool wrong) {
    if (taken->roll == NULL) return;
    add(&taken->line.answers, text);
    taken->line.tries += wrong;
}

/* Appends to the last of the texts. */
static void join(nb_class_texts *texts, const char *text) {
    static const char between[] = "; ";
    char **last = &texts->all[texts->count - 1];
    size_t room = strlen(*last) + sizeof between + strlen(text);
    char *joined = malloc(room);
    if (joined == NULL) return;
    snprintf(joined, room, "%s%s%s", *last, between, text);
    free(*last);
    *last = joined;
}

void nb_taken_statement(nb_taken *taken, const char *text, bool begins) {
    nb_class_texts *texts = &taken->line.statements;
    if (taken->roll == NULL || !taken->exercise) return;
    if (begins || texts->count == 0) add(texts, text);
    else join(texts, text);
}

bool nb_taken_any(const nb_taken *taken) {
    return taken->line.answers.count > 0 || taken->line.statements.count > 0;
}

/* apple-tax of /lessons/apple-tax.md; NULL: no memory. */
static char *name_of(const char *path) {
    const char *base = nb_path_base(path);
    return strndup(base, strlen(base) - (nb_path_ends(base, ".md") ? strlen(".md") : 0));
}

/* The numbers with which the question was asked, if it was; NULL: no memory. */
static nb_class_number *numbers_of(const nb_exam *exam, size_t *count) {
    const nb_lesson_question *question = exam != NULL ? nb_exam_question(exam) : NULL;
    size_t varied = question != NULL ? question->vary_count : 0;
    nb_class_number *numbers = calloc(varied + 1, sizeof *numbers);
    *count = 0;
    for (size_t i = 0; numbers != NULL && i < varied; i++)
        if (nb_exam_number(exam, i, &numbers[*count].value))
            numbers[(*count)++].name = question->vary[i].name;
    return numbers;
}

static bool write_line(nb_taken *taken, const nb_taken_of *of) {
    const nb_roll *roll = taken->roll;
    nb_class_line *line = &taken->line;
    nb_memory memory = nb_system_memory();
    nb_buffer out;
    char *lesson = name_of(of->lesson);
    nb_class_number *numbers = numbers_of(of->exam, &line->number_count);
    nb_buffer_init(&out, &memory);
    line->student = roll->student;
    line->name = roll->name;
    line->numbered = roll->numbered;
    line->number = roll->number;
    line->lesson = lesson;
    line->numbers = numbers;
    line->id = of->id;
    line->variant = of->variant.student;
    line->round = of->variant.round;
    line->seconds = (uint64_t)(seconds() - taken->since);
    if (of->original != NULL)
        snprintf(line->hash, sizeof line->hash, "%s", of->original);
    else if (of->text != NULL)
        snprintf(line->hash, sizeof line->hash, "%016" PRIx64, nb_fnv1a(of->text, of->length));
    if (lesson != NULL && numbers != NULL) nb_class_line_write(&out, line);
    errno = ENOMEM;
    bool good = !out.failed && out.length > 0 && nb_roll_append(roll, out.data, out.length);
    int error = errno;
    nb_buffer_clear(&out);
    free(numbers);
    free(lesson);
    errno = error;
    return good;
}

bool nb_taken_end(nb_taken *taken, const nb_taken_of *of, bool writes) {
    bool good = !writes || taken->roll == NULL || write_line(taken, of);
    bool tells = !good && !taken->roll->told;
    int error = errno;
    if (tells) taken->roll->told = true;
    clear(&taken->line.answers);
    clear(&taken->line.statements);
    taken->roll = NULL;
    errno = error;
    return !tells;
}
