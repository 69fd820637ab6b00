/* French words through Snowball on the accented form (ecole gives another stem than école, so accents go
 * last), and Snowball's Arabic stemmer as a baseline to measure against. Cost: about 0.3 us a word. */
#include "stemmers.h"

#include <libstemmer.h>
#include <limits.h>

#include "error.h"
#include "str.h"

void khl_stemmers_clear(khl_stemmers *stemmers)
{
    sb_stemmer_delete(stemmers->french);
    sb_stemmer_delete(stemmers->arabic);
    khl_buf_clear(&stemmers->folded);
    stemmers->french = stemmers->arabic = NULL;
}

/* ASCII in lower case, as the stemmers give it, is its own key. */
static bool is_ascii(khl_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

static khl_status stem(khl_stemmers *stemmers, struct sb_stemmer **slot, const char *algorithm, khl_str clean,
                       khl_str key, khl_arena *memory, khl_str *out, khl_error *err)
{
    *out = key;
    if (clean.n == 0 || clean.n > INT_MAX) return KHL_OK;
    if (*slot == NULL) *slot = sb_stemmer_new(algorithm, "UTF_8");
    if (*slot == NULL) return khl_fail_memory(err);
    const sb_symbol *p = sb_stemmer_stem(*slot, (const sb_symbol *)clean.p, (int)clean.n);
    if (p == NULL) return khl_fail_memory(err);
    khl_str raw = {(const char *)p, (size_t)sb_stemmer_length(*slot)};
    khl_status status = KHL_OK;
    stemmers->folded.n = 0;
    if (is_ascii(raw))
        khl_buf_put(&stemmers->folded, raw);
    else
        status = khl_fold_word(stemmers->properties, raw, &stemmers->folded, err);
    if (!khl_buf_ok(&stemmers->folded)) return khl_fail_memory(err);
    /* The Arabic algorithm leaves nothing of some short words. */
    if (status != KHL_OK || stemmers->folded.n == 0) return status;
    *out = khl_arena_copy(memory, khl_buf_str(&stemmers->folded));
    return out->p == NULL ? khl_fail_memory(err) : KHL_OK;
}

khl_status khl_stem_french(khl_stemmers *stemmers, khl_str clean, khl_str key, khl_arena *memory,
                           khl_str *out, khl_error *err)
{
    return stem(stemmers, &stemmers->french, "french", clean, key, memory, out, err);
}

khl_status khl_stem_snowball_arabic(khl_stemmers *stemmers, khl_str clean, khl_str key, khl_arena *memory,
                                    khl_str *out, khl_error *err)
{
    return stem(stemmers, &stemmers->arabic, "arabic", clean, key, memory, out, err);
}
