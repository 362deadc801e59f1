/* The forms of files as they come: separators, titles, comments, decimal commas, thousands, blanks
 * of every kind. A guess that could be wrong is none, or is told. */
#include "support.h"

#include <string.h>

#include "train/csv.h"

static const struct table { /* rows 0: there are texts among them */
    const char *text;
    nb_csv_wish wish;
    char separator;
    const char *header; /* the names with | between; NULL: no header */
    size_t rows, columns;
    double cells[8];
    struct told {
        const char *comma, *group; /* cells; NULL: none */
        char rival;
        size_t titles, comments;
        const char *unit; /* a cell */
    } told;
} tables[] = {
    /* separators */
    {"a|b\n1|2\n", {0}, '|', "a|b", 1, 2, {1, 2}, {0}},
    {"  1  20 \t 3\n 40 5\t6  \n", {0}, ' ', NULL, 2, 3, {1, 20, 3, 40, 5, 6}, {0}},
    {"x y\n1 2\n3 4\n", {0}, ' ', "x|y", 2, 2, {1, 2, 3, 4}, {0}},
    {"1\t\t2\n30\t4\n", {0}, ' ', NULL, 2, 2, {1, 2, 30, 4}, {0}},
    {"1, 2\n3, 4\n", {0}, ',', NULL, 2, 2, {1, 2, 3, 4}, {0}},
    {"a, b\n1,\t2\n", {0}, ',', "a|b", 1, 2, {1, 2}, {0}},
    {"temp;mean,t\n1,2\n3,4\n", {0}, ',', "temp;mean|t", 2, 2, {1, 2, 3, 4}, {0}},
    {"t,x;y\n1;2\n3;4\n", {0}, ';', "t,x|y", 2, 2, {1, 2, 3, 4}, {0}},
    {"first name,x\n1,2\n", {0}, ',', "first name|x", 1, 2, {1, 2}, {0}},
    {"sep=;\nx;t\n1;2\n", {0}, ';', "x|t", 1, 2, {1, 2}, {0}},
    {"\xef\xbb\xbf\"sep=|\"\r\n1|2\r\n", {0}, '|', NULL, 1, 2, {1, 2}, {0}},
    {"sep=;\nx,t\n1,2\n", {',', 0}, ',', "x|t", 1, 2, {1, 2}, {0}},
    {"x:y\n1:2\n", {':', 0}, ':', "x|y", 1, 2, {1, 2}, {0}},
    /* what is above the table */
    {"Table 3: heights,,\nx,y,t\n1,2,3\n", {0}, ',', "x|y|t", 1, 3, {1, 2, 3},
     {.titles = 1}},
    {"Notes: a, b\n\nx,y,t\n1,2,3\n", {0}, ',', "x|y|t", 1, 3, {1, 2, 3},
     {.titles = 1}},
    {"heights,,,(cm)\nx,y,z,t\n1,2,3,4\n", {0}, ',', "x|y|z|t", 1, 4, {1, 2, 3, 4},
     {.titles = 1}},
    {"Hello, world\nx;t\n1;2\n3;4\n", {0}, ';', "x|t", 2, 2, {1, 2, 3, 4}, {.titles = 1}},
    {"# a, b; c\n# d\n\nx;t\n1;2\n#\n3;4\n", {0}, ';', "x|t", 2, 2, {1, 2, 3, 4},
     {.comments = 1}},
    {"# x y\n1 2\n3 4\n", {0}, ' ', "x|y", 2, 2, {1, 2, 3, 4}, {0}},
    {"#,x\n1,2\n", {0}, ',', "|x", 1, 2, {1, 2}, {0}},
    {"# one, two\nx,y\n1,2\n", {0}, ',', "x|y", 1, 2, {1, 2}, {0}},
    {"# 5, 6\n1,2\n", {0}, ',', NULL, 1, 2, {1, 2}, {0}},
    /* headers of several rows: names that neighbours share take on those below */
    {"t\tpop\tpop\nt\tmen\twomen\nx\t1\t2\n", {0}, '\t', "t|pop men|pop women", 0, 3, {0}, {0}},
    {"pop,,n\nmen,women,n\n1,2,3\n", {0}, ',', "pop men|pop women|n", 1, 3, {1, 2, 3}, {0}},
    {"v,T\nkm/h,C\n1,2\n", {0}, ',', "v|T", 1, 2, {1, 2}, {0}},
    {"Price,a,b\nTicker,X,X\nDate,,\nd,1,2\n", {0}, ',', "Price|a|b", 0, 3, {0}, {0}},
    {"x,t\nNA,no\n1,yes\n", {0}, ',', "x|t", 0, 2, {0}, {0}}, /* a row */
    {"doors,n\n5more,no\n2,no\n", {0}, ',', "doors|n", 0, 2, {0}, {0}},
    /* rows with names, which the header has none for */
    {"x t\n1 5 6\n2 7 8\n", {0}, ' ', "|x|t", 2, 3, {1, 5, 6, 2, 7, 8}, {0}},
    {"x\tt\na b\t5\t6\nc\t7\t8\n", {0}, '\t', "|x|t", 0, 3, {0}, {0}},
    /* rows of texts alone, the first of which is none of names */
    {"p,x,s\ne,x,s\np,y,s\n", {0}, ',', NULL, 0, 3, {0}, {0}},
    {"p,x,s\ne,y,t\np,z,u\n", {0}, ',', "p|x|s", 0, 3, {0}, {0}},
    /* what is behind it */
    {"x,t,,\n1,2,,\n,,,\n3,4,,\n,,,\n", {0}, ',', "x|t", 2, 2, {1, 2, 3, 4}, {0}},
    {"x;;\n1;;\n;;\n", {0}, ';', "x", 1, 1, {1}, {0}},
    /* decimal commas */
    {"x;t\n3,14;2,5\n", {0}, ';', "x|t", 1, 2, {3.14, 2.5},
     {.comma = "3,14"}},
    {"1,5;2,5\n-3,;4\n", {0}, ';', NULL, 2, 2, {1.5, 2.5, -3, 4}, {.comma = "1,5"}},
    {"1,5;2,5\n3,5;4\n", {0}, ';', NULL, 2, 2, {1.5, 2.5, 3.5, 4},
     {.comma = "1,5"}},
    {"1,5\t2\n,5\t-1,5e2\n", {0}, '\t', NULL, 2, 2, {1.5, 2, 0.5, -150},
     {.comma = "1,5"}},
    {"\"1,5\",2\n\"0,125\",3\n", {0}, ',', NULL, 2, 2, {1.5, 2, 0.125, 3},
     {.comma = "1,5"}},
    {"x\n3,14\n2,5\n", {0, ','}, ';', "x", 2, 1, {3.14, 2.5},
     {.comma = "3,14"}},
    {"1,5 2,5\n", {' ', ','}, ' ', NULL, 1, 2, {1.5, 2.5},
     {.comma = "1,5"}},
    {"1,234;5\n", {0, ','}, ';', NULL, 1, 2, {1.234, 5},
     {.comma = "1,234"}},
    {"1,234;5\n", {0, '.'}, ';', NULL, 1, 2, {1234, 5},
     {.group = "1,234"}},
    {"0,123456789012345678901234567890;1\n", {0}, ';', NULL, 1, 2, {0.12345678901234568, 1},
     {.comma = "0,123456789012345678901234567890"}},
    /* units */
    {"x,y\n12.5%,$3\n-7 %,-$1\n", {0}, ',', "x|y", 2, 2, {12.5, 3, -7, -1}, {.unit = "12.5%"}},
    {"x;y\n\xe2\x82\xac 1,5;$-2\n3 \xe2\x82\xac;1\n", {0}, ';', "x|y", 2, 2, {1.5, -2, 3, 1},
     {.comma = "\xe2\x82\xac 1,5", .unit = "\xe2\x82\xac 1,5"}},
    {"x\n\"\xe2\x82\xa9" "1,234,567\"\n1\xec\x9b\x90\n", {0}, ',', "x", 2, 1, {1234567, 1},
     {.group = "\xe2\x82\xa9" "1,234,567", .unit = "\xe2\x82\xa9" "1,234,567"}},
    {"x,y\n%,1\n$,2\n$5%,3\n", {0}, ',', "x|y", 0, 2, {0}, {0}},
    /* thousands */
    {"x,t\n\"1,234\",2\n\" 12,345,678.5 \",3\n", {0}, ',', "x|t", 2, 2, {1234, 2, 12345678.5, 3},
     {.group = "1,234"}},
    {"1.234,5;1\n2.345;2\n", {0}, ';', NULL, 2, 2, {1234.5, 1, 2345, 2},
     {.group = "1.234,5"}},
    {"1.234.567;1\n", {0}, ';', NULL, 1, 2, {1234567, 1},
     {.group = "1.234.567"}},
    {"1 234,5;1\n", {0}, ';', NULL, 1, 2, {1234.5, 1},
     {.group = "1 234,5"}},
    {"1\xc2\xa0" "234;2\xe2\x80\xaf" "345\n", {0}, ';', NULL, 1, 2, {1234, 2345},
     {.group = "1\xc2\xa0" "234"}},
    {"1'234;5\n", {0}, ';', NULL, 1, 2, {1234, 5},
     {.group = "1'234"}},
    {"1.234;5\n", {0}, ';', NULL, 1, 2, {1.234, 5}, {0}},
    /* blanks and a minus that are not ASCII */
    {"x\xc2\xa0,t\n3\xc2\xa0,\xe3\x80\x80" "1\n\xe2\x88\x92" "3,\"\xe2\x80\xaf" "2\"\n", {0}, ',',
     "x|t", 2, 2, {3, 1, -3, 2}, {0}},
    {"1\xc2\xa0 2\xc2\xa0\n3 \xc2\xa0" "4\n", {0}, ' ', NULL, 2, 2, {1, 2, 3, 4}, {0}},
    {"2\xc2\xa0" "002 4\n3 1\n", {0}, ' ', NULL, 2, 2, {2002, 4, 3, 1},
     {.group = "2\xc2\xa0" "002"}},
    {"x\n1\xc2\xa0" "234\n", {0}, ',', "x", 1, 1, {1234}, {.group = "1\xc2\xa0" "234"}},
    {"\"1 234\" 5\n\"7\" 8\n", {0}, ' ', NULL, 2, 2, {1234, 5, 7, 8}, {.group = "1 234"}},
    /* both do as well */
    {"5,1;a\n4,9;b\n", {0}, ';', NULL, 0, 2, {0},
     {.rival = ',', .comma = "5,1"}},
};

static nb_status read_all(nb_csv *csv, nb_memory *memory, const struct table *table) {
    nb_status status = nb_csv_begin(csv, memory, table->text, strlen(table->text), table->wish);
    if (status != NB_STATUS_OK) return status;
    do status = nb_csv_read(csv, 1);
    while (status == NB_STATUS_RUNNING);
    return status;
}

static void check_told(const char *text, const nb_csv_field *cell, const char *wanted) {
    size_t length = cell->begin != NULL ? (size_t)(cell->end - cell->begin) : 0;
    bool same = length == (wanted != NULL ? strlen(wanted) : 0) &&
                (length == 0 || memcmp(cell->begin, wanted, length) == 0);
    if (!same) fail_msg("%s: told %.*s", text, (int)length, cell->begin);
}

static void test_tables(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const struct table *t = &tables[i];
        nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 40};
        nb_csv csv;
        nb_status status = read_all(&csv, &memory, t);
        const nb_csv_form *form = &csv.form;
        if (status != (t->rows > 0 ? NB_STATUS_OK : NB_STATUS_ERROR) ||
            form->scan.separator != t->separator || csv.columns != t->columns)
            fail_msg("%s: problem %d, line %zu, column %zu; separator %c, columns %zu", t->text,
                     (int)csv.problem, csv.line, csv.column, form->scan.separator, csv.columns);
        if (t->rows > 0) assert_int_equal(csv.rows, t->rows);
        for (size_t k = 0; k < t->rows * t->columns; k++)
            if (csv.cells[k] != t->cells[k]) fail_msg("%s: %.17g", t->text, csv.cells[k]);
        char header[100] = "";
        for (size_t k = 0; csv.has_header && k < csv.columns; k++)
            add_format(header, sizeof header, "%s%s", k > 0 ? "|" : "", csv.names[k]);
        assert_string_equal(header, t->header != NULL ? t->header : "");
        check_told(t->text, &form->comma, t->told.comma);
        check_told(t->text, &form->group, t->told.group);
        check_told(t->text, &form->unit, t->told.unit);
        assert_int_equal(form->rival, t->told.rival);
        assert_int_equal(form->titles, t->told.titles);
        if (status == NB_STATUS_OK) assert_int_equal(csv.comments, t->told.comments);
        nb_csv_clear(&csv);
    }
}

/* What has two readings, or none: an error at the cell, and no number. */
static const struct refusal {
    const char *text;
    nb_csv_wish wish;
    nb_csv_problem problem;
    size_t line, column;
} refusals[] = {
    {"x;t\n1,234;5\n2,345;6\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},       /* 1.234 or 1234 */
    {"x\n1,234,567\n2,345,678\n", {0}, NB_CSV_RAGGED, 2, 2},      /* no title */
    {"x y\n1\xc2\xa0" "2 3\n4 5\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},
    {"x y z\n27,2 b 44,1\n19,4 c 1,7\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},
    {"a 15,770\nb 4,881\n", {0}, NB_CSV_NOT_NUMBER, 1, 1},
    {"1,5 a\n15,770 b\n", {' ', 0}, NB_CSV_NOT_NUMBER, 1, 1},
    {"1,234;5,678\n", {0}, NB_CSV_NOT_NUMBER, 1, 1},                 /* no header */
    {"x;t\n1,5;2.5\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},                /* two points */
    {"x\n3,14\n2,5\n", {0}, NB_CSV_RAGGED, 2, 2},                    /* one column or two */
    {"1,2 3,4\n5,6 7,8\n", {0}, NB_CSV_NOT_NUMBER, 1, 2},            /* pairs? */
    {"x,t\n\"1,5\",2\n3,2.5\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},
    {"x;t\n3,14;1\n2,1;1.5\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},
    {"x;t\n12,34,567;1\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},
    {"x,t\n\"1,23,456\",1\n", {0}, NB_CSV_NOT_NUMBER, 2, 1},
    {"x,y\n1,2,3\n4,5,6\n", {0}, NB_CSV_RAGGED, 2, 3},               /* no title: the header */
    {"x;y\n1;2\n3;4;5\n", {0}, NB_CSV_RAGGED, 3, 3},
    {"1 2\n3 4\n5 6 7\n", {' ', 0}, NB_CSV_RAGGED, 3, 3},
    {"1 234\n5 678\n", {0}, NB_CSV_FINE, 0, 0},                      /* two columns */
};

static void test_refusals(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct refusal *r = &refusals[i];
        const struct table table = {.text = r->text, .wish = r->wish};
        nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 40};
        nb_csv csv;
        nb_status status = read_all(&csv, &memory, &table);
        if (csv.problem != r->problem || csv.line != r->line || csv.column != r->column)
            fail_msg("%s: problem %d in line %zu, column %zu", r->text, (int)csv.problem, csv.line,
                     csv.column);
        assert_int_equal(status, r->problem == NB_CSV_FINE ? NB_STATUS_OK : NB_STATUS_ERROR);
        nb_csv_clear(&csv);
    }
}

/* Numbers of a form that the first rows do not show are none behind them. */
static void test_late(void **state) {
    (void)state;
    enum { ROWS = 5000 };
    static char text[ROWS * 5 + 20];
    char *at = text;
    for (size_t i = 0; i < ROWS; i++, at += 4) memcpy(at, "1;2\n", 4);
    memcpy(at, "1,5;2\n", 7);
    const struct table table = {.text = text}, wished = {.text = text, .wish = {0, ','}};
    nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 40};
    nb_csv csv;
    assert_int_equal(read_all(&csv, &memory, &table), NB_STATUS_ERROR);
    assert_true(csv.problem == NB_CSV_NOT_NUMBER && csv.line == ROWS + 1);
    nb_csv_clear(&csv);
    assert_int_equal(read_all(&csv, &memory, &wished), NB_STATUS_OK);
    assert_true(csv.cells[2 * ROWS] == 1.5);
    nb_csv_clear(&csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
