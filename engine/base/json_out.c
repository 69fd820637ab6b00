/* The calls of yajl that this project needs, with its texts, its numbers and its failures. */
#include "json_out.h"

#include "decimal.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>
#include <yajl/yajl_tree.h>

/* A number below this, times 10^9, has room in 64 bits. */
#define MOST_FIXED 1e9

enum { MOST_SCALAR = 64 };

static void print(void *context, const char *bytes, size_t n)
{
    khl_sink *sink = context;
    khl_buf_put(&sink->buf, (khl_str){bytes, n});
}

khl_status khl_json_open(khl_json *json, khl_sink *sink, khl_error *err)
{
    *json = (khl_json){.sink = sink, .gen = yajl_gen_alloc(NULL), .err = err};
    if (json->gen == NULL) return json->status = khl_fail_memory(err);
    yajl_gen_config(json->gen, yajl_gen_print_callback, print, sink);
    return KHL_OK;
}

khl_status khl_json_close(khl_json *json)
{
    khl_json_ease(json);
    if (json->gen != NULL) yajl_gen_free(json->gen);
    json->gen = NULL;
    return json->status;
}

bool khl_json_ease(khl_json *json)
{
    if (json->status == KHL_OK) json->status = khl_sink_ease(json->sink, false, json->err);
    return json->status == KHL_OK;
}

void khl_json_raw(khl_json *json, const char *bytes)
{
    if (json->status != KHL_OK) return;
    yajl_gen_reset(json->gen, NULL);
    khl_buf_put_c(&json->sink->buf, bytes);
}

void khl_json_begin(khl_json *json, char bracket)
{
    if (json->status != KHL_OK) return;
    if (bracket == '{')
        yajl_gen_map_open(json->gen);
    else
        yajl_gen_array_open(json->gen);
}

void khl_json_end(khl_json *json, char bracket)
{
    if (json->status != KHL_OK) return;
    if (bracket == '}')
        yajl_gen_map_close(json->gen);
    else
        yajl_gen_array_close(json->gen);
}

static void put_string(khl_json *json, khl_str s)
{
    if (json->status == KHL_OK) yajl_gen_string(json->gen, (const unsigned char *)(s.n > 0 ? s.p : ""), s.n);
}

static void put_number(khl_json *json, khl_str s)
{
    if (json->status == KHL_OK) yajl_gen_number(json->gen, s.p, s.n);
}

void khl_json_key(khl_json *json, const char *key)
{
    put_string(json, khl_str_from(key));
}

static void put_repaired(khl_json *json, khl_str s)
{
    khl_buf buf = KHL_BUF_INIT;
    bool bad = false;
    for (size_t at = 0; at < s.n;) khl_buf_utf8(&buf, khl_utf8_next(s, &at, &bad));
    put_string(json, khl_buf_str(&buf));
    json->sink->buf.failed = json->sink->buf.failed || buf.failed;
    khl_buf_clear(&buf);
}

void khl_json_text(khl_json *json, khl_str s)
{
    if (khl_utf8_check(s) == s.n)
        put_string(json, s);
    else
        put_repaired(json, s);
}

void khl_json_made(khl_json *json, khl_str value)
{
    put_number(json, value); /* whose bytes go over as they are */
}

void khl_json_integer(khl_json *json, uint64_t value)
{
    char digits[KHL_DECIMAL_BYTES];
    put_number(json, khl_decimal(value, digits));
}

void khl_json_boolean(khl_json *json, bool value)
{
    if (json->status == KHL_OK) yajl_gen_bool(json->gen, value);
}

void khl_json_null(khl_json *json)
{
    if (json->status == KHL_OK) yajl_gen_null(json->gen);
}

void khl_json_real(khl_json *json, double value, unsigned decimals)
{
    char text[KHL_DECIMAL_BYTES];
    if (!isfinite(value)) {
        khl_json_null(json);
    } else if (fabs(value) < MOST_FIXED) {
        put_number(json, khl_decimal_fixed(value, decimals, text));
    } else {
        put_number(json, (khl_str){text, (size_t)snprintf(text, sizeof text, "%.15e", value)});
    }
}

void khl_json_scalar(khl_json *json, khl_str s)
{
    char copy[MOST_SCALAR + 1] = "";
    if (s.n > 0 && s.n <= MOST_SCALAR) memcpy(copy, s.p, s.n);
    yajl_val value = strlen(copy) == s.n && s.n > 0 ? yajl_tree_parse(copy, NULL, 0) : NULL;
    if (YAJL_IS_NUMBER(value))
        put_number(json, khl_str_from(YAJL_GET_NUMBER(value)));
    else if (YAJL_IS_TRUE(value) || YAJL_IS_FALSE(value))
        khl_json_boolean(json, YAJL_IS_TRUE(value));
    else
        khl_json_text(json, s);
    yajl_tree_free(value);
}

void khl_json_put_text(khl_json *json, const char *key, khl_str s)
{
    khl_json_key(json, key);
    khl_json_text(json, s);
}

void khl_json_put_text_or_null(khl_json *json, const char *key, khl_str s)
{
    khl_json_key(json, key);
    if (s.n > 0)
        khl_json_text(json, s);
    else
        khl_json_null(json);
}

void khl_json_put_integer(khl_json *json, const char *key, uint64_t value)
{
    khl_json_key(json, key);
    khl_json_integer(json, value);
}

void khl_json_put_boolean(khl_json *json, const char *key, bool value)
{
    khl_json_key(json, key);
    khl_json_boolean(json, value);
}

void khl_json_put_null(khl_json *json, const char *key)
{
    khl_json_key(json, key);
    khl_json_null(json);
}

void khl_json_put_real(khl_json *json, const char *key, double value, unsigned decimals)
{
    khl_json_key(json, key);
    khl_json_real(json, value, decimals);
}

void khl_json_put_texts(khl_json *json, const char *key, const khl_str *items, size_t n)
{
    khl_json_key(json, key);
    khl_json_begin(json, '[');
    for (size_t i = 0; i < n; i++) khl_json_text(json, items[i]);
    khl_json_end(json, ']');
}
