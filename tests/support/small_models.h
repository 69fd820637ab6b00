/* A models folder of a few rows under the build folder, to be broken row by row.
 *
 *   test_models m = test_models_make("name");     every file with a row or two
 *   test_models_put(&m, "text/months.tsv", "...");
 *   test_models_remove(&m, "text/months.tsv"); */
#ifndef KHL_TESTS_SMALL_MODELS_H
#define KHL_TESTS_SMALL_MODELS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "outfile.h"
#include "str.h"

typedef struct test_models {
    char dir[512];
} test_models;

static inline void test_models_put(const test_models *m, const char *name, const char *rows)
{
    char path[640];
    khl_error err = {0};
    snprintf(path, sizeof path, "%s/%s", m->dir, name);
    assert_int_equal(khl_file_write(path, khl_str_from(rows), &err), KHL_OK);
}

static inline void test_models_remove(const test_models *m, const char *name)
{
    char path[640];
    snprintf(path, sizeof path, "%s/%s", m->dir, name);
    assert_int_equal(remove(path), 0);
}

static inline test_models test_models_make(const char *name)
{
    static const char *const FILES[][2] = {
        {"text/stopwords.tsv", "# word lang\nفي\tar\nمن\tar\nو\tar\nde\tfr\n"},
        {"text/negation.tsv", "لا\tar\nne\tfr\n"},
        {"text/boilerplate.tsv", "نقترح\t0.2\n"},
        {"text/lexicon.tsv", "مدرسة\tn\nطريق\tn\nمدينة\tn\nعمومي\tadj\nإصلاح\tmasdar\n"},
        {"text/plurals.tsv", "مدارس\tمدرسة\t\nطرق\tطريق\t\n"},
        {"text/variants.tsv", "مسئول\tمسؤول\thamza\n"},
        {"text/keep_ta.tsv", "مدرسة\tمدرس\t\n"},
        {"text/months.tsv", "يناير\t1\t0\tar\nغشت\t8\t1\tar\n"},
        {"text/numbers.tsv", "ثلاثة\t3\tar\ntrois\t3\tfr\n"},
        {"text/units.tsv", "كلم\tkm\t1\tar\nمتر مربع\tm2\t1\tar\n"},
        {"text/elision.tsv", "l\tprefix\naujourd'hui\twhole\n"},
        {"text/citations.tsv", "مادة\tcue\nقانون\tcue\nسنة\tyear\n"},
        {"text/lang_hints.tsv", "ecole\tfr\n"},
        {"text/cut_cues.tsv", "نطالب\trequest\n"},
        {"places/places.tsv",
         "fes\tcity\tfes-meknes\tفاس\tFès|Fez\t\t\nfes-meknes\tregion\t\tفاس مكناس\tFès-Meknès\t\t\n"},
        {"places/cues.tsv", "مدينة\tar\tcity\t1\tcity\nحي\tar\tdistrict\t2\thay\n"},
        {"places/name_words.tsv", "السلام\t\n"},
        {"places/not_name.tsv", "الجامعي\t\n"},
        {"places/levels.tsv", "hay\tquarter\n"},
        {"places/sounds.tsv", "س\ts\nss\ts\nا\t-\n"},
        {"places/roads.tsv", "وطنية\trn\nrn\trn\n"},
        {"places/alone.tsv", "المدينة العتيقة\tالمدينة القديمة\n"}};
    test_models m;
    char path[640];
    snprintf(m.dir, sizeof m.dir, "%s/test-models-%s", KHL_BINARY_DIR, name);
    mkdir(m.dir, 0777);
    snprintf(path, sizeof path, "%s/text", m.dir);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/places", m.dir);
    mkdir(path, 0777);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) test_models_put(&m, FILES[i][0], FILES[i][1]);
    return m;
}

#endif
