/* The cases of a session: the same typing in windows of several widths, in several locales, with
 * English and with Korean names. A session says so in lines like
 *
 *     each columns = 40 | 80 | 200
 *     each fruit price = plum 100 | 사과 200
 *
 * and is played once for every combination of them; {columns}, {fruit} and {price} stand for the
 * words of the present case. */
#ifndef TERMINAL_CASES_H
#define TERMINAL_CASES_H

#include <stddef.h>

enum { CASE_TITLE = 256 };

/* How many cases there are, at least 1; 0: a line `each` is wrong. */
size_t cases_count(const char *text);
/* The text of one of them, to be freed; NULL when memory runs out. Lines keep their numbers.
 * `title` gets the words that were chosen, "" where nothing was. */
char *cases_get(const char *text, size_t number, char title[CASE_TITLE]);

#endif
