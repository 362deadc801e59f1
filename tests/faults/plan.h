/* What the library of inject.c is to do, and what it counts: in memory that the driver and the
 * program share, so that it is known however the program ends. */
#ifndef FAULTS_PLAN_H
#define FAULTS_PLAN_H

#include <stdbool.h>

/* Each kind of call: its name, and the errors that are tried (0: none). */
#define FAULT_KINDS(KIND)                                                                         \
    KIND(ALLOCATE, "allocate", ENOMEM, 0)                                                         \
    KIND(READ, "read", EIO, EINTR)                                                                \
    KIND(WRITE, "write", ENOSPC, EINTR)                                                           \
    KIND(TAKE, "take", EIO, 0) /* a write of no byte that is no error */                          \
    KIND(OPEN, "open", EACCES, EMFILE)                                                            \
    KIND(RENAME, "rename", EROFS, 0)                                                              \
    KIND(CLOSE, "close", EIO, 0)                                                                  \
    KIND(UNLINK, "unlink", EACCES, 0)                                                             \
    KIND(MKDIR, "mkdir", EROFS, 0)                                                                \
    KIND(SPAWN, "spawn", EAGAIN, 0)                                                               \
    KIND(LOCK, "lock", ENOLCK, EINTR)                                                             \
    KIND(CONTROL, "control", EINVAL, 0)                                                           \
    KIND(TRUNCATE, "truncate", EIO, 0)                                                            \
    KIND(STATUS, "status", EACCES, 0)                                                             \
    KIND(SYNC, "sync", EIO, 0)                                                                    \
    KIND(MODE, "mode", EPERM, 0)                                                                  \
    KIND(SEEK, "seek", ESPIPE, 0)                                                                 \
    KIND(FOLDER, "folder", EACCES, 0)                                                             \
    KIND(TERMINAL, "terminal", ENOTTY, 0)                                                         \
    KIND(WAIT, "wait", EINTR, ECHILD)                                                             \
    KIND(POLL, "poll", EINTR, 0)                                                                  \
    KIND(PRINT, "print", ENOSPC, 0)                                                               \
    KIND(LOCALE, "locale", ENOENT, 0)

#define FAULT_ENUM(ID, NAME, FIRST, SECOND) FAULT_##ID,
typedef enum fault_kind { FAULT_KINDS(FAULT_ENUM) FAULT_KIND_COUNT } fault_kind;
#undef FAULT_ENUM

typedef struct fault_plan {
    fault_kind kind;
    long at;     /* the call of that kind that fails, counted from 1; 0: none */
    bool onward; /* so do all that follow */
    int error;   /* errno then */
    long calls[FAULT_KIND_COUNT];
    long failed;
} fault_plan;

/* The environment variable with the number of the file that is shared. */
#define FAULT_VARIABLE "NABLA_TEST_FAULT_PLAN"

#endif
