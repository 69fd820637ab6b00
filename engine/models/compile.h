/* From a folder of text to the image of the compiled file. */
#ifndef KHL_MODELS_COMPILE_H
#define KHL_MODELS_COMPILE_H

#include "buf.h"
#include "khulasa/base.h"

/* Every row is checked; an error names file, row and column. The same folder gives the same bytes. */
khl_status khl_models_image(const char *folder, khl_buf *image, khl_error *err);

#endif
