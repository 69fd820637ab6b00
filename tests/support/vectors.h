/* Reads tests/vectors/text-vectors.tsv: id, step, level, input, expected, status (L: follows from the rules,
 * J: a judgement), note. In input and expected \uXXXX stands for a character that would not be seen.
 *
 *   test_vectors v = test_vectors_read();          fails the test when the file is missing or torn
 *   for (size_t i = 0; i < v.n; i++) if (strcmp(v.items[i].level, "KEY") == 0) ...
 *   test_vectors_free(&v); */
#ifndef KHL_TESTS_VECTORS_H
#define KHL_TESTS_VECTORS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tsv.h"
#include "utf8.h"

#define TEST_VECTORS_PATH KHL_SOURCE_DIR "/tests/vectors/text-vectors.tsv"

typedef struct test_vector {
    char id[8], level[8];
    char *input, *expected; /* NUL-terminated */
    size_t input_bytes;
} test_vector;

typedef struct test_vectors {
    test_vector *items;
    size_t n;
} test_vectors;

/* s with every \uXXXX replaced by the character; the caller frees. */
static inline char *test_unescape(khl_str s)
{
    char *out = malloc(s.n + 1), *p = out;
    assert_non_null(out);
    for (size_t i = 0; i < s.n;) {
        if (i + 6 <= s.n && s.p[i] == '\\' && s.p[i + 1] == 'u') {
            char hex[5] = {s.p[i + 2], s.p[i + 3], s.p[i + 4], s.p[i + 5], '\0'};
            p += khl_utf8_put((uint32_t)strtoul(hex, NULL, 16), p);
            i += 6;
        } else {
            *p++ = s.p[i++];
        }
    }
    *p = '\0';
    return out;
}

static inline void test_vector_field(char *out, size_t room, khl_str field)
{
    assert_true(field.n < room);
    if (field.n != 0) memcpy(out, field.p, field.n);
    out[field.n] = '\0';
}

static inline test_vectors test_vectors_read(void)
{
    test_vectors v = {NULL, 0};
    khl_tsv tsv;
    khl_error err = {0};
    assert_int_equal(khl_tsv_open(&tsv, TEST_VECTORS_PATH, &err), KHL_OK);
    bool more = true;
    for (bool header = true;; header = false) {
        assert_int_equal(khl_tsv_next(&tsv, 5, &more, &err), KHL_OK);
        if (!more) break;
        if (header) continue;
        v.items = realloc(v.items, (v.n + 1) * sizeof *v.items);
        assert_non_null(v.items);
        test_vector *item = &v.items[v.n++];
        test_vector_field(item->id, sizeof item->id, tsv.fields[0]);
        test_vector_field(item->level, sizeof item->level, tsv.fields[2]);
        item->input = test_unescape(tsv.fields[3]);
        item->expected = test_unescape(tsv.fields[4]);
        item->input_bytes = strlen(item->input);
    }
    khl_tsv_close(&tsv);
    assert_int_equal(v.n, 85);
    return v;
}

static inline void test_vectors_free(test_vectors *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->items[i].input);
        free(v->items[i].expected);
    }
    free(v->items);
    *v = (test_vectors){NULL, 0};
}

#endif
