/* A line of the log to a decision, by jansson. Cost: linear in the line. */
#include "log.h"

#include "error.h"
#include "hex.h"
#include "str.h"
#include "utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { VERSION = 1, MOST_ITEMS = 4096 };

typedef struct parser {
    const json_t *line;
    khl_arena *arena;
    khl_error *err;
    khl_status status; /* the first failure */
} parser;

static void fail_key(parser *p, const char *key)
{
    if (p->status != KHL_OK) return;
    p->status = KHL_FAIL(
        p->err, KHL_E_INPUT, "decisions.key",
        "the decision lacks \"{0}\", or what it says there makes no sense; see the format of the log in "
        "the README, or take the line out",
        key);
}

static khl_str keep(parser *p, const json_t *text)
{
    khl_str s = {json_string_value(text), json_string_length(text)};
    khl_str kept = khl_arena_copy(p->arena, s);
    if (kept.p == NULL && p->status == KHL_OK) p->status = khl_fail_memory(p->err);
    return kept;
}

/* Empty when it is absent. */
static khl_str take_text(parser *p, const char *key)
{
    const json_t *value = json_object_get(p->line, key);
    if (value == NULL || json_is_null(value)) return KHL_STR("");
    if (!json_is_string(value)) fail_key(p, key);
    return json_is_string(value) ? keep(p, value) : KHL_STR("");
}

static uint32_t take_number(parser *p, const char *key)
{
    const json_t *value = json_object_get(p->line, key);
    json_int_t n = json_integer_value(value);
    if (value == NULL) return 0;
    if (!json_is_integer(value) || n < 1 || n > (json_int_t)UINT32_MAX) fail_key(p, key);
    return p->status == KHL_OK ? (uint32_t)n : 0;
}

/* "sha256:" and 64 hex digits. */
static bool take_hash(parser *p, const char *key, unsigned char out[32])
{
    const khl_str scheme = KHL_STR("sha256:");
    khl_str s = take_text(p, key);
    if (s.n == 0) return false;
    bool good = khl_str_starts(s, scheme) && khl_hex_read(out, 32, khl_str_part(s, scheme.n, s.n));
    if (!good) fail_key(p, key);
    return good;
}

static void take_values(parser *p, khl_decision *out)
{
    const json_t *list = json_object_get(p->line, "value");
    size_t n = json_array_size(list);
    khl_str *values = n <= MOST_ITEMS ? khl_arena_array(p->arena, n, sizeof *values) : NULL;
    if (!json_is_array(list) || n > MOST_ITEMS) {
        fail_key(p, "value");
        return;
    }
    if (values == NULL) p->status = khl_fail_memory(p->err);
    for (size_t i = 0; i < n && p->status == KHL_OK; i++) {
        const json_t *item = json_array_get(list, i);
        if (!json_is_string(item))
            fail_key(p, "value");
        else
            values[i] = keep(p, item);
    }
    out->values = values;
    out->n_values = n;
}

static void take_cuts(parser *p, khl_decision *out)
{
    const json_t *list = json_object_get(p->line, "at");
    size_t n = json_array_size(list);
    uint32_t *at = n <= MOST_ITEMS ? khl_arena_array(p->arena, n, sizeof *at) : NULL;
    if (!json_is_array(list) || n > MOST_ITEMS) {
        fail_key(p, "at");
        return;
    }
    if (at == NULL) p->status = khl_fail_memory(p->err);
    for (size_t i = 0; i < n && p->status == KHL_OK; i++) {
        json_int_t value = json_integer_value(json_array_get(list, i));
        if (value < 1 || value > (json_int_t)UINT32_MAX) fail_key(p, "at");
        at[i] = p->status == KHL_OK ? (uint32_t)value : 0;
    }
    out->at = at;
    out->n_at = n;
}

static void take_op(parser *p, khl_decision *out)
{
    khl_str name = take_text(p, "op");
    out->op = khl_decision_op_of(name);
    if (p->status != KHL_OK || out->op < KHL_N_OPS) return;
    char shown[KHL_ERROR_ARG_BYTES];
    name = khl_utf8_truncate(name, sizeof shown - 1);
    snprintf(shown, sizeof shown, "%.*s", (int)name.n, name.p);
    p->status = KHL_FAIL(
        p->err, KHL_E_INPUT, "decisions.op",
        "there is no decision \"{0}\"; was the log written by a later version of the program?", shown);
}

static void take_version(parser *p)
{
    const json_t *v = json_object_get(p->line, "v");
    char shown[24];
    if (json_is_integer(v) && json_integer_value(v) == VERSION) return;
    if (!json_is_integer(v)) {
        fail_key(p, "v");
        return;
    }
    snprintf(shown, sizeof shown, "%lld", (long long)json_integer_value(v));
    p->status =
        KHL_FAIL(p->err, KHL_E_INPUT, "decisions.version",
                 "the decision is of version {0} of the log, and this program knows version 1 alone; use the "
                 "program that wrote it",
                 shown);
}

static void take_all(parser *p, khl_decision *out)
{
    take_version(p);
    if (p->status == KHL_OK) take_op(p, out);
    if (p->status != KHL_OK) return;
    out->n = take_number(p, "n");
    out->has_a = take_hash(p, "a", out->a);
    out->has_b = take_hash(p, "b", out->b);
    out->a_id = take_text(p, "a_id");
    out->b_id = take_text(p, "b_id");
    out->entry = take_text(p, "entry");
    out->t = take_text(p, "t");
    out->by = take_text(p, "by");
    out->why = take_text(p, "why");
    out->of = take_number(p, "of");
    if (out->op == KHL_OP_AUTHORITY)
        take_values(p, out);
    else
        out->value = take_text(p, "value");
    if (out->op == KHL_OP_CUT && p->status == KHL_OK) take_cuts(p, out);
    const char *wrong = p->status == KHL_OK ? khl_decision_wrong_key(out) : NULL;
    if (wrong != NULL) fail_key(p, wrong);
}

khl_status khl_decision_parse(khl_decision *out, khl_str line, khl_arena *arena, khl_error *err)
{
    json_error_t error;
    json_t *parsed = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &error);
    parser p = {parsed, arena, err, KHL_OK};
    *out = (khl_decision){.n = 0};
    if (!json_is_object(parsed))
        p.status = KHL_FAIL(err, KHL_E_INPUT, "decisions.json",
                            "the line is no whole JSON object; take it out, or restore the log from a copy");
    else
        take_all(&p, out);
    json_decref(parsed);
    return p.status;
}
