/* Opening models: from the folder and from the compiled file, what is refused and where, messages. */
#include "models_fixture.h"

#include "files.h"
#include "outfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch[64];

static int setup(void **state)
{
    strcpy(scratch, "/tmp/khl-models-XXXXXX");
    return mkdtemp(scratch) == NULL || models_setup(state) != 0;
}

static int teardown(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", scratch);
    models_teardown(state);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", scratch, name);
    return path;
}

/* A copy of the models folder that a test may spoil. */
static void copy_folder(const char *name)
{
    char command[512];
    snprintf(command, sizeof command, "cp -r '%s' '%s'", TEST_MODELS, path_of(name));
    assert_int_equal(system(command), 0);
}

static void refused(const char *path, khl_status code, khl_error *err)
{
    khl_models *models = NULL;
    *err = (khl_error){0};
    assert_int_equal(khl_models_open(&models, path, err), code);
    assert_null(models);
    assert_true(err->message[0] != '\0');
}

static void everything_is_lent(void **state)
{
    (void)state;
    assert_non_null(khl_models_lexicon(fixture_models));
    assert_non_null(khl_models_text(fixture_models));
    assert_non_null(khl_models_aliases(fixture_models));
    assert_int_equal(khl_axes_count(khl_models_axes(fixture_models)), 8);
    assert_true(khl_models_match(fixture_models)->join > 0);
    const char *fingerprint = khl_models_fingerprint(fixture_models);
    assert_int_equal(strlen(fingerprint), 16);
    assert_int_equal(strspn(fingerprint, "0123456789abcdef"), 16);
    khl_models_destroy(NULL);
}

/* The compiled file is the folder: same bytes each time, same fingerprint, same weights. */
static void compiled_file_is_the_folder(void **state)
{
    (void)state;
    char first[160];
    khl_file a, b;
    khl_models *models = NULL;
    strcpy(first, path_of("first.models"));
    assert_int_equal(khl_models_compile(TEST_MODELS, first, NULL), KHL_OK);
    assert_int_equal(khl_models_compile(TEST_MODELS, path_of("second.models"), NULL), KHL_OK);
    assert_int_equal(khl_file_open(&a, first, SIZE_MAX, NULL), KHL_OK);
    assert_int_equal(khl_file_open(&b, path_of("second.models"), SIZE_MAX, NULL), KHL_OK);
    assert_true(khl_str_equal(a.bytes, b.bytes));
    khl_file_close(&a);
    khl_file_close(&b);
    assert_int_equal(khl_models_open(&models, first, NULL), KHL_OK);
    assert_string_equal(khl_models_fingerprint(models), khl_models_fingerprint(fixture_models));
    assert_memory_equal(khl_models_match(models), khl_models_match(fixture_models), sizeof(khl_match_model));
    khl_models_destroy(models);
}

static void missing(void **state)
{
    (void)state;
    khl_error err;
    khl_models *models;
    refused(path_of("nowhere"), KHL_E_IO, &err);
    assert_int_equal(khl_models_open(&models, "", NULL), KHL_E_IO);
    assert_int_equal(khl_models_compile(path_of("nowhere"), path_of("x.models"), NULL), KHL_E_IO);
    assert_int_equal(access(path_of("x.models"), F_OK), -1); /* nothing is left behind */
}

static void write_bytes(const char *name, khl_str bytes)
{
    assert_int_equal(khl_file_write(path_of(name), bytes, NULL), KHL_OK);
}

static void torn_and_foreign_files(void **state)
{
    (void)state;
    khl_error err;
    khl_file whole;
    write_bytes("bad.models", KHL_STR(""));
    refused(path_of("bad.models"), KHL_E_MODEL, &err);
    write_bytes("bad.models", KHL_STR("id,text\n1,hello, this is a table and not a model file at all\n"));
    refused(path_of("bad.models"), KHL_E_MODEL, &err);
    assert_string_equal(err.id, "pack.foreign");
    assert_non_null(strstr(err.file, "bad.models"));
    assert_int_equal(khl_models_compile(TEST_MODELS, path_of("whole.models"), NULL), KHL_OK);
    assert_int_equal(khl_file_open(&whole, path_of("whole.models"), SIZE_MAX, NULL), KHL_OK);
    const size_t cuts[] = {8, 40, 100, whole.bytes.n / 2, whole.bytes.n - 1};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        write_bytes("bad.models", khl_str_part(whole.bytes, 0, cuts[i]));
        refused(path_of("bad.models"), KHL_E_MODEL, &err);
    }
    char *copy = malloc(whole.bytes.n);
    assert_non_null(copy);
    memcpy(copy, whole.bytes.p, whole.bytes.n);
    for (size_t at = 8; at < whole.bytes.n; at += whole.bytes.n / 9) { /* one flipped bit anywhere */
        copy[at] ^= 4;
        write_bytes("bad.models", (khl_str){copy, whole.bytes.n});
        refused(path_of("bad.models"), KHL_E_MODEL, &err);
        copy[at] ^= 4;
    }
    free(copy);
    khl_file_close(&whole);
}

/* Sections are read while the checksum is being taken: whatever is in them, a torn file is refused as such
 * and nothing is read beyond it (the sanitizers watch). */
static void no_damage_is_read_for_words(void **state)
{
    (void)state;
    enum { DAMAGES = 240, MOST = 8192 };
    static char garbage[MOST], saved[MOST];
    uint64_t seed = 11;
    khl_error err;
    struct stat st;
    assert_int_equal(khl_models_compile(TEST_MODELS, path_of("damaged.models"), NULL), KHL_OK);
    int fd = open(path_of("damaged.models"), O_RDWR);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    for (unsigned i = 0; i < DAMAGES; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t n = i % 3 == 0 ? 1 : i % 3 == 1 ? 8 : MOST;
        off_t at = 48 + (off_t)((seed >> 20) % ((uint64_t)st.st_size - 48 - n)); /* behind the head */
        assert_int_equal(pread(fd, saved, n, at), n);
        for (size_t k = 0; k < n; k++)
            garbage[k] = (char)(saved[k] ^ (char)(i % 2 ? 0xFF : 1 + (seed >> (k % 50)) % 255));
        assert_int_equal(pwrite(fd, garbage, n, at), n);
        refused(path_of("damaged.models"), KHL_E_MODEL, &err);
        assert_string_equal(err.id, "pack.torn");
        assert_int_equal(pwrite(fd, saved, n, at), n);
    }
    close(fd);
    khl_models *models;
    assert_int_equal(khl_models_open(&models, path_of("damaged.models"), NULL), KHL_OK);
    khl_models_destroy(models);
}

static void spoil(const char *folder, const char *file, const char *rows)
{
    char name[96];
    snprintf(name, sizeof name, "%s/%s", folder, file);
    write_bytes(name, khl_str_from(rows));
}

static void faults_in_a_folder_have_a_place(void **state)
{
    (void)state;
    khl_error err;
    copy_folder("weights");
    spoil("weights", "match/weights.tsv", "# one\nbias\t-1\nwrod\t1\n");
    refused(path_of("weights"), KHL_E_MODEL, &err);
    assert_non_null(strstr(err.file, "match/weights.tsv"));
    assert_int_equal(err.row, 3);
    assert_int_equal(err.column, 1);
    copy_folder("axes");
    spoil("axes", "axes/default.tsv", "a\tx\na\ty\n");
    refused(path_of("axes"), KHL_E_MODEL, &err);
    assert_non_null(strstr(err.file, "axes/default.tsv"));
    assert_int_equal(err.row, 2);
    copy_folder("keywords");
    spoil("keywords", "axes/openness.tsv", "a\tx\t\t\t@no_such_thing\n");
    refused(path_of("keywords"), KHL_E_MODEL, &err);
    assert_non_null(strstr(err.file, "axes/openness.tsv"));
    assert_string_equal(err.id, "axes.concept");
    copy_folder("concerns");
    spoil("concerns", "authorities/concerns.tsv", "# one\nconcept\tschool|no_such_thing\tcommune\t\t1\n");
    refused(path_of("concerns"), KHL_E_MODEL, &err);
    assert_non_null(strstr(err.file, "authorities/concerns.tsv"));
    assert_string_equal(err.id, "concerns.concept");
    assert_int_equal(err.row, 2);
    assert_int_equal(err.column, 2);
    copy_folder("messages");
    spoil("messages", "messages/cli.tsv", "a.b\thello\na.b\thello again\n");
    refused(path_of("messages"), KHL_E_MODEL, &err);
    assert_non_null(strstr(err.file, "messages/cli.tsv"));
    assert_int_equal(err.row, 2);
    copy_folder("gone");
    assert_int_equal(remove(path_of("gone/axes/default.tsv")), 0);
    refused(path_of("gone"), KHL_E_IO, &err);
    assert_non_null(strstr(err.file, "axes/default.tsv"));
}

/* A changed list is another model. */
static void fingerprint_tells_folders_apart(void **state)
{
    (void)state;
    khl_models *models = NULL;
    copy_folder("other");
    spoil("other", "axes/default.tsv", "a\tx\n");
    assert_int_equal(khl_models_open(&models, path_of("other"), NULL), KHL_OK);
    assert_string_not_equal(khl_models_fingerprint(models), khl_models_fingerprint(fixture_models));
    assert_int_equal(khl_axes_count(khl_models_axes(models)), 1);
    khl_models_destroy(models);
}

static void messages(void **state)
{
    (void)state;
    khl_models *models = NULL;
    copy_folder("words");
    spoil("words", "messages/cli.tsv", "t.all\tYes\tOui\tنعم\nt.english\tOnly\nt.french\tOne\tUn\n");
    assert_int_equal(khl_models_open(&models, path_of("words"), NULL), KHL_OK);
    assert_str(khl_models_message(models, "en", "t.all"), "Yes");
    assert_str(khl_models_message(models, "fr", "t.all"), "Oui");
    assert_str(khl_models_message(models, "ar", "t.all"), "نعم");
    assert_str(khl_models_message(models, "ar", "t.english"), "Only"); /* English where none is given */
    assert_str(khl_models_message(models, "ar", "t.french"), "One");
    assert_str(khl_models_message(models, "de", "t.all"), "Yes");
    assert_int_equal(khl_models_message(models, "en", "t.unknown").n, 0);
    assert_int_equal(khl_models_message(models, "en", "").n, 0);
    khl_models_destroy(models);
}

/* What documents put in the place of what is private is known again, in every language. */
static void marks_are_known_as_such(void **state)
{
    static const char *const LANGS[] = {"ar", "fr", "en"};
    static const char *const IDS[KHL_N_PRIVATE_KINDS] = {"doc.private.email", "doc.private.phone",
                                                         "doc.private.identity"};
    (void)state;
    for (size_t l = 0; l < 3; l++) {
        for (int kind = 0; kind < KHL_N_PRIVATE_KINDS; kind++) {
            khl_private_span span;
            khl_str mark = khl_models_message(fixture_models, LANGS[l], IDS[kind]);
            assert_true(khl_private_next(khl_models_aliases(fixture_models), mark, 0, &span));
            assert_int_equal(span.begin, 0);
            assert_int_equal(span.end, mark.n);
            assert_int_equal(span.kind, kind);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(marks_are_known_as_such),
                                       cmocka_unit_test(everything_is_lent),
                                       cmocka_unit_test(compiled_file_is_the_folder),
                                       cmocka_unit_test(missing),
                                       cmocka_unit_test(torn_and_foreign_files),
                                       cmocka_unit_test(no_damage_is_read_for_words),
                                       cmocka_unit_test(faults_in_a_folder_have_a_place),
                                       cmocka_unit_test(fingerprint_tells_folders_apart),
                                       cmocka_unit_test(messages)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
