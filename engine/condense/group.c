/* Who is compared with whom: one group an axis where every proposal names one, else all in one pool. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

static void copy_text(char *out, size_t room, khl_str s)
{
    s = khl_utf8_truncate(s, room - 1);
    if (s.n > 0) memcpy(out, s.p, s.n);
    out[s.n] = '\0';
}

static khl_status fail_unknown(khl_run *run, const khl_proposal *p)
{
    char axis[KHL_ERROR_ARG_BYTES], file[sizeof run->err->file];
    copy_text(axis, sizeof axis, p->axis);
    copy_text(file, sizeof file, khl_corpus_input_at(run->corpus, p->input)->file);
    KHL_FAIL(run->err, KHL_E_INPUT, "condense.axis",
             "the axis \"{0}\" is not in the list of axes; correct it, or add it to the axis file", axis);
    khl_error_at(run->err, file, p->row, p->axis_column);
    return KHL_E_INPUT;
}

static khl_status read_axes(khl_run *run)
{
    khl_status status = khl_axis_model_create(&run->axis_model, run->axes, run->text, run->err);
    run->given = khl_arena_array(&run->arena, run->n, sizeof *run->given);
    if (status == KHL_OK && run->given == NULL) status = khl_fail_memory(run->err);
    if (status == KHL_OK && run->options.axes_model != NULL)
        status = khl_axis_model_use(run->axis_model, run->options.axes_model, run->err);
    for (size_t i = 0; i < run->n && status == KHL_OK; i++) {
        const khl_proposal *p = khl_corpus_at(run->corpus, i);
        run->given[i] = KHL_AXIS_NONE;
        if (!run->options.ignore_axes && p->axis.n > 0) {
            status = khl_axis_model_find(run->axis_model, p->axis, &run->given[i], run->err);
            if (status == KHL_OK && run->given[i] == KHL_AXIS_NONE) status = fail_unknown(run, p);
        }
        run->pooled = run->pooled || run->given[i] == KHL_AXIS_NONE;
    }
    return status;
}

typedef struct ranked {
    khl_str id;
    uint32_t number;
} ranked;

static int by_id(const void *a, const void *b)
{
    return khl_str_compare(((const ranked *)a)->id, ((const ranked *)b)->id);
}

/* Members of the group of one axis (or all of them), in the order of their ids: so the order of rows in the
 * input changes nothing. */
static khl_status fill_group(khl_run *run, khl_group *group, uint32_t axis)
{
    ranked *items = khl_alloc(run->n, sizeof *items);
    if (items == NULL) return khl_fail_memory(run->err);
    for (size_t i = 0; i < run->n; i++)
        if (run->pooled || run->given[i] == axis)
            items[group->n++] = (ranked){khl_corpus_at(run->corpus, i)->id, (uint32_t)i};
    qsort(items, group->n, sizeof *items, by_id);
    group->members = khl_arena_array(&run->arena, group->n, sizeof *group->members);
    for (uint32_t i = 0; group->members != NULL && i < group->n; i++) group->members[i] = items[i].number;
    free(items);
    return group->members != NULL ? KHL_OK : khl_fail_memory(run->err);
}

khl_status khl_run_group(khl_run *run)
{
    khl_status status = read_axes(run);
    if (status != KHL_OK) return status;
    if (khl_run_add_groups(run, run->pooled ? 1 : khl_axes_count(run->axes)) == NULL)
        return khl_fail_memory(run->err);
    for (uint32_t g = 0; g < run->n_groups && status == KHL_OK; g++)
        status = fill_group(run, &run->groups[g], g);
    if (run->pooled) run->canonical = run->groups[0].members;
    return status;
}
