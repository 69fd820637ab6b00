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

bool khl_doc_runs_against(khl_str s, bool rtl)
{
    bool bad = false;
    for (size_t at = 0; at < s.n;)
        if (khl_doc_script_of(khl_utf8_next(s, &at, &bad)) == (rtl ? -1 : 1)) return true;
    return false;
}

bool khl_doc_holds_together(khl_str s)
{
    bool bad = false;
    uint32_t first = 0, last = 0;
    for (size_t at = 0; at < s.n;) {
        bool begins = at == 0;
        last = khl_utf8_next(s, &at, &bad);
        if (begins) first = last;
    }
    bool digit = (last >= '0' && last <= '9') || (last >= 0x660 && last <= 0x669);
    return khl_doc_script_of(first) != 0 && (digit || khl_doc_script_of(last) != 0);
}
