/* khulasa: the table of commands, and what happens before and after each. */
#include "command.h"

#include "error.h"
#include "khulasa/corpus.h"
#include "str.h"

#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

static const khl_command *const COMMANDS[] = {&KHL_CONDENSE, &KHL_EVALUATE, &KHL_ANALYZE, &KHL_TRAIN, NULL};

static const khl_command *find_command(const char *name)
{
    for (size_t i = 0; COMMANDS[i] != NULL; i++)
        if (strcmp(COMMANDS[i]->name, name) == 0) return COMMANDS[i];
    return NULL;
}

/* --lang, else what the environment says (LC_ALL before LC_MESSAGES before LANG), else English. */
static const char *choose_lang(const char *asked)
{
    static const char *const LANGS[] = {"ar", "fr", "en"};
    static const char *const VARIABLES[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *from = asked;
    for (size_t i = 0; i < 3 && (from == NULL || from[0] == '\0'); i++) from = getenv(VARIABLES[i]);
    for (size_t i = 0; from != NULL && i < 3; i++)
        if (strncmp(from, LANGS[i], 2) == 0) return LANGS[i];
    return asked != NULL && asked[0] != '\0' ? NULL : "en";
}

/* The compiled models lie beside the program: ../share/khulasa/khulasa.models, in the build tree as when
 * installed. */
static khl_status open_models(khl_program *p)
{
    const char *asked = khl_args_value(&p->args, "models");
    if (asked != NULL) return khl_models_open(&p->models, asked, &p->err);
    char path[4096];
    static const char TAIL[] = "/../share/khulasa/khulasa.models";
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof TAIL);
    while (n > 0 && path[n - 1] != '/') n--;
    if (n <= 1)
        return KHL_FAIL(&p->err, KHL_E_MODEL, "cli.models",
                        "the models were not found; name them with --models");
    memcpy(path + n - 1, TAIL, sizeof TAIL);
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

static const char *stage_label(void *context, const char *stage)
{
    khl_program *p = context;
    static const char *const STAGES[][2] = {{"analyse", "cli.stage.analyse"},
                                            {"compare", "cli.stage.compare"},
                                            {"cluster", "cli.stage.cluster"},
                                            {"read", "cli.stage.read"}};
    for (size_t i = 0; i < sizeof STAGES / sizeof *STAGES; i++)
        if (strcmp(stage, STAGES[i][0]) == 0) return khl_say_word(p, STAGES[i][1]).p;
    return stage;
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
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    khl_program broken = *p;
    KHL_FAIL(&broken.err, KHL_E_IO, "cli.stdout", "standard output could not be written");
    khl_say_error(&broken);
    return KHL_EXIT_FAILED;
}

static int run(khl_program *p, int argc, char **argv)
{
    khl_option table[KHL_MAX_OPTIONS + 1];
    p->lang = "en";
    p->command = argc > 1 ? find_command(argv[1]) : NULL;
    bool named = p->command != NULL;
    khl_status parsed = khl_args_parse(&p->args, named ? p->command->options : NULL, argc - 1 - named,
                                       argv + 1 + named, table, &p->err);
    khl_error parse_error = p->err;
    if (khl_args_flag(&p->args, "version")) {
        printf("khulasa %s\n", khl_version());
        return KHL_EXIT_DONE;
    }
    khl_status common = read_common(p);
    khl_error common_error = p->err;
    khl_status opened = open_models(p);
    if (opened != KHL_OK) return khl_say_error(p);
    bool wrong = parsed != KHL_OK || common != KHL_OK;
    p->err = parsed != KHL_OK ? parse_error : common_error;
    bool help = khl_args_flag(&p->args, "help");
    if (!wrong && !named && !help) {
        if (argc > 1 && p->args.n_operands > 0)
            KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.command",
                     "there is no command \"{0}\"; see khulasa --help", p->args.operands[0]);
        else
            KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.no_command", "name a command; see khulasa --help");
        wrong = true;
    }
    if (wrong) return khl_say_error(p);
    if (help) {
        khl_say_help(p, stdout, COMMANDS);
        return KHL_EXIT_DONE;
    }
    return run_command(p);
}

int main(int argc, char **argv)
{
    khl_program program = {.lang = "en"};
    setlocale(LC_NUMERIC, "C");
    int code = finish_output(&program, run(&program, argc, argv));
    khl_models_destroy(program.models);
    free(program.args.operands);
    return code;
}
