/* The index file: what it answers, however it grew, and that no damage gives another answer. */
#include "models_fixture.h"

#include "khulasa/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { N = 14, K = 4, MAX_BYTES = 1 << 20 };

static const char *const TEXTS[N] = {
    "إحداث مركز صحي بحي السلام",       "بناء مستوصف بحي السلام",
    "تعبيد الطريق المؤدية إلى الدوار", "إصلاح الطريق الرابطة بين الدوار والمركز",
    "توفير الإنارة العمومية بالأزقة",  "تقوية الإنارة العمومية بالشارع الرئيسي",
    "إحداث ملعب للقرب بالحي",          "تهيئة ملعب القرب",
    "توفير النقل المدرسي للتلميذات",   "اقتناء حافلة للنقل المدرسي",
    "تنظيم حملات النظافة بالأحياء",    "توفير حاويات الأزبال",
    "تكوين الشباب في المهن الرقمية",   "رقمنة الخدمات الإدارية بالجماعة",
};

typedef struct answers {
    char id[N * K][16];
    double probability[N * K];
    khl_verdict verdict[N * K];
    size_t n_blocked[N * K];
    size_t n, n_rows, n_evidence;
    size_t first[N]; /* answer of each question */
} answers;

static char path[] = "/tmp/khl-index-XXXXXX";

#define ASSOCIATION "جمعية الأمل"

static bool is_text(khl_str a, const char *b)
{
    return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0;
}

static khl_status note(void *context, const khl_similar_row *row, khl_error *err)
{
    answers *a = context;
    (void)err;
    assert_true(a->n_rows < N);
    a->first[a->n_rows++] = a->n;
    for (size_t k = 0; k < row->n_matches; k++, a->n++) {
        const khl_str id = row->matches[k].proposal->id;
        assert_true(a->n < N * K && id.n < sizeof a->id[0]);
        memcpy(a->id[a->n], id.p, id.n);
        const khl_explanation *why = &row->matches[k].explanation;
        a->probability[a->n] = why->probability;
        a->verdict[a->n] = why->verdict;
        a->n_blocked[a->n] = why->why.n_blocked;
        a->n_evidence += why->why.n_evidence;
        assert_true(is_text(row->matches[k].proposal->association, ASSOCIATION));
    }
    return KHL_OK;
}

static khl_corpus *corpus_of(size_t begin, size_t end)
{
    khl_corpus *corpus = NULL;
    assert_int_equal(khl_corpus_create(&corpus, NULL), KHL_OK);
    for (size_t i = begin; i < end; i++) {
        char id[16];
        snprintf(id, sizeof id, "P%zu", i);
        khl_proposal p = {.id = khl_str_from(id),
                          .city = khl_str_from(i % 3 == 2   ? ""
                                               : i % 3 == 1 ? "فاس"
                                                            : "الخميسات"),
                          .association = khl_str_from(ASSOCIATION),
                          .text = khl_str_from(TEXTS[i])};
        assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
    }
    return corpus;
}

/* Every text asked of the file at path. */
static khl_status ask_so(answers *out, bool brief)
{
    khl_corpus *questions = corpus_of(0, N);
    khl_index *index = NULL;
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    options.k = K;
    options.brief = brief;
    options.n_threads = 2;
    memset(out, 0, sizeof *out);
    khl_status status = khl_index_open(&index, path, fixture_models, NULL);
    if (status == KHL_OK) status = khl_index_find(index, questions, &options, note, out, NULL);
    khl_index_close(index);
    khl_corpus_destroy(questions);
    return status;
}

/* From what is kept of them they are judged as from their texts, however the file grew. */
static khl_status ask(answers *out)
{
    static answers full;
    khl_status status = ask_so(out, true), again = ask_so(&full, false);
    assert_int_equal(status, again);
    if (status != KHL_OK) return status;
    assert_int_equal(out->n_evidence, 0);
    assert_true(full.n_evidence > full.n);
    assert_int_equal(out->n, full.n);
    assert_memory_equal(out->id, full.id, sizeof full.id);
    assert_memory_equal(out->verdict, full.verdict, sizeof full.verdict);
    assert_memory_equal(out->n_blocked, full.n_blocked, sizeof full.n_blocked);
    for (size_t i = 0; i < full.n; i++) assert_float_equal(out->probability[i], full.probability[i], 1e-12);
    return KHL_OK;
}

static void write_index(size_t begin, size_t end)
{
    khl_corpus *corpus = corpus_of(begin, end);
    assert_int_equal(khl_index_write(path, corpus, fixture_models, NULL, NULL), KHL_OK);
    khl_corpus_destroy(corpus);
}

static size_t read_file(unsigned char *bytes)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, MAX_BYTES, file);
    fclose(file);
    assert_true(n > 0 && n < MAX_BYTES);
    return n;
}

static void write_file(const unsigned char *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

static void each_text_finds_itself_first(void **state)
{
    (void)state;
    static answers a;
    write_index(0, N);
    assert_int_equal(ask(&a), KHL_OK);
    for (size_t i = 0; i < N; i++) {
        char id[16];
        snprintf(id, sizeof id, "P%zu", i);
        assert_string_equal(a.id[a.first[i]], id);
    }
}

/* Segments beyond what one file holds are folded; none is lost, and merging leaves a fresh index. */
static void growth_by_ones_loses_nothing(void **state)
{
    (void)state;
    static unsigned char grown[MAX_BYTES], fresh[MAX_BYTES];
    static answers a;
    khl_index_account account = {0};
    write_index(0, 2);
    for (size_t i = 2; i < N; i++) {
        khl_corpus *one = corpus_of(i, i + 1);
        khl_index_changes changes = {.added = one};
        assert_int_equal(khl_index_update(path, &changes, fixture_models, NULL, &account, NULL), KHL_OK);
        assert_int_equal(account.left, i + 1);
        khl_corpus_destroy(one);
    }
    assert_int_equal(ask(&a), KHL_OK);
    for (size_t i = 0; i < N; i++) {
        char id[16];
        snprintf(id, sizeof id, "P%zu", i);
        assert_string_equal(a.id[a.first[i]], id);
    }
    khl_index_changes merge = {.merge = true};
    assert_int_equal(khl_index_update(path, &merge, fixture_models, NULL, &account, NULL), KHL_OK);
    size_t n = read_file(grown);
    write_index(0, N);
    assert_int_equal(read_file(fresh), n);
    assert_memory_equal(grown, fresh, n);
}

static void what_is_removed_is_not_found(void **state)
{
    (void)state;
    static answers a;
    const khl_str gone[] = {khl_str_from("P0"), khl_str_from("P13")};
    khl_index_changes changes = {.removed = gone, .n_removed = 2};
    khl_index_account account = {0};
    write_index(0, N);
    assert_int_equal(khl_index_update(path, &changes, fixture_models, NULL, &account, NULL), KHL_OK);
    assert_int_equal(account.left, N - 2);
    assert_int_equal(ask(&a), KHL_OK);
    for (size_t i = 0; i < a.n; i++) assert_true(strcmp(a.id[i], "P0") != 0 && strcmp(a.id[i], "P13") != 0);
    assert_int_equal(khl_index_update(path, &changes, fixture_models, NULL, &account, NULL), KHL_E_INPUT);
}

/* A byte that is not what was written, anywhere, and a file that ends early. */
static void damage_is_refused_or_does_not_matter(void **state)
{
    (void)state;
    static unsigned char bytes[MAX_BYTES];
    static answers sound, after;
    size_t refused = 0;
    write_index(0, N);
    size_t n = read_file(bytes);
    assert_int_equal(ask(&sound), KHL_OK);
    for (size_t at = 0; at < n; at += 1 + at / 64) {
        bytes[at] ^= 0x41;
        write_file(bytes, n);
        khl_status status = ask_so(&after, at % 2 == 0);
        if (status == KHL_OK && at % 2 == 1) after.n_evidence = 0;
        assert_true(status == KHL_E_INPUT || memcmp(&sound, &after, sizeof sound) == 0);
        refused += status == KHL_E_INPUT;
        bytes[at] ^= 0x41;
    }
    assert_true(refused > 100);
    for (size_t end = 0; end < n; end += 1 + n / 50) {
        write_file(bytes, end);
        assert_int_equal(ask(&after), KHL_E_INPUT);
    }
}

static int make_path(void **state)
{
    int fd = mkstemp(path);
    if (fd >= 0) close(fd);
    return fd >= 0 ? models_setup(state) : -1;
}

static int remove_path(void **state)
{
    unlink(path);
    return models_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_finds_itself_first),
        cmocka_unit_test(growth_by_ones_loses_nothing),
        cmocka_unit_test(what_is_removed_is_not_found),
        cmocka_unit_test(damage_is_refused_or_does_not_matter),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
