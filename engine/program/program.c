/* What happens before and after a command, whatever the program. */
#include "program.h"

#include "error.h"
#include "heap.h"
#include "khulasa/corpus.h"
#include "str.h"
#include "utf8.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const khl_command *find_command(const khl_program *p, const char *name)
{
    for (const khl_command *const *c = p->face->commands; *c != NULL; c++)
        if (strcmp((*c)->name, name) == 0) return *c;
    return NULL;
}

/* --lang, else what the environment says (LC_ALL before LC_MESSAGES before LANG), else English. */
static const char *choose_lang(const char *asked)
{
    static const char *const LANGS[] = {"ar", "fr", "en"};
    static const char *const VARIABLES[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *from = asked;
    for (size_t i = 0; i < 3 && asked == NULL && (from == NULL || from[0] == '\0'); i++)
        from = getenv(VARIABLES[i]);
    for (size_t i = 0; from != NULL && i < 3; i++)
        if (strncmp(from, LANGS[i], 2) == 0 && (asked == NULL || asked[2] == '\0')) return LANGS[i];
    return asked != NULL ? NULL : "en";
}

/* The compiled models lie beside the program: ../share/khulasa/khulasa.models, in the build tree as when
 * installed. */
static khl_status open_models(khl_program *p)
{
    const char *asked = khl_args_value(&p->args, "models");
    if (asked != NULL) return khl_models_open(&p->models, asked, &p->err);
    char path[4096];
    static const char TAIL[] = "share/khulasa/khulasa.models";
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof TAIL);
    for (int up = 0; up < 2 && n > 0; up++) /* over the name of the program, and over bin */
        for (n--; n > 0 && path[n - 1] != '/';) n--;
    if (n > 0) memcpy(path + n, TAIL, sizeof TAIL);
    if (n <= 0 || access(path, F_OK) != 0)
        return KHL_FAIL(&p->err, KHL_E_MODEL, "cli.models",
                        "the models were not found beside the program; name them with --models");
    return khl_models_open(&p->models, path, &p->err);
}

static khl_status read_common(khl_program *p)
{
    uint64_t threads = 0;
    const char *lang = khl_args_value(&p->args, "lang");
    p->lang = choose_lang(lang);
    if (p->lang == NULL) {
        p->lang = "en";
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.lang", "--lang wants ar, fr or en, not \"{0}\"", lang);
    }
    p->doc_lang = lang != NULL ? p->lang : "ar";
    p->quiet = khl_args_flag(&p->args, "quiet");
    if (!khl_args_count(p, "threads", 1, 256, &threads)) return p->err.code;
    p->n_threads = (unsigned)threads;
    return KHL_OK;
}

/* The words of a stage; they are kept in the program until the next call. */
static const char *stage_label(void *context, const char *stage)
{
    khl_program *p = context;
    char id[64];
    khl_buf text = KHL_BUF_INIT;
    snprintf(id, sizeof id, "cli.stage.%s", stage);
    khl_say_put(&text, p, id, NULL, 0);
    khl_str label = khl_utf8_truncate(khl_buf_str(&text), sizeof p->stage - 1);
    if (label.n > 0) memcpy(p->stage, label.p, label.n);
    p->stage[label.n] = '\0';
    khl_buf_clear(&text);
    return p->stage;
}

static int run_command(khl_program *p)
{
    if (!p->quiet) {
        khl_progress_bar_init(&p->bar, stderr);
        p->bar.label = stage_label;
        p->bar.label_context = p;
        p->progress = khl_progress_bar_callback(&p->bar);
    }
    return p->command->run(p);
}

static int finish_output(const khl_program *p, int code)
{
    if (code != KHL_EXIT_DONE || (fflush(stdout) == 0 && !ferror(stdout))) return code;
    khl_program broken = *p;
    KHL_FAIL(&broken.err, KHL_E_IO, "cli.stdout",
             "standard output could not be written; is the disk full, or the other program gone?");
    return khl_say_error(&broken);
}

/* The line names no command that there is. word is what stands where the command should. */
static khl_status fail_command(khl_program *p, const char *word)
{
    const char *operand = p->args.n_operands > 0 ? p->args.operands[0] : NULL;
    if (word != NULL && word[0] != '-')
        operand = word;
    else if (operand != NULL && find_command(p, operand) != NULL)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.command_first",
                        "the command comes before its options: {1} {0} ...", operand, p->face->name);
    if (operand == NULL)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.no_command", "name a command; see {0} --help",
                        p->face->name);
    return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.command", "there is no command \"{0}\"; see {1} --help",
                    operand, p->face->name);
}

static bool wants_help(const khl_program *p)
{
    return khl_args_flag(&p->args, "help");
}

/* What is wrong with the line itself, the command before its options; KHL_OK when nothing is. */
static khl_status check_line(khl_program *p, khl_status parsed, const char *word)
{
    bool odd_word = word != NULL && word[0] != '-';
    khl_error parse_error = p->err;
    khl_status common = read_common(p);
    khl_error common_error = p->err;
    p->err = (khl_error){.code = KHL_OK};
    if (p->command == NULL && (odd_word || (parsed == KHL_OK && !wants_help(p)))) {
        fail_command(p, word);
    } else if (parsed != KHL_OK) {
        p->err = parse_error;
    } else if (common != KHL_OK) {
        p->err = common_error;
    }
    return p->err.code;
}

static int run(khl_program *p, int argc, char **argv)
{
    khl_option table[KHL_MAX_OPTIONS + 1];
    const char *word = argc > 1 ? argv[1] : NULL;
    p->command = word != NULL ? find_command(p, word) : NULL;
    int first = p->command != NULL ? 2 : 1;
    khl_status parsed = khl_args_parse(&p->args, p->command != NULL ? p->command->options : NULL,
                                       argc > first ? argc - first : 0, argv + first, table, &p->err);
    if (parsed == KHL_OK && khl_args_flag(&p->args, "version")) {
        printf("%s %s\n", p->face->name, khl_version());
        return KHL_EXIT_DONE;
    }
    khl_status wrong = check_line(p, parsed, word);
    khl_error line_error = p->err;
    khl_status opened = open_models(p);
    if (wrong != KHL_OK) p->err = line_error; /* said in English where there are no models */
    if (wrong != KHL_OK || opened != KHL_OK) return khl_say_error(p);
    if (wants_help(p)) {
        khl_say_help(p, stdout);
        return KHL_EXIT_DONE;
    }
    return run_command(p);
}

/* A descriptor left closed by the caller would be given to the next file opened, which then took up messages.
 */
static void hold_descriptors(void)
{
    int fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd < 3) fd = open("/dev/null", O_RDWR);
    if (fd >= 3) close(fd);
}

int khl_program_main(const khl_program_face *face, int argc, char **argv)
{
    khl_program program = {.face = face, .lang = "en"};
    khl_heap_settle();
    hold_descriptors();
    signal(SIGXFSZ, SIG_IGN); /* a file beyond the limit of the system is an error to report, not a death */
    setlocale(LC_NUMERIC, "C");
    setenv("OPENBLAS_NUM_THREADS", "1", 0); /* its own threads would only spin: ours deal out the tiles */
    int code = finish_output(&program, run(&program, argc, argv));
    khl_models_destroy(program.models);
    free(program.args.operands);
    free(program.args.list);
    free(program.args.list_of);
    return code;
}
