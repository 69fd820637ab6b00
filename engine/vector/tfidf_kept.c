/* A fitted space in a section of a file, for other processes: its terms in their order, with their facts. */
#include "tfidf.h"

#include "alloc.h"
#include "error.h"
#include "frozen.h"

#include <math.h>
#include <string.h>

khl_status khl_tfidf_freeze(const khl_tfidf *tfidf, khl_buf *out, khl_error *err)
{
    return khl_frozen_write(out, tfidf->terms.keys, tfidf->facts, tfidf->terms.n, sizeof *tfidf->facts, err);
}

static khl_status thaw(khl_tfidf *tfidf, const khl_frozen *kept, khl_error *err)
{
    tfidf->facts = khl_alloc(kept->n_keys, sizeof *tfidf->facts);
    if (tfidf->facts == NULL) return khl_fail_memory(err);
    for (uint32_t c = 0; c < kept->n_keys; c++) {
        uint32_t column = 0;
        memcpy(&tfidf->facts[c], khl_frozen_record(kept, c), sizeof *tfidf->facts);
        if (khl_map_put(&tfidf->terms, khl_frozen_key(kept, c), &column, NULL) != KHL_OK)
            return khl_fail_memory(err);
        if (column != c || !isfinite(tfidf->facts[c].idf) || !isfinite(tfidf->facts[c].weight))
            return KHL_FAIL(err, KHL_E_MODEL, "frozen.shape",
                            "a table of the model file does not fit this version; build the models anew");
    }
    return KHL_OK;
}

khl_status khl_tfidf_thaw(khl_tfidf **out, khl_str section, khl_error *err)
{
    khl_frozen kept;
    *out = NULL;
    khl_status status = khl_frozen_open(&kept, section, sizeof(khl_term_facts), err);
    if (status != KHL_OK) return status;
    khl_tfidf *tfidf = khl_alloc_zero(1, sizeof *tfidf);
    if (tfidf == NULL) return khl_fail_memory(err);
    tfidf->options = (khl_tfidf_options)KHL_TFIDF_OPTIONS_INIT;
    status = khl_map_init(&tfidf->terms, err);
    if (status == KHL_OK) status = thaw(tfidf, &kept, err);
    if (status == KHL_OK)
        *out = tfidf;
    else
        khl_tfidf_destroy(tfidf);
    return status;
}
