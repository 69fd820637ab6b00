/* A decision to its line, keys in one order. */
#include "log.h"

#include "json_out.h"
#include "khulasa/corpus.h"
#include "str.h"

#include <stdio.h>

static void put_hash(khl_json *json, const char *key, const unsigned char hash[32])
{
    char text[72] = "sha256:";
    khl_sha256_hex(hash, text + 7);
    khl_json_put_text(json, key, khl_str_from(text));
}

static void put_some(khl_json *json, const char *key, khl_str s)
{
    if (s.n > 0) khl_json_put_text(json, key, s);
}

static void put_cuts(khl_json *json, const khl_decision *d)
{
    khl_json_key(json, "at");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < d->n_at; i++) khl_json_integer(json, d->at[i]);
    khl_json_end(json, ']');
}

static void put_decision(khl_json *json, const khl_decision *d)
{
    khl_json_begin(json, '{');
    khl_json_put_integer(json, "v", 1);
    khl_json_put_integer(json, "n", d->n);
    put_some(json, "t", d->t);
    put_some(json, "by", d->by);
    khl_json_put_text(json, "op", khl_decision_op_name(d->op));
    if (d->has_a) put_hash(json, "a", d->a);
    if (d->has_b) put_hash(json, "b", d->b);
    put_some(json, "a_id", d->a_id);
    put_some(json, "b_id", d->b_id);
    put_some(json, "entry", d->entry);
    if (d->op == KHL_OP_AUTHORITY) khl_json_put_texts(json, "value", d->values, d->n_values);
    put_some(json, "value", d->value);
    if (d->n_at > 0) put_cuts(json, d);
    if (d->of > 0) khl_json_put_integer(json, "of", d->of);
    put_some(json, "why", d->why);
    khl_json_end(json, '}');
}

khl_status khl_decision_print(khl_buf *out, const khl_decision *d, khl_error *err)
{
    khl_sink sink = {.buf = KHL_BUF_INIT};
    khl_json json;
    khl_status status = khl_json_open(&json, &sink, err);
    if (status == KHL_OK) put_decision(&json, d);
    khl_json_raw(&json, "\n");
    status = khl_json_close(&json);
    if (status == KHL_OK) khl_buf_put(out, khl_buf_str(&sink.buf));
    khl_buf_clear(&sink.buf);
    return status;
}
