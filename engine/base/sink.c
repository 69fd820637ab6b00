/* A buffer that is emptied. */
#include "sink.h"

#include "error.h"

enum { PORTION = 65536 };

khl_status khl_sink_ease(khl_sink *sink, bool all, khl_error *err)
{
    if (!khl_buf_ok(&sink->buf)) return khl_fail_memory(err);
    if (sink->write == NULL || sink->buf.n == 0 || (sink->buf.n < PORTION && !all)) return KHL_OK;
    khl_status status = sink->write(sink->context, sink->buf.p, sink->buf.n, err);
    if (status == KHL_OK) sink->buf.n = 0;
    return status;
}
