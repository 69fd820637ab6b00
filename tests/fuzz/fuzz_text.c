/* Any bytes through the analyser: every range within the original, every string well-formed UTF-8, every
 * feature over tokens that exist. */
#include "fuzz.h"

#include "khulasa/text.h"
#include "str.h"
#include "utf8.h"

static khl_lexicon *lexicon;
static khl_text *text;

static void open_models(void)
{
    if (text != NULL) return;
    fuzz_require(khl_lexicon_open_folder(&lexicon, KHL_SOURCE_DIR "/models", NULL) == KHL_OK);
    fuzz_require(khl_text_create(&text, lexicon, NULL, NULL) == KHL_OK);
}

void fuzz_close(void)
{
    khl_text_destroy(text);
    khl_lexicon_destroy(lexicon);
    text = NULL;
    lexicon = NULL;
}

static void check_tokens(const khl_analysis *a)
{
    uint32_t begin = 0;
    for (size_t i = 0; i < a->n_tokens; i++) {
        const khl_token *t = &a->tokens[i];
        fuzz_require(t->begin < t->end && t->end <= a->original.n && t->begin >= begin);
        begin = t->begin;
        fuzz_require(t->key.n > 0 && khl_utf8_check(t->key) == t->key.n);
        fuzz_require(khl_utf8_check(t->clean) == t->clean.n && khl_utf8_check(t->stem) == t->stem.n);
        fuzz_require(khl_utf8_check(t->proclitics) == t->proclitics.n);
        fuzz_require(t->stem.n > 0 || t->kind == KHL_TOKEN_ELIS);
    }
}

static void check_features(const khl_analysis *a)
{
    uint32_t token = 0;
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        fuzz_require(f->n_tokens > 0 && f->n_tokens <= a->n_tokens);
        fuzz_require(f->first_token >= token && f->first_token <= a->n_tokens - f->n_tokens);
        token = f->first_token;
        fuzz_require(f->begin == a->tokens[f->first_token].begin);
        fuzz_require(f->end == a->tokens[f->first_token + f->n_tokens - 1].end);
        fuzz_require(f->name.n > 0 && khl_utf8_check(f->name) == f->name.n);
        fuzz_require(f->weight > 0 && f->weight <= 1);
    }
}

/* Parts stand in order between the formulas, on the borders of characters. */
static void check_cut(const khl_analysis *a)
{
    khl_cut cut;
    fuzz_require(khl_text_cut(&cut, a, NULL) == KHL_OK);
    fuzz_require(cut.n_parts != 1);
    uint32_t at = cut.opening.end;
    for (size_t i = 0; i < cut.n_parts; i++) {
        fuzz_require(cut.parts[i].begin >= at && cut.parts[i].begin < cut.parts[i].end);
        at = cut.parts[i].end;
        fuzz_require(at <= a->original.n);
        fuzz_require(((unsigned char)a->original.p[cut.parts[i].begin] & 0xC0) != 0x80 || a->bad_bytes > 0);
    }
    fuzz_require(cut.closing.begin == cut.closing.end || cut.closing.begin >= at);
    khl_cut_clear(&cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    khl_analysis a;
    char *both = NULL;
    size_t n = 0;
    khl_str bytes = {(const char *)data, size};
    open_models();
    fuzz_require(khl_text_analyze(text, bytes, NULL, &a, NULL) == KHL_OK);
    check_tokens(&a);
    check_features(&a);
    check_cut(&a);
    fuzz_require(khl_text_fold(text, bytes, &both, &n, NULL) == KHL_OK);
    fuzz_require(strlen(both) == a.clean.n && n == a.clean.n + 1 + a.key.n);
    fuzz_require(memcmp(both, a.clean.p, a.clean.n) == 0 && strcmp(both + a.clean.n + 1, a.key.p) == 0);
    free(both);
    khl_analysis_clear(&a);
    return 0;
}
