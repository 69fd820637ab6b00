/* Reading an axis file. */
#include "axes.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

static khl_status add_axis(khl_axes *axes, const khl_tsv *tsv, khl_error *err)
{
    const khl_str *f = tsv->fields;
    if (axes->n == KHL_MAX_AXES)
        return khl_tsv_fail(tsv, 1, "axes.too_many", "at most 64 axes can be used; join some of them", NULL,
                            err);
    if (f[0].n == 0 || f[1].n + f[2].n + f[3].n == 0)
        return khl_tsv_fail(tsv, 1, "axes.nameless", "an axis needs an id and a name; complete the row", NULL,
                            err);
    for (uint32_t i = 0; i < axes->n; i++)
        if (khl_str_equal(axes->id[i], f[0]))
            return khl_tsv_fail(tsv, 1, "axes.twice", "this axis id stands twice; give each axis its own",
                                NULL, err);
    khl_str any = f[1].n > 0 ? f[1] : f[2].n > 0 ? f[2] : f[3];
    khl_str copies[7];
    for (unsigned k = 0; k < 7; k++) {
        khl_str from =
            k >= 1 && k <= 3 && f[k].n == 0 ? any : f[k]; /* a missing name borrows another language's */
        copies[k] = khl_arena_copy(&axes->arena, from);
        if (copies[k].p == NULL) return khl_fail_memory(err);
    }
    uint32_t i = axes->n++;
    axes->id[i] = copies[0];
    axes->name[i] = (khl_name){copies[1], copies[2], copies[3]};
    axes->keywords[i] = copies[4];
    axes->description[i] = copies[5];
    axes->examples[i] = copies[6];
    return KHL_OK;
}

khl_status khl_axes_parse(khl_axes **out, khl_tsv *tsv, khl_error *err)
{
    *out = NULL;
    khl_axes *axes = khl_alloc_zero(1, sizeof *axes);
    if (axes == NULL) return khl_fail_memory(err);
    axes->arena.block_bytes = 8192;
    bool more = true;
    khl_status status = KHL_OK;
    while (status == KHL_OK && more) {
        status = khl_tsv_next(tsv, 2, &more, err);
        if (status == KHL_OK && more) status = add_axis(axes, tsv, err);
    }
    if (status == KHL_OK && axes->n == 0) {
        status = KHL_FAIL(err, KHL_E_INPUT, "axes.empty",
                          "the axis file holds no axis; write one a row: id, names, keywords");
        khl_error_at(err, tsv->path, 0, 0);
    }
    if (status == KHL_OK)
        *out = axes;
    else
        khl_axes_destroy(axes);
    return status;
}

khl_status khl_axes_read(khl_axes **out, const char *path, khl_error *err)
{
    khl_tsv tsv;
    *out = NULL;
    khl_status status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    status = khl_axes_parse(out, &tsv, err);
    khl_tsv_close(&tsv);
    return status;
}

void khl_axes_destroy(khl_axes *axes)
{
    if (axes == NULL) return;
    khl_arena_clear(&axes->arena);
    free(axes);
}

uint32_t khl_axes_count(const khl_axes *axes)
{
    return axes->n;
}
khl_str khl_axes_id(const khl_axes *axes, uint32_t axis)
{
    return axes->id[axis];
}
khl_name khl_axes_name(const khl_axes *axes, uint32_t axis)
{
    return axes->name[axis];
}
