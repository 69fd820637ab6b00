/* The file of a match model: its card as comments, then evidence and thresholds. */
#include "buf.h"
#include "error.h"
#include "khulasa/corpus.h"
#include "khulasa/train.h"
#include "str.h"

/* A comment ends with its line, whatever a file is called. */
static void put_plain(khl_buf *buf, khl_str s)
{
    for (size_t i = 0; i < s.n; i++) khl_buf_char(buf, (unsigned char)s.p[i] < ' ' ? '?' : s.p[i]);
}

static void put_inputs(khl_buf *buf, const char *role, const khl_corpus *corpus)
{
    for (size_t i = 0; i < khl_corpus_n_inputs(corpus); i++) {
        const khl_input *input = khl_corpus_input_at(corpus, i);
        char digest[65];
        khl_sha256_hex(input->sha256, digest);
        khl_buf_format(buf, "# %s: ", role);
        put_plain(buf, input->name);
        khl_buf_format(buf, ", %u texts, sha256 %s\n", (unsigned)input->rows, digest);
    }
}

static void put_reliability(khl_buf *buf, const khl_train_report *r)
{
    khl_buf_put_c(buf,
                  "# reliability, from each tenth up: pairs, mean probability, share that is one demand\n");
    for (unsigned b = 0; b < KHL_TRAIN_BINS; b++) {
        const khl_train_bin *bin = &r->bins[b];
        double share = bin->n > 0 ? (double)bin->n_same / (double)bin->n : 0;
        khl_buf_format(buf, "#   %.1f: %zu, %.4f, %.4f\n", b / 10.0, bin->n, bin->probability, share);
    }
}

static void put_card(khl_buf *buf, const khl_match_card *card)
{
    const khl_train_report *r = card->report;
    if (card->date != NULL) {
        khl_buf_put_c(buf, "# date: ");
        put_plain(buf, khl_str_from(card->date));
        khl_buf_char(buf, '\n');
    }
    for (size_t i = 0; i < card->n_corpora; i++) put_inputs(buf, "collection", card->corpora[i]);
    for (size_t i = 0; i < card->n_lessons; i++) put_inputs(buf, "lessons", card->lessons[i]);
    khl_buf_format(
        buf,
        "# cross-validated on %zu pairs, %zu of them one demand: average precision %.4f, best pair F1 "
        "%.4f, at one half %.4f, of clusters %.4f; calibration error %.4f\n",
        r->n_pairs, r->n_same, r->average_precision, r->best_f1, r->f1, r->cluster_f1, r->calibration_error);
    put_reliability(buf, r);
}

khl_status khl_match_model_write(const khl_match_model *model, const khl_match_card *card, char **bytes,
                                 size_t *n_bytes, khl_error *err)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_buf_put_c(&buf, "# The logistic match model: evidence, then thresholds. Columns: name, value. Made "
                        "by khulasa train match.\n");
    if (card != NULL) put_card(&buf, card);
    for (unsigned e = 0; e < KHL_N_EVIDENCE; e++)
        khl_buf_format(&buf, "%s\t%.6f\n", khl_evidence_name(e), model->weight[e]);
    khl_buf_format(&buf, "same\t%.4f\nreview\t%.4f\njoin\t%.4f\n", model->same, model->review, model->join);
    if (!khl_buf_ok(&buf)) {
        khl_buf_clear(&buf);
        return khl_fail_memory(err);
    }
    *bytes = buf.p;
    *n_bytes = buf.n;
    return KHL_OK;
}
