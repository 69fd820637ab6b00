/* Which way a text from outside runs, told by its letters. */
#include "doc_script.h"

#include "utf8.h"

int khl_doc_script_of(uint32_t c)
{
    if ((c >= 0x0620 && c <= 0x065F) || (c >= 0x066E && c <= 0x06D3) || (c >= 0xFB50 && c <= 0xFDFF) ||
        (c >= 0xFE70 && c <= 0xFEFC))
        return 1;
    bool latin = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80) || (c >= 0xC0 && c <= 0x24F);
    return latin ? -1 : 0;
}

int khl_doc_script(khl_str s)
{
    bool bad = false;
    int64_t sum = 0;
    for (size_t at = 0; at < s.n;) sum += khl_doc_script_of(khl_utf8_next(s, &at, &bad));
    return (sum > 0) - (sum < 0);
}
