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

/* An axis file: id, name_ar, name_fr, name_en, keywords ('|' between them: words of any language, or @ID, a
 * concept), and, where you like, description and examples ('|' between them: whole demands of the axis); one
 * axis a row, in the order in which documents show them; at most 64. */
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
 * id, or one of its names after folding (spaces, signs and spelling do not matter). KHL_AXIS_NONE when
 * unknown. */
KHL_API khl_status khl_axis_model_find(const khl_axis_model *model, khl_str given, uint32_t *axis,
                                       khl_error *err);

/* probability [khl_axes_count] over the axes, summing to 1: naive-Bayes evidence of the words and concepts of
 * names, keywords and descriptions, and of examples where there are any. A text that meets no keyword gets
 * the uniform distribution. Cost: a few look-ups a word. */
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

/* One demand in its wordings, which must come from an analyser of the lexicon the authorities were read with.
 */
typedef struct khl_wordings {
    const khl_analysis *const *analyses; /* [n] */
    size_t n;
    khl_str axis; /* an id, or empty */
} khl_wordings;

/* probability [khl_authorities_count] of being the one to address, summing to 1; the level is that of the
 * likeliest, unless the wordings speak more clearly for another. Cost: a few look-ups a feature. */
KHL_API khl_status khl_authority_model_score(const khl_authority_model *model, const khl_wordings *wordings,
                                             double *probability, khl_level *level, khl_error *err);

/* A linear classifier of texts, learnt from texts with a label: words, pairs of words, concepts with their
 * broader ones, and character 2- to 5-grams, as TF-IDF rows (see vector.h) whose columns are scaled by how
 * far a class prefers them (Wang and Manning 2012); one squared-hinge machine a class against the others
 * (Hsieh et al. 2008); probabilities by a softmax. */
typedef struct khl_linear khl_linear;

typedef struct khl_linear_options {
    double cost;        /* of a text on the wrong side, > 0; default 0.1 */
    double chars;       /* weight of characters beside words, which have 1; default 0.7 */
    unsigned n_folds;   /* of cross-validation; 0 or 1: none; default 5 */
    unsigned n_threads; /* 0: as many as the process may use; never changes the result */
} khl_linear_options;
#define KHL_LINEAR_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        0.1, 0.7, 5, 0                                                                                       \
    }

typedef struct khl_linear_report {
    size_t n, n_classes; /* texts with a label; classes */
    double majority;     /* share of the largest class */
    double accuracy;     /* cross-validated, as are the next two; -1 without folds */
    double log_loss;
    double calibration_error; /* mean |share right - mean probability| over ten bins, weighted by texts */
} khl_linear_report;

typedef struct khl_linear_texts {
    const khl_analysis *analyses; /* [n] */
    const khl_str *labels;        /* [n]: texts with an empty one are passed over */
    const khl_str *groups;        /* [n] or NULL: texts of one group are never on both sides of a fold */
    size_t n;
} khl_linear_texts;

/* Borrows nothing once done. report and options may be NULL. KHL_E_INPUT: fewer than two classes, or more
 * than 1024. Cost: folds + 1 times classes times some tens of passes over the features; 8 * features *
 * classes bytes. */
KHL_API khl_status khl_linear_train(khl_linear **out, khl_linear_report *report,
                                    const khl_linear_texts *texts, const khl_linear_options *options,
                                    khl_error *err);
KHL_API void khl_linear_destroy(khl_linear *model);
KHL_API uint32_t khl_linear_n_classes(const khl_linear *model);
KHL_API khl_str khl_linear_class(const khl_linear *model, uint32_t i);

/* probability [khl_linear_n_classes], summing to 1. */
KHL_API khl_status khl_linear_score(const khl_linear *model, const khl_analysis *analysis,
                                    double *probability, khl_error *err);

/* As reviewable text; *bytes is freed by the caller. Reading gives KHL_E_MODEL with row and column. */
KHL_API khl_status khl_linear_write(const khl_linear *model, char **bytes, size_t *n_bytes, khl_error *err);
KHL_API khl_status khl_linear_read(khl_linear **out, const char *path, khl_error *err);

/* Makes an axis model learn from proposals whose axis is known, beside the examples of its file; axis [n] may
 * hold KHL_AXIS_NONE. Too few of them (under four, or all of one axis) change nothing. */
KHL_API khl_status khl_axis_model_learn(khl_axis_model *model, const khl_analysis *analyses,
                                        const uint32_t *axis, size_t n, khl_error *err);

/* Lends a classifier trained elsewhere, instead; its classes are ids, numbers or names of axes. KHL_E_INPUT
 * when none of them is. */
KHL_API khl_status khl_axis_model_use(khl_axis_model *model, const khl_linear *classifier, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
