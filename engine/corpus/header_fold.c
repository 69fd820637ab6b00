/* Folding a header name, so that the many ways of writing one and the same column meet. The general folding
 * of texts is another, larger matter (room text); this one only has to be stable. */
#include "aliases.h"

#include "utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#define TEH_MARBUTA 0x0629
#define HEH 0x0647
#define ALEF_MAKSURA 0x0649
#define YEH 0x064A
#define TATWEEL 0x0640
#define MAX_DECOMPOSITION 64

static bool is_dropped(UChar32 c)
{
    int8_t type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_FORMAT_CHAR || c == TATWEEL || c == '*' || c == ':';
}

static void put_folded(khl_buf *out, UChar32 c, size_t begin, bool *space)
{
    if (u_isUWhiteSpace(c)) {
        *space = out->n > begin;
        return;
    }
    if (is_dropped(c)) return;
    if (*space) khl_buf_char(out, ' ');
    *space = false;
    if (c == TEH_MARBUTA) c = HEH;
    if (c == ALEF_MAKSURA) c = YEH;
    khl_buf_utf8(out, (uint32_t)u_tolower(c));
}

void khl_header_fold(khl_buf *out, khl_str header)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);
    size_t begin = out->n;
    bool space = false, bad = false;
    if (U_FAILURE(code)) {
        out->failed = true;
        return;
    }
    for (size_t at = 0; at < header.n;) {
        UChar32 c = (UChar32)khl_utf8_next(header, &at, &bad);
        UChar parts[MAX_DECOMPOSITION];
        code = U_ZERO_ERROR;
        int32_t n = unorm2_getDecomposition(nfkd, c, parts, MAX_DECOMPOSITION, &code);
        if (n < 0 || U_FAILURE(code)) {
            put_folded(out, c, begin, &space);
            continue;
        }
        for (int32_t i = 0; i < n;) {
            int32_t length = U16_IS_LEAD(parts[i]) && i + 1 < n ? 2 : 1;
            UChar32 part = length == 2 ? (UChar32)U16_GET_SUPPLEMENTARY(parts[i], parts[i + 1]) : parts[i];
            put_folded(out, part, begin, &space);
            i += length;
        }
    }
}
