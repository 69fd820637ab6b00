/* Who is compared with whom: one group an axis where every proposal names one, else all in one pool; of a
 * large collection of several cities, so for each city. */
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

khl_status khl_run_make_axis_model(khl_run *run, khl_error *err)
{
    if (run->axis_model != NULL) return KHL_OK;
    return khl_axis_model_create(&run->axis_model, run->axes, run->text, err);
}

/* A platform has categories of its own, which nobody can write anew before they are exported; in a table that
 * people made an unknown name is a slip. */
static khl_status take_unknown(khl_run *run, const khl_proposal *p)
{
    if (khl_corpus_input_at(run->corpus, p->input)->platform.n == 0) return fail_unknown(run, p);
    if (run->n_axes_unknown++ == 0) run->axis_unknown = p->axis;
    return KHL_OK;
}

static khl_status read_axes(khl_run *run)
{
    khl_status status = khl_run_make_axis_model(run, run->err);
    run->given = khl_arena_array(&run->arena, run->n, sizeof *run->given);
    if (status == KHL_OK && run->given == NULL) status = khl_fail_memory(run->err);
    if (status == KHL_OK && run->options.axes_model != NULL)
        status = khl_axis_model_use(run->axis_model, run->options.axes_model, run->err);
    for (size_t i = 0; i < run->n && status == KHL_OK; i++) {
        const khl_proposal *p = khl_corpus_at(run->corpus, i);
        run->given[i] = KHL_AXIS_NONE;
        if (!run->options.ignore_axes && p->axis.n > 0) {
            status = khl_axis_model_find(run->axis_model, p->axis, &run->given[i], run->err);
            if (status == KHL_OK && run->given[i] == KHL_AXIS_NONE) status = take_unknown(run, p);
        }
        run->pooled = run->pooled || run->given[i] == KHL_AXIS_NONE;
    }
    return status == KHL_OK ? khl_run_decide_given(run) : status;
}

typedef struct ranked {
    uint32_t group, number;
    khl_str id;
} ranked;

static int by_group_and_id(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return khl_str_compare(x->id, y->id);
}

static uint32_t group_of(const khl_run *run, size_t i)
{
    uint32_t city = run->city[i] == KHL_CITY_UNKNOWN ? run->n_cities : run->city[i];
    uint32_t axis = run->pooled ? 0 : run->given[i], n_axes = run->pooled ? 1 : khl_axes_count(run->axes);
    return run->by_city ? city * n_axes + axis : axis;
}

/* Proposals group by group, each in the order of ids: so the order of rows in the input changes nothing. */
static khl_status fill_groups(khl_run *run, size_t n_groups)
{
    ranked *items = khl_alloc(run->n, sizeof *items);
    uint32_t *members = khl_arena_array(&run->arena, run->n, sizeof *members);
    if (items == NULL || members == NULL || khl_run_add_groups(run, n_groups) == NULL) {
        free(items);
        return khl_fail_memory(run->err);
    }
    for (size_t i = 0; i < run->n; i++)
        items[i] = (ranked){group_of(run, i), (uint32_t)i, khl_corpus_at(run->corpus, i)->id};
    qsort(items, run->n, sizeof *items, by_group_and_id);
    for (size_t k = 0; k < run->n; k++) {
        khl_group *group = &run->groups[items[k].group];
        if (group->n++ == 0) group->members = members + k;
        members[k] = items[k].number;
    }
    if (run->pooled) run->canonical = members;
    free(items);
    return KHL_OK;
}

khl_status khl_run_group(khl_run *run)
{
    khl_status status = read_axes(run);
    if (status != KHL_OK) return status;
    size_t n_axes = run->pooled ? 1 : khl_axes_count(run->axes);
    return fill_groups(run, run->by_city ? ((size_t)run->n_cities + 1) * n_axes : n_axes);
}
