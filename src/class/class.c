/* Counting: the lines are sorted by student, question and time, and gone through once; the wrong
 * answers by question and text, for the commonest. */
#include "class/class.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct wrong_answer {
    size_t question;
    const char *text;
} wrong_answer;

static int compare_sizes(size_t a, size_t b) {
    return a < b ? -1 : a > b;
}

static int compare_lines(const void *x, const void *y) {
    const nb_judged_line *a = x, *b = y;
    int order = strcmp(a->who, b->who);
    if (order == 0) order = compare_sizes(a->question, b->question);
    if (order == 0) order = strcmp(a->begun, b->begun);
    return order != 0 ? order : compare_sizes(a->order, b->order);
}

static int compare_wrong(const void *x, const void *y) {
    const wrong_answer *a = x, *b = y;
    int order = compare_sizes(a->question, b->question);
    return order != 0 ? order : strcmp(a->text, b->text);
}

/* ---- a student ---- */

static bool same_try(const nb_judged_line *a, const nb_judged_line *b) {
    return strcmp(a->who, b->who) == 0 && a->question == b->question;
}

/* All lines of a student at one question: the first answer decides about at once. */
static nb_marks_try count_try(const nb_judged_line *lines, size_t count, nb_marks_question *q) {
    nb_marks_try t = {.question = lines->question};
    bool answered = false, helped = false;
    for (size_t i = 0; i < count; i++) {
        helped = helped || lines[i].helped || lines[i].shown;
        if (!answered) t.at_once = lines[i].right && lines[i].wrong.count == 0 && !helped;
        answered = answered || lines[i].right || lines[i].wrong.count > 0;
        if (!t.right) t.wrong += lines[i].wrong.count;
        t.right = t.right || lines[i].right;
        t.shown = t.shown || lines[i].shown;
    }
    t.stuck = !t.right && (t.shown || t.wrong >= NB_MARKS_STUCK);
    q->asked++;
    q->right += t.right;
    q->at_once += t.at_once;
    q->stuck += t.stuck;
    q->answered += t.right || t.wrong > 0;
    q->tries += t.wrong + t.right;
    return t;
}

/* Of all questions that count; where none does, as in practice, of those that were asked. */
static double find_score(const nb_marks *all, const nb_marks_student *student) {
    size_t counting = 0, right = 0;
    for (size_t i = 0; i < all->question_count; i++) counting += all->questions[i].counts;
    for (size_t i = 0; i < student->count; i++) {
        const nb_marks_try *t = &student->tries[i];
        right += t->right && (counting == 0 || all->questions[t->question].counts);
    }
    if (counting == 0) counting = student->count;
    return counting > 0 ? 100 * (double)right / (double)counting : 0;
}

/* A number may be typed by anybody. */
static void note_login(nb_marks_student *student, const char *login) {
    if (student->login == NULL) student->login = login;
    else if (student->other == NULL && login != NULL && strcmp(login, student->login) != 0)
        student->other = login;
}

/* Counts the lines of one student, which are the next ones; how many there are. */
static size_t count_student(nb_marks *all, nb_marks_student *student, nb_marks_try *tries,
                            const nb_judged_line *lines, size_t count) {
    size_t i = 0, end;
    const char *newest = "";
    *student = (nb_marks_student){.who = lines->who, .name = "", .tries = tries};
    for (; i < count && strcmp(lines[i].who, student->who) == 0; i = end) {
        for (end = i + 1; end < count && same_try(&lines[i], &lines[end]);) end++;
        nb_marks_try *t = &tries[student->count++];
        *t = count_try(&lines[i], end - i, &all->questions[lines[i].question]);
        student->right += t->right;
        for (size_t k = i; k < end; k++) {
            student->false_claims += lines[k].claims && !lines[k].right;
            note_login(student, lines[k].login);
            if (*lines[k].name == '\0' || strcmp(lines[k].begun, newest) < 0) continue;
            newest = lines[k].begun;
            student->name = lines[k].name;
        }
    }
    student->score = find_score(all, student);
    return i;
}

/* ---- wrong answers ---- */

/* The commonest of each question; of several the first by their text. */
static void find_commonest(nb_marks *all, wrong_answer *wrongs, size_t count) {
    if (count > 1) qsort(wrongs, count, sizeof *wrongs, compare_wrong);
    for (size_t i = 0, end; i < count; i = end) {
        nb_marks_question *q = &all->questions[wrongs[i].question];
        for (end = i + 1; end < count && compare_wrong(&wrongs[i], &wrongs[end]) == 0;) end++;
        if (end - i <= q->wrong_count) continue;
        q->wrong_count = end - i;
        q->wrong = wrongs[i].text;
    }
}

static bool gather_wrong(nb_arena *arena, nb_marks *all, const nb_judged_line *lines,
                         size_t line_count) {
    size_t count = 0;
    for (size_t i = 0; i < line_count; i++) count += lines[i].wrong.count;
    wrong_answer *wrongs = nb_arena_add(arena, count + 1, sizeof *wrongs);
    if (wrongs == NULL) return false;
    count = 0;
    for (size_t i = 0; i < line_count; i++)
        for (size_t k = 0; k < lines[i].wrong.count; k++)
            wrongs[count++] = (wrong_answer){lines[i].question, lines[i].wrong.all[k]};
    find_commonest(all, wrongs, count);
    return true;
}

bool nb_marks_make(nb_arena *arena, nb_judged_line *lines, size_t line_count,
                   nb_marks_question *questions, size_t question_count, nb_marks *all) {
    *all = (nb_marks){.questions = questions, .question_count = question_count};
    if (line_count > 1) qsort(lines, line_count, sizeof *lines, compare_lines);
    size_t students = 0, tries = 0;
    for (size_t i = 0; i < line_count; i++) {
        students += i == 0 || strcmp(lines[i - 1].who, lines[i].who) != 0;
        tries += i == 0 || !same_try(&lines[i - 1], &lines[i]);
    }
    nb_marks_try *room = nb_arena_add(arena, tries + 1, sizeof *room);
    all->students = nb_arena_add(arena, students + 1, sizeof *all->students);
    if (room == NULL || all->students == NULL) return false;
    for (size_t i = 0; i < line_count;) {
        nb_marks_student *student = &all->students[all->student_count++];
        i += count_student(all, student, room, lines + i, line_count - i);
        room += student->count;
    }
    return gather_wrong(arena, all, lines, line_count);
}
