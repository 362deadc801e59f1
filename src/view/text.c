/* Results as text. Results stand two blanks in, as on a blackboard; scripts stand as they are. */
#include "view/text.h"

#include <string.h>

#include "view/columns.h"
#include "view/derivation.h"
#include "view/diagnostic.h"
#include "view/grid.h"
#include "view/message.h"
#include "view/nodes.h"
#include "view/number.h"
#include "view/plain.h"
#include "view/plot.h"
#include "view/question.h"
#include "view/rule.h"

enum { INDENT = 2, GAP = 3 };

/* ---- values ---- */

static void add_name(nb_pen *pen, const nb_value_block *value) {
    if (value->name == NULL) return;
    if (value->by != NULL) nb_pen_add(pen, "∂");
    nb_pen_add(pen, value->name);
    if (value->by != NULL) nb_pen_add(pen, "/∂");
    if (value->by != NULL) nb_pen_add(pen, value->by);
    nb_pen_add(pen, " = ");
}

/* Of many rows or columns the first and the last few. */
typedef struct side {
    size_t count, shown;
} side;

enum { MOST_ELEMENTS = 200, EDGE = 3 };

static side side_of(size_t count, size_t elements) {
    bool all = elements <= MOST_ELEMENTS || count <= 2 * EDGE + 2;
    return (side){count, all ? count : 2 * EDGE};
}

/* The place of what is shown at i. */
static size_t place_of(side s, size_t i) {
    return s.shown < s.count && i >= EDGE ? s.count - s.shown + i : i;
}

/* Whether something is left out before what is shown at i. */
static bool skips(side s, size_t i) {
    return s.shown < s.count && i == EDGE;
}

static size_t widest_number(nb_pen *pen, const double *numbers, side rows, side columns) {
    size_t widest = 0;
    for (size_t i = 0; i < rows.shown * columns.shown; i++) {
        size_t row = place_of(rows, i / columns.shown), j = place_of(columns, i % columns.shown);
        nb_pen_begin(pen);
        nb_pen_add_number(pen, NB_INK_PLAIN, numbers[row * columns.count + j]);
        if (nb_pen_columns(pen) > widest) widest = nb_pen_columns(pen);
    }
    return widest;
}

static void add_element(nb_pen *pen, double number, size_t width) {
    nb_buffer digits; /* measured first, to be aligned */
    nb_buffer_init(&digits, pen->out->memory);
    nb_view_number(&digits, number, pen->view->digits);
    if (digits.length < width) nb_buffer_add_repeated(&pen->cell, ' ', width - digits.length);
    if (digits.failed) pen->cell.failed = true;
    nb_buffer_clear(&digits);
    nb_pen_add_number(pen, NB_INK_VALUE, number);
}

static void render_row(nb_pen *pen, const double *row, side columns, size_t width,
                       const char *end, size_t hang) {
    nb_pen_begin(pen);
    for (size_t j = 0; j < columns.shown; j++) {
        if (j > 0) nb_pen_add_break(pen);
        if (skips(columns, j)) nb_pen_add(pen, "…,");
        if (skips(columns, j)) nb_pen_add_break(pen);
        add_element(pen, row[place_of(columns, j)], width);
        if (j + 1 < columns.shown) nb_pen_add(pen, ",");
    }
    nb_pen_add(pen, end);
    nb_pen_flow(pen, hang, hang);
}

static void render_remark(nb_pen *pen, nb_message message) {
    nb_pen_begin(pen);
    nb_pen_add_sentence(pen, &message);
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, INDENT);
}

/* [0.1, 0.5; 1.1, 0] as it is typed, one row a line, the numbers of a matrix right-aligned. */
static void render_array(nb_pen *pen, const nb_value_block *value) {
    bool matrix = value->rows > 0;
    size_t elements = value->columns * (matrix ? value->rows : 1);
    side rows = side_of(matrix ? value->rows : 1, elements);
    side columns = side_of(value->columns, elements);
    nb_pen_begin(pen);
    add_name(pen, value);
    nb_pen_add(pen, "[");
    size_t hang = INDENT + nb_pen_columns(pen);
    nb_pen_blanks(pen, INDENT);
    nb_pen_put(pen, 0, false);
    size_t width = rows.count > 1 ? widest_number(pen, value->numbers, rows, columns) : 0;
    for (size_t i = 0; i < rows.shown; i++) {
        const double *row = value->numbers + place_of(rows, i) * columns.count;
        bool last = i + 1 == rows.shown;
        if (i > 0) nb_pen_blanks(pen, hang);
        if (skips(rows, i)) {
            nb_pen_begin(pen);
            nb_pen_add(pen, "…;");
            nb_pen_flow(pen, hang, hang);
            nb_pen_blanks(pen, hang);
        }
        render_row(pen, row, columns, width,
                   !last ? ";" : matrix && rows.count == 1 ? ";]" : "]", hang);
    }
    size_t shown = rows.shown * columns.shown;
    if (shown < elements) render_remark(pen, NB_SAY(MORE_ELEMENTS, NB_COUNT(elements - shown)));
}

static void render_value(nb_pen *pen, const nb_value_block *value) {
    if (value->columns > 0) {
        render_array(pen, value);
        return;
    }
    nb_pen_begin(pen);
    add_name(pen, value);
    nb_pen_add_number(pen, NB_INK_VALUE, value->numbers[0]);
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, INDENT);
}

/* ---- one local gradient ---- */

bool nb_view_is_number(const nb_text *text) {
    size_t numbers = 0;
    for (size_t i = 0; i < text->count; i++) {
        const nb_piece *piece = &text->pieces[i];
        bool minus = piece->kind == NB_PIECE_SIGN && piece->op == NB_OP_NEG;
        bool bracket = piece->kind == NB_PIECE_OPEN || piece->kind == NB_PIECE_CLOSE;
        if (piece->kind == NB_PIECE_NUMBER || piece->kind == NB_PIECE_OPERAND) numbers++;
        else if (!minus && !bracket) return false;
    }
    return numbers <= 1;
}

static void render_local(nb_pen *pen, const nb_local_block *local) {
    nb_pen_begin(pen);
    nb_pen_add(pen, "∂");
    nb_pen_add_variable(pen, &local->node);
    nb_pen_add(pen, "/∂");
    nb_pen_add_variable(pen, &local->operand);
    size_t sign = INDENT + nb_pen_columns(pen) + 1;
    if (!nb_view_is_number(&local->formula)) {
        nb_pen_add(pen, " = ");
        nb_pen_add_pieces(pen, &local->formula);
    }
    nb_pen_add_break(pen);
    nb_pen_add(pen, "= ");
    nb_pen_add_number(pen, NB_INK_LOCAL, local->value);
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, sign <= pen->width / 2 ? sign : 2 * INDENT);
}

/* ---- sentences, scripts and help ---- */

static void render_prose(nb_pen *pen, const nb_message *prose) {
    nb_pen_begin(pen);
    nb_pen_add_sentence(pen, prose);
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, INDENT);
}

/* Line by line behind `indent` blanks; tabs stay. */
static void render_lines(nb_pen *pen, const char *text, size_t indent) {
    const volatile sig_atomic_t *stop = pen->view->stop;
    while (*text != '\0' && (stop == NULL || !*stop)) {
        size_t length = strcspn(text, "\n");
        if (length > 0) nb_pen_blanks(pen, indent);
        for (size_t at = 0; at < length;) {
            size_t part = strcspn(text + at, "\t\n");
            nb_view_plain_bytes(pen->out, pen->view, text + at, part);
            at += part;
            if (at < length) nb_buffer_add_char(pen->out, '\t');
            if (at < length) at++;
        }
        nb_buffer_add_char(pen->out, '\n');
        text += length;
        if (*text == '\n') text++;
    }
}

/* A text whose line may end at each blank. */
static void add_prose(nb_pen *pen, const char *text) {
    while (text != NULL && *text != '\0') {
        size_t length = strcspn(text, " ");
        nb_view_plain_bytes(&pen->cell, pen->view, text, length);
        text += length;
        if (*text == ' ') nb_pen_add_break(pen);
        text += strspn(text, " ");
    }
}

/* The columns of the longest word. */
static size_t longest_word(nb_pen *pen, const char *text) {
    size_t most = 0;
    for (size_t length; *text != '\0'; text += length + strspn(text + length, " ")) {
        length = strcspn(text, " ");
        nb_pen_begin(pen);
        nb_view_plain_bytes(&pen->cell, pen->view, text, length);
        size_t columns = nb_pen_columns(pen);
        if (columns > most) most = columns;
    }
    return most;
}

static void add_head(nb_pen *pen, const nb_help_row *row) {
    if (row->head != NULL) nb_pen_add(pen, row->head);
    else nb_view_message(&pen->cell, pen->view, &row->says);
}

static void write_text(nb_pen *pen, const nb_help_row *row, nb_buffer *words) {
    if (row->text != NULL) nb_buffer_add_text(words, nb_view_translate(pen->view, row->text));
    if (row->also == NULL) return;
    nb_buffer_add_text(words, "; ");
    nb_buffer_add_text(words, nb_view_translate(pen->view, row->also));
}

/* The text beside its head; below it where that is long, or one of the text's words is. */
static void render_help_text(nb_pen *pen, const nb_help_row *row, const char *text, size_t indent,
                             size_t width) {
    size_t column = indent + width + GAP;
    bool room = column + longest_word(pen, text) <= pen->width;
    if (!room) column = 2 * INDENT + indent;
    nb_pen_blanks(pen, indent);
    nb_pen_begin(pen);
    add_head(pen, row);
    bool beside = *text != '\0' && room && nb_pen_columns(pen) <= width;
    if (beside) {
        nb_pen_put(pen, width + GAP, false);
    } else {
        nb_pen_begin(pen);
        if (row->head != NULL) add_prose(pen, row->head);
        else nb_pen_add_sentence(pen, &row->says);
        nb_pen_flow(pen, indent, indent + 2 * INDENT);
    }
    if (*text == '\0') return;
    if (!beside) nb_pen_blanks(pen, column);
    nb_pen_begin(pen);
    add_prose(pen, text);
    nb_pen_flow(pen, column, column);
}

static void render_help_row(nb_pen *pen, const nb_help_row *row, size_t indent, size_t width) {
    nb_buffer words;
    nb_buffer_init(&words, pen->out->memory);
    write_text(pen, row, &words);
    render_help_text(pen, row, words.length > 0 ? words.data : "", indent, width);
    if (words.failed) pen->out->failed = true;
    nb_buffer_clear(&words);
}

/* An example is code, but for what stands behind # at the end of a line. */
static void render_example(nb_pen *pen, const char *example) {
    nb_buffer text;
    nb_buffer_init(&text, pen->out->memory);
    for (const char *at; (at = strstr(example, "# ")) != NULL;) {
        nb_buffer comment;
        size_t length = strcspn(at += strlen("# "), "\n");
        nb_buffer_init(&comment, pen->out->memory);
        nb_buffer_add(&comment, at, length);
        nb_buffer_add(&text, example, (size_t)(at - example));
        if (comment.failed) text.failed = true;
        else nb_buffer_add_text(&text, nb_view_translate(pen->view, comment.data));
        nb_buffer_clear(&comment);
        example = at + length;
    }
    nb_buffer_add_text(&text, example);
    if (text.failed) pen->out->failed = true;
    else render_lines(pen, text.data, 2 * INDENT);
    nb_buffer_clear(&text);
}

static void render_help(nb_pen *pen, const nb_help_block *help) {
    size_t indent = help->title != NULL ? 2 * INDENT : INDENT, width = 0;
    if (help->title != NULL) {
        nb_pen_blanks(pen, INDENT);
        nb_view_plain_text(pen->out, pen->view, nb_view_translate(pen->view, help->title));
        nb_buffer_add_char(pen->out, '\n');
    }
    for (size_t i = 0; i < help->count; i++) {
        nb_pen_begin(pen);
        add_head(pen, &help->rows[i]);
        size_t columns = nb_pen_columns(pen);
        if (columns > width && columns <= pen->width * 2 / 5) width = columns;
    }
    for (size_t i = 0; i < help->count; i++)
        render_help_row(pen, &help->rows[i], indent, width);
    if (help->example == NULL || *help->example == '\0') return;
    nb_pen_blanks(pen, INDENT);
    nb_view_plain_text(pen->out, pen->view, nb_view_word(pen->view, NB_MESSAGE_WORD_EXAMPLE));
    nb_buffer_add_char(pen->out, '\n');
    render_example(pen, help->example);
}

/* ---- results ---- */

static void render_written(nb_pen *pen, const char *path) {
    nb_pen_blanks(pen, INDENT);
    nb_view_message(pen->out, pen->view, &NB_SAY(WROTE, NB_TEXT(path)));
    nb_buffer_add_char(pen->out, '\n');
}

/* Comments stand as they are; a line looks as it does at the prompt. */
static void render_typed(nb_pen *pen, const char *text) {
    bool comment = text[strspn(text, " \t\n")] == '#' || text[strspn(text, " \t\n")] == '\0';
    const char *sign = comment ? "" : pen->view->ascii ? ">>> " : "∇ ";
    for (bool more = true; more; sign = comment ? "" : "... ") {
        size_t length = strcspn(text, "\n");
        nb_buffer_add_text(pen->out, sign);
        for (size_t at = 0, n; at < length; at += n + (at + n < length)) {
            n = strcspn(text + at, "\t\n");
            nb_view_plain_bytes(pen->out, pen->view, text + at, n);
            if (at + n < length) nb_buffer_add_text(pen->out, "    ");
        }
        nb_buffer_add_char(pen->out, '\n');
        more = text[length] == '\n';
        text += length + more;
    }
}

static void render_block(nb_pen *pen, const nb_block *block, bool first) {
    switch (block->kind) {
    case NB_BLOCK_VALUE: render_value(pen, &block->as.value); break;
    case NB_BLOCK_NODES: nb_view_nodes(pen, &block->as.nodes); break;
    case NB_BLOCK_LOCAL: render_local(pen, &block->as.local); break;
    case NB_BLOCK_DERIVATION: nb_view_derivation(pen, &block->as.derivation); break;
    case NB_BLOCK_RULE: nb_view_rule(pen, &block->as.rule); break;
    case NB_BLOCK_TABLE: nb_view_table(pen, &block->as.table); break;
    case NB_BLOCK_GRID: nb_view_grid(pen, &block->as.grid); break;
    case NB_BLOCK_TYPED: render_typed(pen, block->as.typed); break;
    case NB_BLOCK_PLOT: nb_view_plot(pen, &block->as.plot); break;
    case NB_BLOCK_PROSE: render_prose(pen, &block->as.prose); break;
    case NB_BLOCK_SCRIPT: render_lines(pen, block->as.script, 0); break;
    case NB_BLOCK_HELP:
        if (!first) nb_buffer_add_char(pen->out, '\n');
        render_help(pen, &block->as.help);
        break;
    case NB_BLOCK_QUESTION: nb_view_question(pen, &block->as.question); break;
    case NB_BLOCK_ANSWER: nb_view_answer(pen, &block->as.answer); break;
    case NB_BLOCK_DIAGNOSTIC: nb_view_diagnostic(pen, &block->as.diagnostic); break;
    case NB_BLOCK_SERIES: break; /* the table of the same statement has some of it */
    case NB_BLOCK_PICTURE:
        if (block->as.picture.drawn != NULL) nb_buffer_add_text(pen->out, block->as.picture.drawn);
        break;
    case NB_BLOCK_FILE: break; /* the host's; see `written` */
    case NB_BLOCK_LESSON: case NB_BLOCK_PRACTICE: break; /* the host's, too */
    }
}

void nb_view_text(const nb_result *result, const nb_view *view, nb_buffer *out,
                  nb_buffer *errors) {
    nb_pen pen, error_pen;
    nb_pen_init(&pen, view, out);
    nb_pen_init(&error_pen, view, errors);
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        bool diagnostic = block->kind == NB_BLOCK_DIAGNOSTIC;
        bool alarm = diagnostic && block->as.diagnostic.severity != NB_SEVERITY_NOTE;
        if (diagnostic || !result->quiet)
            render_block(alarm ? &error_pen : &pen, block, block == result->first);
        if (block->written != NULL) render_written(&pen, block->written);
    }
    nb_pen_clear(&pen);
    nb_pen_clear(&error_pen);
}
