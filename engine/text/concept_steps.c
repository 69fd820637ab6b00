/* Forms of several words, which have no keys in the file: each is known by the form it goes on from and its
 * last word, and found by a table of both, so that a walk over a text makes no keys. A place of the table
 * holds hash bits and 1 + the place of a form among the longer ones, as in frozen.h. */
#include "concepts.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

static uint64_t hash(uint32_t from, uint32_t last)
{
    return ((uint64_t)from << 32 | last) * 0x9E3779B97F4A7C15u;
}

static size_t first_place(uint64_t hash, uint32_t mask)
{
    return (size_t)(hash >> 40) & mask;
}

/* The bits of a place that hold a number; the others are those of the hash. */
static uint32_t number_mask(uint32_t n_longer)
{
    uint32_t mask = 1;
    while (mask < n_longer) mask = mask << 1 | 1;
    return mask;
}

/* At least one place is empty, or a search for a missing step would not end. */
static bool steps_hold(const khl_concepts *c, size_t n)
{
    uint32_t bad = 0, n_used = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t used = c->steps[i] != 0, number = c->steps[i] & c->number_mask;
        n_used += used;
        bad |= (number > c->n_longer) | (used & (number == 0));
    }
    return bad == 0 && n > 0 && n <= UINT32_MAX && (n & (n - 1)) == 0 && n_used < n;
}

static bool longer_hold(const khl_concepts *c)
{
    uint32_t bad = 0, n_words = c->forms.n_keys, n = n_words + c->n_longer;
    for (uint32_t i = 0; i < c->n_longer; i++) {
        const khl_concept_longer *longer = &c->longer[i];
        bad |= (longer->from >= n) | (longer->last >= n_words);
        for (unsigned r = 0; r < KHL_FORM_READINGS; r++)
        bad |= longer->form.concept[r] + 1 > c->concepts.n_keys; /* one on, so that none is 0 */
    }
    return bad == 0;
}

khl_status khl_concept_steps_open(khl_concepts *out, const khl_pack *pack, khl_error *err)
{
    khl_str longer = khl_pack_section_find(pack, KHL_SECTION_LONGER);
    khl_str steps = khl_pack_section_find(pack, KHL_SECTION_STEPS);
    size_t n = steps.n / sizeof *out->steps;
    out->longer = (const khl_concept_longer *)(const void *)longer.p;
    out->n_longer = (uint32_t)(longer.n / sizeof *out->longer);
    out->steps = (const uint32_t *)(const void *)steps.p;
    out->step_mask = (uint32_t)(n - 1);
    out->number_mask = number_mask(out->n_longer);
    if (out->n_longer == 0 && n == 0) return KHL_OK;
    if (steps_hold(out, n) && longer_hold(out)) return KHL_OK;
    return KHL_FAIL(err, KHL_E_MODEL, "lexicon.reference",
                    "the words of the model file refer to what is not there; build the models anew");
}

/* Of a form of one word by its place among the keys, of a longer one behind them. */
static uint32_t number_of(const khl_concepts *c, const khl_concept_form *form)
{
    const khl_concept_form *words = khl_frozen_record(&c->forms, 0);
    if (form >= words && form < words + c->forms.n_keys) return (uint32_t)(form - words);
    return c->forms.n_keys + (uint32_t)((const khl_concept_longer *)(const void *)form - c->longer);
}

const khl_concept_form *khl_concept_step_on(const khl_concepts *c, const khl_concept_form *from,
                                            const khl_concept_form *last)
{
    if (c->n_longer == 0) return NULL;
    uint32_t a = number_of(c, from), b = number_of(c, last);
    uint64_t h = hash(a, b);
    uint32_t wanted = (uint32_t)h & ~c->number_mask;
    for (size_t i = first_place(h, c->step_mask);; i = (i + 1) & c->step_mask) {
        uint32_t place = c->steps[i], number = place & c->number_mask;
        if (place == 0) return NULL;
        const khl_concept_longer *longer = &c->longer[number - 1];
        if (place - number == wanted && longer->from == a && longer->last == b) return &longer->form;
    }
}

/* The forms while they are written. */
typedef struct writing {
    khl_concept_key *words, *longer; /* sorted by key */
    size_t n_words, n_longer;
} writing;

static int by_key(const void *a, const void *b)
{
    return khl_str_compare(((const khl_concept_key *)a)->key, ((const khl_concept_key *)b)->key);
}

static bool is_longer(khl_str key)
{
    return key.n > 0 && memchr(key.p, ' ', key.n) != NULL;
}

/* The number that number_of gives; KHL_FROZEN_NONE when there is no such key. */
static uint32_t find_key(const writing *w, khl_str key)
{
    bool longer = is_longer(key);
    khl_concept_key wanted = {.key = key};
    const khl_concept_key *list = longer ? w->longer : w->words;
    const khl_concept_key *at =
        bsearch(&wanted, list, longer ? w->n_longer : w->n_words, sizeof *list, by_key);
    return at == NULL ? KHL_FROZEN_NONE : (uint32_t)((longer ? w->n_words : 0) + (size_t)(at - list));
}

static khl_status write_words(const writing *w, khl_buf *buf, khl_error *err)
{
    khl_str *keys = khl_alloc(w->n_words, sizeof *keys);
    khl_concept_form *rows = khl_alloc(w->n_words, sizeof *rows);
    khl_status status = keys != NULL && rows != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = 0; i < w->n_words && status == KHL_OK; i++) {
        keys[i] = w->words[i].key;
        rows[i] = w->words[i].form;
    }
    if (status == KHL_OK) status = khl_frozen_write(buf, keys, rows, w->n_words, sizeof *rows, err);
    free(keys);
    free(rows);
    return status;
}

/* Every beginning of a form, and its last word, is a key (see concepts_compile.c). */
static void write_longer(const writing *w, khl_buf *buf)
{
    for (size_t i = 0; i < w->n_longer; i++) {
        khl_str key = w->longer[i].key;
        size_t last_at = key.n;
        while (last_at > 0 && key.p[last_at - 1] != ' ') last_at--;
        khl_concept_longer longer = {w->longer[i].form, find_key(w, khl_str_part(key, 0, last_at - 1)),
                                     find_key(w, khl_str_part(key, last_at, key.n))};
        khl_buf_put(buf, (khl_str){(const char *)&longer, sizeof longer});
    }
}

static khl_status write_steps(const khl_concept_longer *longer, size_t n, khl_buf *buf, khl_error *err)
{
    size_t capacity = 2;
    while (capacity * 6 < n * 10) capacity *= 2;
    uint32_t *places = khl_alloc_zero(capacity, sizeof *places), mask = number_mask((uint32_t)n);
    if (places == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        uint64_t h = hash(longer[i].from, longer[i].last);
        size_t at = first_place(h, (uint32_t)(capacity - 1));
        while (places[at] != 0) at = (at + 1) & (capacity - 1);
        places[at] = ((uint32_t)h & ~mask) | ((uint32_t)i + 1);
    }
    khl_buf_put(buf, (khl_str){(const char *)places, capacity * sizeof *places});
    free(places);
    return KHL_OK;
}

/* A section may move when the next one is added, its bytes do not. */
static khl_status write_sections(const writing *w, khl_pack_builder *builder, khl_error *err)
{
    khl_buf *buf = khl_pack_section_new(builder, KHL_SECTION_FORMS);
    khl_status status = buf != NULL ? write_words(w, buf, err) : khl_fail_memory(err);
    buf = status == KHL_OK ? khl_pack_section_new(builder, KHL_SECTION_LONGER) : NULL;
    if (buf == NULL) return status == KHL_OK ? khl_fail_memory(err) : status;
    write_longer(w, buf);
    if (!khl_buf_ok(buf)) return khl_fail_memory(err);
    const khl_concept_longer *longer = (const khl_concept_longer *)(const void *)buf->p;
    buf = khl_pack_section_new(builder, KHL_SECTION_STEPS);
    status = buf != NULL ? write_steps(longer, w->n_longer, buf, err) : khl_fail_memory(err);
    return status != KHL_OK || khl_buf_ok(buf) ? status : khl_fail_memory(err);
}

khl_status khl_concept_steps_write(khl_pack_builder *builder, const khl_concept_key *keys, size_t n,
                                   khl_error *err)
{
    writing w = {khl_alloc(n, sizeof *w.words), khl_alloc(n, sizeof *w.longer), 0, 0};
    khl_status status = w.words != NULL && w.longer != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        if (is_longer(keys[i].key))
            w.longer[w.n_longer++] = keys[i];
        else
            w.words[w.n_words++] = keys[i];
    }
    if (w.n_words > 1) qsort(w.words, w.n_words, sizeof *w.words, by_key);
    if (w.n_longer > 1) qsort(w.longer, w.n_longer, sizeof *w.longer, by_key);
    if (status == KHL_OK) status = write_sections(&w, builder, err);
    free(w.words);
    free(w.longer);
    return status;
}
