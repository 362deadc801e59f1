/* Decimal numbers as they stand in files, rounded correctly. */
#ifndef NABLA_TRAIN_CSV_NUMBER_H
#define NABLA_TRAIN_CSV_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* A decimal number at `text`, which must end in NUL; *end is behind it, or `text` itself where
 * there is none. `point` stands before its decimals; '\0': it has none. inf and 0 where it is out
 * of range, `*in_range` says so. */
double nb_csv_number(const char *text, char point, const char **end, bool *in_range);

/* How the numbers of a file are written. */
typedef struct nb_csv_marks {
    char point;   /* before decimals: . or , */
    bool grouped; /* the other one may stand between thousands, as in 1,234 */
    bool apart;   /* so may a no-break space and the like, or an apostrophe */
    bool spaced;  /* so may a blank */
    bool units;   /* a sign of money may stand on either side, % or 원 behind: 12% is 12 */
} nb_csv_marks;

enum { NB_CSV_PLAIN_ROOM = 80 };

/* Writes a cell's number as 1234.5 to `text`; false where it is none, or longer than `room`. The
 * minus sign may be U+2212. */
bool nb_csv_write_plain(const nb_csv_marks *marks, const char *begin, const char *end, char *text,
                        size_t room);

/* The points that a cell can be read with, thousands being grouped by the other sign: 3,14 only
 * with a comma, 1,234 with both, in two ways; 0: it is no number. */
enum { NB_CSV_POINT = 1, NB_CSV_COMMA = 2 };
unsigned nb_csv_points(const char *begin, const char *end);

#endif
