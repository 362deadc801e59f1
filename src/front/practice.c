/* Each question is the text of a lesson, which the tour plays; what became of it is told the drill,
 * which says what comes next. */
#define _POSIX_C_SOURCE 200809L /* strdup */
#include "front/practice.h"

#include <stdlib.h>
#include <string.h>

#include "front/host.h"
#include "front/tell.h"
#include "front/terminal/say.h"
#include "front/tour.h"
#include "practice/drill.h"
#include "practice/text.h"
#include "tour/exam.h"
#include "view/message.h"

/* A question of an exam, for the list at its end. */
typedef struct answered {
    const char *asked, *answer, *right; /* answer "": none was given */
    bool is_right;
} answered;

typedef struct practising {
    nb_tour tour;
    nb_drill drill;
    const nb_practising *wanted;
    nb_session *scratch; /* where numbers are tried */
    nb_lesson_file file, last; /* of this question, and of the one before */
    uint32_t number;     /* of the question, from 1 */
    answered *all;       /* of an exam: wanted->exam of them */
    nb_arena arena;      /* of what they point to */
    size_t count;
} practising;

/* ---- telling ---- */

static void say_level(practising *p, bool climbed) {
    const char *word = nb_practice_level_word(p->drill.level);
    nb_message title = nb_practice_level_title(p->drill.level);
    nb_message message = climbed ? NB_PLAIN(PRACTICE_CLIMBED) : NB_PLAIN(PRACTICE_LEVEL);
    message.args[0] = NB_TEXT(word);
    message.args[1] = NB_WORDS(nb_message_wording(title.id));
    nb_tell_say(&p->tour, message);
}

/* Of all kinds that are sure, or are not: `values, gradients along one path (1 of 3)`. */
static void say_kinds(practising *p, bool sure) {
    nb_view view = nb_show_view(&p->tour.play.show);
    nb_buffer list;
    nb_buffer_init(&list, nb_session_memory(p->scratch));
    for (int level = 0; level < NB_PRACTICE_LEVELS; level++)
        for (int kind = 0; kind < NB_PRACTICE_KINDS; kind++) {
            const nb_drill_kind *k = &p->drill.kinds[level][kind];
            nb_practice_kind which = (nb_practice_kind)kind;
            bool is = nb_drill_is_sure(&p->drill, (nb_practice_level)level, which);
            if (k->asked == 0 || is != sure) continue;
            const char *title = nb_message_wording(nb_practice_kind_title(which).id);
            nb_message count = NB_SAY(PRACTICE_KIND_COUNT, NB_WORDS(title), NB_COUNT(k->right),
                                      NB_COUNT(k->asked));
            if (list.length > 0) nb_buffer_add_text(&list, ", ");
            nb_view_message(&list, &view, &count);
        }
    nb_buffer_add_char(&list, '\0');
    if (!list.failed && list.length > 1) {
        nb_message message = sure ? NB_PLAIN(PRACTICE_SURE) : NB_PLAIN(PRACTICE_UNSURE);
        message.args[0] = NB_TEXT(list.data);
        nb_tell_say(&p->tour, message);
    }
    nb_buffer_clear(&list);
}

static void say_progress(nb_tour *tour) {
    practising *p = tour->practice;
    uint32_t right = 0;
    if (p->wanted->exam > 0) { /* how it goes is told at its end */
        nb_tell_say(tour, NB_SAY(PRACTICE_OF, NB_COUNT(p->number), NB_COUNT(p->wanted->exam)));
        return;
    }
    for (int level = 0; level < NB_PRACTICE_LEVELS; level++)
        for (int kind = 0; kind < NB_PRACTICE_KINDS; kind++)
            right += p->drill.kinds[level][kind].right;
    if (p->drill.asked == 0) nb_tell_say(tour, NB_PLAIN(PRACTICE_NONE));
    else if (p->drill.asked == 1) nb_tell_say(tour, NB_SAY(PRACTICE_ONE, NB_COUNT(right)));
    else
        nb_tell_say(tour, NB_SAY(PRACTICE_SCORE, NB_COUNT(p->drill.asked), NB_COUNT(right)));
    say_kinds(p, true);
    say_kinds(p, false);
}

/* What to type for the same questions once more. */
static void say_repeat(practising *p) {
    const nb_practising *w = p->wanted;
    char level[NB_PRACTICE_ID_ROOM] = "";
    if (!w->climbs) (void)snprintf(level, sizeof level, " %s", nb_practice_level_word(w->level));
    if (w->exam > 0)
        nb_tell_say(&p->tour, NB_SAY(PRACTICE_REPEAT_EXAM, NB_TEXT(level), NB_COUNT(w->exam),
                                     NB_DIGITS(w->seed, 9)));
    else nb_tell_say(&p->tour, NB_SAY(PRACTICE_REPEAT, NB_TEXT(level), NB_DIGITS(w->seed, 9)));
}

/* The list of an exam, and its score. */
static void say_exam(practising *p) {
    size_t right = 0;
    for (size_t i = 0; i < p->count; i++) {
        const answered *a = &p->all[i];
        nb_arg number = NB_COUNT(i + 1), asked = NB_TEXT(a->asked), found = NB_TEXT(a->right);
        right += a->is_right;
        if (*a->answer == '\0')
            nb_tell_say(&p->tour, NB_SAY(PRACTICE_ANSWER_NONE, number, asked, found));
        else if (a->is_right)
            nb_tell_say(&p->tour, NB_SAY(PRACTICE_ANSWER_RIGHT, number, asked, NB_TEXT(a->answer)));
        else
            nb_tell_say(&p->tour, NB_SAY(PRACTICE_ANSWER_WRONG, number, asked, NB_TEXT(a->answer),
                                         found));
    }
    nb_tell_say(&p->tour, NB_SAY(PRACTICE_EXAM_SCORE, NB_COUNT(right), NB_COUNT(p->wanted->exam)));
}

/* ---- one question ---- */

/* Makes the question's lesson in p->file. */
static bool make(practising *p, nb_practice_id id) {
    nb_view view = nb_show_view(&p->tour.play.show);
    nb_buffer text;
    nb_buffer_init(&text, nb_session_memory(p->scratch));
    p->file = (nb_lesson_file){.path = "practice", .folder = strdup(".")};
    nb_arena_init(&p->file.arena, nb_session_memory(p->scratch));
    nb_status status = nb_practice_write(id, p->scratch, &view, &text);
    if (status == NB_STATUS_OK && !text.failed) {
        p->file.text = strndup(text.data, text.length);
        p->file.length = text.length;
    }
    nb_buffer_clear(&text);
    if (p->file.text == NULL || p->file.folder == NULL) return false;
    nb_lesson_file *file = &p->file; /* nb_lesson_clear frees its text: NOLINTNEXTLINE */
    return nb_lesson_parse(&file->arena, file->text, file->length, &file->lesson) == NB_STATUS_OK;
}

/* The part that asks. */
static size_t find_quiz(const nb_tour *tour) {
    size_t part = 0;
    while (part < tour->count && tour->parts[part]->question == NULL) part++;
    return part;
}

/* A text of this exam; "" where there is no memory for it. */
static const char *keep(practising *p, const char *text) {
    const char *kept = nb_arena_text(&p->arena, text, strlen(text));
    return kept != NULL ? kept : "";
}

/* Notes for the list of an exam what was answered. */
static void note(practising *p, const nb_lesson_question *question) {
    answered *a = &p->all[p->count++];
    const char *typed = nb_record_text(&p->tour.record, question->id);
    nb_exam *exam;
    nb_result *result;
    *a = (answered){.asked = keep(p, question->answer), .right = ""};
    a->is_right = nb_record_find(&p->tour.record, question->id) == NB_OUTCOME_AT_ONCE;
    a->answer = keep(p, typed != NULL ? typed : "");
    nb_status status = nb_exam_begin(p->tour.play.show.session, &p->file.lesson, question,
                                     (nb_variant){.round = 0}, &exam, &result);
    nb_result_free(result);
    if (status != NB_STATUS_OK) return;
    a->right = keep(p, nb_exam_solution(exam));
    nb_exam_drop(exam);
}

/* An exam without a level goes from the first one to the last. */
static nb_practice_id next_id(practising *p) {
    const nb_practising *w = p->wanted;
    if (w->exam > 0 && w->climbs)
        p->drill.level = (nb_practice_level)((p->number - 1) * NB_PRACTICE_LEVELS / w->exam);
    return nb_drill_next(&p->drill, w->exam > 0);
}

/* Asks one question, and shows the derivation to who was not right at once. False: it was quit. */
static bool ask(practising *p, nb_practice_id id) {
    nb_tour *tour = &p->tour;
    bool exam = p->wanted->exam > 0;
    p->last = p->file; /* its session lives until the next one takes its place */
    bool made = make(p, id) && nb_tour_load(tour, &p->file);
    nb_lesson_clear(&p->last);
    p->last = (nb_lesson_file){.path = NULL};
    if (!made) return false;
    size_t quiz = find_quiz(tour), all = tour->count;
    nb_tell_rest(tour);
    nb_tell_say(tour, exam ? NB_SAY(PRACTICE_OF, NB_COUNT(p->number), NB_COUNT(p->wanted->exam))
                           : NB_SAY(PRACTICE_QUESTION, NB_COUNT(p->number)));
    tour->count = quiz + 1;
    nb_tour_play(tour);
    if (tour->ended) return false;
    const nb_lesson_question *question = tour->parts[quiz]->question;
    bool right = nb_record_find(&tour->record, question->id) == NB_OUTCOME_AT_ONCE;
    bool passed = tour->skipping || tour->wish == NB_WISH_SKIP;
    tour->wish = NB_WISH_GO;
    if (exam) note(p, question);
    tour->count = all;
    if (!exam && !right && !passed) nb_tour_play(tour);
    tour->wish = NB_WISH_GO;
    tour->skipping = false; /* who passes a derivation by still sees what follows */
    if (nb_drill_note(&p->drill, id, right) && !tour->ended) say_level(p, true);
    return !tour->ended;
}

/* Who leaves an exam leaves its other questions unanswered: they are recorded, too. */
static void leave_rest(practising *p) {
    for (; p->number <= p->wanted->exam; p->number++) {
        char text[NB_PRACTICE_ID_ROOM];
        nb_taken taken;
        nb_practice_id id = next_id(p);
        nb_practice_id_write(id, text);
        nb_taken_begin(&taken, p->tour.roll, false);
        const nb_taken_of of = {.lesson = "practice", .id = text};
        if (!nb_taken_end(&taken, &of, true)) return; /* which was told at the first line */
        (void)nb_drill_note(&p->drill, id, false);
    }
}

static void ask_all(practising *p) {
    const nb_practising *w = p->wanted;
    bool goes_on = true;
    for (p->number = 1; goes_on && (w->exam == 0 || p->number <= w->exam); p->number++)
        goes_on = ask(p, next_id(p));
    if (!goes_on) leave_rest(p);
}

/* ---- from beginning to end ---- */

static void clear(practising *p) {
    nb_tour_end(&p->tour);
    nb_lesson_clear(&p->file);
    nb_arena_clear(&p->arena);
    nb_session_free(p->scratch);
    free(p->all);
}

static void begin(practising *p) {
    const nb_practising *w = p->wanted;
    nb_drill_begin(&p->drill, w->level, w->climbs && w->exam == 0, w->seed);
    p->tour.practice = p;
    p->tour.progress = say_progress;
    p->tour.exam = w->exam > 0;
    p->tour.record.failed = w->exam == 0; /* nothing is kept but of an exam */
    if (w->exam == 0) return;
    nb_record_open(&p->tour.record, "practice-exam");
    p->tour.roll = p->tour.play.show.roll;
}

static void guide(practising *p) {
    const nb_practising *w = p->wanted;
    begin(p);
    nb_tell_say(&p->tour, w->exam > 0 ? NB_SAY(PRACTICE_EXAM_KEYS, NB_COUNT(w->exam))
                                      : NB_PLAIN(PRACTICE_KEYS));
    nb_tour_tell_roll(&p->tour);
    if (w->exam == 0 || !w->climbs) say_level(p, false);
    ask_all(p);
    p->tour.wish = NB_WISH_GO;
    if (w->exam > 0) say_exam(p);
    else say_progress(&p->tour);
    say_repeat(p);
}

void nb_practice_guide(nb_show *show, const nb_practising *wanted) {
    nb_host host = nb_host_get();
    practising p = {.wanted = wanted, .scratch = nb_session_new(&host),
                    .all = calloc(wanted->exam + 1, sizeof *p.all)};
    p.file = (nb_lesson_file){.path = "practice", .folder = strdup(".")};
    nb_arena_init(&p.arena, nb_session_memory(show->session));
    bool begun = p.scratch != NULL && p.all != NULL && nb_tour_begin(&p.tour, show, &p.file);
    if (begun) guide(&p);
    else nb_complain(&show->view, NB_PLAIN(NO_MEMORY));
    clear(&p);
}
