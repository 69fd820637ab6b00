/* Finding what tells who somebody is: e-mail addresses, telephone numbers, national identity numbers.
 *
 * One pass over the text stops at words of ASCII and at digits; the words before a number are folded and
 * looked up only where its shape alone does not decide. The words are data (models/corpus/private.tsv). */
#include "aliases_parts.h"
#include "private_number.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"
#include "tsv.h"
#include "utf8.h"

#include <unicode/uchar.h>

enum { BEFORE_BYTES = 72, SHORT_WORD = 3, LEAST_CARD = 5, MOST_CARD = 6, MARK_BYTES = 64 };
#define NO_KIND UINT32_MAX

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_mail_char(char c)
{
    return is_latin(c) || (c >= '0' && c <= '9') || (c != '\0' && strchr("._%+-", c) != NULL);
}

/* The end of the domain that begins at byte `at`; `at` when none does. */
static size_t domain_end(khl_str text, size_t at)
{
    size_t end = at, dot = at, letters = 0;
    while (end < text.n && (is_mail_char(text.p[end]) && strchr("_%+", text.p[end]) == NULL)) end++;
    while (end > at && (text.p[end - 1] == '.' || text.p[end - 1] == '-')) end--;
    for (size_t i = at; i < end; i++)
        if (text.p[i] == '.') dot = i;
    for (size_t i = dot + 1; i < end; i++) letters += is_latin(text.p[i]);
    bool whole = dot > at && letters >= 2 && dot + 1 + letters == end && text.p[at] != '.';
    return whole ? end : at;
}

/* An address whose local part begins at byte `at`; the byte behind its word is *next. */
static bool find_mail(khl_str text, size_t at, size_t *next, khl_private_span *out)
{
    size_t end = at;
    while (end < text.n && is_mail_char(text.p[end])) end++;
    *next = end;
    while (at < end && text.p[at] == '.') at++;
    if (end == at || end + 1 >= text.n || text.p[end] != '@') return false;
    size_t stop = domain_end(text, end + 1);
    *out = (khl_private_span){at, stop, KHL_PRIVATE_EMAIL};
    return stop > end + 1;
}

/* The text before byte `at` in its line, folded, without full stops. */
static void fold_before(khl_buf *out, khl_str text, size_t at)
{
    size_t begin = at > BEFORE_BYTES ? at - BEFORE_BYTES : 0;
    khl_buf raw = KHL_BUF_INIT;
    while (begin < at && ((unsigned char)text.p[begin] & 0xC0) == 0x80) begin++;
    for (size_t i = at; i > begin; i--)
        if (text.p[i - 1] == '\n') begin = i;
    for (size_t i = begin; i < at; i++)
        if (text.p[i] != '.') khl_buf_char(&raw, text.p[i]);
    if (raw.failed) out->failed = true;
    khl_header_fold(out, khl_buf_str(&raw));
    khl_buf_clear(&raw);
}

static bool is_letter_at(khl_str s, size_t at)
{
    bool bad = false;
    return at < s.n && u_isalnum((UChar32)khl_utf8_next(s, &at, &bad));
}

static size_t last_begin(khl_str s)
{
    size_t begin = s.n;
    while (begin > 0 && ((unsigned char)s.p[--begin] & 0xC0) == 0x80) {
    }
    return begin;
}

static khl_str without_signs(khl_str s)
{
    while (s.n > 0 && !is_letter_at(s, last_begin(s))) s.n = last_begin(s);
    return s;
}

/* "number" stands between the word and the number, in whatever language it is written. */
static khl_str without_short_word(khl_str s)
{
    khl_str rest = s;
    for (unsigned n = 0; n <= SHORT_WORD; n++) {
        if (rest.n == 0 || !is_letter_at(rest, last_begin(rest))) return without_signs(rest);
        rest.n = last_begin(rest);
    }
    return s;
}

/* Whether cue stands in s as a word that begins there; forms of Arabic may have letters attached. */
static bool is_word_at(khl_str s, size_t at, khl_str cue)
{
    if (is_letter_at(s, at + cue.n)) return false;
    if (!is_latin(cue.p[0]) || at == 0) return true;
    return !is_letter_at(s, last_begin(khl_str_part(s, 0, at)));
}

static bool ends_in(khl_str s, khl_str cue)
{
    return khl_str_ends(s, cue) && is_word_at(s, s.n - cue.n, cue);
}

/* No number stands between the words and the end. */
static bool holds(khl_str s, khl_str cue)
{
    for (size_t at = s.n >= cue.n ? s.n - cue.n + 1 : 0; at-- > 0;) {
        if (memcmp(s.p + at, cue.p, cue.n) != 0 || !is_word_at(s, at, cue)) continue;
        for (size_t i = at; i < s.n; i++)
            if (s.p[i] >= '0' && s.p[i] <= '9') return false;
        return true;
    }
    return false;
}

static bool is_announced(const khl_aliases *aliases, khl_str before, khl_private_kind kind)
{
    khl_str near = without_signs(before), further = without_short_word(near);
    for (uint32_t i = 0; aliases != NULL && i < aliases->cues.n_keys; i++) {
        uint32_t of;
        khl_str cue = khl_frozen_key(&aliases->cues, i);
        memcpy(&of, khl_frozen_record(&aliases->cues, i), sizeof of);
        if (of != (uint32_t)kind) continue;
        if (kind == KHL_PRIVATE_IDENTITY ? holds(before, cue) : ends_in(near, cue) || ends_in(further, cue))
            return true;
    }
    return false;
}

/* Whether the words before byte `at` say that what comes is of that kind. */
static bool is_said(const khl_aliases *aliases, khl_str text, size_t at, khl_private_kind kind)
{
    khl_buf before = KHL_BUF_INIT;
    if (aliases != NULL) fold_before(&before, text, at);
    bool said = khl_buf_ok(&before) && is_announced(aliases, khl_buf_str(&before), kind);
    khl_buf_clear(&before);
    return said;
}

/* One or two letters, perhaps a blank, five or six digits. */
static bool find_card(const khl_aliases *aliases, khl_str text, size_t at, khl_private_span *out)
{
    size_t end = at, bytes, n = 0;
    while (end < text.n && is_latin(text.p[end])) end++;
    if (end == at || end - at > 2) return false;
    if (end < text.n && text.p[end] == ' ') end++;
    while (n <= MOST_CARD && khl_digit_at(text, end, &bytes) >= 0) end += bytes, n++;
    if (n < LEAST_CARD || n > MOST_CARD || is_letter_at(text, end)) return false;
    *out = (khl_private_span){at, end, KHL_PRIVATE_IDENTITY};
    return is_said(aliases, text, at, KHL_PRIVATE_IDENTITY);
}

/* A decimal sign and a digit before it: the end of a larger number. */
static bool is_end_of_number(khl_str text, size_t at)
{
    if (at == 0) return false;
    char sign = text.p[at - 1];
    if (is_latin(sign)) return true;
    return at > 1 && strchr(",./-", sign) != NULL && text.p[at - 2] >= '0' && text.p[at - 2] <= '9';
}

/* A telephone in the run of digits at byte `at`; *next is the byte behind the run. */
static bool find_phone(const khl_aliases *aliases, khl_str text, size_t at, size_t *next,
                       khl_private_span *out)
{
    khl_digit_run run;
    *next = khl_digit_run_read(&run, text, at);
    bool letter_behind = *next < text.n && (is_latin(text.p[*next]) || text.p[*next] == '%');
    if (is_end_of_number(text, at)) return false;
    for (uint32_t k = 0; k < run.n; k++) {
        uint32_t n = khl_digit_run_phone(&run, k);
        if (n == 0 || (k + n == run.n && letter_behind)) continue;
        size_t begin = k == 0 && run.plus ? at - 1 : run.begin[k];
        *out = (khl_private_span){begin, run.end[k + n - 1], KHL_PRIVATE_PHONE};
        return true;
    }
    if (letter_behind || !khl_digit_run_may_be_phone(&run)) return false;
    *out = (khl_private_span){run.plus ? at - 1 : at, run.end[run.n - 1], KHL_PRIVATE_PHONE};
    return is_said(aliases, text, out->begin, KHL_PRIVATE_PHONE);
}

/* "[telephone]": the mark that an earlier run left in the place of one. Kept as one, so that a text and its
 * masked form have one hash. */
static bool find_mark(const khl_aliases *aliases, khl_str text, size_t at, khl_private_span *out)
{
    size_t end = at;
    khl_buf folded = KHL_BUF_INIT;
    while (end < text.n && end - at < MARK_BYTES && text.p[end] != ']') end++;
    if (aliases == NULL || end == text.n || text.p[end] != ']') return false;
    khl_header_fold(&folded, khl_str_part(text, at, end + 1));
    uint32_t of,
        i = khl_buf_ok(&folded) ? khl_frozen_find(&aliases->cues, khl_buf_str(&folded)) : KHL_FROZEN_NONE;
    khl_buf_clear(&folded);
    if (i == KHL_FROZEN_NONE) return false;
    memcpy(&of, khl_frozen_record(&aliases->cues, i), sizeof of);
    *out = (khl_private_span){at, end + 1, (khl_private_kind)(of - KHL_N_PRIVATE_KINDS)};
    return of >= KHL_N_PRIVATE_KINDS;
}

bool khl_private_next(const khl_aliases *aliases, khl_str text, size_t from, khl_private_span *out)
{
    size_t bytes, next;
    for (size_t at = from; at<text.n; at = next> at ? next : at + 1) {
        next = at + 1;
        if (text.p[at] == '[' && find_mark(aliases, text, at, out)) return true;
        bool digit = khl_digit_at(text, at, &bytes) >= 0;
        if (!digit && !is_mail_char(text.p[at])) continue;
        size_t word = at;
        if (is_mail_char(text.p[at]) && find_mail(text, at, &word, out)) return true;
        if (digit) {
            if (find_phone(aliases, text, at, &next, out)) return true;
        } else if (is_latin(text.p[at])) {
            if (find_card(aliases, text, at, out)) return true;
            while (next < word && is_latin(text.p[next])) next++;
        }
    }
    return false;
}

typedef struct cue_set {
    khl_map cues;
    uint32_t *kinds; /* [cues.n] */
    size_t capacity;
} cue_set;

/* A kind of number that words announce, or, behind those, of a mark. */
static uint32_t kind_of(khl_str name)
{
    static const struct {
        const char *name;
        uint32_t kind;
    } KINDS[] = {{"phone", KHL_PRIVATE_PHONE},
                 {"identity", KHL_PRIVATE_IDENTITY},
                 {"mark-email", KHL_N_PRIVATE_KINDS + KHL_PRIVATE_EMAIL},
                 {"mark-phone", KHL_N_PRIVATE_KINDS + KHL_PRIVATE_PHONE},
                 {"mark-identity", KHL_N_PRIVATE_KINDS + KHL_PRIVATE_IDENTITY}};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (khl_str_equal(name, khl_str_from(KINDS[i].name))) return KINDS[i].kind;
    return NO_KIND;
}

static khl_status set_add(cue_set *set, const khl_tsv *row, khl_buf *folded, khl_error *err)
{
    uint32_t index, kind = kind_of(row->fields[0]);
    bool added;
    if (kind == NO_KIND)
        return khl_tsv_fail(row, 1, "private.kind",
                            "the kind is phone, identity, mark-email, mark-phone or mark-identity", NULL,
                            err);
    folded->n = 0;
    khl_str words = row->fields[1];
    if (kind < KHL_N_PRIVATE_KINDS)
        fold_before(folded, words, words.n);
    else
        khl_header_fold(folded, words);
    if (!khl_buf_ok(folded) || khl_map_put(&set->cues, khl_buf_str(folded), &index, &added) != KHL_OK ||
        !khl_grow(&set->kinds, &set->capacity, set->cues.n, sizeof *set->kinds))
        return khl_fail_memory(err);
    if (folded->n == 0 || !added)
        return khl_tsv_fail(row, 2, "private.words",
                            "the words are empty or stand above already; correct the row", NULL, err);
    set->kinds[index] = kind;
    return KHL_OK;
}

khl_status khl_private_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err)
{
    cue_set set = {.kinds = NULL};
    khl_tsv row = {.path = NULL};
    khl_buf path = KHL_BUF_INIT, folded = KHL_BUF_INIT;
    bool more = true;
    khl_status status = khl_map_init(&set.cues, err);
    khl_buf_put_c(&path, models_dir);
    khl_buf_put_c(&path, "/corpus/private.tsv");
    khl_buf_char(&path, '\0');
    if (status == KHL_OK) status = khl_buf_ok(&path) ? khl_tsv_open(&row, path.p, err) : khl_fail_memory(err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&row, 2, &more, err);
        if (status == KHL_OK && more) status = set_add(&set, &row, &folded, err);
    }
    khl_buf *section = status == KHL_OK ? khl_pack_section_new(builder, KHL_SECTION_PRIVATE) : NULL;
    if (status == KHL_OK)
        status = section != NULL
                     ? khl_frozen_write(section, set.cues.keys, set.kinds, set.cues.n, sizeof *set.kinds, err)
                     : khl_fail_memory(err);
    if (row.path != NULL) khl_tsv_close(&row);
    khl_buf_clear(&path);
    khl_buf_clear(&folded);
    khl_map_clear(&set.cues);
    free(set.kinds);
    return status;
}
