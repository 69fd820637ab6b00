/* Letters with gold, cut: how many of the cuts are right, how many were found. A cut is the first byte of a
 * part that is not the first. */
#ifndef KHL_TESTS_LETTERS_H
#define KHL_TESTS_LETTERS_H

#include "models_fixture.h"
#include "tsv.h"

enum { LETTERS_MAX_PARTS = 64 };

typedef struct letters_gold {
    size_t begins[LETTERS_MAX_PARTS], n;
    size_t first, last; /* where the first part begins and the last one ends */
} letters_gold;

typedef struct letters_figures {
    size_t gold, found, right; /* cuts */
    size_t letters, exact;     /* all parts, and no more, begin where they should */
    size_t framed;             /* opening and closing too */
} letters_figures;

static inline void letters_read_gold(const char *path, khl_str id, letters_gold *out)
{
    khl_tsv row;
    khl_error err = {0};
    bool more = true;
    *out = (letters_gold){.n = 0};
    assert_int_equal(khl_tsv_open(&row, path, &err), KHL_OK);
    while (khl_tsv_next(&row, 5, &more, &err) == KHL_OK && more) {
        uint64_t begin = 0, end = 0;
        if (!khl_str_equal(row.fields[0], id) || !khl_str_equal(row.fields[1], KHL_STR("part"))) continue;
        assert_true(khl_str_to_u64(row.fields[3], &begin) && khl_str_to_u64(row.fields[4], &end));
        assert_true(out->n < LETTERS_MAX_PARTS);
        if (out->n == 0) out->first = begin;
        out->begins[out->n++] = begin;
        out->last = end;
    }
    khl_tsv_close(&row);
}

/* Signs at the end of a part are a matter of taste. */
static inline size_t letters_bare_end(khl_str text, size_t end)
{
    while (end > 0 && strchr(" .;:\n\r", text.p[end - 1]) != NULL) end--;
    while (end > 1 &&
           (memcmp(text.p + end - 2, "\xd8\x9b", 2) == 0 || memcmp(text.p + end - 2, "\xd8\x8c", 2) == 0)) {
        end -= 2;
        while (end > 0 && text.p[end - 1] == ' ') end--;
    }
    return end;
}

static inline void letters_show(const khl_proposal *p, const khl_cut *cut, const letters_gold *gold)
{
    print_message("%.*s: %zu parts, gold %zu\n", (int)p->id.n, p->id.p, cut->n_parts, gold->n);
    for (size_t i = 0; i < cut->n_parts; i++)
        print_message("  [%s] %.*s\n", khl_cut_reason_name((khl_cut_reason)cut->parts[i].reason),
                      (int)(cut->parts[i].end - cut->parts[i].begin), p->text.p + cut->parts[i].begin);
}

static inline void letters_count(letters_figures *f, const khl_proposal *p, const khl_cut *cut,
                                 const letters_gold *gold)
{
    size_t right = 0, found = cut->n_parts > 0 ? cut->n_parts - 1 : 0, n = gold->n - 1;
    for (size_t i = 1; i < cut->n_parts; i++)
        for (size_t k = 1; k < gold->n; k++) right += cut->parts[i].begin == gold->begins[k];
    bool exact = right == n && found == n;
    bool framed =
        exact &&
        (n == 0 || (cut->parts[0].begin == gold->first &&
                    letters_bare_end(p->text, cut->parts[n].end) == letters_bare_end(p->text, gold->last)));
    f->gold += n;
    f->found += found;
    f->right += right;
    f->letters++;
    f->exact += exact;
    f->framed += framed;
    if (!framed) letters_show(p, cut, gold);
}

static inline letters_figures letters_measure(const char *csv, const char *gold_path)
{
    letters_figures f = {0};
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    assert_int_equal(khl_corpus_read(corpus, csv, NULL, &err), KHL_OK);
    for (size_t i = 0; i < khl_corpus_count(corpus); i++) {
        const khl_proposal *p = khl_corpus_at(corpus, i);
        khl_analysis a;
        khl_cut cut;
        letters_gold gold;
        letters_read_gold(gold_path, p->id, &gold);
        if (gold.n == 0) fail_msg("no gold for %.*s", (int)p->id.n, p->id.p);
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), p->text, NULL, &a, &err), KHL_OK);
        assert_int_equal(khl_text_cut(&cut, &a, &err), KHL_OK);
        letters_count(&f, p, &cut, &gold);
        khl_cut_clear(&cut);
        khl_analysis_clear(&a);
    }
    khl_corpus_destroy(corpus);
    print_message(
        "%s: cuts gold %zu, found %zu, right %zu; precision %.4f, recall %.4f; letters %zu, exact %zu, "
        "with formulas %zu\n",
        csv, f.gold, f.found, f.right, f.found > 0 ? (double)f.right / (double)f.found : 1.0,
        f.gold > 0 ? (double)f.right / (double)f.gold : 1.0, f.letters, f.exact, f.framed);
    return f;
}

#endif
