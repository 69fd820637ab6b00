/* The rows of a concordance by the natural order of ids. */
#include "concordance.h"

#include "natural.h"
#include "str.h"

#include <stdlib.h>

static int compare_rows(const void *left, const void *right)
{
    const khl_concordance_row *a = left, *b = right;
    int order = khl_natural_compare(a->id, b->id);
    if (order == 0) order = khl_str_compare(a->id, b->id);
    if (order == 0) order = (int)a->aside - (int)b->aside;
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

void khl_concordance_sort(khl_concordance_row *rows, size_t n)
{
    qsort(rows, n, sizeof *rows, compare_rows);
}
