/* The tables of a class. Texts are cut where a line would get too long; the CSV has them whole. */
#include "class/tables.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

/* FIXED: what the numbers of the questions' table take, with their gaps; LESSON: a gap more. */
enum { WIDEST_NAME = 18, WIDEST_ID = 18, FIXED = 43, LESSON = 2, LEAST = 17, ERROR_FIXED = 4,
       LEAST_LESSON = 6, LEAST_LABEL = 8 };

typedef struct telling {
    const nb_marks *all;
    nb_result *result;
    size_t width; /* 0: texts are whole */
    size_t lesson, label, wrong; /* columns of texts in the questions' table */
} telling;

double nb_marks_rounded(double number) {
    return rint(number * 100) / 100;
}

static double share(size_t part, size_t all) {
    return rint(100 * (double)part / (double)all);
}

/* ---- cells ---- */

static void put_number(nb_table_cell *cell, double number) {
    cell->kind = NB_CELL_NUMBER;
    cell->number = number;
}

/* In so many columns at the most. */
static void put_text(const telling *t, nb_table_cell *cell, const char *text, size_t widest) {
    size_t length = strlen(text), at = 0, fits = 0, width = 0;
    if (*text == '\0') return;
    cell->kind = NB_CELL_SAID;
    cell->said = NB_SAY(MARKS_TEXT, NB_TEXT(text));
    while (at < length && width <= widest) {
        uint32_t code = 0;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) bytes = 1;
        width += nb_utf8_width(text + at, bytes);
        at += bytes;
        if (width < widest) fits = at; /* there is room for the sign that it goes on */
    }
    if (t->width == 0 || width <= widest) return;
    const char *cut = nb_result_text(t->result, text, fits);
    if (cut != NULL) cell->said = NB_SAY(MARKS_CUT, NB_TEXT(cut));
}

static nb_table_block *begin_table(const telling *t, const char *key,
                                   const nb_table_column *columns, size_t count, size_t rows) {
    nb_block *empty = t->width == 0 ? NULL : nb_result_add(t->result, NB_BLOCK_TYPED);
    if (empty != NULL) empty->as.typed = "";
    nb_table_block *table = nb_result_table(t->result, columns, count, rows);
    if (table != NULL) table->key = key;
    return table;
}

#define HEAD(KIND, KEY, ID) {NB_COLUMN_##KIND, KEY, {.id = NB_MESSAGE_MARKS_HEAD_##ID}, NULL}
#define COLUMNS(columns) (sizeof(columns) / sizeof *(columns))

/* ---- questions ---- */

/* The first column is for several lessons. */
static const nb_table_column question_columns[] = {
    HEAD(TEXT, "lesson", LESSON), HEAD(TEXT, "id", QUESTION), HEAD(NUMBER, "asked", ASKED),
    HEAD(NUMBER, "right_percent", RIGHT), HEAD(NUMBER, "at_once_percent", AT_ONCE),
    HEAD(NUMBER, "tries", TRIES), HEAD(TEXT, "wrong", WRONG), HEAD(NUMBER, "wrong_count", TIMES)};

static size_t one_lesson(const nb_marks *all) {
    for (size_t i = 1; i < all->question_count; i++)
        if (strcmp(all->questions[0].lesson, all->questions[i].lesson) != 0) return 0;
    return 1;
}

/* Counts question `i` and its neighbours of the same label together; where the next one stands. */
static size_t gather_row(const nb_marks *all, size_t i, nb_marks_question *row) {
    *row = all->questions[i++];
    for (; i < all->question_count; i++) {
        const nb_marks_question *q = &all->questions[i];
        if (strcmp(q->lesson, row->lesson) != 0 || strcmp(q->label, row->label) != 0) break;
        row->asked += q->asked;
        row->right += q->right;
        row->at_once += q->at_once;
        row->answered += q->answered;
        row->tries += q->tries;
        if (q->wrong_count > row->wrong_count) row->wrong = q->wrong;
        if (q->wrong_count > row->wrong_count) row->wrong_count = q->wrong_count;
    }
    return i;
}

static size_t columns_of(const char *text) {
    return nb_utf8_width(text, strlen(text));
}

/* The names take what they need of the line, up to a part of it; answers take the rest. */
static void share_line(telling *t, bool lessons) {
    size_t fixed = FIXED + (lessons ? LESSON : 0);
    size_t lesson = lessons ? LEAST_LESSON : 0, label = LEAST_LABEL; /* their headings */
    size_t rest = t->width > fixed + LEAST ? t->width - fixed : LEAST;
    for (size_t i = 0; i < t->all->question_count; i++) {
        const nb_marks_question *q = &t->all->questions[i];
        if (lessons && columns_of(q->lesson) > lesson) lesson = columns_of(q->lesson);
        if (columns_of(q->label) > label) label = columns_of(q->label);
    }
    t->lesson = lesson < rest * 3 / 10 ? lesson : rest * 3 / 10;
    t->label = label < rest * 5 / 10 ? label : rest * 5 / 10;
    t->wrong = rest - t->lesson - t->label;
}

static void add_question(const telling *t, const nb_marks_question *q, nb_table_cell *cells) {
    put_text(t, &cells[0], q->label, t->label);
    put_number(&cells[1], (double)q->asked);
    if (q->asked > 0) put_number(&cells[2], share(q->right, q->asked));
    if (q->asked > 0) put_number(&cells[3], share(q->at_once, q->asked));
    if (q->answered > 0)
        put_number(&cells[4], nb_marks_rounded((double)q->tries / (double)q->answered));
    if (q->wrong == NULL) return;
    put_text(t, &cells[5], q->wrong, t->wrong);
    put_number(&cells[6], (double)q->wrong_count);
}

/* One that does not count is told where somebody was asked it. */
static bool is_told(const nb_marks_question *q) {
    return q->counts || q->asked > 0;
}

static void add_questions(telling *t) {
    const nb_marks *all = t->all;
    size_t left = one_lesson(all), told = 0;
    for (size_t i = 0; i < all->question_count; i++) told += is_told(&all->questions[i]);
    if (told == 0) return;
    share_line(t, left == 0);
    nb_table_block *table = begin_table(t, "questions", question_columns + left,
                                        COLUMNS(question_columns) - left, told);
    for (size_t i = 0; table != NULL && i < all->question_count;) {
        nb_marks_question row;
        i = gather_row(all, i, &row);
        if (!is_told(&row)) continue;
        nb_table_cell *cells = nb_table_row(table);
        if (left == 0) put_text(t, &cells[0], row.lesson, t->lesson);
        add_question(t, &row, cells + 1 - left);
    }
}

/* ---- students ---- */

static const nb_table_column stuck_columns[] = {
    HEAD(TEXT, "id", STUDENT), HEAD(TEXT, "name", NAME), HEAD(TEXT, "question", STUCK),
    HEAD(NUMBER, "wrong", WRONGS), HEAD(TEXT, "solution", SOLUTION)};

static void add_stuck(const telling *t) {
    const nb_marks *all = t->all;
    size_t stuck = 0;
    for (size_t i = 0; i < all->question_count; i++) stuck += all->questions[i].stuck;
    nb_table_block *table = stuck == 0 ? NULL : begin_table(t, "stuck", stuck_columns,
                                                            COLUMNS(stuck_columns), stuck);
    for (size_t i = 0; table != NULL && i < all->student_count; i++) {
        const nb_marks_student *student = &all->students[i];
        for (size_t k = 0; k < student->count; k++) {
            const nb_marks_try *tried = &student->tries[k];
            if (!tried->stuck) continue;
            nb_table_cell *cells = nb_table_row(table);
            put_text(t, &cells[0], student->who, WIDEST_ID);
            put_text(t, &cells[1], student->name, WIDEST_NAME);
            put_text(t, &cells[2], all->questions[tried->question].id, WIDEST_ID);
            put_number(&cells[3], (double)tried->wrong);
            if (tried->shown) cells[4].kind = NB_CELL_SAID;
            if (tried->shown) cells[4].said = NB_PLAIN(MARKS_SHOWN);
        }
    }
}

static const nb_table_column student_columns[] = {
    HEAD(TEXT, "id", STUDENT), HEAD(TEXT, "name", NAME), HEAD(NUMBER, "right", RIGHT_OF),
    HEAD(NUMBER, "asked", OF_ASKED), HEAD(NUMBER, "score", SCORE)};

static void add_students(const telling *t) {
    nb_table_block *table = begin_table(t, "students", student_columns, COLUMNS(student_columns),
                                        t->all->student_count);
    for (size_t i = 0; table != NULL && i < t->all->student_count; i++) {
        const nb_marks_student *student = &t->all->students[i];
        nb_table_cell *cells = nb_table_row(table);
        put_text(t, &cells[0], student->who, WIDEST_ID);
        put_text(t, &cells[1], student->name, WIDEST_NAME);
        put_number(&cells[2], (double)student->right);
        put_number(&cells[3], (double)student->count);
        put_number(&cells[4], nb_marks_rounded(student->score));
    }
}

/* 2 lines claim to be right and are not: kim01. */
static size_t add_claims(const telling *t) {
    size_t count = 0;
    for (size_t i = 0; i < t->all->student_count; i++) {
        const nb_marks_student *student = &t->all->students[i];
        count += student->false_claims;
        if (student->false_claims == 0) continue;
        nb_message message = student->false_claims == 1 ? NB_PLAIN(MARKS_CLAIM)
                                                        : NB_PLAIN(MARKS_CLAIMS);
        message.args[0] = NB_COUNT(student->false_claims);
        message.args[1] = NB_TEXT(student->who);
        nb_result_say(t->result, NB_SEVERITY_WARNING, message);
    }
    return count;
}

/* The logins kim01 and lee02 both give 20231234 as their number. */
static void add_shared(const telling *t) {
    for (size_t i = 0; i < t->all->student_count; i++) {
        const nb_marks_student *student = &t->all->students[i];
        if (student->other != NULL)
            nb_result_say(t->result, NB_SEVERITY_WARNING,
                          NB_SAY(MARKS_SHARED, NB_TEXT(student->who), NB_TEXT(student->login),
                                 NB_TEXT(student->other)));
    }
}

static const nb_table_column error_columns[] = {HEAD(TEXT, "id", STUDENT),
                                                HEAD(TEXT, "error", ERROR)};

/* A script stops at the same place in each exercise that is not another to it. */
static bool is_new(const nb_judged_line *lines, size_t i) {
    if (lines[i].error == NULL) return false;
    for (size_t k = i; k-- > 0 && strcmp(lines[k].who, lines[i].who) == 0;)
        if (lines[k].error != NULL && strcmp(lines[k].error, lines[i].error) == 0) return false;
    return true;
}

void nb_marks_tell_errors(const nb_judged_line *lines, size_t count, size_t width,
                          nb_result *result) {
    const telling t = {.result = result, .width = width};
    size_t rows = 0, left = ERROR_FIXED, most = LEAST;
    for (size_t i = 0; i < count; i++)
        if (columns_of(lines[i].who) + ERROR_FIXED > left)
            left = columns_of(lines[i].who) + ERROR_FIXED;
    if (left > WIDEST_ID + ERROR_FIXED) left = WIDEST_ID + ERROR_FIXED;
    if (width > left + LEAST) most = width - left;
    for (size_t i = 0; i < count; i++) rows += is_new(lines, i);
    nb_table_block *table = rows == 0 ? NULL : begin_table(&t, "errors", error_columns,
                                                           COLUMNS(error_columns), rows);
    for (size_t i = 0; table != NULL && i < count; i++) {
        if (!is_new(lines, i)) continue;
        nb_table_cell *cells = nb_table_row(table);
        put_text(&t, &cells[0], lines[i].who, WIDEST_ID);
        put_text(&t, &cells[1], lines[i].error, most);
    }
}

/* ---- all ---- */

static nb_message say_count(size_t n, nb_message one, nb_message many) {
    nb_message message = n == 1 ? one : many;
    message.args[0] = NB_COUNT(n);
    return message;
}

static void add_count(const telling *t, const nb_marks_count *count) {
    size_t students = t->all->student_count;
    nb_result_prose(t->result, NB_SAY(MARKS_COUNT, NB_COUNT(students), NB_COUNT(count->lines)));
    if (count->doubled > 0)
        nb_result_prose(t->result, say_count(count->doubled, NB_PLAIN(MARKS_DOUBLED_ONE),
                                             NB_PLAIN(MARKS_DOUBLED)));
    if (count->passed > 0)
        nb_result_prose(t->result, say_count(count->passed, NB_PLAIN(MARKS_PASSED_ONE),
                                             NB_PLAIN(MARKS_PASSED)));
}

/* For programs, the counts stand with the students. */
static void add_facts(const telling *t, const nb_marks_count *count, size_t claims) {
    nb_block *block = t->result->first;
    if (t->result->failed) return; /* a table may be half made */
    while (block != NULL && (block->kind != NB_BLOCK_TABLE ||
                             strcmp(block->as.table.key, "students") != 0))
        block = block->next;
    if (block == NULL) return;
    nb_table_fact(&block->as.table, "students", (double)t->all->student_count);
    nb_table_fact(&block->as.table, "lines", (double)count->lines);
    nb_table_fact(&block->as.table, "doubled", (double)count->doubled);
    nb_table_fact(&block->as.table, "passed_over", (double)count->passed);
    nb_table_fact(&block->as.table, "false_claims", (double)claims);
}

void nb_marks_tell(const nb_marks *all, const nb_marks_count *count, size_t width,
                   nb_result *result) {
    telling t = {.all = all, .result = result, .width = width};
    add_count(&t, count);
    add_questions(&t);
    add_stuck(&t);
    add_students(&t);
    add_facts(&t, count, add_claims(&t));
    add_shared(&t);
}
