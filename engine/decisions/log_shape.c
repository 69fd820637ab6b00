/* What each op needs, in one table, for those who read a log and for those who add to it. */
#include "log.h"

#include "str.h"

typedef enum value_kind {
    NO_VALUE,
    ANY_TEXT, /* not empty */
    A_LEVEL,
    A_LIST, /* may be empty: no body at all */
    CUTS,
    A_NUMBER,
    A_PRIORITY /* a mark, or none beside b */
} value_kind;

typedef struct shape {
    const char *name;
    bool has_a, has_b;
    value_kind value;
} shape;

/* In the order of khl_decision_op. */
static const shape SHAPES[KHL_N_OPS] = {
    {"must-link", true, true, NO_VALUE},   {"cannot-link", true, true, NO_VALUE},
    {"related", true, true, NO_VALUE},     {"cut", true, false, CUTS},
    {"join", true, false, NO_VALUE},       {"set-aside", true, false, NO_VALUE},
    {"restore", true, false, NO_VALUE},    {"title", true, false, ANY_TEXT},
    {"text", true, false, ANY_TEXT},       {"axis", true, false, ANY_TEXT},
    {"authority", true, false, A_LIST},    {"level", true, false, A_LEVEL},
    {"priority", true, false, A_PRIORITY}, {"note", true, false, ANY_TEXT},
    {"revoke", false, false, A_NUMBER}};

khl_str khl_decision_op_name(khl_decision_op op)
{
    return op < KHL_N_OPS ? khl_str_from(SHAPES[op].name) : KHL_STR("");
}

khl_decision_op khl_decision_op_of(khl_str name)
{
    unsigned op = 0;
    while (op < KHL_N_OPS && !khl_str_equal(name, khl_str_from(SHAPES[op].name))) op++;
    return (khl_decision_op)op;
}

static bool is_one_of(khl_str value, const char *const *names, size_t n)
{
    bool found = false;
    for (size_t i = 0; i < n; i++) found = found || khl_str_equal(value, khl_str_from(names[i]));
    return found;
}

static bool is_level(khl_str value)
{
    static const char *const LEVELS[] = {"local", "provincial", "regional", "national"};
    return is_one_of(value, LEVELS, sizeof LEVELS / sizeof *LEVELS);
}

static bool is_mark(khl_str value)
{
    static const char *const MARKS[] = {"high", "medium", "low", "none"};
    return is_one_of(value, MARKS, sizeof MARKS / sizeof *MARKS);
}

static bool are_cuts(const khl_decision *d)
{
    for (size_t i = 0; i < d->n_at; i++)
        if (d->at[i] <= (i > 0 ? d->at[i - 1] : 0)) return false;
    return d->n_at > 0;
}

static const char *wrong_value(const khl_decision *d, value_kind kind)
{
    bool empty = khl_str_trim(d->value).n == 0;
    switch (kind) {
    case ANY_TEXT:
        return empty ? "value" : NULL;
    case A_LEVEL:
        return is_level(d->value) ? NULL : "value";
    case A_PRIORITY:
        return d->value.n == 0 || (is_mark(d->value) && !d->has_b) ? NULL : "value";
    case CUTS:
        return are_cuts(d) ? NULL : "at";
    case A_NUMBER:
        return d->of > 0 ? NULL : "of";
    case A_LIST:
        for (size_t i = 0; i < d->n_values; i++)
            if (khl_str_trim(d->values[i]).n == 0) return "value";
        return NULL;
    default:
        return NULL;
    }
}

bool khl_decision_is_entry(khl_str id)
{
    size_t i = 2;
    if (!khl_str_starts(id, KHL_STR("E-"))) return false;
    while (i < id.n && i < 12 && ((id.p[i] >= '0' && id.p[i] <= '9') || (id.p[i] >= 'a' && id.p[i] <= 'f')))
        i++;
    if (i != 12) return false;
    if (id.n == 12) return true;
    size_t digits = 0;
    while (13 + digits < id.n && id.p[13 + digits] >= '0' && id.p[13 + digits] <= '9') digits++;
    return id.p[12] == '-' && digits > 0 && digits < 10 && 13 + digits == id.n;
}

const char *khl_decision_wrong_key(const khl_decision *d)
{
    const shape *s = d->op < KHL_N_OPS ? &SHAPES[d->op] : NULL;
    if (s == NULL) return "op";
    if (s->has_a && !d->has_a) return "a";
    if (s->has_b && !d->has_b) return "b";
    if (d->entry.n > 0 && !khl_decision_is_entry(d->entry)) return "entry";
    return wrong_value(d, s->value);
}
