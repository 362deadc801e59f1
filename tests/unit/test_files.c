/* Files: writing at once or not at all, the folders that may be written to, and loading. Every test
 * runs in a scratch folder of its own:
 *
 *     work/       the current folder       work/inner/
 *     workshop/   outside, though its name begins like the current folder's
 *     work/way -> ../workshop */
#define _XOPEN_SOURCE 700
#include "front/system/files.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/system/output.h"
#include "front/system/system.h"
#include "support.h"

static nb_memory memory = {.allocate = nb_system_allocate, .limit = 1 << 20};
static const nb_write_rule anywhere = {0};
static const nb_write_rule guarded = {.guarded = true};

typedef struct scratch {
    char folder[32];
    int home;
    int free_end; /* the lowest descriptor that is free */
} scratch;

static int set_up(void **state) {
    scratch *made = malloc(sizeof *made);
    assert_non_null(made);
    *made = (scratch){.folder = "/tmp/nabla-files-XXXXXX"};
    made->home = open(".", O_RDONLY);
    bool good = made->home >= 0 && mkdtemp(made->folder) != NULL && chdir(made->folder) == 0 &&
                mkdir("work", 0777) == 0 && mkdir("workshop", 0777) == 0 && chdir("work") == 0 &&
                mkdir("inner", 0777) == 0 && symlink("../workshop", "way") == 0;
    made->free_end = lowest_free_descriptor();
    *state = made;
    return good ? 0 : -1;
}

static int tear_down(void **state) {
    scratch *made = *state;
    int end = lowest_free_descriptor();
    int result = end == made->free_end ? fchdir(made->home) : -1;
    close(made->home);
    if (remove_folder(made->folder) != 0) result = -1;
    free(made);
    return result;
}

static void assert_holds(const char *path, const char *text) {
    char *bytes;
    size_t length;
    const char *reason;
    assert_true(nb_file_load(NULL, path, &bytes, &length, &reason));
    assert_int_equal(length, strlen(text));
    assert_string_equal(bytes, text);
    nb_system_allocate(NULL, bytes, length + 1, 0);
}

static void assert_written(const nb_write_rule *rule, const char *path) {
    nb_message why;
    assert_true(nb_file_write(rule, path, "x = 3\n", 6, &why));
    assert_holds(path, "x = 3\n");
}

/* error: of errno; 0: the file is outside */
static void assert_refused(const nb_write_rule *rule, const char *path, int error) {
    nb_message why = NB_PLAIN(NONE);
    assert_false(nb_file_write(rule, path, "x = 3\n", 6, &why));
    nb_message_id id = error == 0        ? NB_MESSAGE_FILE_OUTSIDE
                       : error == EISDIR ? NB_MESSAGE_FILE_FOLDER
                       : error == ENOENT && *path != '\0' ? NB_MESSAGE_FILE_NO_FOLDER
                                                          : NB_MESSAGE_FILE_WRITE;
    assert_int_equal(why.id, id);
    assert_string_equal(why.args[0].text, path);
    if (id == NB_MESSAGE_FILE_WRITE) assert_string_equal(why.args[1].text, strerror(error));
}

static int counted;

static int count_one(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)path;
    (void)walk;
    counted += kind == FTW_F && S_ISREG(about->st_mode);
    return 0;
}

static int count_files(void) {
    counted = 0;
    assert_int_equal(nftw("..", count_one, 8, FTW_PHYS), 0);
    return counted;
}

static void test_writes(void **state) {
    (void)state;
    assert_written(&guarded, "a.nabla");
    assert_written(&guarded, "./inner/b.nabla");
    assert_written(&guarded, "inner/../c.nabla");
    assert_written(&anywhere, "../d.nabla");
    assert_int_equal(count_files(), 4);
    nb_message why;
    assert_true(nb_file_write(&guarded, "a.nabla", NULL, 0, &why));
    assert_holds("a.nabla", "");
}

static void test_refuses_outside(void **state) {
    (void)state;
    assert_refused(&guarded, "../a", 0);
    assert_refused(&guarded, "/tmp/nabla-outside", 0);
    assert_refused(&guarded, "/nabla-outside", 0);
    assert_refused(&guarded, "../workshop/a", 0);
    assert_refused(&guarded, "inner/../../a", 0);
    assert_refused(&guarded, "way/a", 0);
    assert_int_equal(count_files(), 0);
}

static void assert_says(const nb_write_rule *rule, const char *path, nb_message_id id) {
    nb_message why = NB_PLAIN(NONE);
    assert_false(nb_file_write(rule, path, "x = 3\n", 6, &why));
    assert_int_equal(why.id, id);
}

/* Hidden folders on the way to the permitted one do not count. */
static void test_refuses_hidden(void **state) {
    (void)state;
    const char *const folders[] = {".secret"};
    const nb_write_rule rule = {.guarded = true, .allowed = folders, .allowed_count = 1};
    assert_int_equal(mkdir(".secret", 0777), 0);
    assert_int_equal(mkdir("inner/.deep", 0777), 0);
    assert_int_equal(symlink(".secret", "plain"), 0);
    assert_says(&guarded, ".a", NB_MESSAGE_FILE_HIDDEN);
    assert_says(&guarded, ".secret/a", NB_MESSAGE_FILE_HIDDEN);
    assert_says(&guarded, "inner/.deep/a", NB_MESSAGE_FILE_HIDDEN);
    assert_says(&guarded, "plain/a", NB_MESSAGE_FILE_HIDDEN);
    assert_says(&guarded, "-a", NB_MESSAGE_FILE_NAME);
    assert_says(&guarded, "a\x1b[2J", NB_MESSAGE_FILE_NAME);
    assert_says(&guarded, "a\x7f.nabla", NB_MESSAGE_FILE_NAME);
    assert_int_equal(count_files(), 0);
    assert_written(&rule, ".secret/a");
    assert_written(&anywhere, ".b");
    assert_int_equal(chdir(".secret"), 0);
    assert_written(&guarded, "c");
}

/* The folder is held: whatever takes its name meanwhile, nothing is written there. */
static void test_folder_is_held(void **state) {
    (void)state;
    const nb_part part = {"x = 3\n", 6};
    nb_message why;
    nb_spot spot;
    nb_drafts drafts = {NULL};
    assert_true(nb_spot_open(&guarded, "inner/a", &spot, &why));
    assert_int_equal(rename("inner", "moved"), 0);
    assert_int_equal(symlink("../workshop", "inner"), 0);
    assert_true(nb_spot_draft(&spot, &part, 1, &drafts, &why));
    assert_true(nb_drafts_place(&drafts, &why));
    assert_holds("moved/a", "x = 3\n");
    assert_int_equal(access("../workshop/a", F_OK), -1);
}

/* One file of a result, as a statement of its own writes it. */
static bool output(const nb_block *like, nb_result *result, const nb_write_rule *rule,
                   const nb_file_kind *kind, const char *path, const char *text, size_t length) {
    nb_drafts drafts = {NULL};
    nb_block *block = nb_result_add(result, NB_BLOCK_FILE);
    block->typed = like->typed;
    result->ok = true;
    return nb_output_draft(block, result, rule, kind, path, text, length, &drafts) &&
           nb_output_place(&drafts, result);
}

/* What is written with a mark is known again, and without it is not. */
static void test_kinds(void **state) {
    (void)state;
    static const struct { const char *path, *text; } files[] = {
        {"a.nabla", "x = 3\n"}, {"a.dot", "digraph {}\n"}, {"a.pdf", "%PDF-1.7\n%%EOF\n"},
        {"a.svg", "<?xml version=\"1.0\"?>\n<svg></svg>\n"},
        {"a.png", "\x89PNG\r\n and the chunk that comes first, and IEND"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const nb_file_kind *kind = nb_kind_find(i == 0 ? NB_FILES_OF_SAVE : NB_FILES_OF_DRAW,
                                                files[i].path);
        size_t length = strlen(files[i].text);
        nb_result *result = nb_result_new(&memory);
        nb_block block = {.kind = NB_BLOCK_FILE, .typed = i % 2 == 0};
        for (int turn = 0; turn < 3; turn++) { /* a script replaces its own, not another's */
            assert_true(output(&block, result, &guarded, kind, files[i].path,
                                        files[i].text, length) == (turn < 2));
            int fd = open(files[i].path, O_RDONLY);
            assert_true(nb_kind_is_marked(kind, fd) == (turn < 2));
            close(fd);
            nb_message why;
            if (turn > 0)
                assert_true(nb_file_write(&guarded, files[i].path, files[i].text, length, &why));
        }
        assert_int_equal(result->last->as.diagnostic.message.id, NB_MESSAGE_FILE_FOREIGN);
        nb_result_free(result);
    }
}

/* At the prompt the user may replace anything, and is told; a file that is run there may not. */
static void test_prompt(void **state) {
    (void)state;
    const nb_file_kind *kind = nb_kind_usual(NB_FILES_OF_SAVE);
    nb_block typed = {.kind = NB_BLOCK_FILE, .typed = true}, stranger = {.kind = NB_BLOCK_FILE};
    nb_result *result = nb_result_new(&memory);
    assert_written(&anywhere, "a.nabla");
    assert_false(output(&stranger, result, &anywhere, kind, "a.nabla", "y\n", 2));
    assert_false(output(&stranger, result, &anywhere, kind, "../b.nabla", "y\n", 2));
    assert_false(output(&stranger, result, &anywhere, kind, "Makefile", "y\n", 2));
    assert_int_equal(count_files(), 1);
    assert_holds("a.nabla", "x = 3\n");
    assert_true(output(&typed, result, &anywhere, kind, "a.nabla", "y\n", 2));
    assert_int_equal(result->last->as.diagnostic.message.id, NB_MESSAGE_NOTE_REPLACED);
    assert_holds("a.nabla", "# made by nabla\ny\n");
    assert_true(output(&typed, result, &anywhere, kind, "../Makefile", "y\n", 2));
    nb_result_free(result);
}

/* All files of a statement get to their places, or none does. */
static void test_all_or_none(void **state) {
    (void)state;
    const nb_file_kind *kind = nb_kind_usual(NB_FILES_OF_SAVE);
    static const char *const paths[] = {"a.nabla", "b.nabla", "./a.nabla", "new.nabla", "c.nabla"};
    enum { COUNT = sizeof paths / sizeof *paths };
    const nb_block stranger = {.kind = NB_BLOCK_FILE};
    nb_result *old = nb_result_new(&memory);
    for (int i = 0; i < COUNT; i++)
        if (i != 3)
            assert_true(output(&stranger, old, &guarded, kind, paths[i], "old\n", 4));
    nb_result_free(old);
    for (int bad = 0; bad < 2; bad++) { /* a folder is where the last one is to go, and is not */
        nb_result *result = nb_result_new(&memory);
        nb_drafts drafts = {NULL};
        for (int i = 0; i < COUNT; i++) {
            nb_block *block = nb_result_add(result, NB_BLOCK_FILE);
            const char *text = i == 2 ? "newer\n" : "new\n";
            assert_true(nb_output_draft(block, result, &guarded, kind, paths[i], text,
                                        strlen(text), &drafts));
        }
        if (bad == 0) {
            assert_int_equal(unlink("a.nabla"), 0);
            assert_int_equal(mkdir("a.nabla", 0777), 0);
        }
        assert_true(nb_output_place(&drafts, result) == (bad != 0));
        assert_null(drafts.first);
        if (bad == 0) {
            assert_int_equal(result->last->as.diagnostic.message.id, NB_MESSAGE_FILE_WRITE);
            assert_string_equal(result->last->as.diagnostic.message.args[0].text, "./a.nabla");
            for (nb_block *b = result->first; b != NULL; b = b->next) assert_null(b->written);
            assert_int_equal(rmdir("a.nabla"), 0);
        }
        nb_result_free(result);
        assert_int_equal(count_files(), bad == 0 ? 2 : 4);
        assert_holds("b.nabla", bad == 0 ? "# made by nabla\nold\n" : "# made by nabla\nnew\n");
        assert_holds("c.nabla", bad == 0 ? "# made by nabla\nold\n" : "# made by nabla\nnew\n");
    }
    assert_holds("a.nabla", "# made by nabla\nnewer\n");
    assert_holds("new.nabla", "# made by nabla\nnew\n");
}

static void test_allowed_folders(void **state) {
    (void)state;
    const char *const folders[] = {"missing", "../workshop"};
    const nb_write_rule rule = {.guarded = true, .allowed = folders, .allowed_count = 2};
    assert_written(&rule, "way/a");
    assert_written(&rule, "../workshop/b");
    assert_refused(&rule, "../c", 0);
    const char *const root[] = {"/"};
    const nb_write_rule all = {.guarded = true, .allowed = root, .allowed_count = 1};
    assert_written(&all, "../c");
}

static void test_refuses_what_is_no_file(void **state) {
    (void)state;
    assert_refused(&guarded, "", ENOENT);
    assert_refused(&guarded, "inner/", EISDIR);
    assert_refused(&guarded, "inner", EISDIR);
    assert_refused(&guarded, "inner/.", EISDIR);
    assert_refused(&guarded, "inner/..", EISDIR);
    assert_refused(&guarded, "..", EISDIR);
    assert_refused(&guarded, "missing/a", ENOENT);
    assert_int_equal(mkfifo("pipe", 0666), 0);
    assert_refused(&guarded, "pipe", ENOTSUP);
    assert_int_equal(count_files(), 0);
}

static void test_replaces_a_link(void **state) {
    (void)state;
    nb_message why;
    struct stat about;
    assert_true(nb_file_write(&anywhere, "../workshop/kept", "old", 3, &why));
    assert_int_equal(symlink("../workshop/kept", "link"), 0);
    assert_written(&guarded, "link");
    assert_int_equal(lstat("link", &about), 0);
    assert_true(S_ISREG(about.st_mode));
    assert_holds("../workshop/kept", "old");
}

static void test_permissions(void **state) {
    (void)state;
    struct stat about;
    mode_t before = umask(027);
    assert_written(&guarded, "new");
    umask(before);
    assert_int_equal(stat("new", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
    assert_int_equal(chmod("new", 0604), 0);
    assert_written(&guarded, "new");
    assert_int_equal(stat("new", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0604);
    assert_int_equal(chmod("new", 0755), 0); /* what a shell would have run */
    assert_written(&guarded, "new");
    assert_int_equal(stat("new", &about), 0);
    assert_int_equal(about.st_mode & 07777, 0644);
    assert_int_equal(chmod("new", 0444), 0);
    if (geteuid() != 0) assert_refused(&guarded, "new", EACCES);
}

/* A limit of the file size stands for a full disk: writing fails half way. */
static void test_full_disk(void **state) {
    (void)state;
    enum { SIZE = 100000 };
    static char bytes[SIZE];
    struct rlimit before, small;
    nb_message why;
    assert_written(&guarded, "a");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = SIZE / 2;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = nb_file_write(&guarded, "a", bytes, SIZE, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_false(written);
    assert_int_equal(why.id, NB_MESSAGE_FILE_WRITE);
    assert_string_equal(why.args[1].text, strerror(EFBIG));
    assert_holds("a", "x = 3\n");
    assert_int_equal(count_files(), 1);
}

static void assert_not_loaded(const char *path, int error) {
    char *bytes;
    size_t length;
    const char *reason = NULL;
    assert_false(nb_file_load(NULL, path, &bytes, &length, &reason));
    assert_string_equal(reason, strerror(error));
}

static void test_load_refuses(void **state) {
    (void)state;
    assert_not_loaded("missing", ENOENT);
    assert_not_loaded("", ENOENT);
    assert_not_loaded("inner", EISDIR);
    nb_message why;
    assert_true(nb_file_write(&guarded, "large", "", 0, &why));
    const char *reason, *irregular = nb_message_wording(NB_MESSAGE_FILE_IRREGULAR);
    char *bytes;
    size_t length;
    static const char *const others[] = {"pipe", "/dev/null", "/dev/zero"};
    assert_int_equal(mkfifo("pipe", 0666), 0);
    for (size_t i = 0; i < 3; i++) { /* a pipe without a writer would make us wait */
        assert_false(nb_file_load(NULL, others[i], &bytes, &length, &reason));
        assert_string_equal(reason, irregular);
    }
    assert_holds("/proc/self/status", ""); /* as large as it says it is */
    assert_int_equal(truncate("large", ((off_t)256 << 20) + 1), 0);
    assert_not_loaded("large", EFBIG);
    assert_int_equal(chmod("large", 0), 0);
    if (geteuid() != 0) assert_not_loaded("large", EACCES);
}

/* Sizes around those of the first read, from a file and from a pipe, whose size is not known. */
static void test_load_sizes(void **state) {
    (void)state;
    enum { LARGEST = (1 << 17) + 1 };
    static const size_t sizes[] = {0, 1, 65534, 65535, 65536, 65537, 131071, LARGEST};
    static char bytes[LARGEST], *read;
    size_t length;
    const char *reason;
    nb_message why;
    for (size_t i = 0; i < LARGEST; i++) bytes[i] = (char)('a' + i % 23);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_true(nb_file_write(&guarded, "a", bytes, sizes[i], &why));
        assert_true(nb_file_load(NULL, "a", &read, &length, &reason));
        assert_int_equal(length, sizes[i]);
        assert_memory_equal(read, bytes, length);
        assert_int_equal(read[length], '\0');
        nb_system_allocate(NULL, read, length + 1, 0);
    }
    int ends[2];
    char path[32];
    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_true(nb_file_send(ends[1], bytes, 1000, NULL));
    close(ends[1]);
    assert_false(nb_file_load(NULL, path, &read, &length, &reason));
    assert_true(nb_file_load_named(path, &read, &length, &reason));
    assert_int_equal(length, 1000);
    assert_memory_equal(read, bytes, length);
    nb_system_allocate(NULL, read, length + 1, 0);
    close(ends[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_writes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refuses_outside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refuses_hidden, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_folder_is_held, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_prompt, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_or_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_allowed_folders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refuses_what_is_no_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_replaces_a_link, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_permissions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_full_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_load_refuses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_load_sizes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
