/* See support.h. */
#define _XOPEN_SOURCE 700
#include "support.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/state.h"
#include "learn/loss_history.h"
#include "learn/optimizer_call.h"
#include "session/session.h"
#include "view/formula.h"
#include "graph/passes.h"
#include "diagram/dot.h"
#include "json/json.h"
#include "view/text.h"
#include "view/view.h"

static double last_value(const nb_result *result, double value) {
    if (result == NULL) return value;
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        if (block->kind == NB_BLOCK_VALUE) value = block->as.value.numbers[0];
        if (block->kind == NB_BLOCK_LOCAL) value = block->as.local.value;
    }
    return value;
}

const nb_diagnostic *find_diagnostic(const nb_result *result, nb_severity severity) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_DIAGNOSTIC && block->as.diagnostic.severity == severity)
            return &block->as.diagnostic;
    return NULL;
}

static nb_message_id error_of(const nb_result *result) {
    const nb_diagnostic *error = result != NULL ? find_diagnostic(result, NB_SEVERITY_ERROR) : NULL;
    return error != NULL ? error->message.id : NB_MESSAGE_NONE;
}

nb_session *new_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    assert_non_null(s);
    return s;
}

bool is_near(double found, double wanted, double tolerance) {
    return found == wanted || (isnan(found) && isnan(wanted)) ||
           fabs(found - wanted) <= tolerance;
}

void check_lines(const value_line *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        nb_session *s = new_session();
        double found = run(s, lines[i].text), wanted = lines[i].wanted;
        if (!is_near(found, wanted, 1e-12 * fabs(wanted)))
            fail_msg("%s: %.17g, not %.17g", lines[i].text, found, wanted);
        nb_session_free(s);
    }
}

double run(nb_session *session, const char *text) {
    nb_result *result;
    double value = NAN;
    nb_status status = nb_feed(session, text, strlen(text), &result);
    for (;;) {
        if (status != NB_STATUS_OK && status != NB_STATUS_RUNNING)
            fail_msg("%s: status %d, message %d", text, (int)status, (int)error_of(result));
        value = last_value(result, value);
        nb_result_free(result);
        if (status != NB_STATUS_RUNNING) return value;
        status = nb_resume(session, 1, &result);
    }
}

nb_result *ask(nb_session *session, const char *statement) {
    nb_result *result;
    nb_status status = nb_feed(session, statement, strlen(statement), &result);
    if (status != NB_STATUS_OK)
        fail_msg("%s: status %d, message %d", statement, (int)status, (int)error_of(result));
    return result;
}

const nb_table_block *table_of(const nb_result *result, size_t n) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_TABLE && n-- == 0) return &block->as.table;
    fail_msg("%s: no such table", result->statement);
    return NULL;
}

double fact_of(const nb_result *result, const char *key) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        for (size_t i = 0; block->kind == NB_BLOCK_TABLE && i < block->as.table.fact_count; i++)
            if (strcmp(block->as.table.facts[i].key, key) == 0)
                return block->as.table.facts[i].number;
    fail_msg("%s: nothing is said about %s", result->statement, key);
    return NAN;
}

void add_format(char *text, size_t room, const char *format, ...) {
    size_t length = strlen(text);
    va_list args;
    va_start(args, format);
    int added = vsnprintf(text + length, room - length, format, args);
    va_end(args);
    assert_true(added >= 0 && (size_t)added < room - length);
}

void add_arg(char *text, size_t room, const nb_arg *arg) {
    bool brackets = arg->kind == NB_ARG_VARIABLE && !nb_text_is_atom(arg->formula);
    bool formula = arg->kind == NB_ARG_VARIABLE || arg->kind == NB_ARG_FORMULA;
    bool words = arg->kind == NB_ARG_TEXT || arg->kind == NB_ARG_WORDS;
    if (words) add_format(text, room, "%s", arg->text);
    else if (!formula) add_format(text, room, "%g", arg->number);
    if (brackets) add_format(text, room, "(");
    if (formula) add_pieces(text, room, arg->formula);
    if (brackets) add_format(text, room, ")");
}

static void write_words(const nb_message *message, char *words, size_t room) {
    *words = '\0';
    for (int i = 0; i < NB_MESSAGE_ARGS; i++) {
        const nb_arg *arg = &message->args[i];
        const char *between = i > 0 ? "|" : "";
        if (arg->kind == NB_ARG_NONE) break;
        add_format(words, room, "%s", between);
        add_arg(words, room, arg);
    }
}

nb_message_id run_failing_words(nb_session *session, const char *text, char *words, size_t room) {
    nb_result *result;
    nb_status status = nb_feed(session, text, strlen(text), &result);
    while (status == NB_STATUS_RUNNING) {
        nb_result_free(result);
        status = nb_resume(session, 1, &result);
    }
    if (status != NB_STATUS_ERROR || error_of(result) == NB_MESSAGE_NONE) {
        nb_result_free(result);
        fail_msg("%s: should fail, but the status is %d", text, (int)status);
    }
    nb_message_id id = error_of(result);
    write_words(&find_diagnostic(result, NB_SEVERITY_ERROR)->message, words, room);
    nb_result_free(result);
    return id;
}

nb_message_id run_failing(nb_session *session, const char *text) {
    char words[400];
    return run_failing_words(session, text, words, sizeof words);
}

/* ---- what rounding may change ---- */

void add_pieces(char *text, size_t room, const nb_text *pieces) {
    nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 20};
    nb_buffer words;
    nb_buffer_init(&words, &memory);
    nb_formula_add(&words, pieces, NB_SIGNS_BOARD);
    add_format(text, room, "%s", words.length > 0 ? words.data : "");
    nb_buffer_clear(&words);
}

double absolute_gradient(nb_session *s, nb_node target, nb_node node) {
    double *sum = calloc((size_t)target + 1, sizeof *sum);
    assert_non_null(sum);
    sum[target] = 1;
    for (nb_node i = target + 1; i-- > 0;)
        for (int k = 0; sum[i] != 0 && k < nb_graph_arity(&s->sheet.graph, i); k++)
            sum[nb_graph_operand(&s->sheet.graph, i, k)] +=
                sum[i] * fabs(nb_graph_local(&s->sheet.graph, i, k));
    double result = node <= target ? sum[node] : 0;
    free(sum);
    return result;
}

nb_node graph_number(nb_graph *graph, nb_op op, double value) {
    nb_node node;
    assert_int_equal(nb_graph_add_number(graph, op, value, &node), NB_STATUS_OK);
    return node;
}

nb_node graph_node(nb_graph *graph, nb_op op, nb_node a, nb_node b, nb_node c) {
    nb_node node;
    assert_int_equal(nb_graph_add(graph, op, a, b, c, &node), NB_STATUS_OK);
    return node;
}

nb_node node_of(nb_session *s, const char *name) {
    nb_symbol symbol;
    assert_int_equal(nb_intern(&s->sheet, name, strlen(name), &symbol), NB_STATUS_OK);
    nb_def_id def = nb_def_find(&s->sheet, symbol, 0, NULL);
    return nb_is_defined(&s->sheet, def) ? s->sheet.defs[def].node : NB_NO_NODE;
}

/* ---- views ---- */

void render_all(const nb_result *result, nb_buffer *all) {
    static const nb_view views[] = {{.digits = 6, .width = 80},
                                    {.digits = 6, .width = 40, .colour = true},
                                    {.digits = 17, .width = 80, .ascii = true}};
    if (result == NULL) return;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        nb_view_text(result, &views[i], all, all);
        nb_view_json(result, &views[i], all);
        for (const nb_block *block = result->first; block != NULL; block = block->next)
            if (block->kind == NB_BLOCK_PICTURE)
                nb_view_dot(&block->as.picture, &views[i], "a font", all);
    }
}

/* ---- a session as text ---- */

/* Grows by what `more` needs; the tests' own memory, not the session's. */
static char *append(char *text, const char *more) {
    size_t length = text != NULL ? strlen(text) : 0;
    char *longer = realloc(text, length + strlen(more) + 1);
    assert_non_null(longer);
    memcpy(longer + length, more, strlen(more) + 1);
    return longer;
}

char *list_of(nb_session *session) {
    nb_result *result;
    nb_status status = nb_feed(session, "list\n", 5, &result);
    if (status != NB_STATUS_OK && status != NB_STATUS_NEED_ANSWER) {
        nb_buffer shown;
        nb_buffer_init(&shown, nb_session_memory(session));
        render_all(result, &shown);
        fail_msg("list: %.300s", shown.length > 0 ? shown.data : "nothing");
    }
    const char *script = "";
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_SCRIPT) script = block->as.script;
    char *copy = append(NULL, script);
    nb_result_free(result);
    return copy;
}

static char *append_value(char *text, nb_session *s, const nb_def *def) {
    char value[40];
    double number = s->sheet.graph.value[def->node];
    if (isnan(number)) snprintf(value, sizeof value, " is nan\n"); /* whatever its bits */
    else snprintf(value, sizeof value, " is %a\n", number);
    return append(append(text, nb_def_name(&s->sheet, &s->sheet.scratch, def)), value);
}

char *snapshot_of(nb_session *s) {
    char line[200], *text = list_of(s); /* which builds all that is out of date */
    nb_graph_forward(&s->sheet.graph, s->sheet.graph.count);
    for (size_t i = 0; i < s->sheet.def_count; i++)
        if (nb_is_defined(&s->sheet, (nb_def_id)i) && s->sheet.defs[i].node != NB_NO_NODE)
            text = append_value(text, s, &s->sheet.defs[i]);
    const nb_state *state = &s->sheet.state;
    bool target = nb_is_defined(&s->sheet, state->target);
    snprintf(line, sizeof line, "target %.80s, digits %d, ascii %d\nans %a, mistake %d %d\n",
             target ? nb_def_name(&s->sheet, &s->sheet.scratch,
                                  &s->sheet.defs[state->target]) : "-",
             state->settings.digits, state->settings.ascii, nb_get_ans(&s->sheet),
             (int)state->mistake, (int)s->sheet.graph.mistake);
    text = append(text, line);
    snprintf(line, sizeof line, "walk %d %zu of %zu, questions %d %u.%u of %u: %u wrong\n",
             s->quiz.walk.on, s->quiz.walk.at, s->quiz.walk.count, s->quiz.predict.on,
                 s->quiz.predict.at, s->quiz.predict.wire,
             s->quiz.predict.count, s->quiz.predict.wrong);
    text = append(text, line);
    const nb_random *random = &state->random;
    const nb_memory_of_steps *steps = state->learned.steps;
    snprintf(line, sizeof line, "seed %llu drawn %llu\nrow %zu, steps %g, losses %zu\n",
             (unsigned long long)random->seed, (unsigned long long)random->drawn,
                 state->learned.row,
             steps != NULL ? steps->steps : 0,
             state->learned.history != NULL ? state->learned.history->count : 0);
    return append(text, line);
}

/* ---- chance ---- */

nb_random chance;

uint32_t pick(uint32_t below) {
    return nb_random_below(&chance, below);
}

const char *pick_word(const char *const *words, size_t count) {
    return words[pick((uint32_t)count)];
}

/* ---- memory ---- */

void *plain_allocate(void *user, void *block, size_t old_size, size_t new_size) {
    long *left = user;
    if (new_size > old_size && left != NULL && (*left)-- <= 0) return NULL;
    if (new_size > 0) return realloc(block, new_size);
    for (volatile unsigned char *byte = block; block != NULL && old_size-- > 0;) *byte++ = 0xdd;
    free(block);
    return NULL;
}

void *heap_allocate(void *user, void *block, size_t old_size, size_t new_size) {
    heap *h = user;
    if (new_size > old_size && h->growths++ == h->refuse) return NULL;
    h->blocks += (new_size > 0) - (block != NULL);
    return plain_allocate(NULL, block, old_size, new_size);
}

bool load_text(void *user, const char *path, char **bytes, size_t *length, const char **reason) {
    (void)path, (void)reason;
    *length = strlen(user);
    *bytes = malloc(*length + 1);
    if (*bytes != NULL) memcpy(*bytes, user, *length + 1);
    return *bytes != NULL;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

int lowest_free_descriptor(void) {
    int end = dup(STDIN_FILENO);
    if (end >= 0) close(end);
    return end;
}

int remove_folder(const char *folder) {
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
