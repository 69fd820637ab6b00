/* Suite files: TSV in the way of the house, a row a fact, its first field the kind.
 *
 *   suite          NAME  TITLE
 *   repeats        N
 *   warm-up        N
 *   input          NAME  file      PATH   [GOLD]               path: beside the suite file
 *   input          NAME  generate  COUNT  CITIES  SEED         made by khulasa-generate; its gold column is
 * "gold" configuration  NAME  ARGUMENTS  [COMMANDS]                 "-" for no arguments; of these commands
 * alone command        NAME  ARGUMENTS  [INPUTS]                   {input} {out} {suite}; on these inputs
 * alone quality        NAME  ARGUMENTS  [INPUTS]                   {gold} too; prints what evaluate --json
 * prints */
#include "bench.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "str.h"
#include "tsv.h"

enum { MOST_OF_A_KIND = 64 };

#define PUSH(list)                                                                                           \
    (khl_grow(&(list).p, &(list).capacity, (list).n + 1, sizeof *(list).p)                                   \
         ? memset(&(list).p[(list).n++], 0, sizeof *(list).p)                                                \
         : NULL)

typedef struct reader {
    khl_bench_suite *suite;
    khl_tsv tsv;
    khl_error *err;
} reader;

/* A fault of the suite is one of the input: people wrote it. */
static khl_status refuse(const reader *r, uint64_t column, const char *id, const char *text)
{
    khl_tsv_fail(&r->tsv, column, id, text, NULL, r->err);
    r->err->code = KHL_E_INPUT;
    return KHL_E_INPUT;
}

static const char *keep(reader *r, khl_str s)
{
    return khl_arena_copy(&r->suite->arena, s).p;
}

/* Field column, NULL when it is missing or empty. */
static const char *optional(reader *r, size_t column)
{
    return r->tsv.fields[column - 1].n > 0 ? keep(r, r->tsv.fields[column - 1]) : NULL;
}

/* A name goes into file names and tables: letters, digits, - _ and . only. */
static khl_status take_name(reader *r, const char **out)
{
    khl_str s = r->tsv.fields[1];
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                    c == '_' || (c == '.' && i > 0);
        if (!fine) return refuse(r, 2, "bench.name", "a name is of Latin letters, digits, - _ and . alone");
    }
    if (s.n == 0 || s.n > 60)
        return refuse(r, 2, "bench.name_length", "a name of 1 to 60 letters is wanted here");
    *out = keep(r, s);
    return *out != NULL ? KHL_OK : khl_fail_memory(r->err);
}

static khl_status take_number(reader *r, uint64_t column, uint64_t least, uint64_t most, uint64_t *out)
{
    char range[64];
    if (khl_str_to_u64(r->tsv.fields[column - 1], out) && *out >= least && *out <= most) return KHL_OK;
    snprintf(range, sizeof range, "%llu..%llu", (unsigned long long)least, (unsigned long long)most);
    khl_tsv_fail(&r->tsv, column, "bench.number", "a whole number in {0} is wanted here", range, r->err);
    return r->err->code = KHL_E_INPUT;
}

static khl_status row_suite(reader *r)
{
    r->suite->title = optional(r, 3);
    return take_name(r, &r->suite->name);
}

static khl_status row_repeats(reader *r)
{
    return take_number(r, 2, KHL_BENCH_LEAST_RUNS, KHL_BENCH_MOST_RUNS, &r->suite->repeats);
}

static khl_status row_warm_up(reader *r)
{
    return take_number(r, 2, 0, KHL_BENCH_MOST_RUNS, &r->suite->warm_up);
}

static khl_status take_path(reader *r, khl_bench_input *input)
{
    khl_str path = r->tsv.fields[3];
    khl_buf whole = KHL_BUF_INIT;
    if (path.n == 0)
        return refuse(r, 4, "bench.path", "name the file here, as seen from the folder of the suite");
    if (path.p[0] != '/') khl_buf_format(&whole, "%s/", r->suite->folder);
    khl_buf_put(&whole, path);
    if (khl_buf_ok(&whole)) input->path = keep(r, khl_buf_str(&whole));
    khl_buf_clear(&whole);
    return input->path != NULL ? KHL_OK : khl_fail_memory(r->err);
}

static khl_status take_generated(reader *r, khl_bench_input *input)
{
    input->generated = true;
    input->gold = "gold";
    khl_status status = take_number(r, 4, 10, 100000000, &input->count);
    if (status == KHL_OK) status = take_number(r, 5, 1, 10000, &input->cities);
    if (status == KHL_OK) status = take_number(r, 6, 0, UINT64_MAX, &input->seed);
    return status;
}

static khl_status row_input(reader *r)
{
    khl_bench_input *input = PUSH(r->suite->inputs);
    if (input == NULL) return khl_fail_memory(r->err);
    khl_status status = take_name(r, &input->name);
    if (status != KHL_OK) return status;
    if (khl_str_equal(r->tsv.fields[2], KHL_STR("generate"))) return take_generated(r, input);
    if (!khl_str_equal(r->tsv.fields[2], KHL_STR("file")))
        return refuse(r, 3, "bench.source",
                      "an input is a file or it is to generate; write one of these words here");
    input->gold = optional(r, 5);
    return take_path(r, input);
}

static khl_status row_config(reader *r)
{
    khl_bench_config *config = PUSH(r->suite->configs);
    if (config == NULL) return khl_fail_memory(r->err);
    config->row = r->tsv.line;
    config->commands = optional(r, 4);
    const char *arguments = optional(r, 3);
    if (arguments == NULL)
        return refuse(r, 3, "bench.arguments", "the arguments of khulasa belong here, or - for none");
    config->arguments = strcmp(arguments, "-") == 0 ? "" : arguments;
    return take_name(r, &config->name);
}

static khl_status take_command(reader *r, bool quality)
{
    khl_bench_command *command = PUSH(r->suite->commands);
    if (command == NULL) return khl_fail_memory(r->err);
    command->row = r->tsv.line;
    command->quality = quality;
    command->arguments = optional(r, 3);
    command->inputs = optional(r, 4);
    if (command->arguments == NULL)
        return refuse(r, 3, "bench.arguments", "the arguments of khulasa belong here, or - for none");
    return take_name(r, &command->name);
}

static khl_status row_command(reader *r)
{
    return take_command(r, false);
}

static khl_status row_quality(reader *r)
{
    return take_command(r, true);
}

static khl_status take_row(reader *r)
{
    static const struct {
        const char *kind;
        size_t n_fields;
        khl_status (*row)(reader *);
    } KINDS[] = {{"suite", 2, row_suite},    {"repeats", 2, row_repeats}, {"warm-up", 2, row_warm_up},
                 {"input", 4, row_input},    {"command", 3, row_command}, {"configuration", 3, row_config},
                 {"quality", 3, row_quality}};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        if (!khl_str_equal(r->tsv.fields[0], khl_str_from(KINDS[i].kind))) continue;
        if (r->tsv.n_fields < KINDS[i].n_fields)
            return refuse(r, r->tsv.n_fields + 1, "tsv.too_few",
                          "the row has too few fields; put tabs between them");
        return KINDS[i].row(r);
    }
    return refuse(r, 1, "bench.kind",
                  "a row begins with suite, repeats, warm-up, input, configuration, command or quality");
}

/* Called behind each row, when the last item of a list is the one that may be a repetition. */
static khl_status check_row(const reader *r)
{
    const khl_bench_suite *s = r->suite;
    bool twice = false;
    for (size_t i = 1; i < s->inputs.n; i++)
        twice = twice || strcmp(s->inputs.p[i - 1].name, s->inputs.p[s->inputs.n - 1].name) == 0;
    for (size_t i = 1; i < s->commands.n; i++)
        twice = twice || strcmp(s->commands.p[i - 1].name, s->commands.p[s->commands.n - 1].name) == 0;
    for (size_t i = 1; i < s->configs.n; i++)
        twice = twice || strcmp(s->configs.p[i - 1].name, s->configs.p[s->configs.n - 1].name) == 0;
    if (twice) return refuse(r, 2, "bench.twice", "this name stands twice; give each its own");
    if (s->inputs.n > MOST_OF_A_KIND || s->commands.n > MOST_OF_A_KIND || s->configs.n > MOST_OF_A_KIND)
        return refuse(r, 1, "bench.too_many", "the suite has more than 64 rows of this kind; make two of it");
    return KHL_OK;
}

/* Every name of a list must be one that there is: a slip would leave cases out without a word. */
static khl_status check_list(const khl_bench_suite *s, const char *list, bool of_inputs, uint64_t row,
                             khl_error *err)
{
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        if (*at == ',') at++;
        khl_str name = {at, strcspn(at, ",")};
        bool found = false;
        for (size_t i = 0; i < (of_inputs ? s->inputs.n : s->commands.n); i++)
            found = found || khl_str_equal(
                                 name, khl_str_from(of_inputs ? s->inputs.p[i].name : s->commands.p[i].name));
        if (found) continue;
        char shown[64];
        snprintf(shown, sizeof shown, "%.*s", (int)(name.n < 60 ? name.n : 60), name.p);
        KHL_FAIL(err, KHL_E_INPUT, "bench.unknown",
                 "the suite names \"{0}\" in a list, but has no row for it", shown);
        return khl_error_at(err, s->path, row, 4);
    }
    return KHL_OK;
}

static khl_status check_whole(const khl_bench_suite *s, khl_error *err)
{
    khl_status status = KHL_OK;
    if (s->name == NULL || s->inputs.n == 0 || s->commands.n == 0 || s->configs.n == 0) {
        KHL_FAIL(err, KHL_E_INPUT, "bench.incomplete",
                 "a suite wants a row suite and at least one each of input, configuration and command");
        return khl_error_at(err, s->path, 0, 0);
    }
    for (size_t i = 0; i < s->commands.n && status == KHL_OK; i++)
        status = check_list(s, s->commands.p[i].inputs, true, s->commands.p[i].row, err);
    for (size_t i = 0; i < s->configs.n && status == KHL_OK; i++)
        status = check_list(s, s->configs.p[i].commands, false, s->configs.p[i].row, err);
    return status;
}

static khl_status begin(khl_bench_suite *s, const char *path, khl_error *err)
{
    size_t n = (size_t)(khl_path_base(path).p - path);
    *s = (khl_bench_suite){
        .arena = KHL_ARENA_INIT(16 * 1024), .path = path, .repeats = KHL_BENCH_LEAST_RUNS, .warm_up = 1};
    khl_str folder = n > 1 ? (khl_str){path, n - 1} : n == 1 ? KHL_STR("/") : KHL_STR(".");
    s->folder = khl_arena_copy(&s->arena, folder).p;
    return s->folder != NULL ? KHL_OK : khl_fail_memory(err);
}

khl_status khl_bench_suite_read(khl_bench_suite *out, const char *path, khl_error *err)
{
    reader r = {.suite = out, .err = err};
    bool more = true;
    khl_status status = begin(out, path, err);
    if (status == KHL_OK) status = khl_tsv_open(&r.tsv, path, err);
    if (status == KHL_E_MODEL) status = err->code = KHL_E_INPUT;
    if (status != KHL_OK) return status;
    while (status == KHL_OK) {
        status = khl_tsv_next(&r.tsv, 1, &more, err);
        if (status == KHL_E_MODEL) status = err->code = KHL_E_INPUT;
        if (status != KHL_OK || !more) break;
        status = take_row(&r);
        if (status == KHL_OK) status = check_row(&r);
    }
    khl_tsv_close(&r.tsv);
    return status == KHL_OK ? check_whole(out, err) : status;
}

void khl_bench_suite_clear(khl_bench_suite *s)
{
    free(s->inputs.p);
    free(s->commands.p);
    free(s->configs.p);
    khl_arena_clear(&s->arena);
}

bool khl_bench_listed(const char *list, const char *name)
{
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        if (*at == ',') at++;
        if (khl_str_equal((khl_str){at, strcspn(at, ",")}, khl_str_from(name))) return true;
    }
    return list == NULL;
}
