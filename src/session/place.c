/* Places in the text being read: the number of a line, the column, in widths of characters, and the
 * line itself. */
#include "session/place.h"

#include <string.h>

#include "base/utf8.h"

/* The line of `source` that byte `at` is on, from *begin to before *end; answers its number. */
static size_t find_line(const nb_source *source, size_t at, size_t *begin, size_t *end) {
    size_t line = source->line;
    *begin = source->line_at;
    if (at > source->length) at = source->length;
    for (size_t i = source->line_at; i < at; i++) {
        if (source->text[i] != '\n') continue;
        line++;
        *begin = i + 1;
    }
    /* a place at the very end of a text that ends its line belongs to that line */
    *end = *begin;
    while (*end < source->length && source->text[*end] != '\n') ++*end;
    if (*end > *begin && source->text[*end - 1] == '\r') --*end;
    return line;
}

/* The problem with its place, for a statement that begins at this byte of the source. */
static nb_diagnostic locate(nb_sheet *s, const nb_source *source, size_t statement_at) {
    nb_problem *p = &s->problem;
    nb_diagnostic d = {.severity = NB_SEVERITY_ERROR,
                       .message = nb_result_message(s->result, p->message),
                       .hint = nb_result_message(s->result, p->hint)};
    if (source->name != NULL)
        d.source = nb_result_text(s->result, source->name, strlen(source->name));
    size_t begin, end, at = statement_at + (p->has_span ? p->span.offset : 0);
    d.line = find_line(source, at, &begin, &end);
    const char *line = source->text + begin;
    size_t before = at > end ? end - begin : at - begin, width = p->span.length;
    if (begin + before + width > end) width = end - begin - before;
    d.text = nb_result_text(s->result, line, end - begin);
    d.column = nb_utf8_width(line, before) + 1;
    d.width = nb_utf8_width(line + before, width);
    if (d.width == 0) d.width = 1;
    return d;
}

nb_span nb_whole_span(const char *text, size_t length) {
    size_t begin = strspn(text, " \t"), end = begin;
    while (end < length && text[end] != '\n' && text[end] != ';') end++;
    while (end > begin && strchr(" \t\r", text[end - 1]) != NULL) end--;
    return (nb_span){(uint32_t)begin, (uint32_t)(end - begin)};
}

void nb_set_place(nb_sheet *s, nb_block *block) {
    nb_problem problem = s->problem;
    nb_diagnostic *place = nb_result_array(s->result, 1, sizeof *place);
    const nb_source *source = s->session->running;
    s->problem = (nb_problem){.has_span = true,
                              .span = nb_whole_span(source->text + s->session->running_at,
                                                 source->length - s->session->running_at)};
    if (place != NULL) *place = locate(s, s->session->running, s->session->running_at);
    block->place = place;
    block->typed = s->typed;
    s->problem = problem;
}

/* A file of which nothing was understood is perhaps no script, and what it says is not shown: it
 * could be a list of passwords. Its ending, or a statement that was right, says that it is one. */
bool nb_is_script(const nb_source *source) {
    static const char ending[] = ".nabla";
    if (source->understood || source->name == NULL) return true;
    size_t length = strlen(source->name), bytes = strlen(ending);
    return length >= bytes && strcmp(source->name + length - bytes, ending) == 0;
}

void nb_set_no_script(nb_sheet *s, const nb_source *source) {
    s->problem = (nb_problem){.message = NB_SAY(NO_SCRIPT, NB_TEXT(source->name)),
                              .hint = NB_PLAIN(HINT_SCRIPT_NAME)};
}

void nb_add_problem(nb_sheet *s, const nb_source *source, size_t statement_at) {
    s->result->ok = false;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_DIAGNOSTIC);
    if (!nb_is_script(source)) nb_set_no_script(s, source);
    if (block != NULL) block->as.diagnostic = locate(s, source, statement_at);
    if (block != NULL && !nb_is_script(source)) block->as.diagnostic.line = 0; /* none is shown */
}
