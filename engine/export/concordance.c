/* Natural order of ids. */
#include "concordance.h"

#include "str.h"

#include <stdlib.h>

static size_t digits_at(khl_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9') n++;
    return n;
}

/* Runs of digits by their value, everything else by bytes: K2 before K10. */
static int natural(khl_str a, khl_str b)
{
    size_t i = 0, j = 0;
    while (i < a.n && j < b.n) {
        size_t m = digits_at(a, i), n = digits_at(b, j);
        if (m > 0 && n > 0) {
            for (; m > 1 && a.p[i] == '0'; m--) i++;
            for (; n > 1 && b.p[j] == '0'; n--) j++;
            if (m != n) return m < n ? -1 : 1;
            int order = memcmp(a.p + i, b.p + j, m);
            if (order != 0) return order;
            i += m;
            j += n;
        } else {
            unsigned char x = (unsigned char)a.p[i++], y = (unsigned char)b.p[j++];
            if (x != y) return x < y ? -1 : 1;
        }
    }
    return i < a.n ? 1 : j < b.n ? -1 : 0;
}

static int compare_rows(const void *left, const void *right)
{
    const khl_concordance_row *a = left, *b = right;
    int order = natural(a->id, b->id);
    if (order == 0) order = khl_str_compare(a->id, b->id);
    if (order == 0) order = (int)a->aside - (int)b->aside;
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

void khl_concordance_sort(khl_concordance_row *rows, size_t n)
{
    qsort(rows, n, sizeof *rows, compare_rows);
}
