/* Tables in columns, or in records where they do not fit. */
#include "view/table.h"

#include <string.h>

#include "view/wrap.h"

enum { SPACE_BETWEEN = 2 };

void nb_table_init(nb_table *table, nb_memory *memory) {
    *table = (nb_table){0};
    nb_buffer_init(&table->text, memory);
}

void nb_table_clear(nb_table *table) {
    nb_memory_free(table->text.memory, table->cells, table->capacity, sizeof *table->cells);
    nb_buffer_clear(&table->text);
}

bool nb_table_begin(nb_table *table, size_t columns, size_t rows) {
    if (columns == 0 || columns > NB_TABLE_COLUMNS || rows > NB_TABLE_CELLS / columns)
        return false;
    table->columns = columns;
    table->count = 0;
    table->text.length = 0;
    return true;
}

void nb_table_add_cell(nb_table *table, const char *text, size_t length, MD_ALIGN align) {
    if (!NB_RESERVE(table->text.memory, table->cells, &table->capacity, table->count + 1)) {
        table->failed = true;
        return;
    }
    table->aligns[table->count % table->columns] = align;
    table->cells[table->count++] =
        (nb_cell){table->text.length, length, nb_view_columns(text, length)};
    nb_buffer_add(&table->text, text, length);
}

void nb_table_add_rule(nb_buffer *out, const nb_view *view, size_t columns) {
    bool simple = view->ascii || view->plain;
    for (size_t i = 0; i < columns; i++) nb_buffer_add_text(out, simple ? "-" : "─");
}

static const char *cell_text(const nb_table *table, const nb_cell *cell) {
    return cell->length > 0 ? table->text.data + cell->start : "";
}

static void add_row(const nb_table *table, size_t row, const size_t *widths, nb_buffer *out) {
    size_t blanks = 0; /* owed; none are written at the end of a line */
    for (size_t i = 0; i < table->columns; i++) {
        const nb_cell *cell = &table->cells[row * table->columns + i];
        size_t room = widths[i] - cell->columns, left = 0;
        if (table->aligns[i] == MD_ALIGN_RIGHT) left = room;
        if (table->aligns[i] == MD_ALIGN_CENTER) left = room / 2;
        if (cell->columns > 0) {
            nb_buffer_add_repeated(out, ' ', blanks + left);
            nb_buffer_add(out, cell_text(table, cell), cell->length);
            blanks = room - left + SPACE_BETWEEN;
        } else {
            blanks += room + SPACE_BETWEEN;
        }
    }
    nb_buffer_add_char(out, '\n');
}

static void add_columns(const nb_table *table, const nb_view *view, const size_t *widths,
                        const char *first, const char *rest, nb_buffer *out) {
    for (size_t row = 0; table->columns > 0 && row < table->count / table->columns; row++) {
        nb_buffer_add_text(out, row == 0 ? first : rest);
        add_row(table, row, widths, out);
        if (row > 0) continue;
        nb_buffer_add_text(out, rest);
        for (size_t i = 0; i < table->columns; i++) {
            nb_buffer_add_repeated(out, ' ', i > 0 ? SPACE_BETWEEN : 0);
            nb_table_add_rule(out, view, widths[i]);
        }
        nb_buffer_add_char(out, '\n');
    }
}

static void add_records(const nb_table *table, const nb_view *view, const char *first,
                        const char *rest, nb_buffer *out) {
    nb_buffer line, indent;
    nb_buffer_init(&line, out->memory);
    nb_buffer_init(&indent, out->memory);
    nb_buffer_add_text(&indent, rest);
    nb_buffer_add_text(&indent, "  ");
    for (size_t i = table->columns; i < table->count; i++) {
        const nb_cell *head = &table->cells[i % table->columns], *cell = &table->cells[i];
        if (i > table->columns && i % table->columns == 0) nb_view_empty_line(out, rest);
        line.length = 0;
        nb_buffer_add(&line, cell_text(table, head), head->length);
        nb_buffer_add_text(&line, head->columns > 0 ? ": " : "");
        nb_buffer_add(&line, cell_text(table, cell), cell->length);
        nb_view_wrap(out, line.data, line.length, i == table->columns ? first : rest,
                     indent.failed ? rest : indent.data, view->width);
    }
    if (line.failed || indent.failed) out->failed = true;
    nb_buffer_clear(&line);
    nb_buffer_clear(&indent);
}

void nb_table_render(const nb_table *table, const nb_view *view, const char *first,
                     const char *rest, nb_buffer *out) {
    if (table->failed || table->text.failed || table->count < table->columns) return;
    size_t widths[NB_TABLE_COLUMNS] = {0};
    size_t total = nb_view_columns(rest, strlen(rest)) + SPACE_BETWEEN * (table->columns - 1);
    for (size_t i = 0; i < table->count; i++) {
        size_t *width = &widths[i % table->columns];
        if (table->cells[i].columns > *width) *width = table->cells[i].columns;
    }
    for (size_t i = 0; i < table->columns; i++) total += widths[i];
    if (total <= view->width || table->count == table->columns)
        add_columns(table, view, widths, first, rest, out);
    else add_records(table, view, first, rest, out);
}
