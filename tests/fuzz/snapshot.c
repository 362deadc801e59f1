/* See snapshot.h. */
#include "snapshot.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/state.h"
#include "formulas/target.h"
#include "data/data.h"
#include "learn/loss_history.h"
#include "learn/trails.h"
#include "learn/optimizer_call.h"
#include "graph/passes.h"
#include "session/session.h"
#include "view/text.h"
#include "view/view.h"

enum { LINE = 400 };

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void add(nb_buffer *out, const char *format, ...) {
    char line[LINE];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    FUZZ_CHECK(length >= 0);
    nb_buffer_add_text(out, line);
}

/* The buffer's text, to be freed. */
static char *text_of(nb_buffer *buffer) {
    FUZZ_CHECK(!buffer->failed);
    char *text = malloc(buffer->length + 1);
    FUZZ_CHECK(text != NULL);
    memcpy(text, buffer->length > 0 ? buffer->data : "", buffer->length);
    text[buffer->length] = '\0';
    nb_buffer_clear(buffer);
    return text;
}

/* ---- list ---- */

static char *take_list(fuzz_world *world) {
    nb_result *result;
    nb_buffer script;
    nb_buffer_init(&script, fuzz_memory());
    world->work = 0;
    nb_status status = nb_feed(world->session, "list\n", 5, &result);
    bool good = status == NB_STATUS_OK || status == NB_STATUS_NEED_ANSWER;
    if (status == NB_STATUS_NO_MEMORY) world->stopped = true;
    if (!good && !world->stopped) {
        fuzz_render(result);
        nb_view view = {.digits = 6, .width = 80};
        nb_view_text(result, &view, &script, &script);
        fuzz_fail("list fails\n%s", script.data);
    }
    for (const nb_block *block = good ? result->first : NULL; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_SCRIPT) nb_buffer_add_text(&script, block->as.script);
    nb_result_free(result);
    char *text = text_of(&script);
    if (good) return text;
    free(text);
    return NULL;
}

/* ---- values ---- */

static int compare_lines(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_value(nb_buffer *out, nb_sheet *s, const nb_def *def) {
    double number = s->graph.value[def->node];
    const char *name = nb_def_name(s, &s->scratch, def);
    const char *kind = s->graph.op[def->node] == NB_OP_LEAF ? "leaf" : "formula";
    if (isnan(number)) add(out, "%.200s, a %s, is nan\n", name, kind); /* whatever its bits */
    else add(out, "%.200s, a %s, is %a\n", name, kind, number);
}

/* In another order of the definitions it is the same session. */
static char *sort_lines(char *text) {
    size_t count = 0, i = 0;
    for (const char *at = text; *at != '\0'; at++) count += *at == '\n';
    char **lines = malloc((count + 1) * sizeof *lines);
    FUZZ_CHECK(lines != NULL);
    for (char *at = text; i < count; at += strlen(at) + 1) {
        lines[i++] = at;
        *strchr(at, '\n') = '\0';
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    nb_buffer out;
    nb_buffer_init(&out, fuzz_memory());
    for (i = 0; i < count; i++) add(&out, "%s\n", lines[i]);
    free(lines);
    free(text);
    return text_of(&out);
}

static char *take_values(nb_sheet *s) {
    nb_buffer out;
    nb_buffer_init(&out, fuzz_memory());
    nb_graph_forward(&s->graph, s->graph.count);
    for (size_t i = 0; i < s->def_count; i++)
        if (nb_is_defined(s, (nb_def_id)i) && s->defs[i].node != NB_NO_NODE &&
            s->defs[i].shape.rank == 0) /* a vector's numbers are its elements' */
            add_value(&out, s, &s->defs[i]);
    return sort_lines(text_of(&out));
}

/* ---- the rest ---- */

/* By what `row raw` scales a new row. */
static void add_scales(nb_buffer *out, nb_sheet *s, const nb_data *data) {
    for (; data != NULL; data = data->before) {
        for (size_t i = 0; i < data->set.columns; i++) {
            const nb_scale *scale = nb_version_scale(data->version, i);
            if (scale == NULL) continue;
            add(out, "scaled %.200s, shift %a, size %a\n",
                nb_def_name(s, &s->scratch, &s->defs[data->columns[i]]), scale->shift,
                scale->size);
        }
    }
}

static char *take_state(nb_sheet *s) {
    const nb_state *state = &s->state;
    const nb_learned *learned = &state->learned;
    nb_buffer out;
    nb_buffer_init(&out, fuzz_memory());
    nb_def_id target = nb_named_target(s);
    add(&out, "target %.200s\n",
        target != NB_NO_DEF ? nb_def_name(s, &s->scratch, &s->defs[target]) : "-");
    add(&out, "digits %d, ascii %d, colour %d, compiled %d, mistake %d %d\n",
        state->settings.digits, state->settings.ascii, state->settings.colour,
        state->settings.compiled, (int)state->mistake, (int)s->graph.mistake);
    add(&out, "seed %llu drawn %llu\n", (unsigned long long)state->random.seed,
        (unsigned long long)state->random.drawn);
    bool data = nb_find_data(s) != NULL; /* whose columns are there */
    add(&out, "data %d, row %zu\n", data, data ? learned->row : 0);
    add_scales(&out, s, nb_find_data(s));
    nb_list_steps(s, &out);
    return text_of(&out);
}

static char *take_losses(const nb_sheet *s) {
    const nb_history_of_loss *history = s->state.learned.history;
    nb_buffer out;
    nb_buffer_init(&out, fuzz_memory());
    add(&out, "losses %zu\n", history != NULL ? history->count : 0);
    const nb_trails *trails = s->state.learned.trails;
    for (size_t i = 0; trails != NULL && i < trails->count; i++)
        add(&out, "step %llu, %zu to %a\n", (unsigned long long)trails->step,
            trails->trails[i].count, trails->trails[i].last);
    return text_of(&out);
}

static char *take_passing(const nb_sheet *s) {
    const nb_quiz *quiz = s->quiz;
    nb_buffer out;
    nb_buffer_init(&out, fuzz_memory());
    add(&out, "ans %a\n", nb_get_ans(s));
    add(&out, "walk %d %zu of %zu, questions %d %u.%u of %u: %u wrong\n", quiz->walk.on,
        quiz->walk.at, quiz->walk.count, quiz->predict.on, quiz->predict.at, quiz->predict.wire,
        quiz->predict.count, quiz->predict.wrong);
    return text_of(&out);
}

fuzz_snapshot fuzz_snapshot_take(fuzz_world *world) {
    nb_sheet *s = &world->session->sheet;
    fuzz_snapshot made = {.parts = {[FUZZ_LIST] = take_list(world)}};
    made.taken = made.parts[FUZZ_LIST] != NULL;
    if (!made.taken) return made;
    made.parts[FUZZ_VALUES] = take_values(s);
    made.parts[FUZZ_STATE] = take_state(s);
    made.parts[FUZZ_LOSSES] = take_losses(s);
    made.parts[FUZZ_PASSING] = take_passing(s);
    nb_arena_clear(&s->scratch); /* names of elements were made there */
    return made;
}

void fuzz_snapshot_clear(fuzz_snapshot *snapshot) {
    for (int i = 0; i < FUZZ_PARTS; i++) free(snapshot->parts[i]);
    *snapshot = (fuzz_snapshot){.taken = false};
}

bool fuzz_snapshot_agrees(const fuzz_snapshot *a, const fuzz_snapshot *b, fuzz_part first,
                          fuzz_part last) {
    for (fuzz_part i = first; a->taken && b->taken && i <= last; i++)
        if (strcmp(a->parts[i], b->parts[i]) != 0) return false;
    return true;
}

static void tell(const char *what, const fuzz_snapshot *snapshot) {
    (void)fprintf(stderr, "---- %s\n", what);
    for (int i = 0; i < FUZZ_PARTS; i++) (void)fputs(snapshot->parts[i], stderr);
}

void fuzz_snapshot_same(const char *what, const fuzz_snapshot *wanted, const fuzz_snapshot *found,
                        fuzz_part first, fuzz_part last) {
    static const char *const names[] = {"list", "values", "state", "losses", "passing"};
    for (fuzz_part i = first; i <= last; i++) {
        if (fuzz_snapshot_agrees(wanted, found, i, i)) continue;
        tell("wanted", wanted);
        tell("found", found);
        fuzz_fail("---- %s: they differ in %s", what, names[i]);
    }
}
