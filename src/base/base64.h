/* Bytes as letters and digits, as RFC 4648 has it. */
#ifndef NABLA_BASE_BASE64_H
#define NABLA_BASE_BASE64_H

#include "base/buffer.h"

void nb_base64_add(nb_buffer *out, const char *bytes, size_t length);

#endif
