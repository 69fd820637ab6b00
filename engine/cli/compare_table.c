/* A judged pair for people. */
#include "compare_table.h"

#include "str.h"

void khl_put_pair_row(khl_buf *out, khl_str id, const khl_explanation *x)
{
    khl_buf_format(out, "%-6s  %.4f  \xe2\x81\xa8", khl_verdict_name(x->verdict), x->probability);
    khl_buf_put(out, id);
    khl_buf_put_c(out, "\xe2\x81\xa9");
    for (size_t i = 0; i < x->why.n_blocked; i++) {
        khl_buf_put_c(out, i == 0 ? "  " : ", ");
        khl_buf_put(out, x->why.blocked[i]);
    }
    khl_buf_char(out, '\n');
}

void khl_put_comparison(khl_buf *out, const khl_program *program, const khl_explanation *x)
{
    (void)program;
    khl_put_pair_row(out, (khl_str){NULL, 0}, x);
}
