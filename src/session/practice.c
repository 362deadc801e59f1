/* practice: what is asked for is read here; the host asks (practice/). */
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "formulas/clause.h"
#include "lang/commands.h"
#include "session/place.h"
#include "session/session.h"

enum { MOST_QUESTIONS = 1000, LARGEST_SEED = 999999999 };

/* The clause without a value that was typed: a level. */
static nb_status read_level(nb_sheet *s, const nb_statement *st, const char **level) {
    const nb_clause_form *form = nb_command_get(st->command)->clauses;
    *level = NULL;
    for (; form->key != NULL; form++) {
        const nb_command_arg *arg = nb_clause_get(st, form->key);
        if (form->what != NB_TAKES_NOTHING || arg == NULL) continue;
        if (*level != NULL)
            return nb_fail_place(s, arg->span, NB_SAY(PRACTICE_TWO, NB_TEXT(*level),
                                                      NB_TEXT(form->key)), NB_NO_HINT);
        *level = form->key;
    }
    return NB_STATUS_OK;
}

NB_COMMAND(PRACTICE) {
    nb_practice_block asked = {.seeded = nb_clause_get(st, "seed") != NULL};
    nb_status status = read_level(s, st, &asked.level);
    if (status == NB_STATUS_OK)
        status = nb_read_whole_clause(s, st, "exam", 1, MOST_QUESTIONS, "10", &asked.exam);
    if (status == NB_STATUS_OK)
        status = nb_read_whole_clause(s, st, "seed", 0, LARGEST_SEED, "42", &asked.seed);
    if (status != NB_STATUS_OK) return status;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_PRACTICE);
    s->session->entries.passing = true;
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    nb_set_place(s, block);
    block->as.practice = asked;
    return NB_STATUS_OK;
}
