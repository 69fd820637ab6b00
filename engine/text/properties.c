/* What ICU knows of each character, asked when it first comes and kept in one byte a character: a short text
 * knows some hundred. khl_properties_create fills the folds of Arabic and Latin letters. The tables below
 * hold characters, never words: what is a letter, a mark or a space is ICU's to say. */
#include "properties.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "alloc.h"
#include "error.h"

enum { KINDS = 0x10000 };

typedef struct span {
    uint32_t first, last;
    unsigned kind;
} span;

/* Treated otherwise than their category says; sorted. */
static const span spans[] = {
    {0x00AD, 0x00AD, KHL_KIND_INVISIBLE},     /* soft hyphen */
    {0x034F, 0x034F, KHL_KIND_INVISIBLE},     /* combining grapheme joiner */
    {0x0610, 0x061A, KHL_KIND_ARAB_MARK},     /* honorific signs, small high letters */
    {0x061C, 0x061C, KHL_KIND_INVISIBLE},     /* Arabic letter mark */
    {0x0640, 0x0640, KHL_KIND_TATWEEL},       /* tatweel */
    {0x064B, 0x065F, KHL_KIND_ARAB_MARK},     /* harakat, loose madda and hamza */
    {0x0670, 0x0670, KHL_KIND_ARAB_MARK},     /* superscript alef */
    {0x06D6, 0x06DC, KHL_KIND_ARAB_MARK},     /* Quranic marks */
    {0x06DF, 0x06E8, KHL_KIND_ARAB_MARK},     /* Quranic marks with the small waw and yeh */
    {0x06EA, 0x06ED, KHL_KIND_ARAB_MARK},     /* Quranic marks */
    {0x0898, 0x089F, KHL_KIND_ARAB_MARK},     /* Quranic marks */
    {0x08CA, 0x08FF, KHL_KIND_ARAB_MARK},     /* Quranic marks */
    {0x180E, 0x180E, KHL_KIND_INVISIBLE},     /* Mongolian vowel separator */
    {0x200B, 0x200B, KHL_KIND_SPACE},         /* zero width space */
    {0x200C, 0x200F, KHL_KIND_INVISIBLE},     /* joiners, direction marks */
    {0x202A, 0x202E, KHL_KIND_INVISIBLE},     /* embeddings */
    {0x2060, 0x2060, KHL_KIND_INVISIBLE},     /* word joiner */
    {0x2066, 0x206F, KHL_KIND_INVISIBLE},     /* isolates */
    {0xFB00, 0xFB06, KHL_KIND_COMPATIBILITY}, /* Latin ligatures */
    {0xFB50, 0xFC5D, KHL_KIND_COMPATIBILITY}, /* Arabic presentation forms A */
    {0xFC5E, 0xFC63, KHL_KIND_ARAB_MARK},     /* isolated harakat, which NFKC would give a space */
    {0xFC64, 0xFCF1, KHL_KIND_COMPATIBILITY}, {0xFCF2, 0xFCF4, KHL_KIND_ARAB_MARK}, /* harakat on a tatweel */
    {0xFCF5, 0xFDF9, KHL_KIND_COMPATIBILITY}, {0xFDFA, 0xFDFB, KHL_KIND_SPACE},     /* honorific formulas */
    {0xFDFC, 0xFDFC, KHL_KIND_COMPATIBILITY}, {0xFDFD, 0xFDFF, KHL_KIND_SPACE},     /* basmala and others */
    {0xFE00, 0xFE0F, KHL_KIND_INVISIBLE},                                           /* variation selectors */
    {0xFE70, 0xFE7F, KHL_KIND_ARAB_MARK},                                           /* isolated harakat */
    {0xFE80, 0xFEFC, KHL_KIND_COMPATIBILITY}, /* Arabic presentation forms B */
    {0xFEFF, 0xFEFF, KHL_KIND_INVISIBLE},     /* byte order mark */
    {0xFF01, 0xFFEF, KHL_KIND_COMPATIBILITY}, /* full and half width forms */
};

typedef struct pair {
    uint32_t from, to;
} pair;

static const pair punctuation[] = {
    {0x0060, '\''}, {0x00AB, '"'},
    {0x00B4, '\''}, {0x00BB, '"'}, /* grave, guillemets, acute */
    {0x02BC, '\''}, {0x060C, ','},
    {0x060D, '/'},  {0x061B, ';'}, /* Arabic comma, date separator, semicolon */
    {0x061F, '?'},  {0x066A, '%'},
    {0x066B, '.'},  {0x066C, ','}, /* Arabic percent, decimal, thousands */
    {0x06D4, '.'},  {0x2010, '-'},
    {0x2011, '-'},  {0x2012, '-'}, /* Arabic full stop, hyphens */
    {0x2013, '-'},  {0x2014, '-'},
    {0x2015, '-'},  {0x2018, '\''}, /* dashes */
    {0x2019, '\''}, {0x201C, '"'},
    {0x201D, '"'},  {0x2026, '.'}, /* quotation marks, ellipsis */
    {0x2212, '-'},                 /* minus */
};

/* Keyboard and encoding accidents: variants of the letter a careful typist would have used. */
static const pair arabic_clean[] = {
    {0x0671, 0x0627}, {0x0672, 0x0627},
    {0x0673, 0x0627}, {0x0675, 0x0627}, /* wasla, wavy and high hamza: alef */
    {0x06A9, 0x0643}, {0x06AA, 0x0643}, /* keheh, swash kaf: kaf */
    {0x06BE, 0x0647}, {0x06C0, 0x0647},
    {0x06C1, 0x0647}, {0x06C2, 0x0647}, /* heh doachashmee, heh goal: heh */
    {0x06C3, 0x0629},                   /* teh marbuta goal: teh marbuta */
    {0x06CC, 0x064A}, {0x06D0, 0x064A},
    {0x06D2, 0x064A}, {0x06D3, 0x064A}, /* Farsi yeh, e, yeh barree: yeh */
    {0x06D5, 0x0647},                   /* ae: heh */
};

/* Letters that writers exchange freely; from the clean form. */
static const pair arabic_key[] = {
    {0x0622, 0x0627}, {0x0623, 0x0627}, {0x0624, 0x0648},
    {0x0625, 0x0627},                                     /* hamza and its carriers */
    {0x0626, 0x064A}, {0x0629, 0x0647}, {0x0649, 0x064A}, /* teh marbuta, alef maqsura */
    {0x067E, 0x0628}, {0x0686, 0x062C}, {0x0698, 0x062C}, /* peh, tcheh, jeh */
    {0x06A4, 0x0641}, {0x06A5, 0x0641}, {0x06A8, 0x0643}, /* veh: feh; Maghreb qaf: kaf */
    {0x06AD, 0x0643}, {0x06AF, 0x0643}, {0x06CB, 0x0641},
    {0x0763, 0x0643}, /* ng, gaf, keheh with dots: kaf */
};

/* Latin letters without a canonical decomposition; from the lower case. */
static const struct latin_pair {
    uint32_t from;
    char to[2];
} latin_pairs[] = {
    {0x00DF, {'s', 's'}}, /* sharp s */
    {0x00E6, {'a', 'e'}}, /* ae */
    {0x0153, {'o', 'e'}}, /* oe */
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static uint32_t find_pair(const pair *pairs, size_t n, uint32_t c)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pairs[middle].from < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && pairs[low].from == c ? pairs[low].to : c;
}

uint32_t khl_punctuation(uint32_t c)
{
    return find_pair(punctuation, COUNT(punctuation), c);
}

uint32_t khl_arabic_clean(const khl_properties *properties, uint32_t c)
{
    if (c - KHL_ARABIC_FIRST < KHL_ARABIC_TABLE) return properties->arabic_clean[c - KHL_ARABIC_FIRST];
    return find_pair(arabic_clean, COUNT(arabic_clean), c);
}

uint32_t khl_arabic_key(const khl_properties *properties, uint32_t clean)
{
    if (clean - KHL_ARABIC_FIRST < KHL_ARABIC_TABLE) return properties->arabic_key[clean - KHL_ARABIC_FIRST];
    return find_pair(arabic_key, COUNT(arabic_key), clean);
}

/* Writes the key of the base letter c; returns how many characters. */
static size_t latin_base(uint32_t c, uint32_t *out, size_t room)
{
    for (size_t i = 0; i < COUNT(latin_pairs); i++) {
        if (latin_pairs[i].from != c || room < 2) continue;
        out[0] = (unsigned char)latin_pairs[i].to[0];
        out[1] = (unsigned char)latin_pairs[i].to[1];
        return 2;
    }
    out[0] = c;
    return 1;
}

void khl_latin_fold_of(const khl_properties *properties, uint32_t c, khl_latin_fold *out)
{
    if (c < KHL_LATIN_TABLE && properties->latin[c].lower != 0) {
        *out = properties->latin[c];
        return;
    }
    *out = (khl_latin_fold){(uint32_t)u_tolower((UChar32)c), {0}};
    UChar buffer[32];
    UErrorCode code = U_ZERO_ERROR;
    int32_t n =
        unorm2_getDecomposition(properties->nfd, (UChar32)out->lower, buffer, (int32_t)COUNT(buffer), &code);
    size_t used = 0;
    if (n <= 0 || U_FAILURE(code)) used = latin_base(out->lower, out->keys, KHL_LATIN_KEYS);
    for (int32_t i = 0; U_SUCCESS(code) && i < n && used < KHL_LATIN_KEYS;) {
        uint32_t base = khl_utf16_next(buffer, &i);
        if ((U_GET_GC_MASK((UChar32)base) & U_GC_M_MASK) == 0)
            used += latin_base(base, out->keys + used, KHL_LATIN_KEYS - used);
    }
}

static unsigned kind_of_letter(uint32_t c)
{
    UErrorCode code = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)c, &code)) {
    case USCRIPT_ARABIC:
        return KHL_KIND_ARAB;
    case USCRIPT_LATIN:
        return KHL_KIND_LATN;
    case USCRIPT_TIFINAGH:
        return KHL_KIND_TFNG;
    default:
        return KHL_KIND_OTHER;
    }
}

static unsigned kind_by_category(uint32_t c)
{
    uint32_t category = U_GET_GC_MASK((UChar32)c);
    if (category & U_GC_L_MASK) return kind_of_letter(c);
    if (category & U_GC_ND_MASK) return KHL_KIND_DIGIT;
    if (category & U_GC_M_MASK) return KHL_KIND_MARK;
    if (category & (U_GC_Z_MASK | U_GC_CC_MASK)) return KHL_KIND_SPACE;
    return KHL_KIND_BREAK;
}

static unsigned kind_by_span(uint32_t c)
{
    for (size_t i = 0; i < COUNT(spans) && spans[i].first <= c; i++)
        if (c <= spans[i].last) return spans[i].kind;
    return khl_punctuation(c) != c ? (unsigned)KHL_KIND_PUNCTUATION : (unsigned)KHL_KIND_UNKNOWN;
}

static unsigned ask(const khl_properties *properties, uint32_t c)
{
    unsigned kind = kind_by_span(c);
    if (kind != KHL_KIND_UNKNOWN) return kind;
    kind = kind_by_category(c);
    if (!unorm2_hasBoundaryBefore(properties->nfc, (UChar32)c)) kind |= KHL_KIND_ATTACHED;
    if (u_getIntPropertyValue((UChar32)c, UCHAR_NFC_QUICK_CHECK) == UNORM_NO) kind |= KHL_KIND_UNSTABLE;
    return kind;
}

unsigned khl_kind_ask(const khl_properties *properties, uint32_t c)
{
    unsigned kind = ask(properties, c);
    if (c < KINDS) atomic_store_explicit(&properties->kinds[c], (uint8_t)kind, memory_order_relaxed);
    return kind;
}

static void fill_folds(khl_properties *properties)
{
    for (uint32_t i = 0; i < KHL_ARABIC_TABLE; i++) {
        uint32_t c = KHL_ARABIC_FIRST + i;
        properties->arabic_clean[i] = (uint16_t)find_pair(arabic_clean, COUNT(arabic_clean), c);
        properties->arabic_key[i] = (uint16_t)find_pair(arabic_key, COUNT(arabic_key), c);
    }
    for (uint32_t c = 'A'; c < KHL_LATIN_TABLE; c++)
        if ((khl_kind_of(properties, c) & KHL_KIND_MASK) == KHL_KIND_LATN) {
            khl_latin_fold fold;
            khl_latin_fold_of(properties, c, &fold);
            properties->latin[c] = fold;
        }
}

khl_status khl_properties_create(khl_properties **out, khl_error *err)
{
    *out = NULL;
    khl_properties *made = khl_alloc_zero(1, sizeof *made);
    if (made == NULL) return khl_fail_memory(err);
    made->kinds = khl_alloc_zero(KINDS, sizeof *made->kinds);
    if (made->kinds == NULL) {
        free(made);
        return khl_fail_memory(err);
    }
    UErrorCode code = U_ZERO_ERROR;
    made->nfc = unorm2_getNFCInstance(&code);
    made->nfd = unorm2_getNFDInstance(&code);
    if (U_FAILURE(code)) {
        khl_properties_destroy(made);
        return KHL_FAIL(err, KHL_E_MODEL, "text.icu", "ICU has no normalisation data: {0}; install ICU anew",
                        u_errorName(code));
    }
    fill_folds(made);
    *out = made;
    return KHL_OK;
}

void khl_properties_destroy(khl_properties *properties)
{
    if (properties != NULL) free((void *)properties->kinds);
    free(properties);
}
