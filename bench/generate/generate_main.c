/* khulasa-generate: synthetic proposals with gold, as many as wanted, in memory that does not grow with their
 * number.
 *
 * Row k hangs on seed, count, cities and k alone (draw.h), so any machine writes the same bytes. */
#include "error.h"
#include "outfile.h"
#include "str.h"
#include "wording.h"

#include <stdio.h>
#include <unistd.h>

enum { STREAM_ASSOCIATION = 32, ASSOCIATIONS = 40 };
enum { EXIT_DONE, EXIT_FAILED, EXIT_USE };

static const char USAGE[] =
    "Usage:\n"
    "  khulasa-generate --count N [--cities C] [--seed S] -o FILE.csv\n"
    "\n"
    "Writes N synthetic proposals (10 to 100000000) of C cities as CSV with the columns id, city, "
    "association, axis, text,\n"
    "gold (one id a demand) and distance (how the text departs from the base wording of its demand). The "
    "same N, C and S\n"
    "give the same bytes on any machine; memory does not grow with N.\n"
    "\n"
    "Options:\n"
    "      --count N      how many proposals\n"
    "      --cities C     how many cities hand them in (default: one for 5000 proposals)\n"
    "      --seed S       another number, other proposals (default: 1)\n"
    "  -o, --output FILE  where to; - is standard output\n"
    "      --data FOLDER  the vocabulary (default: that beside the program)\n"
    "      --help         this help\n"
    "      --version      the version\n";

typedef struct options {
    const char *count, *cities, *seed, *output, *data;
    bool help, version;
} options;

static const char **place_of(options *o, khl_str name)
{
    const struct {
        const char *name;
        const char **value;
    } PLACES[] = {{"--count", &o->count},   {"--cities", &o->cities}, {"--seed", &o->seed},
                  {"--output", &o->output}, {"-o", &o->output},       {"--data", &o->data}};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (khl_str_equal(khl_str_from(PLACES[i].name), name)) return PLACES[i].value;
    return NULL;
}

static khl_status parse(options *o, int argc, char **argv, khl_error *err)
{
    for (int i = 1; i < argc; i++) {
        khl_str name = khl_str_from(argv[i]);
        const char *equals = strchr(argv[i], '=');
        if (khl_str_equal(name, KHL_STR("--help"))) o->help = true;
        if (khl_str_equal(name, KHL_STR("--version"))) o->version = true;
        if (o->help || o->version) return KHL_OK;
        if (equals != NULL) name.n = (size_t)(equals - argv[i]);
        const char **place = place_of(o, name);
        if (place == NULL)
            return KHL_FAIL(err, KHL_E_ARGUMENT, "generate.option", "there is no option \"{0}\"; see --help",
                            argv[i]);
        if (equals == NULL && i + 1 == argc)
            return KHL_FAIL(err, KHL_E_ARGUMENT, "generate.value", "the option {0} needs a value; see --help",
                            argv[i]);
        *place = equals != NULL ? equals + 1 : argv[++i];
    }
    return KHL_OK;
}

static khl_status read_number(const char *name, const char *text, uint64_t least, uint64_t most,
                              uint64_t *out, khl_error *err)
{
    char range[64];
    if (text == NULL) return KHL_OK;
    if (khl_str_to_u64(khl_str_from(text), out) && *out >= least && *out <= most) return KHL_OK;
    snprintf(range, sizeof range, "%llu to %llu", (unsigned long long)least, (unsigned long long)most);
    return KHL_FAIL(err, KHL_E_ARGUMENT, "generate.range", "--{0} wants a whole number from {1}, not \"{2}\"",
                    name, range, text);
}

/* ../share/khulasa/generate beside the program, in the build tree as when installed. */
static khl_status data_folder(char *path, size_t size, khl_error *err)
{
    static const char TAIL[] = "share/khulasa/generate";
    ssize_t n = readlink("/proc/self/exe", path, size - sizeof TAIL);
    for (int up = 0; up < 2 && n > 0; up++)
        for (n--; n > 0 && path[n - 1] != '/';) n--;
    if (n > 0) memcpy(path + n, TAIL, sizeof TAIL);
    if (n > 0 && access(path, R_OK) == 0) return KHL_OK;
    return KHL_FAIL(err, KHL_E_MODEL, "generate.data",
                    "the vocabulary was not found beside the program; name it with --data");
}

static void put_city(khl_buf *out, const khl_gen_data *d, uint32_t city)
{
    if (city < d->cities.n) {
        khl_buf_put(out, d->cities.p[city].ar);
        return;
    }
    uint32_t at = city - (uint32_t)d->cities.n, before = 0;
    for (size_t i = 0; i < d->communes.n; i++)
        for (size_t k = 0; k < d->names.n; k++) {
            if (!khl_str_equal(d->names.p[k].class, d->communes.p[i].class) || before++ != at) continue;
            khl_buf_put(out, d->communes.p[i].ar);
            khl_buf_char(out, ' ');
            khl_buf_put(out, d->names.p[k].ar);
        }
}

/* One of the associations of a city, few of which hand in much. */
static void put_association(khl_buf *out, const khl_run *run, uint32_t city, uint64_t k)
{
    const khl_gen_data *d = run->data;
    khl_draw draw = khl_draw_of(run->seed, STREAM_ASSOCIATION, k);
    uint64_t key = khl_draw_of(run->seed, STREAM_ASSOCIATION + 1, city).key;
    const khl_gen_kind *named = &d->kinds.p[0];
    uint64_t n = (uint64_t)d->first_words.n * d->purposes.n * named->n_names;
    uint64_t at = khl_draw_shuffle(key, khl_draw_zipf(&draw, n < ASSOCIATIONS ? n : ASSOCIATIONS, 5), n);
    khl_buf_put(out, d->first_words.p[at % d->first_words.n]);
    at /= d->first_words.n;
    khl_buf_char(out, ' ');
    khl_buf_put(out, d->names.p[named->first_name + at % named->n_names].ar);
    khl_buf_char(out, ' ');
    khl_buf_put(out, d->purposes.p[at / named->n_names]);
}

/* A field of CSV, in quotes where it must be. */
static void put_field(khl_buf *out, khl_str s)
{
    if (memchr(s.p, ',', s.n) == NULL && memchr(s.p, '"', s.n) == NULL) {
        khl_buf_put(out, s);
        return;
    }
    khl_buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') khl_buf_char(out, '"');
        khl_buf_char(out, s.p[i]);
    }
    khl_buf_char(out, '"');
}

static void put_row(khl_buf *out, khl_buf *text, khl_buf *distance, const khl_run *run, uint64_t k)
{
    bool first;
    khl_demand demand;
    khl_demand_make(&demand, run, khl_run_demand(run, k, &first));
    text->n = distance->n = 0;
    khl_wording_put(text, distance, run, &demand, k, first);
    khl_buf_format(out, "S%llu,", (unsigned long long)k + 1);
    put_city(out, run->data, demand.city);
    khl_buf_char(out, ',');
    put_association(out, run, demand.city, k);
    khl_buf_format(out, ",%u,", run->data->objects.p[demand.object].axis);
    put_field(out, khl_buf_str(text));
    khl_buf_char(out, ',');
    khl_demand_put_gold(out, run, &demand);
    khl_buf_char(out, ',');
    khl_buf_put(out, khl_buf_str(distance));
    khl_buf_char(out, '\n');
}

static khl_status write_rows(const khl_run *run, const char *path, khl_error *err)
{
    khl_outfile to = {.fd = -1};
    khl_buf text = KHL_BUF_INIT, distance = KHL_BUF_INIT;
    khl_status status = khl_outfile_open(&to, path, err);
    if (status == KHL_OK) khl_buf_put_c(&to.buf, "id,city,association,axis,text,gold,distance\n");
    for (uint64_t k = 0; k < run->n && status == KHL_OK; k++) {
        put_row(&to.buf, &text, &distance, run, k);
        status = !khl_buf_ok(&text) || !khl_buf_ok(&distance) ? khl_fail_memory(err)
                                                              : khl_outfile_flush(&to, false, err);
    }
    if (status == KHL_OK) status = khl_outfile_commit(&to, err);
    khl_outfile_clear(&to);
    khl_buf_clear(&text);
    khl_buf_clear(&distance);
    return status;
}

static khl_status generate(const options *o, khl_error *err)
{
    char folder[4096];
    uint64_t n = 0, cities = 0, seed = 1;
    khl_gen_data data = {.n_cities = 0};
    khl_run run;
    if (o->count == NULL || o->output == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "generate.use", "name --count N and -o FILE.csv; see --help");
    khl_status status = read_number("count", o->count, 10, 100000000, &n, err);
    if (status == KHL_OK) status = read_number("seed", o->seed, 0, UINT64_MAX, &seed, err);
    if (status == KHL_OK && o->data == NULL) status = data_folder(folder, sizeof folder, err);
    if (status == KHL_OK) status = khl_gen_data_read(&data, o->data != NULL ? o->data : folder, err);
    cities = n / 5000 + 1 < data.n_cities ? n / 5000 + 1 : data.n_cities;
    if (status == KHL_OK) status = read_number("cities", o->cities, 1, data.n_cities, &cities, err);
    if (status == KHL_OK) {
        khl_run_init(&run, &data, n, cities, seed);
        status = write_rows(&run, o->output, err);
    }
    khl_gen_data_clear(&data);
    return status;
}

static void say(const khl_error *err)
{
    fputs("khulasa-generate: ", stderr);
    if (err->file[0] != '\0') fputs(err->file, stderr);
    if (err->row > 0) fprintf(stderr, ", row %llu", (unsigned long long)err->row);
    if (err->column > 0) fprintf(stderr, ", column %llu", (unsigned long long)err->column);
    fprintf(stderr, "%s%s\n", err->file[0] != '\0' ? ": " : "", err->message);
}

int main(int argc, char **argv)
{
    options o = {.count = NULL};
    khl_error err = {.code = KHL_OK};
    khl_status status = parse(&o, argc, argv, &err);
    if (status == KHL_OK && o.help) fputs(USAGE, stdout);
    if (status == KHL_OK && o.version) printf("khulasa-generate %s\n", khl_version());
    if (status == KHL_OK && !o.help && !o.version) status = generate(&o, &err);
    if (status == KHL_OK) return EXIT_DONE;
    say(&err);
    return status == KHL_E_ARGUMENT ? EXIT_USE : EXIT_FAILED;
}
