/* The language data and trained weights, opened once and lent to every room.
 *
 * A path is either the compiled file (made at build time, mapped, ready in well under a millisecond) or a
 * folder of reviewable text, which is compiled in memory: changing a word list needs no compiler. */
#ifndef KHULASA_MODELS_H
#define KHULASA_MODELS_H

#include <khulasa/base.h>
#include <khulasa/classify.h>
#include <khulasa/match.h>
#include <khulasa/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_models khl_models;

/* KHL_E_IO: missing; KHL_E_MODEL: torn, foreign, of another version, or a row of a folder that cannot be
 * used. */
KHL_API khl_status khl_models_open(khl_models **out, const char *path, khl_error *err);
KHL_API void khl_models_destroy(khl_models *models);

/* Compiles a folder to a file. The same folder gives the same bytes. */
KHL_API khl_status khl_models_compile(const char *folder, const char *path, khl_error *err);

/* All borrowed from models. */
KHL_API const khl_lexicon *khl_models_lexicon(const khl_models *models);
KHL_API const khl_text *khl_models_text(const khl_models *models); /* an analyser with default options */
KHL_API const khl_axes *khl_models_axes(const khl_models *models); /* the axes of the shipped default file */
/* The axes of a shipped file, "default" or "openness"; NULL for another name. */
KHL_API const khl_axes *khl_models_axes_named(const khl_models *models, const char *name);
KHL_API const khl_authorities *khl_models_authorities(const khl_models *models);
KHL_API const khl_match_model *khl_models_match(const khl_models *models);
KHL_API const struct khl_aliases *
khl_models_aliases(const khl_models *models);                         /* column headers, for readers */
KHL_API const char *khl_models_fingerprint(const khl_models *models); /* 16 hex digits */

/* The weights of terms for texts without a collection, read from the models at each call because most jobs do
 * without them; the caller's to destroy. Cost: linear in the table, about a millisecond. */
KHL_API khl_status khl_models_background(khl_background **out, const khl_models *models, khl_error *err);

/* The text of message id in "ar", "fr" or "en"; English where a translation is missing, empty when the id is
 * unknown. */
KHL_API khl_str khl_models_message(const khl_models *models, const char *lang, const char *id);

/* What stands in the place of what tells who somebody is (corpus.h), in a language. */
struct khl_private_marks;
KHL_API void khl_models_private_marks(struct khl_private_marks *out, const khl_models *models,
                                      const char *lang);

#ifdef __cplusplus
}
#endif
#endif
