/* Evidence of a pair: cosines handed in, containment from the concept rows, information
 * shared and alone by kind, agreement and conflict of slots. */
#include "matcher.h"

#include "str.h"

#include <math.h>

/* The squared mass of either row on the columns that both have: 1 of one that the other holds all of. */
static void shared_mass(const khl_csr *rows, uint32_t i, uint32_t j, double *of_i, double *of_j)
{
    uint64_t a = rows->row_ptr[i], a_end = rows->row_ptr[i + 1], b = rows->row_ptr[j],
             b_end = rows->row_ptr[j + 1];
    *of_i = *of_j = 0;
    while (a < a_end && b < b_end) {
        uint32_t x = rows->col[a], y = rows->col[b];
        if (x == y) {
            *of_i += (double)rows->val[a] * (double)rows->val[a];
            *of_j += (double)rows->val[b] * (double)rows->val[b];
        }
        a += x <= y;
        b += y <= x;
    }
}

/* The larger over the smaller, not a over b: so that both directions round alike. */
static double count_gap(uint32_t of_a, uint32_t of_b)
{
    double x = (double)of_a + 1.0, y = (double)of_b + 1.0;
    return x > y ? log(x / y) : log(y / x);
}

/* Acts are compared by their families; of acts a text only mentions nothing follows. */
int khl_slot_answer(const khl_matcher *m, const khl_slots *a, const khl_slots *b, unsigned slot)
{
    bool acts = slot == KHL_SLOT_ACTION;
    int answer = acts ? khl_id_sets_agree(a->acts, b->acts) : khl_slots_agree(a, b, slot);
    khl_id_set of_a = a->set[slot], of_b = b->set[slot];
    bool related = answer == 0 && khl_links_between(&m->links, of_a, of_b, KHL_LINK_BROADER);
    return related ? -1 : answer;
}

/* Two texts without a word are not the same demand: they are none. */
static bool identical(const khl_matcher *m, uint32_t i, uint32_t j)
{
    if (m->slots[i].n_content == 0) return false;
    if (m->analyses == NULL)
        return m->keys[i] == m->keys[j] && m->slots[i].n_content == m->slots[j].n_content;
    return khl_str_equal(m->analyses[i].key, m->analyses[j].key);
}

/* A library here, a media library there. What is to be done with them is left to the conflict of actions. */
static bool mistaken(const khl_matcher *m, const khl_slots *a, const khl_slots *b)
{
    return khl_links_between(&m->links, a->set[KHL_SLOT_OBJECT], b->set[KHL_SLOT_OBJECT], KHL_LINK_NOT_SAME);
}

/* Most of them are 0. */
static double log_of(double share)
{
    return share != 0 ? log1p(share) : 0;
}

static void put_shares(const khl_matcher *m, uint32_t i, uint32_t j, double e[KHL_N_EVIDENCE])
{
    for (unsigned kind = 0; kind < KHL_N_UNITS; kind++) {
        khl_shares s = khl_units_compare(&m->units[i], &m->units[j], kind, &m->kin);
        e[khl_unit_shared[kind]] = log_of(s.shared);
        e[khl_unit_shared[kind] + 1] = log_of(s.less);
        e[khl_unit_shared[kind] + 2] = log_of(s.more);
        if (kind == KHL_UNIT_OBJECT) e[KHL_EVIDENCE_OBJECT_CONFLICT] = s.less > 0 && s.shared == 0;
    }
}

static bool meets_site(const khl_matcher *m, uint32_t site, const khl_units *other)
{
    if (khl_id_set_has(other->concepts, site)) return true;
    if (site >= m->kin.n_names) return false;
    for (uint32_t k = m->kin.first[site]; k < m->kin.first[site + 1]; k++)
        if (khl_id_set_has(other->concepts, m->kin.of[k].name)) return true;
    return false;
}

/* Both say where by a thing, and none of one is anywhere in the other. */
static bool sites_differ(const khl_matcher *m, const khl_units *a, const khl_units *b)
{
    for (uint32_t i = 0; i < a->sites.n; i++)
        if (meets_site(m, a->sites.ids[i], b)) return false;
    for (uint32_t i = 0; i < b->sites.n; i++)
        if (meets_site(m, b->sites.ids[i], a)) return false;
    return a->sites.n > 0 && b->sites.n > 0;
}

/* The rank of j among the nearest of i, 0 when it is not. */
static uint32_t rank_of(const khl_matcher *m, uint32_t i, uint32_t j)
{
    const uint32_t *nearest = m->neighbours + (size_t)i * KHL_NEIGHBOURS;
    for (uint32_t k = 0; k < KHL_NEIGHBOURS && nearest[k] != UINT32_MAX; k++)
        if (nearest[k] == j) return k + 1;
    return 0;
}

/* A place of its own, not the commune that every demand of the collection names. */
static bool names_place(const khl_slots *s)
{
    for (uint32_t k = 0; k < s->n_named; k++)
        if (!s->named[k].contains && !s->named[k].town) return true;
    return false;
}

/* 0 where it is not at hand; below 0 two texts are as good as strangers. */
static double lsa_cosine(const khl_matcher *m, uint32_t i, uint32_t j)
{
    double sum = 0;
    for (uint32_t d = 0; m->lsa != NULL && d < m->n_lsa_dims; d++)
        sum += (double)m->lsa[(size_t)i * m->n_lsa_dims + d] * (double)m->lsa[(size_t)j * m->n_lsa_dims + d];
    return sum > 0 ? sum : 0;
}

static double soft_cosine(const khl_matcher *m, uint32_t i, uint32_t j)
{
    return m->soft.first != NULL ? khl_soft_cosine(&m->soft, &m->rows[KHL_SPACE_WORD], i, j) : 0;
}

static void put_rank(const khl_matcher *m, uint32_t i, uint32_t j, double e[KHL_N_EVIDENCE])
{
    uint32_t of_i = m->slots[i].city, of_j = m->slots[j].city;
    bool apart = m->options.ranks_within_cities && of_i != of_j && of_i != KHL_CITY_UNKNOWN &&
                 of_j != KHL_CITY_UNKNOWN;
    bool known = m->neighbours != NULL && !apart;
    e[KHL_EVIDENCE_COLLECTION] = known;
    e[KHL_EVIDENCE_RANK] = 0;
    uint32_t there = known ? rank_of(m, i, j) : 0, back = there > 0 ? rank_of(m, j, i) : 0;
    if (back > 0) e[KHL_EVIDENCE_RANK] = 1.0 / (there > back ? there : back);
}

#if defined(__GNUC__)
#define FETCH(p) __builtin_prefetch(p)
#else
#define FETCH(p) (void)(p)
#endif

enum { LINE = 64 };

static void fetch(const void *p, size_t bytes)
{
    for (size_t at = 0; at < bytes; at += LINE) FETCH((const char *)p + at);
}

void khl_matcher_expect(const khl_matcher *m, uint32_t i)
{
    fetch(&m->slots[i], sizeof *m->slots);
    fetch(&m->units[i], sizeof *m->units);
    FETCH(&m->deeds[i]);
    FETCH(&m->rows[KHL_SPACE_CONCEPT].row_ptr[i]);
    if (m->neighbours != NULL) FETCH(&m->neighbours[(size_t)i * KHL_NEIGHBOURS]);
}

void khl_matcher_expect_soon(const khl_matcher *m, uint32_t i)
{
    const khl_slots *s = &m->slots[i];
    const khl_units *u = &m->units[i];
    const khl_csr *concepts = &m->rows[KHL_SPACE_CONCEPT];
    fetch(s->named, s->n_named * sizeof *s->named);
    FETCH(s->set[KHL_SLOT_ACTION].ids);
    FETCH(s->towns.ids);
    FETCH(s->acts.ids);
    for (unsigned k = 0; k < KHL_N_UNITS; k++)
        if (u->n[k] > 0) FETCH(u->of[k]);
    FETCH(u->concepts.ids);
    FETCH(m->deeds[i].of);
    FETCH(&concepts->col[concepts->row_ptr[i]]);
    FETCH(&concepts->val[concepts->row_ptr[i]]);
}

void khl_matcher_evidence(const khl_matcher *m, uint32_t i, uint32_t j, const double cosine[KHL_N_SPACES],
                          double e[KHL_N_EVIDENCE])
{
    const khl_slots *a = &m->slots[i], *b = &m->slots[j];
    const khl_csr *concepts = &m->rows[KHL_SPACE_CONCEPT];
    double of_i, of_j;
    shared_mass(concepts, i, j, &of_i, &of_j);
    e[KHL_EVIDENCE_BIAS] = 1;
    for (unsigned s = 0; s < KHL_N_SPACES; s++) e[KHL_EVIDENCE_WORD + s] = cosine[s];
    e[KHL_EVIDENCE_SOFT] = soft_cosine(m, i, j);
    e[KHL_EVIDENCE_LSA] = lsa_cosine(m, i, j);
    e[KHL_EVIDENCE_CONTAINED] = of_i > of_j ? of_i : of_j;
    e[KHL_EVIDENCE_CONTAINING] = of_i > of_j ? of_j : of_i;
    e[KHL_EVIDENCE_LENGTH] = count_gap(a->n_content, b->n_content);
    put_shares(m, i, j, e);
    e[KHL_EVIDENCE_OBJECT_COUNT] = count_gap(m->units[i].n_things, m->units[j].n_things);
    e[KHL_EVIDENCE_ACTION_CONFLICT] = khl_slot_answer(m, a, b, KHL_SLOT_ACTION) == 0;
    e[KHL_EVIDENCE_ACTION_ALONE] = (a->acts.n == 0 && b->unusual) || (b->acts.n == 0 && a->unusual);
    khl_deed_answer deeds = khl_deeds_compare(&m->deeds[i], &m->deeds[j], &m->kin, &m->links);
    e[KHL_EVIDENCE_DEED_CONFLICT] = deeds == KHL_DEEDS_CONFLICT;
    e[KHL_EVIDENCE_THING_CONFLICT] = deeds == KHL_DEEDS_OTHER_THING;
    e[KHL_EVIDENCE_SITE_CONFLICT] = sites_differ(m, &m->units[i], &m->units[j]);
    khl_place_answer places = khl_places_compare(a, b);
    e[KHL_EVIDENCE_PLACE_AGREE] = places == KHL_PLACES_SAME;
    e[KHL_EVIDENCE_TOWN_AGREE] = places == KHL_PLACES_ONE_TOWN;
    e[KHL_EVIDENCE_PLACE_CONFLICT] = places == KHL_PLACES_APART;
    e[KHL_EVIDENCE_PLACE_ALONE] = names_place(a) != names_place(b);
    int quantities = khl_slots_agree(a, b, KHL_SLOT_QUANTITY);
    e[KHL_EVIDENCE_QUANTITY_AGREE] = quantities == 1;
    e[KHL_EVIDENCE_QUANTITY_CONFLICT] = quantities == 0;
    e[KHL_EVIDENCE_QUANTITY_ALONE] =
        (a->set[KHL_SLOT_QUANTITY].n == 0 && b->counted) || (b->set[KHL_SLOT_QUANTITY].n == 0 && a->counted);
    e[KHL_EVIDENCE_YEAR_CONFLICT] = khl_id_sets_agree(a->years, b->years) == 0;
    e[KHL_EVIDENCE_NEGATION_CONFLICT] = khl_slots_agree(a, b, KHL_SLOT_NEGATION) == 0;
    e[KHL_EVIDENCE_IDENTICAL] = identical(m, i, j);
    e[KHL_EVIDENCE_NOT_SAME] = mistaken(m, a, b);
    put_rank(m, i, j, e);
}

unsigned khl_matcher_blocked(const khl_matcher *m, uint32_t i, uint32_t j)
{
    static const unsigned BLOCKING[] = {KHL_SLOT_PLACE, KHL_SLOT_QUANTITY};
    unsigned blocked = 0;
    for (unsigned k = 0; k < sizeof BLOCKING / sizeof *BLOCKING; k++)
        if (khl_slots_agree(&m->slots[i], &m->slots[j], BLOCKING[k]) == 0) blocked |= 1u << BLOCKING[k];
    khl_id_set a = m->slots[i].set[KHL_SLOT_ACTION], b = m->slots[j].set[KHL_SLOT_ACTION];
    if (khl_links_between(&m->links, a, b, KHL_LINK_OPPOSITE)) blocked |= 1u << KHL_SLOT_NEGATION;
    khl_id_set for_a = m->slots[i].poles, for_b = m->slots[j].poles;
    if (khl_deeds_compare(&m->deeds[i], &m->deeds[j], &m->kin, &m->links) == KHL_DEEDS_CONFLICT)
        blocked |= 1u << KHL_SLOT_ACTION;
    bool apart = khl_id_sets_agree(for_a, for_b) == 0;
    if (apart && khl_links_between(&m->links, for_a, for_b, KHL_LINK_OPPOSITE))
        blocked |= 1u << KHL_SLOT_BENEFICIARY;
    return blocked;
}
