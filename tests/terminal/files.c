/* See files.h. */
#include "files.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST = 64 * 1024 };

static bool read_all(const char *path, char text[LONGEST]) {
    FILE *file = fopen(path, "r");
    size_t length = file != NULL ? fread(text, 1, LONGEST - 1, file) : 0;
    if (file == NULL || length == LONGEST - 1 || fclose(file) != 0) return false;
    text[length] = '\0';
    return true;
}

char *files_read(const char *path) {
    static char text[LONGEST];
    return read_all(path, text) ? text : NULL;
}

/* Whether a line matches, each … standing for any bytes. */
static bool is_like(const char *line, size_t length, const char *wanted, size_t rest) {
    static const char any[] = "…";
    const size_t sign = sizeof any - 1;
    while (rest > 0 && (rest < sign || memcmp(wanted, any, sign) != 0)) {
        if (length == 0 || *line != *wanted) return false;
        line++, length--, wanted++, rest--;
    }
    if (rest == 0) return length == 0;
    for (size_t i = 0; i <= length; i++)
        if (is_like(line + i, length - i, wanted + sign, rest - sign)) return true;
    return false;
}

const char *files_find_other(const char *path, const char *wanted) {
    static char text[LONGEST];
    if (!read_all(path, text)) return "(it cannot be read)";
    char *line = text;
    while (*line != '\0' || *wanted != '\0') {
        size_t length = strcspn(line, "\n"), rest = strcspn(wanted, "\n");
        bool like = *line != '\0' && is_like(line, length, wanted, rest);
        if (!like) line[length] = '\0';
        if (!like) return *line != '\0' ? line : "(it ends)";
        line += length + (line[length] == '\n');
        wanted += rest + (wanted[rest] == '\n');
    }
    return NULL;
}

bool files_write(char *path, const char *text) {
    for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777); /* it may be there; what cannot be made is told below */
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    if (file == NULL) return false;
    bool good = fprintf(file, "%s\n", text) >= 0;
    if (strncmp(text, "#!", 2) == 0) good = chmod(path, 0755) == 0 && good;
    return fclose(file) == 0 && good;
}

bool files_copy(const char *beside, const char *path) {
    char from_path[4096];
    const char *end = strrchr(beside, '/'), *slash = strrchr(path, '/');
    (void)snprintf(from_path, sizeof from_path, "%.*s/%s",
                   end != NULL ? (int)(end - beside) : 0, beside, path);
    FILE *from = fopen(from_path, "r"), *to = fopen(slash != NULL ? slash + 1 : path, "w");
    for (int c; from != NULL && to != NULL && (c = fgetc(from)) != EOF;) (void)fputc(c, to);
    bool good = from != NULL && to != NULL && !ferror(from) && !ferror(to);
    if (from != NULL) good = fclose(from) == 0 && good;
    if (to != NULL) good = fclose(to) == 0 && good;
    return good;
}
