/* Writing a plan: the collection is read once, and the demands of its large groups are dealt into shards
 * (fleet_deal.c). Cost: that of reading, and writing about a kilobyte a demand. */
#include "fleet.h"

#include "alloc.h"
#include "error.h"
#include "freight.h"
#include "khulasa/corpus.h"
#include "outfile.h"
#include "str.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* Constants of the cost model, measured (engine/fleet/README.md): reading a demand of a shard, and a pair of
 * demands of one group, joined and judged. Nanoseconds. */
enum { READ_NS = 2000, MEET_NS_PER_1000 = 17000 };

enum { MOST_SHARDS = 1000 };

/* The demands of a lot, shard by shard. */
typedef struct lot {
    khl_fleet_seat *seats; /* [n] ascending by shard, then seat */
    size_t n, *begin;      /* [shards of the plan + 1] */
    khl_fleet_shard *shards;
} lot;

typedef struct planning {
    khl_run *run;
    const char *folder;
    const khl_fleet_options *options;
    lot lots[KHL_FLEET_LOTS];
    double *met; /* [shards x shards] see khl_fleet_deal */
    char shared[17], kept[17];
} planning;

/* Beside texts and ids also whose each is, which judging asks for. */
khl_status khl_fleet_collection(char out[65], const khl_run *run, khl_error *err)
{
    khl_buf all = KHL_BUF_INIT;
    unsigned char digest[32];
    const uint32_t settings[] = {run->streamed, run->by_city, (uint32_t)khl_run_most_compared(run)};
    khl_buf_put(&all, (khl_str){(const char *)settings, sizeof settings});
    for (size_t g = 0; g < run->n_groups; g++) {
        khl_buf_put(&all, (khl_str){(const char *)&run->groups[g].n, sizeof(uint32_t)});
        for (uint32_t k = 0; k < run->groups[g].n; k++) {
            uint32_t i = run->groups[g].members[k];
            const khl_proposal *p = khl_corpus_at(run->corpus, i);
            const uint32_t of[] = {i, run->city[i], run->given[i]};
            khl_buf_put(&all, (khl_str){(const char *)of, sizeof of});
            khl_sha256(p->text, digest);
            khl_buf_put(&all, (khl_str){(const char *)digest, sizeof digest});
            khl_buf_put(&all, p->id);
            khl_buf_char(&all, '\0');
        }
    }
    khl_buf_put(&all, (khl_str){(const char *)run->match, sizeof *run->match});
    khl_status status = khl_buf_ok(&all) ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) khl_sha256(khl_buf_str(&all), digest);
    if (status == KHL_OK) khl_sha256_hex(digest, out);
    khl_buf_clear(&all);
    return status;
}

static bool travels(const khl_run *run, size_t g)
{
    return run->groups[g].n > khl_run_most_compared(run);
}

/* Those of large groups travel; of a streamed collection the others are kept for gathering. */
static khl_status take_seats(const planning *p, unsigned of, lot *out)
{
    const khl_run *run = p->run;
    uint32_t at = 0;
    out->seats = khl_alloc(run->n, sizeof *out->seats);
    if (out->seats == NULL) return khl_fail_memory(run->err);
    for (size_t g = 0; g < run->n_groups; g++) {
        bool wanted = travels(run, g) ? of == KHL_FLEET_TRAVEL : of == KHL_FLEET_REST && run->streamed;
        for (uint32_t k = 0; k < run->groups[g].n; k++, at++) {
            uint32_t i = run->groups[g].members[k];
            size_t bytes = khl_corpus_at(run->corpus, i)->text.n;
            if (wanted) out->seats[out->n++] = (khl_fleet_seat){at, i, (uint32_t)g, (uint32_t)bytes, 0};
        }
    }
    return KHL_OK;
}

/* Those of a shard together; within it they stay in order. */
static khl_status sort_by_shard(const planning *p, lot *l)
{
    uint32_t n_shards = p->options->n_shards;
    khl_fleet_seat *sorted = khl_alloc(l->n, sizeof *sorted);
    l->begin = khl_alloc_zero((size_t)n_shards + 2, sizeof *l->begin);
    l->shards = khl_alloc_zero(n_shards, sizeof *l->shards);
    if (sorted == NULL || l->begin == NULL || l->shards == NULL) {
        free(sorted);
        return khl_fail_memory(p->run->err);
    }
    for (size_t k = 0; k < l->n; k++) l->begin[l->seats[k].shard + 2]++;
    for (size_t s = 2; s < (size_t)n_shards + 2; s++) l->begin[s] += l->begin[s - 1];
    for (size_t k = 0; k < l->n; k++) sorted[l->begin[l->seats[k].shard + 1]++] = l->seats[k];
    free(l->seats);
    l->seats = sorted;
    return KHL_OK;
}

static khl_status deal_all(planning *p)
{
    uint32_t n_shards = p->options->n_shards;
    lot *travel = &p->lots[KHL_FLEET_TRAVEL], *rest = &p->lots[KHL_FLEET_REST];
    p->met = khl_alloc_zero((size_t)n_shards * n_shards, sizeof *p->met);
    khl_status status = p->met != NULL ? KHL_OK : khl_fail_memory(p->run->err);
    for (unsigned of = 0; of < KHL_FLEET_LOTS && status == KHL_OK; of++)
        status = take_seats(p, of, &p->lots[of]);
    if (status == KHL_OK) status = khl_fleet_deal(travel->seats, travel->n, n_shards, p->met, p->run->err);
    for (size_t k = 0; k < rest->n; k++) rest->seats[k].shard = (uint32_t)(k * n_shards / rest->n);
    for (unsigned of = 0; of < KHL_FLEET_LOTS && status == KHL_OK; of++)
        status = sort_by_shard(p, &p->lots[of]);
    return status;
}

static khl_status write_pack(khl_pack_builder *builder, const char *path, char fingerprint[17],
                             khl_error *err)
{
    khl_buf image = KHL_BUF_INIT;
    khl_pack made = {.image = KHL_BUF_INIT};
    khl_status status = khl_pack_build(builder, &image, err);
    khl_pack_builder_clear(builder);
    if (status == KHL_OK) status = khl_file_write(path, khl_buf_str(&image), err);
    made.bytes = khl_buf_str(&image);
    if (status == KHL_OK) khl_pack_fingerprint(&made, fingerprint);
    khl_buf_clear(&image);
    return status;
}

static void put(khl_buf *out, const void *value, size_t bytes)
{
    khl_buf_put(out, (khl_str){value, bytes});
}

/* Demands and where each begins; sections move when another is begun, so the table is kept apart. */
static khl_status put_demands(khl_pack_builder *builder, const planning *p, const khl_csr *rows,
                              const khl_fleet_seat *seats, size_t n, khl_error *err)
{
    khl_buf table = KHL_BUF_INIT, *section = khl_pack_section_new(builder, "demands");
    khl_status status = section != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t k = 0; k < n && status == KHL_OK; k++) {
        const khl_fleet_line line = {seats[k].seat, seats[k].group, p->run->given[seats[k].member],
                                     section->n};
        put(&table, &line, sizeof line);
        status = khl_freight_put(section, p->run->matcher, seats[k].member, err);
        if (status == KHL_OK) status = khl_freight_put_row(section, rows, k, err);
    }
    section = status == KHL_OK ? khl_pack_section_new(builder, "table") : NULL;
    if (status == KHL_OK && (section == NULL || !khl_buf_ok(&table))) status = khl_fail_memory(err);
    if (status == KHL_OK) khl_buf_put(section, khl_buf_str(&table));
    khl_buf_clear(&table);
    return status;
}

/* What is not joined has no row. */
static khl_status make_rows(khl_csr *out, const planning *p, unsigned of, const khl_fleet_seat *seats,
                            size_t n, khl_error *err)
{
    uint32_t *members = khl_alloc(n, sizeof *members);
    khl_status status = members != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t k = 0; k < n && status == KHL_OK; k++) members[k] = seats[k].member;
    if (status == KHL_OK && of == KHL_FLEET_TRAVEL) {
        status = khl_matcher_demand_rows(out, p->run->matcher, members, (uint32_t)n, err);
    } else if (status == KHL_OK) {
        *out = (khl_csr){.n_rows = (uint32_t)n, .row_ptr = khl_alloc_zero(n + 1, sizeof *out->row_ptr)};
        status = out->row_ptr != NULL ? KHL_OK : khl_fail_memory(err);
    }
    free(members);
    return status;
}

static khl_status write_shard(planning *p, unsigned of, uint32_t k, khl_error *err)
{
    const lot *l = &p->lots[of];
    const khl_fleet_seat *seats = l->seats + l->begin[k];
    size_t n = l->begin[k + 1] - l->begin[k];
    khl_csr rows = {0};
    khl_pack_builder builder = {0};
    char path[KHL_FLEET_PATH_BYTES];
    khl_status status = make_rows(&rows, p, of, seats, n, err);
    if (status == KHL_OK) status = put_demands(&builder, p, &rows, seats, n, err);
    khl_csr_clear(&rows);
    if (status == KHL_OK) status = khl_fleet_path(path, p->folder, KHL_FLEET_LOT_FILES[of], k, ".khs", err);
    if (status == KHL_OK) status = write_pack(&builder, path, l->shards[k].fingerprint, err);
    l->shards[k].n = n;
    khl_pack_builder_clear(&builder);
    return status;
}

/* The shards, then those of the rest. */
static khl_status write_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    planning *p = context;
    uint32_t n = p->options->n_shards;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t k = begin; k < end && status == KHL_OK; k++)
        status = write_shard(p, (unsigned)(k / n), (uint32_t)(k % n), err);
    return status;
}

static khl_status write_shards(planning *p)
{
    size_t n = (size_t)p->options->n_shards * (p->run->streamed ? KHL_FLEET_LOTS : 1);
    return khl_pool_for(p->run->pool, n, 1, write_range, p, p->run->options.progress, "deal", p->run->err);
}

static khl_status write_kept(planning *p)
{
    khl_pack_builder builder = {0};
    char path[KHL_FLEET_PATH_BYTES];
    if (!p->run->streamed) return KHL_OK;
    khl_status status = khl_fleet_keep(&builder, p->run);
    if (status == KHL_OK) status = khl_fleet_path(path, p->folder, "kept", -1, ".khs", p->run->err);
    if (status == KHL_OK) status = write_pack(&builder, path, p->kept, p->run->err);
    khl_pack_builder_clear(&builder);
    return status;
}

static khl_status write_shared(planning *p)
{
    khl_run *run = p->run;
    const khl_fleet_settings settings = {run->streamed, run->by_city, KHL_FLEET_FORMAT, 0};
    khl_pack_builder builder = {0};
    char path[KHL_FLEET_PATH_BYTES];
    khl_buf *section = khl_pack_section_new(&builder, "settings");
    if (section != NULL) put(section, &settings, sizeof settings);
    section = section != NULL ? khl_pack_section_new(&builder, "match") : NULL;
    if (section != NULL) put(section, run->match, sizeof *run->match);
    section = section != NULL ? khl_pack_section_new(&builder, "shared") : NULL;
    khl_status status =
        section != NULL ? khl_freight_put_shared(section, run->matcher, run->err) : khl_fail_memory(run->err);
    if (status == KHL_OK) status = khl_fleet_path(path, p->folder, "shared", -1, ".khs", run->err);
    if (status == KHL_OK) status = write_pack(&builder, path, p->shared, run->err);
    khl_pack_builder_clear(&builder);
    return status;
}

static double met_by(const planning *p, uint32_t a, uint32_t b)
{
    return p->met[(size_t)a * p->options->n_shards + b];
}

static uint64_t cost_us(const planning *p, uint32_t a, uint32_t b)
{
    const khl_fleet_shard *shards = p->lots[KHL_FLEET_TRAVEL].shards;
    double read = (double)shards[a].n + (a == b ? 0 : (double)shards[b].n);
    return (uint64_t)((read * READ_NS + met_by(p, a, b) * MEET_NS_PER_1000 / 1000) / 1000);
}

static void put_lines(khl_buf *text, const planning *p)
{
    static const char *const NAMES[KHL_FLEET_LOTS] = {"shard", "rest"};
    uint32_t n = p->options->n_shards, job = 0;
    for (size_t i = 0; i < p->options->n_notes; i++) {
        khl_buf_put_c(text, "note\t");
        khl_buf_put_c(text, p->options->notes[i]);
        khl_buf_char(text, '\n');
    }
    if (p->run->streamed) khl_buf_format(text, "kept\t%s\n", p->kept);
    for (unsigned l = 0; l < (p->run->streamed ? KHL_FLEET_LOTS : 1); l++)
        for (uint32_t k = 0; k < n; k++)
            khl_buf_format(text, "%s\t%u\t%s\t%llu\n", NAMES[l], k, p->lots[l].shards[k].fingerprint,
                           (unsigned long long)p->lots[l].shards[k].n);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a; b < n; b++)
            if (met_by(p, a, b) > 0)
                khl_buf_format(text, "job\t%u\t%u\t%u\t%llu\n", job++, a, b,
                               (unsigned long long)cost_us(p, a, b));
    khl_buf_put_c(text, "end\n");
}

/* The lines; the plan is there when they are, so they come last. */
static khl_status write_plan(planning *p)
{
    khl_run *run = p->run;
    khl_buf text = KHL_BUF_INIT;
    char path[KHL_FLEET_PATH_BYTES], collection[65];
    khl_status status = khl_fleet_collection(collection, run, run->err);
    if (status == KHL_OK) status = khl_fleet_path(path, p->folder, "plan", -1, ".tsv", run->err);
    if (status != KHL_OK) return status;
    khl_buf_format(&text, "khulasa-plan\t%d\nversion\t%s\nmodels\t%s\ncollection\t%s\nshared\t%s\n",
                   KHL_FLEET_FORMAT, khl_version(), khl_models_fingerprint(run->models), collection,
                   p->shared);
    put_lines(&text, p);
    status =
        khl_buf_ok(&text) ? khl_file_write(path, khl_buf_str(&text), run->err) : khl_fail_memory(run->err);
    khl_buf_clear(&text);
    return status;
}

static khl_status make_folder(const char *path, khl_error *err)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return KHL_OK;
    return khl_fail_system(err, "fleet.folder", "no plan can be written here: {0}", path);
}

static khl_status make_folders(const planning *p)
{
    char path[KHL_FLEET_PATH_BYTES];
    khl_status status = make_folder(p->folder, p->run->err);
    if (status == KHL_OK) status = khl_fleet_path(path, p->folder, "runs", -1, "", p->run->err);
    return status == KHL_OK ? make_folder(path, p->run->err) : status;
}

/* Until the new plan is whole there is none, and no block takes its shards for those of the old. */
static khl_status forget_old(const planning *p)
{
    char path[KHL_FLEET_PATH_BYTES];
    khl_status status = khl_fleet_path(path, p->folder, "plan", -1, ".tsv", p->run->err);
    if (status == KHL_OK && remove(path) != 0 && errno != ENOENT)
        status = khl_fail_system(p->run->err, "fleet.folder", "no plan can be written here: {0}", path);
    return status;
}

static khl_status check(const planning *p)
{
    khl_error *err = p->run->err;
    if (p->options->n_shards < 1 || p->options->n_shards > MOST_SHARDS)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "fleet.shards", "a plan has 1 to 1000 shards");
    if (!khl_freight_carries(p->run->match))
        return KHL_FAIL(
            err, KHL_E_ARGUMENT, "fleet.weights",
            "these match weights use soft spellings or LSA, which are for one machine; use khulasa condense");
    for (size_t i = 0; i < p->options->n_notes; i++)
        if (strpbrk(p->options->notes[i], "\t\r\n") != NULL || p->options->notes[i][0] == '\0')
            return KHL_FAIL(err, KHL_E_ARGUMENT, "fleet.note",
                            "a plan cannot keep a name with a tab or a line end: {0}", p->options->notes[i]);
    return KHL_OK;
}

khl_status khl_fleet_plan(const char *folder, const khl_corpus *corpus, const khl_models *models,
                          const khl_condense_options *options, const khl_fleet_options *fleet, khl_error *err)
{
    const khl_fleet_options defaults = KHL_FLEET_OPTIONS_INIT;
    khl_run run;
    planning p = {.run = &run, .folder = folder, .options = fleet != NULL ? fleet : &defaults};
    khl_status status = khl_run_begin(&run, corpus, models, options, err);
    if (status == KHL_OK) status = check(&p);
    if (status == KHL_OK) status = make_folders(&p);
    if (status == KHL_OK) status = khl_run_prepare(&run);
    if (status == KHL_OK) status = forget_old(&p);
    if (status == KHL_OK) status = deal_all(&p);
    if (status == KHL_OK) status = write_shards(&p);
    if (status == KHL_OK) status = write_shared(&p);
    if (status == KHL_OK) status = write_kept(&p);
    if (status == KHL_OK) status = write_plan(&p);
    if (status == KHL_OK) khl_fleet_sweep(folder);
    for (unsigned l = 0; l < KHL_FLEET_LOTS; l++) {
        free(p.lots[l].shards);
        free(p.lots[l].begin);
        free(p.lots[l].seats);
    }
    free(p.met);
    khl_run_end(&run);
    return status;
}
