/* Questions about derivatives, and what is said to an answer. */
#include "view/question.h"

#include "view/message.h"
#include "view/nodes.h"
#include "view/number.h"
#include "view/text.h"

enum { INDENT = 2 };

/* ∂total/∂apple */
static void add_derivative(nb_pen *pen, const nb_text *target, const nb_text *node, int which) {
    nb_pen_add(pen, "∂");
    nb_pen_add_variable(pen, target);
    nb_pen_add(pen, "/∂");
    nb_pen_add_variable(pen, node);
    if (which == 0) return;
    nb_pen_add(pen, " #");
    nb_view_number(&pen->cell, which, 17);
}

/* 2 of 4: ∂total/∂tax = ? */
void nb_view_question(nb_pen *pen, const nb_question_block *question) {
    nb_message number = NB_SAY(QUESTION_NUMBER, NB_COUNT(question->number),
                               NB_COUNT(question->count));
    nb_pen_begin(pen);
    if (question->number > 0) {
        nb_view_message(&pen->cell, pen->view, &number);
        nb_pen_add(pen, " ");
    }
    add_derivative(pen, &question->target, &question->node, question->which);
    nb_pen_add(pen, " = ?");
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, 2 * INDENT);
}

/* = ∂total/∂(apple·count) · count + ...: the chain rule without numbers. */
static void add_chain(nb_pen *pen, const nb_answer_block *answer) {
    const nb_node_row *row = &answer->row;
    for (size_t i = 0; i < row->contribution_count; i++) {
        const nb_contribution *part = &row->contributions[i];
        bool alone = row->contribution_total == 1 && part->parent.count == 0;
        if (i > 0) nb_pen_add_break(pen);
        nb_pen_add(pen, i > 0 ? "+ " : "= ");
        if (part->parent.count > 0) {
            add_derivative(pen, &answer->target, &part->parent, 0);
            nb_pen_add(pen, " · ");
        }
        if (part->formula.count == 0) nb_pen_add_operand(pen, part->local);
        else if (alone) nb_pen_add_pieces(pen, &part->formula);
        else nb_pen_add_factor(pen, &part->formula);
    }
    if (row->contribution_total > row->contribution_count) nb_pen_add(pen, " + …");
}

/* = 1.1 × count = 2.2, and of a local gradient = count = 2 */
static void add_numbers(nb_pen *pen, const nb_node_row *row) {
    bool formula = row->contribution_count == 0 && !nb_view_is_number(&row->formula);
    nb_pen_add_contributions(pen, row);
    if (formula) {
        nb_pen_add(pen, "= ");
        nb_pen_add_pieces(pen, &row->formula);
    }
    if (formula || row->contribution_count > 0) nb_pen_add_break(pen);
    nb_pen_add(pen, "= ");
    nb_pen_add_number(pen, NB_INK_GRADIENT, row->gradient);
}

/* Right: ∂total/∂apple = 1.1 × count = 2.2 */
void nb_view_answer(nb_pen *pen, const nb_answer_block *answer) {
    nb_pen_begin(pen);
    if (answer->says.id != NB_MESSAGE_NONE)
        nb_view_message(&pen->cell, pen->view, &answer->says);
    if (answer->verdict == NB_ANSWER_RIGHT) {
        nb_pen_add(pen, nb_view_word(pen->view, NB_MESSAGE_WORD_RIGHT));
        nb_pen_add(pen, " ");
    }
    if (answer->shown) {
        add_derivative(pen, &answer->target, &answer->row.name, answer->row.number);
        nb_pen_add(pen, " ");
        if (answer->hint) add_chain(pen, answer);
        else add_numbers(pen, &answer->row);
    }
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, answer->shown ? 2 * INDENT : INDENT);
}
