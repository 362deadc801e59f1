/* What `practice` asks for, with a seed where none was named. */
#define _POSIX_C_SOURCE 199309L /* clock_gettime */
#include "front/opening.h"

#include <string.h>
#include <time.h>

/* A seed that differs from one time to the next, short enough to be typed. */
static uint32_t any_seed(void) {
    const uint32_t bound = 1000000;
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000) % bound;
}

static nb_practice_level find_level(const char *word) {
    int level = 0;
    while (level + 1 < NB_PRACTICE_LEVELS &&
           strcmp(nb_practice_level_word((nb_practice_level)level), word) != 0)
        level++;
    return (nb_practice_level)level;
}

void nb_opening_carry_out(nb_opening *opens, nb_block *block, nb_result *result) {
    const nb_practice_block *asked = &block->as.practice;
    if (opens == NULL) {
        nb_result_fail(result, block, NB_PLAIN(PRACTICE_PROMPT));
        nb_result_hint(result, NB_PLAIN(HINT_PRACTICE));
        return;
    }
    opens->practice = (nb_practising){
        .wanted = true, .climbs = asked->level == NULL, .exam = asked->exam,
        .level = asked->level != NULL ? find_level(asked->level) : 0,
        .seed = asked->seeded ? asked->seed : any_seed()};
}
