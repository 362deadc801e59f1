/* Practice: its questions over a thousand seeds, their ids, and the order they come in. */
#include "practice/drill.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "exam_support.h"
#include "lang/commands.h"
#include "practice/text.h"

#ifdef __SANITIZE_ADDRESS__
enum { SEEDS = 100 };
#else
enum { SEEDS = 1000 };
#endif

static const nb_view view = {.digits = 6, .width = 80};

/* The kinds of a level take turns. */
static nb_practice_kind kind_of(nb_practice_level level, uint32_t seed) {
    int count = 0;
    for (int kind = 0; kind < NB_PRACTICE_KINDS; kind++)
        count += nb_practice_has(level, (nb_practice_kind)kind);
    int left = (int)(seed % (uint32_t)count), kind = 0;
    while (!nb_practice_has(level, (nb_practice_kind)kind) || left-- > 0) kind++;
    return (nb_practice_kind)kind;
}

static void write_question(nb_session *scratch, nb_practice_id id, nb_buffer *out) {
    nb_buffer_init(out, nb_session_memory(scratch));
    assert_int_equal(nb_practice_write(id, scratch, &view, out), NB_STATUS_OK);
    nb_buffer_add_char(out, '\0');
    assert_false(out->failed);
}

/* The numbers behind = in the hidden statements, and whatever is asked, are easily typed. */
static void check_light(const char *text, double answer) {
    for (const char *at = text; (at = strstr(at, " = ")) != NULL; at++) {
        size_t length = strspn(at + 3, "-0123456789.");
        const char *point = memchr(at + 3, '.', length);
        if (point != NULL && at + 3 + length - point > 3) fail_msg("%s", text);
    }
    if (fabs(answer) > 99 || fabs(answer * 100 - rint(answer * 100)) > 1e-9 || answer == 0)
        fail_msg("%s: %g", text, answer);
}

/* Five ways to say the number, and two numbers that are not it. */
static void check_forms(asking *a, double n) {
    char lines[7][64];
    const char *forms[] = {"%.2f", "%.4g", "2*%.2f/2", "%.2f + 3 - 3", "-(-(%.2f))"};
    for (int i = 0; i < 5; i++) {
        snprintf(lines[i], sizeof lines[i], i == 4 ? "-(-1*(%.2f))" : forms[i], n);
        check_answer(a, &(answer_line)R(lines[i]));
    }
    nb_exam_verdict verdict;
    nb_exam_says says;
    for (int i = 5; i < 7; i++) {
        double wrong = i == 5 ? n * 2 + copysign(0.5, n) : -n - copysign(0.125, n);
        snprintf(lines[i], sizeof lines[i], "%.3f", wrong);
        assert_int_equal(nb_exam_judge(a->exam, lines[i], &verdict, &says), NB_STATUS_OK);
        if (verdict != NB_VERDICT_WRONG) fail_msg("%s passes for %g", lines[i], n);
    }
}

static void check_question(nb_session *scratch, nb_practice_id id) {
    nb_buffer text;
    asking a;
    write_question(scratch, id, &text);
    const char *hidden = strstr(text.data, "```check\n");
    assert_non_null(hidden);
    char setup[1000];
    snprintf(setup, sizeof setup, "%.*s", (int)strcspn(hidden + 9, "`"), hidden + 9);
    open_asking(&a, setup, text.data);
    begin_exam(&a, (nb_variant){.student = 0, .round = 0});
    double answer = strtod(nb_exam_solution(a.exam), NULL);
    check_light(text.data, answer);
    check_forms(&a, answer);
    nb_practice_id again;
    assert_true(nb_practice_id_read(a.question->id, &again));
    assert_true(again.level == id.level && again.kind == id.kind && again.seed == id.seed);
    close_asking(&a);
    nb_buffer_clear(&text);
}

static void test_questions_are_light_and_have_one_answer(void **state) {
    (void)state;
    nb_session *scratch = new_session();
    for (nb_practice_level level = 0; level < NB_PRACTICE_LEVELS; level++)
        for (uint32_t seed = 0; seed < SEEDS; seed++)
            check_question(scratch, (nb_practice_id){level, kind_of(level, seed), seed});
    nb_session_free(scratch);
}

/* ---- the order ---- */

/* A student who never masters one kind is asked about it again and again, never later than two
 * questions on once all kinds have been asked; all others become sure and rare. */
static void test_missed_kinds_come_back_sooner(void **state) {
    (void)state;
    enum { ROUNDS = 100, WORST = 4 };
    for (uint64_t seed = 0; seed < 50; seed++) {
        nb_drill drill;
        uint32_t asked[NB_PRACTICE_KINDS] = {0}, since = 0;
        nb_drill_begin(&drill, NB_PRACTICE_SUMS, false, seed);
        for (int i = 0; i < ROUNDS; i++) {
            nb_practice_id id = nb_drill_next(&drill, false);
            assert_int_equal(id.level, NB_PRACTICE_SUMS);
            assert_true(nb_practice_has(id.level, id.kind));
            since = id.kind == NB_PRACTISE_MEET ? 0 : since + 1;
            if (asked[NB_PRACTISE_MEET] > 0) assert_true(since <= WORST);
            asked[id.kind]++;
            assert_false(nb_drill_note(&drill, id, id.kind != NB_PRACTISE_MEET));
        }
        for (int kind = 0; kind < NB_PRACTICE_KINDS; kind++) {
            bool has = nb_practice_has(NB_PRACTICE_SUMS, (nb_practice_kind)kind);
            bool sure = nb_drill_is_sure(&drill, NB_PRACTICE_SUMS, (nb_practice_kind)kind);
            assert_true(sure == (has && kind != NB_PRACTISE_MEET));
            if (kind != NB_PRACTISE_MEET)
                assert_true(asked[kind] * 2 < asked[NB_PRACTISE_MEET]);
        }
    }
}

/* Who is always right climbs to the last level and stays there. */
static void test_levels_follow_each_other(void **state) {
    (void)state;
    nb_drill drill, again;
    int climbed = 0;
    nb_drill_begin(&drill, NB_PRACTICE_SUMS, true, 42);
    nb_drill_begin(&again, NB_PRACTICE_SUMS, true, 42);
    for (int i = 0; i < 200; i++) {
        nb_practice_id id = nb_drill_next(&drill, false), same = nb_drill_next(&again, false);
        assert_true(id.level == same.level && id.kind == same.kind && id.seed == same.seed);
        climbed += nb_drill_note(&drill, id, true);
        (void)nb_drill_note(&again, same, true);
    }
    assert_int_equal(climbed, NB_PRACTICE_LEVELS - 1);
    assert_int_equal(drill.level, NB_PRACTICE_LEVELS - 1);
}

/* In an exam all kinds come equally often. */
static void test_an_exam_asks_evenly(void **state) {
    (void)state;
    nb_drill drill;
    uint32_t asked[NB_PRACTICE_KINDS] = {0};
    nb_drill_begin(&drill, NB_PRACTICE_SUMS, false, 1);
    for (int i = 0; i < 10; i++) {
        nb_practice_id id = nb_drill_next(&drill, true);
        asked[id.kind]++;
        (void)nb_drill_note(&drill, id, i % 3 == 0);
    }
    for (nb_practice_kind kind = 0; kind < NB_PRACTICE_KINDS; kind++)
        assert_int_equal(asked[kind], nb_practice_has(NB_PRACTICE_SUMS, kind) ? 2 : 0);
}

static void test_ids(void **state) {
    (void)state;
    static const char *const bad[] = {"", "sums", "sums-meet", "sums-meet-", "sums-meet-x",
        "sums-meet-1x", "sums-second-1", "sum-meet-1", "sums-meet-1234567890",
        "sums-meet--1", "apple-1"};
    nb_practice_id id;
    char text[NB_PRACTICE_ID_ROOM];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(nb_practice_id_read(bad[i], &id));
    assert_true(nb_practice_id_read("second-mixed-16777215", &id));
    nb_practice_id_write(id, text);
    assert_string_equal(text, "second-mixed-16777215");
}

/* What may be typed behind `practice` are the levels of the table, in their order. */
static void test_levels_of_the_command(void **state) {
    (void)state;
    const nb_command_info *command = nb_command_get(nb_command_find("practice", 8));
    const nb_clause_form *form = command->clauses;
    for (int level = 0; level < NB_PRACTICE_LEVELS; level++, form++) {
        const char *word = nb_practice_level_word((nb_practice_level)level);
        assert_string_equal(form->key, word);
        assert_non_null(strstr(command->usage, word));
        assert_non_null(strstr(command->brief, word));
    }
    assert_string_equal(form->key, "exam");
}

/* ---- when it cannot be done ---- */

/* Makes a question with one growth refused; answers whether that came to pass. */
static bool try_once(nb_practice_id id, long refuse, size_t *length) {
    heap h = {.refuse = -1};
    nb_session *s = nb_session_new(&(nb_host){.user = &h, .allocate = heap_allocate});
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(s));
    h.growths = 0;
    h.refuse = refuse;
    nb_status status = nb_practice_write(id, s, &view, &out);
    bool met = h.growths > refuse;
    if (status != NB_STATUS_OK) {
        assert_true(met && status == NB_STATUS_NO_MEMORY);
        out.length = 0;
        out.failed = false;
        assert_int_equal(nb_practice_write(id, s, &view, &out), NB_STATUS_OK);
    }
    if (*length == 0) *length = out.length;
    assert_int_equal(out.length, *length); /* the same question */
    nb_buffer_clear(&out);
    nb_session_free(s);
    assert_int_equal(h.blocks, 0);
    return met;
}

static void test_memory(void **state) {
    (void)state;
    static const nb_practice_id ids[] = {{NB_PRACTICE_PATHS, NB_PRACTISE_MEET, 1},
                                         {NB_PRACTICE_NEURON, NB_PRACTISE_VALUE, 2},
                                         {NB_PRACTICE_SECOND, NB_PRACTISE_MIXED, 3}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        size_t length = 0;
        long refuse = 0;
        while (try_once(ids[i], refuse, &length)) refuse += refuse < 100 ? 1 : 7;
        assert_true(refuse > 20);
    }
}

static void test_interrupt(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(s));
    nb_interrupt(s);
    nb_status status = nb_practice_write((nb_practice_id){.seed = 1}, s, &view, &out);
    if (status != NB_STATUS_OK) assert_int_equal(status, NB_STATUS_ERROR);
    nb_buffer_clear(&out);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions_are_light_and_have_one_answer),
        cmocka_unit_test(test_missed_kinds_come_back_sooner),
        cmocka_unit_test(test_levels_follow_each_other),
        cmocka_unit_test(test_an_exam_asks_evenly),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_levels_of_the_command),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
