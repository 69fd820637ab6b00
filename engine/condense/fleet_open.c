/* Opening a plan and its files. What does not fit is refused with the next step. */
#include "fleet.h"

#include "alloc.h"
#include "error.h"
#include "freight.h"
#include "khulasa/corpus.h"
#include "str.h"
#include "tsv.h"

#include <stdio.h>
#include <unistd.h>

const char *const KHL_FLEET_LOT_FILES[KHL_FLEET_LOTS] = {"shard-", "rest-"};

khl_status khl_fleet_path(char *out, const char *folder, const char *name, int64_t number, const char *tail,
                          khl_error *err)
{
    int n = number < 0
                ? snprintf(out, KHL_FLEET_PATH_BYTES, "%s/%s%s", folder, name, tail)
                : snprintf(out, KHL_FLEET_PATH_BYTES, "%s/%s%lld%s", folder, name, (long long)number, tail);
    if (n > 0 && n < KHL_FLEET_PATH_BYTES) return KHL_OK;
    return KHL_FAIL(err, KHL_E_ARGUMENT, "fleet.path",
                    "the name of the folder is too long; choose a shorter one");
}

khl_status khl_fleet_tell(const khl_progress *progress, const char *stage, size_t done, size_t all,
                          khl_error *err)
{
    if (progress == NULL || progress->step == NULL || progress->step(progress->context, stage, done, all))
        return KHL_OK;
    return KHL_FAIL(err, KHL_E_CANCELLED, "cancelled", "stopped on request");
}

void khl_fleet_sweep(const char *folder)
{
    enum { AN_HOUR = 3600 }; /* a run is written in one go, in far less */
    char path[KHL_FLEET_PATH_BYTES];
    khl_temporaries_sweep(folder, AN_HOUR);
    if (khl_fleet_path(path, folder, "runs", -1, "", NULL) == KHL_OK) khl_temporaries_sweep(path, AN_HOUR);
}

khl_status khl_fleet_pack(khl_pack *out, const khl_fleet *fleet, const char *name, int64_t number,
                          const char *fingerprint, khl_error *err)
{
    char path[KHL_FLEET_PATH_BYTES], found[17];
    khl_status status = khl_fleet_path(path, fleet->folder, name, number, ".khs", err);
    if (status != KHL_OK) return status;
    status = khl_pack_open(out, path, NULL);
    if (status == KHL_E_MEMORY) return khl_fail_memory(err);
    if (status == KHL_OK) khl_pack_fingerprint(out, found);
    if (status == KHL_OK && strcmp(found, fingerprint) == 0) return KHL_OK;
    if (status == KHL_OK) khl_pack_close(out);
    KHL_FAIL(
        err, KHL_E_INPUT, "fleet.shard",
        "this shard is missing, damaged or not of this plan; write the plan again with khulasa-fleet plan");
    khl_error_at(err, path, 0, 0);
    return KHL_E_INPUT;
}

khl_status khl_fleet_shard_open(khl_pack *out, const khl_fleet *fleet, unsigned lot, uint32_t k,
                                const khl_fleet_line **lines, size_t *n, khl_error *err)
{
    const khl_fleet_shard *shard = &fleet->lots[lot].shards[k];
    khl_status status = khl_fleet_pack(out, fleet, KHL_FLEET_LOT_FILES[lot], k, shard->fingerprint, err);
    if (status != KHL_OK) return status;
    khl_str table = khl_pack_section_find(out, "table");
    *lines = (const khl_fleet_line *)(const void *)table.p;
    *n = table.n / sizeof **lines;
    bool whole = khl_pack_section_find(out, "demands").p != NULL && table.p != NULL;
    if (whole && table.n % sizeof **lines == 0 && *n == shard->n) return KHL_OK;
    khl_pack_close(out);
    return khl_freight_torn(err);
}

khl_status khl_fleet_demand(khl_str *out, const khl_pack *shard, const khl_fleet_line *lines, size_t n,
                            size_t k, khl_error *err)
{
    khl_str all = khl_pack_section_find(shard, "demands");
    uint64_t begin = lines[k].begin, end = k + 1 < n ? lines[k + 1].begin : all.n;
    if (begin > end || end > all.n || (k > 0 && lines[k - 1].seat >= lines[k].seat))
        return khl_freight_torn(err);
    *out = khl_str_part(all, (size_t)begin, (size_t)end);
    return KHL_OK;
}

static khl_status no_run(const char *id, const char *text, uint32_t job, khl_error *err)
{
    char number[16];
    snprintf(number, sizeof number, "%u", job);
    return KHL_FAIL(err, KHL_E_INPUT, id, text, number);
}

static bool is_of(const khl_pack *pack, const khl_fleet *fleet, uint32_t job)
{
    char own[64];
    int n = snprintf(own, sizeof own, "%s %u", fleet->id, job);
    return khl_str_equal(khl_pack_section_find(pack, "of"), (khl_str){own, (size_t)n});
}

static bool ascend(const khl_fleet_pair *pairs, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (pairs[k].i >= pairs[k].j) return false;
        if (k > 0 &&
            (pairs[k - 1].i > pairs[k].i || (pairs[k - 1].i == pairs[k].i && pairs[k - 1].j >= pairs[k].j)))
            return false;
    }
    return true;
}

khl_status khl_fleet_run_open(khl_pack *out, const khl_fleet *fleet, uint32_t job,
                              const khl_fleet_pair **pairs, size_t *n, khl_error *err)
{
    char path[KHL_FLEET_PATH_BYTES];
    khl_status status = khl_fleet_path(path, fleet->folder, "runs/", job, ".khr", err);
    if (status != KHL_OK) return status;
    if (access(path, F_OK) != 0)
        return no_run("fleet.no_run", "block {0} has not run yet; run khulasa-fleet block with it", job, err);
    status = khl_pack_open(out, path, NULL);
    if (status == KHL_E_MEMORY) return khl_fail_memory(err);
    if (status != KHL_OK)
        return no_run("fleet.torn_run",
                      "the run of block {0} is damaged; run khulasa-fleet block with it again", job, err);
    khl_str bytes = khl_pack_section_find(out, "pairs");
    *pairs = (const khl_fleet_pair *)(const void *)bytes.p;
    *n = bytes.n / sizeof **pairs;
    bool whole = bytes.p != NULL; /* no pairs is a section, too */
    if (whole && is_of(out, fleet, job) && bytes.n % sizeof **pairs == 0 && ascend(*pairs, *n)) return KHL_OK;
    khl_pack_close(out);
    return no_run("fleet.other_run",
                  "the run of block {0} is of another plan; run khulasa-fleet block with it again", job, err);
}

bool khl_fleet_is_done(const khl_fleet *fleet, uint32_t job)
{
    khl_pack pack;
    const khl_fleet_pair *pairs;
    size_t n;
    if (job >= fleet->n_jobs || khl_fleet_run_open(&pack, fleet, job, &pairs, &n, NULL) != KHL_OK)
        return false;
    khl_pack_close(&pack);
    return true;
}

static bool put_name(char *out, size_t room, khl_str s)
{
    if (s.n != room - 1) return false;
    memcpy(out, s.p, s.n);
    out[s.n] = '\0';
    return true;
}

static bool add_note(khl_fleet *f, khl_str text)
{
    if (!khl_grow(&f->notes, &f->notes_capacity, f->n_notes + 1, sizeof *f->notes)) return false;
    char *note = khl_alloc(text.n + 1, 1);
    if (note == NULL) return false;
    memcpy(note, text.p, text.n);
    note[text.n] = '\0';
    f->notes[f->n_notes++] = note;
    return true;
}

static bool add_shard(khl_fleet_lot *lot, const khl_tsv *t)
{
    uint64_t k = 0, n = 0;
    khl_fleet_shard shard;
    bool ok = khl_str_to_u64(t->fields[1], &k) && k == lot->n && khl_str_to_u64(t->fields[3], &n) &&
              put_name(shard.fingerprint, sizeof shard.fingerprint, t->fields[2]) &&
              khl_grow(&lot->shards, &lot->capacity, lot->n + 1, sizeof *lot->shards);
    shard.n = n;
    if (ok) lot->shards[lot->n++] = shard;
    return ok;
}

/* Jobs ascend, so that none stands twice. */
static bool follows(const khl_fleet *f, uint64_t a, uint64_t b)
{
    const khl_fleet_job *last = f->n_jobs > 0 ? &f->jobs[f->n_jobs - 1] : NULL;
    return last == NULL || last->a < a || (last->a == a && last->b < b);
}

static bool add_job(khl_fleet *f, const khl_tsv *t)
{
    uint64_t k = 0, a = 0, b = 0, cost = 0;
    bool ok = khl_str_to_u64(t->fields[1], &k) && k == f->n_jobs && khl_str_to_u64(t->fields[2], &a) &&
              khl_str_to_u64(t->fields[3], &b) && a <= b && b < f->lots[KHL_FLEET_TRAVEL].n &&
              khl_str_to_u64(t->fields[4], &cost) && follows(f, a, b) &&
              khl_grow(&f->jobs, &f->jobs_capacity, f->n_jobs + 1, sizeof *f->jobs);
    if (ok) f->jobs[f->n_jobs++] = (khl_fleet_job){(uint32_t)a, (uint32_t)b, cost};
    return ok;
}

typedef struct terms {
    bool format, version, models, complete;
} terms;

/* One line of the plan. */
static bool read_line(khl_fleet *f, const khl_tsv *t, const khl_models *models, terms *are)
{
    khl_str key = t->fields[0], value = t->fields[1];
    if (khl_str_equal(key, KHL_STR("khulasa-plan"))) {
        uint64_t format = 0;
        return are->format = khl_str_to_u64(value, &format) && format == KHL_FLEET_FORMAT;
    }
    if (khl_str_equal(key, KHL_STR("version")))
        return are->version = khl_str_equal(value, khl_str_from(khl_version()));
    if (khl_str_equal(key, KHL_STR("models")))
        return are->models = khl_str_equal(value, khl_str_from(khl_models_fingerprint(models)));
    if (khl_str_equal(key, KHL_STR("collection")))
        return put_name(f->collection, sizeof f->collection, value);
    if (khl_str_equal(key, KHL_STR("shared"))) return put_name(f->shared, sizeof f->shared, value);
    if (khl_str_equal(key, KHL_STR("kept"))) return put_name(f->kept, sizeof f->kept, value);
    if (khl_str_equal(key, KHL_STR("note"))) return add_note(f, value);
    if (khl_str_equal(key, KHL_STR("shard"))) return add_shard(&f->lots[KHL_FLEET_TRAVEL], t);
    if (khl_str_equal(key, KHL_STR("rest"))) return add_shard(&f->lots[KHL_FLEET_REST], t);
    if (khl_str_equal(key, KHL_STR("job"))) return add_job(f, t);
    return khl_str_equal(key, KHL_STR("end")) && (are->complete = true);
}

static khl_status read_plan(khl_fleet *f, const khl_models *models, const char *path, khl_error *err)
{
    khl_tsv tsv;
    terms are = {false, false, false, false};
    bool more = true, ok = true;
    khl_status status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    unsigned char digest[32];
    char hex[65];
    khl_sha256(tsv.bytes, digest);
    khl_sha256_hex(digest, hex);
    memcpy(f->id, hex, sizeof f->id - 1);
    while (status == KHL_OK && ok && more) {
        status = khl_tsv_next(&tsv, 1, &more, err);
        if (status == KHL_OK && more) ok = read_line(f, &tsv, models, &are);
    }
    khl_tsv_close(&tsv);
    if (status == KHL_E_MEMORY) return status;
    if (status == KHL_OK && ok && are.complete && are.format && are.version && are.models) return KHL_OK;
    KHL_FAIL(err, KHL_E_INPUT, "fleet.plan",
             "this plan is damaged, of another version or of other models; write it again with khulasa-fleet "
             "plan");
    khl_error_at(err, path, 0, 0);
    return KHL_E_INPUT;
}

khl_status khl_fleet_open(khl_fleet **out, const char *folder, const khl_models *models, khl_error *err)
{
    char path[KHL_FLEET_PATH_BYTES];
    *out = NULL;
    khl_status status = khl_fleet_path(path, folder, "plan", -1, ".tsv", err);
    if (status != KHL_OK) return status;
    if (access(path, R_OK) != 0) {
        KHL_FAIL(err, KHL_E_INPUT, "fleet.no_plan",
                 "there is no plan here; write one with khulasa-fleet plan");
        return khl_error_at(err, folder, 0, 0), KHL_E_INPUT;
    }
    khl_fleet *f = khl_alloc_zero(1, sizeof *f);
    if (f == NULL) return khl_fail_memory(err);
    size_t n = strlen(folder) + 1;
    f->folder = khl_alloc(n, 1);
    status = f->folder != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) memcpy(f->folder, folder, n);
    if (status == KHL_OK) status = read_plan(f, models, path, err);
    if (status == KHL_OK)
        *out = f;
    else
        khl_fleet_close(f);
    return status;
}

void khl_fleet_close(khl_fleet *f)
{
    if (f == NULL) return;
    for (size_t i = 0; i < f->n_notes; i++) free(f->notes[i]);
    free(f->notes);
    for (unsigned lot = 0; lot < KHL_FLEET_LOTS; lot++) free(f->lots[lot].shards);
    free(f->jobs);
    free(f->folder);
    free(f);
}

size_t khl_fleet_n_notes(const khl_fleet *f)
{
    return f->n_notes;
}

const char *khl_fleet_note(const khl_fleet *f, size_t i)
{
    return i < f->n_notes ? f->notes[i] : NULL;
}

uint32_t khl_fleet_n_jobs(const khl_fleet *f)
{
    return (uint32_t)f->n_jobs;
}

khl_fleet_job khl_fleet_job_at(const khl_fleet *f, uint32_t job)
{
    return job < f->n_jobs ? f->jobs[job] : (khl_fleet_job){0, 0, 0};
}
