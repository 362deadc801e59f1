/* Files for the driver of the sessions. */
#ifndef TERMINAL_FILES_H
#define TERMINAL_FILES_H

#include <stdbool.h>

/* The text of a file, until the next call; NULL: it cannot be read or is too long. */
char *files_read(const char *path);
/* Compares a file's lines with those of `wanted`, in which each … stands for any text. NULL: they
 * are alike; else the first line that is another one. */
const char *files_find_other(const char *path, const char *wanted);
/* Writes a file and a newline behind its text, to be run if that begins with #!, and makes the
 * folders that it lies in. */
bool files_write(char *path, const char *text);
/* Copies the file PATH, counted from the folder that `beside` lies in, to here. What is played goes
 * to another folder first, so `beside` is absolute, or nothing is found. */
bool files_copy(const char *beside, const char *path);

#endif
