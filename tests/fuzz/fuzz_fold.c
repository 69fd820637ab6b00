/* Folding: a clean text folds to itself and to the same key. */
#include "fuzz.h"

#include "normalise.h"
#include "str.h"

static khl_properties *properties;

void fuzz_close(void)
{
    khl_properties_destroy(properties);
    properties = NULL;
}

static void fold(khl_str bytes, khl_buf *clean, khl_buf *key)
{
    khl_stream stream = {0};
    fuzz_require(khl_normalise(properties, bytes, &stream, NULL) == KHL_OK);
    uint32_t begin = 0, end = 0;
    for (size_t i = 0; i < stream.n; i++) {
        const khl_norm_char *c = &stream.chars[i];
        fuzz_require(c->begin >= begin && c->end >= end && c->begin <= c->end && c->end <= bytes.n);
        begin = c->begin;
        end = c->end;
        khl_buf_utf8(clean, c->clean);
        khl_buf_utf8(key, c->key);
    }
    fuzz_require(khl_buf_ok(clean) && khl_buf_ok(key));
    khl_stream_clear(&stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    khl_buf clean = KHL_BUF_INIT, key = KHL_BUF_INIT, again = KHL_BUF_INIT, key_again = KHL_BUF_INIT;
    if (properties == NULL) fuzz_require(khl_properties_create(&properties, NULL) == KHL_OK);
    fold((khl_str){(const char *)data, size}, &clean, &key);
    fold(khl_buf_str(&clean), &again, &key_again);
    fuzz_require(khl_str_equal(khl_buf_str(&clean), khl_buf_str(&again)));
    fuzz_require(khl_str_equal(khl_buf_str(&key), khl_buf_str(&key_again)));
    khl_buf_clear(&clean);
    khl_buf_clear(&key);
    khl_buf_clear(&again);
    khl_buf_clear(&key_again);
    return 0;
}
