/* What every command of the program shares: its place in the table, its options, its words.
 *
 * To add a command: write command_NAME.c with a khl_command, add it to COMMANDS in main.c, and its words to
 * models/messages/cli.tsv (cli.NAME.summary, .text, .example). */
#ifndef KHL_CLI_COMMAND_H
#define KHL_CLI_COMMAND_H

#include "khulasa/base.h"
#include "khulasa/models.h"
#include "progress.h"

enum { KHL_EXIT_DONE = 0, KHL_EXIT_FAILED = 1, KHL_EXIT_USE = 2, KHL_EXIT_REFUSED = 3 };

/* One option; the table of a command parses its line and prints its help. */
typedef struct khl_option {
    const char *name;  /* without dashes; NULL ends the table */
    char letter;       /* one-letter form, or 0 */
    const char *value; /* what its value is called in help; NULL for a flag */
    const char *help;  /* message id */
} khl_option;

#define KHL_MAX_OPTIONS 24

/* A parsed line. values[i] belongs to options[i]: the text, "" for a flag that is set, NULL when absent. */
typedef struct khl_args {
    const khl_option *options;
    const char *values[KHL_MAX_OPTIONS];
    const char **operands; /* [n_operands], into argv */
    size_t n_operands;
} khl_args;

struct khl_command;

/* One run of the program. */
typedef struct khl_program {
    const struct khl_command *command;
    khl_args args;
    khl_models *models;
    const char *lang;     /* of messages */
    const char *doc_lang; /* of documents: --lang, else Arabic */
    unsigned n_threads;
    bool quiet;
    khl_progress_bar bar;
    khl_progress progress; /* step is NULL when quiet */
    khl_error err;
} khl_program;

typedef struct khl_command {
    const char *name;
    const char *operands;      /* for the usage line: "INPUT..." */
    const khl_option *options; /* besides the common ones */
    int (*run)(khl_program *program);
} khl_command;

extern const khl_command KHL_CONDENSE, KHL_EVALUATE, KHL_ANALYZE;
extern const khl_option KHL_COMMON_OPTIONS[];

/* args.c: the value of an option, NULL when absent; the same as a checked number. */
const char *khl_args_value(const khl_args *args, const char *name);
bool khl_args_flag(const khl_args *args, const char *name);
/* Both return false, with program->err filled, when the value is no number or out of range; absent: *out
 * untouched. */
bool khl_args_count(khl_program *program, const char *name, uint64_t least, uint64_t most, uint64_t *out);
bool khl_args_share(khl_program *program, const char *name, double *out);
khl_status khl_args_parse(khl_args *out, const khl_option *own, int argc, char **argv, khl_option *table,
                          khl_error *err);

/* say.c: words of the program, errors in the user's language, help. */
khl_str khl_say_word(const khl_program *program, const char *id);
/* The message with {0} {1} ... replaced; to standard error, with a line end; nothing when quiet. */
void khl_say(const khl_program *program, const char *id, const char *const *args, size_t n_args);
#define KHL_SAY(program, id, ...)                                                                            \
    khl_say((program), (id), (const char *const[]){__VA_ARGS__},                                             \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
/* One line on standard error for program->err; returns the exit code that fits it. */
int khl_say_error(const khl_program *program);
void khl_say_help(const khl_program *program, FILE *to, const khl_command *const *commands);

/* shared by commands that read proposals: all operands into a corpus. */
typedef struct khl_corpus khl_corpus;
khl_status khl_program_read(khl_program *program, khl_corpus **out);
/* The axes of --axes FILE, or NULL for the shipped ones. */
khl_status khl_program_axes(khl_program *program, khl_axes **out);

#endif
