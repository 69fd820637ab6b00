/* Background frequencies: counted over proposals, and smoothed by the forms of the concepts.
 *
 * A proposal is a document. The forms of models/concepts say which words civic texts use in general, in the
 * languages the collections lack too; they count as PRIOR documents beside the real ones. A form is shorter
 * than a proposal, so a share f of the forms becomes 1 - (1 - f)^L, where L is how many times more terms a
 * proposal has. Only terms in more than LEAST documents are written: all rarer ones are taken to be in
 * UNSEEN. */
#include "run.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "khulasa/train.h"
#include "map.h"
#include "matcher.h"
#include "str.h"
#include "training.h"

#include <math.h>

#define PRIOR 100.0
#define LEAST 1.5
#define UNSEEN 1.0

typedef struct term {
    khl_str text;
    double df, form_df;
} term;

typedef struct tally {
    khl_map names;
    term *terms; /* [names.n] */
    size_t capacity;
    double sum, form_sum; /* of all frequencies */
} tally;

typedef struct background {
    tally of[KHL_N_SPACES];
    double n_docs, n_forms;
} background;

static void clear(background *b)
{
    for (unsigned s = 0; s < KHL_N_SPACES; s++) {
        khl_map_clear(&b->of[s].names);
        free(b->of[s].terms);
    }
}

static khl_status add(tally *t, khl_str name, double df, bool form, khl_error *err)
{
    uint32_t at;
    bool added;
    if (!khl_grow(&t->terms, &t->capacity, t->names.n + 1, sizeof *t->terms) ||
        khl_map_put(&t->names, name, &at, &added) != KHL_OK)
        return khl_fail_memory(err);
    if (added) t->terms[at] = (term){t->names.keys[at], 0, 0};
    *(form ? &t->terms[at].form_df : &t->terms[at].df) += df;
    *(form ? &t->form_sum : &t->sum) += df;
    return KHL_OK;
}

static khl_status add_matcher(background *b, const khl_matcher *m, bool form, khl_error *err)
{
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_N_SPACES; s++) {
        const khl_tfidf *space = m->tfidf[s];
        for (uint32_t c = 0; c < khl_tfidf_n_terms(space) && status == KHL_OK; c++)
            status = add(&b->of[s], khl_tfidf_term(space, c), khl_tfidf_df(space, c), form, err);
    }
    *(form ? &b->n_forms : &b->n_docs) += (double)m->n;
    return status;
}

static khl_status add_corpus(background *b, const khl_corpus *corpus, const khl_models *models,
                             khl_error *err)
{
    khl_run run;
    khl_status status = khl_run_begin(&run, corpus, models, NULL, err);
    if (status == KHL_OK) status = khl_run_read(&run);
    if (status == KHL_OK) status = khl_run_analyse(&run);
    if (status == KHL_OK) status = add_matcher(b, run.matcher, false, err);
    khl_run_end(&run);
    return status;
}

static khl_status add_forms(background *b, const khl_str *forms, size_t n, const khl_models *models,
                            khl_error *err)
{
    khl_matcher *matcher = NULL;
    khl_status status = KHL_OK;
    khl_analysis *analyses = khl_alloc_zero(n, sizeof *analyses);
    if (analyses == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        status = khl_text_analyze(khl_models_text(models), forms[i], NULL, &analyses[i], err);
    if (status == KHL_OK) status = khl_matcher_create(&matcher, analyses, n, khl_models_match(models), err);
    if (status == KHL_OK) status = add_matcher(b, matcher, true, err);
    khl_matcher_destroy(matcher);
    for (size_t i = 0; i < n; i++) khl_analysis_clear(&analyses[i]);
    free(analyses);
    return status;
}

static int commoner_first(const void *x, const void *y)
{
    const term *a = x, *b = y;
    if (a->df != b->df) return a->df > b->df ? -1 : 1;
    return khl_str_compare(a->text, b->text);
}

/* The frequencies of both sources together, to the tenth of a document that is written, commonest first. */
static size_t mix(const background *b, tally *t)
{
    double length = t->form_sum > 0 ? t->sum / b->n_docs / (t->form_sum / b->n_forms) : 1;
    size_t n = 0;
    for (size_t i = 0; i < t->names.n; i++) {
        double share = b->n_forms > 0 ? t->terms[i].form_df / b->n_forms : 0;
        double df = t->terms[i].df + (b->n_forms > 0 ? PRIOR * (1 - pow(1 - share, length)) : 0);
        if (df > LEAST) t->terms[n++] = (term){t->terms[i].text, round(df * 10) / 10, 0};
    }
    if (n > 1) qsort(t->terms, n, sizeof *t->terms, commoner_first);
    return n;
}

static void put_term(khl_buf *out, unsigned space, const term *t)
{
    khl_buf_format(out, "%s\t", khl_space_name(space));
    for (size_t i = 0; i < t->text.n; i++) {
        bool edge = t->text.p[i] == ' ' && (i == 0 || i + 1 == t->text.n);
        if (edge)
            khl_buf_put_c(out, KHL_BACKGROUND_BLANK);
        else
            khl_buf_char(out, t->text.p[i]);
    }
    khl_buf_format(out, "\t%.1f\n", t->df);
}

static khl_status write(background *b, char **bytes, size_t *n_bytes, khl_error *err)
{
    khl_buf out = KHL_BUF_INIT;
    khl_buf_put_c(
        &out,
        "# How many documents of general civic text hold a term. Columns: space, term, documents. Made by "
        "khulasa train idf.\n");
    khl_buf_format(&out, "documents\t\t%.1f\nunseen\t\t%.1f\n", b->n_docs + (b->n_forms > 0 ? PRIOR : 0),
                   UNSEEN);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) {
        size_t n = mix(b, &b->of[s]);
        for (size_t i = 0; i < n; i++) put_term(&out, s, &b->of[s].terms[i]);
    }
    if (!khl_buf_ok(&out)) {
        khl_buf_clear(&out);
        return khl_fail_memory(err);
    }
    *bytes = out.p;
    *n_bytes = out.n;
    return KHL_OK;
}

khl_status khl_train_background(char **bytes, size_t *n_bytes, const khl_corpus *const *corpora,
                                size_t n_corpora, const khl_str *forms, size_t n_forms,
                                const khl_models *models, khl_error *err)
{
    background b = {.n_docs = 0};
    khl_status status = KHL_OK;
    *bytes = NULL;
    *n_bytes = 0;
    for (unsigned s = 0; s < KHL_N_SPACES && status == KHL_OK; s++)
        status = khl_map_init(&b.of[s].names, err);
    for (size_t i = 0; i < n_corpora && status == KHL_OK; i++)
        status = add_corpus(&b, corpora[i], models, err);
    if (status == KHL_OK && n_forms > 0) status = add_forms(&b, forms, n_forms, models, err);
    if (status == KHL_OK) status = write(&b, bytes, n_bytes, err);
    clear(&b);
    return status;
}
