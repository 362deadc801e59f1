/* A question of practice: a plan is drawn, numbers are looked for with which the arithmetic is
 * light, and among what could be asked one thing is.
 *
 * nabla computes all numbers itself, in the scratch session; a set of numbers with which one that
 * might have to be typed has more than two decimals is thrown away. */
#include "practice/question.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/quiet.h"
#include "tour/numbers.h"
#include "tour/run.h"

static int target_of(const nb_practice_question *q) {
    return q->plan.count - 1;
}

/* Whether the node stands once among the user's operands, and in none of the others: then the
 * derivative of the one by the other is a local gradient. */
static bool is_local(const nb_outline *plan, int user, int operand) {
    return nb_outline_uses(plan, user, operand) == 1 && nb_outline_paths(plan, user, operand) == 1;
}

/* Whether the kind can ask for this. */
static bool applies(const nb_practice_question *q, nb_practice_asked a) {
    const nb_outline *plan = &q->plan;
    const nb_outline_node *of = &plan->nodes[a.of];
    bool leaf = a.by >= 0 && plan->nodes[a.by].formula[0] == '\0';
    if (q->id.kind == NB_PRACTISE_VALUE) return a.by < 0 && of->formula[0] != '\0';
    if (a.by < 0) return false;
    if (of->local == q->id.kind) return is_local(plan, a.of, a.by);
    if (a.of != target_of(q)) return false;
    int paths = nb_outline_paths(plan, a.of, a.by);
    bool direct = nb_outline_uses(plan, a.of, a.by) > 0;
    switch (q->id.kind) {
    case NB_PRACTISE_PATH: return paths == 1 && !direct;
    case NB_PRACTISE_MEET: return paths > 1;
    case NB_PRACTISE_SECOND: return leaf && paths > 0 && a.again == a.by;
    case NB_PRACTISE_MIXED:
        return leaf && paths > 0 && a.again != a.by && a.again >= 0 &&
               plan->nodes[a.again].formula[0] == '\0' && nb_outline_paths(plan, a.of, a.again) > 0;
    default: return false;
    }
}

/* One of all that the kind can ask for in this plan; false: nothing is. */
static bool choose_asked(nb_practice_question *q) {
    bool second = q->id.kind == NB_PRACTISE_SECOND || q->id.kind == NB_PRACTISE_MIXED;
    int count = q->plan.count, lowest = second ? 0 : -1;
    uint32_t found = 0;
    for (int of = 0; of < count; of++)
        for (int by = -1; by < of; by++)
            for (int again = lowest; again < (second ? of : 0); again++) {
                nb_practice_asked a = {of, by, again};
                if (!applies(q, a)) continue;
                found++; /* each of those found so far is kept with the same chance */
                if (nb_random_below(&q->random, found) == 0) q->asked = a;
            }
    return found > 0;
}

/* ---- numbers ---- */

static const char *draw_number(nb_practice_question *q) {
    const char *all = nb_practice_numbers(q->id.level);
    uint32_t count = 1;
    for (const char *c = all; *c != '\0'; c++) count += *c == ' ';
    for (uint32_t skip = nb_random_below(&q->random, count); skip > 0; skip--)
        all += strcspn(all, " ") + 1;
    return nb_arena_text(&q->arena, all, strcspn(all, " "));
}

void nb_practice_write_leaves(const nb_practice_question *q, nb_buffer *out, int a_line) {
    int count = 0;
    for (int i = 0; i < q->plan.count; i++) {
        const nb_outline_node *node = &q->plan.nodes[i];
        if (node->formula[0] != '\0') continue;
        if (count > 0) nb_buffer_add_text(out, count % a_line == 0 ? "\n" : "; ");
        count++;
        nb_buffer_add_text(out, node->name);
        nb_buffer_add_text(out, " = ");
        nb_buffer_add_text(out, q->numbers[i] != NULL ? q->numbers[i] : "");
    }
    nb_buffer_add_char(out, '\n');
}

void nb_practice_write_formulas(const nb_practice_question *q, nb_buffer *out) {
    for (int i = 0; i < q->plan.count; i++) {
        const nb_outline_node *node = &q->plan.nodes[i];
        if (node->formula[0] == '\0') continue;
        nb_buffer_add_text(out, node->name);
        nb_buffer_add_text(out, " = ");
        nb_buffer_add_text(out, node->formula);
        nb_buffer_add_char(out, '\n');
    }
}

void nb_practice_write_asked(const nb_practice_question *q, nb_buffer *out) {
    const nb_outline_node *nodes = q->plan.nodes;
    bool second = q->asked.again >= 0, twice = second && q->asked.again == q->asked.by;
    bool derivative = q->asked.by >= 0;
    if (derivative) nb_buffer_add_text(out, second ? "∂²" : "∂");
    nb_buffer_add_text(out, nodes[q->asked.of].name);
    if (derivative) nb_buffer_add_text(out, "/∂");
    if (derivative) nb_buffer_add_text(out, nodes[q->asked.by].name);
    if (twice) nb_buffer_add_text(out, "²");
    else if (second) nb_buffer_add_text(out, "∂");
    if (second && !twice) nb_buffer_add_text(out, nodes[q->asked.again].name);
}

/* All that a student has to compute on the way to any answer about the graph: values and gradients,
 * and what is asked. */
static void write_all(const nb_practice_question *q, nb_buffer *out) {
    const nb_outline *plan = &q->plan;
    const char *target = plan->nodes[target_of(q)].name;
    nb_buffer_add_char(out, '[');
    for (int i = 0; i < plan->count; i++) {
        nb_buffer_add_text(out, plan->nodes[i].name);
        nb_buffer_add_text(out, ", ");
        if (i == target_of(q)) break;
        nb_buffer_add_text(out, "∂");
        nb_buffer_add_text(out, target);
        nb_buffer_add_text(out, "/∂");
        nb_buffer_add_text(out, plan->nodes[i].name);
        nb_buffer_add_text(out, ", ");
    }
    nb_practice_write_asked(q, out);
    nb_buffer_add_char(out, ']');
}

/* Easily written down: two decimals, two digits before the point; and what rounds to 0 is 0. */
static bool is_light(double number) {
    const double largest = 99, tiny = 1e-9;
    double hundreds = rint(number * 100);
    return fabs(number) <= largest && fabs(number * 100 - hundreds) < tiny &&
           (hundreds != 0 || number == 0);
}

/* Whether all numbers are light, and what is asked is not zero: a zero teaches little. */
static nb_status try_numbers(nb_practice_question *q, bool *light) {
    nb_buffer text;
    nb_quiet quiet;
    nb_numbers numbers = {0};
    nb_result *result = NULL;
    *light = false;
    nb_buffer_init(&text, nb_session_memory(q->scratch));
    nb_practice_write_leaves(q, &text, 1);
    nb_status status = text.failed ? NB_STATUS_NO_MEMORY
                                   : nb_exam_run(q->scratch, text.data, 0, &result);
    nb_result_free(result);
    text.length = 0;
    write_all(q, &text);
    if (status == NB_STATUS_OK && !text.failed) status = nb_quiet_begin(q->scratch, &quiet);
    else if (text.failed) status = NB_STATUS_NO_MEMORY;
    if (status == NB_STATUS_OK) {
        status = nb_numbers_read(&quiet, &quiet.s->scratch, text.data, &numbers);
        uint32_t count = status == NB_STATUS_OK ? nb_shape_count(numbers.shape) : 0;
        *light = count > 0 && numbers.all[count - 1] != 0;
        for (uint32_t i = 0; i < count; i++) *light = *light && is_light(numbers.all[i]);
        bool stopped = nb_quiet_stopped(&quiet);
        status = nb_quiet_finish(&quiet, status);
        if (status == NB_STATUS_ERROR && !stopped) status = NB_STATUS_OK; /* 1/0 */
    }
    nb_buffer_clear(&text);
    return status;
}

/* Looks for numbers for the plan; *found: they are in the scratch session. */
static nb_status find_numbers(nb_practice_question *q, bool *found) {
    enum { TRIES = 60 };
    nb_buffer text;
    nb_result *result = NULL;
    nb_status status = NB_STATUS_OK;
    *found = false;
    for (int i = 0; i < TRIES && status == NB_STATUS_OK && !*found; i++) {
        for (int node = 0; node < q->plan.count; node++)
            if (q->plan.nodes[node].formula[0] == '\0') q->numbers[node] = draw_number(q);
        if (q->arena.failed) return NB_STATUS_NO_MEMORY;
        if (i == 0) {
            nb_buffer_init(&text, nb_session_memory(q->scratch));
            nb_buffer_add_text(&text, "reset\n");
            nb_practice_write_leaves(q, &text, 1);
            nb_practice_write_formulas(q, &text);
            status = text.failed ? NB_STATUS_NO_MEMORY
                                 : nb_exam_run(q->scratch, text.data, 0, &result);
            nb_result_free(result);
            nb_buffer_clear(&text);
        }
        if (status == NB_STATUS_OK) status = try_numbers(q, found);
    }
    return status;
}

/* Whether every formula is part of the target. */
static bool is_whole(const nb_outline *plan) {
    for (int node = 0; node < plan->count; node++)
        if (nb_outline_paths(plan, plan->count - 1, node) == 0) return false;
    return true;
}

nb_status nb_practice_find(nb_practice_question *q) {
    nb_status status = NB_STATUS_OK;
    for (bool found = false; !found && status == NB_STATUS_OK;) {
        nb_outline_draw(&q->plan, q->id.level, &q->random);
        if (is_whole(&q->plan) && choose_asked(q)) status = find_numbers(q, &found);
    }
    return status;
}
