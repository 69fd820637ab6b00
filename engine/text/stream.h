/* The last step of khl_normalise. */
#ifndef KHL_TEXT_STREAM_H
#define KHL_TEXT_STREAM_H

#include "normalise.h"

/* Three or more equal Arabic or Latin letters (equal on the clean level, where letters that only the key
 * makes alike still differ; w is left alone) become the first of them, which then has the bytes of all. Cost:
 * one pass. */
void khl_stream_squeeze(khl_stream *stream);

#endif
