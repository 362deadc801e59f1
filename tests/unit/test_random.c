/* Random lines: those that fail change nothing, undo takes back each of the others, and at any time
 * `list` makes the same session again; redo does again what undo took back. */
#include "base/random.h"
#include "nabla.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- making lines ---- */

static const char *const names[] = {"x", "y", "z", "w", "h[0]", "h[1]", "h[2]", "m[1,2]"};
static const char *const operators[] = {"+", "-", "*", "/", "<", "·"};
static const char *const functions[] = {"f", "g", "sigmoid", "tanh", "sin", "relu"};

enum { ROOM = 2000 };
#define ADD(...) add_format(text, ROOM, __VA_ARGS__)

/* Appends a random expression; `local` is a name that only it may use, or NULL. */
static void add_expression(char *text, int depth, const char *local) {
    uint32_t form = pick(depth == 0 ? 3 : 10);
    if (form == 0) {
        ADD("%g", pick(40) / 8.0);
    } else if (form < 3) {
        ADD("%s", local != NULL && pick(2) ? local : ANY(names));
    } else if (form == 3) {
        ADD("%s(", ANY(functions));
        add_expression(text, depth - 1, local);
        ADD(")");
    } else if (form == 4) {
        ADD("where(");
        add_expression(text, depth - 1, local);
        ADD(" > 1, -ans, ");
        add_expression(text, depth - 1, local);
        ADD(")²");
    } else if (form == 5) {
        ADD("grad(");
        add_expression(text, depth - 1, local);
        ADD(", %s)", local != NULL && pick(2) ? local : ANY(names));
    } else {
        ADD("%s(", pick(3) > 0 ? "" : "2");
        add_expression(text, depth - 1, local);
        ADD("%s", ANY(operators));
        add_expression(text, depth - 1, local);
        ADD(")");
    }
}

/* A definition or an assignment; inside a loop elements may be counted by its variable. */
static void add_store(char *text, const char *local) {
    static const char *const signs[] = {" = ", " = ", " = ", " := ", " := ", " += "};
    if (local != NULL && pick(3) > 0) ADD("h[%s - %u]", local, pick(3));
    else ADD("%s", ANY(names));
    ADD("%s", ANY(signs));
    add_expression(text, 2, local);
}

static void add_statement(char *text) {
    uint32_t form = pick(13);
    if (form < 6) {
        add_store(text, NULL);
    } else if (form < 8) {
        ADD("%s", form == 6 ? "f(a) = " : "g(a) = a*");
        add_expression(text, 2, "a");
    } else if (form == 8) {
        ADD("for i in 1..3 { ");
        add_store(text, "i");
        ADD("; ");
        add_store(text, "i");
        ADD(" }");
    } else if (form == 9) {
        ADD("label %s \"t%u\"", ANY(names), pick(3));
    } else if (form == 10) {
        ADD("forward %s", ANY(names));
    } else if (form == 11) {
        ADD("delete %s", ANY(names));
    } else if (pick(8) > 0) {
        ADD("set digits %u", 1 + pick(17));
    } else {
        ADD("reset");
    }
}

/* The names that random lines use, to begin with. */
static const char beginning[] = "x = 1; y = 2; z = 3; w = 4; h[0] = 0.5; h[1] = 1; h[2] = 2; "
                                "m[1,2] = 3; f(a) = a; g(a) = 2a";

/* One or two statements, and the line's number in a comment. True: one. */
static bool make_line(char *text, int number) {
    bool one = pick(4) > 0;
    *text = '\0';
    if (number == 0) ADD("%s", beginning);
    else add_statement(text);
    if (number > 0 && !one) {
        ADD("; ");
        add_statement(text);
    }
    ADD(" # %d\n", number);
    return one;
}

/* ---- running them ---- */

/* Runs a line, which may fail. What `undo` says is written to `said`. */
static bool try_line(nb_session *s, const char *text, char *said, size_t room) {
    nb_result *result;
    nb_status status = nb_feed(s, text, strlen(text), &result);
    for (;;) {
        assert_true(status == NB_STATUS_OK || status == NB_STATUS_RUNNING ||
                    status == NB_STATUS_ERROR);
        const nb_diagnostic *note = said != NULL ? find_diagnostic(result, NB_SEVERITY_NOTE) : NULL;
        if (note != NULL) snprintf(said, room, "%s", note->message.args[0].text);
        nb_result_free(result);
        if (status != NB_STATUS_RUNNING) return status == NB_STATUS_OK;
        status = nb_resume(s, 1, &result);
    }
}

/* Without ans, which undo does not bring back. */
static char *lasting_snapshot_of(nb_session *s) {
    char *text = snapshot_of(s);
    *strstr(text, "\nans ") = '\0';
    return text;
}

static void check_same(const char *what, char *wanted, char *found) {
    if (strcmp(wanted, found) != 0) fail_msg("%s\nnot\n%s\nbut\n%s", what, wanted, found);
    free(found);
}

/* Every value that one session has, another made from its list has too. */
static void check_round_trip(nb_session *s) {
    nb_session *copy = new_session();
    char *list = list_of(s), *original = snapshot_of(s), *found;
    assert_true(try_line(copy, list, NULL, 0));
    found = snapshot_of(copy);
    for (char *line = strtok(original + strlen(list), "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        if (strstr(line, " is ") == NULL) break;
        if (strstr(found, line) == NULL) fail_msg("%s: not so in\n%s", line, found);
    }
    free(list);
    free(original);
    free(found);
    nb_session_free(copy);
}

enum { LINES = 60 };

/* Undoes line after line; each says which it was. Answers how many there were. */
static int undo_all(nb_session *s, char *before[LINES]) {
    int undone = 0, last = LINES;
    char said[ROOM];
    while (try_line(s, "undo\n", said, sizeof said)) {
        int number = atoi(strrchr(said, '#') + 1);
        assert_in_range(number, 0, last - 1);
        check_same(said, before[number], lasting_snapshot_of(s));
        last = number;
        undone++;
    }
    check_same("all undone", before[0], lasting_snapshot_of(s));
    return undone;
}

/* And forth again, line after line, though a line that fails comes between. `after`: the end. */
static void redo_all(nb_session *s, char *before[LINES], char *after, int undone) {
    char said[ROOM];
    for (int i = 0; i < undone; i++) {
        assert_false(try_line(s, "x, y := 1, nobody\n", NULL, 0));
        assert_true(try_line(s, "redo\n", said, sizeof said));
        int number = atoi(strrchr(said, '#') + 1);
        check_same(said, number + 1 < LINES ? before[number + 1] : after,
                   lasting_snapshot_of(s));
    }
    assert_false(try_line(s, "redo\n", NULL, 0));
}

static void test_random_lines(void **state) {
    (void)state;
    enum { SESSIONS = 200 / SAMPLE };
    int succeeded = 0, undone = 0;
    for (int i = 0; i < SESSIONS; i++) {
        nb_session *s = new_session();
        char *before[LINES], line[ROOM];
        for (int n = 0; n < LINES; n++) {
            before[n] = lasting_snapshot_of(s);
            bool one = make_line(line, n);
            if (try_line(s, line, NULL, 0)) succeeded++;
            else if (one) check_same(line, before[n], lasting_snapshot_of(s));
        }
        check_round_trip(s);
        char *after = lasting_snapshot_of(s);
        int here = undo_all(s, before);
        redo_all(s, before, after, here);
        undone += undo_all(s, before);
        free(after);
        for (int n = 0; n < LINES; n++) free(before[n]);
        nb_session_free(s);
    }
    print_message("%d lines succeeded, %d were undone\n", succeeded, undone);
    assert_true(succeeded > SESSIONS * LINES / 2 && undone > succeeded / 2);
}

int main(void) {
    nb_random_seed(&chance, 20240301);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
