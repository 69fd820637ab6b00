/* Cues of the cutter: compiled beside the words, looked up phrase by phrase. A section of their own keeps
 * them from changing how any word is stemmed or weighed. Cost: a few look-ups a token. */
#include "cut_cues.h"

#include "alloc.h"
#include "arabic.h"
#include "error.h"
#include "parse.h"
#include "str.h"

enum { MAX_NUMBER = 99, PHRASE_BYTES = 256 };

static const struct {
    const char *name;
    uint32_t role;
} ROLES[] = {{"request", KHL_CUE_REQUEST},   {"connector", KHL_CUE_CONNECTOR}, {"addition", KHL_CUE_ADDITION},
             {"ordinal", KHL_CUE_ORDINAL},   {"head", KHL_CUE_HEAD},           {"detail", KHL_CUE_DETAIL},
             {"reason", KHL_CUE_REASON},     {"back", KHL_CUE_BACK},           {"field", KHL_CUE_FIELD},
             {"greeting", KHL_CUE_GREETING}, {"closing", KHL_CUE_CLOSING},     {"aim", KHL_CUE_AIM},
             {"item", KHL_CUE_ITEM},         {"where", KHL_CUE_WHERE},         {"with", KHL_CUE_WITH}};

typedef struct cue_set {
    khl_map phrases;
    khl_cue *cues; /* [phrases.n] */
    size_t capacity;
} cue_set;

static khl_status set_put(cue_set *set, khl_str phrase, khl_cue **cue, khl_error *err)
{
    uint32_t number;
    bool added = false;
    if (!khl_grow(&set->cues, &set->capacity, set->phrases.n + 1, sizeof *set->cues) ||
        khl_map_put(&set->phrases, phrase, &number, &added) != KHL_OK)
        return khl_fail_memory(err);
    if (added) set->cues[number] = (khl_cue){0};
    *cue = &set->cues[number];
    return KHL_OK;
}

/* Role and, for an ordinal, the number of a row. */
static khl_status read_role(const khl_tsv *row, uint32_t *role, uint64_t *number, khl_error *err)
{
    *role = 0;
    *number = 0;
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
        if (khl_str_equal(row->fields[1], khl_str_from(ROLES[i].name))) *role = ROLES[i].role;
    if (*role == 0)
        return khl_tsv_fail(row, 2, "cut_cues.role", "there is no such role; see the first lines of the file",
                            NULL, err);
    if (*role != KHL_CUE_ORDINAL) return KHL_OK;
    if (khl_str_to_u64(row->fields[2], number) && *number >= 1 && *number <= MAX_NUMBER) return KHL_OK;
    return khl_tsv_fail(row, 3, "cut_cues.number", "an ordinal needs its number, from 1 to 99", NULL, err);
}

static size_t count_words(khl_str phrase)
{
    size_t n = 1;
    for (size_t i = 0; i < phrase.n; i++) n += phrase.p[i] == ' ';
    return n;
}

static khl_status add_row(cue_set *set, khl_compiler *c, const khl_tsv *row, khl_error *err)
{
    uint32_t role;
    uint64_t number;
    khl_cue *cue = NULL;
    khl_status status = read_role(row, &role, &number, err);
    if (status == KHL_OK) status = khl_compile_unique(c, row, 0, 1, err);
    if (status == KHL_OK) status = khl_compile_fold(c, row->fields[0], err);
    if (status != KHL_OK) return status;
    khl_str phrase = khl_buf_str(&c->folded);
    size_t n = phrase.n > 0 ? count_words(phrase) : 0;
    if (n == 0 || n > KHL_PHRASE_MAX_WORDS)
        return khl_tsv_fail(row, 1, "cut_cues.phrase", "a phrase has one to six words; correct the row", NULL,
                            err);
    status = set_put(set, phrase, &cue, err);
    if (status != KHL_OK) return status;
    cue->roles |= role;
    if (role == KHL_CUE_ORDINAL) cue->number = (uint16_t)number;
    const char *space = memchr(phrase.p, ' ', phrase.n);
    khl_str first = khl_str_part(phrase, 0, space != NULL ? (size_t)(space - phrase.p) : phrase.n);
    status = set_put(set, first, &cue, err);
    if (status == KHL_OK && cue->phrase_words < n) cue->phrase_words = (uint16_t)n;
    return status;
}

khl_status khl_cut_cues_compile(khl_compiler *c, const char *dir, khl_pack_builder *builder, khl_error *err)
{
    cue_set set = {.cues = NULL};
    khl_tsv row = {.path = NULL};
    khl_buf path = KHL_BUF_INIT;
    bool more = true;
    khl_status status = khl_map_init(&set.phrases, err);
    if (status == KHL_OK) status = khl_compile_open(&row, &path, dir, "text/cut_cues.tsv", err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&row, 2, &more, err);
        if (status == KHL_OK && more) status = add_row(&set, c, &row, err);
    }
    if (status == KHL_OK) {
        khl_buf *section = khl_pack_section_new(builder, KHL_SECTION_CUT_CUES);
        status = section != NULL ? khl_frozen_write(section, set.phrases.keys, set.cues, set.phrases.n,
                                                    sizeof *set.cues, err)
                                 : khl_fail_memory(err);
    }
    if (row.path != NULL) khl_tsv_close(&row);
    khl_buf_clear(&path);
    khl_map_clear(&set.phrases);
    free(set.cues);
    return status;
}

static const khl_cue *find(const khl_analysis *a, khl_str phrase)
{
    uint32_t i = khl_frozen_find(&a->lexicon->cut_cues, phrase);
    return i == KHL_FROZEN_NONE ? NULL : khl_frozen_record(&a->lexicon->cut_cues, i);
}

/* The longest phrase that begins with `first`, a form of the key of token i. A longer phrase keeps the
 * request in it ("we ask" in "we ask too"). */
static khl_cue_hit longest(const khl_analysis *a, size_t i, khl_str first)
{
    char text[PHRASE_BYTES];
    khl_cue_hit hit = {0};
    const khl_cue *cue = find(a, first);
    if (cue == NULL || first.n >= sizeof text) return hit;
    size_t most = cue->phrase_words, n = first.n;
    if (cue->roles != 0) hit = (khl_cue_hit){cue->roles, cue->number, 1, false};
    memcpy(text, first.p, first.n);
    for (size_t k = 1; k < most && i + k < a->n_tokens; k++) {
        const khl_token *t = &a->tokens[i + k];
        khl_str word = khl_phrase_word(t);
        if (!khl_is_near(a->original, t - 1, t) || n + 1 + word.n > sizeof text) break;
        text[n] = ' ';
        memcpy(text + n + 1, word.p, word.n);
        n += 1 + word.n;
        cue = find(a, (khl_str){text, n});
        if (cue != NULL && cue->roles != 0)
            hit = (khl_cue_hit){cue->roles | (hit.roles & KHL_CUE_REQUEST), cue->number, (uint16_t)(k + 1),
                                false};
    }
    return hit;
}

/* "Premises of their own" ask for nothing: an adjective behind a bare noun. */
static bool is_adjective(const khl_analysis *a, size_t i)
{
    const khl_token *t = &a->tokens[i], *noun = t - 1;
    uint16_t definite = KHL_TOKEN_ARTICLE | KHL_TOKEN_PLACE;
    return i > 0 && noun->kind == KHL_TOKEN_ARAB && (noun->flags & (definite | KHL_TOKEN_STOP)) == 0 &&
           khl_is_near(a->original, noun, t) &&
           khl_word_is(khl_lexicon_find(a->lexicon, t->key), KHL_WORD_ADJECTIVE);
}

khl_cue_hit khl_cue_at(const khl_analysis *a, size_t i)
{
    const khl_token *t = &a->tokens[i];
    khl_str key = khl_phrase_word(t), waw = KHL_STR(KHL_AR_WAW);
    khl_cue_hit hit = longest(a, i, key);
    bool joined = key.n > 2 * KHL_AR_LETTER_BYTES && khl_str_starts(key, waw);
    if (hit.roles == 0 && joined) {
        hit = longest(a, i, khl_str_behind(key, waw.n));
        hit.joined = hit.roles != 0;
    }
    if (hit.roles == 0 && t->proclitics.n > 0 && khl_str_starts(key, t->proclitics)) {
        hit = longest(a, i, khl_str_behind(key, t->proclitics.n));
        hit.joined = hit.roles != 0 && khl_str_starts(t->proclitics, waw);
        if ((t->flags & KHL_TOKEN_ARTICLE) != 0) hit.roles &= ~(uint32_t)KHL_CUE_REQUEST; /* "the private" */
    }
    if (hit.n_words == 1 && is_adjective(a, i)) hit.roles &= ~(uint32_t)KHL_CUE_REQUEST;
    return hit;
}
