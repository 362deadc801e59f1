/* Places in a statement: they are looked at as bytes, for the statement could not be read. */
#include "help/places.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "learn/weights.h"

size_t nb_word_length(const char *text) {
    size_t n = 0, bytes, length = strlen(text);
    uint32_t code;
    while (n < length && (bytes = nb_utf8_decode(text + n, length - n, &code)) > 0 &&
           nb_utf8_continues_name(code)) n += bytes;
    return n;
}

unsigned nb_kind_of_name(nb_sheet *s, const char *name, size_t length) {
    nb_symbol symbol;
    if (nb_intern(s, name, length, &symbol) != NB_STATUS_OK) return 0;
    bool operator = nb_is_operator_name(s->symbols[symbol].name);
    return s->names.kind(s, symbol) | (operator ? NB_IS_FUNCTION : 0u);
}

bool nb_begins_value(const char *text, size_t at) {
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) at--;
    return at == 0 || strchr("=([,+-*/", text[at - 1]) != NULL;
}

bool nb_is_unit(const char *text, size_t at) {
    size_t begin = at;
    while (begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9') begin--;
    return begin < at && (begin == 0 || text[begin - 1] != '^');
}

/* dL/dw2 where there is no w2: by what is nearly that, or by what L is made of. */
bool nb_hint_at_unknown_by(nb_sheet *s, const char *name, const char *by) {
    const char *near = nb_suggest(s, by, false, true);
    nb_def_id *leaves, id;
    nb_symbol symbol;
    size_t count = 0;
    if (nb_kind_of_name(s, by, strlen(by)) & NB_IS_VALUE) return false;
    if (near != NULL) {
        s->problem.hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(NB_JOIN(s, "d", name, "/d", near)));
        return true;
    }
    if (nb_intern(s, name, strlen(name), &symbol) != NB_STATUS_OK) return false;
    id = s->symbols[symbol].value;
    if (!nb_is_defined(s, id) || s->defs[id].node >= s->graph.count ||
        nb_find_leaves(s, s->defs[id].node, &leaves, &count) != NB_STATUS_OK || count == 0)
        return false;
    s->problem.hint = NB_SAY(HINT_LEAVES_OF, NB_TEXT(name), nb_join_leaves(s, leaves, count));
    return true;
}

/* Sin[x], exp[2]: the name of a function before square brackets. */
bool nb_hint_at_square(nb_sheet *s, const char *text) {
    char meant[100], name[20];
    const char *word = text + s->problem.span.offset;
    size_t length = nb_word_length(word), end = length;
    if (length == 0 || length >= sizeof name || word[length] != '[') return false;
    for (size_t i = 0; i < length; i++)
        name[i] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] - 'A' + 'a' : word[i]);
    name[length] = '\0';
    for (int depth = 0; word[end] != '\0' && (end == length || depth > 0); end++)
        depth += word[end] == '[' ? 1 : word[end] == ']' ? -1 : 0;
    bool fits = word[end - 1] == ']' && length + end < sizeof meant;
    if (!fits || !nb_is_operator_name(name) || (nb_kind_of_name(s, word, length) & NB_IS_FAMILY))
        return false;
    snprintf(meant, sizeof meant, "%s(%.*s)", name, (int)(end - length - 2), word + length + 1);
    const char *copy = nb_arena_text(&s->scratch, meant, strlen(meant));
    if (copy != NULL) s->problem.hint = NB_SAY(HINT_CALL_LIKE, NB_TEXT(copy));
    return copy != NULL;
}
