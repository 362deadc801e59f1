/* A question in words: definitions, a quiz, the derivation. */
#include "practice/text.h"

#include <string.h>

#include "base/random.h"
#include "practice/question.h"
#include "view/message.h"

enum { PATHS_SHOWN = 3, WAY_ROOM = 200, LEAVES_A_LINE = 4 };

static void add_message(nb_buffer *out, const nb_view *view, nb_message message) {
    nb_view_message(out, view, &message);
}

/* A line `key: message` of the quiz. */
static void add_key(nb_buffer *out, const nb_view *view, const char *key, nb_message message) {
    nb_buffer_add_text(out, key);
    nb_buffer_add_text(out, ": ");
    add_message(out, view, message);
    nb_buffer_add_char(out, '\n');
}

/* ---- ways ---- */

/* Appends the ways from `from` to `to` as `a → u → y`, in the order of the formulas, up to `left`
 * of them; `begun` is how each begins. Plans are a dozen nodes deep at most. */
static void add_ways(const nb_outline *plan, int from, int to, const char *begun, int *left,
                     const char *arrow, nb_buffer *ways) {
    char way[WAY_ROOM];
    size_t room = WAY_ROOM - 1 - strlen(begun), length = 0;
    memcpy(way, begun, strlen(begun) + 1);
    const char *parts[] = {*begun != '\0' ? arrow : "", plan->nodes[from].name};
    for (int i = 0; i < 2; i++) {
        length = strlen(parts[i]);
        if (length > room) return;
        memcpy(way + strlen(way), parts[i], length + 1);
        room -= length;
    }
    if (from == to && (*left)-- > 0) nb_buffer_add_item(ways, ", ", way);
    if (from == to) return;
    for (int user = from + 1; user <= to && *left > 0; user++)
        for (int k = 0; k < nb_outline_uses(plan, user, from) && *left > 0; k++)
            if (nb_outline_paths(plan, to, user) > 0)
                add_ways(plan, user, to, way, left, arrow, ways);
}

/* On which way, or on which ways, the gradient comes. */
static void add_way_hint(const nb_practice_question *q, const nb_view *view, nb_buffer *out) {
    const char *of = q->plan.nodes[q->asked.of].name, *by = q->plan.nodes[q->asked.by].name;
    int paths = nb_outline_paths(&q->plan, q->asked.of, q->asked.by), left = PATHS_SHOWN;
    nb_buffer ways;
    nb_buffer_init(&ways, out->memory);
    add_ways(&q->plan, q->asked.by, q->asked.of, "", &left, view->ascii ? " -> " : " → ", &ways);
    nb_buffer_add_char(&ways, '\0');
    if (ways.failed) out->failed = true;
    else if (paths == 1) add_key(out, view, "hint", NB_SAY(PRACTICE_WAY, NB_TEXT(ways.data)));
    else if (paths <= PATHS_SHOWN)
        add_key(out, view, "hint", NB_SAY(PRACTICE_WAYS, NB_COUNT(paths), NB_TEXT(by), NB_TEXT(of),
                                          NB_TEXT(ways.data)));
    else
        add_key(out, view, "hint", NB_SAY(PRACTICE_MANY_WAYS, NB_COUNT(paths), NB_TEXT(by),
                                          NB_TEXT(of)));
    nb_buffer_clear(&ways);
}

/* ---- the quiz ---- */

static nb_message ask_for(const nb_practice_question *q, const char *asked) {
    if (q->asked.by < 0 || q->id.kind == NB_PRACTISE_PATH || q->id.kind == NB_PRACTISE_MEET)
        return NB_SAY(PRACTICE_ASK, NB_TEXT(asked));
    if (q->asked.again >= 0) return NB_SAY(PRACTICE_ASK_SECOND, NB_TEXT(asked));
    return NB_SAY(PRACTICE_ASK_LOCAL, NB_TEXT(asked));
}

static void add_hints(const nb_practice_question *q, const nb_view *view, nb_buffer *out) {
    static const nb_message_id hints[] = {
#define KIND(ID, ...) NB_MESSAGE_PRACTICE_HINT_##ID,
#include "practice/kinds.def"
#undef KIND
    };
    const nb_outline_node *of = &q->plan.nodes[q->asked.of];
    char function[NB_OUTLINE_FORMULA] = "";
    size_t length = strcspn(of->formula, "(");
    memcpy(function, of->formula, length);
    nb_message hint = NB_SAY(NONE, NB_TEXT(function));
    hint.id = hints[q->id.kind];
    add_key(out, view, "hint", hint);
    if (q->id.kind == NB_PRACTISE_PATH || q->id.kind == NB_PRACTISE_MEET)
        add_way_hint(q, view, out);
}

static void add_texts(nb_buffer *out, const char *const *texts) {
    for (; *texts != NULL; texts++) nb_buffer_add_text(out, *texts);
}

/* What derives the answer. A second derivative is that of the first, which needs a name. */
static void add_derivation(const nb_practice_question *q, nb_buffer *out) {
    const nb_outline_node *nodes = q->plan.nodes;
    const char *of = nodes[q->asked.of].name, *slope = "slope";
    nb_buffer_add_text(out, "\n```nabla\n>>> ");
    if (q->asked.by < 0) {
        add_texts(out, (const char *[]){"forward ", of, NULL});
    } else if (q->asked.again < 0) {
        add_texts(out, (const char *[]){"explain ", nodes[q->asked.by].name, " of ", of, NULL});
    } else {
        const char *by = nodes[q->asked.by].name, *again = nodes[q->asked.again].name;
        add_texts(out, (const char *[]){slope, " = ∂", of, "/∂", by, "\n>>> ", NULL});
        add_texts(out, (const char *[]){"explain ", again, " of ", slope, NULL});
    }
    nb_buffer_add_text(out, "\n```\n");
}

static void add_id(nb_practice_id id, nb_buffer *out) {
    char text[NB_PRACTICE_ID_ROOM];
    nb_practice_id_write(id, text);
    nb_buffer_add_text(out, "id: ");
    nb_buffer_add_text(out, text);
    nb_buffer_add_char(out, '\n');
}

static void write_lesson(const nb_practice_question *q, const nb_view *view, nb_buffer *out) {
    nb_buffer asked;
    nb_buffer_init(&asked, out->memory);
    nb_practice_write_asked(q, &asked);
    nb_buffer_add_char(&asked, '\0');
    nb_buffer_add_text(out, "```check\n");
    nb_practice_write_leaves(q, out, 1);
    nb_practice_write_formulas(q, out);
    nb_buffer_add_text(out, "0\n```\n\n```\n"); /* `ans` is no value of theirs */
    nb_practice_write_leaves(q, out, LEAVES_A_LINE);
    nb_practice_write_formulas(q, out);
    nb_buffer_add_text(out, "```\n\n```quiz\n");
    add_id(q->id, out);
    if (asked.failed) {
        out->failed = true;
    } else {
        add_key(out, view, "ask", ask_for(q, asked.data));
        nb_buffer_add_text(out, "answer: ");
        nb_buffer_add_text(out, asked.data);
        nb_buffer_add_text(out, "\nrefuse: ");
        nb_buffer_add_text(out, asked.data);
        nb_buffer_add_char(out, '\n');
    }
    add_hints(q, view, out);
    nb_buffer_add_text(out, "```\n");
    add_derivation(q, out);
    nb_buffer_clear(&asked);
}

nb_status nb_practice_write(nb_practice_id id, nb_session *scratch, const nb_view *view,
                            nb_buffer *out) {
    nb_practice_question q = {.id = id, .scratch = scratch};
    nb_arena_init(&q.arena, nb_session_memory(scratch));
    nb_random_seed(&q.random, id.seed);
    nb_status status = nb_practice_find(&q);
    if (status == NB_STATUS_OK) write_lesson(&q, view, out);
    nb_arena_clear(&q.arena);
    return status == NB_STATUS_OK && out->failed ? NB_STATUS_NO_MEMORY : status;
}
