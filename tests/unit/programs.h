/* Programs that misbehave: they stand in a scratch folder that is put first on PATH. */
#ifndef NABLA_TESTS_PROGRAMS_H
#define NABLA_TESTS_PROGRAMS_H

#include "support.h"

enum { PATH_BYTES = 4096 };

extern nb_memory memory;

typedef struct scratch {
    char folder[64], bin[96];
    char *path;   /* PATH as it was */
    int free_end; /* the lowest descriptor that is free */
} scratch;

void join(char *out, const char *folder, const char *name);
int set_up(void **state);
/* Fails where a file that a test may make, memory or a descriptor is left. */
int tear_down(void **state);
/* Puts a program on PATH, before the others or instead of them. */
void install(const scratch *s, const char *name, const char *body);
void use_bin(const scratch *s, bool alone);
/* -1: there is no such file. */
long size_of(const scratch *s, const char *name);

#endif
