/* Writing a plan: the collection is read once, and the demands of its large groups are dealt into shards by
 * length, so that shards cost alike. Cost: that of reading, one sort, and writing about a kilobyte each. */
#include "fleet.h"

#include "alloc.h"
#include "error.h"
#include "freight.h"
#include "khulasa/corpus.h"
#include "str.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* Constants of the cost model, measured (engine/fleet/README.md): reading a demand of a shard, and a pair of
 * demands of one group, joined and judged. Nanoseconds. */
enum { READ_NS = 2000, MEET_NS_PER_1000 = 20000 };

enum { MOST_SHARDS = 1000 };

typedef struct seat {
    uint32_t seat, member, group, bytes;
} seat;

typedef struct planning {
    khl_run *run;
    const char *folder;
    const khl_fleet_options *options;
    khl_csr rows; /* [n seats] */
    seat *seats;  /* [n] travelling ones, by length */
    size_t n;
    khl_fleet_shard *shards;
    char shared[17];
} planning;

khl_status khl_fleet_collection(char out[65], const khl_run *run, khl_error *err)
{
    khl_buf all = KHL_BUF_INIT;
    unsigned char digest[32];
    const uint32_t settings[] = {run->streamed, run->by_city, (uint32_t)khl_run_most_compared(run)};
    khl_buf_put(&all, (khl_str){(const char *)settings, sizeof settings});
    for (size_t g = 0; g < run->n_groups; g++) {
        khl_buf_put(&all, (khl_str){(const char *)&run->groups[g].n, sizeof(uint32_t)});
        for (uint32_t k = 0; k < run->groups[g].n; k++) {
            const khl_proposal *p = khl_corpus_at(run->corpus, run->groups[g].members[k]);
            khl_buf_put(&all, (khl_str){(const char *)p->sha256, sizeof p->sha256});
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

static int by_length(const void *x, const void *y)
{
    const seat *a = x, *b = y;
    if (a->bytes != b->bytes) return a->bytes > b->bytes ? -1 : 1;
    return a->seat < b->seat ? -1 : a->seat > b->seat;
}

static int by_seat(const void *x, const void *y)
{
    const seat *a = x, *b = y;
    return a->seat < b->seat ? -1 : a->seat > b->seat;
}

/* The seats of large groups, and the rows of all seats. */
static khl_status take_seats(planning *p)
{
    khl_run *run = p->run;
    uint32_t *members = khl_alloc(run->n, sizeof *members), at = 0;
    p->seats = khl_alloc(run->n, sizeof *p->seats);
    khl_status status = members != NULL && p->seats != NULL ? KHL_OK : khl_fail_memory(run->err);
    for (size_t g = 0; g < run->n_groups && status == KHL_OK; g++)
        for (uint32_t k = 0; k < run->groups[g].n; k++, at++) {
            members[at] = run->groups[g].members[k];
            uint32_t bytes = (uint32_t)khl_corpus_at(run->corpus, members[at])->text.n;
            if (run->groups[g].n > khl_run_most_compared(run))
                p->seats[p->n++] = (seat){at, members[at], (uint32_t)g, bytes};
        }
    if (status == KHL_OK) status = khl_matcher_demand_rows(&p->rows, run->matcher, members, at, run->err);
    free(members);
    if (status == KHL_OK) qsort(p->seats, p->n, sizeof *p->seats, by_length);
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
static khl_status put_demands(khl_pack_builder *builder, const planning *p, const seat *seats, size_t n,
                              khl_error *err)
{
    khl_buf table = KHL_BUF_INIT, *section = khl_pack_section_new(builder, "demands");
    khl_status status = section != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t k = 0; k < n && status == KHL_OK; k++) {
        const uint64_t line[] = {(uint64_t)seats[k].seat | (uint64_t)seats[k].group << 32,
                                 p->run->given[seats[k].member], section->n};
        put(&table, line, sizeof line);
        status = khl_freight_put(section, p->run->matcher, seats[k].member, err);
        if (status == KHL_OK) status = khl_freight_put_row(section, &p->rows, seats[k].seat, err);
    }
    section = status == KHL_OK ? khl_pack_section_new(builder, "table") : NULL;
    if (status == KHL_OK && (section == NULL || !khl_buf_ok(&table))) status = khl_fail_memory(err);
    if (status == KHL_OK) khl_buf_put(section, khl_buf_str(&table));
    khl_buf_clear(&table);
    return status;
}

static khl_status write_shard(planning *p, uint32_t k, khl_error *err)
{
    uint32_t step = p->options->n_shards;
    size_t n = p->n / step + (k < p->n % step);
    seat *seats = khl_alloc(n, sizeof *seats);
    khl_pack_builder builder = {0};
    char path[KHL_FLEET_PATH_BYTES];
    if (seats == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) seats[i] = p->seats[i * step + k];
    qsort(seats, n, sizeof *seats, by_seat);
    khl_status status = put_demands(&builder, p, seats, n, err);
    if (status == KHL_OK) status = khl_fleet_path(path, p->folder, "shard-", k, ".khs", err);
    if (status == KHL_OK) status = write_pack(&builder, path, p->shards[k].fingerprint, err);
    p->shards[k].n = n;
    khl_pack_builder_clear(&builder);
    free(seats);
    return status;
}

static khl_status write_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t k = begin; k < end && status == KHL_OK; k++) status = write_shard(context, (uint32_t)k, err);
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

/* Shards are dealt alike, so of the pairs of a group each block has its share. */
static uint64_t cost_us(const planning *p, uint32_t a, uint32_t b)
{
    double met = 0, shards = p->options->n_shards;
    for (size_t g = 0; g < p->run->n_groups; g++) {
        double n = p->run->groups[g].n;
        if (n > (double)khl_run_most_compared(p->run)) met += n * n;
    }
    met = met / (shards * shards) / (a == b ? 2 : 1);
    double read = (double)p->shards[a].n + (a == b ? 0 : (double)p->shards[b].n);
    return (uint64_t)((read * READ_NS + met * MEET_NS_PER_1000 / 1000) / 1000);
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
    for (size_t i = 0; i < p->options->n_notes; i++) {
        khl_buf_put_c(&text, "note\t");
        khl_buf_put_c(&text, p->options->notes[i]);
        khl_buf_char(&text, '\n');
    }
    uint32_t n = p->options->n_shards, job = 0;
    for (uint32_t k = 0; k < n; k++)
        khl_buf_format(&text, "shard\t%u\t%s\t%llu\n", k, p->shards[k].fingerprint,
                       (unsigned long long)p->shards[k].n);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a; b < n; b++)
            khl_buf_format(&text, "job\t%u\t%u\t%u\t%llu\n", job++, a, b,
                           (unsigned long long)cost_us(p, a, b));
    khl_buf_put_c(&text, "end\n");
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
    if (status == KHL_OK) status = take_seats(&p);
    if (status == KHL_OK) p.shards = khl_alloc_zero(p.options->n_shards, sizeof *p.shards);
    if (status == KHL_OK && p.shards == NULL) status = khl_fail_memory(err);
    if (status == KHL_OK)
        status = khl_pool_for(run.pool, p.options->n_shards, 1, write_range, &p, NULL, NULL, err);
    if (status == KHL_OK) status = write_shared(&p);
    if (status == KHL_OK) status = write_plan(&p);
    free(p.shards);
    free(p.seats);
    khl_csr_clear(&p.rows);
    khl_run_end(&run);
    return status;
}
