/* See files.h. */
#include "files.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

char *files_read(const char *path) {
    static char text[64 * 1024];
    FILE *file = fopen(path, "r");
    size_t length = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file == NULL || length == sizeof text - 1 || fclose(file) != 0) return NULL;
    text[length] = '\0';
    return text;
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
