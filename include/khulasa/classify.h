/* Axes: the user's own list of themes, and the theme of a demand that comes without one. Authorities: the
 * bodies concerned by a demand, with a lead, and its level. */
#ifndef KHULASA_CLASSIFY_H
#define KHULASA_CLASSIFY_H

#include <khulasa/base.h>
#include <khulasa/text.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KHL_AXIS_NONE UINT32_MAX

/* An axis file: id, name_ar, name_fr, name_en, keywords ('|' between them, any language); one axis a row, in
 * the order in which documents show them; at most 64. */
typedef struct khl_axes khl_axes;

KHL_API khl_status khl_axes_read(khl_axes **out, const char *path, khl_error *err);
KHL_API void khl_axes_destroy(khl_axes *axes);
KHL_API uint32_t khl_axes_count(const khl_axes *axes);
KHL_API khl_str khl_axes_id(const khl_axes *axes, uint32_t axis);
KHL_API khl_name khl_axes_name(const khl_axes *axes, uint32_t axis);

/* Finds axes by what submitters write, and scores texts against them. Borrows axes and text. */
typedef struct khl_axis_model khl_axis_model;
KHL_API khl_status khl_axis_model_create(khl_axis_model **out, const khl_axes *axes, const khl_text *text,
                                         khl_error *err);
KHL_API void khl_axis_model_destroy(khl_axis_model *model);

/* The axis a submitter means: its number ("3", also in Arabic digits, or with words around it: "axis 3"), its
 * id, or one of its names after folding (spaces, signs and spelling do not matter). KHL_AXIS_NONE when unknown. */
KHL_API khl_status khl_axis_model_find(const khl_axis_model *model, khl_str given, uint32_t *axis,
                                       khl_error *err);

/* probability [khl_axes_count] over the axes, summing to 1: cosine with each axis' names and keywords,
 * through a softmax. A text that meets no keyword gets the uniform distribution. Cost: a few look-ups a word.
 */
KHL_API khl_status khl_axis_model_score(const khl_axis_model *model, const khl_analysis *analysis,
                                        double *probability, khl_error *err);

/* How far up a demand has to go. */
typedef enum khl_level {
    KHL_LEVEL_LOCAL,
    KHL_LEVEL_PROVINCIAL,
    KHL_LEVEL_REGIONAL,
    KHL_LEVEL_NATIONAL,
    KHL_LEVEL_NONE /* not known */
} khl_level;
#define KHL_N_LEVELS 4
KHL_API khl_str khl_level_name(khl_level level); /* "local" ...; empty for KHL_LEVEL_NONE */

/* The bodies that can be addressed (models/authorities/authorities.tsv) and who speaks for what
 * (concerns.tsv); models/authorities/README.md describes the columns. At most 128 bodies. */
typedef struct khl_authorities khl_authorities;

/* Reads both files. Concepts must be in lexicon; KHL_E_MODEL with file, row and column otherwise. Borrows
 * lexicon. */
KHL_API khl_status khl_authorities_read(khl_authorities **out, const char *bodies_path,
                                        const char *concerns_path, const khl_lexicon *lexicon,
                                        khl_error *err);
KHL_API void khl_authorities_destroy(khl_authorities *authorities);
KHL_API uint32_t khl_authorities_count(const khl_authorities *authorities);
KHL_API khl_str khl_authorities_id(const khl_authorities *authorities, uint32_t authority);
KHL_API khl_name khl_authorities_name(const khl_authorities *authorities, uint32_t authority);
KHL_API khl_level khl_authorities_level(const khl_authorities *authorities, uint32_t authority);

/* Scores texts against the bodies. Borrows both. */
typedef struct khl_authority_model khl_authority_model;
KHL_API khl_status khl_authority_model_create(khl_authority_model **out, const khl_authorities *authorities,
                                              const khl_text *text, khl_error *err);
KHL_API void khl_authority_model_destroy(khl_authority_model *model);

/* One demand in n wordings. probability [khl_authorities_count] of being the one to address, summing to 1;
 * the level is that of the likeliest, unless the wordings speak more clearly for another. axis is an id, or
 * empty. Wordings must come from an analyser of the lexicon the authorities were read with. Cost: a few
 * look-ups a feature. */
KHL_API khl_status khl_authority_model_score(const khl_authority_model *model,
                                             const khl_analysis *const *analyses, size_t n, khl_str axis,
                                             double *probability, khl_level *level, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
