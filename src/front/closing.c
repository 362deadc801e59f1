/* Each thing is told where there is something to tell. */
#include "front/closing.h"

#include <string.h>

#include "front/course.h"
#include "front/tell.h"
#include "lesson/heading.h"
#include "view/message.h"
#include "view/text.h"

/* The headings below the first: what the lesson was about. */
static void tell_headings(nb_tour *tour) {
    const nb_lesson_file *file = tour->play.file;
    nb_buffer list;
    nb_buffer_init(&list, nb_session_memory(tour->play.show.session));
    nb_heading_list(&file->lesson, file->text, " · ", &list);
    const char *rest = list.length > 0 ? strstr(list.data, " · ") : NULL;
    if (rest != NULL && !list.failed)
        nb_tell_say(tour, NB_SAY(LESSON_THROUGH, NB_TEXT(rest + strlen(" · "))));
    nb_buffer_clear(&list);
}

void nb_closing_tell_score(nb_tour *tour) {
    size_t questions = 0, with[NB_OUTCOMES] = {0};
    for (size_t i = 0; i < tour->count; i++) {
        const nb_lesson_question *question = tour->parts[i]->question;
        if (question == NULL || question->kind == NB_ASK_TRY) continue;
        questions++;
        with[nb_record_find(&tour->record, question->id)]++;
    }
    nb_arg all = NB_COUNT(questions), at_once = NB_COUNT(with[NB_OUTCOME_AT_ONCE]);
    size_t right = with[NB_OUTCOME_AT_ONCE] + with[NB_OUTCOME_RIGHT];
    bool is_copy = tour->play.file->lesson.original != NULL;
    nb_arg done = NB_COUNT(is_copy ? right + with[NB_OUTCOME_NOTED] : right);
    if (questions > 0)
        nb_tell_say(tour, is_copy ? NB_SAY(LESSON_COPY_SCORE, done, all)
                                  : NB_SAY(LESSON_SCORE, done, all, at_once));
}

/* Where to read again: a row for each question that says so. */
static void tell_reading(nb_tour *tour) {
    nb_view view = nb_show_view(&tour->play.show);
    nb_memory *memory = nb_session_memory(tour->play.show.session);
    nb_result *result = nb_result_new(memory);
    nb_help_row *rows = result != NULL ? nb_result_array(result, tour->count, sizeof *rows) : NULL;
    nb_block *block = rows != NULL ? nb_result_add(result, NB_BLOCK_HELP) : NULL;
    size_t count = 0;
    for (size_t i = 0; block != NULL && i < tour->count; i++) {
        const nb_lesson_question *question = tour->parts[i]->question;
        nb_course_lesson lesson = {.title = ""};
        if (question == NULL || question->see == NULL) continue;
        (void)nb_course_find_named(question->see, &lesson);
        nb_outcome outcome = nb_record_find(&tour->record, question->id);
        nb_message_id word = outcome == NB_OUTCOME_AT_ONCE ? NB_MESSAGE_SEE_AT_ONCE
                             : outcome == NB_OUTCOME_RIGHT ? NB_MESSAGE_SEE_RIGHT
                                                           : NB_MESSAGE_SEE_AGAIN;
        rows[count++] = (nb_help_row){
            .head = question->see, .also = nb_view_word(&view, word),
            .text = nb_result_text(result, lesson.title, strlen(lesson.title))};
    }
    if (count > 0) {
        nb_buffer text;
        nb_buffer_init(&text, memory);
        block->as.help = (nb_help_block){.rows = rows, .count = count};
        nb_view_text(result, &view, &text, &text);
        nb_tell(tour, &text);
        nb_buffer_clear(&text);
    }
    nb_result_free(result);
}

void nb_closing_tell(nb_tour *tour) {
    nb_course_lesson next;
    tell_headings(tour);
    if (!tour->presents) nb_closing_tell_score(tour);
    if (!tour->presents) tell_reading(tour);
    if (nb_course_find_next(tour->play.file->place, &next))
        nb_tell_say(tour, NB_SAY(LESSON_NEXT, NB_TEXT(next.name), NB_TEXT(next.title)));
}
