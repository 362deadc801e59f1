/* See synonyms.h. */
#include "help/synonyms.h"

#include <string.h>

#include "formulas/table_cells.h"

static const struct { const char *word, *says; } others[] = {
#define OTHER(WORD, SAYS) {WORD, SAYS},
#include "help/synonyms.def"
#undef OTHER
};

const char *nb_as_help_says(nb_sheet *s, const char *text) {
    for (size_t i = 0; text != NULL && i < sizeof others / sizeof *others; i++) {
        const char *at = strstr(text, others[i].word);
        if (at == NULL) continue;
        const char *before = nb_arena_text(&s->scratch, text, (size_t)(at - text));
        if (before == NULL) return NULL;
        text = NB_JOIN(s, before, others[i].says, at + strlen(others[i].word));
    }
    return text;
}
