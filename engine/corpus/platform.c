/* The table of platforms, and the way from a table to its columns. */
#include "platform.h"

#include "error.h"
#include "str.h"

/* In the order in which they are tried: those with names of their own before those of a shape. */
static const khl_platform *const PLATFORMS[] = {&KHL_CITY_PACK, &KHL_SHORTLIST,   &KHL_DECIDIM,
                                                &KHL_KOBO,      &KHL_LIMESURVEY,  &KHL_POLIS,
                                                &KHL_CONSUL,    &KHL_GOOGLE_FORMS};
enum { N_PLATFORMS = sizeof PLATFORMS / sizeof *PLATFORMS };

const char *const *khl_corpus_platforms(void)
{
    static const char *const NAMES[] = {"google-forms", "kobotoolbox", "limesurvey", "decidim",
                                        "consul",       "polis",       NULL};
    return NAMES;
}

static const khl_platform *named(const char *name)
{
    for (size_t i = 0; i < N_PLATFORMS; i++)
        if (strcmp(PLATFORMS[i]->name, name) == 0) return PLATFORMS[i];
    return NULL;
}

bool khl_platform_is_known(const char *name)
{
    return strcmp(name, "none") == 0 || named(name) != NULL;
}

static const khl_platform *find(const khl_platform_view *view)
{
    if (view->options->platform != NULL) return named(view->options->platform);
    for (size_t i = 0; i < N_PLATFORMS; i++)
        if (PLATFORMS[i]->is(view)) return PLATFORMS[i];
    return NULL;
}

static khl_status begin(khl_platform_view *view)
{
    size_t n = view->table->n_headers;
    khl_status status = khl_columns_fold(&view->folded, view->table, view->err);
    if (status != KHL_OK) return status;
    view->hints.hidden = khl_arena_array(&view->table->arena, n + 1, sizeof *view->hints.hidden);
    return view->hints.hidden != NULL ? KHL_OK : khl_fail_memory(view->err);
}

/* A text set by hand makes guessing and heads of repeats idle. */
static bool has_text_by_hand(const khl_read_options *options)
{
    for (size_t i = 0; i < options->n_map; i++)
        if (khl_str_starts(khl_str_trim(khl_str_from(options->map[i])), KHL_STR("text"))) return true;
    return false;
}

/* KoboToolbox puts what repeats into a table of its own; this one may only say who asks for it. */
static bool is_head(const khl_platform_view *view)
{
    return strcmp(view->source->info.platform.p, KHL_KOBO.name) == 0 && khl_view_has(view, "_index") &&
           !has_text_by_hand(view->options) && khl_view_field(view, KHL_FIELD_TEXT) == UINT32_MAX &&
           khl_view_field(view, KHL_FIELD_TITLE) == UINT32_MAX;
}

/* The heads keep their columns; any column will do as a text that is never read. */
static khl_status take_heads(khl_platform_view *view)
{
    khl_source *source = view->source;
    khl_view_hint(view, KHL_FIELD_TEXT, khl_view_column(view, "_index"));
    khl_status status =
        khl_columns_find_with(&source->columns, view->table, view->options, &view->hints, view->err);
    source->columns.of[KHL_FIELD_TEXT].n = 0;
    source->n_heads = view->table->n_rows;
    view->table->n_rows = 0;
    return status;
}

khl_status khl_platform_columns(const khl_corpus *corpus, khl_source *source, const char *kind,
                                const khl_read_options *options, khl_error *err)
{
    khl_platform_view view = {.corpus = corpus,
                              .source = source,
                              .table = &source->table,
                              .options = options,
                              .is_json = khl_str_starts(khl_str_from(kind), KHL_STR("json")),
                              .err = err};
    khl_read_options plain =
        *options; /* files of ours have their own columns, whatever those beside them need */
    plain.n_map = 0;
    plain.platform = NULL;
    if (source->table.is_city_pack || source->table.is_shortlist) view.options = options = &plain;
    bool is_text = strcmp(kind, "txt") == 0;
    khl_status status = is_text ? KHL_OK : begin(&view);
    const khl_platform *platform = status == KHL_OK && !is_text ? find(&view) : NULL;
    if (status == KHL_OK && platform == NULL)
        return khl_columns_find(&source->columns, &source->table, options, err);
    if (status != KHL_OK) return status;
    source->info.platform = khl_str_from(platform->name);
    status = platform->apply(&view);
    if (status == KHL_OK && is_head(&view)) return take_heads(&view);
    if (status == KHL_OK)
        status = khl_columns_find_with(&source->columns, &source->table, options, &view.hints, err);
    if (has_text_by_hand(options)) source->info.notes &= ~(unsigned)KHL_NOTE_TEXT_GUESSED;
    return status;
}
