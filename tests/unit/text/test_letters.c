/* The cutter on letters with gold, and on the collections of single demands, which it must leave whole. */
#include "letters.h"

#include <dirent.h>

#define LETTERS KHL_SOURCE_DIR "/corpora/letters/"

static void letters_are_cut_where_their_demands_begin(void **state)
{
    letters_figures f = letters_measure(LETTERS "letters.csv", LETTERS "letters.gold.tsv");
    (void)state;
    assert_int_equal(f.letters, 40);
    assert_true(f.right * 100 >= f.found * 97);
    assert_true(f.right * 100 >= f.gold * 90);
}

/* Written after the rules; the floor is what they gave at first sight (corpora/letters/README.md). */
static void letters_held_out_are_cut_as_well(void **state)
{
    letters_figures f = letters_measure(LETTERS "heldout.csv", LETTERS "heldout.gold.tsv");
    (void)state;
    assert_int_equal(f.letters, 20);
    assert_true(f.right * 100 >= f.found * 90);
    assert_true(f.right * 100 >= f.gold * 82);
}

static void letters_held_out_a_second_time_too(void **state)
{
    letters_figures f = letters_measure(LETTERS "heldout2.csv", LETTERS "heldout2.gold.tsv");
    (void)state;
    assert_int_equal(f.letters, 14);
    assert_int_equal(f.right, f.found);
    assert_true(f.right * 100 >= f.gold * 76);
}

/* How many proposals of a collection are cut; every one of them is a single demand. */
static size_t count_cut(const char *path, size_t *n)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    size_t n_cut = 0;
    assert_int_equal(khl_corpus_read(corpus, path, NULL, &err), KHL_OK);
    *n = khl_corpus_count(corpus);
    for (size_t i = 0; i < *n; i++) {
        const khl_proposal *p = khl_corpus_at(corpus, i);
        khl_analysis a;
        khl_cut cut;
        letters_gold gold = {.n = 1};
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), p->text, NULL, &a, &err), KHL_OK);
        assert_int_equal(khl_text_cut(&cut, &a, &err), KHL_OK);
        if (cut.n_parts > 0) letters_show(p, &cut, &gold);
        n_cut += cut.n_parts > 0;
        khl_cut_clear(&cut);
        khl_analysis_clear(&a);
    }
    khl_corpus_destroy(corpus);
    return n_cut;
}

static void single_demands_of_the_collections_stay_whole(void **state)
{
    DIR *folder = opendir(KHL_SOURCE_DIR "/corpora");
    size_t collections = 0;
    (void)state;
    assert_non_null(folder);
    for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        char path[1024];
        size_t n;
        snprintf(path, sizeof path, KHL_SOURCE_DIR "/corpora/%s/proposals.csv", e->d_name);
        FILE *file = fopen(path, "rb");
        if (file == NULL) continue;
        fclose(file);
        size_t n_cut = count_cut(path, &n);
        print_message("%s: %zu of %zu cut\n", e->d_name, n_cut, n);
        assert_true(n_cut * 100 <= n * 2);
        collections++;
    }
    closedir(folder);
    assert_true(collections >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_cut_where_their_demands_begin),
        cmocka_unit_test(letters_held_out_are_cut_as_well),
        cmocka_unit_test(letters_held_out_a_second_time_too),
        cmocka_unit_test(single_demands_of_the_collections_stay_whole),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
