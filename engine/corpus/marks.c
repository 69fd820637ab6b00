/* The committee's marks in the priority column: data of models/corpus/marks.tsv, folded as headers are. One
 * look-up a row. */
#include "aliases_parts.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"
#include "tsv.h"

enum { LEVELS = 3 };

static const char *const ENGLISH[LEVELS] = {"high", "medium", "low"};

typedef struct mark_set {
    khl_map marks;
    uint32_t *levels; /* [marks.n] */
    size_t capacity;
} mark_set;

static khl_status set_add(mark_set *set, const khl_tsv *row, khl_buf *folded, khl_error *err)
{
    uint64_t level;
    uint32_t index;
    bool added;
    if (!khl_str_to_u64(row->fields[0], &level) || level < 1 || level > LEVELS)
        return khl_tsv_fail(row, 1, "marks.level", "a level is 1 (high), 2 (medium) or 3 (low)", NULL, err);
    folded->n = 0;
    khl_header_fold(folded, row->fields[1]);
    if (!khl_buf_ok(folded) || khl_map_put(&set->marks, khl_buf_str(folded), &index, &added) != KHL_OK ||
        !khl_grow(&set->levels, &set->capacity, set->marks.n, sizeof *set->levels))
        return khl_fail_memory(err);
    if (folded->n == 0 || !added)
        return khl_tsv_fail(row, 2, "marks.mark",
                            "the mark is empty or stands above already; correct the row", NULL, err);
    set->levels[index] = (uint32_t)level;
    return KHL_OK;
}

khl_status khl_marks_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err)
{
    mark_set set = {.levels = NULL};
    khl_tsv row = {.path = NULL};
    khl_buf path = KHL_BUF_INIT, folded = KHL_BUF_INIT;
    bool more = true;
    khl_status status = khl_map_init(&set.marks, err);
    khl_buf_put_c(&path, models_dir);
    khl_buf_put_c(&path, "/corpus/marks.tsv");
    khl_buf_char(&path, '\0');
    if (status == KHL_OK) status = khl_buf_ok(&path) ? khl_tsv_open(&row, path.p, err) : khl_fail_memory(err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&row, 2, &more, err);
        if (status == KHL_OK && more) status = set_add(&set, &row, &folded, err);
    }
    if (status == KHL_OK) {
        khl_buf *section = khl_pack_section_new(builder, KHL_SECTION_MARKS);
        status = section != NULL ? khl_frozen_write(section, set.marks.keys, set.levels, set.marks.n,
                                                    sizeof *set.levels, err)
                                 : khl_fail_memory(err);
    }
    if (row.path != NULL) khl_tsv_close(&row);
    khl_buf_clear(&path);
    khl_buf_clear(&folded);
    khl_map_clear(&set.marks);
    free(set.levels);
    return status;
}

static unsigned level_of(const khl_aliases *aliases, khl_str folded)
{
    uint64_t number;
    if (khl_str_to_u64(folded, &number)) return number < LEVELS ? (unsigned)number : LEVELS;
    uint32_t i = aliases != NULL ? khl_frozen_find(&aliases->marks, folded) : KHL_FROZEN_NONE, level = 0;
    if (i != KHL_FROZEN_NONE) memcpy(&level, khl_frozen_record(&aliases->marks, i), sizeof level);
    for (unsigned k = 0; k < LEVELS && level == 0; k++)
        if (khl_str_equal(folded, khl_str_from(ENGLISH[k]))) level = k + 1;
    return level;
}

khl_status khl_marks_level(const khl_aliases *aliases, khl_str mark, unsigned *level, khl_error *err)
{
    khl_buf folded = KHL_BUF_INIT;
    *level = 0;
    if (mark.n == 0) return KHL_OK;
    khl_header_fold(&folded, mark);
    bool ok = khl_buf_ok(&folded);
    if (ok) *level = level_of(aliases, khl_buf_str(&folded));
    khl_buf_clear(&folded);
    return ok ? KHL_OK : khl_fail_memory(err);
}
