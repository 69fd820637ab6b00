/* A set of evidence from a line of words: names of the weights file, or groups of them. */
#include "error.h"
#include "khulasa/match.h"
#include "str.h"
#include "utf8.h"

/* What is read off the same thing; "" belongs to no group. */
static const char *group_of(unsigned e)
{
    switch (e) {
    case KHL_EVIDENCE_BIAS:
    case KHL_EVIDENCE_SOFT:
    case KHL_EVIDENCE_LSA:
    case KHL_EVIDENCE_LENGTH:
    case KHL_EVIDENCE_COLLECTION:
    case KHL_EVIDENCE_RANK:
        return "";
    case KHL_EVIDENCE_WORD:
    case KHL_EVIDENCE_PAIR:
    case KHL_EVIDENCE_WORDS_SHARED:
    case KHL_EVIDENCE_WORDS_LESS:
    case KHL_EVIDENCE_WORDS_MORE:
        return "words";
    case KHL_EVIDENCE_NGRAM:
        return "ngrams";
    case KHL_EVIDENCE_CONCEPT:
    case KHL_EVIDENCE_CONTAINED:
    case KHL_EVIDENCE_CONTAINING:
        return "concepts";
    default:
        return "slots";
    }
}

/* The evidence of this name or group; 0 when there is none. */
static uint64_t find(khl_str name)
{
    uint64_t set = khl_str_equal(name, KHL_STR("all")) ? KHL_EVIDENCE_ALL : 0;
    for (unsigned e = 0; e < KHL_N_EVIDENCE && name.n > 0; e++)
        if (khl_str_equal(name, khl_str_from(khl_evidence_name(e))) ||
            khl_str_equal(name, khl_str_from(group_of(e))))
            set |= KHL_EVIDENCE_BIT(e);
    return set;
}

static khl_status fail_name(khl_str name, khl_error *err)
{
    char shown[KHL_ERROR_ARG_BYTES];
    khl_str part = khl_utf8_truncate(name, sizeof shown - 1);
    memcpy(shown, part.p, part.n);
    shown[part.n] = '\0';
    return KHL_FAIL(err, KHL_E_ARGUMENT, "match.evidence",
                    "there is no evidence \"{0}\"; choose from the names in models/match/weights.tsv, or "
                    "words, ngrams, concepts, slots, all",
                    shown);
}

khl_status khl_evidence_parse(uint64_t *out, khl_str list, khl_error *err)
{
    *out = KHL_EVIDENCE_BIT(KHL_EVIDENCE_BIAS);
    for (size_t at = 0, end; at <= list.n; at = end + 1) {
        for (end = at; end < list.n && list.p[end] != ',';) end++;
        khl_str name = khl_str_trim(khl_str_part(list, at, end));
        uint64_t set = find(name);
        if (set == 0) return fail_name(name, err);
        *out |= set;
    }
    return KHL_OK;
}
