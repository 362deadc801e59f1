/* Lines are put in the order of lessons and questions; each lesson is then played once, and at each
 * of its questions all that was answered there is judged. Questions with the same numbers are set
 * up once. */
#include "front/marking/grade.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "front/marking/judging.h"
#include "front/marking/stage.h"
#include "practice/text.h"

#define PRACTICE "practice"

/* ---- questions ---- */

size_t nb_grade_find_question(nb_grader *g, const char *lesson, const char *id) {
    for (size_t n = 0; n < g->questions.count; n++) {
        size_t i = (g->cursor + n) % g->questions.count;
        const nb_marks_question *q = &g->questions.all[i];
        if (strcmp(q->id, id) != 0 || strcmp(q->lesson, lesson) != 0) continue;
        g->cursor = i;
        return i;
    }
    return g->questions.count;
}

static size_t add_question(nb_grader *g, nb_marks_question question) {
    nb_question_list *list = &g->questions;
    bool room = list->count < list->capacity ||
                NB_ARENA_RESERVE(g->arena, list->all, list->count, &list->capacity);
    g->failed = g->failed || !room;
    if (room) list->all[list->count++] = question;
    return list->count - 1;
}

void nb_grade_add_questions(nb_grader *g, const nb_shelved *lesson) {
    for (const nb_lesson_part *part = lesson->lesson.parts; part != NULL; part = part->next) {
        const nb_lesson_question *q = part->question;
        if (q == NULL || *q->id == '\0' || q->kind == NB_ASK_TRY) continue;
        if (nb_grade_find_question(g, lesson->name, q->id) < g->questions.count) continue;
        (void)add_question(g, (nb_marks_question){.lesson = lesson->name, .id = q->id,
                                                  .label = q->id,
                                                  .counts = q->kind != NB_ASK_SAY});
    }
}

/* ---- one lesson ---- */

/* Lines about one text, put in order. */
typedef struct pile {
    nb_paper **all;
    size_t count;
} pile;

static int compare_papers(const void *x, const void *y) {
    const nb_paper *a = *(nb_paper *const *)x, *b = *(nb_paper *const *)y;
    const nb_marks_line *s = &a->said, *t = &b->said;
    int order = strcmp(s->lesson, t->lesson);
    if (order == 0 && strcmp(s->lesson, PRACTICE) != 0) order = strcmp(s->hash, t->hash);
    if (order == 0) order = strcmp(s->id, t->id);
    if (order == 0) order = s->variant < t->variant ? -1 : s->variant > t->variant;
    if (order == 0) order = s->round < t->round ? -1 : s->round > t->round;
    if (order == 0) order = a < b ? -1 : a > b;
    return order;
}

static bool same_lesson(const nb_paper *a, const nb_paper *b) {
    return strcmp(a->said.lesson, b->said.lesson) == 0 &&
           strcmp(a->said.hash, b->said.hash) == 0;
}

/* Those that were not judged: `why` has the lesson, and the question where that is wrong. */
static void pass_over(pile lines, nb_message why) {
    bool lesson = why.id == NB_MESSAGE_MARKS_OTHER_TEXT || why.id == NB_MESSAGE_MARKS_NO_LESSON;
    for (size_t i = 0; i < lines.count; i++) {
        const nb_marks_line *said = &lines.all[i]->said;
        if (lines.all[i]->judged) continue;
        why.args[2] = NB_TEXT(said->lesson);
        if (!lesson) why.args[3] = NB_TEXT(said->id);
        lines.all[i]->why = why;
    }
}

/* Those about one question. */
static pile find_pile(pile lines, const char *id) {
    size_t from = 0, count = 0, low = 0, high = lines.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(lines.all[middle]->said.id, id) < 0) low = middle + 1;
        else high = middle;
    }
    from = low;
    while (from + count < lines.count && strcmp(lines.all[from + count]->said.id, id) == 0)
        count++;
    return (pile){lines.all + from, count};
}

/* Judges what was answered at a question in the stage's session; `later`: it is recalled, and so a
 * round farther. */
static void judge_pile(nb_grader *g, nb_stage *stage, const nb_lesson *lesson,
                       const nb_lesson_question *question, pile lines, uint32_t later,
                       size_t place) {
    for (size_t i = 0, end; i < lines.count && !g->failed; i = end) {
        const nb_marks_line *first = &lines.all[i]->said;
        for (end = i + 1; end < lines.count && lines.all[end]->said.variant == first->variant &&
                          lines.all[end]->said.round == first->round;)
            end++;
        nb_judging judging = {.arena = g->arena, .view = g->view, .stage = stage,
                              .lesson = lesson, .question = question,
                              .variant = {first->variant, (uint32_t)first->round + later}};
        for (size_t k = i; k < end; k++)
            lines.all[k]->mark = (nb_judged_line){
                .question = place, .order = (size_t)(lines.all[k] - g->papers->all)};
        if (!nb_judging_lines(&judging, lines.all + i, end - i)) g->failed = true;
    }
    pass_over(lines, NB_PLAIN(MARKS_UNSET));
}

static void close_stage(nb_grader *g, nb_stage *stage) {
    g->failed = g->failed || stage->refused;
    nb_stage_close(stage);
}

static void play(nb_stage *stage, const nb_lesson *lesson, const nb_lesson_question *until) {
    for (const nb_lesson_part *part = lesson->parts; part != NULL && part != until->part;
         part = part->next)
        nb_stage_pass(stage, part);
}

/* A question of another lesson beside this one. */
static void judge_recalled(nb_grader *g, const nb_shelved *from, const nb_lesson_question *own,
                           pile lines, size_t place) {
    nb_stage stage;
    const nb_lesson_question *question;
    const nb_shelved *other = nb_shelf_recall(g->shelf, from, own->recall, &question);
    if (other == NULL) {
        pass_over(lines, NB_PLAIN(MARKS_UNSET));
        return;
    }
    if (nb_stage_open(&stage, g->host, other->folder)) {
        play(&stage, &other->lesson, question);
        judge_pile(g, &stage, &other->lesson, question, lines, 1, place);
    } else {
        g->failed = true;
    }
    close_stage(g, &stage);
}

/* What was answered at a question that the stage has come to. */
static void judge_question(nb_grader *g, nb_stage *stage, const nb_shelved *lesson,
                           const nb_lesson_question *q, pile lines) {
    size_t place = nb_grade_find_question(g, lesson->name, q->id);
    bool elsewhere = q->kind == NB_ASK_RECALL &&
                     nb_question_find(&lesson->lesson, q->recall) == NULL;
    if (q->kind == NB_ASK_TRY)
        for (size_t i = 0; i < lines.count; i++) lines.all[i]->free = true;
    else if (elsewhere) judge_recalled(g, lesson, q, lines, place);
    else judge_pile(g, stage, &lesson->lesson, q, lines, 0, place);
}

static void judge_lesson(nb_grader *g, const nb_shelved *lesson, pile lines) {
    nb_stage stage;
    nb_grade_add_questions(g, lesson);
    if (!nb_stage_open(&stage, g->host, lesson->folder)) g->failed = true;
    const nb_lesson_part *part = lesson->lesson.parts;
    for (; part != NULL && !g->failed; part = part->next) {
        const nb_lesson_question *q = part->question;
        pile here = {NULL, 0};
        if (q != NULL && *q->id != '\0') here = find_pile(lines, q->id);
        if (here.count > 0) judge_question(g, &stage, lesson, q, here);
        nb_stage_pass(&stage, part);
    }
    close_stage(g, &stage);
    for (size_t i = 0; i < lines.count; i++)
        if (lines.all[i]->why.id == NB_MESSAGE_NONE && !lines.all[i]->free)
            pass_over((pile){lines.all + i, 1}, NB_PLAIN(MARKS_NO_QUESTION));
}

/* ---- practice ---- */

static const nb_lesson_question *first_question(const nb_lesson *lesson) {
    const nb_lesson_part *part = lesson->parts;
    while (part != NULL && part->question == NULL) part = part->next;
    return part != NULL ? part->question : NULL;
}

/* Makes the question anew, and judges what was answered. */
static void judge_made(nb_grader *g, nb_stage *stage, nb_practice_id id, pile lines,
                       size_t place) {
    nb_lesson lesson;
    nb_arena arena;
    nb_buffer text;
    nb_arena_init(&arena, g->arena->memory);
    nb_buffer_init(&text, g->arena->memory);
    nb_status status = nb_practice_write(id, stage->session, g->view, &text);
    if (status == NB_STATUS_OK) status = nb_lesson_parse(&arena, text.data, text.length, &lesson);
    const nb_lesson_question *q = status == NB_STATUS_OK ? first_question(&lesson) : NULL;
    if (q == NULL) pass_over(lines, NB_PLAIN(MARKS_UNSET));
    if (q != NULL) {
        (void)nb_stage_run(stage, "reset", NULL, NB_ORIGIN_TEXT, NULL, NULL);
        nb_mark(stage->session);
        play(stage, &lesson, q);
        judge_pile(g, stage, &lesson, q, lines, 0, place);
    }
    if (status == NB_STATUS_NO_MEMORY) g->failed = true;
    nb_buffer_clear(&text);
    nb_arena_clear(&arena);
}

/* One row of the table for each level and kind: `sums-value` of `sums-value-17`. */
static size_t add_practice(nb_grader *g, const char *id) {
    const char *seed = strrchr(id, '-');
    const char *label = nb_arena_text(g->arena, id, (size_t)(seed - id));
    if (label == NULL) g->failed = true;
    return add_question(g, (nb_marks_question){.lesson = PRACTICE, .id = id,
                                               .label = label != NULL ? label : id});
}

static void judge_practice(nb_grader *g, pile lines) {
    nb_stage stage;
    if (!nb_stage_open(&stage, g->host, ".")) g->failed = true;
    for (size_t i = 0, end; i < lines.count && !g->failed; i = end) {
        const char *id = lines.all[i]->said.id;
        nb_practice_id made;
        pile here = find_pile((pile){lines.all + i, lines.count - i}, id);
        end = i + here.count;
        if (nb_practice_id_read(id, &made))
            judge_made(g, &stage, made, here, add_practice(g, id));
        else pass_over(here, NB_PLAIN(MARKS_NO_QUESTION));
    }
    close_stage(g, &stage);
}

/* ---- all ---- */

static void judge_text(nb_grader *g, pile lines) {
    const nb_paper *first = lines.all[0];
    bool known;
    const nb_shelved *lesson = nb_shelf_find(g->shelf, first->said.lesson, first->said.hash,
                                             first->path, &known);
    if (lesson != NULL) judge_lesson(g, lesson, lines);
    else pass_over(lines, known ? NB_PLAIN(MARKS_OTHER_TEXT) : NB_PLAIN(MARKS_NO_LESSON));
    g->failed = g->failed || g->shelf->failed;
}

void nb_grade(nb_grader *g) {
    nb_papers *papers = g->papers;
    pile lines = {nb_arena_add(g->arena, papers->count + 1, sizeof(void *)), 0};
    if (lines.all == NULL) g->failed = true;
    for (size_t i = 0; i < papers->count && !g->failed; i++)
        if (papers->all[i].why.id == NB_MESSAGE_NONE && !papers->all[i].doubled)
            lines.all[lines.count++] = &papers->all[i];
    if (lines.count > 1) qsort(lines.all, lines.count, sizeof(void *), compare_papers);
    for (size_t i = 0, end; i < lines.count && !g->failed; i = end) {
        bool practised = strcmp(lines.all[i]->said.lesson, PRACTICE) == 0;
        for (end = i + 1; end < lines.count; end++)
            if (practised ? strcmp(lines.all[end]->said.lesson, PRACTICE) != 0
                          : !same_lesson(lines.all[i], lines.all[end]))
                break;
        pile here = {lines.all + i, end - i};
        if (practised) judge_practice(g, here);
        else judge_text(g, here);
    }
}
