/* Text in an encoding that somebody named, by the converters of ICU: strictly, for a byte that has no meaning
 * there tells that the name is wrong. One pass, a character at a time. */
#include "encoding.h"

#include "error.h"
#include "str.h"

#include <unicode/ucnv.h>

bool khl_encoding_is_known(const char *name)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &code);
    ucnv_close(converter);
    return U_SUCCESS(code);
}

static UConverter *open_strict(const char *name)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &code);
    if (U_SUCCESS(code)) ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    if (U_SUCCESS(code)) return converter;
    ucnv_close(converter);
    return NULL;
}

/* As registries have it, where they have it: "cp1256" is windows-1256. Static storage of ICU, or name. */
static const char *standard_name(const char *name)
{
    UErrorCode code = U_ZERO_ERROR;
    const char *standard = ucnv_getStandardName(name, "IANA", &code);
    return U_SUCCESS(code) && standard != NULL ? standard : name;
}

/* Controls of the upper half: what tables of ICU make of bytes that their encoding leaves open. */
static bool is_left_open(UChar32 c)
{
    return c >= 0x80 && c < 0xA0 && c != 0x85;
}

/* The character at *at, which moves behind it. False at the end, and where there is none; *at stays then. */
static bool next(UConverter *converter, khl_str bytes, size_t *at, UChar32 *c)
{
    UErrorCode code = U_ZERO_ERROR;
    const char *from = bytes.p + *at;
    if (*at == bytes.n) return false;
    *c = ucnv_getNextUChar(converter, &from, bytes.p + bytes.n, &code);
    /* a shift or a mark that nothing follows is no fault */
    if (code == U_INDEX_OUTOFBOUNDS_ERROR && from == bytes.p + bytes.n) *at = bytes.n;
    if (U_FAILURE(code) || *c < 0 || is_left_open(*c)) return false;
    *at = (size_t)(from - bytes.p);
    return true;
}

khl_status khl_decode_named(khl_decoded *out, khl_str bytes, const char *name, size_t *bad, khl_error *err)
{
    UChar32 c;
    size_t at = 0;
    UConverter *converter = open_strict(name);
    if (converter == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "read.encoding", "there is no encoding \"{0}\"", name);
    *out = (khl_decoded){.encoding = standard_name(name), .named = bytes};
    for (bool first = true; next(converter, bytes, &at, &c); first = false) {
        if (first && c == 0xFEFF)
            out->mark = at;
        else
            khl_buf_utf8(&out->own, (uint32_t)c);
    }
    ucnv_close(converter);
    out->text = khl_buf_str(&out->own);
    *bad = at;
    return KHL_OK;
}

/* Decodes again up to there: it is asked once, for an error. */
uint64_t khl_decoded_named_byte(const khl_decoded *decoded, size_t text_byte)
{
    UChar32 c;
    size_t at = decoded->mark, made = 0;
    UConverter *converter = open_strict(decoded->encoding);
    if (converter == NULL) return 0;
    khl_str rest = khl_str_part(decoded->named, decoded->mark, decoded->named.n);
    for (at = 0; made < text_byte && next(converter, rest, &at, &c);)
        made += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    ucnv_close(converter);
    return decoded->mark + at;
}
