/* Of numbers and words what stands in `wrong:`, of choices those that are not marked. */
#include "tour/listed.h"

#include <stdio.h>
#include <string.h>

#include "session/quiet.h"
#include "tour/numbers.h"
#include "tour/state.h"

enum { NUMBER_ROOM = 24 };

static nb_status get_number(nb_exam *exam, nb_numbers numbers, const char **text) {
    nb_quiet quiet;
    nb_buffer out;
    nb_buffer_init(&out, nb_session_memory(exam->session));
    nb_status status = nb_quiet_begin(exam->session, &quiet);
    if (status == NB_STATUS_OK) nb_numbers_write(&out, quiet.s, numbers);
    nb_quiet_end(&quiet);
    *text = out.failed ? NULL : nb_arena_text(&exam->arena, out.data, out.length);
    nb_buffer_clear(&out);
    return status == NB_STATUS_OK && *text == NULL ? NB_STATUS_NO_MEMORY : status;
}

static nb_status get_wrong(nb_exam *exam, size_t i, nb_listed *listed) {
    const nb_known_wrong *wrong = &exam->wrongs[i];
    *listed = (nb_listed){exam->q->wrongs.all[i].text, "", wrong->remark};
    if (wrong->numbers.all == NULL) return NB_STATUS_OK;
    nb_status status = get_number(exam, wrong->numbers, &listed->number);
    if (status == NB_STATUS_OK && strcmp(listed->number, listed->text) == 0) listed->number = "";
    return status;
}

static nb_status get_choice(nb_exam *exam, size_t i, nb_listed *listed) {
    size_t at = 0;
    for (; at < exam->choice_count; at++)
        if (!exam->q->choices.all[exam->places[at]].right && i-- == 0) break;
    if (at == exam->choice_count) return NB_STATUS_OK;
    char *number = nb_arena_add(&exam->arena, NUMBER_ROOM, 1);
    if (number == NULL) return NB_STATUS_NO_MEMORY;
    (void)snprintf(number, NUMBER_ROOM, "%zu", at + 1);
    *listed = (nb_listed){number, "", exam->remarks[at]};
    return NB_STATUS_OK;
}

nb_status nb_listed_get(nb_exam *exam, size_t i, nb_listed *listed) {
    const nb_lesson_question *q = exam->q;
    *listed = (nb_listed){NULL, "", ""};
    if (i < q->wrongs.count) return get_wrong(exam, i, listed);
    if (q->kind == NB_ASK_CHOICE || q->kind == NB_ASK_CHOICES) return get_choice(exam, i, listed);
    if (i < q->wrong_checks.count)
        *listed = (nb_listed){q->wrong_checks.all[i].text, "", q->wrong_checks.all[i].remark};
    return NB_STATUS_OK;
}
