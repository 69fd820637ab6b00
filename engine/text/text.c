/* The analyser: properties and lexicon that all threads share, and a stock of scratch memory that each
 * analysis takes one piece of. Order of the steps in one analysis: normalise, segment, parse words,
 * languages, Latin stems, places, dates, numbers, features. */
#include "khulasa/text.h"

#include <pthread.h>

#include "alloc.h"
#include "analysis_memory.h"
#include "error.h"
#include "normalise.h"
#include "parse.h"
#include "segment.h"
#include "stream.h"
#include "word_cache.h"

/* Memory that one analysis uses and the next one may use again. */
typedef struct workspace {
    khl_stream stream;
    khl_arena arena;
    khl_stemmers stemmers;
    khl_word_cache cache;
    struct workspace *next;
} workspace;

typedef struct stock {
    pthread_mutex_t lock;
    workspace *free;
} stock;

struct khl_text {
    const khl_lexicon *lexicon;
    khl_properties *properties;
    khl_elision elision;
    khl_stemmer stemmer;
    bool no_concepts;
    stock *stock; /* the only part that changes, under its lock */
};

/* Larger scratch is given back to the system behind an unusually long text. */
enum { KEEP_CHARS = 1 << 20, SCRATCH_BLOCK = 64 * 1024 };

#define MAX_TEXT_BYTES ((size_t)INT32_MAX)

static bool is_elision_prefix(const void *context, khl_str key)
{
    return khl_word_is(khl_lexicon_find(context, key), KHL_WORD_ELISION_PREFIX);
}

static bool is_elision_whole(const void *context, khl_str key)
{
    return khl_word_is(khl_lexicon_find(context, key), KHL_WORD_ELISION_WHOLE);
}

static void workspace_destroy(workspace *w)
{
    khl_stream_clear(&w->stream);
    khl_arena_clear(&w->arena);
    khl_stemmers_clear(&w->stemmers);
    khl_word_cache_clear(&w->cache);
    free(w);
}

static workspace *workspace_take(const khl_text *text)
{
    pthread_mutex_lock(&text->stock->lock);
    workspace *w = text->stock->free;
    if (w != NULL) text->stock->free = w->next;
    pthread_mutex_unlock(&text->stock->lock);
    if (w != NULL) return w;
    w = khl_alloc_zero(1, sizeof *w);
    if (w == NULL) return NULL;
    w->arena = (khl_arena)KHL_ARENA_INIT(SCRATCH_BLOCK);
    w->stemmers.properties = text->properties;
    w->cache = (khl_word_cache)KHL_WORD_CACHE_INIT;
    return w;
}

static void workspace_give_back(const khl_text *text, workspace *w)
{
    if (w->stream.capacity > KEEP_CHARS) {
        workspace_destroy(w);
        return;
    }
    khl_arena_reset(&w->arena);
    pthread_mutex_lock(&text->stock->lock);
    w->next = text->stock->free;
    text->stock->free = w;
    pthread_mutex_unlock(&text->stock->lock);
}

static stock *stock_create(void)
{
    stock *s = khl_alloc_zero(1, sizeof *s);
    if (s != NULL && pthread_mutex_init(&s->lock, NULL) != 0) {
        free(s);
        s = NULL;
    }
    return s;
}

static void stock_destroy(stock *s)
{
    if (s == NULL) return;
    for (workspace *w = s->free, *next; w != NULL; w = next) {
        next = w->next;
        workspace_destroy(w);
    }
    pthread_mutex_destroy(&s->lock);
    free(s);
}

khl_status khl_text_create(khl_text **out, const khl_lexicon *lexicon, const khl_text_options *options,
                           khl_error *err)
{
    static const khl_text_options DEFAULTS = KHL_TEXT_OPTIONS_INIT;
    *out = NULL;
    if (options == NULL) options = &DEFAULTS;
    if (options->stemmer > KHL_STEMMER_NONE)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "text.stemmer", "there is no such stemmer; see khulasa/text.h");
    khl_text *text = khl_alloc_zero(1, sizeof *text);
    if (text == NULL) return khl_fail_memory(err);
    text->lexicon = lexicon;
    text->stemmer = options->stemmer;
    text->no_concepts = options->no_concepts;
    text->elision = (khl_elision){is_elision_prefix, is_elision_whole, lexicon};
    text->stock = stock_create();
    khl_status status =
        text->stock != NULL ? khl_properties_create(&text->properties, err) : khl_fail_memory(err);
    if (status == KHL_OK)
        *out = text;
    else
        khl_text_destroy(text);
    return status;
}

const khl_lexicon *khl_text_lexicon(const khl_text *text)
{
    return text->lexicon;
}

bool khl_text_is_plain(const khl_text *text, const khl_lexicon *lexicon)
{
    return text->lexicon == lexicon && text->stemmer == KHL_STEMMER_CONSERVATIVE && !text->no_concepts;
}

void khl_text_destroy(khl_text *text)
{
    if (text == NULL) return;
    stock_destroy(text->stock);
    khl_properties_destroy(text->properties);
    free(text);
}

/* The three strings and the figures about the input. */
static khl_status fill_strings(workspace *w, khl_str original, khl_written *written, khl_analysis *out,
                               khl_error *err)
{
    const khl_stream *stream = &w->stream;
    out->original = khl_arena_copy(out->memory->arena, original);
    if (out->original.p == NULL) return khl_fail_memory(err);
    khl_status status = khl_stream_write(stream, out->memory->arena, &w->arena, written, err);
    out->clean = written->clean;
    out->key = written->key;
    out->bad_bytes = stream->bad_bytes;
    if (stream->n_arabic > 0)
        out->presentation_share = (float)stream->n_presentation / (float)stream->n_arabic;
    return status;
}

static khl_status understand(khl_context *context, khl_analysis *out, khl_error *err)
{
    context->parses = khl_arena_array(context->scratch, context->n + 1, sizeof *context->parses);
    context->entities = khl_arena_array(context->scratch, 2 * context->n + 1, sizeof *context->entities);
    if (context->parses == NULL || context->entities == NULL) return khl_fail_memory(err);
    khl_status status = khl_parse_words(context, err);
    if (status == KHL_OK) khl_tell_langs(context);
    if (status == KHL_OK) status = khl_stem_latin(context, err);
    if (status == KHL_OK) status = khl_find_places(context, err);
    if (status == KHL_OK) status = khl_find_dates(context, err);
    if (status == KHL_OK) khl_find_citations(context);
    if (status == KHL_OK) status = khl_find_numbers(context, err);
    if (status == KHL_OK) status = khl_list_features(context, out, err);
    return status == KHL_OK ? khl_find_concepts(context, out, err) : status;
}

static khl_status analyze(const khl_text *text, workspace *w, khl_str original, const khl_attested *attested,
                          khl_analysis *out, khl_error *err)
{
    khl_token *tokens = NULL;
    khl_written written;
    khl_status status = khl_normalise(text->properties, original, &w->stream, err);
    if (status == KHL_OK) status = fill_strings(w, original, &written, out, err);
    if (status == KHL_OK)
        status = khl_segment(&w->stream, &written, &text->elision, out->memory->arena, &tokens,
                             &out->n_tokens, err);
    if (status != KHL_OK) return status;
    out->tokens = tokens;
    out->lexicon = text->lexicon;
    khl_context context = {.lexicon = text->lexicon,
                           .attested = attested,
                           .version = khl_attested_version(attested),
                           .cache = &w->cache,
                           .stemmers = &w->stemmers,
                           .stemmer = text->stemmer,
                           .no_concepts = text->no_concepts,
                           .original = out->original,
                           .memory = out->memory->arena,
                           .scratch = &w->arena,
                           .tokens = tokens,
                           .n = out->n_tokens};
    if (attested == NULL && out->memory->arena != &out->memory->own)
        context.questions = &out->memory->questions;
    khl_word_cache_begin(&w->cache);
    return understand(&context, out, err);
}

/* With out->memory at hand. */
static khl_status analyze_with(const khl_text *text, khl_str original, const khl_attested *attested,
                               khl_analysis *out, khl_error *err)
{
    if (original.n > MAX_TEXT_BYTES)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "text.too_long",
                        "a text has more than 2147483647 bytes; cut it into parts");
    workspace *w = workspace_take(text);
    if (w == NULL) return khl_fail_memory(err);
    khl_status status = analyze(text, w, original, attested, out, err);
    workspace_give_back(text, w);
    return status;
}

khl_status khl_text_analyze(const khl_text *text, khl_str original, const khl_attested *attested,
                            khl_analysis *out, khl_error *err)
{
    /* About what a short text needs, so that one block does for most. */
    size_t block = original.n < 256 ? 4096 : original.n < 65536 ? original.n * 16 : (size_t)1 << 20;
    *out = (khl_analysis){.memory = khl_alloc_zero(1, sizeof *out->memory)};
    if (out->memory == NULL) return khl_fail_memory(err);
    out->memory->own = (khl_arena)KHL_ARENA_INIT(block);
    out->memory->arena = &out->memory->own;
    khl_status status = analyze_with(text, original, attested, out, err);
    if (status != KHL_OK) khl_analysis_clear(out);
    return status;
}

khl_status khl_text_analyze_in(const khl_text *text, khl_str original, const khl_attested *attested,
                               khl_arena *memory, khl_analysis *out, khl_error *err)
{
    *out = (khl_analysis){.memory = khl_arena_array(memory, 1, sizeof *out->memory)};
    if (out->memory == NULL) return khl_fail_memory(err);
    *out->memory = (struct khl_analysis_memory){.arena = memory};
    khl_status status = analyze_with(text, original, attested, out, err);
    if (status != KHL_OK) khl_analysis_clear(out);
    return status;
}

bool khl_text_stands(const khl_analysis *analysis, const khl_attested *attested)
{
    return khl_questions_denied(&analysis->memory->questions, attested);
}

void khl_analysis_clear(khl_analysis *analysis)
{
    if (analysis->memory != NULL && analysis->memory->arena == &analysis->memory->own) {
        khl_arena_clear(&analysis->memory->own);
        free(analysis->memory);
    }
    *analysis = (khl_analysis){.n_tokens = 0};
}

khl_status khl_text_fold(const khl_text *text, khl_str original, char **out, size_t *out_bytes,
                         khl_error *err)
{
    *out = NULL;
    *out_bytes = 0;
    workspace *w = workspace_take(text);
    if (w == NULL) return khl_fail_memory(err);
    khl_status status = khl_normalise(text->properties, original, &w->stream, err);
    khl_written written;
    if (status == KHL_OK) status = khl_stream_write(&w->stream, &w->arena, &w->arena, &written, err);
    if (status == KHL_OK) {
        khl_str clean = written.clean, key = written.key;
        char *both = khl_alloc(clean.n + key.n + 2, 1);
        if (both != NULL) {
            memcpy(both, clean.p, clean.n + 1);
            memcpy(both + clean.n + 1, key.p, key.n + 1);
            *out = both;
            *out_bytes = clean.n + key.n + 1;
        } else {
            status = khl_fail_memory(err);
        }
    }
    workspace_give_back(text, w);
    return status;
}

#define NAME_OF(names, i) ((size_t)(i) < sizeof(names) / sizeof *(names) ? (names)[i] : "unknown")

const char *khl_token_kind_name(khl_token_kind kind)
{
    static const char *const NAMES[] = {"arab", "latn", "tfng", "othr", "num", "pct",
                                        "date", "unit", "acr",  "url",  "elis"};
    return NAME_OF(NAMES, kind);
}

const char *khl_lang_name(khl_lang lang)
{
    static const char *const NAMES[] = {"none", "ar", "darija", "fr", "arabizi", "en", "latn", "zgh"};
    return NAME_OF(NAMES, lang);
}

const char *khl_feature_kind_name(khl_feature_kind kind)
{
    static const char *const NAMES[] = {"word", "place",    "date",  "number",    "percent",
                                        "unit", "negation", "other", "reference", "concept"};
    return NAME_OF(NAMES, kind);
}
