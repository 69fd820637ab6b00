/* From a folder of text to the image of the compiled file. */
#ifndef KHL_MODELS_COMPILE_H
#define KHL_MODELS_COMPILE_H

#include "buf.h"
#include "khulasa/base.h"

/* The axis files that ship, the default one first; the section of each is "axes.NAME". */
enum { KHL_N_AXIS_FILES = 2 };
extern const char *const KHL_AXIS_FILES[KHL_N_AXIS_FILES];
/* The section of what was read of them. */
#define KHL_AXIS_LESSONS "axes.%s.read"

/* Every row is checked; an error names file, row and column. The same folder gives the same bytes. */
khl_status khl_models_image(const char *folder, khl_buf *image, khl_error *err);

#endif
