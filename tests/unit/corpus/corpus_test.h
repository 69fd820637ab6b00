/* Helpers of the corpus tests: a file with given bytes, a corpus read from it, asserting on strings. */
#ifndef KHL_CORPUS_TEST_H
#define KHL_CORPUS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "khulasa/corpus.h"
#include "str.h"

#include "corpus_asserts.h"

static char test_dir[64];

static inline int make_dir(void **state)
{
    (void)state;
    strcpy(test_dir, "/tmp/khl-corpus-XXXXXX");
    return mkdtemp(test_dir) == NULL;
}

static inline int remove_dir(void **state)
{
    char command[96];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", test_dir);
    return system(command);
}

static inline const char *write_file(const char *name, const void *bytes, size_t n)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", test_dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static inline void assert_closes(const khl_corpus *corpus)
{
    assert_int_equal(khl_corpus_received(corpus), khl_corpus_count(corpus) + khl_corpus_n_aside(corpus));
}

/* A corpus of one file that must be readable. */
static inline khl_corpus *read_bytes(const char *name, const void *bytes, size_t n)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (khl_corpus_read(corpus, write_file(name, bytes, n), NULL, &err) != KHL_OK)
        fail_msg("%s: %s (row %d column %d)", name, err.message, (int)err.row, (int)err.column);
    assert_closes(corpus);
    return corpus;
}

static inline khl_corpus *read_text(const char *name, const char *text)
{
    return read_bytes(name, text, strlen(text));
}

/* The error of one file that must be refused; the corpus must stay as it was. */
static inline khl_error refuse_bytes(const char *name, const void *bytes, size_t n)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    khl_status status = khl_corpus_read(corpus, write_file(name, bytes, n), NULL, &err);
    assert_int_equal(khl_corpus_count(corpus), 0);
    assert_int_equal(khl_corpus_received(corpus), 0);
    assert_int_equal(khl_corpus_n_inputs(corpus), 0);
    khl_corpus_destroy(corpus);
    assert_int_equal(status, KHL_E_INPUT);
    assert_int_equal(err.code, KHL_E_INPUT);
    assert_non_null(strstr(err.file, name));
    return err;
}

static inline void assert_refused(const char *name, const char *text, const char *id, uint64_t row,
                                  uint64_t column)
{
    khl_error err = refuse_bytes(name, text, strlen(text));
    assert_string_equal(err.id, id);
    assert_int_equal(err.row, row);
    assert_int_equal(err.column, column);
    assert_true(strlen(err.message) > 0);
}

static inline void assert_text(const khl_corpus *corpus, size_t i, const char *expected)
{
    assert_true(i < khl_corpus_count(corpus));
    assert_str(khl_corpus_at(corpus, i)->text, expected);
}

#endif
