/* Hints: the lines that they propose are there, word for word, and work. */
#include "support.h"

#include <string.h>

#include "session/session.h"
#include "view/message.h"

/* What a row's input and line may use. The names of a hint's own example have values, too. */
static const char *const begin =
    "x = 3; y = x^2; w = 0.5; L = (w*x - 2)^2; t = 1\n"
    "v = [1, 2, 3]; u = [4, 5, 6]; W = [1, 2; 3, 4]; A = [1, 2; 3, 4]; B = [5, 6; 7, 8]\n"
    "C = [1; 2; 3]; a = 2; b = 3\n"
    "f(t) = t^2; F(a, b) = a*b; z = f(x)\n"
    "h[1] = 1\n";

/* Before a line whose names stand for vectors. */
static const char *const vectors = 
    "x = [1, 2, 3]; y = [1, 2, 3]; b = [1, 2]; W = [1, 2, 3; 4, 5, 6]; A = W\n";

typedef struct row {
    nb_message_id hint;
    const char *input, *line;
    bool said; /* the words hold the line */
} row;

static const row rows[] = {
#define PROPOSES(HINT, INPUT, LINE) {NB_MESSAGE_##HINT, INPUT, LINE, true},
#define LEADS_TO(HINT, INPUT, LINE) {NB_MESSAGE_##HINT, INPUT, LINE, false},
#include "hint_lines.def"
#undef PROPOSES
#undef LEADS_TO
};

/* Runs a statement that must fail with the hint, whose words must hold the line. */
static void check_hint(nb_session *s, const row *r) {
    nb_result *result;
    nb_buffer words;
    const nb_view view = {.digits = 6, .width = 80};
    char text[200] = "";
    add_format(text, sizeof text, "%s\n", r->input);
    nb_status status = nb_feed(s, text, strlen(text), &result);
    if (status != NB_STATUS_ERROR) fail_msg("%s: status %d", r->input, (int)status);
    const nb_message *hint = &find_diagnostic(result, NB_SEVERITY_ERROR)->hint;
    nb_buffer_init(&words, nb_session_memory(s));
    nb_view_message(&words, &view, hint);
    if (hint->id != r->hint) fail_msg("%s: another hint: %s", r->input, words.data);
    if (r->said && strstr(words.data, r->line) == NULL)
        fail_msg("%s: the hint does not say %s: %s", r->input, r->line, words.data);
    nb_buffer_clear(&words);
    nb_result_free(result);
}

/* The bytes of the first statement of a line; a ; in brackets separates rows. */
static size_t first_statement(const char *line) {
    size_t n = 0;
    for (int depth = 0; line[n] != '\0' && (line[n] != ';' || depth > 0); n++) {
        depth += strchr("([{", line[n]) != NULL;
        depth -= strchr(")]}", line[n]) != NULL;
    }
    return n;
}

/* Whether a line works, with numbers or with vectors in the place of its names. */
static bool works(const char *line, bool vector) {
    nb_session *s = new_session();
    bool fine = true;
    run(s, begin);
    if (vector) run(s, vectors);
    while (*line != '\0' && fine) {
        char text[200] = "";
        nb_result *result;
        size_t length = first_statement(line);
        add_format(text, sizeof text, "%.*s\n", (int)length, line);
        fine = nb_feed(s, text, strlen(text), &result) == NB_STATUS_OK;
        nb_result_free(result);
        line += length + (line[length] == ';');
    }
    nb_session_free(s);
    return fine;
}

static void test_lines(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_session *s = new_session();
        run(s, begin);
        check_hint(s, &rows[i]);
        nb_session_free(s);
        bool word = strspn(rows[i].line, "abcdefghijklmnopqrstuvwxyz_") == strlen(rows[i].line);
        if (!word && !works(rows[i].line, false) && !works(rows[i].line, true))
            fail_msg("%s: what the hint proposes fails: %s", rows[i].input, rows[i].line);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
