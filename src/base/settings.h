/* What `set` changes, for whoever renders or runs. */
#ifndef NABLA_BASE_SETTINGS_H
#define NABLA_BASE_SETTINGS_H

/* How a terminal is sent images; in the order of the words of `set images`. */
typedef enum nb_images {
    NB_IMAGES_AUTO, /* as the front end finds */
    NB_IMAGES_KITTY,
    NB_IMAGES_ITERM,
    NB_IMAGES_SIXEL,
    NB_IMAGES_OFF
} nb_images;

/* The vectors that many rows at once are computed with: at most these, if the processor has them;
 * in the order of the words of `set vectors`. Numbers are the same bits in each of them. */
typedef enum nb_vectors {
    NB_VECTORS_AUTO,  /* the widest */
    NB_VECTORS_PLAIN, /* none: a row at a time */
    NB_VECTORS_SSE2,  /* 2 numbers; on another kind of processor what the compiler makes of it */
    NB_VECTORS_AVX2,  /* 4 */
    NB_VECTORS_AVX512 /* 8 */
} nb_vectors;
#define NB_VECTORS_WORDS "auto", "plain", "sse2", "avx2", "avx512"

typedef struct nb_settings {
    int digits;   /* significant digits shown, 1 to 17 */
    int ascii;    /* 1: no character outside ASCII */
    int colour;   /* 1: on, 0: off, -1: as the front end finds */
    int compiled; /* 1: training runs many rows at once, 0: node by node, row by row */
    int images;   /* an nb_images */
    int lang;     /* a place in nb_words_languages; 0, auto: as the front end finds */
    int vectors;  /* an nb_vectors */
} nb_settings;

#endif
