/* What a training has left behind, as one statement: the leaves with what they learned, what the
 * optimizer remembers, and how far the random numbers are. The losses of epochs are left out. */
#include "session/at_once.h"

#include <string.h>

#include "base/buffer.h"
#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "lang/commands.h"
#include "lang/source.h"
#include "learn/optimizer_call.h"

bool nb_is_training(const nb_statement *statement) {
    return statement->kind == NB_STATEMENT_COMMAND &&
           statement->command == nb_command_find("train", strlen("train"));
}

/* The vector whose elements are all among the changes from `first` on, in a row; or NB_NO_DEF. */
static nb_def_id find_whole(const nb_sheet *s, size_t first) {
    nb_symbol symbol = s->defs[s->done.changes[first].def].symbol;
    nb_def_id whole = s->symbols[symbol].value;
    if (s->defs[s->done.changes[first].def].rank == 0 || whole == NB_NO_DEF ||
        s->defs[whole].meaning.kind != NB_DEF_VECTOR)
        return NB_NO_DEF;
    size_t count = nb_shape_count(nb_shape_of(s, whole)), same = 0;
    while (first + same < s->done.count && s->done.changes[first + same].def != NB_NO_DEF &&
           s->defs[s->done.changes[first + same].def].symbol == symbol)
        same++;
    return same == count ? whole : NB_NO_DEF;
}

static double value_of(const nb_sheet *s, nb_def_id id) {
    return nb_leaf_value(s, &s->defs[id]);
}

/* W := [0.1, 0.5; 1.1, 0] */
static size_t add_whole(nb_sheet *s, nb_buffer *out, nb_def_id whole) {
    nb_shape shape = nb_shape_of(s, whole);
    nb_symbol symbol = s->defs[whole].symbol;
    uint32_t count = nb_shape_count(shape);
    nb_buffer_add_text(out, s->symbols[symbol].name);
    nb_buffer_add_text(out, " := [");
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) nb_buffer_add_text(out, i % shape.columns == 0 ? "; " : ", ");
        nb_write_double(out, value_of(s, nb_element(s, symbol, shape, i)));
    }
    nb_buffer_add_text(out, shape.rank == 2 && shape.rows == 1 ? ";]\n" : "]\n");
    return count;
}

/* What the change number `at`, and those that belong to it, made of leaves; how many they are. */
static size_t add_change(nb_sheet *s, nb_buffer *out, size_t at) {
    nb_def_id id = s->done.changes[at].def;
    if (id == NB_NO_DEF) return 1; /* of the state */
    nb_def_id whole = find_whole(s, at);
    if (whole != NB_NO_DEF) return add_whole(s, out, whole);
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, &s->defs[id]));
    nb_buffer_add_text(out, " := ");
    nb_write_double(out, value_of(s, id));
    nb_buffer_add_char(out, '\n');
    return 1;
}

static void add_random(const nb_random *random, nb_buffer *out) {
    nb_buffer_add_text(out, "seed ");
    nb_write_double(out, (double)random->seed);
    nb_buffer_add_text(out, " drawn ");
    nb_write_double(out, (double)random->drawn);
    nb_buffer_add_char(out, '\n');
}

/* Without what the optimizer remembers there is no statement that takes it away. */
bool nb_last_at_once(nb_session *session, nb_buffer *out) {
    nb_sheet *s = &session->sheet;
    const nb_random *before = &session->before.state.random, *now = &s->state.random;
    if (!session->trained || s->state.learned.steps == NULL) return false;
    nb_buffer_add_text(out, "repeat 1 {\n");
    for (size_t at = session->before.changes; at < s->done.count;) at += add_change(s, out, at);
    nb_list_steps(s, out);
    if (before->seed != now->seed || before->drawn != now->drawn) add_random(now, out);
    nb_buffer_add_char(out, '}');
    nb_arena_clear(&s->scratch);
    return !out->failed;
}

void nb_name_line(nb_session *session, const char *text) {
    nb_sheet *s = &session->sheet;
    char *copy = nb_arena_text(&s->arena, text, strcspn(text, "\n"));
    if (copy != NULL && s->done.line_count > 0) s->done.lines[s->done.line_count - 1].text = copy;
}
