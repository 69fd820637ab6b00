/* JSON of a judged pair. Strings are escaped here: they are many, and a tree for each would cost more than
 * the comparison. */
#include "compare_table.h"

#include "khulasa/export.h"
#include "utf8.h"

#include <stdlib.h>

void khl_json_text(khl_buf *out, khl_str s)
{
    bool bad = false;
    khl_buf_char(out, '"');
    for (size_t at = 0; at < s.n;) {
        uint32_t c = khl_utf8_next(s, &at, &bad);
        if (c == '"' || c == '\\') {
            khl_buf_char(out, '\\');
            khl_buf_char(out, (char)c);
        } else if (c < 0x20) {
            khl_buf_format(out, "\\u%04x", (unsigned)c);
        } else {
            khl_buf_utf8(out, c);
        }
    }
    khl_buf_char(out, '"');
}

khl_status khl_json_judgement(khl_buf *out, const khl_explanation *x, khl_error *err)
{
    char *why = NULL;
    size_t n = 0;
    khl_status status = khl_export_why(&x->why, &why, &n, err);
    khl_buf_format(out, "\"probability\":%.4f,\"verdict\":\"%s\",\"why\":", x->probability,
                   khl_verdict_name(x->verdict));
    if (status == KHL_OK) khl_buf_put(out, (khl_str){why, n});
    free(why);
    return status;
}
