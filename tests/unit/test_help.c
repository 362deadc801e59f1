/* help: every command and every operator is explained, and every example that help shows runs. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help/recipes.h"
#include "lang/commands.h"
#include "session/session.h"
#include "train/initialiser.h"
#include "train/optimizer.h"
#include "train/samples.h"

/* Every file holds one definition, for the examples of open and run. */
static char files[] = "x = 3\n";

static nb_session *open_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.user = files, .load = load_text});
    assert_non_null(s);
    return s;
}

static void run_example(const char *word, const char *example) {
    nb_session *s = open_session();
    nb_result *result;
    nb_status status = nb_feed(s, example, strlen(example), &result);
    while (status == NB_STATUS_RUNNING) {
        nb_result_free(result);
        status = nb_resume(s, 1, &result);
    }
    nb_result_free(result);
    if (status != NB_STATUS_OK && status != NB_STATUS_QUIT)
        fail_msg("the example of %s fails: %s", word, example);
    nb_session_free(s);
}

/* Asks for help about a word and runs the example it shows. */
static void check_help(const char *word) {
    nb_session *s = open_session();
    nb_result *result;
    char statement[200];
    snprintf(statement, sizeof statement, "help \"%s\"\n", word);
    nb_status status = nb_feed(s, statement, strlen(statement), &result);
    if (status != NB_STATUS_OK) fail_msg("no help about %s", word);
    bool found = false;
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind != NB_BLOCK_HELP || block->as.help.example == NULL) continue;
        run_example(word, block->as.help.example);
        found = true;
    }
    assert_true(found);
    nb_result_free(result);
    nb_session_free(s);
}

static void test_commands(void **state) {
    (void)state;
    const nb_command_info *info;
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++)
        if (info->example != NULL) check_help(info->word); /* peek has a file */
}

/* Each word is that of one command. */
static void test_words(void **state) {
    (void)state;
    const nb_command_info *info;
    for (int i = 0; (info = nb_command_get(i)) != NULL; i++)
        if (!info->topic) assert_int_equal(nb_command_find(info->word, strlen(info->word)), i);
}

/* By its name, and by each of its signs. */
static void test_operators(void **state) {
    (void)state;
    for (int op = 0; op < NB_OP_COUNT; op++) {
        const nb_op_info *info = nb_op_get((nb_op)op);
        char signs[40] = "";
        if (info->arity == 0) continue;
        check_help(info->name);
        add_format(signs, sizeof signs, "%s", info->form.spellings);
        for (char *sign = strtok(signs, " "); sign != NULL; sign = strtok(NULL, " "))
            check_help(sign);
    }
}

/* The rows that a request shows, or -1: it fails with this hint. */
static int count_rows(const char *statement, nb_message_id *hint) {
    nb_session *s = open_session();
    nb_result *result;
    int count = 0;
    nb_status status = nb_feed(s, statement, strlen(statement), &result);
    const nb_diagnostic *error = find_diagnostic(result, NB_SEVERITY_ERROR);
    *hint = error != NULL ? error->hint.id : NB_MESSAGE_NONE;
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_HELP) count += (int)block->as.help.count;
    assert_int_equal(status == NB_STATUS_ERROR, error != NULL);
    nb_result_free(result);
    nb_session_free(s);
    return error != NULL ? -1 : count;
}

/* Other ways to ask: signs inside forms, a call, a group, a word of the help. */
static void test_other_words(void **state) {
    (void)state;
    static const char *const found[] = {
        "help ∂", "help +=", "help ..", "help \"(\"", "help \"[\"", "help \"#\"", "help π",
        "help e", "help in", "help sin(x)", "help f(a)", "help pictures", "help SESSION",
        "help functions", "help digits", "help logarithm", "apropos logarithm", "apropos LOGARITHM",
        "apropos base logarithm", "apropos \"√\"", "apropos ^", "apropos backward pass"};
    nb_message_id hint;
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        if (count_rows(found[i], &hint) <= 0) fail_msg("%s: nothing", found[i]);
    assert_int_equal(count_rows("help -", &hint), 9); /* the difference and the sign */
    assert_int_equal(count_rows("help **", &hint), -1);
    assert_int_equal(hint, NB_MESSAGE_HINT_POWER);
    assert_int_equal(count_rows("help sigmod", &hint), -1);
    assert_int_equal(hint, NB_MESSAGE_HINT_DID_YOU_MEAN);
    assert_int_equal(count_rows("help ㄴㅑㅜ", &hint), -1);
    assert_int_equal(hint, NB_MESSAGE_HINT_KEYBOARD);
    assert_int_equal(count_rows("help xyzzy", &hint), -1);
    assert_int_equal(hint, NB_MESSAGE_HINT_HELP);
    assert_int_equal(count_rows("apropos logarithm xyzzy", &hint), -1);
}

/* A form is no optimizer of its own. */
static int count_optimizers(void) {
    int count = 0;
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const char *name = nb_optimizer_get((nb_optimizer)i)->name;
        nb_optimizer first;
        assert_true(nb_optimizer_find(name, strlen(name), &first));
        count += first == (nb_optimizer)i;
    }
    return count;
}

static void test_recipes(void **state) {
    (void)state;
    const char *name, *about;
    nb_recipe_kind kind;
    int found[3] = {0}, samples = 0, names = NB_INITIALISER_COUNT;
    for (size_t i = 0; (name = nb_recipe_get(&i, &about, &kind)) != NULL; found[kind]++)
        check_help(name);
    while (nb_samples_get((size_t)samples) != NULL) samples++;
    assert_int_equal(found[NB_RECIPE_SAMPLES], samples);
    assert_int_equal(found[NB_RECIPE_INITIALISER], names);
    assert_int_equal(found[NB_RECIPE_OPTIMIZER], count_optimizers());
}

/* Whether a row shows the word in its list of names. */
static bool lists(const char *text, const char *word) {
    size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        if ((at == text || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) return true;
    return false;
}

static void check_listed(const nb_result *result, const char *word) {
    bool found = false;
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        for (size_t i = 0; block->kind == NB_BLOCK_HELP && i < block->as.help.count; i++)
            found = found || lists(block->as.help.rows[i].text, word);
    if (!found) fail_msg("the overview of help does not name %s", word);
}

/* The overview names every operator, every optimizer, every initialiser and every kind of
 * samples. */
static void test_overview(void **state) {
    (void)state;
    nb_session *s = open_session();
    nb_result *result = ask(s, "help operators\n");
    const char *name, *about;
    nb_recipe_kind kind;
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *info = nb_op_get((nb_op)i);
        if (info->arity > 0 && *info->form.spellings == '\0') check_listed(result, info->name);
    }
    for (int i = 0; i < NB_VECTOR_COUNT; i++)
        check_listed(result, nb_vector_get((nb_vector_op)i)->name);
    for (size_t i = 0; (name = nb_recipe_get(&i, &about, &kind)) != NULL;)
        check_listed(result, name);
    nb_result_free(result);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_commands),
                                       cmocka_unit_test(test_words),
                                       cmocka_unit_test(test_operators),
                                       cmocka_unit_test(test_other_words),
                                       cmocka_unit_test(test_recipes),
                                       cmocka_unit_test(test_overview)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
