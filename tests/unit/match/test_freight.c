/* Demands that travel: judged there as here, and whatever the bytes are, refused or read within bounds. */
#include "collection.h"

#include "freight.h"

enum { N = 60, N_DAMAGED = 10 };

/* What a plan writes of a collection: the shared part, and each demand with its row. */
typedef struct cargo {
    collection c;
    khl_buf shared, demand[N];
    khl_str demands[N];
    khl_csr rows;
} cargo;

static khl_str str_of(const khl_buf *buf)
{
    assert_false(buf->failed);
    return (khl_str){buf->p, buf->n};
}

static void load(cargo *g)
{
    uint32_t all[N];
    khl_error err = {0};
    *g = (cargo){.c = collect_proposals(N), .shared = KHL_BUF_INIT};
    for (uint32_t i = 0; i < N; i++) all[i] = i;
    assert_int_equal(khl_matcher_demand_rows(&g->rows, g->c.matcher, all, N, &err), KHL_OK);
    assert_int_equal(khl_freight_put_shared(&g->shared, g->c.matcher, &err), KHL_OK);
    for (uint32_t i = 0; i < N; i++) {
        g->demand[i] = (khl_buf)KHL_BUF_INIT;
        assert_int_equal(khl_freight_put(&g->demand[i], g->c.matcher, i, &err), KHL_OK);
        assert_int_equal(khl_freight_put_row(&g->demand[i], &g->rows, i, &err), KHL_OK);
        g->demands[i] = str_of(&g->demand[i]);
    }
}

static void unload(cargo *g)
{
    for (uint32_t i = 0; i < N; i++) khl_buf_clear(&g->demand[i]);
    khl_buf_clear(&g->shared);
    khl_csr_clear(&g->rows);
    collection_free(&g->c);
}

static khl_status unpack(khl_matcher **out, khl_csr *rows, const cargo *g, size_t n, khl_error *err)
{
    const khl_freight freight = {str_of(&g->shared), g->demands, n};
    return khl_freight_unpack(out, rows, &freight, khl_models_match(fixture_models), false, err);
}

static void assert_same_rows(const khl_csr *a, const khl_csr *b)
{
    assert_int_equal(a->n_rows, b->n_rows);
    assert_int_equal(a->n_cols, b->n_cols);
    assert_memory_equal(a->row_ptr, b->row_ptr, ((size_t)a->n_rows + 1) * sizeof *a->row_ptr);
    assert_memory_equal(a->col, b->col, a->row_ptr[a->n_rows] * sizeof *a->col);
    assert_memory_equal(a->val, b->val, a->row_ptr[a->n_rows] * sizeof *a->val);
}

/* Bit for bit: runs of blocks are merged with what one machine would have found. */
static void a_pair_is_judged_as_at_home(void **state)
{
    (void)state;
    static cargo g;
    khl_matcher *there = NULL;
    khl_csr rows = {0};
    khl_error err = {0};
    const khl_match_model *model = khl_models_match(fixture_models);
    size_t n_blocked = 0, n_likely = 0;
    load(&g);
    assert_int_equal(unpack(&there, &rows, &g, N, &err), KHL_OK);
    assert_same_rows(&rows, &g.rows);
    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t j = 0; j < N; j++) {
            double cosine[2][KHL_N_SPACES], here[KHL_N_EVIDENCE], far[KHL_N_EVIDENCE];
            khl_matcher_weighted_cosines(g.c.matcher, i, j, cosine[0]);
            khl_matcher_weighted_cosines(there, i, j, cosine[1]);
            khl_matcher_evidence(g.c.matcher, i, j, cosine[0], here);
            khl_matcher_evidence(there, i, j, cosine[1], far);
            for (unsigned e = 0; e < KHL_N_EVIDENCE; e++)
                if (here[e] != far[e]) fail_msg("%s of %u and %u", khl_evidence_name(e), i, j);
            unsigned blocked = khl_matcher_blocked(there, i, j);
            double p = khl_match_probability(model, far);
            assert_int_equal(khl_matcher_blocked(g.c.matcher, i, j), blocked);
            assert_int_equal(khl_match_verdict(model, khl_match_probability(model, here), blocked),
                             khl_match_verdict(model, p, blocked));
            n_blocked += blocked != 0;
            n_likely += i != j && p >= 0.5;
        }
    }
    assert_true(n_blocked > 0 && n_likely > 0); /* the collection puts both to the test */
    khl_matcher_destroy(there);
    khl_csr_clear(&rows);
    unload(&g);
}

/* Some of a collection are numbered as they stand; their evidence is that of the whole. */
static void a_part_is_judged_by_the_whole(void **state)
{
    (void)state;
    static cargo g;
    enum { FIRST = 20, PART = 15 };
    khl_matcher *there = NULL;
    khl_csr rows = {0};
    khl_error err = {0};
    load(&g);
    memmove(g.demands, g.demands + FIRST, PART * sizeof *g.demands);
    assert_int_equal(unpack(&there, &rows, &g, PART, &err), KHL_OK);
    for (uint32_t i = 0; i < PART; i++) {
        for (uint32_t j = 0; j < PART; j++) {
            double cosine[KHL_N_SPACES], here[KHL_N_EVIDENCE], far[KHL_N_EVIDENCE];
            khl_matcher_weighted_cosines(g.c.matcher, FIRST + i, FIRST + j, cosine);
            khl_matcher_evidence(g.c.matcher, FIRST + i, FIRST + j, cosine, here);
            khl_matcher_weighted_cosines(there, i, j, cosine);
            khl_matcher_evidence(there, i, j, cosine, far);
            assert_memory_equal(here, far, sizeof here);
        }
    }
    khl_matcher_destroy(there);
    khl_csr_clear(&rows);
    unload(&g);
}

/* Unpacks what may be damaged; what is taken is asked for all it can say. Whether it was taken. */
static bool survives(const cargo *g, size_t n)
{
    khl_matcher *m = NULL;
    khl_csr rows = {0};
    khl_error err = {0};
    khl_status status = unpack(&m, &rows, g, n, &err);
    if (status != KHL_OK) {
        assert_int_equal(status, KHL_E_INPUT);
        assert_true(err.message[0] != '\0' && strchr(err.message, '\n') == NULL);
        assert_null(m);
        assert_null(rows.row_ptr);
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            double cosine[KHL_N_SPACES], e[KHL_N_EVIDENCE];
            khl_matcher_weighted_cosines(m, i, j, cosine);
            khl_matcher_evidence(m, i, j, cosine, e);
            (void)khl_matcher_blocked(m, i, j);
        }
    }
    khl_matcher_destroy(m);
    khl_csr_clear(&rows);
    return true;
}

/* A checksum stands before all this; behind it no byte may be trusted all the same. */
static void any_byte_of_a_demand_may_be_wrong(void **state)
{
    (void)state;
    static const unsigned char MASKS[] = {0x01, 0x80, 0xFF};
    static cargo g;
    size_t n_refused = 0, n_tried = 0;
    load(&g);
    for (size_t i = 0; i < N_DAMAGED; i++) {
        for (size_t at = 0; at < g.demand[i].n; at++) {
            for (size_t k = 0; k < sizeof MASKS; k++, n_tried++) {
                g.demand[i].p[at] = (char)(g.demand[i].p[at] ^ MASKS[k]);
                n_refused += !survives(&g, N_DAMAGED);
                g.demand[i].p[at] = (char)(g.demand[i].p[at] ^ MASKS[k]);
            }
        }
    }
    assert_true(n_refused > n_tried / 10);
    assert_true(survives(&g, N)); /* and all is as it was */
    unload(&g);
}

static void any_byte_of_what_is_shared_may_be_wrong(void **state)
{
    (void)state;
    static cargo g;
    size_t n_refused = 0;
    load(&g);
    for (size_t at = 0; at < g.shared.n; at++) {
        g.shared.p[at] = (char)(g.shared.p[at] ^ 0x81);
        n_refused += !survives(&g, 3);
        g.shared.p[at] = (char)(g.shared.p[at] ^ 0x81);
    }
    assert_true(n_refused > 0);
    assert_true(survives(&g, N));
    unload(&g);
}

static void what_is_cut_off_is_refused(void **state)
{
    (void)state;
    static cargo g;
    load(&g);
    for (size_t i = 0; i < N_DAMAGED; i++) {
        for (size_t n = 0; n < g.demand[i].n; n++) {
            g.demands[i].n = n;
            assert_false(survives(&g, N_DAMAGED));
        }
        g.demands[i].n = g.demand[i].n;
    }
    size_t whole = g.shared.n;
    for (g.shared.n = 0; g.shared.n < whole; g.shared.n++) assert_false(survives(&g, 3));
    assert_true(survives(&g, N));
    unload(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_is_judged_as_at_home),
        cmocka_unit_test(a_part_is_judged_by_the_whole),
        cmocka_unit_test(any_byte_of_a_demand_may_be_wrong),
        cmocka_unit_test(any_byte_of_what_is_shared_may_be_wrong),
        cmocka_unit_test(what_is_cut_off_is_refused),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
