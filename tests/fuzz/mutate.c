/* libFuzzer's mutations of text that is made of lines: lines of the grammar come, go and change
 * places, words and expressions are put in; and now and then bytes change as libFuzzer likes. Only
 * the fuzzers have this; what they find is kept as text. */
#include <string.h>

#include "base/buffer.h"
#include "base/random.h"
#include "grammar.h"
#include "world.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t most, unsigned seed);

enum { SHORT = 300 };

/* A text in `size` of `most` bytes. */
typedef struct text {
    char *bytes;
    size_t size, most;
    nb_random chance;
} text;

static size_t below(text *t, size_t bound) {
    return nb_random_below(&t->chance, (uint32_t)bound);
}

/* Puts bytes in the place of `gone` others; nothing happens where they do not fit. */
static void put(text *t, size_t at, size_t gone, const char *bytes, size_t length) {
    if (t->size - gone + length > t->most) return;
    memmove(t->bytes + at + length, t->bytes + at + gone, t->size - at - gone);
    if (length > 0) memcpy(t->bytes + at, bytes, length);
    t->size += length - gone;
}

/* A statement on a line. */
static void write_line(text *t, nb_buffer *out) {
    nb_buffer_add_text(out, fuzz_sign);
    fuzz_write_line(out, &t->chance);
}

static void put_buffer(text *t, size_t at, size_t gone, nb_buffer *buffer) {
    if (buffer->length > 0) put(t, at, gone, buffer->data, buffer->length);
    nb_buffer_clear(buffer);
}

/* A line, with its newline: its length, and where it begins. */
static size_t pick_line(text *t, size_t *begin) {
    size_t at = t->size > 0 ? below(t, t->size) : 0, end = at;
    while (at > 0 && t->bytes[at - 1] != '\n') at--;
    while (end < t->size && t->bytes[end] != '\n') end++;
    *begin = at;
    return end + (end < t->size) - at;
}

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '.' || (unsigned char)c >= 0x80;
}

/* A word, or what stands between two. */
static size_t pick_word(text *t, size_t *begin) {
    size_t at = t->size > 0 ? below(t, t->size) : 0, end = at;
    bool word = at < t->size && is_word(t->bytes[at]);
    while (word && at > 0 && is_word(t->bytes[at - 1])) at--;
    while (word && end < t->size && is_word(t->bytes[end])) end++;
    *begin = at;
    return word ? end - at : end < t->size;
}

/* ---- mutations ---- */

static void insert_line(text *t) {
    nb_buffer line;
    size_t at;
    nb_buffer_init(&line, fuzz_memory());
    write_line(t, &line);
    size_t length = pick_line(t, &at);
    put_buffer(t, below(t, 2) > 0 ? at + length : at, 0, &line);
}

static void append_line(text *t) {
    nb_buffer line;
    nb_buffer_init(&line, fuzz_memory());
    if (t->size > 0 && t->bytes[t->size - 1] != '\n') nb_buffer_add_char(&line, '\n');
    write_line(t, &line);
    put_buffer(t, t->size, 0, &line);
}

static void replace_line(text *t) {
    nb_buffer line;
    size_t at, length = pick_line(t, &at);
    nb_buffer_init(&line, fuzz_memory());
    write_line(t, &line);
    put_buffer(t, at, length, &line);
}

static void delete_line(text *t) {
    size_t at, length = pick_line(t, &at);
    put(t, at, length, NULL, 0);
}

static void repeat_line(text *t) {
    size_t from, to, length = pick_line(t, &from);
    (void)pick_line(t, &to);
    nb_buffer line;
    nb_buffer_init(&line, fuzz_memory());
    nb_buffer_add(&line, t->bytes + from, length);
    put_buffer(t, to, 0, &line);
}

/* A word becomes another one, or an expression. */
static void replace_word(text *t) {
    nb_buffer word;
    size_t at, length = pick_word(t, &at);
    nb_buffer_init(&word, fuzz_memory());
    if (below(t, 3) == 0) fuzz_write_expression(&word, &t->chance);
    else fuzz_write_word(&word, &t->chance);
    put_buffer(t, at, length, &word);
}

static void insert_word(text *t) {
    nb_buffer word;
    size_t at, length = pick_word(t, &at);
    nb_buffer_init(&word, fuzz_memory());
    fuzz_write_word(&word, &t->chance);
    put_buffer(t, at + length, 0, &word);
}

static void copy_word(text *t) {
    size_t from, to, length = pick_word(t, &from), gone = pick_word(t, &to);
    nb_buffer word;
    nb_buffer_init(&word, fuzz_memory());
    nb_buffer_add(&word, t->bytes + from, length);
    put_buffer(t, to, gone, &word);
}

static void change_bytes(text *t) {
    t->size = LLVMFuzzerMutate((uint8_t *)t->bytes, t->size, t->most);
}

static void begin_anew(text *t) {
    nb_buffer lines;
    nb_buffer_init(&lines, fuzz_memory());
    bool lesson = *fuzz_sign != '\0';
    if (lesson) nb_buffer_add_text(&lines, "```nabla\n");
    fuzz_write_beginning(&lines, &t->chance, fuzz_sign);
    for (size_t i = below(t, 8); i > 0; i--) write_line(t, &lines);
    if (lesson) nb_buffer_add_text(&lines, "```\n");
    put_buffer(t, 0, t->size, &lines);
}

static void (*const mutations[])(text *t) = {
    insert_line, append_line, append_line, append_line, replace_line, delete_line, repeat_line,
    replace_word, replace_word, insert_word, copy_word, change_bytes};

/* Three of four inputs are short: many of these find more than few long ones. */
static void shorten(text *t) {
    if (below(t, 4) == 0) return;
    while (t->size > SHORT) delete_line(t);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    text t = {(char *)data, size, most, {0}};
    if (fuzz_sign == NULL) return LLVMFuzzerMutate(data, size, most);
    nb_random_seed(&t.chance, seed);
    if (size < 2 || below(&t, 500) == 0) {
        begin_anew(&t);
        return t.size;
    }
    for (size_t i = 1 + below(&t, 4); i > 0; i--)
        mutations[below(&t, sizeof mutations / sizeof *mutations)](&t);
    shorten(&t);
    return t.size;
}

/* The beginning of one session, up to a line, and the end of another one. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t most, unsigned seed) {
    text t = {(char *)out, 0, most, {0}};
    nb_random_seed(&t.chance, seed);
    size_t front = a_size > 0 ? below(&t, a_size) : 0, back = b_size > 0 ? below(&t, b_size) : 0;
    while (front < a_size && a[front] != '\n') front++;
    while (back < b_size && b[back] != '\n') back++;
    put(&t, 0, 0, (const char *)a, front);
    put(&t, t.size, 0, (const char *)b + back, b_size - back);
    shorten(&t);
    return t.size;
}
