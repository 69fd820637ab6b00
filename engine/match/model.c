/* The logistic model: its names, its file, probability and verdict. */
#include "match_model.h"

#include "error.h"
#include "str.h"

#include <math.h>

static const char *const NAMES[KHL_N_EVIDENCE] = {
    "bias",
    "word",
    "ngram",
    "pair",
    "concept",
    "soft",
    "lsa",
    "contained",
    "containing",
    "length",
    "object_shared",
    "object_less",
    "object_more",
    "action_shared",
    "action_less",
    "action_more",
    "beneficiary_shared",
    "beneficiary_less",
    "beneficiary_more",
    "authority_shared",
    "authority_less",
    "authority_more",
    "frame_shared",
    "frame_less",
    "frame_more",
    "words_shared",
    "words_less",
    "words_more",
    "object_conflict",
    "action_conflict",
    "action_alone",
    "object_count",
    "deed_conflict",
    "site_conflict",
    "thing_conflict",
    "place_agree",
    "town_agree",
    "place_conflict",
    "place_alone",
    "quantity_agree",
    "quantity_conflict",
    "quantity_alone",
    "year_conflict",
    "negation_conflict",
    "identical",
    "not_same",
    "collection",
    "rank",
};
static const char *const THRESHOLDS[] = {"same", "review", "join"};
enum { N_THRESHOLDS = 3, N_NAMES = KHL_N_EVIDENCE + N_THRESHOLDS };

const char *khl_evidence_name(unsigned evidence)
{
    return evidence < KHL_N_EVIDENCE ? NAMES[evidence] : "";
}

int khl_evidence_sign(unsigned evidence)
{
    static const char *const AGAINST[] = {"_less", "_more", "_conflict", "_alone"};
    if (evidence == KHL_EVIDENCE_BIAS || evidence == KHL_EVIDENCE_COLLECTION) return 0;
    bool gap = evidence == KHL_EVIDENCE_LENGTH || evidence == KHL_EVIDENCE_OBJECT_COUNT;
    if (gap || evidence == KHL_EVIDENCE_NOT_SAME) return -1;
    for (size_t i = 0; i < sizeof AGAINST / sizeof *AGAINST; i++)
        if (khl_str_ends(khl_str_from(khl_evidence_name(evidence)), khl_str_from(AGAINST[i]))) return -1;
    return 1;
}

const char *khl_verdict_name(khl_verdict verdict)
{
    return verdict == KHL_VERDICT_SAME ? "same" : verdict == KHL_VERDICT_REVIEW ? "review" : "none";
}

static const char *name_at(unsigned i)
{
    return i < KHL_N_EVIDENCE ? NAMES[i] : THRESHOLDS[i - KHL_N_EVIDENCE];
}

static double *value_at(khl_match_model *model, unsigned i)
{
    double *const thresholds[N_THRESHOLDS] = {&model->same, &model->review, &model->join};
    return i < KHL_N_EVIDENCE ? &model->weight[i] : thresholds[i - KHL_N_EVIDENCE];
}

static unsigned find_name(khl_str name)
{
    unsigned i = 0;
    while (i < N_NAMES && !khl_str_equal(khl_str_from(name_at(i)), name)) i++;
    return i;
}

static khl_status read_row(khl_match_model *out, const khl_tsv *tsv, bool *seen, khl_error *err)
{
    unsigned i = find_name(tsv->fields[0]);
    if (i == N_NAMES || seen[i])
        return khl_tsv_fail(tsv, 1, "match.name",
                            "the name is unknown or stands twice; correct or remove the row", NULL, err);
    double *value = value_at(out, i);
    if (!khl_str_to_f64(tsv->fields[1], value) || !isfinite(*value) ||
        (i >= KHL_N_EVIDENCE && (*value < 0 || *value > 1)))
        return khl_tsv_fail(tsv, 2, "match.value",
                            "the value is no number, or a threshold outside 0 to 1; correct it", NULL, err);
    seen[i] = true;
    return KHL_OK;
}

khl_status khl_match_model_parse(khl_match_model *out, khl_tsv *tsv, khl_error *err)
{
    bool seen[N_NAMES] = {false}, more = true;
    *out = (khl_match_model){{0}, 0, 0, 0};
    khl_status status = KHL_OK;
    while (status == KHL_OK && more) {
        status = khl_tsv_next(tsv, 2, &more, err);
        if (status == KHL_OK && more) status = read_row(out, tsv, seen, err);
    }
    for (unsigned i = 0; i < N_NAMES && status == KHL_OK; i++) {
        if (seen[i]) continue;
        status =
            KHL_FAIL(err, KHL_E_MODEL, "match.missing", "the value {0} is missing; add its row", name_at(i));
        khl_error_at(err, tsv->path, tsv->line, 0);
    }
    if (status != KHL_OK) *out = (khl_match_model){{0}, 0, 0, 0};
    return status;
}

khl_status khl_match_model_read(khl_match_model *out, const char *path, khl_error *err)
{
    khl_tsv tsv;
    khl_status status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    status = khl_match_model_parse(out, &tsv, err);
    khl_tsv_close(&tsv);
    return status;
}

double khl_match_probability(const khl_match_model *model, const double evidence[KHL_N_EVIDENCE])
{
    double log_odds = 0;
    for (unsigned e = 0; e < KHL_N_EVIDENCE; e++) log_odds += model->weight[e] * evidence[e];
    return 1.0 / (1.0 + exp(-log_odds));
}

khl_verdict khl_match_verdict(const khl_match_model *model, double probability, unsigned blocked)
{
    if (probability < model->review) return KHL_VERDICT_NONE;
    return probability >= model->same && blocked == 0 ? KHL_VERDICT_SAME : KHL_VERDICT_REVIEW;
}
