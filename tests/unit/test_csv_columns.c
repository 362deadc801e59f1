/* The CSV reader's columns: which are taken and in what order, classes of texts, missing cells. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "csv_reading.h"
#include "train/csv_number.h"

/* ---- columns that are taken, and labels ---- */

static const struct choice {
    const char *text, *taken; /* a letter a column, in their order; a large one: of labels */
    const char *labels; /* of each such column the classes with | between and / behind */
    nb_csv_problem problem;
    size_t line, column; /* of the problem */
    double cells[9];
} choices[] = {
    {"x,note,y\n1,a b,2\n3,\"c,\nd\",\n", "a", "", NB_CSV_FINE, 0, 0, {1, 3}},
    {"1,x,2\n3,4,y\n", "a", "", NB_CSV_FINE, 0, 0, {1, 3}},
    {"1,x,2\n3,4,5\n", "ca", "", NB_CSV_FINE, 0, 0, {2, 1, 5, 3}},
    {"1,x,2\n3,?,5\n", "c", "", NB_CSV_FINE, 0, 0, {2, 5}},
    {"1,x,2\n3,,y\n", "ac", "", NB_CSV_NOT_NUMBER, 2, 3, {0}},
    {"1,2,?\n3,?,4\n", "ab", "", NB_CSV_MISSING, 2, 2, {0}},
    {"1,2,3\n4,5\n", "a", "", NB_CSV_RAGGED, 2, 3, {0}},
    {"1,2\n3,\"4\n", "a", "", NB_CSV_QUOTE, 2, 2, {0}},
    {"x,t\n1,b\n2,a\n3,b\n", "aB", "a|b|/", NB_CSV_FINE, 0, 0, {1, 1, 2, 0, 3, 1}},
    {"x,t\n1,b\n2,a\n3,b\n", "Ba", "a|b|/", NB_CSV_FINE, 0, 0, {1, 1, 0, 2, 1, 3}},
    {"\n 1 , b \n2,\"a\"\n3,\"b\",\n", "aB", "a|b|/", NB_CSV_FINE, 0, 0, {1, 1, 2, 0, 3, 1}},
    {"t,x\r\n\"a,b\",1\r\nab,2\r\na,3\r\n", "Ab", "a|a,b|ab|/", NB_CSV_FINE, 0, 0,
     {1, 1, 2, 2, 0, 3}},
    {"u,v\nm,no\nf,no\nf,yes\n", "BA", "no|yes|/f|m|/", NB_CSV_FINE, 0, 0, {0, 1, 0, 0, 1, 0}},
    {"1,7\n2,5\n3,7.0\n", "aB", "5|7|/", NB_CSV_FINE, 0, 0, {1, 7, 2, 5, 3, 7}},
    {"1,b\n2,7\n", "aB", "7|b|/", NB_CSV_FINE, 0, 0, {1, 1, 2, 0}},
    {"1,b\n2,\n", "aB", "", NB_CSV_MISSING, 2, 2, {0}},
    {"1,b\n2,\"c\n", "aB", "", NB_CSV_QUOTE, 2, 2, {0}},
    {"1,b\n?,c\n", "aB", "", NB_CSV_MISSING, 2, 1, {0}},
    /* one name: in quotes, between no-break and wide blanks, decomposed */
    {"x\n\"a \"\"b\"\"\"\na \"b\"\n", "A", "a \"b\"|/", NB_CSV_FINE, 0, 0, {0, 0}},
    {"x\n\xc2\xa0" "b\nb\xe3\x80\x80\n b \n", "A", "b|/", NB_CSV_FINE, 0, 0, {0, 0, 0}},
    {"x\n\xea\xb0\x80\n\xe1\x84\x80\xe1\x85\xa1\n", "A", "\xea\xb0\x80|/", NB_CSV_FINE, 0, 0,
     {0, 0}},
};

static void take(nb_csv *csv, const char *taken) {
    size_t columns[8], count = strlen(taken);
    bool labelled[8];
    for (size_t i = 0; i < count; i++) {
        labelled[i] = taken[i] < 'a';
        columns[i] = (size_t)(taken[i] - (labelled[i] ? 'A' : 'a'));
    }
    assert_int_equal(nb_csv_take(csv, columns, labelled, count), NB_STATUS_OK);
}

static void check_labels(const nb_csv *csv, const char *wanted) {
    char labels[100] = "";
    for (size_t slot = 0; slot < csv->taken; slot++) {
        const nb_labels *l = csv->labels[slot];
        for (size_t i = 0; l != NULL && i < l->count; i++)
            add_format(labels, sizeof labels, "%s|", l->classes[i].name);
        if (l != NULL) add_format(labels, sizeof labels, "/");
    }
    assert_string_equal(labels, wanted);
}

static void check_choice(const struct choice *choice, size_t at_once) {
    reading r;
    assert_int_equal(begin_reading(&r, choice->text, strlen(choice->text), 0), NB_STATUS_OK);
    take(&r.csv, choice->taken);
    nb_status status;
    do status = nb_csv_read(&r.csv, at_once);
    while (status == NB_STATUS_RUNNING);
    if (r.csv.problem != choice->problem) fail_msg("%s: %d", choice->text, (int)r.csv.problem);
    assert_int_equal(status, choice->problem == NB_CSV_FINE ? NB_STATUS_OK : NB_STATUS_ERROR);
    assert_int_equal(r.csv.line, choice->line);
    assert_int_equal(r.csv.column, choice->column);
    for (size_t i = 0; status == NB_STATUS_OK && i < r.csv.rows * r.csv.taken; i++)
        assert_true(r.csv.cells[i] == choice->cells[i]);
    if (status == NB_STATUS_OK) check_labels(&r.csv, choice->labels);
    end_reading(&r);
}

static void test_choices(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        check_choice(&choices[i], 1000);
        check_choice(&choices[i], 1);
    }
}

/* So many labels are a column of names, and no classes. */
static void test_many_labels(void **state) {
    (void)state;
    static char text[(NB_MOST_CLASSES + 2) * 8];
    for (size_t more = 0; more < 2; more++) {
        reading r;
        size_t length = (size_t)snprintf(text, sizeof text, "name\n");
        for (size_t i = 0; i < NB_MOST_CLASSES + more; i++)
            length += (size_t)snprintf(text + length, sizeof text - length, "n%zu\n", i);
        assert_int_equal(begin_reading(&r, text, length, 0), NB_STATUS_OK);
        take(&r.csv, "A");
        assert_int_equal(nb_csv_read(&r.csv, 10000), more > 0 ? NB_STATUS_ERROR : NB_STATUS_OK);
        assert_int_equal(r.csv.problem, more > 0 ? NB_CSV_LABELS : NB_CSV_FINE);
        assert_int_equal(r.csv.line, more > 0 ? NB_MOST_CLASSES + 2 : 0);
        end_reading(&r);
    }
}

/* ---- missing cells ---- */

static const char gappy[] = "x,y,t\n1,2,a\n,4,a\n<NA>,nan,b\n7,#N/A,null\n9,10,-\n"
                            "N/A,12,b\n13,14,a\n";

static const struct gaps {
    nb_csv_gaps gaps;
    const char *fill, *taken;
    nb_status status;
    size_t rows, gap_rows, gap_cells;
    double cells[21]; /* -1 stands for nan */
} gaps[] = {
    {NB_CSV_REFUSE, NULL, "abC", NB_STATUS_ERROR, 0, 5, 7, {0}},
    {NB_CSV_REFUSE, NULL, "b", NB_STATUS_ERROR, 0, 2, 2, {0}},
    {NB_CSV_SKIP, NULL, "abC", NB_STATUS_OK, 2, 5, 7, {1, 2, 0, 13, 14, 0}},
    {NB_CSV_SKIP, NULL, "b", NB_STATUS_OK, 5, 2, 2, {2, 4, 10, 12, 14}},
    {NB_CSV_MARK, NULL, "abC", NB_STATUS_OK, 7, 5, 7,
     {1, 2, 0, -1, 4, 0, -1, -1, 1, 7, -1, -1, 9, 10, -1, -1, 12, 1, 13, 14, 0}},
    {NB_CSV_FILL, "5", "abC", NB_STATUS_OK, 7, 5, 7, /* the class 5 comes before a and b */
     {1, 2, 1, 5, 4, 1, 5, 5, 2, 7, 5, 0, 9, 10, 0, 5, 12, 2, 13, 14, 1}},
    {NB_CSV_FILL, "NA", "C", NB_STATUS_OK, 7, 2, 2, {1, 1, 2, 0, 0, 2, 1}},
    {NB_CSV_FILL, "NA", "aC", NB_STATUS_ERROR, 0, 0, 0, {0}},
};

static void test_gaps(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        const struct gaps *g = &gaps[i];
        reading r;
        const char *end;
        bool in_range;
        assert_int_equal(begin_reading(&r, gappy, sizeof gappy - 1, 0), NB_STATUS_OK);
        take(&r.csv, g->taken);
        r.csv.gaps = g->gaps;
        r.csv.fill = g->fill;
        r.csv.fill_number = g->fill != NULL ? nb_csv_number(g->fill, '.', &end, &in_range) : NAN;
        if (g->fill != NULL && end == g->fill) r.csv.fill_number = NAN;
        assert_int_equal(nb_csv_read(&r.csv, 100), g->status);
        if (g->status == NB_STATUS_ERROR) assert_int_equal(r.csv.problem, NB_CSV_MISSING);
        if (g->gap_rows > 0) assert_int_equal(r.csv.gap_rows, g->gap_rows);
        if (g->gap_rows > 0) assert_int_equal(r.csv.gap_cells, g->gap_cells);
        if (g->status == NB_STATUS_OK) assert_int_equal(r.csv.rows, g->rows);
        for (size_t k = 0; g->status == NB_STATUS_OK && k < g->rows * r.csv.taken; k++)
            assert_true(g->cells[k] == -1 ? isnan(r.csv.cells[k]) : r.csv.cells[k] == g->cells[k]);
        end_reading(&r);
    }
}

static void test_look(void **state) {
    (void)state;
    static const char file[] = "x,y,z\n1, a ,\"\"\n\"2\",NA,1e999\n3,4\n";
    reading r;
    nb_csv_cell cells[3];
    assert_int_equal(begin_reading(&r, file, sizeof file - 1, 0), NB_STATUS_OK);
    assert_int_equal(nb_csv_look(&r.csv, cells), NB_STATUS_RUNNING);
    assert_true(cells[0].kind == NB_CSV_NUMBER && cells[1].kind == NB_CSV_TEXT);
    assert_true(cells[2].kind == NB_CSV_GAP && cells[1].length == 1 && *cells[1].text == 'a');
    assert_int_equal(nb_csv_look(&r.csv, cells), NB_STATUS_RUNNING);
    assert_true(cells[0].kind == NB_CSV_NUMBER && cells[1].kind == NB_CSV_GAP);
    assert_true(cells[2].kind == NB_CSV_FAR);
    assert_int_equal(nb_csv_look(&r.csv, cells), NB_STATUS_ERROR);
    assert_true(r.csv.problem == NB_CSV_RAGGED && r.csv.line == 4);
    end_reading(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choices), cmocka_unit_test(test_many_labels),
        cmocka_unit_test(test_gaps),    cmocka_unit_test(test_look)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
