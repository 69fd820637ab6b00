/* Writing demands for other processes, in the order in which freight_take.c reads them. */
#include "freight.h"

#include "error.h"
#include "str.h"
#include "tfidf.h"

#include <string.h>

static void put_words(khl_buf *out, const void *words, size_t n)
{
    khl_buf_put(out, (khl_str){(const char *)words, n * sizeof(uint32_t)});
}

static void put_word(khl_buf *out, uint32_t word)
{
    put_words(out, &word, 1);
}

static void put_set(khl_buf *out, khl_id_set set)
{
    put_word(out, set.n);
    put_words(out, set.ids, set.n);
}

static void put_named(khl_buf *out, const khl_named *named)
{
    put_word(out, named->id);
    put_word(out, named->level);
    put_word(out, named->sound);
    put_word(out, (uint32_t)named->arabic | (uint32_t)named->town << 1 | (uint32_t)named->contains << 2);
    put_words(out, named->spoken, sizeof named->spoken / sizeof(uint32_t));
    put_word(out, (uint32_t)named->name.n);
    khl_buf_put(out, named->name);
    while (out->n % sizeof(uint32_t) != 0 && khl_buf_ok(out)) khl_buf_char(out, '\0');
}

static void put_slots(khl_buf *out, const khl_slots *s)
{
    for (unsigned k = 0; k < KHL_N_SLOTS; k++) put_set(out, s->set[k]);
    const khl_id_set others[] = {s->towns, s->around, s->numbers, s->periods, s->poles, s->years, s->acts};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) put_set(out, others[k]);
    put_word(out, (uint32_t)s->counted | (uint32_t)s->unusual << 1 | (uint32_t)s->districts_aside << 2);
    put_word(out, s->n_content);
    put_word(out, s->city);
    put_word(out, s->n_named);
    for (uint32_t k = 0; k < s->n_named; k++) put_named(out, &s->named[k]);
}

static void put_units(khl_buf *out, const khl_units *u)
{
    for (unsigned kind = 0; kind < KHL_N_UNITS; kind++) {
        put_word(out, u->n[kind]);
        for (uint32_t k = 0; k < u->n[kind]; k++) {
            put_word(out, u->of[kind][k].name);
            put_words(out, &u->of[kind][k].information, 1);
            put_set(out, u->of[kind][k].parts);
        }
    }
    put_set(out, u->concepts);
    put_set(out, u->sites);
    put_word(out, u->n_things);
}

static void put_deeds(khl_buf *out, const khl_deeds *d)
{
    put_word(out, d->n);
    for (uint32_t k = 0; k < d->n; k++) {
        put_word(out, d->of[k].act);
        put_word(out, d->of[k].family);
        put_word(out, d->of[k].thing);
    }
}

static khl_status ended(const khl_buf *out, khl_error *err)
{
    return khl_buf_ok(out) ? KHL_OK : khl_fail_memory(err);
}

khl_status khl_freight_put_row(khl_buf *out, const khl_csr *rows, size_t r, khl_error *err)
{
    size_t begin = rows->row_ptr[r], n = rows->row_ptr[r + 1] - begin;
    put_word(out, (uint32_t)n);
    if (n > 0) {
        put_words(out, rows->col + begin, n);
        put_words(out, rows->val + begin, n);
    }
    return ended(out, err);
}

khl_status khl_freight_put(khl_buf *out, const khl_matcher *m, uint32_t i, khl_error *err)
{
    uint64_t key = m->analyses != NULL ? khl_hash(m->analyses[i].key) : m->keys[i];
    put_slots(out, &m->slots[i]);
    put_units(out, &m->units[i]);
    put_deeds(out, &m->deeds[i]);
    put_words(out, &key, 2);
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_N_SPACES && status == KHL_OK; s++)
        if (s == KHL_SPACE_CONCEPT || m->model->weight[KHL_EVIDENCE_WORD + s] != 0)
            status = khl_freight_put_row(out, &m->rows[s], i, err);
    return status == KHL_OK ? ended(out, err) : status;
}

khl_status khl_freight_put_words(khl_buf *out, const khl_matcher *m, khl_error *err)
{
    return khl_tfidf_freeze(m->tfidf[KHL_SPACE_WORD], out, err);
}

bool khl_freight_carries(const khl_match_model *model)
{
    return model->weight[KHL_EVIDENCE_SOFT] == 0 && model->weight[KHL_EVIDENCE_LSA] == 0;
}

/* names, columns of each space, links (kinds widened to words), kin. */
khl_status khl_freight_put_shared(khl_buf *out, const khl_matcher *m, khl_error *err)
{
    uint32_t n = (uint32_t)m->names.n;
    put_word(out, n);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) put_word(out, m->rows[s].n_cols);
    put_words(out, m->links.first, (size_t)n + 1);
    put_words(out, m->links.to, m->links.first[n]);
    for (uint32_t k = 0; k < m->links.first[n]; k++) put_word(out, m->links.kind[k]);
    put_words(out, m->kin.first, (size_t)n + 1);
    for (uint32_t k = 0; k < m->kin.first[n]; k++) {
        put_word(out, m->kin.of[k].name);
        put_words(out, &m->kin.of[k].nearness, 1);
    }
    return ended(out, err);
}
