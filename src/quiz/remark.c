/* Remarks on wrong numbers: the first one that fits. */
#include "quiz/remark.h"

#include <math.h>
#include <stdbool.h>

#include "quiz/answer.h"

static bool is(double answer, double mistaken) {
    return isfinite(mistaken) && nb_is_near(answer, mistaken, nb_answer_tolerances[1]);
}

/* Whether the answer is the right one with its point in another place. */
static bool is_shifted(double answer, double right) {
    enum { PLACES = 6 };
    double factor = 10;
    for (int i = 0; i < PLACES; i++, factor *= 10)
        if (is(answer, right * factor) || is(answer * factor, right)) return true;
    return false;
}

nb_message nb_remark_on(double answer, double right) {
    const double far = 10;
    if (!isfinite(answer)) return NB_SAY(ANSWER_INFINITE, NB_NUMBER(answer));
    if (!isfinite(right)) return NB_PLAIN(ANSWER_FINITE);
    if (right == 0) return answer > 0 ? NB_PLAIN(ANSWER_LARGE) : NB_PLAIN(ANSWER_SMALL);
    if (is(answer, -right)) return NB_PLAIN(PREDICT_SIGN);
    if (answer == 0) return NB_PLAIN(ANSWER_ZERO);
    if (is_shifted(answer, right)) return NB_PLAIN(ANSWER_POINT);
    if (is(answer, 1 / right)) return NB_PLAIN(ANSWER_INVERSE);
    if (is(answer, 2 * right)) return NB_PLAIN(ANSWER_DOUBLE);
    if (is(answer, right / 2)) return NB_PLAIN(ANSWER_HALF);
    if ((answer < 0) != (right < 0)) return NB_PLAIN(ANSWER_SIGN);
    if (fabs(answer) > far * fabs(right)) return NB_PLAIN(ANSWER_FAR_LARGE);
    if (fabs(answer) < fabs(right) / far) return NB_PLAIN(ANSWER_FAR_SMALL);
    return answer > right ? NB_PLAIN(ANSWER_LARGE) : NB_PLAIN(ANSWER_SMALL);
}
