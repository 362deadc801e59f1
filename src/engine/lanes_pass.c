/* The passes of lanes_kernels.inc, for the numbers of lanes that are worth having and for each kind
 * of processor, which is asked for at run time; elsewhere there is plain C. */
#include "engine/lanes_pass.h"

#include "ops/formulas.h"

/* gcc would unroll these short loops completely before it looks for loops to turn into vectors. */
#if defined(__GNUC__) && !defined(__clang__)
#define LANES                                                                                      \
    _Pragma("GCC ivdep") _Pragma("GCC unroll 1") for (int l = 0; l < WIDTH; l++)
#else
#define LANES for (int l = 0; l < WIDTH; l++)
#endif
#define SLOT(array, slot) ((array) + (size_t)(slot) * WIDTH)

static const double zeros[NB_LANES_MAX];
static const double ones[NB_LANES_MAX] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
                                          1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};

#define TARGET
#define WIDTH 1
#define NAME(function) function##_1
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#define WIDTH 4
#define NAME(function) function##_4
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#define WIDTH 8
#define NAME(function) function##_8
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#define WIDTH 16
#define NAME(function) function##_16
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#undef TARGET

#if defined(__GNUC__) && defined(__x86_64__)
#define TARGET __attribute__((target("avx2")))
#define WIDTH 4
#define NAME(function) function##_4_avx2
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#define WIDTH 8
#define NAME(function) function##_8_avx2
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#define WIDTH 16
#define NAME(function) function##_16_avx2
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#undef TARGET
#endif

const nb_lanes_pass *nb_lanes_pass_for(bool portable, int width, size_t count) {
    static const nb_lanes_pass *const plain[] = {&pass_1, &pass_4, &pass_8, &pass_16};
    const nb_lanes_pass *const *passes = plain;
#if defined(__GNUC__) && defined(__x86_64__)
    static const nb_lanes_pass *const avx2[] = {&pass_1, &pass_4_avx2, &pass_8_avx2, &pass_16_avx2};
    if (!portable && __builtin_cpu_supports("avx2")) passes = avx2;
#endif
    (void)portable;
    int best = 0;
    while (best < 3 && passes[best + 1]->width <= width && (size_t)passes[best]->width < count)
        best++;
    return passes[best];
}
