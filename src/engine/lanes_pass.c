/* The passes of lanes_kernels.inc, for the numbers of lanes that are worth having and for each kind
 * of processor, which is asked for at run time; elsewhere there is plain C. */
#include "engine/lanes_pass.h"

#include "ops/formulas.h"

/* Without the pragma, gcc unrolls these short loops completely before it looks for loops to turn
 * into vectors. */
#define LANES_OF(N) _Pragma("omp simd") for (int l = 0; l < N; l++)
#define LANES_ASK(N) _Pragma("omp simd reduction(|:other)") for (int l = 0; l < N; l++)
#define LANES LANES_OF(WIDTH)
#if defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#elif defined(__GNUC__)
#define UNROLLED _Pragma("GCC unroll 8")
#else
#define UNROLLED
#endif
#if defined(__GNUC__)
#define INLINE inline __attribute__((always_inline))
#else
#define INLINE inline
#endif
#define SLOT(array, slot) ((array) + (size_t)(slot) * WIDTH)

/* Four vectors of four lanes become four lanes of four numbers. */
#if defined(__GNUC__) && defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define SQUARES 1
typedef double square_row __attribute__((vector_size(32), aligned(8), may_alias));
#define ROW_AT(p) (*(const square_row *)(p))
#define TO_ROW(i, x, y, ...)                                                                       \
    *(square_row *)(to + (i) * stride_) = __builtin_shufflevector(x, y, __VA_ARGS__)
#define TURN_SQUARE(from, l, into, stride)                                                         \
    {                                                                                              \
        double *to = into;                                                                         \
        const size_t stride_ = stride;                                                             \
        const square_row a = ROW_AT(from[0] + l), b = ROW_AT(from[1] + l);                         \
        const square_row c = ROW_AT(from[2] + l), d_ = ROW_AT(from[3] + l);                        \
        const square_row ab = __builtin_shufflevector(a, b, 0, 4, 2, 6);                           \
        const square_row cd = __builtin_shufflevector(c, d_, 0, 4, 2, 6);                          \
        const square_row ba = __builtin_shufflevector(a, b, 1, 5, 3, 7);                           \
        const square_row dc = __builtin_shufflevector(c, d_, 1, 5, 3, 7);                          \
        TO_ROW(0, ab, cd, 0, 1, 4, 5);                                                             \
        TO_ROW(1, ba, dc, 0, 1, 4, 5);                                                             \
        TO_ROW(2, ab, cd, 2, 3, 6, 7);                                                             \
        TO_ROW(3, ba, dc, 2, 3, 6, 7);                                                             \
    }
#endif
#endif

/* Compiled with the sanitizers wider vectors would take minutes; they are the same loops. */
#if defined(__GNUC__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define HAS_AVX 1
#else
#define HAS_AVX 0
#endif

/* A formula of two cases is computed three ways: first it only tells whether some lane has the
 * seldom case; if none has, the usual case is all that is computed. Of other formulas the first
 * way leaves nothing to do. LOAD declares the operands. */
enum { ASK, USUAL, EITHER };
#undef CASES
#undef CASES_AS_NODES
#define CASES(taught, condition, usual, seldom)                                                    \
    (way == ASK ? (other |= (condition) != 0 ? 0 : 1, 0.0)                                         \
     : way == USUAL ? (usual)                                                                      \
                    : where(condition, usual, seldom))
#define CASES_AS_NODES(taught, condition, usual, seldom, nodes)                                    \
    CASES(taught, condition, usual, seldom)
#define COMPUTE(N, LOAD, TO, formula)                                                              \
    {                                                                                              \
        uint64_t other = 0;                                                                        \
        LANES_ASK(N) {                                                                             \
            const int way = ASK;                                                                   \
            (void)way;                                                                             \
            LOAD                                                                                   \
            (void)(formula);                                                                       \
        }                                                                                          \
        if (other == 0) LANES_OF(N) {                                                              \
            const int way = USUAL;                                                                 \
            (void)way;                                                                             \
            LOAD                                                                                   \
            TO(formula);                                                                           \
        } else LANES_OF(N) {                                                                       \
            const int way = EITHER;                                                                \
            (void)way;                                                                             \
            LOAD                                                                                   \
            TO(formula);                                                                           \
        }                                                                                          \
    }

enum { WIDE = 16 }; /* lanes of turns that stand together, if theirs are fewer */

static const double zeros[NB_LANES_MAX];
static const double ones[NB_LANES_MAX] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
                                          1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};

#define TARGET
#if defined(__GNUC__)
#define VECTOR 2
#else
#define VECTOR 1
#endif
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
#undef VECTOR

#if HAS_AVX
#define TARGET __attribute__((target("avx2")))
#define VECTOR 4
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
#undef VECTOR

#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl")))
#define VECTOR 8
#define WIDTH 4
#define NAME(function) function##_4_avx512
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#define WIDTH 8
#define NAME(function) function##_8_avx512
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#define WIDTH 16
#define NAME(function) function##_16_avx512
#include "engine/lanes_kernels.inc"
#undef WIDTH
#undef NAME
#undef TARGET
#undef VECTOR
#endif

enum { PASSES = 4 };

static const nb_lanes_pass *const passes[][PASSES] = {
    [NB_VECTORS_PLAIN] = {&pass_1, &pass_1, &pass_1, &pass_1},
    [NB_VECTORS_SSE2] = {&pass_1, &pass_4, &pass_8, &pass_16},
#if HAS_AVX
    [NB_VECTORS_AVX2] = {&pass_1, &pass_4_avx2, &pass_8_avx2, &pass_16_avx2},
    [NB_VECTORS_AVX512] = {&pass_1, &pass_4_avx512, &pass_8_avx512, &pass_16_avx512},
#endif
};

/* The widest vectors that this processor has, none wider than `most`; never AUTO. */
static nb_vectors widest(nb_vectors most) {
    nb_vectors has = NB_VECTORS_SSE2;
#if HAS_AVX
    if (__builtin_cpu_supports("avx2")) has = NB_VECTORS_AVX2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        has = NB_VECTORS_AVX512;
#endif
    return most == NB_VECTORS_AUTO || most > has ? has : most;
}

const nb_lanes_pass *nb_lanes_pass_for(nb_vectors most, int width, size_t count) {
    const nb_lanes_pass *const *of = passes[widest(most)];
    int best = 0;
    while (best + 1 < PASSES && of[best + 1]->width <= width && (size_t)of[best]->width < count)
        best++;
    return of[best];
}
