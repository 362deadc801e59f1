/* The CSV reader: what it takes, what it refuses and where, numbers against strtod bit for bit,
 * damaged and random files, memory that runs out. Every text stands in a block of its exact size,
 * so that a sanitizer sees each byte read beyond it. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_reading.h"
#include "train/csv_number.h"

/* ---- what it takes ---- */

static const struct good {
    const char *text, *header; /* the names with | between; NULL: no header */
    size_t rows, columns;
    double cells[8];
} goods[] = {
    {"1,2\n3,4\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"1,2\n3,4", NULL, 2, 2, {1, 2, 3, 4}},
    {"1,2\r\n3,4\r\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"1,2\r3,4\r", NULL, 2, 2, {1, 2, 3, 4}},
    {"\xef\xbb\xbf" "1,2\n", NULL, 1, 2, {1, 2}},
    {"\xef\xbb\xbfx,y\n1,2\n", "x|y", 1, 2, {1, 2}},
    {"\n\n1,2\n\n  \n3,4\n\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"\r\n1,2\r\n\r\n3,4\r\n\r\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"5", NULL, 1, 1, {5}},
    {"5\n6\n\n7\n", NULL, 3, 1, {5, 6, 7}},
    {" 1 , 2\t,\t3 \n", NULL, 1, 3, {1, 2, 3}},
    {"1,2,\n3,4,\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"1,2\n3,4,\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"1,2\n3,4,, ,\"\"\n,,\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"1,2\n3,4, \n", NULL, 2, 2, {1, 2, 3, 4}},
    {"a,b,\n1,2,\n3,4\n", "a|b", 2, 2, {1, 2, 3, 4}},
    {"1;2\n3;4\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"1\t2\n3\t4\n", NULL, 2, 2, {1, 2, 3, 4}},
    {"a;b,c\n1;2\n", "a|b,c", 1, 2, {1, 2}},
    {"\"a,b\";c\n1;2\n", "a,b|c", 1, 2, {1, 2}},
    {"\"1\",\"2\"\n\" 3 \" , \"4\" \n", NULL, 2, 2, {1, 2, 3, 4}},
    {"\"a \"\"b\"\"\", \"c\nd\" , e f \r\n1,2,3\r\n", "a \"b\"|c\nd|e f", 1, 3, {1, 2, 3}},
    {"a,,c\n1,2,3\n", "a||c", 1, 3, {1, 2, 3}},
    {"x\n1\n", "x", 1, 1, {1}},
    {"\"x\" y,z\n1,2\n", "\"x\" y|z", 1, 2, {1, 2}},
    {"x1,nan\n1,2\n", "x1|nan", 1, 2, {1, 2}},
    {"키,몸무게\n180,83\n", "키|몸무게", 1, 2, {180, 83}},
    {"\xc5\xb0,x\n1,2\n", "\xc5\xb0|x", 1, 2, {1, 2}}, /* any bytes */
    {"-1,+2,.5,3.,-.25e+1,1E2,0e999,1e-2\n", NULL, 1, 8, {-1, 2, 0.5, 3, -2.5, 100, 0, 0.01}},
};

static void check_good(const struct good *good, size_t at_once) {
    reading r;
    nb_status status = read_all(&r, good->text, strlen(good->text), at_once);
    if (status != NB_STATUS_OK)
        fail_msg("%s: problem %d in line %zu, column %zu", good->text, (int)r.csv.problem,
                 r.csv.line, r.csv.column);
    assert_int_equal(r.csv.rows, good->rows);
    assert_int_equal(r.csv.columns, good->columns);
    for (size_t i = 0; i < good->rows * good->columns; i++)
        assert_true(r.csv.cells[i] == good->cells[i]);
    assert_int_equal(r.csv.has_header, good->header != NULL);
    char header[100] = "";
    for (size_t k = 0; r.csv.has_header && k < r.csv.columns; k++)
        add_format(header, sizeof header, "%s%s", k > 0 ? "|" : "", r.csv.names[k]);
    assert_string_equal(header, good->header != NULL ? good->header : "");
    end_reading(&r);
}

static void test_good(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof goods / sizeof *goods; i++) {
        check_good(&goods[i], 1000);
        check_good(&goods[i], 1);
    }
}

/* ---- what it refuses ---- */

static const struct bad {
    const char *text;
    nb_csv_problem problem;
    size_t row, line, column;
    const char *cell;
} bads[] = {
    {"", NB_CSV_EMPTY, 1, 1, 1, ""},
    {"\n \r\n\n", NB_CSV_EMPTY, 1, 1, 1, ""},
    {"\xef\xbb\xbf", NB_CSV_EMPTY, 1, 1, 1, ""},
    {"x,y\n", NB_CSV_EMPTY, 1, 2, 1, ""},
    {"x,y\n\n\n", NB_CSV_EMPTY, 1, 4, 1, ""},
    {"1,2\n3,\n", NB_CSV_MISSING, 2, 2, 2, ""},
    {"1,2\n,4\n", NB_CSV_MISSING, 2, 2, 1, ""},
    {"1,,3\n", NB_CSV_MISSING, 1, 1, 2, ""},
    {",,\n", NB_CSV_EMPTY, 1, 1, 1, ""},
    {"1,2\n\"\",3\n", NB_CSV_MISSING, 2, 2, 1, ""},
    {"1,2\n3,\"  \"\n", NB_CSV_MISSING, 2, 2, 2, "  "},
    {"x,y\r\n1,2\r\n3,four\r\n", NB_CSV_NOT_NUMBER, 2, 3, 2, "four"},
    {"x,y\r1,2\r3,four\r", NB_CSV_NOT_NUMBER, 2, 3, 2, "four"},
    {"1,2\n\n\n3, a b \n", NB_CSV_NOT_NUMBER, 2, 4, 2, "a b"},
    {"\"x\ny\",z\n1,2\n3,?\n", NB_CSV_MISSING, 2, 4, 2, "?"},
    {"1\nnan\nx\n", NB_CSV_NOT_NUMBER, 3, 3, 1, "x"}, /* before what is missing */
    {"1\nnan\n?\n2\n", NB_CSV_MISSING, 2, 2, 1, "nan"},
    {"1\ninf\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "inf"},
    {"1\n0x10\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "0x10"},
    {"1\n1e\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "1e"},
    {"1\n.\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "."},
    {"1\n-\n", NB_CSV_MISSING, 2, 2, 1, "-"},
    {"1\n1.2.3\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "1.2.3"},
    {"1\n1 2\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "1 2"},
    {"1\n\"1\"2\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "\"1\"2"},
    {"1\n\"1\n\"\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "1\n"},
    {"1\n\"\"\"1\"\"\"\n", NB_CSV_NOT_NUMBER, 2, 2, 1, "\"\"1\"\""},
    {"1,2\n3,1e999\n", NB_CSV_RANGE, 2, 2, 2, "1e999"},
    {"1e-999,2\n", NB_CSV_RANGE, 1, 1, 1, "1e-999"},
    {"1,2\n3\n", NB_CSV_RAGGED, 2, 2, 2, ""},
    {"1,2\n3,4,5,6\n", NB_CSV_RAGGED, 2, 2, 3, "5"},
    {"x,2\n1,2\n", NB_CSV_NOT_NUMBER, 1, 1, 1, "x"}, /* no header: a row that is damaged */
    {"1,?\n1,2\n", NB_CSV_MISSING, 1, 1, 2, "?"},
    {"x,\"y\n1,2\n", NB_CSV_QUOTE, 1, 1, 2, "y\n1,2\n"},
    {"x,y\n1,2\nsum\n", NB_CSV_RAGGED, 2, 3, 2, ""},
    {"1,2\n3,\"4\n5,6\n", NB_CSV_QUOTE, 2, 2, 2, "4\n5,6\n"},
    {"\"x,y\n1,2\n", NB_CSV_QUOTE, 1, 1, 1, "x,y\n1,2\n"},
    {"1\n\"\n", NB_CSV_QUOTE, 2, 2, 1, "\n"},
    {"1\n\"2\"\"", NB_CSV_QUOTE, 2, 2, 1, "2\"\""},
    {"1\n\"", NB_CSV_QUOTE, 2, 2, 1, ""},
    {"\xff\xfe" "1,", NB_CSV_NOT_TEXT, 1, 1, 1, ""},
};

static void check_bad(const struct bad *bad, size_t at_once) {
    reading r;
    assert_int_equal(read_all(&r, bad->text, strlen(bad->text), at_once), NB_STATUS_ERROR);
    const nb_csv *csv = &r.csv;
    if (csv->problem != bad->problem || csv->row != bad->row || csv->line != bad->line ||
        csv->column != bad->column)
        fail_msg("%s: problem %d, row %zu, line %zu, column %zu", bad->text, (int)csv->problem,
                 csv->row, csv->line, csv->column);
    assert_int_equal(csv->cell_length, strlen(bad->cell));
    assert_memory_equal(csv->cell, bad->cell, csv->cell_length);
    end_reading(&r);
}

static void test_bad(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        check_bad(&bads[i], 1000);
        check_bad(&bads[i], 1);
    }
    reading r;
    assert_int_equal(read_all(&r, "1,2\n3,4,5,6\n", 12, 9), NB_STATUS_ERROR);
    assert_true(r.csv.found == 4 && r.csv.columns == 2);
    end_reading(&r);
    static const char nul[] = "1,2\n3,4\0\n", wide[] = "1\0,\0" "2\0\n";
    assert_int_equal(read_all(&r, nul, sizeof nul - 1, 9), NB_STATUS_ERROR);
    assert_true(r.csv.problem == NB_CSV_NOT_TEXT && r.csv.column == 2 && r.csv.row == 2);
    end_reading(&r);
    assert_int_equal(read_all(&r, wide, sizeof wide - 1, 9), NB_STATUS_ERROR);
    end_reading(&r);
    static const char header[] = "x\0,y\n1,2\n";
    assert_int_equal(read_all(&r, header, sizeof header - 1, 9), NB_STATUS_ERROR);
    assert_true(r.csv.problem == NB_CSV_NOT_TEXT && r.csv.line == 1);
    end_reading(&r);
}

/* ---- numbers ---- */

static void check_number(const char *text) {
    const char *end;
    char *stop;
    bool in_range;
    double found = nb_csv_number(text, '.', &end, &in_range), wanted = strtod(text, &stop);
    if (memcmp(&found, &wanted, sizeof found) != 0 || end != stop)
        fail_msg("%s is %a, not %a", text, found, wanted);
    bool zero = strcspn(text, "123456789") >= strcspn(text, "eE");
    assert_int_equal(in_range, isfinite(wanted) && (wanted != 0 || zero));
}

/* Digits, a point somewhere, an exponent sometimes. */
static void make_number(char *text, size_t room) {
    size_t digits = 1 + pick(pick(4) == 0 ? 40 : 17), point = pick((uint32_t)digits + 1);
    text[0] = '\0';
    if (pick(2) == 0) add_format(text, room, "%c", "-+"[pick(2)]);
    for (size_t i = 0; i < digits; i++) {
        if (i == point) add_format(text, room, ".");
        add_format(text, room, "%c", '0' + (char)(i == 0 ? 1 + pick(9) : pick(10)));
    }
    if (pick(2) == 0) add_format(text, room, "e%d", (int)pick(60) - 30);
}

static void test_numbers(void **state) {
    (void)state;
    char text[100];
    for (int i = 0; i < 300000; i++) {
        make_number(text, sizeof text);
        check_number(text);
        uint64_t bits = (uint64_t)pick(UINT32_MAX) << 32 | pick(UINT32_MAX);
        double number;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number)) continue;
        snprintf(text, sizeof text, "%.*g", 1 + (int)pick(17), number);
        check_number(text);
    }
    /* half way between two doubles, and a hair above; the ends of the quick way */
    static const char *const edges[] = {
        "9007199254740992", "9007199254740993", "9007199254740993.00000000000000000000000001",
        "9007199254740991e22", "9007199254740991e23", "9007199254740991e-22", "1e22", "1e23",
        "1e-22", "1e-23", "9223372036854775807", "9999999999999999999", "99999999999999999999",
        "18446744073709551615", "18446744073709551616", "4.9e-324", "2.4703282292062327e-324",
        "1.7976931348623157e308", "2.2250738585072014e-308", "2.2250738585072011e-308",
        "0.000000000000000000000000000000000001", "1000000000000000000000000000000000000",
        "1e400", "-1e400", "1e-400", "8.5e0", "0e0", "0.0", "-0", "0e-5", "0e999999999999",
        "00000000000000000000000000000000000000000012.5",
    };
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) check_number(edges[i]);
}

/* A cell of a million digits is still a number, and rounded as one. */
static void test_long_number(void **state) {
    (void)state;
    enum { LENGTH = 1000000 };
    char *text = malloc(LENGTH + 1);
    assert_non_null(text);
    memset(text, '3', LENGTH);
    text[0] = '0';
    text[1] = '.';
    text[LENGTH] = '\0';
    reading r;
    assert_int_equal(read_all(&r, text, LENGTH, 1), NB_STATUS_OK);
    assert_true(r.csv.rows == 1 && r.csv.cells[0] == 1.0 / 3);
    end_reading(&r);
    free(text);
}

/* ---- hostile files ---- */

/* Whatever it is: it ends, its answer is one of those promised, its place lies in the text. */
static bool check_any(const char *bytes, size_t length) {
    reading r;
    nb_status status = begin_reading(&r, bytes, length, 0);
    const nb_csv *csv = &r.csv;
    if (status == NB_STATUS_OK) {
        bool labelled[100] = {false}; /* more than a text has columns */
        labelled[pick((uint32_t)csv->columns)] = pick(2) == 0;
        r.csv.gaps = pick(2) == 0 ? NB_CSV_REFUSE : NB_CSV_SKIP;
        status = nb_csv_take(&r.csv, NULL, labelled, 1 + pick((uint32_t)csv->columns));
        assert_int_equal(status, NB_STATUS_OK);
        do status = nb_csv_read(&r.csv, 1 + pick(3));
        while (status == NB_STATUS_RUNNING);
    }
    if (status == NB_STATUS_ERROR) {
        assert_true(csv->problem != NB_CSV_FINE);
        assert_true(csv->row >= 1 && csv->line >= 1 && csv->column >= 1);
        assert_true(csv->cell >= csv->text && csv->cell + csv->cell_length <= csv->end);
        assert_true(csv->problem == NB_CSV_RAGGED ? csv->found != csv->columns : true);
        assert_true(csv->problem != NB_CSV_LABELS);
    } else {
        assert_int_equal(status, NB_STATUS_OK);
        assert_true(csv->rows > 0 && csv->columns > 0 && csv->problem == NB_CSV_FINE);
        for (size_t i = 0; i < csv->rows * csv->taken; i++) assert_true(isfinite(csv->cells[i]));
    }
    end_reading(&r);
    return status == NB_STATUS_OK;
}

static void test_random_files(void **state) {
    (void)state;
    static const char signs[] = "1234567890..,,,;;\t\n\n\n\r\"\"\"-+eE  ax\xef\xbb\xbf\xff\0";
    int good = 0;
    for (int i = 0; i < 200000; i++) {
        char bytes[40];
        size_t length = pick(sizeof bytes);
        for (size_t k = 0; k < length; k++) bytes[k] = signs[pick(sizeof signs)];
        good += check_any(bytes, length);
    }
    assert_true(good > 1000 && good < 100000);
}

static void test_damaged_files(void **state) {
    (void)state;
    static const char file[] = "\xef\xbb\xbf\"x \"\"1\"\"\",x2,\"t\n\"\r\n1,-2.5,3e2\r\n\r\n"
                               "\" 4\",.5,6.,\r\n7,8,9\r\n";
    for (size_t length = 0; length < sizeof file; length++) check_any(file, length);
    for (int i = 0; i < 50000; i++) {
        char bytes[sizeof file];
        memcpy(bytes, file, sizeof file);
        for (uint32_t k = 1 + pick(3); k > 0; k--) bytes[pick(sizeof file)] = (char)pick(256);
        check_any(bytes, sizeof file - 1);
    }
}

static void test_no_memory(void **state) {
    (void)state;
    static const char file[] = "x,y\n1,b\n3,d\n5,f\n7,h\n9,j\n11,l\n13,n\n15,p\n17,r\n";
    long n = 1;
    for (;; n++) {
        reading r;
        nb_status status = begin_reading(&r, file, sizeof file - 1, n);
        if (status == NB_STATUS_OK)
            status = nb_csv_take(&r.csv, NULL, (const bool[]){false, true}, 2);
        while (status == NB_STATUS_OK || status == NB_STATUS_RUNNING) {
            nb_status more = nb_csv_read(&r.csv, 1);
            if (more == NB_STATUS_OK) break;
            status = more;
        }
        bool refused = r.heap.growths >= n;
        if (!refused) assert_int_equal(r.csv.rows, 9);
        end_reading(&r);
        if (!refused) break;
    }
    assert_true(n > 3);
}

int main(void) {
    nb_random_seed(&chance, 20240501);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),         cmocka_unit_test(test_bad),
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_long_number),
        cmocka_unit_test(test_random_files), cmocka_unit_test(test_damaged_files),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
