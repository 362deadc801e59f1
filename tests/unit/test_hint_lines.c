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
#define NO_LINE(HINT)
#define OF_PLACES(HINT)
#include "hint_lines.def"
#undef PROPOSES
#undef LEADS_TO
#undef NO_LINE
#undef OF_PLACES
};

/* The bytes of the first statement of a line; a ; in brackets separates rows. */
static size_t first_statement(const char *line) {
    size_t n = 0;
    for (int depth = 0; line[n] != '\0' && (line[n] != ';' || depth > 0); n++) {
        depth += strchr("([{", line[n]) != NULL;
        depth -= strchr(")]}", line[n]) != NULL;
    }
    return n;
}

/* Runs statements, the last of which must fail with the hint, whose words must hold the line. */
static void check_hint(nb_session *s, const row *r) {
    nb_result *result;
    nb_buffer words;
    const nb_view view = {.digits = 6, .width = 80};
    const char *input = r->input;
    char text[200] = "";
    for (size_t n; input[n = first_statement(input)] == ';'; input += n + 1) {
        char before[200] = "";
        add_format(before, sizeof before, "%.*s\n", (int)n, input);
        run(s, before);
    }
    add_format(text, sizeof text, "%s\n", input);
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

/* A new hint gets a row here, or it is said that it needs none. */
static void test_all_hints(void **state) {
    (void)state;
    static const char *const names[] = {
#define MESSAGE(ID, ...) [NB_MESSAGE_##ID] = #ID,
#include "result/messages.def"
#undef MESSAGE
    };
    static const bool told[NB_MESSAGE_COUNT] = {
#define PROPOSES(HINT, INPUT, LINE)
#define LEADS_TO(HINT, INPUT, LINE)
#define NO_LINE(HINT) [NB_MESSAGE_##HINT] = true,
#define OF_PLACES(HINT) [NB_MESSAGE_##HINT] = true,
#include "hint_lines.def"
#undef PROPOSES
#undef LEADS_TO
#undef NO_LINE
#undef OF_PLACES
    };
    bool tried[NB_MESSAGE_COUNT] = {false};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) tried[rows[i].hint] = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool hint = names[i] != NULL && strncmp(names[i], "HINT_", 5) == 0;
        if (hint && tried[i] == told[i])
            fail_msg("%s: %s", names[i], told[i] ? "has a row, too" : "no row says what to type");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines),
                                       cmocka_unit_test(test_all_hints)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
