/* Reading models/background/idf.tsv: first the numbers of documents, then a row for each term of each space.
 */
#include "background.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "str.h"

static const char *const SPACES[KHL_N_SPACES] = {"word", "ngram", "pair", "concept"};

const char *khl_space_name(unsigned space)
{
    return space < KHL_N_SPACES ? SPACES[space] : "";
}

void khl_background_destroy(khl_background *background)
{
    if (background == NULL) return;
    for (unsigned s = 0; s < KHL_N_SPACES; s++) khl_df_table_destroy(background->df[s]);
    free(background);
}

/* A row of a name, an empty field and a number. */
static khl_status read_number(khl_tsv *tsv, khl_str name, double *out, khl_error *err)
{
    bool more;
    khl_status status = khl_tsv_next(tsv, 3, &more, err);
    if (status != KHL_OK) return status;
    if (more && khl_str_equal(tsv->fields[0], name) && khl_str_to_f64(tsv->fields[2], out)) return KHL_OK;
    return khl_tsv_fail(tsv, 1, "background.documents",
                        "the first rows want documents and then unseen, an empty field and a number of "
                        "documents",
                        NULL, err);
}

static khl_status read_head(khl_background *b, khl_tsv *tsv, khl_error *err)
{
    double n_docs = 0, unseen = 0;
    khl_status status = read_number(tsv, KHL_STR("documents"), &n_docs, err);
    if (status == KHL_OK) status = read_number(tsv, KHL_STR("unseen"), &unseen, err);
    for (unsigned s = 0; s < KHL_N_SPACES && status == KHL_OK; s++)
        status = khl_df_table_create(&b->df[s], n_docs, unseen, err);
    if (status != KHL_E_ARGUMENT) return status;
    return khl_tsv_fail(tsv, 3, "background.documents",
                        "the first rows want documents and then unseen, an empty field and a number of "
                        "documents",
                        NULL, err);
}

static void put_term(khl_buf *term, khl_str written)
{
    const khl_str blank = KHL_STR(KHL_BACKGROUND_BLANK);
    term->n = 0;
    for (size_t at = 0; at < written.n;) {
        bool is_blank = khl_str_starts(khl_str_part(written, at, written.n), blank);
        khl_buf_char(term, is_blank ? ' ' : written.p[at]);
        at += is_blank ? blank.n : 1;
    }
}

static khl_status read_term(khl_background *b, const khl_tsv *tsv, khl_buf *term, khl_error *err)
{
    unsigned s = 0;
    double df = -1;
    while (s < KHL_N_SPACES && !khl_str_equal(tsv->fields[0], khl_str_from(SPACES[s]))) s++;
    if (s == KHL_N_SPACES)
        return khl_tsv_fail(tsv, 1, "background.space", "this is no space: word, ngram, pair or concept",
                            NULL, err);
    if (!khl_str_to_f64(tsv->fields[2], &df)) df = -1;
    put_term(term, tsv->fields[1]);
    if (!khl_buf_ok(term)) return khl_fail_memory(err);
    khl_status status = khl_df_table_add(b->df[s], khl_buf_str(term), df, err);
    if (status != KHL_E_ARGUMENT) return status;
    return khl_tsv_fail(tsv, 2, "background.term",
                        "the term is empty or stands twice, or its number is none of 0 to documents", NULL,
                        err);
}

khl_status khl_background_parse(khl_background **out, khl_tsv *tsv, khl_error *err)
{
    khl_buf term = KHL_BUF_INIT;
    bool more = true;
    *out = NULL;
    khl_background *b = khl_alloc_zero(1, sizeof *b);
    if (b == NULL) return khl_fail_memory(err);
    khl_status status = read_head(b, tsv, err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(tsv, 3, &more, err);
        if (status == KHL_OK && more) status = read_term(b, tsv, &term, err);
    }
    khl_buf_clear(&term);
    if (status == KHL_OK)
        *out = b;
    else
        khl_background_destroy(b);
    return status;
}

khl_status khl_background_read(khl_background **out, const char *path, khl_error *err)
{
    khl_tsv tsv;
    *out = NULL;
    khl_status status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    status = khl_background_parse(out, &tsv, err);
    khl_tsv_close(&tsv);
    return status;
}
