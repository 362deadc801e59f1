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

typedef struct nb_settings {
    int digits;   /* significant digits shown, 1 to 17 */
    int ascii;    /* 1: no character outside ASCII */
    int colour;   /* 1: on, 0: off, -1: as the front end finds */
    int compiled; /* 1: training runs many rows at once, 0: node by node, row by row */
    int images;   /* an nb_images */
} nb_settings;

#endif
