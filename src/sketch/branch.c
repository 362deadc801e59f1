/* Owns how trees are indented. See branch.h. */
#include "sketch/branch.h"

#include "view/wrap.h"

enum { INDENT = 2, STEP = 3, PLAIN_STEP = 2 };

size_t nb_branch_deepest(const nb_pen *pen) {
    return pen->width / 2 / STEP;
}

static void add_indent(const nb_pen *pen, const nb_branch *at, nb_buffer *out, bool first) {
    bool ascii = pen->view->ascii, plain = pen->view->plain;
    nb_buffer_add_repeated(out, ' ', INDENT);
    if (plain) nb_buffer_add_repeated(out, ' ', PLAIN_STEP * at->depth);
    if (plain || at->depth == 0) return;
    for (size_t i = 1; i < at->depth; i++)
        nb_buffer_add_text(out, !at->open[i] ? "   " : ascii ? "|  " : "│  ");
    if (first) nb_buffer_add_text(out, ascii ? "+- " : at->last ? "└─ " : "├─ ");
    else nb_buffer_add_text(out, at->last ? "     " : ascii ? "|    " : "│    ");
}

void nb_branch_write(nb_pen *pen, const nb_branch *branch) {
    nb_buffer first, rest;
    nb_buffer_init(&first, pen->out->memory);
    nb_buffer_init(&rest, pen->out->memory);
    add_indent(pen, branch, &first, true);
    add_indent(pen, branch, &rest, false);
    if (first.failed || rest.failed) pen->out->failed = true;
    else
        nb_view_wrap(pen->out, pen->cell.data, pen->cell.length, first.data, rest.data, pen->width);
    nb_buffer_clear(&first);
    nb_buffer_clear(&rest);
}

void nb_branch_say(nb_pen *pen, nb_message message) {
    nb_pen_begin(pen);
    nb_pen_add_sentence(pen, &message);
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, INDENT);
}
