/* Chance from a hash of question, student and round. From round to round a name's numbers are gone
 * through in steps that meet all of them before any comes again. */
#include "tour/vary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "lang/source.h"

static uint64_t hash_of(const nb_exam *exam, const char *purpose) {
    uint64_t hash = nb_hash_add_bytes(0, exam->q->id != NULL ? exam->q->id : "",
                                      exam->q->id != NULL ? strlen(exam->q->id) : 0);
    hash = nb_hash_add(hash, exam->variant.student);
    return nb_hash_add_bytes(hash, purpose, strlen(purpose));
}

nb_random nb_variant_random(const nb_exam *exam, const char *purpose) {
    nb_random random;
    nb_random_seed(&random, nb_hash_add(hash_of(exam, purpose), exam->variant.round));
    return random;
}

static uint32_t common_divisor(uint32_t a, uint32_t b) {
    while (b != 0) {
        uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Three steps of 0.1 are 0.3, not what binary rounding makes of them. */
static double number_at(const nb_vary *vary, uint32_t i) {
    char text[NB_NUMBER_ROOM];
    if (vary->choices != NULL) return vary->choices[i];
    snprintf(text, sizeof text, "%.12g", vary->from + (double)i * vary->step);
    return strtod(text, NULL);
}

/* The place of a number; `count` where it has none. */
static uint32_t find_place(const nb_vary *vary, double number) {
    uint32_t i = 0;
    if (vary->choices != NULL) {
        while (i < vary->count && vary->choices[i] != number) i++;
        return i;
    }
    double place = rint((number - vary->from) / vary->step);
    if (!(place >= 0 && place < vary->count)) return vary->count;
    return number_at(vary, (uint32_t)place) == number ? (uint32_t)place : vary->count;
}

/* Where the lesson's own number would come, everything behind it moves up. */
static double choose(const nb_exam *exam, const nb_vary *vary, double own) {
    nb_random random;
    nb_random_seed(&random, hash_of(exam, vary->name));
    uint32_t mine = find_place(vary, own);
    bool spare = vary->count > 1 && mine < vary->count;
    uint32_t count = spare ? vary->count - 1 : vary->count;
    uint32_t at = nb_random_below(&random, count);
    uint32_t stride = count > 1 ? 1 + nb_random_below(&random, count - 1) : 1;
    while (count > 1 && common_divisor(stride, count) != 1) stride = stride % (count - 1) + 1;
    at = (uint32_t)((at + (uint64_t)stride * exam->variant.round) % count);
    return number_at(vary, spare && at >= mine ? at + 1 : at);
}

void nb_vary_write(nb_buffer *out, const nb_exam *exam) {
    if (exam->variant.student == 0 && exam->variant.round == 0) return;
    for (size_t i = 0; i < exam->q->vary_count; i++) {
        const nb_vary *vary = &exam->q->vary[i];
        if (vary->count == 0) continue;
        double chosen = choose(exam, vary, exam->own[i]);
        if (chosen == exam->present[i]) continue;
        nb_buffer_add_text(out, vary->name);
        nb_buffer_add_text(out, " = ");
        nb_write_double(out, chosen);
        nb_buffer_add_char(out, '\n');
    }
}
