/* Plots as commands of gnuplot. Numbers are its own kind of text; everything else that is not ours
 * goes through nb_gnuplot_add_text. */
#include "diagram/gnuplot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "view/formula.h"

enum { COLOURS = 6, DASHES = 5, DENSE = 100 /* points of a path */ };

/* Curves that those who see red and green alike tell apart, too (after Okabe and Ito), and for the
 * regions of classes the same, faint. */
typedef struct theme {
    const char *ground, *ink, *grid, *axis, *line; /* line: where a map's numbers are equal */
    const char *low, *high;                        /* of a map */
    const char *curves[COLOURS], *regions[COLOURS];
} theme;

static const theme themes[] = {
    {"#ffffff", "#202124", "#e4e6e9", "#80868b", "#9a9384", "#fffdf6", "#ecd39b",
     {"#0072b2", "#d55e00", "#009e73", "#a6559d", "#5f6368", "#7a5c00"},
     {"#d6e8f4", "#fbe2d0", "#d2efe5", "#efddec", "#e6e8ea", "#ece4cb"}},
    {"#1e1e1e", "#e8eaed", "#33373b", "#9aa0a6", "#8f8773", "#1e1e1e", "#66532c",
     {"#56b4e9", "#f0a03c", "#2fd6a3", "#e39ad0", "#bdc1c6", "#f0e442"},
     {"#1d3d51", "#533818", "#164a3a", "#4e3448", "#3f4347", "#504c1c"}},
};

/* ---- pieces ---- */

/* An apostrophe stands in quotes of its own: gnuplot refuses two doubled ones in a row, as f''(x)
 * would have. */
void nb_gnuplot_add_text(nb_buffer *out, const char *text, size_t length) {
    nb_buffer_add_char(out, '\'');
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == '\177') continue;
        if (text[i] == '\'') nb_buffer_add_text(out, "'.\"'\".'");
        else nb_buffer_add_char(out, text[i]);
    }
    nb_buffer_add_char(out, '\'');
}

/* A formula, in the blackboard's signs. */
static void add_formula(nb_buffer *out, const nb_view *view, const nb_text *text) {
    nb_view signs = *view;
    nb_buffer words;
    signs.ascii = signs.colour = false;
    nb_buffer_init(&words, out->memory);
    nb_view_formula(&words, &signs, text, view->digits);
    nb_gnuplot_add_text(out, words.data != NULL ? words.data : "", words.length);
    if (words.failed) out->failed = true;
    nb_buffer_clear(&words);
}

static void add_number(nb_buffer *out, double number) {
    char text[NB_NUMBER_ROOM];
    nb_number_exact(number, text);
    nb_buffer_add_text(out, isnan(number) ? "NaN" : text);
}

static void add_line(nb_buffer *out, const char *before, const char *text, const char *behind) {
    nb_buffer_add_text(out, before);
    nb_buffer_add_text(out, text);
    nb_buffer_add_text(out, behind);
}

static void add_count(nb_buffer *out, const char *before, size_t count, const char *behind) {
    char text[32];
    snprintf(text, sizeof text, "%zu", count);
    add_line(out, before, text, behind);
}

/* ---- numbers ---- */

/* What is no number, or too far away to be drawn, is a gap: an empty line. */
static void add_points(nb_buffer *out, const nb_curve *curve) {
    for (size_t i = 0; i < curve->count; i++) {
        if (isfinite(curve->y[i])) {
            add_number(out, curve->x[i]);
            nb_buffer_add_char(out, ' ');
            add_number(out, curve->y[i]);
        }
        nb_buffer_add_char(out, '\n');
    }
}

/* The cells of a map: x, y and their number, an empty line behind each row. */
static void add_rows(nb_buffer *out, const nb_plot_block *plot) {
    for (size_t i = 0; i < plot->columns * plot->rows; i++) {
        size_t row = i / plot->columns, column = i % plot->columns;
        double x = (double)column / (double)(plot->columns - 1);
        double y = (double)row / (double)(plot->rows - 1);
        if (i > 0 && i % plot->columns == 0) nb_buffer_add_char(out, '\n');
        add_number(out, plot->x.low + x * (plot->x.high - plot->x.low));
        nb_buffer_add_char(out, ' ');
        add_number(out, plot->y.low + y * (plot->y.high - plot->y.low));
        nb_buffer_add_char(out, ' ');
        add_number(out, isfinite(plot->cells[i]) ? plot->cells[i] : NAN);
        nb_buffer_add_char(out, '\n');
    }
}

static void add_cells(nb_buffer *out, const nb_view *view, const nb_plot_block *plot) {
    const nb_text *names[] = {&plot->x.name, &plot->y.name, &plot->map};
    nb_buffer_add_text(out, "#");
    for (int i = 0; i < 3; i++) {
        nb_buffer_add_char(out, ' ');
        nb_view_formula(out, view, names[i], view->digits);
    }
    nb_buffer_add_char(out, '\n');
    add_rows(out, plot);
}

void nb_plot_numbers(const nb_plot_block *plot, const nb_view *view, nb_buffer *out) {
    nb_view signs = *view;
    signs.ascii = signs.colour = false;
    if (plot->kind == NB_PLOT_MAP) add_cells(out, &signs, plot);
    for (size_t k = 0; k < plot->count; k++) {
        if (k > 0 || plot->kind == NB_PLOT_MAP) nb_buffer_add_text(out, "\n\n");
        nb_buffer_add_text(out, "# ");
        nb_view_formula(out, &signs, &plot->x.name, view->digits);
        nb_buffer_add_text(out, plot->x.name.count > 0 ? " " : "");
        nb_view_formula(out, &signs, &plot->curves[k].name, view->digits);
        nb_buffer_add_char(out, '\n');
        bool named = plot->kind == NB_PLOT_BARS && plot->labels != NULL;
        for (size_t i = 0; named && i < plot->curves[k].count; i++) {
            add_count(out, "# ", i + 1, " ");
            nb_view_formula(out, &signs, &plot->labels[i], view->digits);
            nb_buffer_add_char(out, '\n');
        }
        add_points(out, &plot->curves[k]);
    }
}

/* ---- commands ---- */

static void add_axis(nb_buffer *out, const nb_view *view, const char *name, const nb_axis *axis,
                     const char *ink) {
    add_line(out, "set ", name, "range [");
    add_number(out, axis->low);
    nb_buffer_add_char(out, ':');
    add_number(out, axis->high);
    nb_buffer_add_text(out, "]\n");
    if (axis->logarithmic) add_line(out, "set logscale ", name, "\n");
    if (axis->name.count == 0) return;
    add_line(out, "set ", name, "label ");
    add_formula(out, view, &axis->name);
    add_line(out, " textcolor rgb '", ink, "'\n");
}

static void add_terminal(nb_buffer *out, const char *terminal, const char *font,
                         const char *ground) {
    bool paper = strcmp(terminal, "pdfcairo") == 0; /* measured in inches, not in pixels */
    add_line(out, "set encoding utf8\nset terminal ", terminal, " noenhanced size ");
    nb_buffer_add_text(out, paper ? "6.4,4.2 linewidth 1.2" : "1280,840 linewidth 1.7");
    nb_buffer_add_text(out, " font ");
    const char *size = paper ? ",14" : ",20";
    nb_buffer family;
    nb_buffer_init(&family, out->memory);
    nb_buffer_add_text(&family, font);
    nb_buffer_add_text(&family, size);
    if (family.failed) out->failed = true;
    else nb_gnuplot_add_text(out, family.data, family.length);
    nb_buffer_clear(&family);
    add_line(out, " background '", ground, "'\n");
}

/* A long title goes on in another line. */
static void add_title(nb_buffer *out, const char *title, const theme *t) {
    enum { WIDE = 60 };
    size_t length = strlen(title), from = 0, blank = 0;
    nb_buffer_add_text(out, "set title ");
    for (size_t i = 0; i < length; i++) {
        if (title[i] == ' ') blank = i;
        if (blank <= from || nb_utf8_width(title + from, i - from) < WIDE) continue;
        nb_gnuplot_add_text(out, title + from, blank - from);
        nb_buffer_add_text(out, ".\"\\n\".");
        from = blank + 1;
    }
    nb_gnuplot_add_text(out, title + from, length - from);
    add_line(out, " textcolor rgb '", t->ink, "'\n");
}

/* The names of the curves stand above the plot, or below it where a title stands there. */
static void add_key(nb_buffer *out, const nb_plot_block *plot, const theme *t) {
    const char *side = plot->title != NULL ? "bottom center spacing 1.5" : "top left";
    if (plot->title != NULL) add_title(out, plot->title, t);
    add_line(out, "set key outside ", side, " horizontal Left reverse width 2 textcolor rgb '");
    add_line(out, "", t->ink, "'\n");
}

static void add_frame(nb_buffer *out, const nb_plot_block *plot, const nb_view *view,
                      const theme *t) {
    add_line(out, "set border 3 linecolor rgb '", t->ink, "'\nset tics nomirror textcolor rgb '");
    add_line(out, "", t->ink, "'\nset grid xtics ytics linetype 1 linewidth 0.6 linecolor rgb '");
    add_line(out, "", t->grid, "'\n");
    add_key(out, plot, t);
    if (plot->kind != NB_PLOT_MAP)
        add_line(out, "set xzeroaxis linetype 1 linewidth 0.8 linecolor rgb '", t->axis, "'\n");
    if (plot->kind == NB_PLOT_LINES)
        add_line(out, "set yzeroaxis linetype 1 linewidth 0.8 linecolor rgb '", t->axis, "'\n");
    add_axis(out, view, "x", &plot->x, t->ink);
    add_axis(out, view, "y", &plot->y, t->ink);
}

/* Everything that is drawn as a block of data: $curve0, $curve1 ... */
static void add_blocks(nb_buffer *out, const nb_plot_block *plot) {
    for (size_t k = 0; k < plot->count; k++) {
        add_count(out, "$curve", k, " << END\n");
        add_points(out, &plot->curves[k]);
        nb_buffer_add_text(out, "END\n");
    }
}

/* From low to high, or a colour of its own for each class. */
static void add_palette(nb_buffer *out, const nb_plot_block *plot, const theme *t) {
    if (plot->classes > 0) add_count(out, "set palette maxcolors ", plot->classes, " defined (");
    else add_line(out, "set palette defined (0 '", t->low, "', 1 '");
    for (size_t k = 0; k < plot->classes; k++) {
        add_count(out, k > 0 ? ", " : "", k, " '");
        add_line(out, t->regions[k % COLOURS], "'", "");
    }
    if (plot->classes == 0) add_line(out, t->high, "'", "");
    nb_buffer_add_text(out, ")\n");
}

/* The colours of classes that have no points are in the legend, too. */
static void add_regions(nb_buffer *out, const nb_view *view, const nb_plot_block *plot,
                        const theme *t) {
    for (size_t k = 0; k < plot->classes; k++) {
        if (k < plot->count && plot->curves[k].count > 0) continue;
        add_line(out, ", keyentry with boxes fillstyle solid 1 fillcolor rgb '",
                 t->regions[k % COLOURS], "' title ");
        add_formula(out, view, &plot->labels[k]);
    }
}

/* A map is an image below the curves, and lines where its numbers are equal. */
static void add_map(nb_buffer *out, const nb_view *view, const nb_plot_block *plot,
                    const theme *t) {
    if (plot->kind != NB_PLOT_MAP) return;
    add_palette(out, plot, t);
    nb_buffer_add_text(out, "$map << END\n");
    add_rows(out, plot);
    nb_buffer_add_text(out, "END\n");
    if (plot->classes > 0) {
        add_count(out, "unset colorbox\nset cbrange [-0.5:", plot->classes - 1, ".5]\nset label ");
        add_formula(out, view, &plot->map);
        add_line(out, " at graph 1, graph 1.045 right textcolor rgb '", t->ink, "'\n");
        return;
    }
    add_line(out, "set cbtics textcolor rgb '", t->ink, "'\nset cblabel ");
    add_formula(out, view, &plot->map);
    add_line(out, " textcolor rgb '", t->ink, "'\n");
    nb_buffer_add_text(out, "set contour base\nset cntrparam levels 15\nunset surface\n"
                            "set table $lines\nsplot $map\nunset table\n");
}

/* Names below the groups, as many as have room. */
static void add_labels(nb_buffer *out, const nb_view *view, const nb_plot_block *plot) {
    enum { UPRIGHT = 10, MOST = 40 };
    size_t count = plot->curves[0].count, every = (count + MOST - 1) / MOST;
    nb_buffer_add_text(out, count > UPRIGHT ? "set xtics rotate by 90 right (" : "set xtics (");
    for (size_t i = 0; i < count; i += every) {
        if (i > 0) nb_buffer_add_text(out, ", ");
        add_formula(out, view, &plot->labels[i]);
        add_count(out, " ", i + 1, "");
    }
    nb_buffer_add_text(out, ")\n");
}

static void add_bars(nb_buffer *out, const nb_view *view, const nb_plot_block *plot) {
    if (plot->kind != NB_PLOT_BARS) return;
    if (plot->labels != NULL) add_labels(out, view, plot);
    else nb_buffer_add_text(out, "set xtics 1\n");
    nb_buffer_add_text(out, "set style fill solid 0.8\nset boxwidth ");
    add_number(out, 0.8 / (double)plot->count);
    nb_buffer_add_char(out, '\n');
}

/* A ring where a path ends. */
static void add_end(nb_buffer *out, const nb_plot_block *plot, size_t k, const char *colour) {
    if (!plot->curves[k].joined) return;
    add_count(out, ", $curve", k, "");
    add_count(out, " every ::", plot->curves[k].count - 1, "");
    add_line(out, " with points pointtype 6 pointsize 3 linewidth 1.5 linecolor rgb '", colour,
             "' notitle");
}

/* How a curve is drawn: bars stand side by side around their number. */
static void add_style(nb_buffer *out, const nb_plot_block *plot, size_t k) {
    const nb_curve *curve = &plot->curves[k];
    if (plot->kind == NB_PLOT_BARS) {
        double shift = 0.8 * (((double)k + 0.5) / (double)plot->count - 0.5);
        nb_buffer_add_text(out, " using ($1+(");
        add_number(out, shift);
        nb_buffer_add_text(out, ")):2 with boxes");
    } else if (curve->points) {
        bool dense = curve->count > DENSE && curve->joined;
        nb_buffer_add_text(out, curve->joined ? " with linespoints" : " with points");
        nb_buffer_add_text(out, dense ? " pointsize 0.6" : " pointsize 1.6");
        add_count(out, " pointtype ", curve->joined ? 7 : 2 * (k % 4) + 5, "");
    } else {
        add_count(out, " with lines linewidth 1.8 dashtype ", k % DASHES + 1, "");
    }
}

void nb_gnuplot(const nb_plot_block *plot, const nb_view *view, const char *terminal,
                const char *font, nb_buffer *out) {
    const theme *t = &themes[plot->dark];
    const char *comma = "plot ";
    add_terminal(out, terminal, font, t->ground);
    add_frame(out, plot, view, t);
    add_blocks(out, plot);
    add_bars(out, view, plot);
    add_map(out, view, plot, t);
    if (plot->kind == NB_PLOT_MAP) {
        nb_buffer_add_text(out, "plot $map with image notitle");
        if (plot->classes == 0)
            add_line(out, ", $lines with lines linewidth 0.7 linecolor rgb '", t->line,
                     "' notitle");
        comma = ", ";
    }
    for (size_t k = 0; k < plot->count; k++) {
        if (plot->curves[k].count == 0) continue;
        nb_buffer_add_text(out, comma);
        add_count(out, "$curve", k, "");
        add_style(out, plot, k);
        add_line(out, " linecolor rgb '", t->curves[k % COLOURS], "' title ");
        add_formula(out, view, &plot->curves[k].name);
        add_end(out, plot, k, t->curves[k % COLOURS]);
        comma = ", ";
    }
    add_regions(out, view, plot, t);
    nb_buffer_add_char(out, '\n');
}
