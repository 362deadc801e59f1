/* Owns what nabla may write: the table of kinds, and their marks. Another kind is another row.
 *
 * A mark is a fixed run of bytes at a place that the format leaves to comments, so that the file
 * means what it meant without it: a comment, or in a PNG file a chunk of text with its checksum. */
#define _POSIX_C_SOURCE 200809L /* pread */
#include "front/system/kinds.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK(text) (text), sizeof(text) - 1

static const nb_file_kind kinds[] = {
    {NB_FILES_OF_SAVE, ".nabla", NB_MARK_FIRST, MARK("# made by nabla\n"),
     "", "", "", false, false},
    {NB_FILES_OF_SAVE, ".csv", NB_MARK_FIRST, MARK("# made by nabla\n"), "", "", "", false, false},
    {NB_FILES_OF_SAVE, ".md", NB_MARK_FIRST, MARK("<!-- made by nabla -->\n"),
     "", "", "", false, false},
    {NB_FILES_OF_DRAW, ".png", NB_MARK_PNG,
     MARK("\0\0\0\x0e" "tEXtSoftware\0nabla" "\xb5\x64\x29\xe3"),
     "-Tpng", "\x89PNG\r\n", "IEND", true, false},
    {NB_FILES_OF_DRAW, ".svg", NB_MARK_SECOND_LINE, MARK("<!-- made by nabla -->\n"),
     "-Tsvg", "<?xml", "</svg>", false, false},
    {NB_FILES_OF_DRAW, ".pdf", NB_MARK_LAST, MARK("\n% made by nabla\n"),
     "-Tpdf", "%PDF-", "%%EOF", false, false},
    {NB_FILES_OF_SLIDES, ".html", NB_MARK_SECOND_LINE, MARK("<!-- made by nabla -->\n"), "", "",
     "", false, false},
    {NB_FILES_OF_DRAW, ".tex", NB_MARK_FIRST, MARK("% made by nabla\n"),
     "-Tplain", "graph ", "stop", false, true},
    {NB_FILES_OF_DRAW, ".dot", NB_MARK_FIRST, MARK("// made by nabla\n"),
     "", "", "", false, false},
    {NB_FILES_OF_PLOT, ".png", NB_MARK_PNG,
     MARK("\0\0\0\x0e" "tEXtSoftware\0nabla" "\xb5\x64\x29\xe3"),
     "pngcairo", "\x89PNG\r\n", "IEND", true, false},
    {NB_FILES_OF_PLOT, ".svg", NB_MARK_SECOND_LINE, MARK("<!-- made by nabla -->\n"),
     "svg", "<?xml", "</svg>", false, false},
    {NB_FILES_OF_PLOT, ".pdf", NB_MARK_LAST, MARK("\n% made by nabla\n"),
     "pdfcairo", "%PDF-", "%%EOF", false, false},
    {NB_FILES_OF_PLOT, ".dat", NB_MARK_FIRST, MARK("# made by nabla\n"), "", "", "", false, false},
    /* No program that reads scores knows comments: the headings are the mark, in quotes, which a
     * spreadsheet program drops when it saves the file again. */
    {NB_FILES_OF_REPORT, ".csv", NB_MARK_FIRST,
     MARK("\xef\xbb\xbf\"id\",\"name\",\"score\"\r\n"), "", "", "", false, false},
};

enum {
    KINDS = sizeof kinds / sizeof *kinds,
    TAIL = 32,     /* bytes in which the end of a picture is looked for */
    HEAD = 512,    /* bytes that hold a mark, unless it ends the file */
    PNG_FRONT = 33 /* the signature and the first chunk, whose length the format fixes */
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path), bytes = strlen(ending), same = 0;
    if (length <= bytes) return false;
    while (same < bytes && lower(path[length - bytes + same]) == ending[same]) same++;
    return same == bytes;
}

const nb_file_kind *nb_kind_find(nb_files_of command, const char *path) {
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].command == command && ends_in(path, kinds[i].ending)) return &kinds[i];
    return NULL;
}

const nb_file_kind *nb_kind_usual(nb_files_of command) {
    size_t i = 0;
    while (i + 1 < KINDS && kinds[i].command != command) i++;
    return &kinds[i];
}

size_t nb_kind_mark_at(const nb_file_kind *kind, const char *bytes, size_t length) {
    if (kind->place == NB_MARK_PNG) return length < PNG_FRONT ? length : PNG_FRONT;
    if (kind->place == NB_MARK_LAST) return length;
    if (kind->place == NB_MARK_FIRST || length == 0) return 0;
    const char *newline = memchr(bytes, '\n', length);
    return newline != NULL ? (size_t)(newline - bytes) + 1 : length;
}

bool nb_kind_is_whole(const nb_file_kind *kind, const nb_buffer *bytes) {
    size_t begins = strlen(kind->begins), ends = strlen(kind->ends);
    size_t tail = bytes->length < TAIL ? bytes->length : TAIL;
    if (bytes->length < begins + ends) return false;
    if (memcmp(bytes->data, kind->begins, begins) != 0) return false;
    for (const char *at = bytes->data + bytes->length - tail, *end = at + tail;
         (size_t)(end - at) >= ends; at++)
        if (memcmp(at, kind->ends, ends) == 0) return true;
    return false;
}

bool nb_kind_is_marked(const nb_file_kind *kind, int fd) {
    char head[HEAD];
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return false;
    bool last = kind->place == NB_MARK_LAST;
    off_t from = last ? about.st_size - (off_t)kind->mark_length : 0;
    ssize_t got = from >= 0 ? pread(fd, head, sizeof head, from) : -1;
    if (got < 0) return false;
    size_t length = (size_t)got, at = last ? 0 : nb_kind_mark_at(kind, head, length);
    return length - at >= kind->mark_length &&
           memcmp(head + at, kind->mark, kind->mark_length) == 0;
}
