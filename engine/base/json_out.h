/* JSON as it is made, by the generator of yajl: nothing of a document is kept but what the sink holds. */
#ifndef KHL_BASE_JSON_OUT_H
#define KHL_BASE_JSON_OUT_H

#include "sink.h"

#include <yajl/yajl_gen.h>

typedef struct khl_json {
    khl_sink *sink;
    yajl_gen gen;
    khl_error *err;
    khl_status status; /* the first failure; what is put behind it is not written */
} khl_json;

khl_status khl_json_open(khl_json *json, khl_sink *sink, khl_error *err);
/* The status of everything. What the sink holds is left in it. */
khl_status khl_json_close(khl_json *json);

/* May the document go on? Hands bytes on when there are enough; call it in every loop that can be long. */
bool khl_json_ease(khl_json *json);

/* Bytes between values, as they are. The next value is the first of a text of its own: no comma before it. */
void khl_json_raw(khl_json *json, const char *bytes);

void khl_json_begin(khl_json *json, char bracket); /* '{' or '[' */
void khl_json_end(khl_json *json, char bracket);   /* '}' or ']' */
void khl_json_key(khl_json *json, const char *key);

/* Ill-formed bytes become U+FFFD: a document must be readable whatever came in. */
void khl_json_text(khl_json *json, khl_str s);
/* The JSON of a value that was made elsewhere. */
void khl_json_made(khl_json *json, khl_str value);
void khl_json_integer(khl_json *json, uint64_t value);
void khl_json_boolean(khl_json *json, bool value);
void khl_json_null(khl_json *json);
/* Rounded to `decimals` (1 to 9) of them, without zeros at the end but for the first; null when it is no
 * number. */
void khl_json_real(khl_json *json, double value, unsigned decimals);
/* A number or a truth value as such, everything else as text: 93, 0.65, true, "axes.tsv", "007". */
void khl_json_scalar(khl_json *json, khl_str s);

/* Pairs of an object. */
void khl_json_put_text(khl_json *json, const char *key, khl_str s);
void khl_json_put_text_or_null(khl_json *json, const char *key, khl_str s); /* null when empty */
void khl_json_put_integer(khl_json *json, const char *key, uint64_t value);
void khl_json_put_boolean(khl_json *json, const char *key, bool value);
void khl_json_put_null(khl_json *json, const char *key);
void khl_json_put_real(khl_json *json, const char *key, double value, unsigned decimals);
void khl_json_put_texts(khl_json *json, const char *key, const khl_str *items, size_t n);

#endif
