/* Axes: the user's own list of themes, and the theme of a demand that comes without one. */
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
 * id, or one of its names after folding (spaces, signs and spelling do not matter). KHL_AXIS_NONE when
 * unknown. */
KHL_API khl_status khl_axis_model_find(const khl_axis_model *model, khl_str given, uint32_t *axis,
                                       khl_error *err);

/* probability [khl_axes_count] over the axes, summing to 1: cosine with each axis' names and keywords,
 * through a softmax. A text that meets no keyword gets the uniform distribution. Cost: a few look-ups a word.
 */
KHL_API khl_status khl_axis_model_score(const khl_axis_model *model, const khl_analysis *analysis,
                                        double *probability, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
