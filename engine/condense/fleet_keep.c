/* What a plan of a streamed collection keeps for gathering, beside the demands: where submissions are cut,
 * the words that texts are read with, and those that explanations are made of. */
#include "fleet.h"

#include "attested.h"
#include "error.h"
#include "freight.h"

static void put_part(khl_buf *out, const khl_text_part *part)
{
    const uint32_t words[] = {part->begin, part->end, part->reason};
    khl_buf_put(out, (khl_str){(const char *)words, sizeof words});
}

/* Of each submission that is cut: its number, how many parts, the two formulas, the parts. */
static void put_cuts(khl_buf *out, const khl_run *run)
{
    for (size_t i = 0; i < run->n_whole; i++) {
        const khl_cut *cut = &run->found[i];
        const uint32_t head[] = {(uint32_t)i, (uint32_t)cut->n_parts};
        if (cut->n_parts == 0) continue;
        khl_buf_put(out, (khl_str){(const char *)head, sizeof head});
        put_part(out, &cut->opening);
        put_part(out, &cut->closing);
        for (size_t p = 0; p < cut->n_parts; p++) put_part(out, &cut->parts[p]);
    }
}

static khl_status put_attested(khl_pack_builder *builder, const khl_run *run)
{
    khl_buf counts = KHL_BUF_INIT, names = KHL_BUF_INIT, *section = NULL;
    khl_status status = khl_attested_freeze(run->attested, &counts, &names, run->err);
    if (status == KHL_OK) section = khl_pack_section_new(builder, "attested-counts");
    if (section != NULL) khl_buf_put(section, khl_buf_str(&counts));
    if (section != NULL) section = khl_pack_section_new(builder, "attested-names");
    if (section != NULL) khl_buf_put(section, khl_buf_str(&names));
    khl_buf_clear(&counts);
    khl_buf_clear(&names);
    return status == KHL_OK && section == NULL ? khl_fail_memory(run->err) : status;
}

khl_status khl_fleet_keep(khl_pack_builder *builder, const khl_run *run)
{
    khl_buf *section = khl_pack_section_new(builder, "cuts");
    if (section == NULL) return khl_fail_memory(run->err);
    put_cuts(section, run);
    khl_status status = put_attested(builder, run);
    if (status != KHL_OK) return status;
    section = khl_pack_section_new(builder, "words");
    return section != NULL ? khl_freight_put_words(section, run->matcher, run->err)
                           : khl_fail_memory(run->err);
}
