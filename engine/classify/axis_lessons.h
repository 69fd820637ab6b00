/* What the names, keywords and descriptions of axes say, as an analyser reads them. Reading costs more than
 * all that is made of it, so the axes of the models carry theirs, read when the models were compiled. */
#ifndef KHL_CLASSIFY_AXIS_LESSONS_H
#define KHL_CLASSIFY_AXIS_LESSONS_H

#include "axis_model.h"
#include "buf.h"

/* Appends them, for the axes one after the other. KHL_E_INPUT: a keyword "@ID" of a concept that does not
 * exist. */
khl_status khl_axis_lessons_read(khl_buf *out, const khl_axes *axes, const khl_text *text, khl_error *err);

/* Names, terms and one document an axis of a model that has none yet. KHL_E_MODEL: they are torn. */
khl_status khl_axis_lessons_learn(khl_axis_model *model, khl_str lessons, khl_error *err);

/* The words of a short text, folded, with one space between them and none behind a lone WAW, which is often
 * written apart. So spaces, signs, marks and spelling do not matter. The caller clears *key. */
khl_status khl_axis_fold_name(const khl_text *text, khl_str s, khl_buf *key, khl_error *err);

#endif
