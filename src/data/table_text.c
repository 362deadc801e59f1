/* Encodings are guessed from the bytes: a file is UTF-8 where it can be, UTF-16 where it says so or
 * every other byte is NUL, and CP949 where it holds common Korean syllables. No more is guessed:
 * in the encodings of Europe any bytes are a text. */
#include "data/table_text.h"

#include <string.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "data/load.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"
#include "lang/source.h"

/* ---- encodings ---- */

/* As they are typed, where - _ and capitals make no difference, and as the host knows them. Those
 * in front are named when there is no such encoding. */
static const struct encoding {
    const char *typed, *name;
} encodings[] = {
    {"utf-8", "UTF-8"},         {"cp949", "CP949"},        {"euc-kr", "CP949"},
    {"utf-16", "UTF-16LE"},     {"latin1", "CP1252"},      {"shift_jis", "CP932"},
    {"gb18030", "GB18030"},     {"big5", "BIG5"},          {"cp1250", "CP1250"},
    {"cp1251", "CP1251"},       {"cp1252", "CP1252"},      {"uhc", "CP949"},
    {"ms949", "CP949"},         {"949", "CP949"},          {"ks_c_5601-1987", "CP949"},
    {"utf-16le", "UTF-16LE"},   {"utf-16be", "UTF-16BE"},  {"iso-8859-1", "CP1252"},
    {"windows-1252", "CP1252"}, {"ansi", "CP1252"},        {"latin2", "ISO-8859-2"},
    {"iso-8859-2", "ISO-8859-2"}, {"iso-8859-15", "ISO-8859-15"}, {"latin9", "ISO-8859-15"},
    {"windows-1250", "CP1250"}, {"windows-1251", "CP1251"}, {"koi8-r", "KOI8-R"},
    {"cp932", "CP932"},         {"sjis", "CP932"},         {"euc-jp", "EUC-JP"},
    {"gbk", "GB18030"},         {"gb2312", "GB18030"},     {"cp936", "GB18030"},
    {"macroman", "MACINTOSH"},  {"johab", "JOHAB"},        {"ascii", "UTF-8"},
};
enum { ENCODINGS = sizeof encodings / sizeof *encodings, NAMED = 5 };

static char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_same_name(const char *a, const char *b) {
    for (;; a++, b++) {
        while (*a == '-' || *a == '_' || *a == ' ') a++;
        while (*b == '-' || *b == '_' || *b == ' ') b++;
        if (fold(*a) != fold(*b)) return false;
        if (*a == '\0') return true;
    }
}

static nb_status find_encoding(const nb_table_text *text, const char **name) {
    const nb_command_arg *arg = text->encoding;
    nb_buffer names;
    nb_nearest nearest;
    nb_nearest_begin(&nearest, arg->text);
    for (size_t i = 0; i < ENCODINGS; i++) {
        *name = encodings[i].name;
        if (is_same_name(encodings[i].typed, arg->text)) return NB_STATUS_OK;
        nb_nearest_try(&nearest, encodings[i].typed);
    }
    const char *near = nb_nearest_get(&nearest);
    nb_message hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(near != NULL ? near : ""));
    if (near == NULL) {
        nb_buffer_init(&names, &text->s->memory);
        for (size_t i = 0; i < NAMED; i++) nb_buffer_add_item(&names, ", ", encodings[i].typed);
        hint = NB_SAY(HINT_ENCODINGS, NB_TEXT(nb_take_text(text->s, &names)));
    }
    return nb_fail_place(text->s, arg->span, NB_SAY(NO_ENCODING, NB_TEXT(arg->text)), hint);
}

/* Without a byte order mark, it is UTF-16 where NULs stand in every other place, and nowhere else:
 * above what is of ASCII, as digits are. */
static const char *guess_wide(const char *bytes, size_t length) {
    enum { LOOKED_AT = 1000 };
    size_t zeros[2] = {0}, pairs = (length < LOOKED_AT ? length : LOOKED_AT) / 2;
    if (length >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) return "UTF-16LE";
    if (length >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0) return "UTF-16BE";
    for (size_t i = 0; i < 2 * pairs; i++) zeros[i % 2] += bytes[i] == '\0';
    if (zeros[0] == 0 && pairs > 1 && zeros[1] * 3 >= pairs) return "UTF-16LE";
    if (zeros[1] == 0 && pairs > 1 && zeros[0] * 3 >= pairs) return "UTF-16BE";
    return NULL;
}

/* Whether one of the 2350 common syllables stands there, as CP949 and EUC-KR write them. In Latin
 * 1 these are two letters with accents in a row. */
static bool has_korean(const char *bytes, size_t length) {
    for (size_t i = 0; i + 1 < length; i++) {
        unsigned char lead = (unsigned char)bytes[i], trail = (unsigned char)bytes[i + 1];
        if (lead < 0x80) continue;
        if (lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1 && trail <= 0xfe) return true;
        i++;
    }
    return false;
}

/* The bytes of UTF-8 in front; most files are of ASCII, or nearly so. */
static size_t count_valid(const char *bytes, size_t length) {
    size_t at = 0;
    for (uint64_t word; at + sizeof word <= length; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        if ((word & 0x8080808080808080u) != 0) break;
    }
    return at + nb_utf8_valid(bytes + at, length - at);
}

/* The encoding's name, NULL for UTF-8. Damaged UTF-8 is no CP949: in front of the damage stand
 * characters of three bytes. */
static const char *guess_encoding(const char *bytes, size_t length) {
    const char *wide = guess_wide(bytes, length);
    if (wide != NULL) return wide;
    size_t valid = count_valid(bytes, length);
    if (valid == length) return NULL;
    for (size_t i = 3; i < valid; i++) /* behind an order mark */
        if ((unsigned char)bytes[i] >= 0xe0) return NULL;
    return has_korean(bytes, length) ? "CP949" : NULL;
}

/* ---- what is wrong ---- */

static size_t count_lines(const char *bytes, size_t length) {
    size_t lines = 1;
    for (size_t i = 0; i < length; i++)
        lines += bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] != '\n');
    return lines;
}

/* `valid`: bytes that are text, in front. */
static nb_status fail_bytes(const nb_table_text *text, const char *encoding, size_t valid) {
    nb_message message = NB_SAY(CSV_NOT_ENCODED, NB_TEXT(text->file->text),
                                NB_COUNT(count_lines(text->bytes, valid)), NB_TEXT(encoding));
    return nb_fail_place(text->s, text->file->span, message, NB_PLAIN(HINT_ENCODING));
}

/* ---- what is no table ---- */

/* How files begin that a student may take for one, in small letters and without blanks. */
static const struct kind {
    const char *begins;
    size_t length;
    nb_message_id message, hint;
} kinds[] = {
#define KIND(BEGINS, MESSAGE, HINT)                                                                \
    {BEGINS, sizeof BEGINS - 1, NB_MESSAGE_##MESSAGE, NB_MESSAGE_##HINT},
    KIND("pk\3\4", FILE_ARCHIVE, HINT_SAVE_CSV)
    KIND("\xd0\xcf\x11\xe0", FILE_ARCHIVE, HINT_SAVE_CSV)
    KIND("\x1f\x8b", FILE_ARCHIVE, HINT_SAVE_CSV)
    KIND("%pdf-", FILE_ARCHIVE, HINT_SAVE_CSV)
    KIND("<!doctype", FILE_PAGE, HINT_DOWNLOAD)
    KIND("<html", FILE_PAGE, HINT_DOWNLOAD)
    KIND("<?xml", FILE_PAGE, HINT_SAVE_CSV)
    KIND("{\"", FILE_JSON, HINT_SAVE_CSV)
    KIND("[{\"", FILE_JSON, HINT_SAVE_CSV)
    KIND("[[", FILE_JSON, HINT_SAVE_CSV)
    KIND("@relation", FILE_ARFF, HINT_ARFF)
#undef KIND
};

static bool begins_as(const nb_table_text *text, const struct kind *kind) {
    size_t at = 0, same = 0;
    if (text->length >= 3 && memcmp(text->bytes, "\xef\xbb\xbf", 3) == 0) at = 3;
    for (; at < text->length && same < kind->length; at++) {
        if (strchr(" \t\r\n", text->bytes[at]) != NULL && text->bytes[at] != '\0') continue;
        if (fold(text->bytes[at]) != kind->begins[same++]) return false;
    }
    return same == kind->length;
}

static nb_status refuse_kinds(const nb_table_text *text) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        nb_message message = {.id = kinds[i].message, .args = {NB_TEXT(text->file->text)}};
        if (begins_as(text, &kinds[i]))
            return nb_fail_place(text->s, text->file->span, message,
                                 (nb_message){.id = kinds[i].hint});
    }
    return NB_STATUS_OK;
}

/* ---- loading ---- */

/* Puts the text in UTF-8 in the place of the bytes. */
static nb_status decode(nb_table_text *text, const char *encoding) {
    nb_sheet *s = text->s;
    char *to = NULL;
    size_t length = 0;
    const char *reason = NULL;
    if (s->host.decode == NULL)
        return fail_bytes(text, "UTF-8", count_valid(text->bytes, text->length));
    bool read = s->host.decode(s->host.user, encoding, text->bytes, text->length, &to, &length,
                               &reason);
    if (!read && reason != NULL)
        return nb_fail_place(s, text->file->span, NB_SAY(FILE_READ, NB_TEXT(text->file->text),
                                                         NB_WORDS(reason)), NB_NO_HINT);
    nb_unload(s, text->bytes, text->length);
    text->bytes = to;
    text->length = length;
    return read ? NB_STATUS_OK : fail_bytes(text, encoding, length);
}

static nb_status bring_to_utf8(nb_table_text *text) {
    const char *encoding = NULL, *wide = guess_wide(text->bytes, text->length);
    if (text->encoding == NULL) {
        encoding = text->guessed = guess_encoding(text->bytes, text->length);
    } else {
        nb_status status = find_encoding(text, &encoding);
        if (status != NB_STATUS_OK) return status;
        if (strcmp(encoding, "UTF-16LE") == 0 && wide != NULL) encoding = wide;
        if (strcmp(encoding, "UTF-8") == 0) encoding = NULL;
    }
    if (encoding != NULL) return decode(text, encoding);
    size_t valid = count_valid(text->bytes, text->length);
    return valid == text->length ? NB_STATUS_OK : fail_bytes(text, "UTF-8", valid);
}

/* ---- clauses ---- */

/* Signs that separate, and words for those that cannot be seen. */
static nb_status read_separator(nb_table_text *text) {
    static const struct word {
        const char *typed;
        char sign;
    } words[] = {{"tab", '\t'},   {"\\t", '\t'},   {"blank", ' '},     {"blanks", ' '},
                 {"space", ' '}, {"comma", ','}, {"semicolon", ';'}};
    static const char no_sign[] = "\"'#.+-\r\n0123456789";
    const nb_command_arg *arg = text->separator;
    const char *typed = arg->text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(typed, words[i].typed) == 0) text->wish.separator = words[i].sign;
    bool letter = fold(*typed) >= 'a' && fold(*typed) <= 'z';
    if (typed[0] > 0 && typed[1] == '\0' && !letter && strchr(no_sign, *typed) == NULL)
        text->wish.separator = *typed;
    if (text->wish.separator != '\0') return NB_STATUS_OK;
    return nb_fail_place(text->s, arg->span, NB_SAY(NO_SEPARATOR, NB_TEXT(typed)),
                         NB_PLAIN(HINT_SEPARATOR));
}

static nb_status read_decimal(nb_table_text *text) {
    const char *typed = text->decimal->text;
    if (strcmp(typed, ",") == 0 || strcmp(typed, "comma") == 0) text->wish.point = ',';
    if (strcmp(typed, ".") == 0 || strcmp(typed, "point") == 0) text->wish.point = '.';
    if (text->wish.point != '\0') return NB_STATUS_OK;
    return nb_fail_place(text->s, text->decimal->span, NB_SAY(NO_DECIMAL, NB_TEXT(typed)),
                         NB_PLAIN(HINT_DECIMAL));
}

void nb_table_text_write(const nb_statement *st, nb_buffer *out) {
    static const char *const keys[] = {"encoding", "separator", "decimal"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const nb_command_arg *arg = nb_clause_get(st, keys[i]);
        if (arg == NULL) continue;
        nb_buffer_add_char(out, ' ');
        nb_buffer_add_text(out, keys[i]);
        nb_buffer_add_char(out, ' ');
        nb_write_quoted(out, arg->text);
    }
}

nb_status nb_table_text_load(nb_table_text *text, nb_sheet *s, const nb_command_arg *file,
                             const nb_statement *st) {
    *text = (nb_table_text){.s = s, .file = file, .encoding = nb_clause_get(st, "encoding"),
                            .separator = nb_clause_get(st, "separator"),
                            .decimal = nb_clause_get(st, "decimal")};
    nb_status status = NB_STATUS_OK;
    if (text->separator != NULL) status = read_separator(text);
    if (status == NB_STATUS_OK && text->decimal != NULL) status = read_decimal(text);
    if (status == NB_STATUS_OK) status = nb_load(s, file, &text->bytes, &text->length);
    if (status == NB_STATUS_OK) status = refuse_kinds(text);
    return status == NB_STATUS_OK ? bring_to_utf8(text) : status;
}

void nb_table_text_clear(nb_table_text *text) {
    if (text->bytes != NULL) nb_unload(text->s, text->bytes, text->length);
    text->bytes = NULL;
}

/* ---- remarks ---- */

/* A cell as it stands, cut where it is long. */
static nb_arg cell_arg(nb_sheet *s, const nb_csv_field *cell) {
    enum { LONGEST = 40 };
    nb_writer w = {.s = s};
    size_t length = (size_t)(cell->end - cell->begin), shown = length;
    if (length > LONGEST) shown = nb_utf8_valid(cell->begin, LONGEST);
    nb_write_word(&w, nb_result_text(s->result, cell->begin, shown));
    if (shown < length) nb_write_mark(&w, NB_PIECE_MORE);
    return nb_text_arg(s, w.text);
}

/* The number in a cell, as nabla writes it. */
static nb_arg plain_arg(nb_sheet *s, const nb_csv_marks *marks, const nb_csv_field *cell) {
    char plain[NB_CSV_PLAIN_ROOM] = "";
    (void)nb_csv_write_plain(marks, cell->begin, cell->end, plain, sizeof plain);
    return NB_TEXT(nb_result_text(s->result, plain, strlen(plain)));
}

static nb_message remark_number(nb_sheet *s, const nb_csv_form *form, const nb_csv_field *cell) {
    return NB_SAY(CSV_READ_AS, cell_arg(s, cell), plain_arg(s, &form->marks, cell));
}

/* Without a clause 1;1,234 is no number, but 1;1.234 and 1,"1,234" are some. */
static nb_message remark_either(nb_sheet *s, const nb_csv_form *form) {
    const nb_csv_marks comma = {',', true, true, true, true}, point = {'.', true, true, true, true};
    nb_arg cell = cell_arg(s, &form->either);
    nb_message message = NB_SAY(CSV_TWO_NUMBERS, cell, plain_arg(s, &comma, &form->either),
                                plain_arg(s, &point, &form->either));
    char plain[NB_CSV_PLAIN_ROOM];
    if (nb_csv_write_plain(&form->marks, form->either.begin, form->either.end, plain, sizeof plain))
        message.id = NB_MESSAGE_CSV_EITHER;
    return message;
}

static nb_arg sign_arg(nb_sheet *s, char sign) {
    const char *word = sign == '\t' ? "tab" : sign == ' ' ? "blank" : NULL;
    return NB_TEXT(word != NULL ? word : nb_result_text(s->result, &sign, 1));
}

/* ---- hints ---- */

static nb_message hint_decimal(const nb_table_text *text, const nb_csv_field *cell) {
    nb_sheet *s = text->s;
    const nb_csv_marks comma = {',', true, true, true, true}, point = {'.', true, true, true, true};
    unsigned points = nb_csv_points(cell->begin, cell->end);
    nb_arg with_comma = plain_arg(s, &comma, cell), with_point = plain_arg(s, &point, cell);
    if (points == 0 || text->wish.point != '\0') return NB_NO_HINT;
    if (memchr(cell->begin, ',', (size_t)(cell->end - cell->begin)) == NULL &&
        memchr(cell->begin, '.', (size_t)(cell->end - cell->begin)) == NULL)
        points = NB_CSV_POINT; /* blanks alone */
    if (points == NB_CSV_COMMA) return NB_SAY(HINT_OTHER_DECIMAL, NB_TEXT(","), with_comma);
    if (points == NB_CSV_POINT) return NB_SAY(HINT_OTHER_DECIMAL, NB_TEXT("."), with_point);
    return NB_SAY(HINT_TWO_NUMBERS, with_comma, with_point);
}

/* A cell of several numbers holds what separates them. */
static nb_message hint_separator(const nb_table_text *text, const nb_csv_field *cell, bool alone) {
    static const char numbers[] = "0123456789+-.,eE";
    const char *signs = alone ? ";\t| :" : ";\t| "; /* else it may be a time */
    bool digits = false;
    char sign = '\0';
    for (const char *at = cell->begin; at < cell->end; at++) {
        digits = digits || (*at >= '0' && *at <= '9');
        if (*at == '\0' || strchr(numbers, *at) != NULL) continue;
        if (strchr(signs, *at) == NULL) return NB_NO_HINT;
        if (sign == '\0') sign = *at;
    }
    if (!digits || sign == '\0' || text->wish.separator != '\0') return NB_NO_HINT;
    return NB_SAY(HINT_SEPARATORS, sign_arg(text->s, sign));
}

/* ---- what is said ---- */

size_t nb_table_text_remark(const nb_table_text *text, const nb_csv *csv,
                            nb_message *remarks) {
    nb_sheet *s = text->s;
    const nb_csv_form *form = &csv->form;
    size_t n = 0;
    if (text->guessed != NULL)
        remarks[n++] = NB_SAY(CSV_ENCODING, NB_TEXT(text->file->text), NB_TEXT(text->guessed));
    if (form->rival != '\0')
        remarks[n++] = NB_SAY(CSV_RIVAL, sign_arg(s, form->scan.separator),
                              sign_arg(s, form->rival));
    if (form->titles > 0)
        remarks[n++] = NB_SAY(CSV_TITLES, NB_COUNT(form->titles), cell_arg(s, &form->title));
    if (csv->header_rows > 1) remarks[n++] = NB_SAY(CSV_HEADER_ROWS, NB_COUNT(csv->header_rows));
    if (form->unit.begin != NULL && form->unit.begin != form->either.begin)
        remarks[n++] = remark_number(s, form, &form->unit);
    if (form->comma.begin != NULL && form->comma.begin != form->unit.begin)
        remarks[n++] = remark_number(s, form, &form->comma);
    if (form->group.begin != NULL && form->group.begin != form->either.begin &&
        form->group.begin != form->unit.begin)
        remarks[n++] = remark_number(s, form, &form->group);
    if (form->either.begin != NULL && text->wish.point == '\0')
        remarks[n++] = remark_either(s, form);
    return n;
}

nb_message nb_table_text_hint(const nb_table_text *text, const nb_csv *csv) {
    const nb_csv_scan *scan = &csv->form.scan;
    nb_csv_field cell = {.begin = csv->cell, .end = csv->cell + csv->cell_length};
    bool split = csv->problem == NB_CSV_RAGGED && csv->columns == 1; /* 3,14 in a column alone */
    if (csv->problem != NB_CSV_NOT_NUMBER && !split) return NB_NO_HINT;
    while (split && cell.begin > csv->text && !nb_csv_ends_row(scan, cell.begin - 1)) cell.begin--;
    while (split && !nb_csv_ends_row(scan, cell.end)) cell.end++;
    cell = nb_csv_trim(scan, cell);
    nb_message hint = hint_decimal(text, &cell);
    return hint.id != NB_MESSAGE_NONE ? hint : hint_separator(text, &cell, csv->columns == 1);
}
