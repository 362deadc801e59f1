/* Judging numbers of lines. They are taken as people write them: 1 3, {1,3}, 13, a c, or the line
 * itself. What names no line, and is no statement, is refused: no try is lost by it. */
#include "tour/choose.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "definitions/problem.h"
#include "tour/line.h"
#include "tour/numbers.h"
#include "tour/says.h"
#include "tour/vary.h"

enum { MOST_LINES = NB_CHOOSE_MOST, NUMBER_ROOM = 24 };

static const char *const mistakes[] = {
#define MISTAKE(ID, WORD) WORD,
#include "graph/mistakes.def"
#undef MISTAKE
};

typedef struct chosen {
    uint32_t lines[2 * MOST_LINES]; /* as they are shown, from 0 */
    size_t count;
} chosen;

/* ---- the lines ---- */

static nb_status add_lines(nb_exam *exam, nb_quiet *quiet, const nb_remark_list *list) {
    size_t count = list->count < MOST_LINES ? list->count : MOST_LINES;
    exam->choices = nb_arena_add(&exam->arena, count, sizeof *exam->choices);
    exam->remarks = nb_arena_add(&exam->arena, count, sizeof *exam->remarks);
    exam->places = nb_arena_add(&exam->arena, count, sizeof *exam->places);
    if (exam->choices == NULL || exam->remarks == NULL || exam->places == NULL)
        return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        const char *remark = list->all[i].remark;
        status = nb_fill(quiet, &exam->arena, list->all[i].text, false, &exam->choices[i]);
        if (status == NB_STATUS_OK)
            status = nb_fill(quiet, &exam->arena, remark != NULL ? remark : "", false,
                             &exam->remarks[i]);
        exam->places[i] = (uint32_t)i;
    }
    exam->choice_count = count;
    return status;
}

/* Where each of the author's lines stands in an order. */
static void find_positions(const uint32_t *places, size_t count, size_t *position) {
    for (size_t i = 0; i < count; i++) position[places[i]] = i;
}

/* The first pair of lines that stands the wrong way round; NULL: none does. */
static const nb_before *find_pair(const nb_lesson_question *q, const uint32_t *places,
                                  size_t count) {
    size_t position[MOST_LINES] = {0};
    find_positions(places, count, position);
    for (size_t i = 0; i < q->before_count; i++) {
        const nb_before *pair = &q->befores[i];
        bool known = pair->first >= 1 && pair->first <= count && pair->second >= 1 &&
                     pair->second <= count;
        if (known && position[pair->first - 1] > position[pair->second - 1]) return pair;
    }
    return NULL;
}

/* How many lines at the front of an order are right; lines that read alike may change places. */
static size_t count_right(const nb_lesson_question *q, const uint32_t *places, size_t count) {
    size_t right = 0;
    if (q->before_count > 0) return find_pair(q, places, count) == NULL ? count : 0;
    while (right < count &&
           strcmp(q->order.all[places[right]].text, q->order.all[right].text) == 0)
        right++;
    return right;
}

void nb_choose_shuffle(const nb_lesson_question *question, nb_variant variant, uint32_t *places,
                       size_t count) {
    enum { TRIES = 100 };
    const nb_exam exam = {.q = question, .variant = variant};
    nb_random random = nb_variant_random(&exam, "order");
    for (size_t i = 0; i < count; i++) places[i] = (uint32_t)i;
    for (int i = 0; i < TRIES && count_right(question, places, count) == count; i++)
        nb_random_shuffle(&random, places, count, sizeof *places);
}

/* A copy without answers has its lines in that order, and does not know any other. */
static void shuffle(nb_exam *exam) {
    size_t count = exam->choice_count;
    const char *texts[MOST_LINES];
    if (exam->q->noted != NULL) return;
    nb_choose_shuffle(exam->q, exam->variant, exam->places, count);
    for (size_t i = 0; i < count; i++) texts[i] = exam->choices[exam->places[i]];
    for (size_t i = 0; i < count; i++) exam->choices[i] = texts[i];
}

nb_status nb_choose_begin(nb_exam *exam, nb_quiet *quiet) {
    nb_remarked words[MOST_LINES] = {{.text = NULL}};
    nb_remark_list list = {words, sizeof mistakes / sizeof *mistakes};
    for (size_t i = 0; i < list.count; i++) words[i].text = mistakes[i];
    switch (exam->q->kind) {
    case NB_ASK_CHOICE: case NB_ASK_CHOICES: list = exam->q->choices; break;
    case NB_ASK_ORDER: list = exam->q->order; break;
    case NB_ASK_BREAK: break;
    default: return NB_STATUS_OK;
    }
    nb_status status = add_lines(exam, quiet, &list);
    if (status == NB_STATUS_OK && exam->q->kind == NB_ASK_ORDER) shuffle(exam);
    return status;
}

/* ---- reading ---- */

/* Whether what stands there only separates numbers; *bytes: how much it is. */
static bool is_between(const char *text, size_t *bytes) {
    static const char *const words[] = {"and", "과", "와", "및", "then", "번", " ", "\t", ",", ";",
                                        "&", "+", "(", ")", "[", "]", "{", "}", ">", ":"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *bytes = strlen(words[i]);
        if (strncmp(text, words[i], *bytes) == 0) return true;
    }
    *bytes = 1;
    return *text == '.' && (text[1] == '\0' || text[1] == ' ');
}

/* The line that a letter or a circled digit stands for; `count` where none does. */
static size_t line_of(uint32_t code, size_t count) {
    const uint32_t circled = 0x2460;
    if (code >= 'a' && code < 'a' + count) return code - 'a';
    if (code >= 'A' && code < 'A' + count) return code - 'A';
    return code >= circled && code < circled + count ? code - circled : count;
}

static bool choose(chosen *to, size_t line, size_t count) {
    if (line >= count || to->count == sizeof to->lines / sizeof *to->lines) return false;
    to->lines[to->count++] = (uint32_t)line;
    return true;
}

/* Digits as one number or, where there is no such line and several are asked for, one by one. */
static bool choose_digits(chosen *to, const char *digits, size_t length, size_t count, bool one) {
    enum { ONE_DIGIT = 9 };
    size_t number = 0;
    for (size_t i = 0; i < length && number <= count; i++)
        number = 10 * number + (size_t)(digits[i] - '0');
    if (number >= 1 && number <= count) return choose(to, number - 1, count);
    bool all = !one && count <= ONE_DIGIT;
    for (size_t i = 0; i < length && all; i++)
        all = digits[i] >= '1' && choose(to, (size_t)(digits[i] - '1'), count);
    return all;
}

static bool is_emphasis(char c) {
    return c == '`' || c == '*';
}

/* A character as it is compared; *bytes: what it takes. */
static uint32_t fold(const char *text, size_t *bytes) {
    const uint32_t minus = 0x2212, times = 0xd7;
    uint32_t code = 0;
    *bytes = nb_utf8_decode(text, strlen(text), &code);
    if (*bytes == 0) *bytes = 1;
    if (code == minus) return '-';
    if (code == times) return 'x';
    return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

/* How far a line and what was typed agree, but for emphasis, blanks and case: the bytes of both. */
static void agree(const char *line, const char *text, size_t *of_line, size_t *of_text) {
    size_t i = 0, k = 0, a, b;
    *of_line = *of_text = 0;
    while (true) {
        while (nb_is_blank(text[k])) k++;
        while (nb_is_blank(line[i]) || (is_emphasis(line[i]) && text[k] != line[i])) i++;
        if (line[i] == '\0') *of_line = i;
        if (line[i] == '\0' || text[k] == '\0' || fold(line + i, &a) != fold(text + k, &b)) return;
        *of_line = i += a;
        *of_text = k += b;
    }
}

/* The bytes of `text` that spell out a line, whose full stop may be missing; 0: it does not begin
 * so. */
static size_t count_spelled(const char *line, const char *text) {
    size_t of_line, of_text;
    agree(line, text, &of_line, &of_text);
    return line[of_line] == '\0' || strcmp(line + of_line, ".") == 0 ? of_text : 0;
}

/* Whether `text` is the first words of a line. */
static bool is_beginning(const char *line, const char *text) {
    size_t of_line, of_text;
    agree(line, text, &of_line, &of_text);
    return of_text > 0 && text[of_text] == '\0' && !nb_utf8_is_inside_name(line, of_line);
}

/* The line that is spelled out at the front, and a separator or nothing behind it; the longest. */
static size_t find_spelled(const nb_exam *exam, const char *text, size_t *bytes) {
    size_t line = exam->choice_count, longest = 0, between;
    for (size_t i = 0; i < exam->choice_count; i++) {
        size_t length = count_spelled(exam->choices[i], text);
        if (length <= longest) continue;
        if (text[length] != '\0' && !is_between(text + length, &between)) continue;
        line = i;
        *bytes = longest = length;
    }
    return line;
}

/* The only line that begins with these words. */
static bool find_beginning(const nb_exam *exam, const char *text, chosen *to) {
    *to = (chosen){.count = 0};
    for (size_t i = 0; i < exam->choice_count; i++)
        if (is_beginning(exam->choices[i], text)) to->lines[to->count++] = (uint32_t)i;
    return to->count == 1;
}

/* Yes and no, in whatever words a line has them. */
static bool find_reply(const nb_exam *exam, const char *text, chosen *to) {
    static const char *const replies[][4] = {{"yes", "예", "네"},
                                             {"no", "아니요", "아니오", "아뇨"}};
    enum { REPLIES = sizeof replies / sizeof *replies, WORDS = sizeof *replies / sizeof **replies };
    for (size_t k = 0; k < REPLIES; k++) {
        bool meant = false;
        for (size_t i = 0; i < WORDS && replies[k][i] != NULL; i++)
            meant = meant || (*text != '\0' && count_spelled(replies[k][i], text) == strlen(text));
        for (size_t i = 0; i < WORDS && meant && replies[k][i] != NULL; i++)
            if (find_beginning(exam, replies[k][i], to)) return true;
    }
    return false;
}

/* Reads which lines are meant. False: it is no list of them. */
static bool read_lines(const nb_exam *exam, const char *text, chosen *to) {
    size_t count = exam->choice_count, length = strlen(text), at = 0, bytes;
    bool one = exam->q->kind == NB_ASK_CHOICE || exam->q->kind == NB_ASK_BREAK;
    *to = (chosen){.count = 0};
    while (at < length) {
        uint32_t code = 0;
        size_t digits = strspn(text + at, "0123456789");
        if (digits > 0) {
            if (!choose_digits(to, text + at, digits, count, one)) return false;
            at += digits;
        } else if (is_between(text + at, &bytes)) {
            at += bytes;
        } else {
            bytes = nb_utf8_decode(text + at, length - at, &code);
            bool inside = bytes > 0 && nb_utf8_is_inside_name(text, at + bytes);
            size_t line = bytes == 0 || inside ? count : line_of(code, count);
            if (line == count) line = find_spelled(exam, text + at, &bytes);
            if (!choose(to, line, count)) return false;
            at += bytes;
        }
    }
    return to->count > 0;
}

/* Whether as many lines are named as are asked for. */
static bool fits(const nb_exam *exam, const chosen *typed) {
    bool taken[MOST_LINES] = {false};
    if (exam->q->kind == NB_ASK_CHOICES) return true;
    if (exam->q->kind != NB_ASK_ORDER) return typed->count == 1;
    for (size_t i = 0; i < typed->count; i++) {
        if (taken[typed->lines[i]]) return false;
        taken[typed->lines[i]] = true;
    }
    return typed->count == exam->choice_count;
}

/* A line by its text or the beginning of it. */
static bool read_text(const nb_exam *exam, const char *text, chosen *to) {
    static const char word[] = "break ";
    bool command = exam->q->kind == NB_ASK_BREAK && strncmp(text, word, sizeof word - 1) == 0;
    if (command) text += sizeof word - 1;
    *to = (chosen){.count = 1};
    for (size_t i = 0; i < exam->choice_count; i++) {
        to->lines[0] = (uint32_t)i;
        if (*text != '\0' && count_spelled(exam->choices[i], text) == strlen(text)) return true;
    }
    return find_beginning(exam, text, to) || find_reply(exam, text, to);
}

/* Reads lines by their numbers, or one by its text. */
static bool read_choice(const nb_exam *exam, const char *text, chosen *to) {
    chosen spelled;
    bool listed = read_lines(exam, text, to);
    if (listed && fits(exam, to)) return true;
    if (!read_text(exam, text, &spelled)) return listed;
    *to = spelled;
    return true;
}

/* ---- judging ---- */

static const nb_remarked *line_at(const nb_exam *exam, size_t i) {
    return &exam->q->choices.all[exam->places[i]];
}

static nb_status judge_choice(nb_exam *exam, size_t line, nb_exam_verdict *verdict,
                              nb_exam_says *says) {
    bool right = exam->q->kind == NB_ASK_BREAK
                     ? strcmp(exam->choices[line], exam->q->mistake) == 0
                     : line_at(exam, line)->right;
    *verdict = right ? NB_VERDICT_RIGHT : NB_VERDICT_WRONG;
    nb_exam_say_text(says, exam->remarks[line]);
    if (right || *says->text != '\0') return NB_STATUS_OK;
    for (size_t i = 0; i < exam->q->wrongs.count && exam->q->kind == NB_ASK_BREAK; i++)
        if (strcmp(exam->q->wrongs.all[i].text, exam->choices[line]) == 0)
            nb_exam_say_text(says, exam->wrongs[i].remark);
    if (*says->text != '\0') return NB_STATUS_OK;
    return nb_exam_say(exam, says, NB_PLAIN(ANSWER_WRONG_CHOICE), NB_NO_HINT);
}

static nb_status judge_choices(nb_exam *exam, const chosen *typed, nb_exam_verdict *verdict,
                               nb_exam_says *says) {
    bool taken[MOST_LINES] = {false}, missing = false;
    *verdict = NB_VERDICT_WRONG;
    for (size_t i = 0; i < typed->count; i++) taken[typed->lines[i]] = true;
    for (size_t i = 0; i < exam->choice_count; i++) {
        missing = missing || (line_at(exam, i)->right && !taken[i]);
        if (!taken[i] || line_at(exam, i)->right) continue;
        nb_exam_say_text(says, exam->remarks[i]);
        if (*says->text != '\0') return NB_STATUS_OK;
        return nb_exam_say(exam, says, NB_SAY(ANSWER_CHOICE_FALSE, NB_COUNT(i + 1)), NB_NO_HINT);
    }
    if (missing) return nb_exam_say(exam, says, NB_PLAIN(ANSWER_CHOICE_MISSING), NB_NO_HINT);
    *verdict = NB_VERDICT_RIGHT;
    return NB_STATUS_OK;
}

/* The number under which one of the author's lines is shown. */
static size_t shown_as(const nb_exam *exam, uint32_t place) {
    size_t i = 0;
    while (exam->places[i] != place) i++;
    return i + 1;
}

static nb_status judge_order(nb_exam *exam, const chosen *typed, nb_exam_verdict *verdict,
                             nb_exam_says *says) {
    size_t count = exam->choice_count;
    uint32_t places[MOST_LINES] = {0};
    for (size_t i = 0; i < count; i++) places[i] = exam->places[typed->lines[i]];
    size_t right = count_right(exam->q, places, count);
    *verdict = right == count ? NB_VERDICT_RIGHT : NB_VERDICT_WRONG;
    if (right == count) return NB_STATUS_OK;
    const nb_before *pair = find_pair(exam->q, places, count);
    if (pair != NULL)
        return nb_exam_say(exam, says,
                           NB_SAY(ANSWER_ORDER_PAIR, NB_COUNT(shown_as(exam, pair->first - 1)),
                                  NB_COUNT(shown_as(exam, pair->second - 1))), NB_NO_HINT);
    if (right == 0) return nb_exam_say(exam, says, NB_PLAIN(ANSWER_ORDER_FIRST), NB_NO_HINT);
    return nb_exam_say(exam, says, right == 1 ? NB_PLAIN(ANSWER_ORDER_ONE)
                                              : NB_SAY(ANSWER_ORDER_BEGUN, NB_COUNT(right)),
                       NB_NO_HINT);
}

static nb_message how_to_answer(const nb_exam *exam) {
    nb_arg count = NB_COUNT(exam->choice_count);
    switch (exam->q->kind) {
    case NB_ASK_CHOICES: return NB_SAY(ANSWER_CHOICES, count);
    case NB_ASK_ORDER: return NB_SAY(ANSWER_ORDER, count);
    default: return NB_SAY(ANSWER_CHOICE, count);
    }
}

nb_status nb_choose_judge(nb_exam *exam, nb_quiet *quiet, const char *line,
                          nb_exam_verdict *verdict, nb_exam_says *says) {
    chosen typed;
    const char *text = nb_line_tidy(&quiet->s->scratch, line);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    bool known = read_choice(exam, text, &typed);
    if (!known) {
        nb_typed other;
        nb_status status = nb_line_read(exam, quiet, line, &other);
        *verdict = NB_VERDICT_OTHER;
        if (status != NB_STATUS_OK || other.kind == NB_LINE_OTHER) return status;
    }
    if (!known || !fits(exam, &typed)) {
        *verdict = NB_VERDICT_REFUSED;
        return nb_exam_say(exam, says, how_to_answer(exam), NB_NO_HINT);
    }
    *verdict = NB_VERDICT_NOTED;
    if (exam->q->noted != NULL) return NB_STATUS_OK;
    switch (exam->q->kind) {
    case NB_ASK_CHOICES: return judge_choices(exam, &typed, verdict, says);
    case NB_ASK_ORDER: return judge_order(exam, &typed, verdict, says);
    default: return judge_choice(exam, typed.lines[0], verdict, says);
    }
}

const char *nb_choose_solution(nb_exam *exam) {
    const nb_lesson_question *q = exam->q;
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(exam->session));
    for (size_t i = 0; i < exam->choice_count; i++) {
        char number[NUMBER_ROOM];
        size_t shown = q->kind == NB_ASK_ORDER ? shown_as(exam, (uint32_t)i) : i + 1;
        bool wanted = q->kind == NB_ASK_ORDER ||
                      (q->kind != NB_ASK_BREAK && line_at(exam, i)->right);
        snprintf(number, sizeof number, "%zu", shown);
        if (wanted) nb_buffer_add_item(&out, " ", number);
    }
    if (q->kind == NB_ASK_BREAK) nb_buffer_add_text(&out, q->mistake);
    const char *text = out.failed ? NULL : nb_arena_text(&exam->arena, out.data, out.length);
    nb_buffer_clear(&out);
    return text;
}
