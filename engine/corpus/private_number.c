/* What the digits of a text look like: telephone numbers against amounts, years, laws, lists of numbers.
 *
 * A number of Morocco has ten digits, begins with 05 to 08, and is parted as people part it; one with a
 * country has ten digits and more behind + or 00, or begins with 212. Groups of thousands end in 000, laws
 * have a hyphen and few digits, dates do not come in these groups. Each question looks at a run once. */
#include "private_number.h"

#include "str.h"
#include "utf8.h"

#define NO_BREAK_SPACE 0xA0u
#define NARROW_SPACE 0x202Fu

enum { MOST_GROUP = 15, NATIONAL = 10, LEAST_INTERNATIONAL = 10, MOST_INTERNATIONAL = 15 };

int khl_digit_at(khl_str text, size_t at, size_t *bytes)
{
    if (at >= text.n) return -1;
    unsigned char a = (unsigned char)text.p[at];
    *bytes = 1;
    if (a >= '0' && a <= '9') return a - '0';
    if (at + 1 >= text.n) return -1;
    unsigned char b = (unsigned char)text.p[at + 1];
    *bytes = 2;
    if (a == 0xD9 && b >= 0xA0 && b <= 0xA9) return b - 0xA0; /* U+0660 */
    if (a == 0xDB && b >= 0xB0 && b <= 0xB9) return b - 0xB0; /* U+06F0 */
    return -1;
}

/* A sign that may part the groups of one number, when a digit follows it; 0: none does. */
static uint32_t sign_at(khl_str text, size_t at, size_t *behind)
{
    bool bad = false;
    size_t bytes;
    if (at >= text.n) return 0;
    *behind = at;
    uint32_t c = khl_utf8_next(text, behind, &bad);
    if (c == NO_BREAK_SPACE || c == NARROW_SPACE) c = ' ';
    if (c != ' ' && c != '.' && c != '-') return 0;
    return khl_digit_at(text, *behind, &bytes) >= 0 ? c : 0;
}

static size_t read_group(khl_digit_run *run, khl_str text, size_t at)
{
    size_t bytes;
    uint32_t n = run->first[run->n], count = 0;
    run->begin[run->n] = at;
    for (int d; (d = khl_digit_at(text, at, &bytes)) >= 0; at += bytes, count++)
        if (count <= MOST_GROUP) run->digits[n++] = (char)('0' + d);
    run->digits[n] = '\0';
    run->end[run->n] = at;
    run->sign[run->n] = 0;
    run->first[++run->n] = n;
    return at;
}

size_t khl_digit_run_read(khl_digit_run *run, khl_str text, size_t at)
{
    size_t behind;
    run->n = 0;
    run->first[0] = 0;
    run->plus = at > 0 && text.p[at - 1] == '+';
    for (;;) {
        at = read_group(run, text, at);
        uint32_t sign = sign_at(text, at, &behind);
        if (sign == 0) return at;
        if (run->n == KHL_RUN_GROUPS) return at;
        run->sign[run->n - 1] = sign;
        at = behind;
    }
}

static uint32_t size_of(const khl_digit_run *run, uint32_t k)
{
    return run->first[k + 1] - run->first[k];
}

static const char *digits_of(const khl_digit_run *run, uint32_t k)
{
    return run->digits + run->first[k];
}

/* Groups k .. k + n - 1 have these sizes and one sign between them. */
static bool is_parted(const khl_digit_run *run, uint32_t k, const unsigned char *sizes, uint32_t n)
{
    if (k + n > run->n) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (size_of(run, k + i) != sizes[i]) return false;
        if (i + 1 < n && run->sign[k + i] != run->sign[k]) return false;
    }
    return true;
}

/* 05 06 07 08 09: a list of numbers. */
static bool is_counting(const khl_digit_run *run, uint32_t k)
{
    int step[4];
    for (uint32_t i = 0; i < 4; i++) {
        const char *a = digits_of(run, k + i), *b = digits_of(run, k + i + 1);
        step[i] = (b[0] - a[0]) * 10 + b[1] - a[1];
    }
    return step[0] == step[1] && step[1] == step[2] && step[2] == step[3];
}

static uint32_t national(const khl_digit_run *run, uint32_t k)
{
    static const struct {
        unsigned char n, sizes[5];
    } PARTED[] = {{1, {10}},      {5, {2, 2, 2, 2, 2}}, {4, {4, 2, 2, 2}}, {3, {4, 3, 3}}, {2, {4, 6}},
                  {3, {3, 3, 4}}, {3, {2, 4, 4}},       {2, {2, 8}},       {2, {3, 7}}};
    const char *d = digits_of(run, k);
    if (size_of(run, k) < 2 || d[0] != '0' || d[1] < '5' || d[1] > '8') return 0;
    for (size_t i = 0; i < sizeof PARTED / sizeof *PARTED; i++)
        if (is_parted(run, k, PARTED[i].sizes, PARTED[i].n))
            return PARTED[i].n == 5 && is_counting(run, k) ? 0 : PARTED[i].n;
    return 0;
}

static bool is_round(const khl_digit_run *run, uint32_t last)
{
    const char *d = digits_of(run, last);
    for (uint32_t i = 0; i < size_of(run, last); i++)
        if (d[i] != '0') return false;
    return true;
}

/* Groups from k on that make a number with its country; dials: the digits before it (00). */
static uint32_t with_country(const khl_digit_run *run, uint32_t k, uint32_t dials, bool morocco)
{
    const char *d = digits_of(run, k) + dials;
    bool is_212 = strncmp(d, "212", 3) == 0;
    if (d[0] < '1' || d[0] > '9' || (morocco && !is_212)) return 0;
    for (uint32_t n = run->n - k; n > 0; n--) {
        uint32_t count = run->first[k + n] - run->first[k] - dials;
        bool fits = is_212 ? count == 12 || (count == 13 && d[3] == '0')
                           : count >= LEAST_INTERNATIONAL && count <= MOST_INTERNATIONAL;
        if (is_212 && (d[3] == '0' ? d[4] < '5' || d[4] > '8' : d[3] < '5' || d[3] > '8')) fits = false;
        if (fits && !is_round(run, k + n - 1)) return n;
    }
    return 0;
}

static uint32_t phone_of(const khl_digit_run *run, uint32_t k)
{
    const char *d = digits_of(run, k);
    if (k == 0 && run->plus) return with_country(run, k, 0, false);
    if (size_of(run, k) > 2 && d[0] == '0' && d[1] == '0') return with_country(run, k, 2, false);
    uint32_t n = national(run, k);
    return n > 0 ? n : with_country(run, k, 0, true);
}

uint32_t khl_digit_run_phone(const khl_digit_run *run, uint32_t k)
{
    if (k > 0 && run->sign[k - 1] != ' ') return 0;
    uint32_t n = phone_of(run, k);
    if (n == 0 || k + n == run->n) return n;
    uint32_t next = run->sign[k + n - 1];
    if (n == 1) return next == ' ' ? n : 0;
    bool goes_on = next == run->sign[k]; /* one more group of the same kind: no telephone has it */
    return goes_on && phone_of(run, k + n) == 0 ? 0 : n;
}

bool khl_digit_run_may_be_phone(const khl_digit_run *run)
{
    uint32_t n = run->first[run->n];
    if (n < 8 || n > MOST_INTERNATIONAL || run->n > 5) return false;
    for (uint32_t i = 0; i + 1 < run->n; i++)
        if (run->sign[i] != run->sign[0]) return false;
    return run->n == 1 || !is_round(run, run->n - 1);
}
