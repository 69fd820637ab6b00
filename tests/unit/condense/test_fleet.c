/* A plan, its blocks and what gathers them, in one process: the bytes of khl_condense, and of nothing less.
 */
#include "models_fixture.h"

#include "fleet.h"
#include "outfile.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

enum { SHARDS = 2 };

/* Four cities with their axes; letters, which are cut, have none. */
static khl_corpus *read_all(bool letters)
{
    static const char *const FILES[] = {"khemisset/proposals", "marrakech/proposals", "khnafif/proposals",
                                        "tamzgana/proposals", "letters/letters"};
    khl_corpus *corpus = new_corpus();
    for (size_t f = 0; f < (letters ? 5 : 4); f++) {
        char path[512];
        snprintf(path, sizeof path, KHL_SOURCE_DIR "/corpora/%s.csv", FILES[f]);
        assert_int_equal(khl_corpus_read(corpus, path, NULL, NULL), KHL_OK);
    }
    return corpus;
}

static khl_condense_options options_of(bool streamed, size_t most_compared)
{
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.most_kept = streamed ? 0 : SIZE_MAX;
    options.most_compared = most_compared;
    options.n_threads = 2;
    return options;
}

static char *json_of(khl_shortlist *shortlist, size_t *n)
{
    char *bytes = NULL;
    khl_error err = {0};
    if (khl_export(shortlist, "json", NULL, &bytes, n, &err) != KHL_OK) fail_msg("%s", err.message);
    khl_shortlist_destroy(shortlist);
    return bytes;
}

static khl_fleet *plan(const khl_corpus *corpus, const khl_condense_options *options)
{
    khl_fleet_options fleet_options = KHL_FLEET_OPTIONS_INIT;
    khl_fleet *fleet = NULL;
    khl_error err = {0};
    fleet_options.n_shards = SHARDS;
    if (khl_fleet_plan(folder, corpus, fixture_models, options, &fleet_options, &err) != KHL_OK ||
        khl_fleet_open(&fleet, folder, fixture_models, &err) != KHL_OK)
        fail_msg("%s: %s", err.id, err.message);
    assert_true(khl_fleet_n_jobs(fleet) >= 1 && khl_fleet_n_jobs(fleet) <= SHARDS * (SHARDS + 1) / 2);
    return fleet;
}

static void run_blocks(const khl_fleet *fleet)
{
    khl_error err = {0};
    for (uint32_t job = khl_fleet_n_jobs(fleet); job-- > 0;)
        if (khl_fleet_block(fleet, job, 1 + job, NULL, &err) != KHL_OK)
            fail_msg("%s: %s", err.id, err.message);
}

static khl_status gather(char **bytes, size_t *n, const khl_fleet *fleet, const khl_corpus *corpus,
                         const khl_condense_options *options, khl_error *err)
{
    khl_shortlist *shortlist = NULL;
    khl_status status = khl_fleet_gather(&shortlist, fleet, corpus, fixture_models, options, err);
    if (status == KHL_OK)
        *bytes = json_of(shortlist, n);
    else
        assert_null(shortlist);
    return status;
}

static void assert_gathers(const khl_fleet *fleet, const khl_corpus *corpus,
                           const khl_condense_options *options)
{
    khl_shortlist *alone = condense(corpus, options);
    size_t n[2] = {0, 0};
    char *bytes[2] = {json_of(alone, &n[0]), NULL};
    khl_error err = {0};
    if (gather(&bytes[1], &n[1], fleet, corpus, options, &err) != KHL_OK)
        fail_msg("%s: %s", err.id, err.message);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    free(bytes[0]);
    free(bytes[1]);
}

static size_t count_pairs(const khl_fleet *fleet)
{
    size_t all = 0;
    for (uint32_t job = 0; job < khl_fleet_n_jobs(fleet); job++) {
        khl_pack run;
        const khl_fleet_pair *pairs;
        size_t n = 0;
        assert_int_equal(khl_fleet_run_open(&run, fleet, job, &pairs, &n, NULL), KHL_OK);
        all += n;
        khl_pack_close(&run);
    }
    return all;
}

static void come_to_the_same(const khl_corpus *corpus, const khl_condense_options *options, bool rest)
{
    khl_fleet *fleet = plan(corpus, options);
    size_t n[KHL_FLEET_LOTS] = {0, 0};
    for (unsigned lot = 0; lot < KHL_FLEET_LOTS; lot++)
        for (size_t k = 0; k < fleet->lots[lot].n; k++) n[lot] += (size_t)fleet->lots[lot].shards[k].n;
    assert_true(n[KHL_FLEET_TRAVEL] > 0);
    assert_int_equal(n[KHL_FLEET_REST] > 0, rest);
    run_blocks(fleet);
    assert_true(count_pairs(fleet) > 100);
    assert_gathers(fleet, corpus, options);
    khl_fleet_close(fleet);
}

/* Analyses are kept: gathering reads the texts as khl_condense does. */
static void a_small_collection(void **state)
{
    (void)state;
    khl_corpus *corpus = read_all(false);
    khl_condense_options options = options_of(false, 20);
    come_to_the_same(corpus, &options, false);
    khl_corpus_destroy(corpus);
}

/* No analysis is kept: gathering takes what the plan wrote, of large groups and of small ones. */
static void a_streamed_collection_of_cities(void **state)
{
    (void)state;
    khl_corpus *corpus = read_all(false);
    khl_condense_options options = options_of(true, 12);
    come_to_the_same(corpus, &options, true);
    options.most_compared = 0;
    come_to_the_same(corpus, &options, false);
    khl_corpus_destroy(corpus);
}

static void a_streamed_collection_with_letters(void **state)
{
    (void)state;
    khl_corpus *corpus = read_all(true);
    khl_condense_options options = options_of(true, 30);
    come_to_the_same(corpus, &options, true);
    khl_pack kept;
    char path[128];
    snprintf(path, sizeof path, "%s/kept.khs", folder);
    assert_int_equal(khl_pack_open(&kept, path, NULL), KHL_OK);
    assert_true(khl_pack_section_find(&kept, "cuts").n > 0); /* letters were cut */
    khl_pack_close(&kept);
    options.target = 300;
    come_to_the_same(corpus, &options, true);
    khl_corpus_destroy(corpus);
}

/* One more proposal, another text, another city: the plan is of another collection. */
static void another_collection_is_refused(void **state)
{
    (void)state;
    static const char *const HEAD = "id,city,association,text\n";
    static const char *const ROWS[] = {
        "A1,تيفلت,ج,إحداث مكتبة عمومية بحي السلام\n",  "A2,سلا,ج,إحداث مكتبة عمومية بحي النصر\n",
        "A3,سلا,ج,إصلاح الإنارة العمومية بحي النصر\n", "A3,تيفلت,ج,إصلاح الإنارة العمومية بحي النصر\n",
        "A3,سلا,ج,إصلاح الإنارة العمومية بحي الفتح\n", "A4,سلا,ج,إحداث ملعب بحي الفتح\n"};
    static const size_t TAKEN[][4] = {{0, 1, 2, 9}, {0, 1, 3, 9}, {0, 1, 4, 9}, {0, 1, 2, 5}, {0, 1, 9, 9}};
    khl_condense_options options = options_of(true, 0);
    khl_fleet *fleet = NULL;
    for (size_t k = 0; k < 5; k++) {
        char path[128], text[1024];
        khl_error err = {0};
        khl_corpus *corpus = new_corpus();
        snprintf(text, sizeof text, "%s", HEAD);
        for (size_t r = 0; r < 4; r++)
            if (TAKEN[k][r] < 9) strncat(text, ROWS[TAKEN[k][r]], sizeof text - strlen(text) - 1);
        snprintf(path, sizeof path, "%s/own.csv", folder);
        assert_int_equal(khl_file_write(path, khl_str_from(text), NULL), KHL_OK);
        assert_int_equal(khl_corpus_read(corpus, path, NULL, NULL), KHL_OK);
        if (k == 0) {
            fleet = plan(corpus, &options);
            run_blocks(fleet);
            assert_gathers(fleet, corpus, &options);
        } else {
            assert_int_equal(gather(NULL, NULL, fleet, corpus, &options, &err), KHL_E_INPUT);
            assert_string_equal(err.id, "fleet.collection");
        }
        khl_corpus_destroy(corpus);
    }
    khl_fleet_close(fleet);
}

/* Groups of these sizes, one behind the other. */
static khl_fleet_seat *seats_of(const uint32_t *sizes, size_t n_groups, size_t *n)
{
    *n = 0;
    for (size_t g = 0; g < n_groups; g++) *n += sizes[g];
    khl_fleet_seat *seats = calloc(*n + 1, sizeof *seats);
    assert_non_null(seats);
    for (size_t g = 0, k = 0; g < n_groups; g++)
        for (uint32_t i = 0; i < sizes[g]; i++, k++)
            seats[k] = (khl_fleet_seat){(uint32_t)k, (uint32_t)k, (uint32_t)g, (uint32_t)(k * 7 % 100), 99};
    return seats;
}

/* Pairs of a group in blocks: all, each in one. Returns how many blocks there are. */
static size_t check_deal(const khl_fleet_seat *seats, size_t n, const double *met, uint32_t n_shards,
                         size_t most)
{
    double all = 0, wanted = 0;
    size_t n_jobs = 0, *held = calloc(n_shards, sizeof *held);
    double *own = calloc((size_t)n_shards * n_shards, sizeof *own);
    assert_true(held != NULL && own != NULL);
    for (size_t k = 0; k < n; k++) {
        assert_true(seats[k].shard < n_shards);
        assert_true(++held[seats[k].shard] <= most);
        for (size_t l = 0; l < k; l++) {
            uint32_t x = seats[l].shard, y = seats[k].shard, a = x < y ? x : y, b = x < y ? y : x;
            if (seats[l].group == seats[k].group) own[(size_t)a * n_shards + b]++;
        }
    }
    for (size_t c = 0; c < (size_t)n_shards * n_shards; c++) {
        assert_true(own[c] == met[c]);
        all += met[c];
        n_jobs += met[c] > 0;
    }
    for (size_t k = 0; k < n; k++)
        for (size_t l = 0; l < k; l++) wanted += seats[l].group == seats[k].group;
    assert_true(all == wanted);
    free(held);
    free(own);
    return n_jobs;
}

static void groups_stay_together_where_they_fit(void **state)
{
    (void)state;
    static const struct {
        uint32_t sizes[12], n_shards;
        size_t n_groups, n_jobs, most;
    } CASES[] = {
        {{50, 50, 50, 50, 50, 50, 50, 50}, 4, 8, 4, 100}, /* two of them a shard */
        {{400}, 4, 1, 10, 100},                           /* one pool: all pairs of shards */
        {{300, 20, 20, 20, 20, 20}, 2, 6, 3, 210},        /* one is most of it */
        {{90, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10}, 4, 12, 7, 100}, /* and dearer than all others */
        {{3, 2}, 8, 2, 4, 2},                                               /* hardly anything to deal */
        {{0}, 3, 0, 0, 0},
    };
    for (size_t c = 0; c < sizeof CASES / sizeof *CASES; c++) {
        size_t n = 0;
        khl_error err = {0};
        uint32_t n_shards = CASES[c].n_shards;
        khl_fleet_seat *seats = seats_of(CASES[c].sizes, CASES[c].n_groups, &n);
        double *met = calloc((size_t)n_shards * n_shards, sizeof *met);
        assert_non_null(met);
        assert_int_equal(khl_fleet_deal(seats, n, n_shards, met, &err), KHL_OK);
        size_t n_jobs = check_deal(seats, n, met, n_shards, CASES[c].most);
        if (n_jobs != CASES[c].n_jobs) fail_msg("case %zu has %zu jobs", c, n_jobs);
        free(met);
        free(seats);
    }
}

typedef struct image {
    char path[128];
    char *bytes;
    size_t n;
} image;

static image take_image(const char *name)
{
    image out = {.bytes = NULL};
    khl_file file;
    snprintf(out.path, sizeof out.path, "%s/%s", folder, name);
    assert_int_equal(khl_file_open(&file, out.path, SIZE_MAX, NULL), KHL_OK);
    out.n = file.bytes.n;
    out.bytes = malloc(out.n);
    assert_non_null(out.bytes);
    memcpy(out.bytes, file.bytes.p, out.n);
    khl_file_close(&file);
    return out;
}

/* Not through khl_file_write, which syncs: this is done some thousand times. */
static void put_image(const image *i, size_t n)
{
    FILE *file = fopen(i->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(i->bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

typedef struct trial {
    const khl_corpus *corpus;
    const khl_condense_options *options;
    const char *whole; /* what is gathered when nothing is wrong */
    size_t n_whole, n_refused, n_tried;
} trial;

static void assert_one_line(const khl_error *err)
{
    assert_int_equal(err->code, KHL_E_INPUT);
    assert_true(err->message[0] != '\0' && strchr(err->message, '\n') == NULL);
}

/* With a file as it now lies there: refused in one line, or the answer that there is. */
static void try_gathering(trial *t)
{
    khl_fleet *fleet = NULL;
    khl_error err = {0};
    char *bytes = NULL;
    size_t n = 0;
    khl_status status = khl_fleet_open(&fleet, folder, fixture_models, &err);
    if (status == KHL_OK) status = gather(&bytes, &n, fleet, t->corpus, t->options, &err);
    if (status == KHL_OK) {
        assert_int_equal(n, t->n_whole);
        assert_memory_equal(bytes, t->whole, n);
    } else {
        assert_one_line(&err);
    }
    t->n_tried++;
    t->n_refused += status != KHL_OK;
    free(bytes);
    khl_fleet_close(fleet);
}

/* The first bytes, which say what the file is, and some of all others. */
static size_t next_place(size_t at, size_t n)
{
    enum { HEAD = 160, PLACES = 150 };
    return at < HEAD ? at + 1 : at + n / PLACES + 1;
}

static void damage(trial *t, const char *name)
{
    image i = take_image(name);
    size_t before = t->n_refused, tried = t->n_tried;
    for (size_t at = 0; at < i.n; at = next_place(at, i.n)) {
        i.bytes[at] = (char)(i.bytes[at] ^ 0x41);
        put_image(&i, i.n);
        try_gathering(t);
        i.bytes[at] = (char)(i.bytes[at] ^ 0x41);
    }
    assert_int_equal(t->n_refused - before, t->n_tried - tried); /* a changed byte is always noticed */
    for (size_t n = 0; n < i.n; n += i.n / 60 + 1) {
        put_image(&i, n);
        try_gathering(t);
    }
    assert_int_equal(remove(i.path), 0);
    try_gathering(t);
    assert_int_equal(t->n_refused - before, t->n_tried - tried);
    put_image(&i, i.n);
    free(i.bytes);
}

static void damage_anywhere_is_refused_when_gathering(void **state)
{
    (void)state;
    static const char *const FILES[] = {"shard-0.khs", "rest-1.khs", "kept.khs",
                                        "shared.khs",  "runs/1.khr", "plan.tsv"};
    khl_corpus *corpus = read_all(true);
    khl_condense_options options = options_of(true, 40);
    trial t = {.corpus = corpus, .options = &options};
    khl_fleet *fleet = plan(corpus, &options);
    run_blocks(fleet);
    khl_fleet_close(fleet);
    char *whole = json_of(condense(corpus, &options), &t.n_whole);
    t.whole = whole;
    try_gathering(&t);
    assert_int_equal(t.n_refused, 0);
    for (size_t f = 0; f < sizeof FILES / sizeof *FILES; f++) damage(&t, FILES[f]);
    t.n_refused = 0;
    try_gathering(&t); /* all is as it was */
    assert_int_equal(t.n_refused, 0);
    free(whole);
    khl_corpus_destroy(corpus);
}

/* The run of a block is not made of a changed shard, and one that was there stays. */
static void damage_anywhere_is_refused_by_blocks(void **state)
{
    (void)state;
    khl_corpus *corpus = read_all(false);
    khl_condense_options options = options_of(true, 0);
    khl_fleet *fleet = plan(corpus, &options);
    run_blocks(fleet);
    assert_int_equal(khl_fleet_job_at(fleet, 1).b, 1);
    image shard = take_image("shard-1.khs"), run = take_image("runs/1.khr");
    for (size_t at = 0; at < shard.n; at = next_place(at, shard.n)) {
        khl_error err = {0};
        shard.bytes[at] = (char)(shard.bytes[at] ^ 0x41);
        put_image(&shard, shard.n);
        assert_int_equal(khl_fleet_block(fleet, 1, 1, NULL, &err), KHL_E_INPUT);
        assert_one_line(&err);
        shard.bytes[at] = (char)(shard.bytes[at] ^ 0x41);
    }
    put_image(&shard, shard.n);
    for (size_t at = 0; at < run.n; at = next_place(at, run.n)) {
        run.bytes[at] = (char)(run.bytes[at] ^ 0x41);
        put_image(&run, run.n);
        assert_false(khl_fleet_is_done(fleet, 1));
        run.bytes[at] = (char)(run.bytes[at] ^ 0x41);
    }
    put_image(&run, run.n);
    assert_true(khl_fleet_is_done(fleet, 1));
    free(shard.bytes);
    free(run.bytes);
    khl_fleet_close(fleet);
    khl_corpus_destroy(corpus);
}

static void remove_in(const char *path)
{
    DIR *dir = opendir(path);
    for (const struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        char file[512];
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        remove(file); /* folders stay until they are empty */
    }
    if (dir != NULL) closedir(dir);
}

static int begin(void **state)
{
    strcpy(folder, "/tmp/khl-fleet-XXXXXX");
    return models_setup(state) != 0 || mkdtemp(folder) == NULL;
}

static int end(void **state)
{
    char runs[80];
    snprintf(runs, sizeof runs, "%s/runs", folder);
    remove_in(runs);
    remove_in(folder);
    rmdir(folder);
    return models_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_collection),
        cmocka_unit_test(a_streamed_collection_of_cities),
        cmocka_unit_test(a_streamed_collection_with_letters),
        cmocka_unit_test(another_collection_is_refused),
        cmocka_unit_test(groups_stay_together_where_they_fit),
        cmocka_unit_test(damage_anywhere_is_refused_when_gathering),
        cmocka_unit_test(damage_anywhere_is_refused_by_blocks),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
