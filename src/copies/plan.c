/* Each route is a table, filled while the lessons come. */
#include "copies/plan.h"

#include <string.h>

#include "copies/comments.h"
#include "copies/key.h"
#include "copies/lines.h"
#include "view/message.h"

static const struct {
    const char *name; /* in a comment; NULL: every lesson lies on it */
    nb_message_id title;
} routes[NB_PLAN_ROUTES] = {
    {NULL, NB_MESSAGE_PLAN_ORDER},
    {"lab", NB_MESSAGE_PLAN_LAB},
    {"calculus", NB_MESSAGE_PLAN_CALCULUS},
};

void nb_plan_begin(nb_course_plan *plan, const nb_view *view, nb_memory *memory) {
    *plan = (nb_course_plan){.view = view};
    for (size_t i = 0; i < NB_PLAN_ROUTES; i++) nb_buffer_init(&plan->rows[i], memory);
    nb_buffer_init(&plan->discuss, memory);
}

/* ---- a lesson ---- */

static void add_row(nb_buffer *out, const char *name, const char *title, size_t length,
                    size_t halves) {
    nb_buffer_add_text(out, "| ");
    nb_buffer_add_text(out, name);
    nb_buffer_add_text(out, " | ");
    nb_comments_drop(out, title, length);
    nb_buffer_add_text(out, " | ");
    nb_key_add_minutes(out, halves);
    nb_buffer_add_text(out, " |\n");
}

static bool is_between(const char *text, size_t length, size_t at) {
    return at == length || text[at] == ' ' || text[at] == ',';
}

/* Whether the words, with blanks or commas between them, name a route. */
static bool lies_on(const nb_buffer *words, const char *route) {
    size_t n = strlen(route), length = words->length;
    for (size_t at = 0; at + n <= length; at++)
        if ((at == 0 || is_between(words->data, length, at - 1)) &&
            memcmp(words->data + at, route, n) == 0 && is_between(words->data, length, at + n))
            return true;
    return false;
}

/* What a lesson says behind the mark of its language; one in English may stand in for its twin. */
static void find_discussion(const nb_course_plan *plan, const nb_planned *lesson,
                            nb_buffer *words) {
    const nb_view english = {.words = NULL};
    const char *own = nb_view_word(plan->view, NB_MESSAGE_PLAN_MARK);
    const char *other = nb_view_word(&english, NB_MESSAGE_PLAN_MARK);
    if (!nb_comments_tell(words, lesson->text, lesson->length, own, false))
        (void)nb_comments_tell(words, lesson->text, lesson->length, other, false);
}

static void add_discussion(nb_course_plan *plan, const nb_planned *lesson, const nb_buffer *words) {
    nb_buffer *out = &plan->discuss;
    size_t begin = out->length;
    if (words->length == 0) return;
    nb_buffer_add_text(out, "- **");
    nb_buffer_add_text(out, lesson->name);
    nb_buffer_add_text(out, ":** ");
    nb_buffer_add(out, words->data, words->length);
    nb_buffer_add_char(out, '\n');
    nb_lines_break(out, begin);
}

bool nb_plan_add(nb_course_plan *plan, const nb_planned *lesson) {
    nb_buffer on, words;
    nb_buffer_init(&on, plan->discuss.memory);
    nb_buffer_init(&words, plan->discuss.memory);
    (void)nb_comments_tell(&on, lesson->text, lesson->length, "Routes:", true);
    find_discussion(plan, lesson, &words);
    bool good = !on.failed && !words.failed;
    for (size_t i = 0; good && i < NB_PLAN_ROUTES; i++) {
        if (routes[i].name != NULL && !lies_on(&on, routes[i].name)) continue;
        add_row(&plan->rows[i], lesson->name, lesson->title, lesson->title_length,
                lesson->halves);
        plan->halves[i] += lesson->halves;
        good = !plan->rows[i].failed;
    }
    if (good) add_discussion(plan, lesson, &words);
    nb_buffer_clear(&on);
    nb_buffer_clear(&words);
    return good && !plan->discuss.failed;
}

/* ---- the whole ---- */

static void add_heading(nb_buffer *out, const nb_view *view, const char *signs, nb_message_id id) {
    nb_buffer_add_text(out, signs);
    nb_buffer_add_text(out, nb_view_word(view, id));
    nb_buffer_add_text(out, "\n\n");
}

void nb_plan_write(const nb_course_plan *plan, nb_buffer *out) {
    const char *together = nb_view_word(plan->view, NB_MESSAGE_KEY_TOGETHER);
    if (plan->rows[0].length == 0) return;
    add_heading(out, plan->view, "# ", NB_MESSAGE_PLAN_TITLE);
    for (size_t i = 0; i < NB_PLAN_ROUTES; i++) {
        if (plan->rows[i].length == 0) continue;
        add_heading(out, plan->view, "## ", routes[i].title);
        nb_buffer_add_text(out, "| | | ");
        nb_buffer_add_text(out, nb_view_word(plan->view, NB_MESSAGE_KEY_OF_MINUTES));
        nb_buffer_add_text(out, " |\n| --- | --- | --: |\n");
        nb_buffer_add(out, plan->rows[i].data, plan->rows[i].length);
        add_row(out, "", together, strlen(together), plan->halves[i]);
        nb_buffer_add_char(out, '\n');
    }
    if (plan->discuss.length == 0) return;
    add_heading(out, plan->view, "## ", NB_MESSAGE_PLAN_DISCUSS);
    nb_buffer_add(out, plan->discuss.data, plan->discuss.length);
}

void nb_plan_clear(nb_course_plan *plan) {
    for (size_t i = 0; i < NB_PLAN_ROUTES; i++) nb_buffer_clear(&plan->rows[i]);
    nb_buffer_clear(&plan->discuss);
}
