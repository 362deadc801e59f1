/* See compare.h. */
#include "explore/compare.h"

#include <math.h>

int nb_digits_agreed(double numerical, double gradient) {
    double off = fabs(numerical - gradient) / fabs(gradient);
    double digits = off > 0 ? floor(-log10(off)) : NB_MOST_DIGITS;
    return (int)fmax(1, fmin(digits, NB_MOST_DIGITS));
}

nb_message nb_compare_slopes(nb_judgement found, double gradient) {
    switch (found.verdict) {
    case NB_VERDICT_RIGHT:
        return NB_SAY(CHAIN_AGREES, NB_NUMBER(nb_digits_agreed(found.numerical, gradient)));
    case NB_VERDICT_KINK:
        return NB_SAY(CHAIN_KINK, NB_NUMBER(found.left), NB_NUMBER(found.right));
    case NB_VERDICT_JUMP: return NB_PLAIN(CHAIN_JUMP);
    case NB_VERDICT_UNSEEN: return NB_PLAIN(CHAIN_UNSEEN);
    case NB_VERDICT_NOT_FINITE:
        if (!isfinite(found.numerical)) return NB_PLAIN(CHAIN_NO_NUMBER);
        break;
    case NB_VERDICT_WRONG: break;
    }
    return NB_SAY(CHAIN_DIFFERS, NB_APART(found.numerical, gradient));
}
