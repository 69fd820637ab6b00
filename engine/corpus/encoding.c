/* Which encoding a file is in, and its text as UTF-8.
 *
 * khl_decode, unless the encoding was named (encoding_named.c), asks in this order: a foreign kind by its
 * first bytes; a byte order mark; zero bytes in every second place (UTF-16 without a mark); well-formed
 * UTF-8; windows-1256, if most bytes above ASCII are Arabic letters that way. All else is refused at its
 * first bad byte. Each question is one pass over the bytes. */
#include "encoding.h"

#include "error.h"
#include "str.h"
#include "utf8.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#define ALEF_HAMZA_FIRST 0x0621u /* the letters of Arabic, from hamza to yeh */
#define YEH_LAST 0x064Au

typedef struct foreign_kind {
    const char *magic;
    size_t n;
    const char *id, *text, *arg; /* of the error */
} foreign_kind;

static const foreign_kind foreign_kinds[] = {
    {"PK\3\4", 4, "input.archive", "this is a {0} archive; unpack it and read the file in it", "zip"},
    {"\x89PNG", 4, "input.picture", "this is a picture; type its text into a plain text or CSV file (UTF-8)",
     NULL},
    {"\xFF\xD8\xFF", 3, "input.picture",
     "this is a picture; type its text into a plain text or CSV file (UTF-8)", NULL},
    {"GIF8", 4, "input.picture", "this is a picture; type its text into a plain text or CSV file (UTF-8)",
     NULL},
    {"\x1F\x8B", 2, "input.archive", "this is a {0} archive; unpack it and read the file in it", "gzip"},
    {"\x28\xB5\x2F\xFD", 4, "input.archive", "this is a {0} archive; unpack it and read the file in it",
     "zstd"},
    {"7z\xBC\xAF\x27\x1C", 6, "input.archive", "this is a {0} archive; unpack it and read the file in it",
     "7z"},
    {"Rar!\x1A", 5, "input.archive", "this is a {0} archive; unpack it and read the file in it", "rar"},
    {"{\\rtf", 5, "input.rtf", "this is an RTF document; save it as plain text (UTF-8) and read that file",
     NULL},
    {"<!DOCTYPE html", 14, "input.web_page",
     "this is a web page; save its table as CSV UTF-8 and read that file", NULL},
    {"<html", 5, "input.web_page", "this is a web page; save its table as CSV UTF-8 and read that file",
     NULL},
    {"<?xml", 5, "input.xml", "this is an XML file; save it as CSV UTF-8 and read that file", NULL},
    {"SQLite format 3", 15, "input.sqlite", "this is an SQLite database; export its table as CSV UTF-8",
     NULL},
    {"\xFF\xFE\0\0", 4, "input.utf32", "this is UTF-32 text; save it as UTF-8 and read that file", NULL},
    {"\0\0\xFE\xFF", 4, "input.utf32", "this is UTF-32 text; save it as UTF-8 and read that file", NULL},
};

/* NULL: none of them. UTF-32 is none where it was named. */
static const foreign_kind *find_foreign(khl_str bytes, const char *encoding)
{
    for (size_t i = 0; i < sizeof foreign_kinds / sizeof *foreign_kinds; i++)
        if (khl_str_starts(bytes, (khl_str){foreign_kinds[i].magic, foreign_kinds[i].n}) &&
            (encoding == NULL || strcmp(foreign_kinds[i].id, "input.utf32") != 0))
            return &foreign_kinds[i];
    return NULL;
}

/* UTF-16 without a mark: zero bytes on the side of the high halves only, and three halves in four there are
 * those of Latin (00), Arabic (06) or general punctuation (20). Returns 'L', 'B' or 0. */
static char utf16_by_zeros(khl_str bytes)
{
    size_t zeros[2] = {0, 0}, usual[2] = {0, 0}, n = bytes.n < 65536 ? bytes.n : 65536;
    for (size_t i = 0; i < n; i++) {
        char c = bytes.p[i];
        zeros[i & 1] += c == 0;
        usual[i & 1] += c == 0x00 || c == 0x06 || c == 0x20;
    }
    int high = zeros[0] == 0 ? 1 : 0;
    if (zeros[1 - high] > 0 || zeros[high] * 32 < n || zeros[high] < 2 || usual[high] * 8 < n * 3) return 0;
    return high == 1 ? 'L' : 'B';
}

static uint32_t utf16_unit(khl_str bytes, size_t at, char order)
{
    uint32_t a = (unsigned char)bytes.p[at], b = (unsigned char)bytes.p[at + 1];
    return order == 'L' ? a | b << 8 : a << 8 | b;
}

static khl_status fail_at(khl_error *err, size_t byte, const char *id, const char *message)
{
    KHL_FAIL(err, KHL_E_INPUT, id, message);
    khl_error_at_byte(err, NULL, byte);
    return KHL_E_INPUT;
}

/* Decodes from byte `from`; *bad is the first byte that is no UTF-16 (bytes.n when all is well). */
static void decode_utf16(khl_decoded *out, khl_str bytes, size_t from, char order, size_t *bad)
{
    size_t at = from;
    while (at + 1 < bytes.n) {
        uint32_t c = utf16_unit(bytes, at, order), low = 0;
        if (c >= 0xD800 && c <= 0xDFFF) {
            if (c >= 0xDC00 || at + 3 >= bytes.n) break;
            low = utf16_unit(bytes, at + 2, order);
            if (low < 0xDC00 || low > 0xDFFF) break;
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
        khl_buf_utf8(&out->own, c);
        at += low != 0 ? 4 : 2;
    }
    *bad = at;
    out->mark = from;
    out->encoding = order == 'L' ? "UTF-16LE" : "UTF-16BE";
    out->text = khl_buf_str(&out->own);
}

/* Each of the 128 upper bytes of windows-1256 as a code point, asked of ICU once per file. */
static bool table_1256(uint32_t table[128])
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("windows-1256", &status);
    for (unsigned i = 0; i < 128 && U_SUCCESS(status); i++) {
        char byte = (char)(unsigned char)(128 + i);
        const char *from = &byte;
        table[i] = (uint32_t)ucnv_getNextUChar(converter, &from, &byte + 1, &status);
    }
    ucnv_close(converter);
    return U_SUCCESS(status);
}

/* Bytes of the file that stand in well-formed sequences of two and more bytes, and all above ASCII. */
static void count_utf8(khl_str bytes, size_t *well_formed, size_t *above)
{
    *well_formed = *above = 0;
    for (size_t at = 0; at < bytes.n;) {
        size_t begin = at;
        bool bad = false;
        khl_utf8_next(bytes, &at, &bad);
        if ((unsigned char)bytes.p[begin] < 0x80) continue;
        *above += at - begin;
        if (!bad) *well_formed += at - begin;
    }
}

/* Plausible as windows-1256: hardly any byte pair that is UTF-8 (else the file is damaged UTF-8), most
 * letters of the upper half Arabic and standing side by side (else it is a stray byte or two), and Latin ones
 * seldom touching Arabic ones (else it is ISO 8859-6 or a Mac file, whose letters stand elsewhere). */
static bool plausible_1256(khl_str bytes, const uint32_t table[128])
{
    enum { OTHER, ARABIC, LATIN };
    int kind[128], before = OTHER;
    size_t well_formed, above, arabic = 0, latin = 0, touching = 0, beside = 0;
    count_utf8(bytes, &well_formed, &above);
    if (well_formed * 4 > above) return false;
    for (size_t i = 0; i < 128; i++)
        kind[i] = table[i] >= ALEF_HAMZA_FIRST && table[i] <= YEH_LAST ? ARABIC
                  : u_isalpha((UChar32)table[i])                       ? LATIN
                                                                       : OTHER;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char byte = (unsigned char)bytes.p[i];
        int now = byte < 128 ? OTHER : kind[byte - 128];
        arabic += now == ARABIC;
        latin += now == LATIN;
        beside += now == ARABIC && before == ARABIC;
        touching += (now == ARABIC && before == LATIN) || (now == LATIN && before == ARABIC);
        before = now;
    }
    return arabic >= 4 && arabic > latin && beside * 2 >= arabic && touching * 50 <= arabic;
}

static bool decode_1256(khl_decoded *out, khl_str bytes)
{
    uint32_t table[128];
    if (!table_1256(table) || !plausible_1256(bytes, table)) return false;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char byte = (unsigned char)bytes.p[i];
        if (byte < 128)
            khl_buf_char(&out->own, (char)byte);
        else
            khl_buf_utf8(&out->own, table[byte - 128]);
    }
    out->encoding = "windows-1256";
    out->text = khl_buf_str(&out->own);
    return true;
}

/* NULs never stand in text; other controls now and then do (a line tabulation of Word), but not often. */
static khl_status refuse_binary(khl_decoded *out, bool *position, khl_error *err)
{
    khl_str text = out->text;
    const char *nul = text.n > 0 ? memchr(text.p, 0, text.n) : NULL;
    size_t controls = 0, first = 0, blank = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool space = c == ' ' || (c >= 9 && c <= 13);
        blank += space;
        if (c >= 32 || space) continue;
        if (controls++ == 0) first = i;
    }
    if (text.n == 0 || blank == text.n)
        return KHL_FAIL(err, KHL_E_INPUT, "input.empty",
                        "the file is empty; check that it was saved, and that it is the right one");
    if (nul == NULL && controls * 100 <= text.n) return KHL_OK;
    size_t at = nul != NULL ? (size_t)(nul - text.p) : first;
    fail_at(
        err, khl_decoded_source_byte(out, at), "input.binary",
        "this is a binary file and no text; save it as CSV UTF-8 or plain text (UTF-8) and read that file");
    out->text.n = at;
    *position = true;
    return KHL_E_INPUT;
}

static void decode_unmarked(khl_decoded *out, khl_str bytes, size_t from, size_t *bad)
{
    khl_str rest = khl_str_part(bytes, from, bytes.n);
    char order = from == 0 ? utf16_by_zeros(bytes) : 0;
    if (order != 0) {
        decode_utf16(out, bytes, 0, order, bad);
        return;
    }
    size_t good = khl_utf8_check(rest);
    *bad = bytes.n;
    out->mark = from;
    out->encoding = from == 0 ? "UTF-8" : "UTF-8 BOM";
    if (good < rest.n && from == 0 && memchr(rest.p, 0, rest.n) == NULL && decode_1256(out, bytes)) return;
    out->text = (khl_str){rest.p, good};
    *bad = from + good;
}

/* By its mark, else by what its bytes look like. */
static void decode_found(khl_decoded *out, khl_str bytes, size_t *bad)
{
    if (khl_str_starts(bytes, KHL_STR("\xFF\xFE")))
        decode_utf16(out, bytes, 2, 'L', bad);
    else if (khl_str_starts(bytes, KHL_STR("\xFE\xFF")))
        decode_utf16(out, bytes, 2, 'B', bad);
    else
        decode_unmarked(out, bytes, khl_str_starts(bytes, KHL_STR("\xEF\xBB\xBF")) ? 3 : 0, bad);
}

static khl_status refuse_bytes(const khl_decoded *out, size_t bad, const char *encoding, khl_error *err)
{
    if (encoding != NULL) {
        KHL_FAIL(
            err, KHL_E_INPUT, "encoding.bad_named",
            "these bytes are no {0}; name another encoding (khulasa preview shows lines in each), or none",
            out->encoding);
        khl_error_at_byte(err, NULL, bad);
        return KHL_E_INPUT;
    }
    if (out->encoding[3] == '-' && out->encoding[4] == '1')
        return fail_at(err, bad, "encoding.bad_utf16",
                       "bad UTF-16: the file is damaged here; save it as UTF-8 and read that file");
    return fail_at(err, bad, "encoding.bad_utf8",
                   "bad UTF-8, and not windows-1256 either; save the file as UTF-8 and read it again");
}

khl_status khl_decode(khl_decoded *out, khl_str bytes, const char *encoding, bool *position, khl_error *err)
{
    *out = (khl_decoded){.encoding = "UTF-8"};
    *position = false;
    if (bytes.n == 0) bytes.p = "";
    const foreign_kind *kind = find_foreign(bytes, encoding);
    if (kind != NULL) return KHL_FAIL(err, KHL_E_INPUT, kind->id, kind->text, kind->arg);
    size_t bad = 0;
    khl_status status = KHL_OK;
    if (encoding != NULL)
        status = khl_decode_named(out, bytes, encoding, &bad, err);
    else
        decode_found(out, bytes, &bad);
    if (status != KHL_OK) return status;
    if (!khl_buf_ok(&out->own)) return khl_fail_memory(err);
    status = refuse_binary(out, position, err);
    if (status == KHL_OK && bad == bytes.n) return KHL_OK;
    if (status != KHL_OK && (bad == bytes.n || *position)) return status;
    *position = true;
    return refuse_bytes(out, bad, encoding, err);
}

void khl_decoded_clear(khl_decoded *decoded)
{
    khl_buf_clear(&decoded->own);
    decoded->text = (khl_str){NULL, 0};
}

uint64_t khl_decoded_source_byte(const khl_decoded *decoded, size_t at)
{
    const char *encoding = decoded->encoding;
    if (decoded->named.p != NULL) return khl_decoded_named_byte(decoded, at);
    if (decoded->own.n == 0) return at + decoded->mark;
    uint64_t characters = 0, pairs = 0;
    for (size_t i = 0; i < at; i++) {
        unsigned char c = (unsigned char)decoded->text.p[i];
        characters += (c & 0xC0) != 0x80;
        pairs += c >= 0xF0;
    }
    if (strcmp(encoding, "windows-1256") == 0) return characters;
    return 2 * (characters + pairs) + decoded->mark;
}
