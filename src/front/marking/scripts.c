/* The lesson is played once; where it comes to an exercise, each script is tried and taken back. */
#include "front/marking/scripts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "front/marking/judging.h"
#include "front/system/files.h"

typedef struct script {
    const char *path, *who, *text;
} script;

/* The name of the file without its folder and ending; what is no text is no name. */
static const char *name_student(nb_arena *arena, const char *path) {
    const char *base = nb_path_base(path), *dot = strrchr(base, '.');
    size_t length = dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base);
    return nb_arena_text(arena, base, nb_utf8_valid(base, length));
}

/* The scripts that can be read. NULL: memory ran out. */
static script *read_scripts(nb_scripts *s, size_t *count, nb_result *result) {
    script *all = nb_arena_add(s->arena, s->count + 1, sizeof *all);
    *count = 0;
    for (size_t i = 0; all != NULL && i < s->count; i++) {
        char *text;
        const char *reason;
        size_t length;
        script *one = &all[*count];
        bool read = nb_file_load(NULL, s->paths[i], &text, &length, &reason);
        bool binary = read && memchr(text, '\0', length) != NULL;
        if (!read || binary) {
            s->passed++;
            if (!read && strcmp(reason, strerror(ENOMEM)) == 0) return NULL;
            if (binary) reason = nb_message_wording(NB_MESSAGE_NUL_BYTE);
            const nb_message why = NB_SAY(FILE_READ, NB_TEXT(s->paths[i]), NB_WORDS(reason));
            nb_result_say(result, NB_SEVERITY_WARNING, why);
            if (read) free(text);
            continue;
        }
        *one = (script){s->paths[i], name_student(s->arena, s->paths[i]),
                        nb_arena_text(s->arena, text, length)};
        free(text);
        if (one->who == NULL || one->text == NULL) return NULL;
        ++*count;
    }
    return all;
}

static size_t add_exercises(nb_scripts *s) {
    size_t count = 0;
    nb_question_list *list = &s->grading->questions;
    nb_grade_add_questions(s->grading, s->lesson);
    for (const nb_lesson_part *part = s->lesson->lesson.parts; part != NULL; part = part->next)
        count += part->question != NULL && part->question->kind == NB_ASK_EXERCISE;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const nb_lesson_question *q = nb_question_find(&s->lesson->lesson, list->all[i].id);
        if (q != NULL && q->kind == NB_ASK_EXERCISE) list->all[kept++] = list->all[i];
    }
    list->count = kept;
    return count;
}

static bool try_exercise(nb_scripts *s, nb_stage *stage, const nb_lesson_question *question,
                         const script *all, size_t count) {
    const nb_judging judging = {.arena = s->arena, .view = s->grading->view, .stage = stage,
                                .lesson = &s->lesson->lesson, .question = question};
    size_t place = nb_grade_find_question(s->grading, s->lesson->name, question->id);
    for (size_t i = 0; i < count && place < s->grading->questions.count; i++) {
        nb_judged_line *line = &s->lines[s->line_count++];
        *line = (nb_judged_line){.who = all[i].who, .name = "", .begun = "", .question = place,
                                 .order = i};
        if (!nb_judging_script(&judging, all[i].path, all[i].text, line)) return false;
    }
    return true;
}

bool nb_scripts_try(nb_scripts *s, nb_result *result) {
    size_t count, exercises = add_exercises(s);
    nb_stage stage;
    if (exercises == 0)
        nb_result_say(result, NB_SEVERITY_WARNING,
                      NB_SAY(MARKS_NO_EXERCISE, NB_TEXT(s->lesson->path)));
    const script *all = read_scripts(s, &count, result);
    s->lines = nb_arena_add(s->arena, exercises * count + 1, sizeof *s->lines);
    bool good = nb_stage_open(&stage, s->grading->host, s->lesson->folder) && all != NULL &&
                s->lines != NULL && !s->grading->failed;
    const nb_lesson_part *part = s->lesson->lesson.parts;
    for (; good && part != NULL; part = part->next) {
        bool exercise = part->question != NULL && part->question->kind == NB_ASK_EXERCISE;
        if (exercise) good = try_exercise(s, &stage, part->question, all, count);
        nb_stage_pass(&stage, part);
    }
    good = good && !stage.refused;
    nb_stage_close(&stage);
    return good;
}
