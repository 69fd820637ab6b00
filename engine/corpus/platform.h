/* Tables as platforms export them: recognised by headers and shapes, and what follows for their columns.
 *
 * A platform is a name and two functions: whether a table is its own, and what is to be known of it: hints
 * for its columns, marks on rows, cells set right. All work on a table that was read, whatever kind of file
 * it came from, before its columns are looked for. */
#ifndef KHL_CORPUS_PLATFORM_H
#define KHL_CORPUS_PLATFORM_H

#include "corpus_parts.h"

typedef struct khl_platform_view {
    const khl_corpus *corpus; /* what was read before */
    khl_source *source;
    khl_table *table; /* that of source */
    khl_str *folded;  /* [n_headers] */
    const khl_read_options *options;
    bool is_json; /* keys by name, no cell is guarded or out of place */
    khl_column_hints hints;
    khl_error *err;
} khl_platform_view;

typedef struct khl_platform {
    const char *name;
    bool (*is)(const khl_platform_view *view);
    khl_status (*apply)(khl_platform_view *view);
} khl_platform;

extern const khl_platform KHL_GOOGLE_FORMS, KHL_KOBO, KHL_LIMESURVEY, KHL_DECIDIM, KHL_CONSUL, KHL_POLIS,
    KHL_CITY_PACK, KHL_SHORTLIST;

/* Whether options may name it: a platform, or "none". */
bool khl_platform_is_known(const char *name);

/* Finds the platform of source->table, unless options say which, does what it asks for and finds the columns.
 * KHL_E_INPUT as khl_columns_find, and what a platform refuses. Cost: linear. */
khl_status khl_platform_columns(const khl_corpus *corpus, khl_source *source, const char *kind,
                                const khl_read_options *options, khl_error *err);

/* platform_view.c: what the platforms ask of a table. */

/* The column of that folded header; UINT32_MAX when there is none. */
uint32_t khl_view_column(const khl_platform_view *view, const char *folded);
/* The first column whose folded header begins so. */
uint32_t khl_view_column_begins(const khl_platform_view *view, const char *prefix);
bool khl_view_has(const khl_platform_view *view, const char *folded);
khl_str khl_view_cell(const khl_platform_view *view, size_t row, uint32_t column);

/* These columns are the field; UINT32_MAX is passed over. */
void khl_view_hint(khl_platform_view *view, khl_field field, uint32_t column);
void khl_view_hide(khl_platform_view *view, uint32_t column);

/* Zeroed marks of all rows, made at the first call; NULL when memory ends. */
unsigned char *khl_view_marks(khl_platform_view *view);

/* The column of a field, as hints and aliases have it by now; UINT32_MAX when there is none. */
uint32_t khl_view_field(const khl_platform_view *view, khl_field field);

/* Where no name tells the text: the column of the longest answers, if it is clearly that. */
void khl_view_guess_text(khl_platform_view *view);

/* "2024/03/15 10:22:31", in any order of day, month and year: a date and a time with seconds. */
bool khl_is_time_stamp(khl_str cell);

#endif
