/* Checking the questions of a lesson: each is tried, and what is wrong with it is told. */
#include "front/check_question.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front/recall.h"
#include "front/terminal/say.h"
#include "tour/trial.h"
#include "view/message.h"

/* What was found, or what nabla said of it, behind a sign. */
static void tell(void *user, const nb_fault *fault) {
    nb_checker *checker = user;
    checker->failed = true;
    nb_view view = nb_show_view(checker->show);
    nb_buffer said;
    nb_buffer_init(&said, nb_session_memory(checker->show->session));
    nb_buffer_add_text(&said, fault->found);
    if (said.length == 0 && fault->said.id != NB_MESSAGE_NONE)
        nb_view_message(&said, &view, &fault->said);
    nb_message student = {0};
    if (fault->student > 0) student = NB_SAY(LESSON_STUDENT, NB_COUNT(fault->student));
    if (fault->student > 0 && *fault->numbers != '\0')
        student = NB_SAY(LESSON_NUMBERS, NB_COUNT(fault->student), NB_TEXT(fault->numbers));
    nb_lines expected = {fault->expected, strlen(fault->expected)};
    nb_lines found = {said.length > 0 ? said.data : "", said.length};
    if (said.failed) checker->printed.failed = true;
    else nb_check_tell(checker, fault->line, fault->message, student, expected, found);
    nb_buffer_clear(&said);
}

/* recall: of a question that another lesson beside this one has, where it is checked. */
static bool is_of_another(const nb_checker *checker, const nb_lesson_question *question) {
    const nb_lesson_file *file = checker->file;
    nb_recall recall;
    if (question->kind != NB_ASK_RECALL || nb_question_find(&file->lesson, question->recall) ||
        !nb_recall_open(&recall, file, question->recall, nb_session_memory(checker->show->session)))
        return false;
    nb_recall_close(&recall);
    return true;
}

/* see: names a lesson beside this one. */
static void check_see(nb_checker *checker, const nb_lesson_question *question) {
    char file[NB_PATH_ROOM], path[NB_PATH_ROOM];
    const nb_fault fault = {.line = question->part->line, .expected = "", .found = "",
                            .message = NB_SAY(LESSON_UNKNOWN, NB_TEXT(question->see))};
    (void)snprintf(file, sizeof file, "%s.md", question->see);
    if (checker->file->folder == NULL || !nb_folder_join(path, checker->file->folder, file) ||
        access(path, R_OK) != 0)
        tell(checker, &fault);
}

void nb_check_question(nb_checker *checker, const nb_lesson_part *part) {
    checker->questions.all++;
    if (part->question == NULL) return; /* why not was told */
    if (is_of_another(checker, part->question)) {
        checker->questions.good++;
        return;
    }
    checker->failed = false;
    if (part->question->see != NULL) check_see(checker, part->question);
    nb_status status = nb_trial(checker->played.session, &checker->file->lesson, part->question,
                                tell, checker);
    if (status != NB_STATUS_OK) checker->printed.failed = true;
    checker->questions.good += !checker->failed;
}
