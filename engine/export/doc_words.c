/* Words, plurals and figures of the documents. Every look-up is one call of the caller's word function. */
#include "doc_words.h"

#include "doc_script.h"
#include "str.h"
#include "utf8.h"

#include <math.h>

#define ID_BYTES 96
#define UNSURE 0.3

khl_str khl_doc_word(const khl_words *words, const char *id)
{
    return words != NULL ? words->word(words->context, id) : khl_str_from(id);
}

static void put_mark(khl_buf *out, const khl_words *words, khl_str next)
{
    bool rtl = words != NULL && khl_str_equal(words->lang, KHL_STR("ar"));
    if (khl_doc_runs_against(next, rtl)) khl_buf_put_c(out, rtl ? "\xE2\x80\x8F" : "\xE2\x80\x8E");
}

void khl_doc_separate(khl_buf *out, const khl_words *words, const char *id, khl_str next)
{
    khl_buf_put(out, khl_doc_word(words, id));
    put_mark(out, words, next);
    khl_buf_char(out, ' ');
}

void khl_doc_point(khl_buf *out, const khl_words *words, khl_str next)
{
    khl_buf_put_c(out, " \xC2\xB7");
    put_mark(out, words, next);
    khl_buf_char(out, ' ');
}

/* Writes prefix and key as one NUL-terminated id; false when it does not fit or holds a NUL. */
static bool join_id(char id[ID_BYTES], const char *prefix, khl_str key)
{
    size_t n = strlen(prefix);
    if (n + key.n >= ID_BYTES || (key.n > 0 && memchr(key.p, '\0', key.n) != NULL)) return false;
    memcpy(id, prefix, n);
    if (key.n > 0) memcpy(id + n, key.p, key.n);
    id[n + key.n] = '\0';
    return true;
}

khl_str khl_doc_word_of(const khl_words *words, const char *prefix, khl_str key, khl_str otherwise)
{
    char id[ID_BYTES];
    if (words == NULL || !join_id(id, prefix, key)) return otherwise;
    khl_str text = words->word(words->context, id);
    return khl_str_equal(text, khl_str_from(id)) ? otherwise : text;
}

const char *khl_doc_plural(khl_str lang, uint32_t n)
{
    if (khl_str_equal(lang, KHL_STR("ar"))) {
        uint32_t tail = n % 100;
        if (n <= 2) return n == 0 ? "zero" : n == 1 ? "one" : "two";
        if (tail >= 3 && tail <= 10) return "few";
        return tail >= 11 ? "many" : "other";
    }
    bool french = khl_str_equal(lang, KHL_STR("fr"));
    return n == 1 || (french && n == 0) ? "one" : "other";
}

void khl_doc_count(khl_buf *out, const khl_words *words, const char *id, uint32_t n)
{
    char prefix[ID_BYTES], other[ID_BYTES];
    if (!join_id(prefix, id, KHL_STR(".")) || !join_id(other, prefix, KHL_STR("other"))) return;
    khl_str category = khl_str_from(khl_doc_plural(words->lang, n));
    khl_str text = khl_doc_word_of(words, prefix, category, khl_doc_word(words, other));
    for (size_t i = 0; i < text.n; i++) {
        if (khl_str_starts(khl_str_part(text, i, text.n), KHL_STR("{0}"))) {
            khl_buf_format(out, "%u", (unsigned)n);
            i += 2;
        } else {
            khl_buf_char(out, text.p[i]);
        }
    }
}

khl_str khl_doc_name(const khl_name *name, const khl_words *words)
{
    khl_str lang = words != NULL ? words->lang : KHL_STR("ar");
    if (khl_str_equal(lang, KHL_STR("fr")) && name->fr.n > 0) return name->fr;
    if (khl_str_equal(lang, KHL_STR("en")) && name->en.n > 0) return name->en;
    if (name->ar.n > 0) return name->ar;
    return name->fr.n > 0 ? name->fr : name->en;
}

static bool all_digits(khl_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

bool khl_doc_date(khl_buf *out, const khl_words *words, khl_str date)
{
    char id[] = "doc.month.00";
    uint64_t month = 0, day = 0;
    bool iso = date.n == 10 && date.p[4] == '-' && date.p[7] == '-' && all_digits(khl_str_part(date, 0, 4)) &&
               khl_str_to_u64(khl_str_part(date, 5, 7), &month) &&
               khl_str_to_u64(khl_str_part(date, 8, 10), &day);
    if (!iso || month < 1 || month > 12 || day < 1 || day > 31) return false;
    id[10] = date.p[5];
    id[11] = date.p[6];
    khl_buf_format(out, "%u ", (unsigned)day);
    khl_buf_put(out, khl_doc_word(words, id));
    khl_buf_char(out, ' ');
    khl_buf_put(out, khl_str_part(date, 0, 4));
    return true;
}

void khl_doc_decided(khl_buf *out, const khl_words *words, const khl_entry *entry)
{
    static const char *const IDS[] = {"doc.decided.title",       "doc.decided.text",  "doc.decided.axis",
                                      "doc.decided.authorities", "doc.decided.level", "doc.decided.priority",
                                      "doc.decided.members"};
    bool any = false;
    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++) {
        if ((entry->decided & 1U << i) == 0) continue;
        if (any) khl_buf_put(out, khl_doc_word(words, "doc.list_comma"));
        if (any) khl_buf_char(out, ' ');
        khl_buf_put(out, khl_doc_word(words, IDS[i]));
        any = true;
    }
}

unsigned khl_doc_percent(double probability)
{
    if (!(probability > 0)) return 0;
    if (probability >= 1) return 100;
    double rounded = floor(probability * 100 + 0.5);
    return rounded < 1 ? 1u : rounded > 99 ? 99u : (unsigned)rounded;
}

bool khl_doc_lead_unsure(const khl_authority *authority)
{
    return authority->probability < UNSURE;
}

bool khl_doc_has_elsewhere(const khl_shortlist *list)
{
    for (size_t i = 0; i < list->n_entries; i++)
        if (list->entries[i].n_elsewhere > 0) return true;
    return false;
}

khl_str khl_doc_nearest(const khl_elsewhere *other, bool *whole)
{
    enum { MOST_BYTES = 240 };
    khl_str text = khl_str_trim(other->title.n > 0 ? other->title : other->text);
    khl_str begin = khl_utf8_truncate(text, MOST_BYTES);
    *whole = begin.n == text.n;
    for (size_t n = begin.n; !*whole && n > 0; n--)
        if (begin.p[n - 1] == ' ') return khl_str_trim(khl_str_part(begin, 0, n));
    return begin;
}

const char *khl_doc_elsewhere(const khl_elsewhere *other)
{
    return other->same ? "doc.elsewhere.same" : "doc.elsewhere.near";
}

const char *khl_doc_band(double probability)
{
    if (probability >= 0.95) return "doc.band.clear";
    if (probability >= 0.8) return "doc.band.strong";
    return probability >= 0.5 ? "doc.band.likely" : "doc.band.weak";
}
