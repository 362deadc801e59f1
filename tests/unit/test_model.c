/* A session against a model: a random walk of lines of every kind, undo and redo, in which each
 * state must be the one that the model remembers, as a saved session and value by value; and what
 * is saved, opened and saved again is the same, byte by byte. The seed is fixed. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definitions/names.h"
#include "session/session.h"
#include "view/text.h"

enum { ROOM = 4000, SESSIONS = 120 / SAMPLE, STEPS = 80 };

/* ---- a host with two files: what was saved, and a random script ---- */

typedef struct host_state {
    char *saved, script[ROOM];
} host_state;

static bool load(void *user, const char *path, char **bytes, size_t *length, const char **reason) {
    host_state *h = user;
    const char *text = strcmp(path, "s.nabla") == 0 ? h->saved : h->script;
    *reason = "nothing was saved";
    if (text == NULL) return false;
    *length = strlen(text);
    *bytes = malloc(*length + 1);
    if (*bytes != NULL) memcpy(*bytes, text, *length + 1);
    return *bytes != NULL;
}

static nb_session *open_session(host_state *h) {
    nb_session *s = nb_session_new(&(nb_host){.user = h, .load = load});
    assert_non_null(s);
    return s;
}

/* ---- random text ---- */

#define ADD(...) add_format(text, ROOM, __VA_ARGS__)

/* Numbers; among the names some that look like commands, differentials and other words. */
static const char *const names[] = {"x", "y", "사과", "step", "dx", "φ2", "h[0]", "h[1]", "h[2]",
                                    "m[1,2]", "pi", "L", "dL", "cafe\u0301", "\\phi", "forward",
                                    "w₅"};
static const char *const vectors[] = {"v", "u", "v", "u", "e", "h", "pi"};
static const char *const numbers[] = {"0", "-0", "1", "2.5", "-3", "1e300", "5e-324", "0.1", "1/3",
                                      "(1/0)", "(0/0)", "1e-9", "4"};
static const char *const operators[] = {"+", "-", "*", "/", "<", "·", "=="};
static const char *const functions[] = {"f", "g", "sigmoid", "tanh", "sin", "relu", "abs"};

static void add_expression(char *text, int depth, const char *local) {
    uint32_t form = pick(depth == 0 ? 3 : 11);
    if (form == 0) {
        ADD("%s", ANY(numbers));
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
        ADD("k(");
        add_expression(text, depth - 1, local);
        ADD(", ");
        add_expression(text, depth - 1, local);
        ADD(")");
    } else if (form == 6) {
        ADD("%s[%u]", ANY(vectors), 1 + pick(3));
    } else if (form == 7 && pick(2)) {
        ADD("%s", pick(2) ? "dL/dx" : "∂L/∂x");
    } else if (form == 7) {
        ADD("sum(%s)", ANY(vectors));
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
    static const char *const signs[] = {" = ", " = ", " = ", " := ", " := ", " += ", " *= "};
    if (local != NULL && pick(3) > 0) ADD("h[%s - %u]", local, pick(3));
    else ADD("%s", ANY(names));
    ADD("%s", ANY(signs));
    add_expression(text, 2, local);
}

static void add_vector(char *text) {
    static const char *const initialisers[] = {"uniform(3)", "normal(3, mean=1)", "zeros(3)",
                                               "ones(3)"};
    static const char *const matrices[] = {"[1, 2; 3, 4]", "[5, 6, 7; 8, 9, 0]", "ones(2,1)"};
    static const char *const products[] = {"p = [x, 2] @ A + y", "q = p*p", "x = sum(q)",
                                           "y = A[2,2]", "L = size(A[1,:])", "label q squares",
                                           "h = 2*[1, 2]", "h = p*x", "m = A*x", "e := A",
                                           "pi := [1, y]", "e(a) = 2a", "e = e'", "L = sum(e^2)",
                                           "m[2,2] = x", "x = h[0] + h[2]", "v := v + e"};
    uint32_t form = pick(9);
    const char *name = ANY(vectors);
    if (form == 0) {
        ADD("%s = [%s, %s, %s]", name, ANY(names), ANY(names), "0.5");
    } else if (form == 1) {
        ADD("%s = [%d, %d, 0.1]", name, (int)pick(9) - 4, (int)pick(9));
    } else if (form == 2) {
        ADD("%s = %s", name, ANY(initialisers));
    } else if (form == 3) {
        ADD("%s[%u] %s %s", name, 1 + pick(3), pick(2) ? "=" : ":=", ANY(names));
    } else if (form == 4) {
        ADD("A = %s", ANY(matrices)); /* other shapes for what is made of it */
    } else if (form < 8) {
        ADD("%s", ANY(products));
    } else {
        ADD("%s %s %s*%s + 1", name, pick(2) ? "=" : ":=", ANY(vectors), ANY(names));
    }
}

static void add_function(char *text) {
    static const char *const heads[] = {"f(a) = ", "g(a) = a*", "k(a, 배) = 배 - "};
    ADD("%s", ANY(heads));
    add_expression(text, 2, "a");
}

static void add_loop(char *text) {
    uint32_t form = pick(3);
    if (form == 0) {
        ADD("for i in 1..3 { ");
        add_store(text, "i");
        ADD("; ");
        add_store(text, "i");
        ADD(" }");
    } else if (form == 1) {
        ADD("repeat %u { ", pick(4));
        add_store(text, NULL);
        ADD("; set digits %u }", 1 + pick(17));
    } else {
        ADD("for i in 0..1 { for j in 1..2 { m[i,j] %s ", pick(2) ? "=" : ":=");
        add_expression(text, 1, "i");
        ADD(" + j } }");
    }
}

/* What changes something else than a definition, or takes one away. */
static void add_command(char *text) {
    static const char *const settings[] = {"digits 4", "digits 17", "ascii on", "ascii off",
                                           "colour on", "colour auto", "engine plain",
                                           "engine compiled", "memory 3000"};
    static const char *const doomed[] = {"h", "m", "v", "u", "f", "g", "k", "v[2]", "e", "pi",
                                         "h[0]", "u[1]"};
    static const char *const labels[] = {
        "plain", "\"사과의 \\\"값\\\" \\\\\"", "\"# ; }\"", "\"\""};
    static const char *const passes[] = {"forward", "backward", "table", "explain"};
    static const char *const trained[] = {
        "data x, y = [1, 2; 3, 4; 0.5, -1]", "data x, q[1..2] from xor(5)", "row 2", "row 3",
        "scale x minmax", "update x of L with adam(lr=0.1)", "break sum", "repair",
        "train L over x with sgd(lr=0.01) epochs=2",
        "train L over e with momentum(lr=0.1) epochs=1", "train sum(v^2) over v",
        "update v of L with adam(lr=0.1)", "data none", "data x, t[1..2] from moons(6) onehot t",
        "accuracy L", "train L over step, w5 with adam epochs=1"};
    switch (pick(10)) {
    case 0: case 1: ADD("label %s %s", ANY(names), ANY(labels)); break;
    case 2: ADD("%s %s", ANY(passes), ANY(names)); break;
    case 3: ADD("delete %s", ANY(names)); break;
    case 4: ADD("delete %s", ANY(doomed)); break;
    case 5: ADD("set %s", ANY(settings)); break;
    case 6: ADD("seed %u", pick(5)); break;
    case 7: ADD("save s.nabla"); break;
    case 8: ADD("%s", ANY(trained)); break;
    default: ADD("%s", pick(3) > 0 ? "list" : pick(2) ? "reset" : "open s.nabla"); break;
    }
}

static void add_statement(char *text) {
    uint32_t form = pick(20);
    if (form < 8) add_store(text, NULL);
    else if (form < 10) add_vector(text);
    else if (form == 10) add_function(text);
    else if (form < 13) add_loop(text);
    else if (form == 13) ADD("%s, %s := %s, x + 1", ANY(names), ANY(names), ANY(names));
    else if (form == 14) ADD("run script.nabla");
    else if (form == 15) add_expression(text, 2, NULL);
    else add_command(text);
}

/* The names that random lines use, to begin with. */
static const char beginning[] =
    "x = 1; y = 2; 사과 = 3; step = 4; dx = 0.5; φ2 = -1; h[0] = 0.5; h[1] = 1; h[2] = 2; "
    "m[1,2] = 3; L = x^2; dL = 5; cafe\u0301 = 6; \\phi = 7; forward = 8; w5 = -0; "
    "v = [1, 2, 3]; u = v*x; A = [1, 2; 3, 4]; p = [1, 2] @ A; q = p + 1; "
    "f(a) = a; g(a) = 2a; k(a, b) = a - b";

/* A line, its number in front. It may go on over a bracket. */
static void make_line(char *text, int number) {
    *text = '\0';
    ADD("%d; ", number);
    if (number == 0) ADD("%s", beginning);
    else add_statement(text);
    for (; number > 0 && pick(4) == 0;) {
        ADD(pick(5) == 0 ? "; (1 +\n 2); " : "; ");
        add_statement(text);
    }
    ADD("\n");
}

/* ---- running lines ---- */

/* The host's part: what is saved is kept. */
static void carry_out(host_state *h, const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind != NB_BLOCK_FILE) continue;
        free(h->saved);
        h->saved = malloc(block->as.file.length + 1);
        assert_non_null(h->saved);
        memcpy(h->saved, block->as.file.bytes, block->as.file.length);
        h->saved[block->as.file.length] = '\0';
    }
}

/* Runs a line, which may fail; then the rest of it is dropped. The first text that a note said is
 * written to `said`. */
static bool try_line(nb_session *s, host_state *h, const char *text, char said[ROOM]) {
    nb_result *result;


    nb_status status = nb_feed(s, text, strlen(text), &result);
    for (;;) {
        assert_true(status == NB_STATUS_OK || status == NB_STATUS_RUNNING ||
                    status == NB_STATUS_ERROR);
        const nb_diagnostic *note = NULL;
        if (result != NULL) note = find_diagnostic(result, NB_SEVERITY_NOTE);
        if (said != NULL && note != NULL && note->message.args[0].kind == NB_ARG_TEXT)
            snprintf(said, ROOM, "%s", note->message.args[0].text);
        if (result != NULL) carry_out(h, result);
        nb_result_free(result);
        if (status != NB_STATUS_RUNNING) return status == NB_STATUS_OK;
        status = nb_resume(s, 1, &result);
    }
}

/* ---- what a session is ---- */

static char *saved_of(nb_session *s) {
    host_state h = {.saved = NULL};
    assert_true(try_line(s, &h, "save s.nabla\n", NULL));
    assert_non_null(h.saved);
    return h.saved;
}

/* The saved session, and behind it every value, bit by bit, sorted as it is listed. */
static char *state_of(nb_session *s) {
    char *values = snapshot_of(s), *saved = saved_of(s);
    *strstr(values, "\nans ") = '\0'; /* which undo does not bring back */
    size_t room = strlen(saved) + strlen(values) + 1;
    char *both = malloc(room);
    assert_non_null(both);
    snprintf(both, room, "%s%s", saved, values);
    free(values);
    free(saved);
    return both;
}

/* Two texts that should be one: the line in which they differ is told. */
static void check_same(const char *what, const char *wanted, const char *found) {
    size_t at = 0, line = 0;
    while (wanted[at] != '\0' && wanted[at] == found[at])
        if (wanted[at++] == '\n') line = at;
    if (wanted[at] != found[at])
        fail_msg("%s: %.*s is now %.*s", what, (int)strcspn(wanted + line, "\n"), wanted + line,
                 (int)strcspn(found + line, "\n"), found + line);
}

static void check_state(nb_session *s, const char *what, const char *wanted) {
    char *found = state_of(s);
    check_same(what, wanted, found);
    free(found);
}

/* ---- the model: a state for each line that was entered ---- */

typedef struct model {
    char *states[STEPS + 2]; /* before each line, and at the end */
    int numbers[STEPS + 2];  /* of the lines between two states */
    int at, count;           /* the present state; states from there on can be redone */
} model;

/* What was undone is forgotten once something is stored, be it what was there before. */
static void add_state(model *m, char *state, int number, bool stored) {
    bool changed = strcmp(state, m->states[m->at]) != 0;
    if (changed) assert_true(stored);
    for (int i = m->at + 1; stored && i < m->count; i++) free(m->states[i]);
    if (stored) m->count = m->at + 1;
    if (!changed) {
        free(state);
        return;
    }
    m->numbers[m->at++] = number;
    m->states[m->at] = state;
    m->count = m->at + 1;
}

/* A line that stored what was there before is a step as well, of which the model knows nothing:
 * then the session stays as it is, and the next undo is tried. */
static void undo(nb_session *s, host_state *h, model *m) {
    char said[ROOM] = "";
    for (;;) {
        if (!try_line(s, h, "undo\n", said)) {
            assert_int_equal(m->at, 0);
            return;
        }
        int number = atoi(said);
        if (m->at > 0 && number == m->numbers[m->at - 1]) break;
        check_state(s, said, m->states[m->at]);
    }
    check_state(s, said, m->states[--m->at]);
}

static void redo(nb_session *s, host_state *h, model *m) {
    char said[ROOM] = "";
    for (;;) {
        if (!try_line(s, h, "redo\n", said)) {
            assert_int_equal(m->at + 1, m->count);
            return;
        }
        int number = atoi(said);
        if (m->at + 1 < m->count && number == m->numbers[m->at]) break;
        check_state(s, said, m->states[m->at]);
    }
    check_state(s, said, m->states[++m->at]);
}

/* ---- save, open, save ---- */

/* The gradients of each formula by each name are equal, though they may add up in another order. */
static void check_gradients(nb_session *s, nb_session *copy) {
    char text[ROOM];
    for (size_t i = 0; i < s->sheet.def_count; i++) {
        if (s->sheet.defs[i].meaning.kind != NB_DEF_FORMULA || s->sheet.defs[i].shape.rank > 0)
            continue;
        for (size_t k = 0; k < s->sheet.def_count; k++) {
            if (s->sheet.defs[k].meaning.kind != NB_DEF_LEAF || s->sheet.defs[k].shape.rank > 0)
                continue;
            *text = '\0';
            ADD("grad(%s, ", nb_def_name(&s->sheet, &s->sheet.scratch, &s->sheet.defs[i]));
            ADD("%s)\n", nb_def_name(&s->sheet, &s->sheet.scratch, &s->sheet.defs[k]));
            double a = run(s, text), b = run(copy, text);
            bool same = a == b || (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fabs(a);
            if (!same) fail_msg("%s is %a, opened %a", text, a, b);
        }
    }
}

static void fail_opening(nb_session *copy, const char *saved) {
    nb_result *result;
    nb_buffer shown, errors;
    nb_buffer_init(&shown, nb_session_memory(copy));
    nb_buffer_init(&errors, nb_session_memory(copy));
    assert_int_equal(nb_feed(copy, "open s.nabla\n", 13, &result), NB_STATUS_ERROR);
    nb_view_text(result, &(nb_view){.digits = 6, .width = 80}, &shown, &errors);
    fail_msg("cannot be opened: %.200s\n%.700s", errors.length > 0 ? errors.data : "", saved);
}

static void check_file(nb_session *s) {
    host_state h = {.saved = saved_of(s)};
    char *before = saved_of(s), *values = snapshot_of(s);
    nb_session *copy = open_session(&h);
    if (!try_line(copy, &h, "open s.nabla\n", NULL)) fail_opening(copy, before);
    char *after = saved_of(copy), *found = snapshot_of(copy);
    check_same("saved again", before, after);
    for (char *line = strtok(values, "\n"); line != NULL; line = strtok(NULL, "\n"))
        if (strstr(line, " is ") != NULL && strstr(found, line) == NULL)
            fail_msg("%s: not so in\n%s", line, found);
    if (pick(8) == 0 && s->sheet.state.mistake == NB_MISTAKE_NONE) check_gradients(s, copy);
    free(before);
    free(after);
    free(values);
    free(found);
    free(h.saved);
    nb_session_free(copy);
}

/* ---- the walk ---- */

static void make_script(host_state *h) {
    char *text = h->script;
    *text = '\0';
    for (uint32_t n = 1 + pick(4); n > 0; n--) {
        if (pick(2)) add_store(text, NULL);
        else add_vector(text);
        ADD("%s", pick(2) ? "\n" : "; # a comment\n");
    }
}

static int walk(nb_session *s, host_state *h, model *m) {
    char line[ROOM];
    int done = 0;
    for (int n = 0; n < STEPS; n++) {
        uint32_t what = n == 0 ? 9 : pick(10);
        if (what < 2) {
            undo(s, h, m);
        } else if (what == 2) {
            redo(s, h, m);
        } else {
            if (pick(4) == 0) make_script(h);
            make_line(line, n);
            size_t stored = s->sheet.done.count;
            done += try_line(s, h, line, NULL);
            add_state(m, state_of(s), n, s->sheet.done.count > stored);
        }
        if (pick(10) == 0) check_file(s);
    }
    return done;
}

static void test_walk(void **state) {
    (void)state;
    int done = 0;
    for (int i = 0; i < SESSIONS; i++) {
        host_state h = {.saved = NULL};
        nb_session *s = open_session(&h);
        model m = {.count = 1};
        m.states[0] = state_of(s);
        make_script(&h);
        done += walk(s, &h, &m);
        while (m.at > 0) undo(s, &h, &m);
        while (m.at + 1 < m.count) redo(s, &h, &m);
        check_file(s);
        for (int n = 0; n < m.count; n++) free(m.states[n]);
        free(h.saved);
        nb_session_free(s);
    }
    print_message("%d lines succeeded\n", done);
    assert_true(done > SESSIONS * STEPS / 4);
}

/* Sessions that were saved once and could not be opened. */
static void test_once_closed(void **state) {
    static const char *const sessions[] = {
        "h[0] = 1; h = 2*[1, 2]\n",
        "h[-1] = 1; h[2] = 5; h = 2*[1, 2, 3]; y = h[2]\n",
        "m[1,1] = 1; m = 2*[1, 2]\n",
        "v = [1, 2, 3]; u = 2*v; u[3] = 7; v = [1, 2]\n",
        "e = [1, 2]; L = sum(e^2); train L over e with sgd(lr=0.1) epochs=1\n",
        "pi := [1, 2; 3, 4]; y = pi[2,1]; f(a) = a; delete f\n",
        "x = 2; h = x; y = 1; h = [x, 3]; label h[1] \"a\"; y = h[1]\n",
        "y = 1; h = 2*[1, 2]; y = h[1]; label h[1] \"a\"\n",
        "e := 3; f(a) = e*a; y = f(2); h[1] = 2; delete h\n"};
    (void)state;
    for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++) {
        nb_session *s = new_session();
        run(s, sessions[i]);
        check_file(s);
        nb_session_free(s);
    }
}

/* A vector has its own elements and no others, whatever its name stood for before. */
static void test_family_becomes_vector(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "h[0] = 1; h[1] = 2*h[0]; y = h[0]\n");
    assert_int_equal(run_failing(s, "h = 2*[1, 2]\n"), NB_MESSAGE_INDEX_RANGE);
    assert_int_equal(run_failing(s, "h = [h[1], 2]\n"), NB_MESSAGE_CYCLE);
    assert_true(run(s, "h[0] + y\n") == 2); /* as if nothing had been typed */
    run(s, "y = 1; h[1] = 7; h = 2*[1, 2]\n");
    assert_int_equal(run_failing(s, "h[0]\n"), NB_MESSAGE_INDEX_RANGE);
    run(s, "undo\n");
    assert_true(run(s, "h[0] + h[1] + y\n") == 4);
    nb_session_free(s);
}

int main(void) {
    nb_random_seed(&chance, 20251121);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_once_closed),
                                       cmocka_unit_test(test_family_becomes_vector),
                                       cmocka_unit_test(test_walk)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
