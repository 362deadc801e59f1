/* Owns base64: three bytes become four digits of six bits; = stands for what is missing at the
 * end. */
#include "base/base64.h"

#include <stdint.h>

void nb_base64_add(nb_buffer *out, const char *bytes, size_t length) {
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < length; at += 3) {
        size_t left = length - at;
        uint32_t three = (uint32_t)(unsigned char)bytes[at] << 16;
        if (left > 1) three |= (uint32_t)(unsigned char)bytes[at + 1] << 8;
        if (left > 2) three |= (unsigned char)bytes[at + 2];
        nb_buffer_add_char(out, digits[three >> 18]);
        nb_buffer_add_char(out, digits[three >> 12 & 63]);
        nb_buffer_add_char(out, left > 1 ? digits[three >> 6 & 63] : '=');
        nb_buffer_add_char(out, left > 2 ? digits[three & 63] : '=');
    }
}
