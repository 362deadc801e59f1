/* The emulated terminal. See screen.h.
 *
 * How to read it: screen_write at the end cuts the bytes into characters, controls and escape
 * sequences; the parts above carry these out. */
#define _XOPEN_SOURCE 700 /* wcwidth */
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* ---- paper ---- */

int screen_top(const screen *s) {
    return s->used > s->rows ? s->used - s->rows : 0;
}

static void add_row(screen *s) {
    const int half = MOST_ROWS / 2;
    if (s->used == MOST_ROWS) { /* forget the older half */
        memmove(s->paper, s->paper + half, (size_t)half * sizeof *s->paper);
        s->used -= half;
        s->y -= half;
    }
    s->paper[s->used++] = (row){0};
}

void screen_start(screen *s, int columns, int rows) {
    *s = (screen){.columns = columns, .rows = rows};
    s->paper = calloc(MOST_ROWS, sizeof *s->paper);
    if (s->paper == NULL) {
        fputs("terminal: not enough memory\n", stderr);
        exit(2);
    }
    while (s->used < rows) add_row(s);
}

void screen_free(screen *s) {
    free(s->paper);
    free(s->string);
    *s = (screen){0};
}

void screen_resize(screen *s, int columns, int rows) {
    int below = s->used - 1 - s->y; /* rows under the cursor go first, then those at the top */
    if (rows < s->rows) s->used -= s->rows - rows < below ? s->rows - rows : below;
    s->columns = columns;
    s->rows = rows;
    s->wraps = false;
    if (s->x >= columns) s->x = columns - 1;
    while (s->used < rows) add_row(s);
}

static void erase(screen *s, int y, int from, int to) {
    for (int x = from; x < to; x++) s->paper[y].cells[x] = (cell){0};
}

/* ---- characters ---- */

static void feed_line(screen *s) {
    if (++s->y == s->used) add_row(s);
    s->wraps = false;
}

/* Writing over one half of a wide character takes the other away. */
static void clear_cell(screen *s, int x) {
    cell *cells = s->paper[s->y].cells;
    if (cells[x].tail && x > 0) cells[x - 1] = (cell){0};
    if (x + 1 < s->columns && cells[x + 1].tail) cells[x + 1] = (cell){0};
    cells[x] = (cell){0};
}

static void combine(screen *s, const char *bytes) {
    cell *cells = s->paper[s->y].cells;
    int x = s->wraps ? s->x : s->x - 1;
    if (x > 0 && cells[x].tail) x--;
    if (x < 0 || strlen(cells[x].text) + strlen(bytes) >= MOST_CELL_BYTES) return;
    memcpy(cells[x].text + strlen(cells[x].text), bytes, strlen(bytes) + 1);
    cells[x].stamp = s->clock++;
}

static void put(screen *s, const char *bytes, int width) {
    if (width == 0) {
        combine(s, bytes);
        return;
    }
    if (s->wraps || s->x + width > s->columns) {
        feed_line(s);
        s->x = 0;
    }
    cell *cells = s->paper[s->y].cells;
    for (int i = 0; i < width; i++) {
        clear_cell(s, s->x + i);
        cells[s->x + i] = (cell){.stamp = s->clock, .tail = i > 0, .coloured = s->coloured};
    }
    memcpy(cells[s->x].text, bytes, strlen(bytes) + 1);
    s->clock++;
    s->x += width;
    s->wraps = s->x == s->columns;
    if (s->wraps) s->x--;
}

/* ---- sequences ---- */

static void insert_blanks(screen *s, int count) {
    cell *at = s->paper[s->y].cells + s->x;
    int room = s->columns - s->x;
    if (count > room) count = room;
    if (at->tail) clear_cell(s, s->x);
    memmove(at + count, at, (size_t)(room - count) * sizeof *at);
    erase(s, s->y, s->x, s->x + count);
}

static void delete_cells(screen *s, int count) {
    cell *at = s->paper[s->y].cells + s->x;
    int room = s->columns - s->x;
    if (count > room) count = room;
    for (int i = 0; i < count; i++) clear_cell(s, s->x + i); /* with the other halves */
    memmove(at, at + count, (size_t)(room - count) * sizeof *at);
    erase(s, s->y, s->columns - count, s->columns);
}

static void erase_line(screen *s, int how) {
    erase(s, s->y, how == 0 ? s->x : 0, how == 1 ? s->x + 1 : MOST_COLUMNS);
}

static void erase_screen(screen *s, int how) {
    int top = screen_top(s);
    erase_line(s, how);
    for (int y = top; y < s->used; y++)
        if ((how != 1 && y > s->y) || (how != 0 && y < s->y)) erase(s, y, 0, MOST_COLUMNS);
}

/* Coordinates count from 1 at the window's top left. */
static void move_to(screen *s, int line, int column) {
    int top = screen_top(s);
    s->y = line < 1 ? top : line > s->rows ? top + s->rows - 1 : top + line - 1;
    s->x = column < 1 ? 0 : column > s->columns ? s->columns - 1 : column - 1;
}

/* 0 or nothing ends every colour. */
static void set_colour(screen *s, const char *numbers) {
    for (s->coloured = false; *numbers != '\0'; numbers++) {
        char *end;
        if (strtol(numbers, &end, 10) != 0) s->coloured = true;
        numbers = end;
    }
}

static void not_understood(screen *s) {
    if (s->unknown[0] == '\0') memcpy(s->unknown, s->sequence, sizeof s->unknown);
}

static void answer(screen *s, const char *reply) {
    size_t length = strlen(s->reply);
    snprintf(s->reply + length, sizeof s->reply - length, "%s", reply);
}

/* ESC [ numbers letter */
static void control(screen *s) {
    char letter = s->sequence[s->length - 1], *rest;
    int first = (int)strtol(s->sequence + 2, &rest, 10);
    int count = first > 0 ? first : 1, second = *rest == ';' ? (int)strtol(rest + 1, NULL, 10) : 1;
    int line = s->y - screen_top(s) + 1;
    if (letter != 'm') s->wraps = false;
    switch (letter) {
    case 'A': move_to(s, line - count, s->x + 1); break;
    case 'B': move_to(s, line + count, s->x + 1); break;
    case 'C': move_to(s, line, s->x + 1 + count); break;
    case 'D': move_to(s, line, s->x + 1 - count); break;
    case 'G': move_to(s, line, count); break;
    case 'H': move_to(s, count, second); break;
    case 'J': erase_screen(s, first); break;
    case 'K': erase_line(s, first); break;
    case 'P': delete_cells(s, count); break;
    case '@': insert_blanks(s, count); break;
    case 'c': answer(s, images_attributes(s->images)); break;
    case 'm': set_colour(s, s->sequence + 2); break;
    case 'h': case 'l': /* modes: bracketed paste, the cursor's looks */
        if (strncmp(s->sequence + 2, "?2004", 5) == 0) s->brackets_pastes = letter == 'h';
        break;
    default: not_understood(s);
    }
}

/* Whether the sequence that has begun is complete. */
static bool is_complete(const screen *s) {
    const char *text = s->sequence;
    char last = text[s->length - 1];
    if (s->length == 1 || strchr("P]_", text[1]) != NULL) return false; /* strings go elsewhere */
    if (text[1] == '[') return s->length > 2 && last >= '@' && last <= '~';
    return strchr("()", text[1]) == NULL || s->length > 2;
}

static void take_sequence(screen *s) {
    if (s->dumb) not_understood(s);
    else if (s->sequence[1] == '[') control(s);
    else if (strchr("(=>)", s->sequence[1]) == NULL) not_understood(s);
}

static void take_control(screen *s, char byte) {
    if (byte == '\n') feed_line(s);
    else if (byte == '\r') s->x = 0;
    else if (byte == '\b' && s->x > 0) s->x--;
    else if (byte == '\t') s->x = s->x / 8 * 8 + 8 < s->columns ? s->x / 8 * 8 + 8 : s->columns - 1;
    s->wraps = false;
}

/* Bytes that are no UTF-8 show as U+FFFD. False: the character is not complete. */
static bool take_character(screen *s) {
    mbstate_t state = {0};
    wchar_t code;
    size_t got = mbrtowc(&code, s->sequence, s->length, &state);
    int width = got == s->length ? wcwidth(code) : -1;
    if (got == (size_t)-2) return false;
    s->sequence[s->length] = '\0';
    if (width < 0) put(s, "\xEF\xBF\xBD", 1);
    else put(s, s->sequence, width);
    return true;
}

/* The string ends with ESC \ or, behind ESC ], with the bell. In one for tmux each ESC of its own
 * is doubled. True: it has ended, or had to. */
static bool take_string(screen *s, char byte) {
    if (s->string_length + 1 >= s->string_room) {
        s->string_room = s->string_room * 2 + 4096;
        s->string = realloc(s->string, s->string_room);
        if (s->string == NULL) exit(2);
    }
    s->string[s->string_length++] = byte;
    size_t escapes = 0, length = s->string_length;
    while (escapes + 1 < length && s->string[length - 2 - escapes] == '\033') escapes++;
    bool bell = s->sequence[1] == ']' && byte == '\a', closed = byte == '\\' && escapes % 2 == 1;
    if (bell || closed) s->string_length -= bell ? 1 : 2;
    s->string[s->string_length] = '\0';
    return bell || closed;
}

static void show_image(screen *s) {
    char shown[IMAGE_TEXT], reply[IMAGE_TEXT];
    size_t length = s->string_length;
    bool good = images_take(s->images, s->sequence[1], s->string, length, shown, reply);
    if (s->dumb || !good) not_understood(s);
    s->length = s->string_length = 0;
    answer(s, reply);
    screen_write(s, shown, strlen(shown));
}

static void take_byte(screen *s, char byte) {
    bool escape = s->length > 0 && s->sequence[0] == '\033', done;
    bool begins = (byte & 0xC0) != 0x80; /* a character or a control begins */
    if (s->length == 2 && escape && strchr("P]_", s->sequence[1]) != NULL) {
        if (take_string(s, byte)) show_image(s);
        return;
    }
    if (s->length > 0 && !escape && begins) {
        put(s, "\xEF\xBF\xBD", 1); /* the one before was cut off */
        s->length = 0;
    }
    if (!escape && byte != '\033' && (unsigned char)byte < ' ') {
        take_control(s, byte);
        return;
    }
    s->sequence[s->length++] = byte;
    s->sequence[s->length] = '\0';
    if (s->sequence[0] != '\033') done = take_character(s);
    else if ((done = is_complete(s) || s->length == sizeof s->sequence - 1)) take_sequence(s);
    if (done) s->length = 0;
}

void screen_write(screen *s, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) take_byte(s, bytes[i]);
}

/* ---- looking ---- */

/* The row's text from x on; *end: behind its last cell that is not blank. */
static void row_text(const screen *s, int y, int x, char *text) {
    const cell *cells = s->paper[y].cells;
    int end = MOST_COLUMNS;
    while (end > x && (cells[end - 1].text[0] == '\0' || strcmp(cells[end - 1].text, " ") == 0) &&
           !cells[end - 1].tail) end--;
    for (*text = '\0'; x < end; x++) {
        const char *shown = cells[x].text[0] != '\0' ? cells[x].text : cells[x].tail ? "" : " ";
        memcpy(text, shown, strlen(shown) + 1);
        text += strlen(shown);
    }
}

void screen_row(const screen *s, int y, char *text) {
    row_text(s, y, 0, text);
}

bool screen_shows(const screen *s, int y, int x, const char *text, place *found) {
    char rest[SCREEN_ROW_BYTES];
    const cell *cells = s->paper[y].cells;
    size_t length = strlen(text);
    row_text(s, y, x, rest);
    if (cells[x].tail || strncmp(rest, text, length) != 0) return false;
    *found = (place){.y = y, .x = x};
    size_t at = 0;
    for (; x < MOST_COLUMNS && (at < length || cells[x].tail); x++) {
        size_t bytes = strlen(cells[x].text);
        at += bytes > 0 ? bytes : cells[x].tail ? 0 : 1;
        found->columns++;
        if (cells[x].stamp > found->newest) found->newest = cells[x].stamp;
        if (cells[x].coloured) found->coloured = true;
    }
    return true;
}

static bool find_in_row(const screen *s, int y, const char *text, unsigned since, place *found) {
    char whole[SCREEN_ROW_BYTES];
    screen_row(s, y, whole);
    if (strstr(whole, text) == NULL) return false;
    for (int x = 0; x < MOST_COLUMNS; x++)
        if (screen_shows(s, y, x, text, found) && found->newest >= since) return true;
    return false;
}

bool screen_find(const screen *s, const char *text, unsigned since, place *found) {
    for (int y = 0; y < s->used; y++)
        if (find_in_row(s, y, text, since, found)) return true;
    return false;
}

void screen_print(const screen *s) {
    char text[SCREEN_ROW_BYTES];
    if (s->used == 0) return;
    printf("  the screen, %d columns, the cursor in column %d of the line marked >:\n",
           s->columns, s->x + 1);
    int last = s->used - 1;
    for (screen_row(s, last, text); last > s->y && *text == '\0'; screen_row(s, last, text)) last--;
    for (int y = screen_top(s); y <= last; y++) {
        screen_row(s, y, text);
        printf("  %c|%s\n", y == s->y ? '>' : ' ', text);
    }
}
