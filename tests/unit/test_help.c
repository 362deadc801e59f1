/* help: every command and every operator is explained, and every example that help shows runs. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/internal.h"

/* A host whose every file holds one definition, for the examples of open and run. */
static bool load(void *user, const char *path, char **bytes, size_t *length, const char **reason) {
    static const char text[] = "x = 3\n";
    (void)user, (void)path, (void)reason;
    *length = sizeof text - 1;
    *bytes = malloc(sizeof text);
    if (*bytes != NULL) memcpy(*bytes, text, sizeof text);
    return *bytes != NULL;
}

static nb_session *new_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.load = load});
    assert_non_null(s);
    return s;
}

static void run_example(const char *word, const char *example) {
    nb_session *s = new_session();
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
    nb_session *s = new_session();
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
        if (info->topic || info->run != NULL) check_help(info->word);
}

static void test_operators(void **state) {
    (void)state;
    for (int op = 0; op < NB_OP_COUNT; op++)
        if (nb_op_get((nb_op)op)->arity > 0) check_help(nb_op_get((nb_op)op)->name);
}

static void test_recipes(void **state) {
    (void)state;
    const char *name, *about;
    size_t count = 0;
    for (size_t i = 0; (name = nb_recipe_get(&i, &about)) != NULL; count++) check_help(name);
    assert_int_equal(count, 18); /* 7 optimizers, 6 initialisers, 5 kinds of samples */
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_commands),
                                       cmocka_unit_test(test_operators),
                                       cmocka_unit_test(test_recipes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
