/* Names as people write them back: of bodies, levels and axes, in any of the three languages and any spelling
 * that folds to the same. */
#include "accepting.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

#include <stdio.h>
#include <string.h>

static const char *const LANGS[] = {"ar", "fr", "en"};
enum { N_LANGS = sizeof LANGS / sizeof *LANGS, ARABIC_SEMICOLON = 0x61B };

khl_status khl_accept_fold(const khl_accepting *a, khl_str name, khl_buf *out)
{
    khl_buf plain = KHL_BUF_INIT;
    char *folded = NULL;
    size_t n = 0;
    khl_edited_fold(&plain, name);
    khl_status status = khl_buf_ok(&plain) ? khl_text_fold(khl_models_text(a->models), khl_buf_str(&plain),
                                                           &folded, &n, a->err)
                                           : khl_fail_memory(a->err);
    if (status == KHL_OK) { /* the key stands behind the clean form */
        size_t clean = strlen(folded) + 1;
        khl_buf_put(out, khl_str_trim((khl_str){folded + clean, n - clean}));
    }
    free(folded);
    khl_buf_clear(&plain);
    return status == KHL_OK && !khl_buf_ok(out) ? khl_fail_memory(a->err) : status;
}

khl_status khl_accept_are_same(const khl_accepting *a, khl_str x, khl_str y, bool *same)
{
    khl_buf folded[2] = {KHL_BUF_INIT, KHL_BUF_INIT};
    khl_edited_fold(&folded[0], x);
    khl_edited_fold(&folded[1], y);
    bool ok = khl_buf_ok(&folded[0]) && khl_buf_ok(&folded[1]);
    *same = ok && khl_str_equal(khl_buf_str(&folded[0]), khl_buf_str(&folded[1]));
    khl_buf_clear(&folded[0]);
    khl_buf_clear(&folded[1]);
    return ok ? KHL_OK : khl_fail_memory(a->err);
}

static khl_status same_name(const khl_accepting *a, khl_str folded, khl_str name, bool *same)
{
    khl_buf other = KHL_BUF_INIT;
    khl_status status = khl_accept_fold(a, name, &other);
    *same = status == KHL_OK && folded.n > 0 && khl_str_equal(folded, khl_buf_str(&other));
    khl_buf_clear(&other);
    return status;
}

bool khl_accept_next_name(khl_str list, size_t *at, khl_str *name)
{
    while (*at < list.n) {
        size_t begin = *at, end = begin;
        for (bool over = false; *at < list.n && !over;) {
            uint32_t c = khl_utf8_next(list, at, NULL);
            over = c == ';' || c == ARABIC_SEMICOLON || c == '\n' || c == '\r';
            if (!over) end = *at;
        }
        *name = khl_edited_trim(khl_str_part(list, begin, end));
        if (name->n > 0) return true;
    }
    return false;
}

static khl_status put_body(khl_accepting *a, khl_str name, khl_str id)
{
    khl_buf folded = KHL_BUF_INIT;
    uint32_t at;
    bool added = false;
    khl_status status = name.n > 0 ? khl_accept_fold(a, name, &folded) : KHL_OK;
    if (status == KHL_OK && folded.n > 0 &&
        (khl_map_put(&a->bodies, khl_buf_str(&folded), &at, &added) != KHL_OK ||
         !khl_grow(&a->body_of, &a->bodies_capacity, a->bodies.n, sizeof *a->body_of)))
        status = khl_fail_memory(a->err);
    if (status == KHL_OK && added) a->body_of[at] = id;
    khl_buf_clear(&folded);
    return status;
}

/* Names as they were shown win, since those are what people copy. */
static khl_status list_bodies(khl_accepting *a)
{
    const khl_authorities *bodies = khl_models_authorities(a->models);
    khl_status status = KHL_OK;
    for (size_t e = 0; e < a->handed.n_entries; e++)
        for (size_t k = 0; k < a->handed.entries[e].n_bodies && status == KHL_OK; k++) {
            const khl_handed_name *body = &a->handed.entries[e].bodies[k];
            status = put_body(a, body->name, body->id.n > 0 ? body->id : body->name);
        }
    for (uint32_t i = 0; bodies != NULL && i < khl_authorities_count(bodies) && status == KHL_OK; i++) {
        khl_str id = khl_authorities_id(bodies, i);
        khl_name name = khl_authorities_name(bodies, i);
        status = put_body(a, name.ar, id);
        if (status == KHL_OK) status = put_body(a, name.fr, id);
        if (status == KHL_OK) status = put_body(a, name.en, id);
    }
    return status;
}

khl_status khl_accept_find_body(khl_accepting *a, khl_str name, khl_str *id)
{
    khl_buf folded = KHL_BUF_INIT;
    *id = KHL_STR("");
    khl_status status = a->bodies.n == 0 ? list_bodies(a) : KHL_OK;
    if (status == KHL_OK) status = khl_accept_fold(a, name, &folded);
    uint32_t at = status == KHL_OK ? khl_map_find(&a->bodies, khl_buf_str(&folded)) : KHL_MAP_NONE;
    if (at != KHL_MAP_NONE) *id = a->body_of[at];
    khl_buf_clear(&folded);
    return status;
}

/* Which of values [n] a word is the name of, in any language or as it stands; n when none. The names are
 * messages
 * "<prefix><value>". */
static khl_status find_word(const khl_accepting *a, khl_str word, const char *prefix,
                            const char *const *values, size_t *n)
{
    khl_buf folded = KHL_BUF_INIT;
    khl_status status = khl_accept_fold(a, word, &folded);
    bool same = false;
    size_t i = 0;
    for (; i < *n && !same && status == KHL_OK; i++) {
        char id[48];
        snprintf(id, sizeof id, "%s%s", prefix, values[i]);
        for (size_t k = 0; k <= N_LANGS && status == KHL_OK && !same; k++) {
            khl_str name =
                k < N_LANGS ? khl_models_message(a->models, LANGS[k], id) : khl_str_from(values[i]);
            status = same_name(a, khl_buf_str(&folded), name, &same);
        }
    }
    *n = same ? i - 1 : *n;
    khl_buf_clear(&folded);
    return status;
}

khl_status khl_accept_find_level(const khl_accepting *a, khl_str word, khl_str *level, bool *known)
{
    static const char *const LEVELS[] = {"unknown", "local", "provincial", "regional", "national"};
    enum { N_LEVELS = sizeof LEVELS / sizeof *LEVELS };
    size_t found = N_LEVELS;
    khl_status status = find_word(a, word, "doc.level.", LEVELS, &found);
    *known = found < N_LEVELS || khl_str_trim(word).n == 0;
    *level = found > 0 && found < N_LEVELS ? khl_str_from(LEVELS[found]) : KHL_STR("");
    return status;
}

khl_status khl_accept_find_answer(const khl_accepting *a, khl_str word, khl_str *answer)
{
    static const char *const ANSWERS[] = {"same", "different", "related"};
    size_t found = sizeof ANSWERS / sizeof *ANSWERS;
    khl_status status = find_word(a, word, "doc.answer.", ANSWERS, &found);
    *answer = found < sizeof ANSWERS / sizeof *ANSWERS ? khl_str_from(ANSWERS[found]) : KHL_STR("");
    return status;
}

khl_status khl_accept_find_axis(const khl_accepting *a, khl_str name, uint32_t *axis)
{
    khl_buf folded = KHL_BUF_INIT;
    uint64_t number;
    *axis = 0;
    khl_status status = khl_accept_fold(a, name, &folded);
    if (status == KHL_OK && khl_str_to_u64(khl_buf_str(&folded), &number) && number <= a->handed.n_axes)
        *axis = (uint32_t)number;
    for (uint32_t i = 0; i < a->handed.n_axes && status == KHL_OK && *axis == 0; i++) {
        bool same;
        status = same_name(a, khl_buf_str(&folded), a->handed.axes[i].name, &same);
        if (same) *axis = i + 1;
    }
    khl_buf_clear(&folded);
    return status;
}
